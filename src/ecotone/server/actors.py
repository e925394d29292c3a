"""Actors: the table, one actor's page with the evidence behind all that is said, and the search."""

from typing import TYPE_CHECKING, Annotated, Final

import polars as pl
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from ecotone import __version__
from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import NotFoundError
from ecotone.server import answers, schemas
from ecotone.server.asked import ScopeQuery, SearchQuery
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.schemas import ActorPage, EvidenceShape, Found, SearchAnswer

if TYPE_CHECKING:
    from ecotone.ecosystem import ActorView
    from ecotone.scope import Scope
    from ecotone.server.accounts import Signed

router = APIRouter(prefix="/api", tags=["actors"])

LONGEST: Final = 2_000
"""Rows of one list on an actor's page."""
COLUMNS: Final = (
    Column("id", "Actor", "actor"),
    Column("name", "Name"),
    Column("sector", "Sector"),
    Column("city", "City"),
    Column("region", "Region"),
    Column("country", "Country"),
    Column("degree", "Partners", "integer", caveat="Counts partners, not how much is done with each."),
    Column("strength", "Volume of ties", "number", caveat="Weights of all ties added up, whatever their kind counts."),
    Column("mentions", "Names in sources", "integer"),
)


@router.get("/actors", response_class=Response, responses={200: {"model": schemas.Answer}})
def list_actors(opened: OpenedHere, query: Annotated[ScopeQuery, Query()]) -> Response:
    """Return the actors of a scope as a table, the best connected first."""
    scope = query.scope()
    body: bytes = opened.at_batch(("actors", scope), lambda: answers.json_bytes(table(opened, scope).as_dict()))
    return Response(body, media_type="application/json")


def table(opened: Opened, scope: "Scope") -> Answer:
    """Answer who is in the ecosystem, and how connected each is."""
    from ecotone.network import read

    graph = read.graph(opened.use(), scope)
    measures = graph.measures("degree", "strength").select("degree", "strength")
    frame = graph.actors.hstack(measures).sort(["degree", "strength", "id"], descending=[True, True, False])
    return Answer(
        question="Who is in the ecosystem?",
        summary=f"{frame.height:,} actors, {graph.tie_count:,} ties between them.",
        tables=(Table("Actors", frame, COLUMNS, note="Most partners first, then volume of ties, then id."),),
        method=Method("actors", __version__, {"rule": "sum"}),
        scope=scope,
        read_at=opened.read_at(scope.as_of),
    )


@router.get("/actors/{number}")
def read_actor(opened: OpenedHere, number: Annotated[int, Path(ge=0, le=schemas.MAX_ID)], request: Request) -> ActorPage:
    """Return one actor with all that is said of it; an id that was merged away leads to the actor it became."""
    return page(opened, number, notes=sees_notes(request))


@router.get("/search")
def search(opened: OpenedHere, query: Annotated[SearchQuery, Query()]) -> SearchAnswer:
    """Find actors by the beginnings of words in any of their names."""
    rows = opened.use().search(query.q.replace("\x00", " "), query.limit).to_dicts()
    return SearchAnswer(q=query.q, found=[Found(**row) for row in rows])


@router.get("/evidence/{number}")
def read_evidence(opened: OpenedHere, number: Annotated[int, Path(ge=0, le=schemas.MAX_ID)]) -> EvidenceShape:
    """Return the source record behind a tie or a claim."""
    rows = opened.use().evidence(number)
    if not rows.height:
        raise NotFoundError("No such evidence", got=str(number))
    return _evidence(rows)[0]


def sees_notes(request: Request) -> bool:
    """Tell whether notes are for whoever asks: they are for those who work on the record, not for those who look at it."""
    signed: Signed | None = request.scope.get("ecotone.signed")
    return signed is None or signed.may("commenter")


