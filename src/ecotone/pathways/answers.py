"""What the navigator answers, as `Answer`: outcomes, the rows that decide, the answers given, and the next question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ecotone
from ecotone.answer import Answer, Column, Method, ReadAt, Table
from ecotone.dates import today
from ecotone.pathways.navigator import NOTICE, PRODUCT_CODE
from ecotone.pathways.plan_tables import change_table, document_table, fee_table, frame, instrument_table, step_table
from ecotone.pathways.product_codes import product_code
from ecotone.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.estimate import Estimate
    from ecotone.pathways.navigator import Way
    from ecotone.pathways.pathway import Pathway
    from ecotone.pathways.table import DecisionTable

REFERENCE = "Decision Model and Notation 1.5; Quinlan (1986) for the order of questions"


def pathway(found: Pathway, read_at: ReadAt | None = None, own: Mapping[str, Estimate] | None = None) -> Answer:
    """Say what the rules say of a product so far: outcomes, steps, instruments, what may change, deciding rows, next question.

    Parameters
    ----------
    found : Pathway
        The way of the product.
    read_at : ReadAt, optional
        The record, where there is one.
    own : dict, optional
        The median days that steps took in the record, by step.
    """
    way = found.way
    open_goals = [name for name in way.goals if not way.decisions[name].decided]
    said = "; ".join(_said(way, name) for name in way.goals)
    summary = f"As of {way.as_of}, {NOTICE}: {said}."
    tables = [outcome_table(way), answer_table(way)]
    if way.coming:
        tables.append(next_table(way))
    tables += [
        step_table(found, own or {}),
        document_table(found),
        fee_table(found),
        instrument_table(found),
        change_table(found),
        row_table(way),
    ]
    method = Method("decision tables", ecotone.__version__, {"as_of": str(way.as_of)}, reference=REFERENCE)
    question = f"Which rules apply to this product in {', '.join(way.jurisdictions)}, and what do they ask for?"
    warnings = [f"{place} is left out: {why}." for place, why in way.unknown.items()]
    if way.as_of.first > today().first:
        warnings.append(f"{way.as_of} is to come: the law as it is written today, as far as the rows have been checked.")
    if open_goals and way.coming is None:
        warnings.append("What is still open cannot be decided by the questions that are left.")
    warnings += _unverified(found)
    warnings += [
        f"No fee is known for {way.as_of}: {owed.last.title}; the last one known ended before {owed.last.end}."
        for planned in found.steps
        for owed in planned.fees
        if owed.last is not None
    ]
    warnings.append("Answer once for each function of the product; a product is as far along as its slowest function.")
    return Answer(question, summary, tuple(tables), method, Scope(), read_at, (), tuple(warnings))


def _said(way: Way, name: str) -> str:
    """Say in one phrase what a table says; where a place has several to decide, by name."""
    table, decision = way.rules.tables[name], way.decisions[name]
    several = sum(way.rules.tables[goal].jurisdiction == table.jurisdiction for goal in way.goals) > 1
    about = f"{table.jurisdiction}, {_plain_title(table)}" if several else table.jurisdiction
    if decision.decided:
        said = ", ".join(outcome_label(table, outcome) for outcome in decision.possible)
        return f"{about}: {said or 'none'}"
    return f"{about}: {len(decision.possible)} outcomes still possible"


def _plain_title(table: DecisionTable) -> str:
    """Return a table's title without its number, as in “EU-3 · AI Act”."""
    return table.title.rpartition(" · ")[2]


def outcome_label(table: DecisionTable, outcome: str) -> str:
    """Return an outcome as a reader sees it; of a table that gives all that hold, `outcome` is the row that holds."""
    if table.single:
        return table.outcomes.label(outcome)
    return table.outcomes.label(next(row.then for row in table.rows if row.name == outcome))


