"""Direct blockmodels: positions of actors such that between two positions there is all, nothing, or a rule.

The partition with the fewest inconsistencies with ideal blocks is sought itself, by moving and exchanging actors from many starts. For
networks above 300 actors, and where ties are to be likely rather than all or nothing, see `stochastic`.

References
----------
Doreian, P., Batagelj, V. and Ferligoj, A. (2005). Generalized Blockmodeling. Cambridge University Press.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.equivalence import matrix
from ecotone.network.groups import numbered
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

Block = Literal["null", "complete", "regular"]
LARGEST: Final = 300
"""Actors up to which a direct blockmodel is sought."""


@dataclass(frozen=True, slots=True, eq=False)
class Blockmodel:
    """Positions, and what there is between each two.

    Attributes
    ----------
    position : ndarray of int
        Of each actor.
    image : tuple of tuple of str
        Kind of block from each position to each.
    errors : float
        Inconsistencies with ideal blocks; 0 is a perfect fit.
    block_errors : ndarray
        Inconsistencies of each block.
    found : int
        In how many of the starts this was the best that came out.
    """

    position: NDArray[np.int64]
    image: tuple[tuple[str, ...], ...]
    errors: float
    block_errors: NDArray[np.float64]
    found: int


def inconsistencies(block: NDArray[np.bool_], kind: Block, *, diagonal: bool) -> float:
    """Count what is missing from an ideal block, or too much in it; ties with oneself do not count.

    A regular block has a tie in every row and every column: each row without and each column without count as in Doreian et al. (2005,
    table 7.2), (rows without) x columns + (columns without) x rows with.
    """
    rows, columns = block.shape
    ones = int(block.sum())
    if kind == "null":
        return float(ones)
    if kind == "complete":
        return float(rows * columns - (rows if diagonal else 0) - ones)
    covered_rows, covered_columns = int(block.any(axis=1).sum()), int(block.any(axis=0).sum())
    return float((columns - covered_columns) * rows + (rows - covered_rows) * covered_columns)


def blockmodel(
    graph: Graph,
    count: int,
    *,
    allowed: Sequence[Block] = ("null", "complete"),
    starts: int = 30,
    seed: int = 0,
    work: Work = SILENT,
) -> Blockmodel:
    """Seek the partition into positions with the fewest inconsistencies.

    Parameters
    ----------
    graph : Graph
        At most 300 actors; only whether there is a tie counts.
    count : int
        Number of positions.
    allowed : sequence of str
        Kinds of ideal blocks; `null` and `complete` are structural equivalence, `null` and `regular` regular equivalence.
    starts : int
        Random partitions from which the search begins.
    seed : int
        Decides them.

    Raises
    ------
    GraphError
        If there are too many actors, or fewer actors than positions, or no kind of block.
    """
    n = len(graph)
    if n > LARGEST:
        raise GraphError(
            "Too many actors for a direct blockmodel",
            got=f"{n:,}",
            expected=f"at most {LARGEST}",
            remedy="Give a scope, or use stochastic()",
        )
    if not 1 <= count <= n:
        raise GraphError("Every position needs an actor", got=f"{count} positions", expected=f"1 to {n}")
    if not allowed or set(allowed) - {"null", "complete", "regular"}:
        raise GraphError("There are no such blocks", got=", ".join(allowed) or "none", expected="null, complete, regular")
    ties = matrix(graph) != 0
    rng = np.random.Generator(np.random.Philox(seed))
    best: tuple[float, list[int]] | None = None
    found = 0
    for start in range(starts):
        position = rng.permutation(np.concatenate((np.arange(count), rng.integers(0, count, n - count))))
        errors = _descend(ties, position, count, allowed)
        key = (errors, numbered(position).tolist())
        if best is None or key[0] < best[0] - 1e-9:
            best, found = key, 0
        found += abs(errors - best[0]) < 1e-9
        best = min(best, key)
        work.step(start, starts, "blockmodel")
    assert best is not None
    position = np.asarray(best[1], np.int64)
    kinds, each = _fit(ties, position, count, allowed)
    return Blockmodel(position, kinds, float(each.sum()), each, found)


def _descend(ties: NDArray[np.bool_], position: NDArray[np.int64], count: int, allowed: Sequence[Block]) -> float:
    """Move one actor, or exchange two, while that lowers the inconsistencies; changes `position`."""
    errors = float(_fit(ties, position, count, allowed)[1].sum())
    better = True
    while better and errors:
        better = False
        sizes = np.bincount(position, minlength=count)
        for actor in range(position.shape[0]):
            own = int(position[actor])
            for other in range(count):
                if other == own or sizes[own] == 1:
                    continue
                position[actor] = other
                now = float(_fit(ties, position, count, allowed)[1].sum())
                if now < errors - 1e-9:
                    errors, better = now, True
                    sizes[own] -= 1
                    sizes[other] += 1
                    own = other
                else:
                    position[actor] = own
        if better:
            continue
        for one in range(position.shape[0]):
            for other in range(one + 1, position.shape[0]):
                if position[one] == position[other]:
                    continue
                position[one], position[other] = position[other], position[one]
                now = float(_fit(ties, position, count, allowed)[1].sum())
                if now < errors - 1e-9:
                    errors, better = now, True
                else:
                    position[one], position[other] = position[other], position[one]
    return errors


def _fit(
    ties: NDArray[np.bool_], position: NDArray[np.int64], count: int, allowed: Sequence[Block]
) -> tuple[tuple[tuple[str, ...], ...], NDArray[np.float64]]:
    """Choose for each block the ideal kind with the fewest inconsistencies, the first of equals."""
    members = [np.flatnonzero(position == number) for number in range(count)]
    each = np.zeros((count, count))
    kinds: list[tuple[str, ...]] = []
    for one in range(count):
        line: list[str] = []
        for other in range(count):
            block = ties[np.ix_(members[one], members[other])]
            costs = [inconsistencies(block, kind, diagonal=one == other) for kind in allowed]
            cheapest = int(np.argmin(costs))
            each[one, other] = costs[cheapest]
            line.append(allowed[cheapest])
        kinds.append(tuple(line))
    return tuple(kinds), each
