"""A table as cells that do not overlap, each with its outcome: what is still possible, which rows decide, what to ask next.

Tables that use another table's outcome are joined with it, so that a cell speaks of answers only and no outcome is called possible
that no product can have. Three-valued logic is then a comparison of bits: a cell is possible while every question has an answer left
that the cell allows.

References
----------
Kleene (1952), Introduction to metamathematics, sec. 64 (three-valued logic).
Quinlan (1986), Induction of decision trees, Machine Learning 1 (information gain).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import InputError
from ecotone.pathways.boxes import Box, meet, subtract, subtract_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ecotone.pathways.questions import Constraint, Known, Question
    from ecotone.pathways.table import DecisionTable, Row

RowName = tuple[str, str]
"""A table and one of its rows."""
MOST_CELLS: Final = 50_000
"""Cells of a table; the shipped ones have hundreds. A file that asks for more would take a machine's memory."""
SMALLEST: Final = 1e-12
"""Bits of information that are none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A set of products with one outcome.

    Parameters
    ----------
    masks : dict
        Masks of answers by question; a question that is not in it does not matter.
    outcome : str
        What comes out.
    rows : tuple
        The rows that say so: the table's own, and those of the tables it uses.
    """

    masks: Mapping[str, int]
    outcome: str
    rows: tuple[RowName, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table says of a product of which not everything is known.

    Parameters
    ----------
    table : str
        The table.
    possible : tuple of str
        Outcomes that are still possible, in the table's order.
    shares : dict
        Share of the products that fit what is known, by outcome: each combination of open answers counts the same.
    rows : tuple
        The rows that decide between them.
    certain : tuple of str or None
        Of a table that gives all that hold: the rows that hold whatever the open answers are; `possible` are then its rows too.
    """

    table: str
    possible: tuple[str, ...]
    shares: Mapping[str, float]
    rows: tuple[RowName, ...]
    certain: tuple[str, ...] | None = None

    @property
    def decided(self) -> bool:
        """Tell whether one outcome is left; of a table that gives all that hold, whether it is clear which do."""
        return len(self.possible) == 1 if self.certain is None else self.possible == self.certain

    @property
    def outcome(self) -> str | None:
        """Return the one outcome, or None while several are possible or where a table gives several."""
        return self.possible[0] if self.certain is None and self.decided else None


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A table on a day, as arrays.

    Parameters
    ----------
    table : DecisionTable
        The table.
    axes : tuple of str
        Questions that matter.
    masks : array of uint64, shape (cells, axes)
        Answers that each cell allows.
    outcomes : array of int, shape (cells,)
        Place of each cell's outcome among the table's outcomes; of a table that gives all that hold, among its rows.
    rows : tuple
        The rows behind each cell.
    names : tuple of str
        The outcomes, or the rows, in the order in which they count.
    ruled_out : array of uint64, shape (boxes, axes)
        Products that there cannot be, since their answers exclude each other; the boxes do not overlap.
    """

    table: DecisionTable
    axes: tuple[str, ...]
    masks: NDArray[np.uint64]
    outcomes: NDArray[np.intp]
    rows: tuple[tuple[RowName, ...], ...]
    names: tuple[str, ...]
    ruled_out: NDArray[np.uint64]

    def decide(self, known: Known) -> Decision:
        """Return what is still possible for a product.

        Parameters
        ----------
        known : Known
            What is known of it.
        """
        said = self._said(known)
        alive = (self.masks & said).all(axis=1)
        totals = self._holding(said)
        possible = tuple(self.names[place] for place in np.flatnonzero(totals))
        deciding = dict.fromkeys(row for place in np.flatnonzero(alive) for row in self.rows[place])
        if not self.table.single:
            whole = self._products(said)
            certain = tuple(name for place, name in enumerate(self.names) if totals[place] >= whole)
            return Decision(self.table.name, possible, {}, tuple(deciding), certain)
        whole = totals.sum()
        shares = {self.names[place]: float(totals[place] / whole) for place in np.flatnonzero(totals)}
        return Decision(self.table.name, possible, shares, tuple(deciding))

    def gains(self, known: Known) -> dict[str, float]:
        """Return the bits that each open question is expected to tell about the outcome."""
        if not self.table.single:
            return self._gains_of_rows(known)
        both = self.masks & self._said(known)
        alive = np.flatnonzero(both.all(axis=1))
        both, outcomes = both[alive], self.outcomes[alive]
        counts = np.bitwise_count(both).astype(np.float64)
        weights = counts.prod(axis=1)
        before = _entropy(_totals(outcomes, weights))
        found: dict[str, float] = {}
        if before <= SMALLEST:
            return found
        for place, name in enumerate(self.axes):
            if not known.is_open(name):
                continue
            rest = weights / counts[:, place]
            after, whole = 0.0, 0.0
            mask = known.mask(name)
            while mask:
                bit = mask & -mask
                mask ^= bit
                chosen = (both[:, place] & np.uint64(bit)) != 0
                totals = _totals(outcomes[chosen], rest[chosen])
                whole += totals.sum()
                after += totals.sum() * _entropy(totals)
            gain = before - after / whole
            if gain > SMALLEST:
                found[name] = gain
        return found

    def separates(self, known: Known) -> str | None:
        """Return the first open question on which possible cells differ, or None: for where no single answer tells anything."""
        both = self.masks & self._said(known)
        both = both[both.all(axis=1)]
        for place, name in enumerate(self.axes):
            if known.is_open(name) and (both[:, place] != np.uint64(known.mask(name))).any():
                return name
        return None

    def _gains_of_rows(self, known: Known) -> dict[str, float]:
        """Return the bits of each open question about which rows hold, each row taken for itself."""
        said = self._said(known)
        found: dict[str, float] = {}
        for place, name in enumerate(self.axes):
            if not known.is_open(name):
                continue
            mask = known.mask(name)
            parts = []
            while mask:
                parts.append(said.copy())
                parts[-1][place] = np.uint64(mask & -mask)
                mask &= mask - 1
            wholes = np.array([self._products(part) for part in parts])
            holding = np.array([self._holding(part) for part in parts])
            after = sum(_split(hold, whole) * whole for holds, whole in zip(holding, wholes, strict=True) for hold in holds)
            before = sum(_split(hold, wholes.sum()) for hold in holding.sum(axis=0))
            gain = float(before - after / wholes.sum())
            if gain > SMALLEST:
                found[name] = gain
        return found

    def _holding(self, said: NDArray[np.uint64]) -> NDArray[np.float64]:
        """Count the products that fit and for which each row holds."""
        both = self.masks & said
        weights = np.where(both.all(axis=1), np.bitwise_count(both).astype(np.float64).prod(axis=1), 0.0)
        return np.bincount(self.outcomes, weights=weights, minlength=len(self.names)).astype(np.float64)

    def _said(self, known: Known) -> NDArray[np.uint64]:
        return np.array([known.mask(name) for name in self.axes], dtype=np.uint64)

    def _products(self, said: NDArray[np.uint64]) -> float:
        """Count the products that fit what is known: all combinations but those that exclude each other."""
        excluded = np.bitwise_count(self.ruled_out & said).astype(np.float64).prod(axis=1).sum()
        return float(np.bitwise_count(said).astype(np.float64).prod() - excluded)


def _split(part: float, whole: float) -> float:
    """Return the entropy in bits of a part and the rest of a whole."""
    return _entropy(np.array([part, max(whole - part, 0.0)])) if whole else 0.0


def _totals(outcomes: NDArray[np.intp], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up weights by outcome."""
    return np.bincount(outcomes, weights=weights).astype(np.float64)


def _entropy(totals: NDArray[np.float64]) -> float:
    """Return Shannon's entropy in bits of what the totals share out."""
    totals = totals[totals > 0]
    shares = totals / totals.sum() if totals.size else totals
    return float(-(shares * np.log2(shares)).sum())


def own_cells(
    table: DecisionTable, rows: Sequence[Row], space: Sequence[Box], axes: Mapping[str, Question]
) -> tuple[list[Cell], list[Box]]:
    """Cut the space along the rows of a table that gives one outcome.

    Parameters
    ----------
    table : DecisionTable
        The table.
    rows : sequence of Row
        Those that are law.
    space : sequence of box
        All products that there can be.
    axes : dict
        The table's inputs, in order.

    Returns
    -------
    list of Cell, list of box
        The cells, and the products for which no row holds.
    """
    ordered = _ordered(table, rows)
    cells: list[Cell] = []
    left = list(space)
    for row in ordered:
        box = row_box(row, axes)
        rest: list[Box] = []
        for part in left:
            both = meet(part, box)
            if both is None:
                rest.append(part)
                continue
            cells.append(Cell(_masks(both, axes), row.then, ((table.name, row.name),)))
            rest += subtract(part, box)
        left = rest
        _require_few(table.where, len(cells) + len(left))
    return cells, left


def _ordered(table: DecisionTable, rows: Sequence[Row]) -> list[Row]:
    """Return rows in the order in which they count: by the priority of their outcome where the policy says so, else as they stand."""
    by_priority = table.policy in {"priority", "output order"}
    return sorted(rows, key=lambda row: table.outcomes.answers.index(row.then)) if by_priority else list(rows)


def row_box(row: Row, axes: Mapping[str, Question]) -> Box:
    """Return a row's conditions as a box over a table's inputs."""
    return tuple(row.when.get(name, question.all) for name, question in axes.items())


def space_of(axes: Mapping[str, Question], constraints: Iterable[Constraint]) -> list[Box]:
    """Return all products that there can be: every combination of answers but those that exclude each other."""
    return subtract_all([tuple(question.all for question in axes.values())], forbidden(axes, constraints))


def forbidden(axes: Mapping[str, Question], constraints: Iterable[Constraint]) -> list[Box]:
    """Return the boxes that constraints on these questions rule out."""
    boxes: list[Box] = []
    for each in constraints:
        if not {*each.given, *each.then} <= set(axes):
            continue
        for name, mask in each.then.items():
            against = {**each.given, name: each.given.get(name, axes[name].all) & axes[name].all & ~mask}
            if against[name]:
                boxes.append(tuple(against.get(axis, question.all) for axis, question in axes.items()))
    return boxes


def _require_few(where: str, cells: int) -> None:
    """Refuse a table that falls into more cells than a machine should hold."""
    if cells > MOST_CELLS:
        raise InputError(
            "This table is too intricate", where=where, got=f"{cells:,} cells", expected=f"{MOST_CELLS:,}", remedy="Split it into several"
        )


def _masks(box: Box, axes: Mapping[str, Question]) -> dict[str, int]:
    """Return a box as masks by question, those that do not matter left out."""
    return {name: mask for (name, question), mask in zip(axes.items(), box, strict=True) if mask != question.all}


def joined(cells: Iterable[Cell], used: Mapping[str, tuple[Question, Sequence[Cell]]]) -> list[Cell]:
    """Replace what cells say of other tables' outcomes by those tables' own cells.

    Parameters
    ----------
    cells : iterable of Cell
        Cells that may speak of outcomes of other tables.
    used : dict
        For each of those tables its outcomes and its cells, which speak of answers only.
    """
    found: list[Cell] = []
    for cell in cells:
        needed = [name for name in cell.masks if name in used]
        plain = {name: mask for name, mask in cell.masks.items() if name not in used}
        choices = [
            [other for other in used[name][1] if cell.masks[name] >> used[name][0].answers.index(other.outcome) & 1] for name in needed
        ]
        _require_few(cell.rows[0][0], len(found) + math.prod(len(each) for each in choices))
        for combination in product(*choices):
            masks: dict[str, int] | None = dict(plain)
            for other in combination:
                masks = _both(masks, other.masks)
            if masks is not None:
                rows = dict.fromkeys(row for part in (cell, *combination) for row in part.rows)
                found.append(Cell(masks, cell.outcome, tuple(rows)))
    return found


def _both(one: dict[str, int] | None, other: Mapping[str, int]) -> dict[str, int] | None:
    """Return what both sets of masks allow, or None."""
    if one is None:
        return None
    both = dict(one)
    for name, mask in other.items():
        both[name] = both.get(name, mask) & mask
        if not both[name]:
            return None
    return both


def compiled(
    table: DecisionTable, cells: Sequence[Cell], question: Callable[[str], Question], constraints: Iterable[Constraint]
) -> Compiled:
    """Turn cells into arrays, without the products that there cannot be."""
    axes = {name: question(name) for name in dict.fromkeys(name for cell in cells for name in cell.masks)}
    ruled_out = forbidden(axes, constraints)
    names = table.outcomes.answers if table.single else tuple(row.name for row in _ordered(table, table.rows))
    boxes: list[Box] = []
    outcomes: list[int] = []
    rows: list[tuple[RowName, ...]] = []
    for cell in cells:
        box = tuple(cell.masks.get(name, each.all) for name, each in axes.items())
        for part in subtract_all([box], ruled_out):
            boxes.append(part)
            outcomes.append(names.index(cell.outcome if table.single else cell.rows[0][1]))
            rows.append(cell.rows)
    apart: list[Box] = []
    for each in ruled_out:
        apart += subtract_all([each], apart)
    return Compiled(
        table, tuple(axes), _array(boxes, len(axes)), np.array(outcomes, dtype=np.intp), tuple(rows), names, _array(apart, len(axes))
    )


def _array(boxes: Sequence[Box], axes: int) -> NDArray[np.uint64]:
    """Return boxes as an array of masks."""
    return np.array(boxes, dtype=np.uint64).reshape(len(boxes), axes)
