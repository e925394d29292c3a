"""Forces between actors on a map: repulsion through a quadtree (Barnes and Hut 1986) and pull along ties.

The tree lies in one array in the order of a walk through it; each cell knows where the walk goes on if the cell is far
enough away to count as one body, so a walk is one loop without a stack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def morton(x: NDArray[np.float64], y: NDArray[np.float64], left: float, low: float, width: float) -> NDArray[np.uint32]:
    """Return the place of each point along a Z-order curve over a square, 16 bits an axis."""
    codes = np.empty(x.shape[0], np.uint32)
    for i in range(x.shape[0]):
        a = np.uint32(min(65535.0, (x[i] - left) / width * 65536.0))
        b = np.uint32(min(65535.0, (y[i] - low) / width * 65536.0))
        a = (a | (a << np.uint32(8))) & np.uint32(0x00FF00FF)
        a = (a | (a << np.uint32(4))) & np.uint32(0x0F0F0F0F)
        a = (a | (a << np.uint32(2))) & np.uint32(0x33333333)
        a = (a | (a << np.uint32(1))) & np.uint32(0x55555555)
        b = (b | (b << np.uint32(8))) & np.uint32(0x00FF00FF)
        b = (b | (b << np.uint32(4))) & np.uint32(0x0F0F0F0F)
        b = (b | (b << np.uint32(2))) & np.uint32(0x33333333)
        b = (b | (b << np.uint32(1))) & np.uint32(0x55555555)
        codes[i] = a | (b << np.uint32(1))
    return codes


@kernel
def order_of(codes: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Return the stable ascending order of the codes, by a radix sort over 16 bits twice."""
    n = codes.shape[0]
    order = np.empty(n, np.int32)
    for i in range(n):
        order[i] = i
    spare = np.empty(n, np.int32)
    for shift in (0, 16):
        count = np.zeros(65537, np.int64)
        for i in range(n):
            count[((codes[i] >> np.uint32(shift)) & np.uint32(0xFFFF)) + 1] += 1
        for d in range(65536):
            count[d + 1] += count[d]
        for i in range(n):
            digit = (codes[order[i]] >> np.uint32(shift)) & np.uint32(0xFFFF)
            spare[count[digit]] = order[i]
            count[digit] += 1
        order, spare = spare, order
    return order


