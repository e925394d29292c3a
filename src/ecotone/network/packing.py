"""Put the pieces of a map beside each other: components packed into a disc, no two actors on top of each other.

Components come largest first; each goes to the free place nearest to the centre, looked for along a spiral. The many
that are small (isolated actors above all) share a field of their own, in the spiral of a sunflower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.network.kernels.overlap import push_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

GOLDEN_ANGLE: Final = np.pi * (3.0 - np.sqrt(5.0))
MANY: Final = 1500
"""From so many actors on a compiled grid finds what overlaps; below, nothing is compiled."""
ONE_BY_ONE: Final = 80
"""So many of the largest components are placed singly; the rest share a field."""


def sunflower(count: int, spacing: float) -> NDArray[np.float64]:
    """Return places about `spacing` apart that fill a disc evenly, the centre first."""
    number = np.arange(count)
    radius, angle = spacing * 0.62 * np.sqrt(number), number * GOLDEN_ANGLE
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def pack(place: NDArray[np.float64], component: NDArray[np.int64], *, margin: float) -> NDArray[np.float64]:
    """Move components, each as a whole, so that their circles do not overlap.

    Parameters
    ----------
    place : ndarray, shape (n, 2)
        Where actors are within their component.
    component : ndarray of int
        Component of each actor, 0 the largest, as `whole.components` numbers them.
    margin : float
        Least distance between actors of two components.
    """
    if not component.shape[0]:
        return place
    number = int(component.max()) + 1
    counts = np.bincount(component, minlength=number)
    middle = np.column_stack([np.bincount(component, place[:, axis], minlength=number) / counts for axis in (0, 1)])
    radius = np.zeros(number)
    np.maximum.at(radius, component, np.hypot(*(place - middle[component]).T))
    radius += margin / 2
    singly = np.flatnonzero((counts > 1) & (np.arange(number) < ONE_BY_ONE))
    field = np.setdiff1d(np.arange(number), singly)
    centre = np.zeros((number, 2))
    circles: list[tuple[float, NDArray[np.int64], NDArray[np.float64]]] = [
        (float(radius[c]), np.array([c]), np.zeros((1, 2))) for c in singly[np.argsort(-radius[singly], kind="stable")]
    ]
    if field.shape[0]:
        widest = float(radius[field].max())
        spots = sunflower(field.shape[0], 2 * widest)
        circles.append((float(np.hypot(*spots.T).max()) + widest, field, spots))
    placed: list[tuple[float, float, float]] = []
    for size, members, spots in circles:
        x, y = _nearest_free(size, np.array(placed).reshape(-1, 3))
        placed.append((x, y, size))
        centre[members] = spots + np.array([x, y])
    return place - middle[component] + centre[component]


def _nearest_free(size: float, placed: NDArray[np.float64]) -> tuple[float, float]:
    """Return the place nearest to the centre where a circle of that size touches no other."""
    if not placed.shape[0]:
        return 0.0, 0.0
    far = float((np.hypot(placed[:, 0], placed[:, 1]) + placed[:, 2]).max()) + size
    tries = 4000
    number = np.arange(tries)
    # The angle goes on by the golden section while the radius grows evenly in area: no direction is favoured.
    reach = far * np.sqrt((number + 1) / tries)
    spots = np.column_stack((reach * np.cos(number * GOLDEN_ANGLE), reach * np.sin(number * GOLDEN_ANGLE)))
    gap = np.hypot(spots[:, None, 0] - placed[:, 0], spots[:, None, 1] - placed[:, 1]) - placed[:, 2] - size
    free = np.flatnonzero(gap.min(axis=1) >= 0)
    spot = spots[free[0]] if free.shape[0] else np.array([far, 0.0])
    return float(spot[0]), float(spot[1])


def part(
    place: NDArray[np.float64],
    radius: NDArray[np.float64],
    *,
    rounds: int = 60,
    hold: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Push actors apart until no two overlap.

    Parameters
    ----------
    place : ndarray, shape (n, 2)
        Where actors are.
    radius : ndarray
        Half the room that each takes.
    rounds : int
        Most rounds of pushing; it ends before where nothing overlaps.
    hold : ndarray of bool, optional
        Actors that stay where they are.
    """
    place = place.copy()
    if place.shape[0] < 2:
        return place
    share = np.ones(place.shape[0]) if hold is None else (~hold).astype(np.float64)
    if place.shape[0] >= MANY:
        x, y = np.ascontiguousarray(place[:, 0]), np.ascontiguousarray(place[:, 1])
        for turn in range(rounds):
            if not push_apart(x, y, radius, share, turn, GOLDEN_ANGLE):
                break
        return np.column_stack((x, y))
    return _part_few(place, radius, share, rounds)


def _part_few(place: NDArray[np.float64], radius: NDArray[np.float64], share: NDArray[np.float64], rounds: int) -> NDArray[np.float64]:
    """Push few actors apart with a tree that SciPy has compiled."""
    from scipy.spatial import cKDTree

    largest = float(radius.max())
    for turn in range(rounds):
        pairs = cKDTree(place).query_pairs(2 * largest, output_type="ndarray")
        if not pairs.shape[0]:
            break
        a, b = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        apart = place[b] - place[a]
        length = np.hypot(*apart.T)
        overlap = radius[a] + radius[b] - length
        hit = (overlap > 1e-9) & (share[a] + share[b] > 0)
        if not hit.any():
            break
        a, b, apart, length, overlap = a[hit], b[hit], apart[hit], length[hit], overlap[hit]
        same = length < 1e-12
        angle = (a[same] * 7 + b[same] * 13 + turn) * GOLDEN_ANGLE
        apart[same] = np.column_stack((np.cos(angle), np.sin(angle)))
        length[same] = 1.0
        push = apart * ((overlap * 0.52) / length / (share[a] + share[b]) * 2)[:, None]
        for axis in (0, 1):
            place[:, axis] -= np.bincount(a, push[:, axis], minlength=place.shape[0]) * share
            place[:, axis] += np.bincount(b, push[:, axis], minlength=place.shape[0]) * share
    return place
