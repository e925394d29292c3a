"""A server with a record that is known to the last tie, in the wire types of the real one, for tests of the pages alone.

Every answer is built from `ecotone.server.schemas`, so that this stand-in cannot drift from what the server sends. The
pages, the policy headers and the deep links are the real server's own code. The benchmark uses it with large records.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import uvicorn
from fastapi import FastAPI, HTTPException, Response

from ecotone.server import asked, guard, map_shapes, pages, records, schemas
from ecotone.vocabulary import SECTORS, TIE_KINDS, Sector

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from fastapi import Request


@dataclass(frozen=True)
class One:
    """An actor of a made record."""

    name: str
    sector: Sector | None
    city: str | None = "Houston"
    country: str | None = "United States"


@dataclass(frozen=True)
class Bond:
    """A tie of a made record, by the actors' places in its list."""

    source: int
    target: int
    kind: str
    weight: float
    start: str | None
    end: str | None


NIH = "NIH awards"


class World:
    """A made record: every answer that the pages ask for, in the wire types."""

    def __init__(self, title: str, actors: Sequence[One], bonds: Sequence[Bond], places: np.ndarray | None = None) -> None:
        self.title = title
        self.actors = actors
        self.bonds = bonds
        count = len(actors)
        self.degree = np.zeros(count)
        self.strength = np.zeros(count)
        for pair in {(min(b.source, b.target), max(b.source, b.target)) for b in bonds}:
            self.degree[list(pair)] += 1
        for bond in bonds:
            self.strength[bond.source] += bond.weight
            self.strength[bond.target] += bond.weight
        self.places = places if places is not None else ring(count)
        self.undone: set[int] = set()

    def read_at(self) -> schemas.AnswerReadAt:
        return schemas.AnswerReadAt(record=self.title, batch=3, as_of=None)

    def record(self) -> schemas.Record:
        sectors = [
            schemas.SectorCount(
                sector=entry.sector,
                label=entry.label,
                meaning=entry.meaning,
                light=entry.light,
                dark=entry.dark,
                count=sum(one.sector is entry.sector for one in self.actors),
            )
            for entry in SECTORS.values()
        ]
        sectors.append(schemas.SectorCount(sector=None, label="Not known", meaning="", light="#8c8c8c", dark="#8f8f8f", count=0))
        kinds = sorted({bond.kind for bond in self.bonds})
        years = [int(date[:4]) for bond in self.bonds for date in (bond.start, bond.end) if date]
        return schemas.Record(
            title=self.title,
            batch=3,
            stats={"actors": len(self.actors), "ties": len(self.bonds)},
            sectors=sectors,
            kinds=[
                schemas.KindCount(
                    name=kind,
                    label=TIE_KINDS[kind].label,
                    directed=TIE_KINDS[kind].directed,
                    weight=TIE_KINDS[kind].weight,
                    source_role=TIE_KINDS[kind].source_role,
                    target_role=TIE_KINDS[kind].target_role,
                    count=sum(bond.kind == kind for bond in self.bonds),
                )
                for kind in kinds
            ],
            years=schemas.Years(min=min(years, default=None), max=max(years, default=None)),
            sources=[
                schemas.SourceCount(
                    name="nih",
                    label=NIH,
                    licence="public domain",
                    shows=["funder-grantee", "United States"],
                    records=len(self.bonds),
                    as_of="2018-09-30",
                )
            ],
            fields=[
                schemas.FieldEntry(name="city", label="City", type="category", values=2, actors=len(self.actors)),
                schemas.FieldEntry(name="country", label="Country", type="category", values=1, actors=len(self.actors)),
            ],
            warnings=["A sector that no source shows is not thin: it was not looked at."],
        )

    def measures(self) -> list[schemas.Measure]:
        return [
            schemas.Measure(
                name=name,
                label=label,
                formula=formula,
                meaning=meaning,
                caveat="Only ties that a source could show are counted.",
                direction="higher is more",
                weight="not used" if name == "degree" else "strength",
                reference="Freeman (1978), Social Networks 1",
            )
            for name, label, formula, meaning in (
                ("degree", "Degree", "number of neighbours", "With how many others an actor is tied."),
                ("strength", "Strength", "sum of the weights of an actor's ties", "How much goes on between an actor and all others."),
            )
        ]

    def map(self) -> map_shapes.MapAnswer:
        actors, bonds = self.actors, self.bonds
        return map_shapes.MapAnswer(
            scope={},
            read_at=self.read_at(),
            seed=1,
            layout="force",
            actors=map_shapes.MapActors(
                id=[index + 1 for index in range(len(actors))],
                name=[one.name for one in actors],
                sector=[one.sector for one in actors],
                city=[one.city for one in actors],
                region=["Texas" for _ in actors],
                country=[one.country for one in actors],
                x=self.places[:, 0].tolist(),
                y=self.places[:, 1].tolist(),
                component=[0] * len(actors),
                measures={"degree": self.degree.tolist(), "strength": self.strength.tolist()},
                fields={},
            ),
            ties=map_shapes.MapTies(
                source=[bond.source for bond in bonds],
                target=[bond.target for bond in bonds],
                kind=[bond.kind for bond in bonds],
                weight=[bond.weight for bond in bonds],
                directed=[True for _ in bonds],
                from_=[bond.start for bond in bonds],
                to=[bond.end for bond in bonds],
                evidence=[1 for _ in bonds],
            ),
            warnings=[],
        )

    def table(self) -> schemas.Answer:
        columns = [
            ("id", "Actor", "actor"),
            ("name", "Name", "text"),
            ("sector", "Sector", "text"),
            ("city", "City", "text"),
            ("country", "Country", "text"),
            ("degree", "Degree", "integer"),
            ("strength", "Strength", "number"),
        ]
        return schemas.Answer(
            question="Who is in this ecosystem?",
            summary=f"{len(self.actors)} actors.",
            scope={},
            read_at=self.read_at(),
            method=schemas.AnswerMethod(name="listing", version="1", parameters={}, seed=None, reference=None),
            tables=[
                schemas.AnswerTable(
                    title="Actors",
                    note=None,
                    columns=[schemas.AnswerColumn(name=n, label=label, format=f, unit=None, caveat=None) for n, label, f in columns],
                    rows=[
                        {
                            "id": index + 1,
                            "name": one.name,
                            "sector": one.sector,
                            "city": one.city,
                            "country": one.country,
                            "degree": int(self.degree[index]),
                            "strength": float(self.strength[index]),
                        }
                        for index, one in enumerate(self.actors)
                    ],
                )
            ],
            evidence=[],
            warnings=[],
        )

    def page(self, actor: int) -> schemas.ActorPage:
        index = actor - 1
        one = self.actors[index]
        mine = [(n, bond) for n, bond in enumerate(self.bonds) if index in (bond.source, bond.target)]
        ties = []
        for n, bond in mine:
            other = bond.target if bond.source == index else bond.source
            link = schemas.ActorLink(id=other + 1, name=self.actors[other].name, sector=self.actors[other].sector)
            ties.append(
                schemas.TieShape(
                    id=n,
                    kind=bond.kind,
                    other=link,
                    direction="out" if bond.source == index else "in",
                    weight=bond.weight,
                    valid_from=bond.start,
                    valid_to=bond.end,
                    evidence=n,
                    version=1,
                )
            )
        evidence = [
            schemas.EvidenceShape(
                id=n,
                source="nih",
                label=NIH,
                id_in_source=f"R01-{n:06d}",
                # One address is an attack: it must never become a link.
                address="javascript:alert(1)" if n == 0 else f"https://reporter.nih.gov/project-details/{n}",
                date="2018-09-30",
                read_on="2026-01-02",
                title=None,
                own_statement=False,
            )
            for n, _ in mine
        ]
        place = schemas.PlaceShape(city=one.city, region="Texas", country=one.country)
        decision = schemas.Decision(probability=1.0, reason="same normal form and place", decided_by="ecotone", batch=1)
        mention = schemas.MentionShape(
            id=actor,
            name=one.name.upper(),
            role="grantee",
            own=False,
            source="nih",
            id_in_source=str(actor),
            place=place,
            evidence=None,
            decision=decision,
        )
        event = schemas.EventShape(id=1, kind="awarded", date="2018-03", actual=True, role="grantee", initiative=1, evidence=None)
        planned = schemas.EventShape(id=2, kind="project ended", date="2030", actual=False, role="grantee", initiative=1, evidence=None)
        claim = schemas.ClaimShape(
            id=1,
            field="amount",
            value=250_000.0,
            unit="USD",
            valid_from=None,
            valid_to=None,
            as_of="2018",
            assessor=None,
            confidence=None,
            evidence=None,
            version=1,
        )
        return schemas.ActorPage(
            actor=schemas.Actor(id=actor, name=one.name, kind="organisation", sector=one.sector, place=place, version=1, fields={}),
            counts={"mentions": 1, "ties": len(ties), "claims": 1, "events": 2, "initiatives": 1, "evidence": len(evidence)},
            mentions=[mention],
            ties=ties,
            claims=[claim],
            initiatives=[schemas.InitiativeShape(id=1, kind="project", id_in_source="R01", title="")],
            events=[event, planned],
            evidence=evidence,
            notes=[],
            batch=None,
        )

    def search(self, q: str, limit: int) -> schemas.SearchAnswer:
        found = [
            schemas.Found(id=index + 1, name=one.name, sector=one.sector, city=one.city, country=one.country, matched=None)
            for index, one in enumerate(self.actors)
            if q.lower() in one.name.lower()
        ]
        return schemas.SearchAnswer(q=q, found=found[:limit])

    def history(self) -> schemas.History:
        batches = [
            schemas.BatchEntry(
                batch=batch,
                time=f"2026-01-0{batch}T03:04:05Z",
                reason=f"Import of file {batch}",
                author="a person",
                rows=10 * batch,
                undone_by=9 if batch in self.undone else None,
            )
            for batch in (3, 2, 1)
        ]
        return schemas.History(batches=batches)


