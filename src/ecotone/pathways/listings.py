"""What the rules are: the tables with their rows, and the product codes, as answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.pathways.boxes import answers_of
from ecotone.pathways.navigator import NOTICE
from ecotone.pathways.plan_tables import frame
from ecotone.pathways.product_codes import READ_ON, SOURCE, search
from ecotone.scope import Scope

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.pathways.rules import Rules
    from ecotone.pathways.table import DecisionTable, Row


def tables(rules: Rules, as_of: Date) -> Answer:
    """List the tables: what each decides, how many rows are law on a day, and how many are unverified."""
    day = as_of.last
    rows = [
        {
            "jurisdiction": table.jurisdiction,
            "name": table.name,
            "title": table.title,
            "question": table.question,
            "policy": table.policy,
            "start": str(rules.starts(table.name)),
            "rows": len(table.rows_on(day)),
            "proposed": sum(row.status == "proposed" for row in table.rows),
            "unverified": sum(not row.verified for row in table.rows),
            "checked": str(min(row.checked_on for row in table.rows)),
        }
        for table in rules.tables.values()
    ]
    columns = (
        Column("jurisdiction", "Where"),
        Column("name", "Table"),
        Column("title", "Title"),
        Column("question", "Decides"),
        Column("policy", "Hit policy"),
        Column("start", "Known from", "date"),
        Column("rows", "Rows in force", "integer"),
        Column("proposed", "Proposed", "integer"),
        Column("unverified", "Unverified", "integer"),
        Column("checked", "Earliest check", "date"),
    )
    law = sum(len(table.rows_on(day)) for table in rules.tables.values())
    summary = f"As of {as_of}, {NOTICE}: {len(rows):,} tables, {law:,} rows in force."
    return _answer("Which rules are there?", summary, Table("Tables", frame(rows, columns), columns), as_of)


def table(rules: Rules, name: str, as_of: Date) -> Answer:
    """Show the rows of a table with conditions, dates, status on a day, and citations."""
    found = rules.table(name)
    rows = [_row(rules, found, row, as_of) for row in found.rows]
    columns = (
        Column("row", "Row"),
        Column("when", "When"),
        Column("then", "Outcome"),
        Column("status", f"Status on {as_of}"),
        Column("start", "From", "date"),
        Column("end", "To", "date"),
        Column("why", "Rule"),
        Column("citation", "Citation"),
        Column("checked", "Checked on", "date"),
        Column("verified", "Verified"),
        Column("source", "Source", "link"),
    )
    law = len(found.rows_on(as_of.last))
    summary = f"As of {as_of}, {NOTICE}: {found.title}, {law} of {len(rows)} rows in force, hit policy {found.policy}."
    return _answer(found.question, summary, Table(found.title, frame(rows, columns), columns, found.note or None), as_of)


def _row(rules: Rules, found: DecisionTable, row: Row, as_of: Date) -> dict[str, Any]:
    """Return one row as a reader sees it."""
    conditions = []
    for name, mask in row.when.items():
        question = rules.tables[name].outcomes if name in rules.tables else rules.questions[name]
        conditions.append(f"{name}: {' or '.join(answers_of(mask, question.answers))}")
    return {
        "row": row.name,
        "when": "; ".join(conditions) or "always",
        "then": found.outcomes.label(row.then),
        "status": row.status_on(as_of.last),
        "start": str(row.start or ""),
        "end": str(row.end or ""),
        "why": row.why,
        "citation": row.citation,
        "checked": str(row.checked_on),
        "verified": "yes" if row.verified else "unverified",
        "source": row.source,
    }


def codes(words: str, limit: int) -> Answer:
    """List the product codes whose name holds some words."""
    found = search(words)
    rows = [
        {
            "code": each.code,
            "name": each.name,
            "class": each.device_class,
            "submission": each.submission,
            "regulation": f"21 CFR {each.regulation}" if each.regulation else "",
            "specialty": each.specialty,
            "third": each.third_party,
            "implant": each.implant,
        }
        for each in found[:limit]
    ]
    columns = (
        Column("code", "Code"),
        Column("name", "Type of device"),
        Column("class", "Class"),
        Column("submission", "Submission"),
        Column("regulation", "Regulation"),
        Column("specialty", "Specialty"),
        Column("third", "Third-party review"),
        Column("implant", "Implant"),
    )
    more = f"; {limit:,} are shown" if len(found) > limit else ""
    summary = f"{len(found):,} FDA product codes hold “{words}”{more}; classification of {READ_ON}, {NOTICE}."
    method = Method("words of names in FDA's product classification", ecotone.__version__, {"words": words}, reference=SOURCE)
    hint = () if found else ("Try one word, part of a word, or another word for it: the names are FDA's own, in English.",)
    table = Table("Product codes", frame(rows, columns), columns)
    return Answer("Which product codes fit?", summary, (table,), method, Scope(), warnings=hint)


def _answer(question: str, summary: str, shown: Table, as_of: Date) -> Answer:
    return Answer(question, summary, (shown,), Method("decision tables", ecotone.__version__, {"as_of": str(as_of)}), Scope())
