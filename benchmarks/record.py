"""The record at the size of a nation's ecosystem: 100,000 actors and 1,000,000 ties in one SQLite file.

The ecosystem is made by a seeded generator: 100,000 organisations, and records of 25 ties each around a lead, partners drawn so
that a few organisations have thousands of ties and most have some. Every tie comes in through `Batch.state`, as an import's
would. The peer for reading is a bare `sqlite3` cursor over the same rows.
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
    from collections.abc import Callable, Iterator

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


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def percentile(times: list[float], share: float) -> float:
    """Return a percentile, nearest rank."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def run(*, quick: bool = False) -> list[Figure]:
    """Measure and return the figures; `quick` takes a hundredth of the size, where no bar applies."""
    actors, ties = (1_000, 10_000) if quick else (100_000, 1_000_000)
    figures: list[Figure] = []

    def figure(
        name: str, value: float, unit: str, bar: float | None, note: str = "", peer: str = "", peer_value: float | None = None
    ) -> None:
        figures.append({
            "name": f"record: {name}", "value": value, "unit": unit, "bar": None if quick else bar, "peer": peer, "peer_value": peer_value,
            "note": note,
        })  # fmt: skip

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.eco"
        with Ecosystem.create(path, title="Generated") as eco:
            making = seconds(lambda: [None for _ in statements(actors, ties)])
            figure(
                "load",
                seconds(lambda: load(eco, statements(actors, ties))) - making,
                "s",
                20,
                f"without {making:.1f} s of making statements",
            )
            counts = eco.stats()
            note = f"{counts['actors']:,} actors, {counts['ties']:,} ties"
            draw = random.Random(3)
            ids = eco.actors()["id"].to_list()
            one = draw.sample(ids, min(300, len(ids)))
            figure(
                "one actor with all its ties, median",
                percentile([seconds(partial(eco.actor, i)) for i in one], 0.5) * 1e3,
                "ms",
                5,
                note,
            )
            asked = ("saint hosp", "univ", "royal", "therap 99", "city", "clin", "4711", "mercy fou")
            figure("search, slowest of 8", max(seconds(partial(eco.search, t)) for t in asked) * 1e3, "ms", 200)
            figure(
                "all ties into Polars", min(seconds(eco.ties) for _ in range(3)), "s", 2.5, peer="sqlite3 fetchall", peer_value=_bare(path)
            )
            figure("edit with journal, p95", percentile(_edits(eco, ids[:500]), 0.95) * 1e3, "ms", 5, "synchronous=FULL")
            batch = _many_edits(eco, ids[: 1_000 if quick else 10_000])
            figure("undo of 10,000 edits", seconds(lambda: eco.undo(batch)), "s", 1)
        figure("file", path.stat().st_size / 1e6, "MB", 300)
        number = 500 if quick else 10_000
        with Ecosystem.create(Path(folder) / "studies.eco") as eco:
            made = seconds(lambda: [None for _ in studies(number)])
            taken = seconds(lambda: load(eco, studies(number))) - made
            figure("one study's statement", taken / number * 1e3, "ms", 1.2, "10 mentions, 10 ties, 10 claims, 6 events; actors made")
            again = seconds(lambda: load(eco, studies(number))) - made
            figure("the same statement again", again / number * 1e3, "ms", None)
    return figures


def _edits(eco: Ecosystem, ids: list[int]) -> list[float]:
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
        "import sqlite3, sys, time; link = sqlite3.connect(sys.argv[1]); start = time.perf_counter();"
        "link.execute('SELECT id, source, target, kind, weight, directed, valid_from, valid_to, evidence FROM tie').fetchall();"
        "print(time.perf_counter() - start)"
    )
    return float(subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    for row in run():
        print(
            f"{row['name']:45} {row['value']:10.3f} {row['unit']:3} bar {row['bar']} {row['note']} {row['peer']} {row['peer_value'] or ''}"
        )