@kernel
def repulsion(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    mass: NDArray[np.float64],
    scaling: float,
    theta: float,
    fx: NDArray[np.float64],
    fy: NDArray[np.float64],
) -> None:
    """Add to the forces what all others push; a cell narrower than theta times its distance pushes as one body."""
    n = x.shape[0]
    left = x.min()
    low = y.min()
    width = max(x.max() - left, y.max() - low) * 1.000001 + 1e-12
    codes = morton(x, y, left, low, width)
    order = order_of(codes)
    bucket = 8
    room = 4 * n + 64
    start = np.empty(room, np.int32)
    stop = np.empty(room, np.int32)
    level = np.empty(room, np.int32)
    after = np.empty(room, np.int32)
    parent = np.empty(room, np.int32)
    px = np.empty(n, np.float64)
    py = np.empty(n, np.float64)
    pm = np.empty(n, np.float64)
    for i in range(n):
        px[i] = x[order[i]]
        py[i] = y[order[i]]
        pm[i] = mass[order[i]]
    stack = np.empty((256, 4), np.int32)
    stack[0, 0] = 0
    stack[0, 1] = n
    stack[0, 2] = 0
    stack[0, 3] = -1
    depth = 1
    cells = 0
    while depth > 0:
        depth -= 1
        lo = stack[depth, 0]
        hi = stack[depth, 1]
        lev = stack[depth, 2]
        up = stack[depth, 3]
        # A cell whose points all lie in one quarter is that quarter: chains of single children are not kept.
        while hi - lo > bucket and lev < 16:
            shift = np.uint32(2 * (15 - lev))
            if (codes[order[lo]] >> shift) != (codes[order[hi - 1]] >> shift):
                break
            lev += 1
        me = cells
        cells += 1
        start[me] = lo
        stop[me] = hi
        level[me] = lev
        parent[me] = up
        if hi - lo > bucket and lev < 16:
            shift = np.uint32(2 * (15 - lev))
            end = hi
            for digit in range(3, -1, -1):
                a = lo
                b = end
                while a < b:
                    mid = (a + b) // 2
                    if (codes[order[mid]] >> shift) & np.uint32(3) < np.uint32(digit):
                        a = mid + 1
                    else:
                        b = mid
                if a < end:
                    stack[depth, 0] = a
                    stack[depth, 1] = end
                    stack[depth, 2] = lev + 1
                    stack[depth, 3] = me
                    depth += 1
                end = a
            after[me] = -1
        else:
            after[me] = me + 1
    cm = np.zeros(cells, np.float64)
    cx = np.zeros(cells, np.float64)
    cy = np.zeros(cells, np.float64)
    leaf = np.zeros(cells, np.bool_)
    for c in range(cells - 1, -1, -1):
        if after[c] >= 0:
            leaf[c] = True
            for i in range(start[c], stop[c]):
                cm[c] += pm[i]
                cx[c] += pm[i] * px[i]
                cy[c] += pm[i] * py[i]
        if parent[c] >= 0:
            cm[parent[c]] += cm[c]
            cx[parent[c]] += cx[c]
            cy[parent[c]] += cy[c]
    # `after` of a cell is the first later cell that does not lie inside it.
    for c in range(cells - 1, -1, -1):
        d = c + 1
        while d < cells and start[d] < stop[c] and stop[d] <= stop[c]:
            d = after[d]
        after[c] = d
        cx[c] /= cm[c]
        cy[c] /= cm[c]
    reach = np.empty(cells, np.float64)
    for c in range(cells):
        side = width / 2.0 ** level[c] / theta
        reach[c] = side * side
    # Actors of one leaf walk the tree together, eight abreast; a short leaf is filled up with copies of its first actor.
    # One array holds their places (0-15) and what pushes them (16-31), so that the compiler sees that these do not overlap.
    lanes = np.empty(32, np.float64)
    for g in range(cells):
        if not leaf[g]:
            continue
        for lo in range(start[g], stop[g], 8):
            hi = min(lo + 8, stop[g])
            wide = 4 * ((hi - lo + 3) // 4)
            west = east = px[lo]
            south = north = py[lo]
            for j in range(wide):
                i = lo + j if lo + j < hi else lo
                lanes[j] = px[i]
                lanes[8 + j] = py[i]
                lanes[16 + j] = 0.0
                lanes[24 + j] = 0.0
                west = min(west, px[i])
                east = max(east, px[i])
                south = min(south, py[i])
                north = max(north, py[i])
            c = 0
            while c < cells:
                dx = max(west - cx[c], cx[c] - east, 0.0)
                dy = max(south - cy[c], cy[c] - north, 0.0)
                if dx * dx + dy * dy > reach[c] and not start[c] <= lo < stop[c]:
                    ox = cx[c]
                    oy = cy[c]
                    m = cm[c]
                    for j in range(wide):
                        dx = lanes[j] - ox
                        dy = lanes[8 + j] - oy
                        f = m / (dx * dx + dy * dy)
                        lanes[16 + j] += dx * f
                        lanes[24 + j] += dy * f
                    c = after[c]
                elif leaf[c]:
                    for k in range(start[c], stop[c]):
                        ox = px[k]
                        oy = py[k]
                        m = pm[k]
                        for j in range(wide):
                            dx = lanes[j] - ox
                            dy = lanes[8 + j] - oy
                            d2 = dx * dx + dy * dy
                            f = m / d2 if d2 > 0.0 else 0.0
                            lanes[16 + j] += dx * f
                            lanes[24 + j] += dy * f
                    c = after[c]
                else:
                    c += 1
            for i in range(lo, hi):
                k = scaling * pm[i]
                fx[order[i]] += lanes[16 + i - lo] * k
                fy[order[i]] += lanes[24 + i - lo] * k


@kernel
def attraction(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    pull: NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    linlog: int,
    fx: NDArray[np.float64],
    fy: NDArray[np.float64],
) -> None:
    """Add to the forces what ties pull; rows must hold each tie at both of its ends."""
    for i in range(x.shape[0]):
        sx = 0.0
        sy = 0.0
        for k in range(indptr[i], indptr[i + 1]):
            dx = x[indices[k]] - x[i]
            dy = y[indices[k]] - y[i]
            f = pull[k]
            if linlog == 1:
                d = np.sqrt(dx * dx + dy * dy)
                f = f * np.log1p(d) / d if d > 0.0 else 0.0
            sx += dx * f
            sy += dy * f
        fx[i] += sx
        fy[i] += sy
