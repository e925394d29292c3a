"""Durations in order, each with how its spell ended: sorted by their digits, without comparing any two.

A duration is 0 or more, so its bits, read as a whole number, are in the order of the durations. Less the smallest of them
they leave room below, where the outcome rides along. Thirty leading bits settle nearly every place; what they leave out of
order lies close to where it belongs and is moved there, or, where that is far, all bits are sorted. Nothing is rounded.

References
----------
Knuth (1998), The art of computer programming 3, 2nd ed., sec. 5.2.5 (sorting by distribution).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIGIT: Final = 10
"""Bits sorted in one pass: a thousand places to write to, which the nearest caches hold."""
LEADING: Final = 3
"""Digits that are sorted first."""
WORD: Final = 64


class Ordered(NamedTuple):
    """Spells as one whole number each, in the order of their durations.

    Parameters
    ----------
    keys : ndarray of uint, shape (n,)
        The outcome in the lowest bits, what is left of the duration's bits above; spells of equal duration in any order.
    low : uint
        How many bits the outcome takes.
    base : uint
        What was subtracted from the bits of every duration but 0.
    """

    keys: NDArray[np.uint64]
    low: np.uint64
    base: np.uint64


def in_order(durations: NDArray[np.float64], outcome: NDArray[np.int64], kinds: int) -> Ordered | None:
    """Sort spells by duration, or return None where duration and outcome do not fit in one word.

    Parameters
    ----------
    durations : ndarray of float, shape (n,)
        Finite, 0 or more.
    outcome : ndarray of int, shape (n,)
        From 0 to `kinds`.
    kinds : int
        Ways in which a spell can end.

    Examples
    --------
    >>> found = in_order(np.array([3.5, 0.0, 2.0]), np.array([0, 1, 1]), 1)
    >>> (found.keys & np.uint64(1)).tolist()
    [1, 1, 0]
    """
    keys = np.abs(durations).view(np.uint64)  # a zero with a sign is a zero
    least, most = map(int, extent(keys))
    base, low = least - 1, kinds.bit_length()
    bits = max(0, most - base).bit_length()
    if low + bits > WORD:
        return None
    found = Ordered(keys, np.uint64(low), np.uint64(base))
    with_outcome(keys, outcome, found.low, found.base)
    keys, spare = by_digits(keys, np.empty_like(keys), low + max(0, bits - LEADING * DIGIT), LEADING)
    if not settled(keys, found.low, len(keys)):
        keys, _ = by_digits(keys, spare, low, -(-bits // DIGIT))
    return found._replace(keys=keys)


@kernel
def extent(keys: NDArray[np.uint64]) -> tuple[np.uint64, np.uint64]:
    """Return the least number that is not 0, or the greatest of all numbers where there is none, and the greatest one."""
    least, most = ~np.uint64(0), np.uint64(0)
    for key in keys:
        if np.uint64(0) < key < least:
            least = key
        most = max(most, key)
    return least, most


@kernel
def with_outcome(keys: NDArray[np.uint64], outcome: NDArray[np.int64], low: np.uint64, base: np.uint64) -> None:
    """Put the outcome below the bits of each duration."""
    for i in range(len(keys)):
        above = keys[i] - base if keys[i] > base else np.uint64(0)
        keys[i] = (above << low) | np.uint64(outcome[i])


@kernel
def by_digits(
    keys: NDArray[np.uint64], spare: NDArray[np.uint64], first: int, digits: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Sort by some digits, the lowest first, each pass keeping the order of the one before; return what is sorted and what is spare.

    Parameters
    ----------
    keys, spare : ndarray of uint, shape (n,)
        What to sort, and as much room; both are overwritten.
    first : int
        Bit at which the lowest digit begins.
    digits : int
        How many.
    """
    mask = np.uint64((1 << DIGIT) - 1)
    places = np.zeros((digits, 1 << DIGIT), dtype=np.int64)
    for key in keys:
        for digit in range(digits):
            places[digit, (key >> np.uint64(first + digit * DIGIT)) & mask] += 1
    for digit in range(digits):
        place = places[digit]
        before = 0
        for value in range(len(place)):
            before, place[value] = before + place[value], before
        shift = np.uint64(first + digit * DIGIT)
        for key in keys:
            value_of_key = (key >> shift) & mask
            spare[place[value_of_key]] = key
            place[value_of_key] += 1
        keys, spare = spare, keys
    return keys, spare


@kernel
def settled(keys: NDArray[np.uint64], low: np.uint64, moves: int) -> bool:
    """Move back each number that is less than one before it, the lowest bits left aside; give up after so many moves.

    Parameters
    ----------
    keys : ndarray of uint, shape (n,)
        Nearly sorted.
    low : uint
        Bits that do not count.
    moves : int
        After how many to give up.
    """
    for i in range(1, len(keys)):
        key, place = keys[i], i
        while place and keys[place - 1] >> low > key >> low:
            keys[place] = keys[place - 1]
            place -= 1
        keys[place] = key
        moves -= i - place
        if moves < 0:
            return False
    return True
