"""One round of pushing apart what overlaps on a map, with a grid of cells in which only neighbours are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def push_apart(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    radius: NDArray[np.float64],
    share: NDArray[np.float64],
    turn: int,
    angle: float,
) -> int:
    """Move all that overlap, each by its share of what half the overlap asks, and return how many pairs did.

    All pushes of a round are found before any is made, so the order of actors decides nothing.
    """
    n = x.shape[0]
    left = x.min()
    low = y.min()
    # No more cells than four times the actors, however far they are spread.
    width = 2.0 * radius.max()
    width = max(width, np.sqrt((x.max() - left) * (y.max() - low) / (4.0 * n)), max(x.max() - left, y.max() - low) / (4.0 * n))
    columns = int((x.max() - left) / width) + 1
    lines = int((y.max() - low) / width) + 1
    first = np.zeros(columns * lines + 1, np.int32)
    cell = np.empty(n, np.int32)
    for i in range(n):
        cell[i] = int((y[i] - low) / width) * columns + int((x[i] - left) / width)
        first[cell[i] + 1] += 1
    for c in range(columns * lines):
        first[c + 1] += first[c]
    fill = first[:-1].copy()
    inside = np.empty(n, np.int32)
    for i in range(n):
        inside[fill[cell[i]]] = i
        fill[cell[i]] += 1
    mx = np.zeros(n, np.float64)
    my = np.zeros(n, np.float64)
    hits = 0
    for i in range(n):
        line = cell[i] // columns
        column = cell[i] % columns
        for at in range(max(line - 1, 0), min(line + 2, lines)):
            begin = at * columns + max(column - 1, 0)
            end = at * columns + min(column + 2, columns)
            for k in range(first[begin], first[end]):
                j = inside[k]
                if j <= i or share[i] + share[j] == 0.0:
                    continue
                room = radius[i] + radius[j]
                dx = x[j] - x[i]
                dy = y[j] - y[i]
                if dx * dx + dy * dy >= room * room:
                    continue
                length = np.sqrt(dx * dx + dy * dy)
                overlap = room - length
                if overlap <= 1e-9:
                    continue
                hits += 1
                if length < 1e-12:
                    dx = np.cos((i * 7 + j * 13 + turn) * angle)
                    dy = np.sin((i * 7 + j * 13 + turn) * angle)
                    length = 1.0
                push = overlap * 0.52 / length / (share[i] + share[j]) * 2.0
                mx[i] -= dx * push
                my[i] -= dy * push
                mx[j] += dx * push
                my[j] += dy * push
    for i in range(n):
        x[i] += mx[i] * share[i]
        y[i] += my[i] * share[i]
    return hits