def ring(count: int) -> np.ndarray:
    """Place actors on a ring, one beside the other."""
    angles = 2 * np.pi * np.arange(count) / max(count, 1)
    return np.column_stack([np.cos(angles), 0.6 * np.sin(angles)])


def small() -> World:
    """Return sixty actors in a known pattern: actor 1 is tied to all of the next 20, and each of these to two of the last."""
    cycle = [Sector.PROVIDER, Sector.ACADEMIA, Sector.INDUSTRY, Sector.INVESTOR, None]
    names = ["Hub Medical Center", *[f"Clinic {n:02d}" for n in range(1, 21)], *[f"Startup {n:02d}" for n in range(1, 40)]]
    actors = [One(name, cycle[index % 5], "Houston" if index % 3 else "Galveston") for index, name in enumerate(names)]
    bonds = [Bond(0, n, "funder-grantee", n, f"{2000 + n}", f"{2002 + n}") for n in range(1, 21)]
    bonds += [Bond(n, 20 + 2 * n - 1, "sponsor-site", 1, None, None) for n in range(1, 21)]
    bonds += [Bond(n, 20 + 2 * n, "sponsor-site", 2, "2010-05", None) for n in range(1, 20)]
    return World("Test record", actors, bonds)


def large(actors: int, ties: int, seed: int = 7) -> World:
    """Return a seeded record of communities with few large and many small actors."""
    draw = np.random.Generator(np.random.Philox(seed))
    groups = max(4, round(actors**0.5 / 4))
    centre = draw.normal(size=(groups, 2)) * 0.5
    group = draw.integers(groups, size=actors)
    places = centre[group] + draw.normal(size=(actors, 2)) * 0.09
    places /= np.abs(places).max()
    pull = 1 / (1 + np.arange(actors)) ** 0.6
    by_group: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(0, dtype=np.int64))
    for g in range(groups):
        by_group[g] = np.flatnonzero(group == g)
    sources = draw.choice(actors, size=ties, p=pull / pull.sum())
    bonds = []
    for source in sources:
        near = by_group[int(group[source])]
        target = int(draw.choice(near)) if len(near) > 1 and draw.random() < 0.8 else int(draw.integers(actors))
        if target == source:
            target = (target + 1) % actors
        bonds.append(Bond(int(source), target, "co-authorship", float(1 + draw.geometric(0.5)), str(int(draw.integers(1995, 2020))), None))
    sectors = list(Sector)
    made = [One(f"Organisation {n:05d}", sectors[int(group[n]) % len(sectors)]) for n in range(actors)]
    return World(f"{actors} actors", made, bonds, places)


