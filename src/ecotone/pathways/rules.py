"""All rules together: questions, tables and jurisdictions from the files that are shipped and from a user's own.

A file of rules is YAML; every file may add jurisdictions, questions, tables, instruments, steps and fees. What is loaded has been
proved complete and free of overlaps; `decide` then answers for any product and any day.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import Date, today
from ecotone.errors import InputError
from ecotone.pathways.checks import check_order, check_table
from ecotone.pathways.compiled import Cell, Compiled, Decision, compiled, joined, own_cells, row_box, space_of
from ecotone.pathways.instruments import PathwayInstrument, read_instruments
from ecotone.pathways.questions import Known, Question, Questions
from ecotone.pathways.reading import Entry, read_yaml
from ecotone.pathways.steps import Steps, read_steps
from ecotone.pathways.table import DecisionTable, outcomes_of, read_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

DATA: Final = Path(__file__).with_name("data")
_KEYS: Final = ("jurisdictions", "questions", "constraints", "tables", "instruments", "steps", "times", "fees")


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Whose rules: a country, a union, or an ecosystem's own gates.

    Parameters
    ----------
    name : str
        As rules call it: US, EU, GB, SG, LOCAL.
    label, authority, address : str
        In words, who decides, and where its own guidance starts.
    """

    name: str
    label: str
    authority: str
    address: str


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Rules that have been read and proved.

    Parameters
    ----------
    jurisdictions : dict
        By name.
    questions : Questions
        All that can be asked.
    tables : dict
        By name, each after those it uses.
    instruments : dict
        By name.
    steps : Steps
        What routes are made of.
    fingerprint : str
        Twelve digits of the checksum of all files: the same rules have the same.
    """

    jurisdictions: Mapping[str, Jurisdiction]
    questions: Questions
    tables: Mapping[str, DecisionTable]
    instruments: Mapping[str, PathwayInstrument]
    steps: Steps
    fingerprint: str
    _cells: dict[tuple[str, dt.date], list[Cell]] = field(default_factory=dict, repr=False)
    _compiled: dict[tuple[str, dt.date], Compiled] = field(default_factory=dict, repr=False)

    def known(self, answers: Mapping[str, str] | None = None) -> Known:
        """Return what some answers say of a product.

        Raises
        ------
        InputError
            If a question or an answer is not known, or answers contradict each other.
        """
        found = Known(self.questions)
        for name, answer in (answers or {}).items():
            found.answer(name, answer)
        return found

    def table(self, name: str) -> DecisionTable:
        """Return a table by name."""
        if name not in self.tables:
            raise InputError("There is no such table", got=name, expected=", ".join(self.tables))
        return self.tables[name]

    def starts(self, name: str) -> Date:
        """Return the first day that a table and those it uses know."""
        table = self.table(name)
        return max([table.start, *(self.starts(other) for other in table.inputs if other in self.tables)], key=lambda date: date.first)

    def goals(self, jurisdictions: Iterable[str]) -> list[str]:
        """Return the tables that a session about these jurisdictions has to decide, in order."""
        wanted = tuple(jurisdictions)
        for name in wanted:
            if name not in self.jurisdictions:
                raise InputError("There are no rules for this jurisdiction", got=name, expected=", ".join(self.jurisdictions))
        return [table.name for place in wanted for table in self.tables.values() if table.goal and table.jurisdiction == place]

    def decide(self, name: str, known: Known, as_of: Date | None = None) -> Decision:
        """Return what a table says of a product on a day.

        Parameters
        ----------
        name : str
            The table.
        known : Known
            What is known of the product.
        as_of : Date, optional
            The day; today where not given.
        """
        return self.compiled(name, as_of or today()).decide(known)

    def compiled(self, name: str, as_of: Date) -> Compiled:
        """Return a table as it stood on a day, joined with those it uses."""
        day = as_of.last
        start = self.starts(name)
        if day < start.first:
            raise InputError(f"The table {name} does not know the law of this day", got=str(as_of), expected=f"a day from {start} on")
        turned = max(turn for each in self._used(name) for turn in self.tables[each].turning_days() if turn <= day)
        key = (name, turned)
        if key not in self._compiled:
            self._compiled[key] = compiled(
                self.tables[name], self._flat(name, turned), self.questions.__getitem__, self.questions.constraints
            )
        return self._compiled[key]

    def _used(self, name: str) -> set[str]:
        """Return a table and all that it uses, whatever the way."""
        inputs = self.tables[name].inputs
        return {name}.union(*(self._used(other) for other in inputs if other in self.tables))

    def _flat(self, name: str, day: dt.date) -> list[Cell]:
        """Return a table's cells on a day in terms of answers only."""
        key = (name, day)
        if key not in self._cells:
            table = self.tables[name]
            axes = _axes(table, self.questions, self.tables)
            rows = table.rows_on(day)
            if table.single:
                cells, _ = own_cells(table, rows, space_of(axes, self.questions.constraints), axes)
            else:
                boxes = ((row, row_box(row, axes)) for row in rows)
                cells = [
                    Cell({n: m for n, m in zip(axes, box, strict=True) if m != axes[n].all}, row.then, ((name, row.name),))
                    for row, box in boxes
                ]
            used = {other: (self.tables[other].outcomes, self._flat(other, day)) for other in table.inputs if other in self.tables}
            self._cells[key] = joined(cells, used)
        return self._cells[key]


