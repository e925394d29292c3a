"""Statistics of very many runs without keeping them: mean, deviation, range and percentiles, block by block.

Means and deviations are updated exactly (Chan, Golub and LeVeque). Percentiles come from a sketch of each variable at each
time: two thousand values of equal weight, merged with each gathering of runs; a percentile's rank is right to about a tenth of
a per cent. Runs are gathered by the same number whoever ran them, so the same call gives the same bytes, here and on a cluster.

References
----------
T. F. Chan, G. H. Golub, R. J. LeVeque: Algorithms for computing the sample variance. The American Statistician 37(3), 1983.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.dynamics.spread import blocks
from ecotone.errors import NotFoundError
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from ecotone.dynamics.model import Model
    from ecotone.dynamics.spread import Engine
    from ecotone.work import Work

    Array = NDArray[np.float64]

KEPT: Final = 2048
"""Values of a sketch."""
GATHERED: Final = 4096
"""Runs that are gathered before they are merged into the sketch."""


@dataclass(frozen=True)
class Summary:
    """Statistics of an ensemble, each array of shape (saves, columns); `percentiles` of (shares, saves, columns)."""

    time: Array
    columns: tuple[str, ...]
    members: int
    mean: Array
    deviation: Array
    least: Array
    most: Array
    shares: tuple[float, ...]
    percentiles: Array

    def band(self, column: str) -> Array:
        """Return the percentiles of a variable, shape (shares, saves)."""
        if column not in self.columns:
            raise NotFoundError("No such variable in the summary", got=column)
        found: Array = self.percentiles[:, :, self.columns.index(column)]
        return found


class _Sketch:
    """Values of equal weight for each of many series, merged with new ones."""

    def __init__(self) -> None:
        self.values: Array | None = None
        self.count = 0

    def add(self, values: Array) -> None:
        """Merge new values, the last axis running over members."""
        fresh = np.sort(values, axis=-1)
        total = self.count + fresh.shape[-1]
        if self.values is None:
            joined, weights = fresh, None
        else:
            joined = np.concatenate([self.values, fresh], axis=-1)
            order = np.argsort(joined, axis=-1, kind="stable")
            each = np.concatenate([np.full(self.values.shape[-1], self.count / self.values.shape[-1]), np.ones(fresh.shape[-1])])
            joined, weights = np.take_along_axis(joined, order, axis=-1), each[order]
        self.count = total
        if weights is None and joined.shape[-1] <= KEPT:
            self.values = joined
            return
        if weights is None:
            weights = np.ones_like(joined)
        middle = np.cumsum(weights, axis=-1) - 0.5 * weights
        wanted = (np.arange(KEPT) + 0.5) / KEPT * total
        flat_values, flat_middle = joined.reshape(-1, joined.shape[-1]), middle.reshape(-1, joined.shape[-1])
        kept = np.stack([np.interp(wanted, m, v) for m, v in zip(flat_middle, flat_values, strict=True)])
        self.values = kept.reshape(*joined.shape[:-1], KEPT)

    def at(self, share: float) -> Array:
        """Return the value below which a share of the members lies."""
        assert self.values is not None
        count = self.values.shape[-1]
        place = min(max(share * count - 0.5, 0.0), count - 1.0)
        low = int(place)
        high = min(low + 1, count - 1)
        found: Array = self.values[..., low] * (1 - (place - low)) + self.values[..., high] * (place - low)
        return found


def _gathered(parts: Iterable[Array]) -> Iterator[Array]:
    """Put parts together, so that all but the last hold the same number of runs."""
    held: list[Array] = []
    count = 0
    for part in parts:
        rest = part
        while count + rest.shape[2] >= GATHERED:
            held.append(rest[:, :, : GATHERED - count])
            rest = rest[:, :, GATHERED - count :]
            yield np.concatenate(held, axis=2)
            held, count = [], 0
        held.append(rest)
        count += rest.shape[2]
    if count:
        yield np.concatenate(held, axis=2)


def summarise(
    model: Model,
    *,
    members: int,
    constants: Mapping[str, ArrayLike],
    outputs: Sequence[str],
    shares: Sequence[float] = (0.05, 0.25, 0.5, 0.75, 0.95),
    seed: int = 0,
    engine: Engine = "auto",
    work: Work = SILENT,
) -> Summary:
    """Run an ensemble and keep its statistics alone.

    Parameters
    ----------
    model : Model
        The model.
    members, constants, outputs, seed, engine
        As in `Model.run`.
    shares : sequence of float
        Which percentiles, as shares of one.

    Examples
    --------
    >>> from ecotone.dynamics.diffusion import technology_diffusion
    >>> model = technology_diffusion(years=2, step=0.5).model()
    >>> draws = np.linspace(0.2, 0.6, 101)
    >>> found = summarise(model, members=101, constants={"imitation": draws}, outputs=["adopters"], shares=(0.5,))
    >>> whole = model.run(members=101, constants={"imitation": draws})["adopters"]
    >>> bool(np.allclose(found.band("adopters")[0], np.median(whole, axis=1)))
    True
    """
    program, grid = model.program(outputs)
    given = model.given(program, model.graph, members, constants)
    shape = (int(grid.saved.sum()), len(program.labels))
    count, mean, squares = 0, np.zeros(shape), np.zeros(shape)
    least, most = np.full(shape, np.inf), np.full(shape, -np.inf)
    sketch = _Sketch()
    method = model.document.specification.method
    parts = blocks(program, grid, members, values=given, seed=seed, method=method, which=engine, work=work)
    for values in _gathered(part for _, _, part in parts):
        fresh = values.shape[2]
        with np.errstate(invalid="ignore"):
            part = values.mean(axis=2)
            gap = part - mean
            squares += ((values - part[:, :, None]) ** 2).sum(axis=2) + gap**2 * (count * fresh / (count + fresh))
            mean += gap * (fresh / (count + fresh))
        count += fresh
        least, most = np.minimum(least, values.min(axis=2)), np.maximum(most, values.max(axis=2))
        sketch.add(values)
    deviation = np.sqrt(squares / max(count - 1, 1))
    percentiles = np.stack([sketch.at(share) for share in shares])
    return Summary(grid.times[grid.saved], program.labels, count, mean, deviation, least, most, tuple(shares), percentiles)
