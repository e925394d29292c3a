"""The questions of network analysis over HTTP, a measure of every actor for the map, what changed between two times, and network files.

Each question is a function of `ecotone.network.answers`; what it returns goes out as any answer does.
"""

import re
import tempfile
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import numpy as np
import polars as pl
from fastapi import APIRouter, Query
from fastapi import Path as InPath
from pydantic import Field
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from ecotone import __version__
from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import InputError
from ecotone.scope import Scope
from ecotone.server import answers, questions, schemas
from ecotone.server.asked import ScopeQuery, Text
from ecotone.server.imports import JobsHere
from ecotone.server.map_shapes import ActorValues
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.schemas import MAX_ID, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecotone.work import Work

router = APIRouter(prefix="/api/network", tags=["network"])

SENDS: Final[dict[int | str, dict[str, Any]]] = {200: {"model": schemas.Answer, "description": "The answer"}}
APART: Final[dict[int | str, dict[str, Any]]] = {202: {"model": schemas.Job, "description": "The job that looks for the answer"}}
COLUMNS: Final = (
    Column("source", "Id", "actor"),
    Column("one", "One"),
    Column("target", "Id", "actor"),
    Column("other", "Other"),
    Column("change", "What happened"),
    Column("before", "Weight before", "number"),
    Column("after", "Weight after", "number"),
)
FILES: Final = {
    "gexf": (".gexf", "application/gexf+xml"),
    "graphml": (".graphml", "application/graphml+xml"),
    "pajek": (".net", "text/plain"),
}

Question = Literal["describe", "central", "brokers", "groups", "emerging", "gaps", "flow", "null", "descent"]


class NetworkQuery(ScopeQuery):
    """A scope and what the questions of the network take; each takes what it knows."""

    by: Text | None = Field(default=None, description="The attribute whose groups are looked at, or the measure that ranks")
    top: int = Field(default=10, ge=1, le=1_000, description="How many are shown")
    draws: int | None = Field(default=None, ge=2, le=10_000, description="Random networks or cascades")
    seed: int = Field(default=0, ge=0, le=2**31 - 1, description="Decides the draws")
    since: Text | None = Field(default=None, description="First day, month or year of the later period")
    chance: float | None = Field(default=None, gt=0, le=1, description="Chance that one unit of strength passes knowledge on")
    resolution: float | None = Field(default=None, gt=0, le=100, description="Above 1 more and smaller communities")
    of: Text | None = Field(default=None, description="The one whose lineage is asked, by id or name; all where not given")
    cites: bool | None = Field(default=None, description="Ties go from the citing to the cited")


TAKES: Final[dict[str, frozenset[str]]] = {
    "describe": frozenset({"by", "seed"}),
    "central": frozenset({"by", "top", "draws", "seed"}),
    "brokers": frozenset({"by", "top", "draws", "seed"}),
    "groups": frozenset({"resolution", "top", "seed"}),
    "emerging": frozenset({"since", "by", "top"}),
    "gaps": frozenset({"by", "top", "draws", "seed"}),
    "flow": frozenset({"chance", "draws", "by", "seed"}),
    "null": frozenset({"by", "draws", "seed"}),
    "descent": frozenset({"of", "cites", "top"}),
}
"""What each question takes beside the scope."""
TITLES: Final = {
    "describe": "Describe the network",
    "central": "Look for who is central",
    "brokers": "Look for brokers",
    "groups": "Look for communities",
    "emerging": "Look for what is emerging",
    "gaps": "Look for gaps",
    "flow": "Look at how knowledge flows",
    "null": "Compare with random networks",
    "descent": "Look for lines of descent",
}
"""What the job that looks for an answer is called."""


TIMES: Final = {"central": 50, "brokers": 50, "gaps": 200, "null": 200}
"""How many networks are drawn for a question where it is not said; each takes about a tenth of what reading the ties does."""


@router.get("/ask/{question}", response_class=Response, responses={**SENDS, **APART})
def ask_network(opened: OpenedHere, jobs: JobsHere, question: Question, query: Annotated[NetworkQuery, Query()]) -> Response:
    """Answer a question about the network of a scope."""
    given = {name: value for name in sorted(TAKES[question]) if (value := getattr(query, name)) not in {None, ""}}
    times = max(1.0, given.get("draws", TIMES[question]) / 10) if question in TIMES else 1.0
    found = questions.answer(
        opened, jobs, network_asked, TITLES[question], times=times, question=question, scope=query.scope().pairs(), given=given
    )  # fmt: skip
    return sent(found)


