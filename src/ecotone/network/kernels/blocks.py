"""Moves of actors between the groups of a stochastic blockmodel: at random at a temperature, and to the likeliest group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def _term(x: float) -> float:
    """Return x log x, 0 at 0; what rounding left below 0 counts as 0."""
    if x > 1e-12:
        return float(x * np.log(x))
    return 0.0


@kernel
def _gain(
    between: NDArray[np.float64], kappa: NDArray[np.float64], links: NDArray[np.float64], degree: float, own: int, other: int
) -> float:
    """Return how much m log m, less twice κ log κ, rises when an actor with these links goes from its own group to another."""
    gain = 0.0
    for t in range(kappa.shape[0]):
        if t not in (own, other) and links[t] != 0.0:
            gain += _term(between[own, t] - links[t]) - _term(between[own, t])
            gain += _term(between[other, t] + links[t]) - _term(between[other, t])
    gain += _term(between[own, other] + links[own] - links[other]) - _term(between[own, other])
    gain *= 2.0
    gain += _term(between[own, own] - 2.0 * links[own]) - _term(between[own, own])
    gain += _term(between[other, other] + 2.0 * links[other]) - _term(between[other, other])
    sums = _term(kappa[own] - degree) - _term(kappa[own]) + _term(kappa[other] + degree) - _term(kappa[other])
    return gain - 2.0 * sums


@kernel
def _shift(
    between: NDArray[np.float64], kappa: NDArray[np.float64], links: NDArray[np.float64], degree: float, own: int, other: int
) -> None:
    """Move an actor's ties from one group to another, in both directions of the matrix."""
    for t in range(kappa.shape[0]):
        between[own, t] -= links[t]
        between[other, t] += links[t]
    for t in range(kappa.shape[0]):
        between[t, own] -= links[t]
        between[t, other] += links[t]
    kappa[own] -= degree
    kappa[other] += degree


@kernel
def cool(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    weights: NDArray[np.float64],
    degree: NDArray[np.float64],
    group: NDArray[np.int64],
    between: NDArray[np.float64],
    kappa: NDArray[np.float64],
    size: NDArray[np.int64],
    order: NDArray[np.int32],
    drawn: NDArray[np.int64],
    chance: NDArray[np.float64],
    heat: float,
) -> None:
    """Offer each actor one group, drawn beforehand: it goes if that is likelier, or else with a chance that falls with the loss."""
    links = np.zeros(kappa.shape[0], np.float64)
    for at in range(order.shape[0]):
        v = order[at]
        own = group[v]
        other = drawn[at]
        if own == other or degree[v] == 0.0 or size[own] == 1:
            continue
        links[:] = 0.0
        for k in range(indptr[v], indptr[v + 1]):
            links[group[indices[k]]] += weights[k]
        gain = _gain(between, kappa, links, degree[v], own, other)
        if gain >= 0.0 or chance[at] < np.exp(gain / heat):
            _shift(between, kappa, links, degree[v], own, other)
            group[v] = other
            size[own] -= 1
            size[other] += 1


@kernel
def settle(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    weights: NDArray[np.float64],
    degree: NDArray[np.float64],
    group: NDArray[np.int64],
    between: NDArray[np.float64],
    kappa: NDArray[np.float64],
    size: NDArray[np.int64],
    order: NDArray[np.int32],
) -> int:
    """Let each actor go to the group in which the ties are likeliest; return how many went."""
    links = np.zeros(kappa.shape[0], np.float64)
    went = 0
    for at in range(order.shape[0]):
        v = order[at]
        own = group[v]
        if degree[v] == 0.0 or size[own] == 1:
            continue
        links[:] = 0.0
        for k in range(indptr[v], indptr[v + 1]):
            links[group[indices[k]]] += weights[k]
        best = own
        most = 1e-9
        for other in range(kappa.shape[0]):
            if other != own:
                gain = _gain(between, kappa, links, degree[v], own, other)
                if gain > most:
                    best = other
                    most = gain
        if best != own:
            _shift(between, kappa, links, degree[v], own, best)
            group[v] = best
            size[own] -= 1
            size[best] += 1
            went += 1
    return went
