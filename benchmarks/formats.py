"""Network files: what part of the Pajek authors' own collection is read exactly, beside NetworkX and igraph, and how fast.

Truth is a counter of a few lines written from the definition of the format, independent of all three readers: the
number behind `*Vertices`, and one tie for each line of arcs or edges, each neighbour in a list, each cell that is not 0.
"""

from __future__ import annotations

import io
import re
import tempfile
import time
import warnings
import zipfile
from pathlib import Path
from typing import Any

from ecotone.errors import EcotoneError
from ecotone.network import formats
from ecotone.network.formats import Raw

COLLECTION = Path(__file__).resolve().parents[2] / "shared" / "data" / "pajek_nets" / "nets.zip"

Counts = list[tuple[int, int]]


def count(data: bytes) -> Counts | None:
    """Count vertices and ties of each network; None where the file is none of Pajek's."""
    found: list[list[int]] = []
    shape = (0, 0)
    of_network, section = True, ""
    matrix: list[list[str]] = []

    def close() -> None:
        if matrix:
            rows, columns = shape
            fits = all(len(row) >= columns for row in matrix[:rows])
            cells = [row[:columns] for row in matrix[:rows]] if fits else matrix
            found[-1][1] += sum(float(cell) != 0 for row in cells for cell in row)
            matrix.clear()

    for line in re.split(r"\r\n|\r|\n", data.decode("latin-1").replace("\x1a", "")):
        words = line.split()
        if not words or words[0][0] == "%":
            continue
        if words[0][0] == "*":
            close()
            section = words[0][1:].lower()
            if section.startswith("net"):
                of_network = True
            elif section in {"partition", "vector", "permutation", "cluster"}:
                of_network = False
            elif section == "vertices" and of_network:
                first = int(words[2]) if len(words) > 2 else 0
                found.append([int(words[1]), 0])
                shape = (first, int(words[1]) - first) if first else (int(words[1]), int(words[1]))
        elif section and of_network and found:
            if section in {"arcs", "edges"}:
                found[-1][1] += 1
            elif section in {"arcslist", "edgeslist"}:
                found[-1][1] += len(words) - 1
            elif section == "matrix":
                matrix.append(words)
    close()
    return [(nodes, ties) for nodes, ties in found] or None


def ours(name: str, data: bytes) -> Counts:
    """Read with Ecotone."""
    return [(network.nodes.height, network.edges.height) for network in formats.read(Raw(name, data)).networks]


def networkx(_: str, data: bytes) -> Counts:
    """Read with NetworkX, which knows one network a file."""
    import networkx as nx

    graph = nx.read_pajek(io.BytesIO(data), encoding="utf-8" if _utf8(data) else "latin-1")
    return [(graph.number_of_nodes(), graph.number_of_edges())]


def igraph(_: str, data: bytes) -> Counts:
    """Read with igraph, which takes files only and knows one network a file."""
    import igraph as ig

    with tempfile.NamedTemporaryFile(suffix=".net") as file:
        file.write(data)
        file.flush()
        graph = ig.Graph.Read_Pajek(file.name)
    return [(graph.vcount(), graph.ecount())]


def _utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` takes every tenth file."""
    if not COLLECTION.exists():
        return [{"name": "Pajek collection", "value": None, "unit": "%", "note": "the collection is not on this machine"}]
    with zipfile.ZipFile(COLLECTION) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith((".net", ".paj"))]
        files = [(name, archive.read(name)) for name in (names[::10] if quick else names)]
    truth = {name: count(data) for name, data in files}
    exact: dict[str, int] = {}
    seconds: dict[str, float] = {}
    refused = 0
    for reader in (ours, networkx, igraph):
        start = time.process_time()
        right = 0
        for name, data in files:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    counts = reader(name, data)
            except EcotoneError:
                refused += 1
                continue
            except Exception:  # noqa: BLE001  a peer may fail in any way; a failure is what is counted
                continue
            # A peer that holds one network a file is given the first network of the file.
            wanted = truth[name] if reader is ours else (truth[name] or [])[:1]
            right += bool(wanted) and counts == wanted
        seconds[reader.__name__] = time.process_time() - start
        exact[reader.__name__] = right
    total = len(files)
    megabytes = sum(len(data) for _, data in files) / 1e6
    share = {name: 100 * right / total for name, right in exact.items()}
    note = f"{exact['ours']} of {total} files, all networks in each; the other {refused} are refused: they are not Pajek files"
    peers = "the first network of each file counts for the peer"
    return [
        {
            "name": "files read with exact node and tie counts",
            "value": share["ours"],
            "unit": "%",
            "bar": ">= 98",
            "peer": "igraph",
            "peer_value": share["igraph"],
            "note": f"{note}; {peers}",
        },
        {
            "name": "the same beside NetworkX",
            "value": share["ours"],
            "unit": "%",
            "bar": ">= 98",
            "peer": "NetworkX",
            "peer_value": share["networkx"],
            "note": peers,
        },
        {
            "name": "reading all of them, a megabyte",
            "value": seconds["ours"] / megabytes,
            "unit": "s CPU",
            "bar": None,
            "peer": "NetworkX",
            "peer_value": seconds["networkx"] / megabytes,
            "note": f"{megabytes:.0f} MB of text",
        },
    ]
