"""What one source record says, before anybody decided who is who.

A source turns each of its records (a study, an award, a spreadsheet row) into one `Statement`: the evidence, the
names it mentions, and the ties, claims, initiative and events that it states between them. A batch takes statements
as they are; the matcher decides later, and again, which actor a mention is. Everything inside a statement points to
mentions and initiatives by a short local key, so a statement stands alone and can be streamed.

A source record is identified by `source` and `id_in_source`. Saying the same again changes nothing; saying something
else later replaces what it said and keeps the old, with the day it was learnt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ecotone.errors import EvidenceError, InputError

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.vocabulary import Sector


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is, as the source wrote it.

    Parameters
    ----------
    city, region, country : str or None
        Names as written; country also as an ISO 3166 code where the source gives one.
    latitude, longitude : float or None
        Decimal degrees, WGS 84.
    """

    city: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The source record behind a statement.

    Parameters
    ----------
    source : str
        Name of the source: `clinicaltrials`, `nih`, `user` ...
    id_in_source : str
        The record's id there, or a stable digest where it has none.
    address : str or None
        Where a reader finds it; http or https only.
    date : Date or None
        The state of the record: when the source last changed it. Decides which of two states is the later.
    read_on : Date or None
        When it was read.
    title : str or None
        A short label (`NCT01234567`, `5R01CA123456-03`), never a sentence of the source's.
    own_statement : bool
        True where the user says so without a source.
    """

    source: str
    id_in_source: str
    address: str | None = None
    date: Date | None = None
    read_on: Date | None = None
    title: str | None = None
    own_statement: bool = False

    def __post_init__(self) -> None:
        if not self.source or not self.id_in_source:
            raise EvidenceError("Evidence needs its source and the record's id there", got=f"{self.source!r}, {self.id_in_source!r}")
        if self.address is not None and not self.address.startswith(("https://", "http://")):
            raise InputError("An address of evidence must be a web address", got=self.address, expected="https://… or http://…")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as a source wrote it.

    Parameters
    ----------
    key : str
        Local to the statement; ties, claims and events point to it.
    name : str
        As written.
    role : str
        What the named one is in the record: `lead sponsor`, `collaborator`, `site`, `funder`, `grantee` ...
    id_in_source : str or None
        The organisation's own id in that source (ROR id, IPF number, UEI), where it has one.
    place : Place or None
        Where, as written beside the name.
    sector : Sector or None
        What the source's own classes make of it (an NIH class is not a guess from the name).
    unnamed_of : str or None
        Key of the mention whose unnamed part this is: "Research Site" is a site of its sponsor and nobody else's.
    """

    key: str
    name: str
    role: str
    id_in_source: str | None = None
    place: Place | None = None
    sector: Sector | None = None
    unnamed_of: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two mentions of the same statement."""

    source: str
    target: str
    kind: str
    weight: float = 1.0
    directed: bool = True
    valid_from: Date | None = None
    valid_to: Date | None = None
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """One value said of a mention, of the statement's initiative, or of one of its ties.

    Parameters
    ----------
    about : str
        Key of a mention or of an initiative.
    field : str
        What is claimed: `condition`, `phase`, `amount`, `website` ...
    value : str, float, bool or None
        The value; None says "explicitly not known".
    unit : str or None
        For a number: `USD`, `participants`, `days`.
    valid_from, valid_to : Date or None
        When it held.
    as_of : Date or None
        When it was so, for a value that is a reading at one time.
    assessor : str or None
        Who says so where it is a judgement.
    confidence : float or None
        In [0, 1].
    """

    about: str
    field: str
    value: str | float | bool | None
    unit: str | None = None
    valid_from: Date | None = None
    valid_to: Date | None = None
    as_of: Date | None = None
    assessor: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    """An innovation on its way to patients: a study, a funded project, a product under review."""

    key: str
    id_in_source: str
    kind: Literal["study", "project", "product"] | str  # noqa: PYI051  the three that sources of ours write
    title: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that happened to one or more objects.

    Parameters
    ----------
    kind : str
        See `vocabulary.TRIAL_EVENTS`, `GRANT_EVENTS`; a source may bring its own.
    date : Date
        When, with the precision of the source.
    actual : bool
        False for a planned or estimated date; a plan and what came of it are two events.
    objects : tuple of (str, str)
        Pairs of a key (mention or initiative) and the role that it has in the event.
    """

    kind: str
    date: Date
    actual: bool
    objects: tuple[tuple[str, str], ...]
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """All that one source record says.

    Raises
    ------
    InputError
        If a tie, claim or event points to a key that the statement does not define.

    Examples
    --------
    >>> said = Statement(
    ...     Evidence("clinicaltrials", "NCT00000001", "https://clinicaltrials.gov/study/NCT00000001"),
    ...     mentions=(Mention("s", "Baylor College of Medicine", "lead sponsor"), Mention("c", "NCI", "collaborator")),
    ...     ties=(Tie("s", "c", "sponsor-collaborator"),),
    ... )
    >>> len(said.ties)
    1
    """

    evidence: Evidence
    mentions: tuple[Mention, ...] = ()
    ties: tuple[Tie, ...] = ()
    claims: tuple[Claim, ...] = ()
    initiative: Initiative | None = None
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        mentioned = {mention.key for mention in self.mentions}
        known = mentioned | ({self.initiative.key} if self.initiative else set())
        asked = {key for tie in self.ties for key in (tie.source, tie.target)} | {m.unnamed_of for m in self.mentions if m.unnamed_of}
        pointed = {claim.about for claim in self.claims} | {key for event in self.events for key, _ in event.objects}
        if unknown := (asked - mentioned) | (pointed - known):
            where = f"{self.evidence.source} {self.evidence.id_in_source}"
            raise InputError("A statement points to names that it does not define", where=where, got=", ".join(sorted(unknown)))
