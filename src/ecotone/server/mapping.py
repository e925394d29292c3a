"""The map's data: actors and ties of a scope as columns, with positions and measures, computed once a batch.

A map of 20,000 actors and 100,000 ties is some megabytes of JSON, so it is made from columns, never row by row, is kept
ready packed, and carries a tag by which a browser that has it already is answered with 304 and no body.
"""

import gzip
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Final

import numpy as np
import polars as pl
from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from ecotone.scope import Scope
from ecotone.server import fields, questions
from ecotone.server.answers import column, json_bytes
from ecotone.server.asked import Id, MapQuery, ScopeQuery
from ecotone.server.gathering import Gathering
from ecotone.server.imports import JobsHere
from ecotone.server.jobs import Jobs
from ecotone.server.map_shapes import MapAnswer
from ecotone.server.opened import Frames, Opened, OpenedHere
from ecotone.server.schemas import Answer, FailureAnswer, Job
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.network import Graph
    from ecotone.work import Work

router = APIRouter(prefix="/api", tags=["map"])

RADIUS: Final = 1000.0
"""Layouts reach so far from the centre; the wire goes from -1 to 1."""
EXACT: Final = 5_000
"""Actors up to which betweenness goes with the map; beyond, it is asked for where it is needed."""
MEASURES: Final = ("degree", "strength", "betweenness")
MOST_TIES: Final = 100_000
AT_ONCE: Final = 120_000
"""Actors and ties together up to which forces act within the request: about a second, less than a job takes to read the record.

Beyond, by a job. Circles and rings are always quick.
"""
MOST_ACTORS: Final = 50_000
"""Beyond so many of either, a map shows groups and the ties between them."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A map as it goes out: plain and gzipped bytes, and the tag of its contents."""

    plain: bytes
    gzipped: bytes
    tag: str


@router.get(
    "/map",
    response_class=Response,
    responses={
        200: {"model": MapAnswer, "description": "The map"},
        202: {"model": Job, "description": "The job that lays out the map or looks for communities: the record is large"},
        304: {"description": "The browser has it"},
        422: {"model": FailureAnswer},
    },
)
def read_map(request: Request, opened: OpenedHere, jobs: JobsHere, query: Annotated[MapQuery, Query()]) -> Response:
    """Return everything needed to draw the map of a scope, in groups where it has more ties than can be drawn."""
    scope = query.scope()
    asked = (scope, query.layout, query.seed, query.group, tuple(query.open_))
    packed: Packed = opened.at_batch(("map", *asked), lambda: pack(build(opened, jobs, query)))
    headers = {"etag": packed.tag, "cache-control": "private, no-cache", "vary": "Accept-Encoding"}
    if packed.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed.gzipped, media_type="application/json", headers=headers | {"content-encoding": "gzip"})
    return Response(packed.plain, media_type="application/json", headers=headers)


class FlowQuery(ScopeQuery):
    """A scope, from whom something goes out, and how readily it is passed on."""

    actor: Id = Field(description="Who has it first")
    chance: float = Field(default=0.1, gt=0, le=1, description="Chance that one unit of a tie's strength passes it on")
    draws: int = Field(default=500, ge=2, le=10_000, description="Number of random cascades")
    seed: int = Field(default=0, ge=0, le=2**31 - 1, description="Decides the cascades")


@router.get("/map/flow", response_class=Response, responses={
    200: {"model": Answer, "description": "The answer"},
    202: {"model": Job, "description": "The job that looks for the answer"},
})  # fmt: skip
def flow_from_actor(opened: OpenedHere, jobs: JobsHere, query: Annotated[FlowQuery, Query()]) -> Response:
    """Answer where something known to one actor would go, for the map's overlay."""
    asked: dict[str, Any] = {"actor": query.actor, "chance": query.chance, "draws": query.draws, "seed": query.seed}
    title = "Look at where knowledge goes"
    found = questions.answer(opened, jobs, flow_followed, title, times=query.draws / 100, scope=query.scope().pairs(), asked=asked)
    return Response(json_bytes(found), media_type="application/json")


def flow_followed(opened: Opened, *, scope: "Sequence[tuple[str, str]]", asked: dict[str, Any], work: "Work") -> dict[str, Any]:
    """Return where something known to one actor would go."""
    from ecotone.network.answers import flow_from

    where = Scope.of(scope)
    frames = opened.frames(where)
    work.step(0, None, "Drawing cascades")
    found = flow_from(frames, asked["actor"], where, chance=asked["chance"], draws=asked["draws"], seed=asked["seed"])
    return replace(found, read_at=opened.read_at(where.as_of)).as_dict()


def pack(content: dict[str, Any]) -> Packed:
    """Write a map as JSON, plain and gzipped (lightly: it travels no farther than this machine)."""
    plain = json_bytes(content)
    return Packed(plain, gzip.compress(plain, 1, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:32]}"')


