"""What a person enters by hand of an actor: who it is, ties, claims; and joining, parting and removing actors.

Every change is one batch with a name, so that it is one step to undo. A value of an actor (name, kind, sector, place) is changed
in the record and said as a claim besides, so that what it rests on and when it held stand on the actor's page. What rests on no
source is a statement of who says so: a claim names its assessor, a tie the author of its batch. What sources say is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from ecotone.dates import Date, Interval, today
from ecotone.ecosystem import Evidence, Place
from ecotone.errors import InputError
from ecotone.workbench.match_decisions import DECISION, ROOM, Decision, merge_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecotone.ecosystem import Batch, Ecosystem

VALUES: Final = ("name", "kind", "sector", "place")
"""What is said of an actor by its own values."""
LONGEST: Final = 10_000
LONGEST_WORD: Final = 200
TELLING: Final = 100
"""A longer name is told by its actor's number in the history, for it would be cut and an erasure could not find it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a statement rests on: a source, or who says so.

    Parameters
    ----------
    by : str
        Who says so.
    source : str
        The source in a few words ("annual report 2025").
    address : str
        Its web address.
    """

    by: str = ""
    source: str = ""
    address: str = ""

    def evidence(self) -> Evidence | None:
        """Return the source as evidence; None where somebody says so.

        Examples
        --------
        >>> Said(source="Annual report 2025").evidence().title, Said(by="Ana").evidence()
        ('Annual report 2025', None)
        """
        source, address = _line("source", self.source, LONGEST_WORD), self.address.strip()
        if not source and not address:
            return None
        kind = "web" if address else "document"
        return Evidence(kind, address or source, address or None, title=source or address, read_on=today())

    def how(self) -> dict[str, Any]:
        """Return what a claim is written with: its evidence, or its assessor."""
        evidence = self.evidence()
        if evidence is not None:
            return {"evidence": evidence}
        return {"assessor": _line("name of who says so", self.by, LONGEST_WORD) or None, "own_statement": True}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim to add; `instead` is one of the user's own that it corrects, as (id, version)."""

    field: str
    value: str | float | bool | None
    said: Said
    unit: str = ""
    valid_from: Date | None = None
    valid_to: Date | None = None
    as_of: Date | None = None
    instead: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Tied:
    """A tie to add, seen from the actor."""

    other: int
    kind: str
    said: Said
    direction: Literal["out", "in", "both"] = "out"
    weight: float = 1.0
    valid_from: Date | None = None
    valid_to: Date | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """Until when an own tie or claim held."""

    table: Literal["tie", "claim"]
    id: int
    version: int
    on: Date


@dataclass(frozen=True, slots=True)
class Removed:
    """An own tie or claim, or a note, that goes."""

    table: Literal["tie", "claim", "note"]
    id: int
    version: int


Step = Claimed | Tied | Ended | Removed


def add(eco: Ecosystem, name: str, *, values: Mapping[str, Any], said: Said, author: str = "") -> tuple[int, int]:
    """Add an actor and say what it is; return its id and the batch.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    name : str
        What it is called.
    values : mapping
        `kind`, `sector` and `place`, as far as they are known.
    said : Said
        What it rests on.
    author : str
        Who writes.
    """
    clean = _line("name", name, None)
    known = {key: value for key, value in values.items() if value is not None and value != Place()}
    with eco.batch(f"Add {_told(clean, 'an actor')}", author) as batch:
        actor = batch.add_actor(clean, **known)
        _say(batch, actor, {"name": clean, **{key: value for key, value in known.items() if key != "kind"}}, said, None)
    return actor, _number(batch)