def network_asked(
    opened: Opened, *, question: str, scope: "Sequence[tuple[str, str]]", given: dict[str, Any], work: "Work"
) -> dict[str, Any]:
    """Return the answer to a question about the network of a scope."""
    from ecotone.network import answers as asking

    ask: Callable[..., Answer] = getattr(asking, question)
    eco, named = opened.use(), dict(given)
    if of := named.get("of"):
        from ecotone.stakeholders.read import actor

        named["of"] = actor(eco, of)
    if "work" in signature(ask).parameters:
        named["work"] = work
    return ask(eco, Scope.of(scope), **named).as_dict()


@router.get("/measure/{name}", response_class=Response, responses={200: {"model": ActorValues, "description": "The measure"}, **APART})
def measure_actors(
    opened: OpenedHere, jobs: JobsHere, name: Annotated[str, InPath(max_length=100)], query: Annotated[ScopeQuery, Query()]
) -> Response:
    """Return one registered measure of every actor of a scope, for the map's sizes and colours."""
    from ecotone.network.measures import measure

    title = f"Measure {measure(name).label.lower()}"
    return sent(questions.answer(opened, jobs, actors_measured, title, times=5, name=name, scope=query.scope().pairs()))


def actors_measured(opened: Opened, *, name: str, scope: "Sequence[tuple[str, str]]", work: "Work") -> dict[str, Any]:
    """Return a measure of every actor of a scope."""
    from ecotone.network import read
    from ecotone.network.measures import measure

    graph = read.graph(opened.use(), Scope.of(scope))
    wanted = measure(name)
    work.step(1, 2, wanted.label)
    values = np.asarray(wanted.compute(graph), np.float64)
    return {"name": name, "id": graph.actors["id"].to_list(), "value": [float(value) if np.isfinite(value) else None for value in values]}


@router.get("/communities", response_class=Response, responses={200: {"model": ActorValues, "description": "Communities"}, **APART})
def list_communities(opened: OpenedHere, jobs: JobsHere, query: Annotated[ScopeQuery, Query()]) -> Response:
    """Return the community of every actor of a scope, the largest first, for the map's colours."""
    return sent(questions.answer(opened, jobs, communities_listed, "Look for communities", scope=query.scope().pairs()))


def communities_listed(opened: Opened, *, scope: "Sequence[tuple[str, str]]", work: "Work") -> dict[str, Any]:
    """Return the community of every actor of a scope."""
    from ecotone.network import answers as asking

    frame = asking.groups(opened.use(), Scope.of(scope), work=work).table("Actors and their community").frame
    sizes = frame.group_by("community").len().sort(["len", "community"], descending=[True, False])
    kept = set(sizes.filter(pl.col("len") > 1)["community"].to_list())
    numbers = frame["community"].to_list()
    return {
        "name": "community",
        "id": frame["id"].to_list(),
        "value": [float(number) if number in kept else None for number in numbers],
    }


class TimesQuery(ScopeQuery):
    """A scope without its own times, and the two times to compare: years, months or days, or ranges `2015..2017`."""

    before: Text = Field(description="The earlier time")
    after: Text = Field(description="The later time")


@router.get("/changes", response_class=Response, responses={**SENDS, **APART})
def compare_times(opened: OpenedHere, jobs: JobsHere, query: Annotated[TimesQuery, Query()]) -> Response:
    """Say which ties appeared, went, grew stronger or weaker between two times."""
    scope = query.scope()
    if scope.start or scope.end:
        raise InputError("Two times are compared within no third", got="from, to", expected="before and after alone")
    return sent(
        questions.answer(
            opened, jobs, times_compared, "Compare two times", scope=scope.pairs(), before=query.before, after=query.after
        )
    )  # fmt: skip


def times_compared(opened: Opened, *, scope: "Sequence[tuple[str, str]]", before: str, after: str, work: "Work") -> dict[str, Any]:
    """Return what changed between two times."""
    work.step(0, None, "Comparing ties")
    return changes(opened, Scope.of(scope), before, after).as_dict()


