"""Where each actor goes on a map: by force, on a circle, in bands of sectors, or where it is on the globe.

Positions are computed here and not in the browser, so that everybody who opens a record sees the same map: the same
graph and seed give the same bytes. `start=` takes an earlier map: what stood on it hardly moves, what is new comes in
beside its neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import polars as pl

from ecotone.errors import GraphError
from ecotone.network.forceatlas import Forces, settle
from ecotone.network.packing import pack, part
from ecotone.network.whole import components
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph

Method = Literal["force", "circular", "bands", "geographic"]

PIVOTS: Final = 32
LEASH: Final = 0.03
"""How far, as a share of the map's width, an actor of an earlier map may move."""


def positions(
    graph: Graph,
    *,
    method: Method = "force",
    seed: int = 0,
    iterations: int | None = None,
    forces: Forces = Forces(),  # noqa: B008  frozen
    by: str = "sector",
    start: pl.DataFrame | None = None,
    work: Work = SILENT,
) -> pl.DataFrame:
    """Compute where each actor goes on a map.

    Parameters
    ----------
    graph : Graph
        Any graph; direction is left out of account.
    method : {'force', 'circular', 'bands', 'geographic'}
        ForceAtlas2 with components packed and overlaps removed; a circle in the order of `by` and degree; rings by the
        attribute `by`, most connected kind inside; or `longitude` and `latitude` (equirectangular, at the mean latitude).
    seed : int
        Decides the small random shifts of the start.
    iterations : int, optional
        How often the forces act; chosen by size where not given.
    forces : Forces
        How hard they act.
    by : str
        Attribute for `circular` and `bands`.
    start : polars.DataFrame, optional
        An earlier map (`id`, `x`, `y`) to start from.

    Returns
    -------
    polars.DataFrame
        `id`, `x`, `y` in the order of `graph.actors`, centred on 0 and 1,000 from the centre to the farthest; with
        `start`, in the scale of that map. An actor without a place on the globe has nulls.

    Examples
    --------
    >>> ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"]})
    >>> from ecotone.network import Graph
    >>> graph = Graph.from_frames(ties, directed=False, weight="strength")
    >>> positions(graph, seed=1).equals(positions(graph, seed=1))
    True
    """
    if method == "geographic":
        return _geographic(graph)
    if method in {"circular", "bands"}:
        place = _circular(graph, by) if method == "circular" else _bands(graph, by)
        return _frame(graph, _scaled(place))
    if method != "force":
        raise GraphError("No such layout", got=str(method), expected="force, circular, bands or geographic")
    rows = _strengths(graph)
    if start is not None:
        return _frame(graph, _changed(graph, rows, start, seed=seed, forces=forces, iterations=iterations, work=work))
    place = _start(rows, seed)
    turns = iterations if iterations is not None else turns_for(len(rows))
    component = components(graph)
    if component.shape[0] and component.max() > 0:
        place = _each_component(rows, place, component, turns=turns, forces=forces, work=work)
    else:
        place = settle(rows, place, iterations=turns, forces=forces, work=work)
    gap = _gap(rows, place)
    place = pack(place, component, margin=2 * gap)
    return _frame(graph, _scaled(part(place, radii(rows, gap))))


