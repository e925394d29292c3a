"""The wire types: every shape that goes over HTTP, validated on the way in and described on the way out.

The browser's TypeScript types are generated from these through OpenAPI (`python -m ecotone.server.openapi`), so
neither side can drift. Shapes that only one room sends stand beside it: `map_shapes`, `partnership_shapes` and others.
"""

from pathlib import PurePath
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from ecotone.answer import Format
from ecotone.errors import EcotoneError, shorten
from ecotone.vocabulary import Sector

MAX_ID = 2**63 - 1

Value = str | float | bool | None


class Wire(BaseModel):
    """A shape on the wire: unknown keys are refused, so that a misspelt one is never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)


# ── Every answer ─────────────────────────────────────────────────────────────────────────────────────────────────


class AnswerColumn(Wire):
    """A column of an answer's table and how to read it."""

    name: str
    label: str
    format: Format
    unit: str | None
    caveat: str | None


class AnswerTable(Wire):
    """A table of an answer; a row maps the columns' names to values."""

    title: str
    note: str | None
    columns: list[AnswerColumn]
    rows: list[dict[str, Any]]


class AnswerMethod(Wire):
    """How an answer was computed."""

    name: str
    version: str
    parameters: dict[str, Any]
    seed: int | None
    reference: str | None


class AnswerReadAt(Wire):
    """Which record an answer was read from, and at which batch."""

    record: str
    batch: int
    as_of: str | None


class Answer(Wire):
    """An answer with everything a reader needs to trust, repeat or doubt it."""

    question: str
    summary: str
    scope: dict[str, str]
    read_at: AnswerReadAt | None
    method: AnswerMethod
    tables: list[AnswerTable]
    evidence: list[int]
    warnings: list[str]


# ── The record ───────────────────────────────────────────────────────────────────────────────────────────────────


class Health(Wire):
    """Whether the server can read its record."""

    status: Literal["ok", "unwell"]
    version: str
    title: str | None = Field(description="The record's title; only told to who holds the token")


class SectorCount(Wire):
    """A sector, its colours on light and dark ground, and how many actors are of it."""

    sector: Sector | None = Field(description="Null: actors whose sector is not known")
    label: str
    meaning: str
    light: str
    dark: str
    count: int


class KindCount(Wire):
    """A kind of tie, what its ends are, what its weight counts, and how many ties are of it."""

    name: str
    label: str
    directed: bool
    weight: str
    source_role: str
    target_role: str
    count: int


class Years(Wire):
    """First and last year in which a tie of the record held; null where none is dated."""

    min: int | None
    max: int | None


class SourceCount(Wire):
    """A source that the record was built from, what it can show, and how much of it there is."""

    name: str
    label: str
    licence: str | None
    shows: list[str]
    records: int
    as_of: str | None = Field(description="Date of the latest state that was read")


class FieldEntry(Wire):
    """Something that a map can colour by."""

    name: str
    label: str
    type: Literal["category", "number", "date"]
    values: int = Field(description="Number of distinct values")
    actors: int = Field(description="Number of actors that have one")


class Me(Wire):
    """Who is signed in, and what they may do; no name where nobody needs to sign in."""

    name: str | None
    role: Literal["viewer", "commenter", "rater", "editor", "owner"]


class Record(Wire):
    """What the record holds, in figures, and the words to read it by."""

    title: str
    batch: int
    stats: dict[str, int]
    sectors: list[SectorCount]
    kinds: list[KindCount]
    years: Years
    sources: list[SourceCount]
    fields: list[FieldEntry]
    warnings: list[str]


class Measure(Wire):
    """A registered measure: its name, its formula, and what it does and does not mean."""

    name: str
    label: str
    formula: str
    meaning: str
    caveat: str
    direction: str
    weight: str
    reference: str


# ── Actors ───────────────────────────────────────────────────────────────────────────────────────────────────────


class PlaceShape(Wire):
    """Where an actor or mention is."""

    city: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Actor(Wire):
    """An actor as it stands; `version` goes back with an edit."""

    id: int
    name: str
    kind: str
    sector: Sector | None
    place: PlaceShape
    version: int
    fields: dict[str, Any]


class ActorLink(Wire):
    """An actor by id and name, to link to."""

    id: int
    name: str
    sector: Sector | None


class Decision(Wire):
    """Who decided that a mention is this actor, why, and how sure."""

    probability: float | None
    reason: str | None
    decided_by: str | None
    batch: int | None


class MentionShape(Wire):
    """A name as a source wrote it; `own` is the one that the user's statements of the actor hang on."""

    id: int
    name: str
    own: bool
    role: str | None
    source: str
    id_in_source: str | None
    place: PlaceShape
    evidence: int | None
    decision: Decision