def changes(opened: Opened, scope: Scope, before: str, after: str) -> Answer:
    """Compare the ties that held at two times, pair by pair.

    A tie without dates is in both, and so counts as neither new nor gone.
    """
    from ecotone.network import read

    frames = []
    for time in (before, after):
        start, _, end = time.partition("..")
        graph = read.graph(opened.use(), Scope.of([*scope.pairs(), ("from", start), ("to", end or start)]))
        ids = graph.actors["id"].to_numpy()
        one, other = ids[graph.tails], ids[graph.heads]
        frames.append(
            pl.DataFrame({"source": np.minimum(one, other), "target": np.maximum(one, other), "weight": graph.ties["weight"]})
            .group_by("source", "target")
            .agg(pl.col("weight").sum())
        )
    both = frames[0].join(frames[1], on=["source", "target"], how="full", coalesce=True, suffix="_after")
    old, new = pl.col("weight").fill_null(0.0), pl.col("weight_after").fill_null(0.0)
    grown = pl.when(new > old).then(pl.lit("stronger")).when(new < old).then(pl.lit("weaker")).otherwise(pl.lit("the same"))
    what = pl.when(old == 0).then(pl.lit("appeared")).when(new == 0).then(pl.lit("gone")).otherwise(grown)
    names = dict(opened.use().actors().select("id", "name").iter_rows())
    order = pl.col("change").replace_strict({"appeared": 0, "gone": 1, "stronger": 2, "weaker": 3, "the same": 4}, return_dtype=pl.Int8)
    frame = both.select(
        "source",
        "target",
        pl.col("source").replace_strict(names, default=None, return_dtype=pl.String).alias("one"),
        pl.col("target").replace_strict(names, default=None, return_dtype=pl.String).alias("other"),
        old.alias("before"),
        new.alias("after"),
        what.alias("change"),
    ).sort(order, (pl.col("after") - pl.col("before")).abs(), "source", "target", descending=[False, True, False, False])
    counts = dict(frame.group_by("change").len().iter_rows())
    undated = int(opened.use().ties(scope)["valid_from"].null_count())
    words = ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("appeared", "gone", "stronger", "weaker", "the same"))
    return Answer(
        question=f"What changed between {before} and {after}?",
        summary=f"Of {frame.height:,} pairs of actors tied at either time: {words}.",
        tables=(Table("Pairs of actors", frame, COLUMNS, "Weights of all ties that held at some time of each are added up."),),
        method=Method("comparison of two times", __version__, {"before": before, "after": after}),
        scope=scope,
        read_at=opened.read_at(scope.as_of),
        warnings=(f"{undated:,} ties have no start date; they count as there at both times.",) if undated else (),
    )


class FileWish(Wire):
    """Which format, which scope, and which actors of it; all where none are listed."""

    format: Literal["gexf", "graphml", "pajek"]
    scope: dict[str, Text] = Field(default={}, description="Conditions as in the query of other routes")
    actors: list[Annotated[int, Field(ge=0, le=MAX_ID)]] | None = Field(default=None, max_length=200_000)


@router.post("/file", response_class=Response, responses={200: {"content": {"application/xml": {}}, "description": "The file"}})
def save_network(opened: OpenedHere, wish: FileWish) -> Response:
    """Save the network of a scope, or of some of its actors, as a file of another program."""
    from ecotone.network import formats, read

    scope = Scope.of(list(wish.scope.items()))
    graph = read.graph(opened.use(), scope, directed=True)
    if wish.actors is not None:
        graph = graph.keep_actors(pl.col("id").is_in(pl.Series(wish.actors, dtype=pl.Int64).implode()))
    suffix, kind = FILES[wish.format]
    network = as_network(graph, opened.read_at(scope.as_of).record, scope)
    folder = tempfile.TemporaryDirectory(prefix="ecotone-")
    name = re.sub(r"[^a-z0-9]+", "-", network.name.lower()).strip("-")[:60] or "network"
    path = Path(folder.name) / f"{name}{suffix}"
    try:
        formats.write(network, path, wish.format)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        path, media_type=kind, filename=path.name, headers={"cache-control": "no-store"}, background=BackgroundTask(folder.cleanup)
    )


def as_network(graph: Any, name: str, scope: Scope) -> Any:
    """Return a graph of the record as a network that the formats write, with its dates, and where it is from."""
    from dataclasses import replace

    from ecotone.network.formats import Network

    nodes = graph.actors.select(pl.col("id").cast(pl.String), "label", pl.col("sector").cast(pl.String), "city", "region", "country")
    ties = graph.ties
    edges = pl.DataFrame(
        {
            "source": graph.tails.astype(np.int64),
            "target": graph.heads.astype(np.int64),
            "weight": ties["weight"],
            "directed": ties["directed"],
            "relation": ties["relation"].cast(pl.String),
            "valid_from": ties["valid_from"],
            "valid_to": ties["valid_to"],
        }
    )
    made = Network.of(nodes, edges, directed=bool(ties["directed"].any()), name=name)
    return replace(made, meta={"description": f"{name}, {scope.explain()}", "creator": f"Ecotone {__version__}"})


def sent(found: dict[str, Any]) -> Response:
    """Send what was found."""
    return Response(answers.json_bytes(found), media_type="application/json")