def turns_for(n: int) -> int:
    """Return how often forces act on a map of so many actors.

    The start has the large shape already; what many iterations add is room between neighbours, which nobody sees on a
    map of tens of thousands, and which costs a second there for every twenty.
    """
    return min(200, max(30, 1_000_000 // max(n, 1)))


def radii(rows: Adjacency, gap: float) -> NDArray[np.float64]:
    """Return half the room that each actor takes on a map: a well-connected one is drawn larger."""
    degrees = rows.degrees
    return gap * (0.35 + 0.65 * np.sqrt(degrees / max(int(degrees.max(initial=0)), 1)))


def _gap(rows: Adjacency, place: NDArray[np.float64]) -> float:
    """Return the room per actor that the spread of the map allows."""
    tied = np.hypot(*(place[rows.rows] - place[rows.indices]).T)
    typical = float(np.median(tied)) if tied.shape[0] else 1.0
    spread = float(np.hypot(*place.T).max(initial=1.0))
    return min(typical * 0.25, spread / np.sqrt(max(len(rows), 1)) * 0.5) or 1.0


def _strengths(graph: Graph) -> Adjacency:
    """Return ties at both ends with weights where more is closer; the sign of a negative tie does not pull."""
    rows = graph.around
    weights = np.abs(rows.weights)
    if graph.weight == "distance":
        weights = np.divide(1.0, weights, out=np.ones_like(weights), where=weights > 0)
    positive = weights[weights > 0]
    return rows.with_weights(weights / positive.mean() if positive.shape[0] else weights)


def _start(rows: Adjacency, seed: int) -> NDArray[np.float64]:
    """Return a start that is already right in the large: classical scaling of hop distances to a few pivots.

    References
    ----------
    Brandes, U. and Pich, C. (2007). Eigensolver methods for progressive multidimensional scaling of large data.
    """
    from ecotone.network.pivots import pivot_distances

    n = len(rows)
    noise = np.random.Generator(np.random.Philox(seed)).standard_normal((n, 2))
    spread = 10.0 * np.sqrt(max(n, 1))
    if n < 4:
        return np.asarray(noise * spread)
    far = pivot_distances(rows, min(PIVOTS, n))
    square = far**2
    centred = square - square.mean(axis=0) - square.mean(axis=1)[:, None] + square.mean()
    _values, vectors = np.linalg.eigh(centred.T @ centred)
    place = centred @ vectors[:, [-1, -2]]
    # An eigenvector's sign is the library's whim: the largest entry is made positive.
    for axis in (0, 1):
        top = np.argmax(np.abs(place[:, axis]))
        place[:, axis] *= np.sign(place[top, axis]) or 1.0
    scale = np.abs(place).max() or 1.0
    return np.asarray(place / scale * spread + noise * spread * 0.02)


def _each_component(
    rows: Adjacency, place: NDArray[np.float64], component: NDArray[np.int64], *, turns: int, forces: Forces, work: Work
) -> NDArray[np.float64]:
    """Let the forces act within each component alone."""
    place = place.copy()
    order = np.argsort(component, kind="stable")
    bounds = np.concatenate(([0], np.cumsum(np.bincount(component))))
    local = np.empty(len(rows), np.int32)
    for number in range(bounds.shape[0] - 1):
        members = order[bounds[number] : bounds[number + 1]]
        if members.shape[0] == 1:
            place[members] = 0.0
            continue
        local[members] = np.arange(members.shape[0])
        inside = rows.keep(component[rows.rows] == number)
        part_rows = type(rows)(
            np.concatenate(([0], np.cumsum(inside.degrees[members]))), local[inside.indices].astype(np.int32), inside.weights
        )
        start = place[members] - place[members].mean(axis=0)
        place[members] = settle(part_rows, start, iterations=turns if number == 0 else min(turns, 80), forces=forces, work=work)
    return place


def _changed(
    graph: Graph, rows: Adjacency, start: pl.DataFrame, *, seed: int, forces: Forces, iterations: int | None, work: Work
) -> NDArray[np.float64]:
    """Lay out a changed graph so that an earlier map of it is recognised."""
    known = graph.actors.select("id").join(start.select("id", "x", "y"), on="id", how="left", maintain_order="left")
    place = known.select("x", "y").to_numpy().astype(np.float64)
    old = np.isfinite(place).all(axis=1)
    if not old.any():
        raise GraphError("The earlier map shows none of the actors", remedy="Leave out start=")
    width = float(np.ptp(place[old], axis=0).max()) or 1.0
    noise = np.random.Generator(np.random.Philox(seed)).standard_normal(place.shape)
    placed = old.copy()
    while not placed.all():
        beside = ~placed & (np.bincount(rows.rows, placed[rows.indices], minlength=len(rows)) > 0)
        if not beside.any():
            # Without a tie to the old map: outside it, at an angle of its own.
            rest = np.flatnonzero(~placed)
            angle = rest * 2.399963
            centre = place[placed].mean(axis=0)
            place[rest] = centre + 0.6 * width * np.column_stack((np.cos(angle), np.sin(angle)))
            break
        link = beside[rows.rows] & placed[rows.indices]
        count = np.bincount(rows.rows[link], minlength=len(rows))[beside]
        for axis in (0, 1):
            total = np.bincount(rows.rows[link], place[rows.indices[link], axis], minlength=len(rows))[beside]
            place[beside, axis] = total / count
        placed |= beside
    place[~old] += noise[~old] * width * 0.01
    # Forces have a natural scale; the earlier map is brought to it, and back afterwards.
    centre, scale = place[old].mean(axis=0), 20.0 * np.sqrt(len(rows)) / width
    leash = np.where(old, LEASH * width * scale / np.sqrt(2), np.inf)
    begin = (place - centre) * scale
    turns = iterations if iterations is not None else 40
    moved = settle(rows, begin, iterations=turns, forces=forces, leash=leash, work=work)
    # Forces may throw a new actor far out while the old are held: it stays within reach of the map.
    limit = 1.1 * float(np.hypot(*moved[old].T).max())
    length = np.hypot(*moved.T)
    moved *= np.where((length > limit) & ~old, limit / np.maximum(length, 1e-12), 1.0)[:, None]
    parted = part(moved, radii(rows, _gap(rows, moved) * 0.5), hold=old, rounds=30)
    return np.asarray(parted / scale + centre)


def _circular(graph: Graph, by: str) -> NDArray[np.float64]:
    """Return a circle on which actors of a kind stand together, the best connected first."""
    frame = graph.actors.select(pl.col(by).cast(pl.String).alias("kind") if by in graph.actors.columns else pl.lit("").alias("kind"))
    order = (
        frame.with_columns(degree=pl.Series(graph.around.degrees), row=pl.int_range(pl.len()))
        .sort("kind", "degree", "row", descending=[False, True, False], nulls_last=True)["row"]
        .to_numpy()
    )
    angle = np.empty(len(graph))
    angle[order] = 2 * np.pi * np.arange(len(graph)) / max(len(graph), 1)
    return np.column_stack((np.cos(angle), np.sin(angle)))


def _bands(graph: Graph, by: str) -> NDArray[np.float64]:
    """Return rings, one a kind, the kind with the most ties per actor inside; a ring is as long as its actors need."""
    kinds = graph.attribute(by).cast(pl.String).fill_null("")
    frame = pl.DataFrame({"kind": kinds, "degree": graph.around.degrees, "row": np.arange(len(graph))})
    rank = frame.group_by("kind").agg(pl.col("degree").mean()).sort("degree", "kind", descending=[True, False])["kind"].to_list()
    place = np.zeros((len(graph), 2))
    radius = 0.0
    for kind in rank:
        rows = frame.filter(pl.col("kind") == kind).sort("degree", "row", descending=[True, False])["row"].to_numpy()
        radius = max(radius + 3.0, rows.shape[0] * 1.5 / (2 * np.pi)) if rows.shape[0] > 1 or radius else 0.0
        angle = 2 * np.pi * np.arange(rows.shape[0]) / rows.shape[0] + 0.5 * radius
        place[rows] = radius * np.column_stack((np.cos(angle), np.sin(angle)))
        radius = radius or 0.01
    return place


def _geographic(graph: Graph) -> pl.DataFrame:
    """Return longitude and latitude, the former shortened as the parallels are at the mean latitude."""
    longitude, latitude = graph.attribute("longitude").cast(pl.Float64), graph.attribute("latitude").cast(pl.Float64)
    middle = float(np.deg2rad(np.nanmean(latitude.to_numpy()))) if latitude.count() else 0.0
    return pl.DataFrame({"id": graph.actors["id"], "x": longitude * float(np.cos(middle)), "y": latitude})


def _scaled(place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centre a map and make the farthest actor stand 1,000 from the centre."""
    if not place.shape[0]:
        return place
    place = place - (place.max(axis=0) + place.min(axis=0)) / 2
    return place * (1000.0 / (float(np.hypot(*place.T).max()) or 1.0))


def _frame(graph: Graph, place: NDArray[np.float64]) -> pl.DataFrame:
    """Return positions beside the ids; a hundred thousandth of the map's radius is more than any screen shows."""
    rounded = np.round(place, 2) + 0.0
    return pl.DataFrame({"id": graph.actors["id"], "x": rounded[:, 0], "y": rounded[:, 1]})
