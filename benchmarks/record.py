"""The record at the size of a nation's ecosystem: 100,000 actors and 1,000,000 ties in one SQLite file.

The ecosystem is made by a seeded generator: 100,000 organisations, and records of 25 ties each around a lead, partners drawn so
that a few organisations have thousands of ties and most have some. Every tie comes in through `Batch.state`, as an import's
would. Times are seconds of one core (processor time, so that a shared machine measures alike), with the wall's beside them; what
the generator itself takes is measured alone and taken off. The peer for reading is a bare `sqlite3` cursor over the same rows.
"""

from __future__ import annotations

import random
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecotone.dates import Date
from ecotone.ecosystem import Claim, Ecosystem, Event, Evidence, Initiative, Mention, Place, Statement, Tie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TIES_A_RECORD = 25
FIRST = (
    "Saint",
    "North",
    "Royal",
    "City",
    "Central",
    "Lake",
    "River",
    "Grand",
    "Mercy",
    "Union",
    "Bay",
    "Cedar",
    "Summit",
    "Harbor",
    "Valley",
)
KIND = ("Hospital", "University", "Institute", "Therapeutics", "Clinic", "Foundation", "Devices", "Health System", "Laboratories", "Centre")
PLACES = tuple(Place(f"City {n}", f"Region {n % 40}", "US") for n in range(400))
Figure = dict[str, Any]


def organisation(number: int) -> Mention:
    """Return an organisation by its number."""
    name = f"{FIRST[number % 15]} {KIND[number // 15 % 10]} {number}"
    return Mention(str(number), name, "partner", place=PLACES[number % 400])


