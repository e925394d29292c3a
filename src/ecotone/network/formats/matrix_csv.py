"""CSV of a matrix: a tie for each cell that is not 0, from the row's name to the column's.

Names stand in the first row and the first column. Where they are the same on both sides the network is one-mode and
its ties have a direction; where they differ it is two-mode and they have none. A square of bare numbers is a matrix
whose nodes are numbered. The corner is empty, or names what the rows are if both sides have the same names or all cells
are 0 and 1. A row or column without a name is left out, as Gephi does, and that is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.network.formats.building import Builder
from ecotone.network.formats.network_file import NetworkFile
from ecotone.network.formats.opened import decode
from ecotone.network.formats.rows import as_number, delimiter_of, rows_of
from ecotone.network.formats.single import in_modes, only_network
from ecotone.network.formats.spelling import number
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from ecotone.network.formats.opened import Raw

EXTENSIONS: Final = (".csv", ".tsv", ".txt")
LARGEST: Final = 5_000
"""Rows and columns that we write: beyond this a list of edges is the right file."""


def recognises(head: str, suffix: str) -> bool:
    """Tell whether the first rows are of the same length and their cells, names aside, are numbers."""
    if suffix not in EXTENSIONS or not head.strip():
        return False
    delimiter = delimiter_of(head)
    found = [cells for _, cells in rows_of(head, delimiter)]
    if len(head) > 60_000:
        found = found[:-1] or found
    rows = found[:20]
    if not rows or any(len(cells) != len(rows[0]) for cells in rows):
        return False
    width = len(rows[0])
    if all(as_number(cell, delimiter) is not None for cells in rows for cell in cells):
        binary = len(found) == width == 3 and all(float(cell.replace(",", ".")) in {0, 1} for cells in rows for cell in cells)
        return binary or (width > 3 and len(rows) >= min(width, 20))
    names, body = rows[0], rows[1:]
    cells = [cell for cells in body for cell in cells[1:]]
    if not body or width < 2 or not all(cell == "" or as_number(cell, delimiter) is not None for cell in cells):
        return False
    firsts = [cells[0] for cells in body]
    worded = not any(as_number(cell, delimiter) is not None for cell in [*names, *firsts])
    square = width > 2 and names[1:][: len(firsts)] == firsts[: width - 1]
    return names[0] == "" or (square and worded) or (worded and width > 3 and {*cells} <= {"0", "1"} and len({*firsts}) == len(firsts))


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a matrix."""
    builder = Builder(raw.name, problems, raw.stem)
    text = decode(raw, problems, encoding=encoding)
    delimiter = delimiter_of(text)
    rows = rows_of(text, delimiter)
    if not rows:
        builder.problem("There is no row")
        return NetworkFile(name=raw.name, format="matrix-csv", problems=problems)
    bare = all(as_number(cell, delimiter) is not None for _, cells in rows for cell in cells)
    body: list[tuple[int, list[str]]]
    if bare:
        columns = [str(place + 1) for place in range(len(rows[0][1]))]
        names = (
            [str(place + 1) for place in range(len(rows))]
            if len(rows) == len(columns)
            else [f"row {place + 1}" for place in range(len(rows))]
        )
        body = rows
    else:
        columns = rows[0][1][1:]
        names = [cells[0] for _, cells in rows[1:]]
        body = [(row, cells[1:]) for row, cells in rows[1:]]
    one_mode = {name for name in names if name} == {name for name in columns if name}
    builder.default_directed = one_mode
    row_places = _places(builder, names, "row")
    column_places = (
        row_places_of(builder, columns)
        if one_mode
        else _places(builder, [f"{name} " if name in names else name for name in columns], "column")
    )
    if not one_mode:
        first = sum(place is not None for place in row_places)
        builder.two_mode = (first, len(builder.ids) - first)
    for source, (row, cells) in zip(row_places, body, strict=True):
        if len(cells) != len(columns):
            builder.problem(
                "The row has another number of cells than the first", row=row, got=f"{len(cells)}, not {len(columns)}", severity="changed"
            )
        for target, cell in zip(column_places, cells, strict=False):
            if source is None or target is None or cell in {"", "0"}:
                continue
            weight = as_number(cell, delimiter)
            if weight is None:
                weight = builder.number(cell, row=row, what="cell")
            if weight is not None and weight != 0:
                builder.edge(source, target, weight=weight, directed=one_mode, row=row)
    return NetworkFile((builder.network(),), name=raw.name, format="matrix-csv", problems=problems)


def _places(builder: Builder, names: list[str], what: str) -> list[int | None]:
    """Make a node for each name; None for an empty one."""
    places: list[int | None] = []
    for name in names:
        if name:
            places.append(builder.node(name))
        else:
            builder.problem(f"A {what} of the matrix has no name; it is left out")
            places.append(None)
    return places


def row_places_of(builder: Builder, columns: list[str]) -> list[int | None]:
    """Return the node of each column's name; None for an empty one."""
    return [builder.row_of.get(name) if name else None for name in columns]


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".csv") -> bytes:  # noqa: ARG001  one door for all formats
    """Return a matrix; parallel ties are added up, and that is told."""
    from ecotone.errors import InputError

    network = in_modes(only_network(file, problems), problems)
    height = network.nodes.height
    if height > LARGEST:
        raise InputError(
            "The network is too large for a matrix",
            got=f"{height:,} nodes",
            expected=f"{LARGEST:,} at most",
            remedy="Write a list of edges",
        )
    first, second = network.two_mode or (height, height)
    shift = first if network.two_mode else 0
    cells = [[0.0] * second for _ in range(first)]
    parallel = 0
    for source, target, weight, directed in network.edges.select("source", "target", "weight", "directed").iter_rows():
        value = 1.0 if weight is None else weight
        if network.two_mode:
            source, target = min(source, target), max(source, target)  # noqa: PLW2901  the first mode is the rows
        parallel += cells[source][target - shift] != 0
        cells[source][target - shift] += value
        if not directed and not network.two_mode and source != target:
            cells[target][source] += value
    ids = network.nodes["id"].to_list()
    if network.relations:
        problems.add(Problem("A matrix holds one relation; all are added up", got=", ".join(network.relations), severity="changed"))
    undirected = not network.two_mode and network.directed is not True and network.edges.height > 0
    for what, there in (
        ("A matrix holds one tie between two nodes; parallel ties are added up", parallel > 0),
        ("A cell of 0 is no tie; ties of weight 0 are left out", bool((network.edges["weight"] == 0).any())),
        ("Ties without direction are written both ways", undirected),
        ("A tie without weight is written as 1", network.edges["weight"].null_count() > 0),
        ("A matrix holds no labels, attributes, appearance, hierarchy or time; they are left out", _has_more(file)),
    ):
        if there:
            problems.add(Problem(what, got=network.name or None, severity="changed"))
    lines = [",".join(["", *(_quote(name) for name in ids[shift:])])]
    lines.extend(",".join([_quote(name), *(number(value) for value in row)]) for name, row in zip(ids, cells, strict=False))
    return ("\n".join(lines) + "\n").encode("utf-8")


def _has_more(file: NetworkFile) -> bool:
    network = file.networks[0]
    more = len(network.nodes.columns) > 2 or len(network.edges.columns) > 5 or network.temporal or bool(network.meta)
    return more or network.nodes.filter(pl.col("label").is_not_null()).height > 0


def _quote(text: str) -> str:
    """Return a name as CSV holds it."""
    return '"' + text.replace('"', '""') + '"'
