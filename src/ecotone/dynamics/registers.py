"""Registers used again within a step: one whose value is no longer needed takes the next, so that a step stays in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ecotone.dynamics.operations import Op

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row: TypeAlias = tuple[int, int, int, int, int]
"""One instruction: operation, target, three operands."""


def reads(row: Row, lists: Sequence[int]) -> Sequence[int]:
    """Return the registers that an instruction reads.

    Examples
    --------
    >>> reads((Op.ADD, 9, 3, 4, 0), ()), reads((Op.SUM, 9, 0, 3, 0), (3, 5, 6, 7))
    ([3, 4], (5, 6, 7))
    """
    op, _, a, b, c = row
    if op >= Op.SUM:
        return lists[a + 1 : a + 1 + b]
    if op >= Op.LOOKUP or Op.NEG <= op < Op.SELECT:
        return [a]
    return [a, b, c] if op >= Op.SELECT else [a, b]


def reused(step: Sequence[Row], lists: list[int], kept: Iterable[int]) -> tuple[list[Row], dict[int, int]]:
    """Return the instructions of a step with their registers used again, and where each result went.

    Parameters
    ----------
    step : sequence of Row
        The instructions, each with a target of its own.
    lists : list of int
        Operand lists; the numbers in them are changed in place.
    kept : iterable of int
        Registers that are read after the step.

    Examples
    --------
    >>> reused([(Op.NEG, 5, 1, 0, 0), (Op.NEG, 6, 5, 0, 0), (Op.NEG, 7, 6, 0, 0)], [], [7])[0][2]
    (<Op.NEG: 40>, 5, 6, 0, 0)
    """
    if any(row[0] >= Op.SORT_ORDER for row in step):
        return list(step), {}  # such an instruction has many targets in a row
    last: dict[int, int] = {}
    targets = {row[1] for row in step}
    for number, row in enumerate(step):
        last |= dict.fromkeys((operand for operand in reads(row, lists) if operand in targets), number)
    last |= dict.fromkeys(kept, len(step))
    pool = sorted(targets)  # the registers to hand out again, smallest first
    available: list[int] = []
    moved: dict[int, int] = {}
    release: dict[int, list[int]] = {}
    out: list[Row] = []
    at = 0
    for number, row in enumerate(step):
        op, target, a, b, c = row
        if op >= Op.SUM:
            for place in range(a + 1, a + 1 + b):
                lists[place] = moved.get(lists[place], lists[place])
        elif op >= Op.LOOKUP:
            a = moved.get(a, a)
        else:
            a, b, c = moved.get(a, a), moved.get(b, b), moved.get(c, c)
        if available:
            chosen = available.pop()
        else:
            chosen = pool[at]
            at += 1
        moved[target] = chosen
        out.append((op, chosen, a, b, c))
        release.setdefault(last.get(target, number), []).append(chosen)
        available += release.pop(number, [])
    return out, moved
