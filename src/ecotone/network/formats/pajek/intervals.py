"""Time in Pajek files: `[1-3,5,8-*]` says that something is there from 1 to 3, at 5, and from 8 on.

Both ends belong to the interval. `*` is an open end; some programs write `from` where they knew no start, and a slash
between intervals.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecotone.problems import Problem

if TYPE_CHECKING:
    from ecotone.network.formats.building import Spells
    from ecotone.problems import Problems

_OPEN = frozenset({"*", "from", "", "inf", "infinity"})


def read_intervals(text: str, spells: Spells, item: int, *, problems: Problems, file: str, row: int) -> None:
    """Add the spells that a bracket says; a part that is no interval is reported.

    Parameters
    ----------
    text : str
        With its brackets.
    spells : Spells
        Takes them.
    item : int
        Row number of the node or edge.
    problems, file, row
        For what cannot be read.
    """
    for part in re.split(r"[,/;]", text.strip("[] \t")):
        ends = _ends(part.strip())
        if ends is None:
            problems.add(Problem("The time interval cannot be read", file=file, row=row, got=part.strip(), expected="5, 1-3 or 1-*"))
            continue
        start, end = ends
        if start is not None and end is not None and end < start:
            problems.add(Problem("The time interval ends before it starts", file=file, row=row, got=part.strip()))
            continue
        spells.add(item, None if start is None else str(start), None if end is None else str(end))


def _ends(part: str) -> tuple[int | None, int | None] | None:
    """Return start and end of one part, None for an open end, or None if it is no interval."""
    cut = part.find("-", 1)
    first, last = (part, part) if cut < 0 else (part[:cut], part[cut + 1 :])
    try:
        return _time(first), _time(last)
    except ValueError:
        return None


def _time(text: str) -> int | None:
    clean = text.strip().lower()
    return None if clean in _OPEN else int(clean)


def write_intervals(spells: list[tuple[str | None, str | None]]) -> str:
    """Return a bracket of spells.

    Examples
    --------
    >>> write_intervals([("1", "3"), ("5", "5"), ("8", None)])
    '[1-3,5,8-*]'
    """
    parts = [start if start is not None and start == end else f"{start or '*'}-{end or '*'}" for start, end in spells]
    return f"[{','.join(parts)}]"
