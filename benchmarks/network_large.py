"""Network analysis at a million actors, and the memory of graph B's measures: each in a process of its own, without any peer in it.

`python -m benchmarks.network_large ACTORS TIES` measures one size and prints JSON; `run` starts such processes.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from typing import Any


def run(quick: bool = False) -> list[dict[str, Any]]:  # noqa: FBT001, FBT002  as all benchmarks are called
    """Measure 1,000,000/10,000,000 (a tenth where quick), and the peak memory of all measures on graph B."""
    large = (100_000, 1_000_000) if quick else (1_000_000, 10_000_000)
    figures = []
    found = _apart("large", *large)
    for name, seconds in found["seconds"].items():
        figures.append(_row(f"{name} ({large[0]:,}/{large[1]:,})", seconds, "<= 2.5", "s"))
    figures.append(_row(f"Peak memory ({large[0]:,}/{large[1]:,})", found["peak"], "<= 1300", "MB"))
    middle = (10_000, 100_000) if quick else (100_000, 1_000_000)
    found = _apart("all", *middle)
    figures.append(_row(f"All measures but exact betweenness and layout ({middle[0]:,}/{middle[1]:,})", found["total"], "<= 12", "s"))
    figures.append(_row(f"Peak memory of all these, no peer in the process ({middle[0]:,}/{middle[1]:,})", found["peak"], "<= 600", "MB"))
    return figures


def _row(name: str, value: float, bar: str, unit: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 4), "unit": unit, "bar": bar, "peer": None, "peer_value": None, "note": None}


def _apart(what: str, actors: int, number: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.network_large", what, str(actors), str(number)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measure(what: str, actors: int, number: int) -> dict[str, Any]:
    """Measure in this process; ties come from a file, so that making them does not count as memory of the measures."""
    import numpy as np
    import polars as pl

    from ecotone.network import Graph, brokerage, cohesion, holes, link_scores, paths, position, spectral, whole
    from ecotone.network.adjacency import build

    path = _ties(actors, number)
    # Compiled, or read from the cache, before anything is measured.
    small = Graph.from_frames(pl.read_parquet(path).head(60_000), None, directed=False, weight="strength")
    spectral.pagerank(small), whole.components(small), cohesion.core_number(small), cohesion.cut_actors(small)
    ties = pl.read_parquet(path)
    graph = Graph.from_frames(ties, pl.DataFrame({"id": np.arange(actors)}), directed=False, weight="strength")
    seconds: dict[str, float] = {}

    def timed(name: str, work: Any) -> None:
        begin = time.process_time()
        work()
        seconds[name] = time.process_time() - begin

    if what == "large":
        timed("Build compressed rows", lambda: build(actors, graph.tails, graph.heads, graph.weights, both_ways=True))
        assert len(graph.around) == actors
        timed("PageRank", lambda: spectral.pagerank(graph))
        timed("Components", lambda: whole.components(graph))
        timed("Core numbers", lambda: cohesion.core_number(graph))
        timed("Cut actors", lambda: cohesion.cut_actors(graph))
    else:
        group = np.arange(actors) % 60
        sources = np.random.Generator(np.random.Philox(2)).choice(actors, 100, replace=False).astype(np.int32)
        assert len(graph.around) == actors
        for name, work in {
            "degree": lambda: position.degree(graph),
            "pagerank": lambda: spectral.pagerank(graph),
            "components": lambda: whole.components(graph),
            "cores": lambda: cohesion.core_number(graph),
            "cut": lambda: cohesion.cut_actors(graph),
            "eigenvector": lambda: spectral.eigenvector(graph),
            "clustering": lambda: cohesion.clustering(graph),
            "constraint": lambda: holes.constraint(graph),
            "roles": lambda: brokerage.brokerage(graph, group),
            "links": lambda: link_scores.link_scores(graph, top=1000),
            "betweenness": lambda: paths.betweenness(graph, sources=sources),
        }.items():
            timed(name, work)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "total": sum(seconds.values()), "peak": peak}


def _ties(actors: int, number: int) -> str:
    """Write the ties once into the temporary folder, in a process of its own, and return the file."""
    import tempfile
    from pathlib import Path

    path = Path(tempfile.gettempdir()) / f"ecotone-graph-b-{actors}-{number}.parquet"
    if not path.exists():
        made = f"from benchmarks import graph_b; graph_b.ties({actors}, {number})[0].write_parquet({str(path)!r})"
        subprocess.run([sys.executable, "-c", made], check=True)
    return str(path)


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