def statements(actors: int, ties: int, seed: int = 7) -> Iterator[Statement]:
    """Yield records of 25 ties each: a lead in turn, and partners of whom low numbers are drawn more often."""
    draw = random.Random(seed)
    for number in range(ties // TIES_A_RECORD):
        lead = number * actors // (ties // TIES_A_RECORD) if number % 2 else draw.randrange(actors)
        partners: set[int] = set()
        base = number * TIES_A_RECORD // 2
        tries = 0
        while len(partners) < TIES_A_RECORD:
            tries += 1
            partner = int(actors * draw.random() ** 3) if tries % 2 else (base + tries) % actors
            if partner != lead:
                partners.add(partner)
        year = 2000 + number % 25
        yield Statement(
            Evidence("generated", f"R{number}", f"https://example.org/{number}", Date(f"{year}-06-01")),
            mentions=(organisation(lead), *(organisation(p) for p in sorted(partners))),
            ties=tuple(Tie(str(lead), str(p), "project-partner", directed=False, valid_from=Date(str(year))) for p in sorted(partners)),
        )


def studies(number: int, seed: int = 11) -> Iterator[Statement]:
    """Yield records the size of a clinical study: 10 mentions, 10 ties, 10 claims, 6 events."""
    draw = random.Random(seed)
    events = ("registered", "started", "primary completion", "completed", "results posted", "status changed")
    for n in range(number):
        chosen = draw.sample(range(40_000), 11)
        year = 2000 + n % 25
        yield Statement(
            Evidence("clinicaltrials", f"NCT{n:08}", f"https://clinicaltrials.gov/study/NCT{n:08}", Date(f"{year}-03-04")),
            mentions=tuple(organisation(c) for c in chosen),
            ties=tuple(Tie(str(chosen[0]), str(c), "sponsor-site") for c in chosen[1:]),
            claims=tuple(Claim("study", "condition", f"Condition {draw.randrange(5000)}") for _ in range(10)),
            initiative=Initiative("study", f"NCT{n:08}", "study", f"NCT{n:08}"),
            events=tuple(
                Event(kind, Date(f"{year}-0{m + 1}"), actual=True, objects=(("study", "study"),)) for m, kind in enumerate(events)
            ),
        )


def load(eco: Ecosystem, said: Iterator[Statement]) -> None:
    """Take statements in one batch, each unknown mention becoming an actor of its own."""
    with eco.batch("load", "benchmark") as batch:
        for statement in said:
            stated = batch.state(statement)
            if stated.unassigned:
                names = {stated.mentions[m.key]: m for m in statement.mentions}
                for mention in stated.unassigned:
                    actor = batch.add_actor(names[mention].name, place=names[mention].place)
                    batch.assign(mention, actor, reason="generated", decided_by="benchmark")


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long a piece of work takes: seconds of processor, seconds on the wall."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - processor, time.perf_counter() - wall


def percentile(times: Iterable[float], share: float) -> float:
    """Return a percentile, nearest rank."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run(*, quick: bool = False) -> list[Figure]:
    """Measure and return the figures; `quick` takes a hundredth of the size, where no bar applies."""
    actors, ties = (1_000, 10_000) if quick else (100_000, 1_000_000)
    figures: list[Figure] = []

    def figure(name: str, value: float, unit: str, bar: str | None, note: str = "", **peer: Any) -> None:
        figures.append({"name": name, "value": value, "unit": unit, "bar": None if quick else bar, "note": note, **peer})

    def timed(name: str, times: tuple[float, float], unit: str, bar: str | None, note: str = "", **peer: Any) -> None:
        factor = 1e3 if unit == "ms" else 1
        wall = f"{times[1] * factor:.3g} {unit} on the wall"
        figure(name, times[0] * factor, unit, bar, f"{wall}; {note}" if note else wall, **peer)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.eco"
        with Ecosystem.create(path, title="Generated") as eco:
            _record(eco, actors, ties, timed, many=1_000 if quick else 10_000)
            figures[2:2] = _ties(eco, path, quick=quick)
        figure(
            "file", path.stat().st_size / 1e6, "MB", "<= 300", f"{path.stat().st_size / ties:.0f} bytes a tie, with its journal and indexes"
        )
        _studies(Path(folder) / "studies.eco", 500 if quick else 10_000, timed)
    return figures


def _record(eco: Ecosystem, actors: int, ties: int, timed: Callable[..., None], *, many: int) -> None:
    """Load, and ask and edit what was loaded."""
    made = seconds(lambda: [None for _ in statements(actors, ties)])
    loaded = seconds(lambda: load(eco, statements(actors, ties)))
    counts = eco.stats()
    timed(
        "load", _less(loaded, made), "s", "<= 20",
        f"{counts['actors']:,} actors, {counts['ties']:,} ties, one batch; without {made[0]:.1f} s of making the statements",
    )  # fmt: skip
    ids = eco.actors()["id"].to_list()
    one = random.Random(3).sample(ids, min(300, len(ids)))
    timed("one actor with all its ties, p95 of 300", _both([seconds(partial(eco.actor, i)) for i in one], 0.95), "ms", "<= 5")
    asked = ("saint hosp", "univ", "royal", "therap 99", "city", "clin", "4711", "mercy fou")
    timed("search, slowest of 8", _both([seconds(partial(eco.search, t)) for t in asked], 1.0), "ms", "<= 200")
    timed("edit with journal, p95 of 500", _both(_edits(eco, ids[:500]), 0.95), "ms", "<= 5", "a batch each, synchronous=NORMAL")
    batch = _many_edits(eco, ids[:many])
    timed(f"undo of {many:,} edits", seconds(lambda: eco.undo(batch)), "s", "<= 1")


def _ties(eco: Ecosystem, path: Path, *, quick: bool) -> list[Figure]:
    """Read all ties, best of three; the first reading also loads what it needs."""
    processor, wall = min(seconds(eco.ties) for _ in range(3))
    return [
        {
            "name": "all ties into Polars", "value": processor, "unit": "s", "bar": None if quick else "<= 2.5",
            "note": f"{wall:.3g} s on the wall; best of 3", "peer": "sqlite3 fetchall of the same rows", "peer_value": _bare(path),
        }
    ]  # fmt: skip


def _studies(path: Path, number: int, timed: Callable[..., None]) -> None:
    """Take statements of the size of clinical studies, twice."""
    with Ecosystem.create(path) as eco:
        made = seconds(lambda: [None for _ in studies(number)])
        for name, bar in (("one study's statement", "<= 1.2"), ("the same statement again", None)):
            processor, wall = _less(seconds(lambda: load(eco, studies(number))), made)
            timed(name, (processor / number, wall / number), "ms", bar, "10 mentions, 10 ties, 10 claims, 6 events; actors made")


def _less(times: tuple[float, float], made: tuple[float, float]) -> tuple[float, float]:
    """Take the generator's own share away."""
    return times[0] - made[0], times[1] - made[1]


def _both(times: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """Return a percentile of processor and of wall times, each for itself."""
    return percentile((t[0] for t in times), share), percentile((t[1] for t in times), share)


def _edits(eco: Ecosystem, ids: list[int]) -> list[tuple[float, float]]:
    def edit(number: int) -> None:
        with eco.batch("edit") as batch:
            batch.edit_actor(number, version=1, name=f"Edited {number}")

    return [seconds(partial(edit, i)) for i in ids]


def _many_edits(eco: Ecosystem, ids: list[int]) -> int:
    versions = dict(eco.actors().select("id", "version").iter_rows())
    with eco.batch("many edits") as batch:
        for number in ids:
            batch.edit_actor(number, version=versions[number], name=f"Edited again {number}")
    assert batch.id is not None
    return batch.id


def _bare(path: Path) -> float:
    """Read the tie table in another process, so that this one's locks stay (see `ecotone.ecosystem.store`)."""
    import subprocess
    import sys

    code = (
        "import sqlite3, sys, time; link = sqlite3.connect(sys.argv[1]); start = time.process_time();"
        "link.execute('SELECT id, source, target, kind, weight, directed, valid_from, valid_to, evidence FROM tie').fetchall();"
        "print(time.process_time() - start)"
    )
    return float(subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True).stdout)
