"""Loops over rows: core numbers, triangles, cut actors and bridges, structural holes, brokerage roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def parts(indptr: NDArray[np.int64], indices: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return which part each actor is in, numbered by their first actors; rows must hold each tie at both of its ends."""
    n = indptr.shape[0] - 1
    part = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    number = 0
    for first in range(n):
        if part[first] >= 0:
            continue
        part[first] = number
        queue[0] = first
        found = 1
        at = 0
        while at < found:
            u = queue[at]
            at += 1
            for k in range(indptr[u], indptr[u + 1]):
                v = indices[k]
                if part[v] < 0:
                    part[v] = number
                    queue[found] = v
                    found += 1
        number += 1
    return part


@kernel
def core_numbers(indptr: NDArray[np.int64], indices: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return core numbers by taking actors away in the order of their remaining degree (Batagelj and Zaversnik 2003)."""
    n = indptr.shape[0] - 1
    degree = np.empty(n, np.int32)
    most = 0
    for v in range(n):
        degree[v] = indptr[v + 1] - indptr[v]
        most = max(most, degree[v])
    start = np.zeros(most + 2, np.int64)
    for v in range(n):
        start[degree[v] + 1] += 1
    for d in range(most + 1):
        start[d + 1] += start[d]
    fill = start.copy()
    order = np.empty(n, np.int32)
    place = np.empty(n, np.int32)
    for v in range(n):
        place[v] = fill[degree[v]]
        order[place[v]] = v
        fill[degree[v]] += 1
    for i in range(n):
        v = order[i]
        for k in range(indptr[v], indptr[v + 1]):
            u = indices[k]
            if degree[u] > degree[v]:
                first = start[degree[u]]
                w = order[first]
                if u != w:
                    order[place[u]] = w
                    place[w] = place[u]
                    order[first] = u
                    place[u] = first
                start[degree[u]] += 1
                degree[u] -= 1
    return degree


@kernel
def triangles(indptr: NDArray[np.int64], indices: NDArray[np.int32]) -> NDArray[np.int64]:
    """Count the triangles through each actor; each is found once, from its end of least degree."""
    n = indptr.shape[0] - 1
    above = np.zeros(n + 1, np.int64)
    later = np.empty(indices.shape[0] // 2, np.int32)
    for v in range(n):
        at = above[v]
        dv = indptr[v + 1] - indptr[v]
        for k in range(indptr[v], indptr[v + 1]):
            u = indices[k]
            du = indptr[u + 1] - indptr[u]
            if du > dv or (du == dv and u > v):
                later[at] = u
                at += 1
        above[v + 1] = at
    count = np.zeros(n, np.int64)
    mark = np.full(n, -1, np.int32)
    for v in range(n):
        for k in range(above[v], above[v + 1]):
            mark[later[k]] = v
        for k in range(above[v], above[v + 1]):
            u = later[k]
            for j in range(above[u], above[u + 1]):
                w = later[j]
                if mark[w] == v:
                    count[v] += 1
                    count[u] += 1
                    count[w] += 1
    return count


@kernel
def cuts(indptr: NDArray[np.int64], indices: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return how many more parts there would be without each actor, and which entries are bridges (Tarjan 1974)."""
    n = indptr.shape[0] - 1
    found = np.full(n, -1, np.int32)
    low = np.zeros(n, np.int32)
    parent = np.full(n, -1, np.int32)
    at = indptr[:-1].copy()
    parts = np.zeros(n, np.int32)
    bridge = np.zeros(indices.shape[0], np.bool_)
    stack = np.empty(n, np.int32)
    clock = 0
    for root in range(n):
        if found[root] >= 0:
            continue
        stack[0] = root
        depth = 1
        found[root] = clock
        low[root] = clock
        clock += 1
        children = 0
        while depth > 0:
            v = stack[depth - 1]
            if at[v] < indptr[v + 1]:
                u = indices[at[v]]
                at[v] += 1
                if found[u] < 0:
                    parent[u] = v
                    found[u] = clock
                    low[u] = clock
                    clock += 1
                    stack[depth] = u
                    depth += 1
                    if v == root:
                        children += 1
                elif u != parent[v] and found[u] < low[v]:
                    low[v] = found[u]
            else:
                depth -= 1
                p = parent[v]
                if p >= 0:
                    low[p] = min(low[p], low[v])
                    if p != root and low[v] >= found[p]:
                        parts[p] += 1
                    if low[v] > found[p]:
                        for k in range(indptr[p], indptr[p + 1]):
                            if indices[k] == v:
                                bridge[k] = True
                        for k in range(indptr[v], indptr[v + 1]):
                            if indices[k] == p:
                                bridge[k] = True
        if children > 0:
            parts[root] = children - 1
    return parts, bridge


@kernel
def through_common(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    weights: NDArray[np.float64],
    each: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return for each entry (i, j) the sum over common neighbours q of weight(i, q) * each(q) * weight(q, j).

    Rows must hold each tie at both of its ends, with one weight, so the sums of (i, j) and (j, i) are one number, and every triangle
    adds to three of them. A triangle is found once, from its end of least degree, as in `triangles`.
    """
    n = indptr.shape[0] - 1
    m = indices.shape[0] // 2
    above = np.zeros(n + 1, np.int64)
    later = np.empty(m, np.int32)
    weight = np.empty(m, np.float64)
    # Actors come in order and so do the entries of a row: the next entry of row u that has not been met is (u, v).
    met = indptr[:-1].copy()
    entry = np.empty((m, 2), np.int64)
    for v in range(n):
        at = above[v]
        dv = indptr[v + 1] - indptr[v]
        for k in range(indptr[v], indptr[v + 1]):
            u = indices[k]
            du = indptr[u + 1] - indptr[u]
            if du > dv or (du == dv and u > v):
                later[at] = u
                weight[at] = weights[k]
                entry[at, 0] = k
                entry[at, 1] = met[u]
                at += 1
            met[u] += 1
        above[v + 1] = at
    total = np.zeros(m, np.float64)
    mark = np.full(n, -1, np.int64)
    for v in range(n):
        begin = above[v]
        for k in range(begin, above[v + 1]):
            mark[later[k]] = k
        for k in range(begin, above[v + 1]):
            u = later[k]
            vu = weight[k]
            through_u = vu * each[u]
            for j in range(above[u], above[u + 1]):
                other = mark[later[j]]
                if other >= begin:
                    vw = weight[other]
                    uw = weight[j]
                    total[k] += vw * each[later[j]] * uw
                    total[other] += through_u * uw
                    total[j] += vu * each[v] * vw
    found = np.empty(indices.shape[0], np.float64)
    for k in range(m):
        found[entry[k, 0]] = total[k]
        found[entry[k, 1]] = total[k]
    return found


@kernel
def roles(
    out_indptr: NDArray[np.int64],
    out_indices: NDArray[np.int32],
    in_indptr: NDArray[np.int64],
    in_indices: NDArray[np.int32],
    group: NDArray[np.int32],
    groups: int,
) -> NDArray[np.int64]:
    """Count for each broker b the pairs a → b → c without a → c, by whose group is whose.

    Columns: coordinator, consultant, representative, gatekeeper, liaison. All pairs are counted from the group sizes
    among neighbours; those that are closed, or come back to a, are taken off again.
    """
    n = out_indptr.shape[0] - 1
    count = np.zeros((n, 5), np.int64)
    before = np.zeros(groups, np.int64)
    after = np.zeros(groups, np.int64)
    for b in range(n):
        own = group[b]
        for k in range(in_indptr[b], in_indptr[b + 1]):
            before[group[in_indices[k]]] += 1
        for k in range(out_indptr[b], out_indptr[b + 1]):
            after[group[out_indices[k]]] += 1
        befores = in_indptr[b + 1] - in_indptr[b]
        afters = out_indptr[b + 1] - out_indptr[b]
        same = np.int64(0)
        for k in range(in_indptr[b], in_indptr[b + 1]):
            g = group[in_indices[k]]
            if before[g] > 0 and g != own:
                same += before[g] * after[g]
                before[g] = -before[g]
        for k in range(in_indptr[b], in_indptr[b + 1]):
            g = group[in_indices[k]]
            before[g] = abs(before[g])
        count[b, 0] = before[own] * after[own]
        count[b, 1] = same
        count[b, 2] = before[own] * (afters - after[own])
        count[b, 3] = (befores - before[own]) * after[own]
        count[b, 4] = (befores - before[own]) * (afters - after[own]) - same
        for k in range(in_indptr[b], in_indptr[b + 1]):
            before[group[in_indices[k]]] = 0
        for k in range(out_indptr[b], out_indptr[b + 1]):
            after[group[out_indices[k]]] = 0
    mark = np.full(n, -1, np.int32)
    for a in range(n):
        ga = group[a]
        mark[a] = a
        for k in range(out_indptr[a], out_indptr[a + 1]):
            mark[out_indices[k]] = a
        for k in range(out_indptr[a], out_indptr[a + 1]):
            b = out_indices[k]
            gb = group[b]
            for j in range(out_indptr[b], out_indptr[b + 1]):
                c = out_indices[j]
                if mark[c] == a:
                    gc = group[c]
                    if ga == gb:
                        count[b, 0 if gc == gb else 2] -= 1
                    elif gc == gb:
                        count[b, 3] -= 1
                    else:
                        count[b, 1 if ga == gc else 4] -= 1
    return count
