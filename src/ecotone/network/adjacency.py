"""Who is tied to whom, as compressed sparse rows: the arrays that every kernel takes.

Row `i` of an adjacency lists the actors that actor `i` reaches, in ascending order, with the weight of each tie.
Parallel ties are one entry; a tie of an actor with itself has no place here (`Graph.loops` keeps it), because no
measure of position, brokerage or path is defined on it, and those few that are ask for it by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from ecotone.network.kernels.csr import compress

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMALL: Final = 50_000
"""Up to this many ties NumPy sorts; beyond, a compiled counting sort. Small graphs compile nothing."""
INT32: Final = 2**31
"""Fewer entries than this are counted in 32 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Adjacency:
    """Compressed sparse rows of a graph without loops and parallel ties.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n + 1,)
        Where each actor's row starts and ends.
    indices : ndarray of int32
        Neighbours, ascending in each row.
    weights : ndarray of float64
        Weight of each tie.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    weights: NDArray[np.float64]

    def __len__(self) -> int:
        return int(self.indptr.shape[0]) - 1

    @property
    def degrees(self) -> NDArray[np.int64]:
        """Count the neighbours of each actor."""
        return np.diff(self.indptr)

    @property
    def rows(self) -> NDArray[np.int32]:
        """Return the actor at the tail of each entry, beside `indices`."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.degrees)

    def row_sums(self, values: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Add up the weights, or any values beside them, of each row."""
        return np.bincount(self.rows, self.weights if values is None else values, minlength=len(self)).astype(np.float64)

    def matrix(self, values: NDArray[np.float64] | None = None) -> Any:
        """Return a SciPy sparse array of the weights, of other values beside them, without copying what can be shared."""
        from scipy.sparse import csr_array

        data = self.weights if values is None else values
        # SciPy keeps both index arrays in one type, and would copy the long one to that of the short one.
        indptr = self.indptr.astype(np.int32) if self.indices.shape[0] < INT32 else self.indptr
        return csr_array((data, self.indices, indptr), shape=(len(self), len(self)))

    def ones(self) -> Any:
        """Return a SciPy sparse array with 1 for each tie."""
        return self.matrix(np.ones(self.indices.shape[0]))

    def with_weights(self, weights: NDArray[np.float64]) -> Adjacency:
        """Return the same rows with other weights."""
        return Adjacency(self.indptr, self.indices, weights)

    def keep(self, mask: NDArray[np.bool_]) -> Adjacency:
        """Return the adjacency without the entries that the mask leaves out."""
        degrees = np.bincount(self.rows[mask], minlength=len(self))
        return Adjacency(np.concatenate(([0], np.cumsum(degrees))), self.indices[mask], self.weights[mask])


def build(
    n: int,
    tails: NDArray[np.int32],
    heads: NDArray[np.int32],
    weights: NDArray[np.float64],
    *,
    parallel: Literal["sum", "least"] = "sum",
    both_ways: bool = False,
) -> Adjacency:
    """Build compressed rows from ties without loops.

    Parameters
    ----------
    n : int
        Number of actors.
    tails, heads : ndarray of int32
        Ends of each tie, from 0.
    weights : ndarray of float64
        Weight of each.
    parallel : {'sum', 'least'}
        What becomes of parallel ties: strengths are added, of distances the least is kept.
    both_ways : bool
        Whether each tie also goes from its head to its tail, and is parallel to one that is given so.

    Examples
    --------
    >>> import numpy as np
    >>> rows = build(3, np.int32([2, 0, 0]), np.int32([0, 1, 1]), np.float64([1, 2, 3]))
    >>> rows.indptr, rows.indices, rows.weights
    (array([0, 1, 1, 2]), array([1, 0], dtype=int32), array([5., 1.]))
    """
    if tails.shape[0] > SMALL:
        return Adjacency(*compress(n, tails, heads, weights, int(parallel == "sum"), int(both_ways)))
    if both_ways:
        tails, heads, weights = np.concatenate((tails, heads)), np.concatenate((heads, tails)), np.concatenate((weights, weights))
    key = tails.astype(np.int64) * n + heads
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if key.shape[0] else np.empty(0, np.int64)
    merge = np.add if parallel == "sum" else np.minimum
    values = merge.reduceat(weights[order], first) if first.shape[0] else np.empty(0)
    rows = tails[order][first]
    indptr = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=n)))).astype(np.int64)
    return Adjacency(indptr, heads[order][first].astype(np.int32), values.astype(np.float64))