def edit(
    eco: Ecosystem,
    actor: int,
    *,
    version: int | None = None,
    values: Mapping[str, Any] | None = None,
    said: Said | None = None,
    since: Date | None = None,
    steps: Sequence[Step] = (),
    reason: str = "",
    author: str = "",
) -> int | None:
    """Change an actor's values, and what the user says of it, in one batch; return it, None where nothing differs.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    actor : int
        Whose values and ties.
    version : int, optional
        The version that was read; needed for `values`.
    values : mapping, optional
        New `name`, `kind`, `sector` or `place`; a value of None is not known.
    said : Said, optional
        What the values rest on; without it they are changed and not said as claims.
    since : Date, optional
        Since when they hold. Then what the user said before of the same ends there; otherwise it is a correction, and both stay visible.
    steps : sequence
        Claims and ties to add, to end, to remove.
    reason : str
        How the step is called in the history; made from what is changed where not given.
    author : str
        Who writes.

    Raises
    ------
    StaleWriteError
        If what is changed was changed since it was read; both values are in the message.
    """
    view = eco.actor(actor)
    now = view.actor
    given = dict(values or {})
    if "name" in given and given["name"] is not None:
        given["name"] = _line("name", given["name"], None)
    with eco.batch(reason.strip() or _reason(now.name, now.id, given, steps), author) as batch:
        if given:
            if version is None:
                raise InputError("A change needs the version of the actor that was read", where="version")
            if batch.edit_actor(now.id, version=version, **given) != version and said is not None:
                changed = {key: value for key, value in given.items() if value != getattr(now, key)}
                if since is not None:
                    own = set(view.evidence.filter(source="user")["id"])
                    _end_earlier(batch, view.claims.iter_rows(named=True), set(changed), own, since)
                _say(batch, now.id, changed, said, since)
        for step in steps:
            _take(batch, now.id, step)
    return batch.id


def split(
    eco: Ecosystem, actor: int, mentions: Sequence[int], name: str, *, version: int, reason: str, author: str = ""
) -> tuple[int, int]:
    """Make another actor of some of an actor's names; return it and the batch. The next match keeps them apart.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    actor : int
        Of which some names are somebody else's.
    mentions : sequence of int
        Names in sources that are the new actor's, with the ties and claims that hang on them.
    name : str
        What the new actor is called.
    version : int
        The version of the actor that was read.
    reason : str
        Why they are two.
    author : str
        Who decides.
    """
    view = eco.actor(actor)
    old = view.actor
    own = {row["id"] for row in view.mentions.iter_rows(named=True) if row["source"] == "user" and row["id_in_source"] == f"actor {old.id}"}
    movable = set(view.mentions["id"]) - own
    asked = set(mentions)
    if not asked or not asked <= movable:
        raise InputError("These names cannot be parted from the actor", got=", ".join(map(str, sorted(asked - movable))) or "none",
                         expected="names in sources that are this actor's")  # fmt: skip
    if asked == set(view.mentions["id"]):
        raise InputError("An actor keeps at least one of its names", got="all names", remedy="Rename the actor instead")
    clean = _line("name", name, None)
    why = _line("reason", reason, LONGEST) or "they are two"
    with eco.batch(f"Part {_told(clean, 'an actor')} from {_told(old.name, f'actor {old.id}')}", author) as batch:
        batch.edit_actor(old.id, version=version)
        new = batch.add_actor(clean, kind=old.kind, sector=old.sector, place=old.place)
        for mention in sorted(asked):
            batch.assign(mention, new, reason=why, decided_by=author or "user")
        batch.keep(ROOM, DECISION, merge_name(new, old.id), Decision("reject", by=author, reason=why).body(), private=True)
    return new, _number(batch)


def remove(eco: Ecosystem, actor: int, *, version: int, author: str = "") -> int:
    """Take an actor out with what the user said of it, and return the batch; `Ecosystem.removal` says what goes."""
    name = eco.actor(actor).actor.name
    with eco.batch(f"Remove {_told(name, f'actor {actor}')}", author) as batch:
        batch.remove_actor(actor, version=version)
    return _number(batch)


def _say(batch: Batch, actor: int, values: Mapping[str, Any], said: Said, since: Date | None) -> None:
    """Say the values of an actor as claims."""
    for field in VALUES:
        if field in values:
            value = values[field]
            if isinstance(value, Place):
                value = ", ".join(part for part in (value.city, value.region, value.country) if part) or None
            text = None if value is None else str(value)
            batch.add_claim(field, text, actor=actor, as_of=since or today(), valid_from=since, **said.how())


