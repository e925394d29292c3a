"""Decision tables: rows of conditions with an outcome, each with jurisdiction, dates, status and citation.

A table is written in YAML and read as it is meant: a row without a citation, a date that cannot be, an answer that no question has, is
refused with file, line and row. Hit policies are those of the Decision Model and Notation: `unique`, `any`, `priority`, `first` give one
outcome; `rule order`, `output order`, `collect` give all that hold.

References
----------
Object Management Group (2024), Decision Model and Notation 1.5, chapter 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from ecotone.dates import Date
from ecotone.pathways.questions import Question, Questions, conditions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from ecotone.pathways.reading import Entry

Policy = Literal["unique", "any", "priority", "first", "rule order", "output order", "collect"]
Status = Literal["proposed", "adopted", "in force", "expired"]

SINGLE: Final = frozenset({"unique", "any", "priority", "first"})
"""Policies that give one outcome."""
_KEYS: Final = (
    "id",
    "title",
    "jurisdiction",
    "hit-policy",
    "question",
    "goal",
    "from",
    "inputs",
    "outcomes",
    "rows",
    "note",
    "checked-on",
    "source",
)
_ROW_KEYS: Final = (
    "id", "when", "then", "why", "from", "to", "status", "citation", "source", "checked-on", "verified"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Parameters
    ----------
    name : str
        Its name within its table.
    when : dict
        Masks of answers by input; an input that is not in it does not matter.
    then : str
        The outcome.
    why : str
        The rule in our own words.
    start, end : Date or None
        In force from this day, up to the day before that one.
    status : {'proposed', 'adopted', 'in force', 'expired'}
        As it stood on the day of checking.
    citation, source : str
        The provision, and an address where it can be read.
    checked_on : Date
        When the source was last read.
    verified : bool
        False where no source of authority was found.
    where : str
        File and line.
    """

    name: str
    when: Mapping[str, int]
    then: str
    why: str
    start: Date | None
    end: Date | None
    status: Status
    citation: str
    source: str
    checked_on: Date
    verified: bool
    where: str

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the row is law on a day; what was only proposed never is."""
        return self.status != "proposed" and (self.start is None or self.start.first <= day) and (self.end is None or day < self.end.first)

    def status_on(self, day: dt.date) -> Status | Literal["to come"]:
        """Return the row's status as seen on a day, so far as the day of checking knew.

        Before its first day a row is `adopted` if it was so when checked; else it was `to come`: nobody may have known of it.
        """
        if self.status == "proposed":
            return "proposed"
        if self.end is not None and day >= self.end.first:
            return "expired"
        if self.holds_on(day):
            return "in force"
        return "adopted" if self.status == "adopted" else "to come"


@dataclass(frozen=True, slots=True, eq=False)
class DecisionTable:
    """A decision table.

    Parameters
    ----------
    name, title, question : str
        Its name in rules, its heading, and what it decides.
    jurisdiction : str
        Whose rules these are.
    policy : Policy
        What counts where several rows hold.
    goal : bool
        Whether a session goes on until this table is decided.
    start : Date
        The first day that the table knows.
    inputs : tuple of str
        Questions, or other tables whose outcome is taken over.
    outcomes : Question
        What can come out, the greatest priority first.
    rows : tuple of Row
        In order.
    """

    name: str
    title: str
    question: str
    jurisdiction: str
    policy: Policy
    goal: bool
    start: Date
    inputs: tuple[str, ...]
    outcomes: Question
    rows: tuple[Row, ...]
    note: str
    where: str

    @property
    def single(self) -> bool:
        """Tell whether one outcome comes out."""
        return self.policy in SINGLE

    def rows_on(self, day: dt.date) -> tuple[Row, ...]:
        """Return the rows that are law on a day."""
        return tuple(row for row in self.rows if row.holds_on(day))

    def turning_days(self) -> list[dt.date]:
        """Return the days on which the table starts or changes, in order."""
        dates = (date for row in self.rows if row.status != "proposed" for date in (row.start, row.end) if date is not None)
        return sorted({self.start.first, *(date.first for date in dates if date.first > self.start.first)})


def read_table(entry: Entry, questions: Questions, tables: Mapping[str, Question]) -> DecisionTable:
    """Read a table.

    Parameters
    ----------
    entry : Entry
        As YAML gave it.
    questions : Questions
        What rows may ask.
    tables : dict
        The outcomes of other tables, which rows may use like answers.

    Raises
    ------
    InputError
        If anything is missing, misspelt or impossible; with file, line and row.
    """
    entry.only(_KEYS)
    name = entry.text("id")
    policy = entry.text("hit-policy", "unique")
    if policy not in get_args(Policy):
        entry.refuse("This hit policy is not known", got=policy, expected=", ".join(get_args(Policy)))
    start = entry.date("from")
    if start is None:
        entry.refuse("`from` is missing", expected="the first day that the table knows")
    inputs = entry.texts("inputs")
    all_questions = Questions({**questions.questions, **tables})
    for each in inputs:
        if each not in all_questions.questions:
            entry.refuse("An input is neither a question nor a table", got=each, expected=", ".join(all_questions.questions))
    outcomes = outcomes_of(entry)
    usable = Questions({each: all_questions[each] for each in inputs})
    rows = [_row(part, usable, outcomes, entry) for part in entry.entries("rows")]
    if not rows:
        entry.refuse("A table needs rows")
    names = [row.name for row in rows]
    if doubled := sorted({each for each in names if names.count(each) > 1}):
        entry.refuse("Two rows have the same id", got=", ".join(doubled))
    return DecisionTable(
        name,
        entry.text("title"),
        entry.text("question"),
        entry.text("jurisdiction"),
        cast("Policy", policy),
        entry.flag("goal", default=False),
        start,
        inputs,
        outcomes,
        tuple(rows),
        entry.text("note", ""),
        entry.where,
    )


def read_rows(
    entries: Sequence[Entry],
    questions: Questions,
    outcomes: Question,
    *,
    name: str,
    title: str,
    jurisdiction: str,
    inputs: tuple[str, ...],
    where: str,
) -> DecisionTable:
    """Make a table that gives all that hold, of rows that were read elsewhere; it starts with its earliest row."""
    for each in inputs:
        if each not in questions.questions:
            entries[0].refuse("A condition is neither on a question nor on a table", got=each, expected=", ".join(questions.questions))
    usable = Questions({each: questions[each] for each in inputs})
    rows = tuple(_row(entry, usable, outcomes, entry) for entry in entries)
    start = min((row.start for row in rows if row.start), key=lambda date: date.first, default=Date("2000"))
    return DecisionTable(
        name=name,
        title=title,
        question=outcomes.text,
        jurisdiction=jurisdiction,
        policy="collect",
        goal=False,
        start=start,
        inputs=inputs,
        outcomes=outcomes,
        rows=rows,
        note="",
        where=where,
    )


def outcomes_of(entry: Entry) -> Question:
    """Return the outcomes of a table, as answers that other tables may use."""
    outcomes = entry.entry("outcomes")
    if not outcomes:
        entry.refuse("A table needs outcomes", expected="outcomes: with a name and a text each")
    names = tuple(outcomes)
    return Question(entry.text("id"), entry.text("question"), names, tuple(outcomes.text(name) for name in names))


def _row(entry: Entry, questions: Questions, outcomes: Question, table: Entry) -> Row:
    """Read one row; its source and day of checking may stand once for the table."""
    entry.only(_ROW_KEYS)
    then = entry.text("then")
    if then not in outcomes.answers:
        entry.refuse("The table has no such outcome", got=then, expected=", ".join(outcomes.answers))
    status = entry.text("status", "in force")
    if status not in get_args(Status):
        entry.refuse("This status is not known", got=status, expected=", ".join(get_args(Status)))
    citation = entry.text("citation", "")
    if not citation:
        entry.refuse("A row needs its citation", expected="the provision that it rests on", remedy="Add `citation:`")
    source = entry.text("source", table.text("source", ""))
    if source and not source.startswith(("https://", "http://")):
        entry.refuse("The source is no address", got=source, expected="https://…")
    start, end, checked_on = entry.date("from"), entry.date("to"), (entry if "checked-on" in entry else table).past("checked-on")
    if start and end and end.first <= start.first:
        entry.refuse("The row ends before it starts", got=f"{start} to {end}")
    if status == "in force" and start and start.first > checked_on.last:
        entry.refuse(
            "A row cannot have been in force before its first day",
            got=f"from {start}, checked on {checked_on}",
            expected="status: adopted, for what is to come",
        )
    if status == "expired" and end is None:
        entry.refuse("A row that has expired needs its last day", expected="`to:`")
    return Row(
        entry.text("id"),
        conditions(entry.entry("when"), questions),
        then,
        entry.text("why"),
        start,
        end,
        cast("Status", status),
        citation,
        source,
        checked_on,
        entry.flag("verified", default=True),
        entry.where,
    )


def labels(names: Iterable[str], question: Question) -> str:
    """Return outcomes or answers as a reader sees them, joined."""
    return "; ".join(question.label(name) for name in names)
