"""ForceAtlas2: actors repel each other, ties pull, and the map settles.

The forces and the adaptive speed are the paper's: repulsion by (degree + 1) of both ends over distance, pull
proportional to distance (or to its logarithm, `linlog`), gravity towards the centre, and a speed that falls where
actors swing. Up to 1,500 actors repulsion is summed over all pairs by NumPy; beyond, a compiled quadtree approximates it.

References
----------
Jacomy, M. et al. (2014). ForceAtlas2, a continuous graph layout algorithm for handy network visualization designed for
the Gephi software. PLoS ONE 9, e98679. Noack, A. (2009). Modularity clustering is force-directed layout (LinLog).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.network.kernels import layout as kernels
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency

ALL_PAIRS: Final = 1500


@dataclass(frozen=True, slots=True)
class Forces:
    """How hard actors push and ties pull.

    Parameters
    ----------
    scaling : float
        Strength of repulsion.
    gravity : float
        Pull of the centre, so that nothing drifts away.
    linlog : bool
        Pull by the logarithm of distance: communities stand out more.
    influence : float
        Exponent of a tie's strength in its pull; 0 pulls all ties alike.
    theta : float
        A cell of the quadtree narrower than theta times its distance counts as one body.
    jitter : float
        How much swinging is put up with for speed.
    """

    scaling: float = 2.0
    gravity: float = 1.0
    linlog: bool = False
    influence: float = 0.5
    theta: float = 1.2
    jitter: float = 1.0


def settle(
    rows: Adjacency,
    start: NDArray[np.float64],
    *,
    iterations: int,
    forces: Forces = Forces(),
    leash: NDArray[np.float64] | None = None,
    work: Work = SILENT,
) -> NDArray[np.float64]:
    """Move actors from where they start until the forces have acted for some iterations.

    Parameters
    ----------
    rows : Adjacency
        Ties at both of their ends; weights are strengths.
    start : ndarray, shape (n, 2)
        Where each actor starts; no two in the same place.
    iterations : int
        How often forces act.
    forces : Forces
        How hard.
    leash : ndarray, optional
        How far from its start each actor may go; infinity is anywhere.

    Returns
    -------
    ndarray, shape (n, 2)
        Where each actor ends. The same input gives the same bytes.
    """
    n = len(rows)
    place = start.astype(np.float64).copy()
    if n < 2:
        return place
    mass: NDArray[np.float64] = rows.degrees + np.float64(1)
    pull = np.asarray(rows.weights**forces.influence, np.float64)
    before = np.zeros((n, 2))
    speed, efficiency = 1.0, 1.0
    for turn in range(iterations):
        force = _forces(rows, place, mass, pull, forces)
        swing = np.hypot(*(force - before).T)
        traction = np.hypot(*(force + before).T) / 2
        total_swing, total_traction = float(mass @ swing), float(mass @ traction)
        speed, efficiency = _speed(n, total_swing, total_traction, speed, efficiency, jitter=forces.jitter)
        place += force * (speed / (1.0 + np.sqrt(speed * mass * swing)))[:, None]
        if leash is not None:
            away = place - start
            length = np.hypot(*away.T)
            short = np.divide(leash, length, out=np.ones(n), where=length > leash)
            place = start + away * short[:, None]
        before = force
        if turn % 16 == 0:
            work.step(turn, iterations, "Placing the actors")
    return place


def _forces(
    rows: Adjacency, place: NDArray[np.float64], mass: NDArray[np.float64], pull: NDArray[np.float64], forces: Forces
) -> NDArray[np.float64]:
    """Add up repulsion, pull and gravity on each actor."""
    x, y = np.ascontiguousarray(place[:, 0]), np.ascontiguousarray(place[:, 1])
    fx, fy = np.zeros(x.shape[0]), np.zeros(x.shape[0])
    if x.shape[0] > ALL_PAIRS:
        kernels.repulsion(x, y, mass, forces.scaling, forces.theta, fx, fy)
        kernels.attraction(rows.indptr, rows.indices, pull, x, y, int(forces.linlog), fx, fy)
    else:
        dx, dy = x[:, None] - x, y[:, None] - y
        push = dx * dx + dy * dy
        np.fill_diagonal(push, 1.0)
        np.divide(mass, push, out=push, where=push > 0)
        fx += forces.scaling * mass * np.einsum("ij,ij->i", dx, push)
        fy += forces.scaling * mass * np.einsum("ij,ij->i", dy, push)
        tails, heads = rows.rows, rows.indices
        tx, ty = x[heads] - x[tails], y[heads] - y[tails]
        if forces.linlog:
            length = np.hypot(tx, ty)
            pull = pull * np.divide(np.log1p(length), length, out=np.zeros_like(length), where=length > 0)
        fx += np.bincount(tails, pull * tx, minlength=x.shape[0])
        fy += np.bincount(tails, pull * ty, minlength=x.shape[0])
    centre = np.hypot(x, y)
    hold = np.divide(forces.gravity * mass, centre, out=np.zeros_like(centre), where=centre > 0)
    return np.column_stack((fx - x * hold, fy - y * hold))


def _speed(n: int, swing: float, traction: float, speed: float, efficiency: float, *, jitter: float) -> tuple[float, float]:
    """Return the next speed: as fast as the swinging of the actors allows, rising by at most half."""
    if swing == 0 or traction == 0:
        return speed, efficiency
    best = 0.05 * np.sqrt(n)
    tolerance = jitter * max(np.sqrt(best), min(10.0, best * traction / (n * n)))
    if swing / traction > 2.0:
        efficiency = efficiency * 0.5 if efficiency > 0.05 else efficiency
        tolerance = max(tolerance, jitter)
    target = tolerance * efficiency * traction / swing
    if swing > tolerance * traction:
        efficiency = efficiency * 0.7 if efficiency > 0.05 else efficiency
    elif speed < 1000:
        efficiency *= 1.3
    return float(speed + min(target - speed, 0.5 * speed)), float(efficiency)