def _axes(table: DecisionTable, questions: Questions, tables: Mapping[str, DecisionTable]) -> dict[str, Question]:
    """Return a table's inputs in order, another table's outcomes like answers."""
    return {name: tables[name].outcomes if name in tables else questions[name] for name in table.inputs}


def load(paths: Iterable[Path] = (), *, shipped: bool = True) -> Rules:
    """Read rules, those that are shipped and those in files or folders of a user's own, and prove them.

    Parameters
    ----------
    paths : iterable of Path
        Files, or folders whose `.yaml` files are read.
    shipped : bool
        Whether to read what comes with Ecotone first.

    Raises
    ------
    InputError
        If a rule cannot be read, a table has a gap, an overlap or an idle row, or tables wait for each other.

    Examples
    --------
    >>> rules = load()
    >>> rules.decide("us-status", rules.known({"product": "software", "function": "administrative"})).outcome
    'not-device'
    """
    own = [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    return _shipped() if shipped and not own else _read([*(sorted(DATA.glob("*.yaml")) if shipped else []), *own])


@functools.cache
def _shipped() -> Rules:
    return _read(sorted(DATA.glob("*.yaml")))


def _read(files: Iterable[Path]) -> Rules:
    """Read files of rules together: any may use what another defines."""
    entries: dict[str, list[Entry]] = {key: [] for key in _KEYS}
    checksum = hashlib.sha256()
    for file in files:
        read = read_yaml(file)
        checksum.update(file.read_bytes())
        read.only(_KEYS)
        for key in _KEYS:
            entries[key] += read.entries(key)
    questions = Questions.of(entries["questions"], entries["constraints"])
    jurisdictions = _named("jurisdiction", (_jurisdiction(entry) for entry in entries["jurisdictions"]))
    outcomes = _named("table", (outcomes_of(entry) for entry in entries["tables"]))
    if both := sorted(set(outcomes) & set(questions.questions)):
        raise InputError("A table and a question have the same id", got=", ".join(both), remedy="Give one another id")
    read_tables = {entry.text("id"): read_table(entry, questions, outcomes) for entry in entries["tables"]}
    instruments, of_places = read_instruments(entries["instruments"], questions, outcomes)
    read_tables |= {table.name: table for table in of_places}
    order = check_order({name: [other for other in table.inputs if other in read_tables] for name, table in read_tables.items()})
    tables = {name: read_tables[name] for name in order}
    for table in tables.values():
        if table.jurisdiction not in jurisdictions:
            raise InputError("A table of no jurisdiction", where=table.where, got=table.jurisdiction, expected=", ".join(jurisdictions))
        if several := [other for other in table.inputs if other in tables and not tables[other].single]:
            raise InputError("A table can use only tables that give one outcome", where=table.where, got=", ".join(several))
        check_table(table, _axes(table, questions, tables), questions.constraints)
    steps = read_steps(entries["steps"], entries["times"], entries["fees"], tables)
    return Rules(jurisdictions, questions, tables, instruments, steps, checksum.hexdigest()[:12])


def _named(kind: str, things: Iterable[Any]) -> dict[str, Any]:
    """Return things by name; a name that stands twice is refused."""
    found: dict[str, Any] = {}
    for thing in things:
        if thing.name in found:
            raise InputError(f"This {kind} stands twice", got=thing.name, remedy="Give one another id")
        found[thing.name] = thing
    return found


def _jurisdiction(entry: Entry) -> Jurisdiction:
    """Read one jurisdiction."""
    entry.only(("id", "name", "authority", "address"))
    return Jurisdiction(entry.text("id"), entry.text("name"), entry.text("authority"), entry.text("address"))