class TieShape(Wire):
    """One stated tie, seen from the actor whose page it stands on; `version` goes back with an edit."""

    id: int
    kind: str
    other: ActorLink
    direction: Literal["out", "in", "both"]
    weight: float
    valid_from: str | None
    valid_to: str | None
    evidence: int | None
    version: int


class ClaimShape(Wire):
    """One value said of the actor; claims that disagree all stay visible; `version` goes back with an edit."""

    id: int
    field: str
    value: Value
    unit: str | None
    valid_from: str | None
    valid_to: str | None
    as_of: str | None
    assessor: str | None
    confidence: float | None
    evidence: int | None
    version: int


class InitiativeShape(Wire):
    """An innovation on its way to patients in which the actor has a part."""

    id: int
    kind: str
    id_in_source: str | None
    title: str


class EventShape(Wire):
    """Something dated that happened; `actual` is false for what was only planned."""

    id: int
    kind: str
    date: str | None
    actual: bool
    role: str | None
    initiative: int | None
    evidence: int | None


class EvidenceShape(Wire):
    """The source record behind a tie or a claim; an address is http or https or absent."""

    id: int
    source: str
    label: str
    id_in_source: str
    address: str | None
    date: str | None
    read_on: str | None
    title: str | None
    own_statement: bool
    said_by: str | None = None
    """Who entered an own statement, as far as the journal tells."""


class NoteShape(Wire):
    """A note about an actor; it never leaves in a shared copy."""

    id: int
    text: str
    author: str
    written_on: str
    version: int


class ActorPage(Wire):
    """An actor with all that is said of it. Long lists are cut at 2,000; `counts` says how long they are."""

    actor: Actor
    counts: dict[str, int]
    mentions: list[MentionShape]
    ties: list[TieShape]
    claims: list[ClaimShape]
    initiatives: list[InitiativeShape]
    events: list[EventShape]
    evidence: list[EvidenceShape]
    notes: list[NoteShape]
    batch: int | None
    """The batch that changed the actor, where this is the answer to a change."""


class Found(Wire):
    """An actor that a search found, and the name that matched."""

    id: int
    name: str
    sector: Sector | None
    city: str | None
    country: str | None
    matched: str | None


class SearchAnswer(Wire):
    """What a search found, best first."""

    q: str
    found: list[Found]


# ── Changes ──────────────────────────────────────────────────────────────────────────────────────────────────────


class BatchEntry(Wire):
    """One change to the record, made of entries that can be undone together."""

    batch: int
    time: str
    reason: str
    author: str
    rows: int
    """Rows of the record that it added or changed."""
    undone_by: int | None


class History(Wire):
    """The record's batches, the latest first."""

    batches: list[BatchEntry]


class Changed(Wire):
    """The batch that a change made."""

    batch: int


class Changes(Wire):
    """The record's latest batch, and whether it is later than the one that the caller has seen."""

    batch: int
    changed: bool


# ── Jobs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

JobState = Literal["queued", "running", "done", "failed", "cancelled"]


class Failure(Wire):
    """What went wrong: an error of `ecotone.errors`, its parts apart and as one message."""

    kind: str
    what: str
    where: str | None = None
    got: str | None = None
    expected: str | None = None
    remedy: str | None = None
    message: str

    @classmethod
    def of(cls, error: EcotoneError, *, folders: bool = True) -> Self:
        """Return the parts of an error; without folders, a file is told by its name alone."""
        got = None if error.got is None else shorten(error.got, 2_000)
        where, message = error.where, str(error)
        if where and not folders:
            told = PurePath(where).name if PurePath(where).is_absolute() else "the record" if "://" in where else where
            where, message = told, message.replace(where, told)
        return cls(
            kind=type(error).__name__,
            what=error.what,
            where=where,
            got=got,
            expected=error.expected,
            remedy=error.remedy,
            message=message,
        )


class FailureAnswer(Wire):
    """The body of every answer that is not a success."""

    error: Failure


class Progress(Wire):
    """How far a job is; `total` is null where nobody knows."""

    done: float
    total: float | None
    what: str


class Job(Wire):
    """Long work that the server does apart."""

    id: int
    kind: str
    title: str
    state: JobState
    progress: Progress
    messages: list[str]
    created: str
    started: str | None
    ended: str | None
    answer: dict[str, Any] | None
    error: Failure | None


class SourceName(Wire):
    """A source that can be read."""

    name: str
    label: str


class Sources(Wire):
    """The sources that can be read, and what columns of a spreadsheet can mean."""

    sources: list[SourceName]
    meanings: list[str]


class Jobs(Wire):
    """The jobs of this record, the latest first."""

    jobs: list[Job]