def build(opened: Opened, jobs: Jobs, query: MapQuery) -> dict[str, Any]:
    """Read the graph of a scope, or its groups where there are too many ties, and return the map's columns."""
    scope = query.scope()
    read_at = opened.read_at(scope.as_of)
    found = {
        "scope": dict(scope.pairs()),
        "read_at": {"record": read_at.record, "batch": read_at.batch, "as_of": str(read_at.as_of) if read_at.as_of else None},
        "seed": query.seed,
        # Groups always lie where forces put them.
        "layout": "force",
    }
    frames = opened.frames(scope)
    if _too_many(frames):
        return {**found, **_groups(opened, jobs, frames, query)}
    from ecotone.network import read

    graph = read.graph(frames, scope)
    return {
        **found,
        "layout": query.layout,
        "actors": _actors(opened, jobs, graph, scope, query),
        "ties": _ties(graph),
        "groups": None,
        "warnings": _warnings(graph),
    }


def _too_many(frames: Frames) -> bool:
    """Tell whether there is more than a map can draw one by one; several records of the same tie are one line."""
    ties = frames.ties()
    if frames.actors().height > MOST_ACTORS:
        return True
    return ties.height > MOST_TIES and ties.select("source", "target", "kind").n_unique() > MOST_TIES


def _groups(opened: Opened, jobs: Jobs, frames: Frames, query: MapQuery) -> dict[str, Any]:
    """Return the columns of a map of groups; who belongs to which is kept, so that opening one finds it again."""
    gathering = Gathering(frames.actors(), frames.ties(), query.seed)
    if query.group == "community":
        scope = query.scope().pairs()
        found = questions.answer(opened, jobs, communities_gathered, "Look for communities", scope=scope, seed=query.seed)
        gathering.key = np.array(found["keys"], object)
    else:
        gathering.key = gathering.gathered(query.group)
    found = gathering.columns(query.group, gathering.open(query.open_))
    undated = frames.ties()["valid_from"].null_count()
    dates = [f"{undated:,} of {frames.ties().height:,} ties have no start date and are shown whatever the years."] if undated else []
    return {**found, "warnings": dates}


def communities_gathered(opened: Opened, *, scope: "Sequence[tuple[str, str]]", seed: int, work: "Work") -> dict[str, Any]:
    """Return for each actor of a scope the key of its community."""
    frames = opened.frames(Scope.of([(key, value) for key, value in scope]))
    work.step(1, 3, "Laying out the ties")
    gathering = Gathering(frames.actors(), frames.ties(), seed)
    work.step(2, 3, "Looking for communities")
    return {"keys": gathering.gathered("community").tolist()}


def _warnings(graph: "Graph") -> list[str]:
    """Say what the map does not show as it might seem."""
    found = []
    undated = graph.ties["valid_from"].null_count() if graph.tie_count else 0
    if undated:
        found.append(f"{undated:,} of {graph.tie_count:,} ties have no start date and are shown whatever the years.")
    if len(graph) > EXACT:
        found.append(f"Betweenness is left out of maps of more than {EXACT:,} actors.")
    return found


def _actors(opened: Opened, jobs: Jobs, graph: "Graph", scope: "Scope", query: MapQuery) -> dict[str, Any]:
    """Return the actors' columns with positions, components, measures and fields."""
    frame = graph.actors
    if query.layout != "force" or len(graph) + graph.tie_count <= AT_ONCE:
        place = _placed(graph, query.layout, query.seed, SILENT)
    else:
        place = questions.answer(opened, jobs, map_laid_out, "Lay out the map", scope=scope.pairs(), seed=query.seed)
    names = [name for name in MEASURES if name != "betweenness" or len(graph) <= EXACT]
    measures = graph.measures(*names)
    ids = frame["id"].to_list()
    given = fields.values(opened.use(), frame, scope.as_of)
    return {
        **{name: column(frame[name]) for name in ("id", "name", "sector", "city", "region", "country")},
        **place,
        "component": graph.components().tolist(),
        "measures": {name: column(measures[name]) for name in names},
        "fields": {field: [values.get(number) for number in ids] for field, values in given.items()},
    }


def _placed(graph: "Graph", layout: str, seed: int, work: "Work") -> dict[str, Any]:
    """Return where each actor goes."""
    place = graph.layout(method=layout, seed=seed, work=work)
    return {axis: column((place[axis] / RADIUS).round(5)) for axis in ("x", "y")}


def map_laid_out(opened: Opened, *, scope: "Sequence[tuple[str, str]]", seed: int, work: "Work") -> dict[str, Any]:
    """Return where forces put each actor of a scope."""
    from ecotone.network import read

    where = Scope.of([(key, value) for key, value in scope])
    work.step(0, None, "Reading the ties")
    graph = read.graph(opened.frames(where), where)
    return _placed(graph, "force", seed, work)


def _ties(graph: "Graph") -> dict[str, Any]:
    """Return the ties' columns; ends are indices into the actors'."""
    ties = graph.ties
    records = ties["records"] if "records" in ties.columns else pl.repeat(1, ties.height, eager=True)
    return {
        "source": graph.tails.tolist(),
        "target": graph.heads.tolist(),
        "kind": column(ties["relation"]),
        "weight": column(ties["weight"]),
        "directed": column(ties["directed"]),
        "from": column(ties["valid_from"]),
        "to": column(ties["valid_to"]),
        "evidence": column(records),
    }
