"""Sets of products as boxes: for each fact the answers that are still possible, as bits of a whole number.

A row of a decision table is a box; so is what a user has said so far. Two boxes meet in a box, and a box less a box is a
few boxes that do not overlap, so that gaps, overlaps and possible outcomes are found exactly, without listing every product.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Box = tuple[int, ...]
"""One mask of answers for each fact, in an order that its table knows."""


def full(size: int) -> int:
    """Return the mask in which all answers of a fact are possible.

    Examples
    --------
    >>> full(3)
    7
    """
    return (1 << size) - 1


def meet(one: Box, other: Box) -> Box | None:
    """Return what lies in both boxes, or None.

    Examples
    --------
    >>> meet((0b011, 0b1), (0b110, 0b1)), meet((0b001, 0b1), (0b110, 0b1))
    ((2, 1), None)
    """
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else None


def subtract(box: Box, other: Box) -> list[Box]:
    """Return what lies in the first box and not in the second, as boxes that do not overlap.

    Examples
    --------
    >>> subtract((0b11, 0b11), (0b01, 0b01))
    [(2, 3), (1, 2)]
    """
    if meet(box, other) is None:
        return [box]
    parts: list[Box] = []
    rest = list(box)
    for axis, mask in enumerate(other):
        outside = rest[axis] & ~mask
        if outside:
            parts.append((*rest[:axis], outside, *rest[axis + 1 :]))
        rest[axis] &= mask
    return parts


def subtract_all(boxes: Iterable[Box], others: Iterable[Box]) -> list[Box]:
    """Return what lies in some of the first boxes and in none of the others."""
    left = list(boxes)
    for other in others:
        left = [part for box in left for part in subtract(box, other)]
    return left


def volume(box: Box) -> int:
    """Count the products in a box.

    Examples
    --------
    >>> volume((0b101, 0b1, 0b11))
    4
    """
    return math.prod(mask.bit_count() for mask in box)


def answers_of(mask: int, names: Sequence[str]) -> tuple[str, ...]:
    """Return the answers that a mask leaves possible.

    Examples
    --------
    >>> answers_of(0b101, ("yes", "no", "perhaps"))
    ('yes', 'perhaps')
    """
    return tuple(name for bit, name in enumerate(names) if mask >> bit & 1)