def app(world: World, folder: Path = pages.STATIC) -> FastAPI:
    """Return the stand-in server."""
    api = FastAPI()

    @api.middleware("http")
    async def policy(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        for name, value in guard.HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    answers: dict[str, Callable[[], Any]] = {
        "record": world.record,
        "map": world.map,
        "actors": world.table,
        "history": world.history,
        "me": lambda: schemas.Me(name=None, role="owner"),
        "records": lambda: records.Records(offered=False, folder="", records=[], more=0),
    }
    kept: dict[str, bytes] = {}

    def json(text: str | bytes) -> Response:
        return Response(text, media_type="application/json")

    @api.get("/api/measures")
    def measures() -> list[schemas.Measure]:
        return world.measures()

    @api.get("/api/search")
    def search(q: str, limit: int = 20) -> Response:
        return json(world.search(q, limit).model_dump_json(by_alias=True))

    @api.post("/api/undo")
    def undo(wanted: asked.Undo) -> schemas.Changed:
        world.undone.add(wanted.batch)
        kept.pop("history", None)
        return schemas.Changed(batch=9)

    @api.get("/api/changes")
    async def changes(since: int, wait: float = 0) -> schemas.Changes:
        await asyncio.sleep(min(wait, 30))
        return schemas.Changes(batch=since, changed=False)

    @api.get("/api/actors/{actor}")
    def actor(actor: int) -> Response:
        if not 1 <= actor <= len(world.actors):
            raise HTTPException(404)
        return json(world.page(actor).model_dump_json(by_alias=True))

    @api.get("/api/{name}")
    def answer(name: str) -> Response:
        if name not in answers:
            raise HTTPException(404)
        if name not in kept:
            kept[name] = answers[name]().model_dump_json(by_alias=True).encode()
        return json(kept[name])

    pages.install(api, folder)
    return api


class Served:
    """A server in a thread, on a port that the system chose."""

    def __init__(self, application: FastAPI) -> None:
        self.server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        deadline = time.monotonic() + 20
        while not self.server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)