def _end_earlier(batch: Batch, claims: Iterable[dict[str, Any]], fields: set[str], own: set[int], since: Date) -> None:
    """Let what the user said before of the same fields end where the new begins."""
    for row in claims:
        if row["field"] in fields and row["evidence"] in own and row["valid_to"] is None and (row["valid_from"] or "") < since.iso:
            batch.end("claim", row["id"], since, version=row["version"])


def _take(batch: Batch, actor: int, step: Step) -> None:
    """Write one step."""
    match step:
        case Claimed():
            if step.instead is not None:
                batch.remove("claim", step.instead[0], version=step.instead[1])
            Interval(step.valid_from, step.valid_to)
            field = _field(step)
            value = _text("value", step.value) if isinstance(step.value, str) else step.value
            batch.add_claim(
                field, value, actor=actor, unit=_line("unit", step.unit, LONGEST_WORD) or None,
                valid_from=step.valid_from, valid_to=step.valid_to, as_of=step.as_of or step.valid_from or today(), **step.said.how(),
            )  # fmt: skip
        case Tied():
            if step.other == actor:
                raise InputError("A tie is between two actors", where="other", got="the actor itself")
            if not step.weight > 0 or step.weight == float("inf"):
                raise InputError("A weight is a number above 0", where="weight", got=str(step.weight))
            ends = (step.other, actor) if step.direction == "in" else (actor, step.other)
            evidence = step.said.evidence()
            batch.add_tie(
                *ends, _word("kind", step.kind), weight=step.weight, directed=step.direction != "both", valid_from=step.valid_from,
                valid_to=step.valid_to, evidence=evidence, own_statement=evidence is None,
            )  # fmt: skip
        case Ended():
            batch.end(step.table, step.id, step.on, version=step.version)
        case Removed():
            batch.remove(step.table, step.id, version=step.version)


def _field(step: Claimed) -> str:
    """Return what a claim is of; a rating of a partner has a door of its own, which asks for the rater's interests."""
    from ecotone.partnerships.read import RATING

    field = _word("field", step.field)
    if field.casefold().startswith(RATING.casefold()) and step.unit.strip().casefold().startswith("of actor"):
        raise InputError("A partner is not rated as a claim", where="field", got=field, remedy="Rate it among the partners")
    return field


def _reason(name: str, number: int, values: Mapping[str, Any], steps: Sequence[Step]) -> str:
    """Name a change for the history."""
    parts = [f"{field} changed" for field in VALUES if field in values]
    for step in steps:
        match step:
            case Claimed():
                parts.append(f"{' '.join(step.field.split())[:TELLING]} {'corrected' if step.instead else 'said'}")
            case Tied():
                parts.append("tie added")
            case Ended():
                parts.append(f"{step.table} ended")
            case Removed():
                parts.append(f"{step.table} removed")
    return f"{_told(name, f'actor {number}')}: {', '.join(parts) or 'nothing changed'}"


def _told(name: str, otherwise: str) -> str:
    return name if len(name) <= TELLING else otherwise


def _line(what: str, text: str, longest: int | None) -> str:
    """Return a text of one line without spaces too many; the record itself limits an actor's name."""
    clean = " ".join(text.split())
    if longest is not None and len(clean) > longest:
        raise InputError(f"The {what} is too long", where=what, got=f"{len(clean):,} characters", expected=f"at most {longest:,}")
    return _written(what, clean)


def _text(what: str, text: str) -> str:
    clean = text.strip()
    if not clean or len(clean) > LONGEST:
        raise InputError(f"The {what} is empty or too long", where=what, got=f"{len(clean):,} characters", expected=f"1 to {LONGEST:,}")
    return _written(what, clean)


def _written(what: str, text: str) -> str:
    """Refuse the one character that no database holds in a text."""
    if "\x00" in text:
        raise InputError(f"The {what} holds a character that no text has", where=what, got="U+0000", remedy="Type it anew")
    return text


def _word(what: str, text: str) -> str:
    clean = _line(what, text, LONGEST_WORD)
    if not clean:
        raise InputError(f"The {what} is missing", where=what, expected=f"1 to {LONGEST_WORD} characters")
    return clean


def _number(batch: Batch) -> int:
    assert batch.id is not None
    return batch.id
