"""How long the server takes to answer with a map: first from the record, then from what it keeps.

The synthetic record is made by a seeded generator: actors in sectors and cities, ties with power-law ends. The bar is
what the browser needs to draw 2,000/10,000 within 2 s and 20,000/100,000 within 5 s of navigation, of which the
server may take its part.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem, Place
from ecotone.server import create_app
from ecotone.vocabulary import Sector

SIZES = ((2_000, 10_000), (20_000, 100_000))


def synthetic(path: Path, actors: int, ties: int, *, seed: int = 1) -> None:
    """Write a record of so many actors and ties, the same each time."""
    draw = np.random.Generator(np.random.Philox(seed))
    sectors, cities = list(Sector), [f"City {number}" for number in range(40)]
    weight = (np.arange(actors) + 10.0) ** -0.7
    weight /= weight.sum()
    ends = draw.choice(actors, size=(ties * 2, 2), p=weight)
    ends = ends[ends[:, 0] != ends[:, 1]][:ties]
    years = draw.integers(2005, 2025, size=ties)
    with Ecosystem.create(path, title="Synthetic") as eco, eco.batch("synthetic") as batch:
        numbers = [
            batch.add_actor(
                f"Organisation {number}", sector=sectors[number % 9], place=Place(cities[number % 40], "Texas", "United States")
            )
            for number in range(actors)
        ]
        for (source, target), year in zip(ends.tolist(), years.tolist(), strict=True):
            batch.add_tie(numbers[source], numbers[target], "relation", valid_from=Date(str(year)), own_statement=True)


async def _times(path: Path, state: Path) -> dict[str, float]:
    """Ask for a map three times over the application itself: cold, kept, and known to the browser."""
    app = create_app(path, token="t", state=state)
    app.state.opened.use()
    transport = httpx.ASGITransport(app)
    own = {"authorization": "Bearer t"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=own, timeout=600) as client,
    ):
        found: dict[str, float] = {}
        headers: dict[str, str] = {}
        for name in ("first", "again", "known"):
            begin = time.perf_counter()
            # A large map is laid out by a job: asked for until it is there, as the browser does.
            while (answer := await client.get("/api/map?seed=1", headers=headers)).status_code == 202:  # noqa: ASYNC110  over HTTP there is nothing else
                await asyncio.sleep(0.05)
            found[name] = time.perf_counter() - begin
            assert answer.status_code == (304 if name == "known" else 200), answer.text[:500]
            headers = {"if-none-match": answer.headers["etag"]} if name == "again" else {}
            if name == "first":
                found["megabytes"] = len(answer.content) / 1e6
        for path_ in ("/api/record", "/api/actors"):
            begin = time.perf_counter()
            assert (await client.get(path_)).status_code == 200
            found[path_] = time.perf_counter() - begin
    return found


def run(quick: bool = False) -> list[dict[str, Any]]:  # noqa: FBT001, FBT002  the runner's form
    """Measure the server's answers on synthetic records."""
    figures: list[dict[str, Any]] = []
    for actors, ties in ((200, 1_000),) if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "synthetic.eco"
            synthetic(path, actors, ties)
            asyncio.run(_times(path, Path(folder)))  # compiles what is in no cache
            found = asyncio.run(_times(path, Path(folder)))
        size = f"{actors:,} actors, {ties:,} ties"
        bars = {2_000: "<= 1", 20_000: "<= 4"}
        names = {
            "first": (f"map, first request ({size})", "s", bars.get(actors)),
            "again": (f"map, kept ({size})", "s", "<= 0.3"),
            "known": (f"map, browser has it ({size})", "s", "<= 0.05"),
            "megabytes": (f"map, size of the JSON ({size})", "MB", None),
            "/api/record": (f"summary of the record ({size})", "s", None),
            "/api/actors": (f"table of actors ({size})", "s", None),
        }
        figures += [
            {
                "name": label,
                "value": found[key],
                "unit": unit,
                "bar": bar,
                "peer": None,
                "peer_value": None,
                "note": "in process, no network",
            }
            for key, (label, unit, bar) in names.items()
        ]
    return figures