def page(opened: Opened, number: int, *, notes: bool, batch: int | None = None) -> ActorPage:
    """Put an actor's page together; `batch` is the change that it is the answer to."""
    eco = opened.use()
    view = eco.actor(number)
    actor, lists = view.actor, ("mentions", "ties", "claims", "events", "evidence")
    sectors = dict(opened.at_batch("sectors", lambda: eco.actors().select("id", "sector")).iter_rows())
    part = view.events["initiative"].drop_nulls().unique()
    initiatives = opened.at_batch("initiatives", eco.initiatives).filter(pl.col("id").is_in(part.implode()))
    return ActorPage(
        actor=schemas.Actor(
            id=actor.id,
            name=actor.name,
            kind=actor.kind,
            sector=actor.sector,
            place=schemas.PlaceShape(**{name: getattr(actor.place, name) for name in schemas.PlaceShape.model_fields}),
            version=actor.version,
            fields=actor.fields,
        ),
        counts={name: getattr(view, name).height for name in lists} | {"initiatives": initiatives.height},
        mentions=_mentions(view),
        ties=_ties(view, sectors),
        claims=_claims(view),
        initiatives=[
            schemas.InitiativeShape(id=row["id"], kind=row["kind"], id_in_source=row["id_in_source"], title=row["title"])
            for row in initiatives.head(LONGEST).iter_rows(named=True)
        ],
        events=_events(view),
        evidence=_evidence(view.evidence.head(LONGEST)),
        notes=[schemas.NoteShape(**row) for row in view.notes.tail(LONGEST).iter_rows(named=True)] if notes else [],
        batch=batch,
    )


def _mentions(view: "ActorView") -> list[schemas.MentionShape]:
    return [
        schemas.MentionShape(
            id=row["id"],
            name=row["name"],
            own=row["source"] == "user" and row["id_in_source"] == f"actor {view.actor.id}",
            role=row["role"],
            source=row["source"],
            id_in_source=row["id_in_source"],
            place=schemas.PlaceShape(city=row["city"], region=row["region"], country=row["country"]),
            evidence=None,
            decision=schemas.Decision(probability=row["probability"], reason=row["reason"], decided_by=row["decided_by"], batch=None),
        )
        for row in view.mentions.head(LONGEST).iter_rows(named=True)
    ]


def _ties(view: "ActorView", sectors: dict[int, str | None]) -> list[schemas.TieShape]:
    """Return the ties seen from the actor, the latest first."""
    latest = view.ties.sort(["valid_from", "id"], descending=[True, False], nulls_last=True).head(LONGEST)
    return [
        schemas.TieShape(
            id=row["id"],
            kind=row["kind"],
            other=schemas.ActorLink(id=row["other"], name=row["other_name"], sector=sectors.get(row["other"])),
            direction="both" if not row["directed"] else "out" if row["outgoing"] else "in",
            weight=row["weight"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            evidence=row["evidence"],
            version=row["version"],
        )
        for row in latest.iter_rows(named=True)
    ]


def _claims(view: "ActorView") -> list[schemas.ClaimShape]:
    found = []
    for row in view.claims.head(LONGEST).iter_rows(named=True):
        value = row["number"] if row["type"] == "number" else bool(row["number"]) if row["type"] == "flag" else row["value"]
        found.append(schemas.ClaimShape(**{name: row.get(name) for name in schemas.ClaimShape.model_fields} | {"value": value}))
    return found


def _events(view: "ActorView") -> list[schemas.EventShape]:
    """Return one row an event: the actor's role in it, and the initiative that it happened to."""
    mine = (
        view.events.sort("id")
        .group_by("id", "kind", "date", "actual", "evidence", maintain_order=True)
        .agg(
            pl.col("initiative").drop_nulls().first(),
            pl.col("role").filter(pl.col("actor") == view.actor.id).drop_nulls().first(),
        )
        .sort(["date", "id"], descending=[True, False], nulls_last=True)
    )
    return [schemas.EventShape(**row) for row in mine.head(LONGEST).iter_rows(named=True)]


def _evidence(frame: pl.DataFrame) -> list[EvidenceShape]:
    """Return evidence with the label of its source, addresses that are no web addresses left out."""
    from ecotone.sources import SOURCES

    found = []
    for row in frame.iter_rows(named=True):
        address = row["address"] if str(row["address"]).startswith(("https://", "http://")) else None
        source = SOURCES.get(row["source"])
        label = source.label if source else row["source"]
        found.append(EvidenceShape(**{name: row.get(name) for name in EvidenceShape.model_fields} | {"address": address, "label": label}))
    return found