def outcome_table(way: Way) -> Table:
    """Return the outcomes that are still possible, with the share of open products that end there."""
    rows: list[dict[str, Any]] = [
        {
            "jurisdiction": table.jurisdiction,
            "question": table.question,
            "outcome": outcome_label(table, outcome),
            "share": decision.shares.get(outcome),
            "decided": "yes" if decision.decided or outcome in (decision.certain or ()) else "no",
            "table": table.name,
            "value": outcome,
        }
        for name, decision in way.decisions.items()
        for table in (way.rules.tables[name],)
        for outcome in decision.possible
    ]
    columns = (
        Column("jurisdiction", "Where"),
        Column("question", "Question"),
        Column("outcome", "Outcome"),
        Column("decided", "Decided"),
        Column("share", "Share", "percent", caveat="each combination of open answers counts the same; it is no probability"),
        Column("table", "Table"),
        Column("value", "Value"),
    )
    return Table("Outcomes", frame(rows, columns), columns)


def row_table(way: Way) -> Table:
    """Return the rows that decide, each with its citation, dates and status on the day."""
    day = way.as_of.last
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for decision in way.decisions.values():
        for table_name, row_name in decision.rows:
            row = next(row for row in way.rules.tables[table_name].rows if row.name == row_name)
            found[table_name, row_name] = {
                "table": table_name,
                "row": row_name,
                "then": way.rules.tables[table_name].outcomes.label(row.then),
                "why": row.why,
                "status": row.status_on(day),
                "start": str(row.start or ""),
                "end": str(row.end or ""),
                "citation": row.citation,
                "source": row.source,
                "checked": str(row.checked_on),
                "verified": "yes" if row.verified else "unverified",
            }
    columns = (
        Column("table", "Table"),
        Column("row", "Row"),
        Column("then", "Outcome"),
        Column("why", "Rule"),
        Column("status", "Status"),
        Column("start", "From", "date"),
        Column("end", "To", "date"),
        Column("citation", "Citation"),
        Column("checked", "Checked on", "date"),
        Column("verified", "Verified"),
        Column("source", "Source", "link"),
    )
    return Table("Rows that decide", frame(list(found.values()), columns), columns)


def answer_table(way: Way) -> Table:
    """Return the answers given, and what followed from them."""
    rows = []
    for name, answer in way.known.given.items():
        if name == PRODUCT_CODE:
            code = product_code(answer)
            text = f"{code.name} (21 CFR {code.regulation})" if code.regulation else code.name
            rows.append({"name": name, "question": "FDA product code", "answer": answer, "label": text, "how": "given"})
        else:
            rows.append(_answer(way, name, "given"))
    followed = [name for name in way.known.possible if name not in way.known.given and len(way.known.answers(name)) == 1]
    rows += [_answer(way, name, "follows") for name in followed]
    rows += [
        {"name": name, "question": way.rules.questions[name].text, "answer": "unknown", "label": "not known", "how": "given"}
        for name in sorted(way.known.passed)
        if way.known.mask(name).bit_count() > 1
    ]
    columns = (
        Column("question", "Question"),
        Column("label", "Answer"),
        Column("how", "How"),
        Column("name", "Name"),
        Column("answer", "Value"),
    )
    return Table("Answers", frame(rows, columns), columns)


def _answer(way: Way, name: str, how: str) -> dict[str, Any]:
    """Return one answer as a row."""
    question = way.rules.questions[name]
    answers = way.known.answers(name)
    label = " or ".join(question.label(answer) for answer in answers)
    return {"name": name, "question": question.text, "answer": "|".join(answers), "label": label, "how": how}


def next_table(way: Way) -> Table:
    """Return the next question with its possible answers."""
    assert way.coming is not None
    question = way.rules.questions[way.coming.question]
    left = way.known.answers(question.name)
    rows = [{"question": question.text, "name": question.name, "answer": answer, "label": question.label(answer)} for answer in left]
    columns = (Column("question", "Question"), Column("name", "Name"), Column("answer", "Value"), Column("label", "Answer"))
    note = question.explanation or None
    return Table("Next question", frame(rows, columns), columns, note)


def _unverified(found: Pathway) -> list[str]:
    """Name the unverified rows that an answer rests on."""
    way = found.way
    named = dict.fromkeys(row for decision in way.decisions.values() for row in decision.rows)
    names = [
        f"{table}: {row.name}" for table, name in named for row in way.rules.tables[table].rows if row.name == name and not row.verified
    ]
    names += [f"step {planned.step.name}" for planned in found.steps if not planned.step.cited.verified]
    names += [f"instrument {each.instrument.name}" for each in found.instruments if not each.row.verified]
    return [f"Unverified: {'; '.join(names)}."] if names else []
