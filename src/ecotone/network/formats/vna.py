"""VNA, NetDraw's format (Borgatti 2002): `*node data`, `*node properties` and `*tie data`, each a table with a header.

In the table of ties the first two columns are the ends; every other column of numbers is a relation, and 0 in it is
no tie. One such column alone is the weight. Ties have a direction.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.network.formats.building import Builder
from ecotone.network.formats.columns import typed
from ecotone.network.formats.network_file import LOOK, NetworkFile
from ecotone.network.formats.opened import decode
from ecotone.network.formats.single import only_network
from ecotone.network.formats.spelling import number
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from ecotone.network.formats.opened import Raw

EXTENSIONS: Final = (".vna",)
_CELL: Final = re.compile(r'"([^"]*)"|([^\s,"]+)')
_LOOKS: Final = {"x": "x", "y": "y", "z": "z", "size": "size", "color": "colour", "shape": "shape"}
_WEIGHTS: Final = frozenset({"strength", "weight", "value"})


def recognises(head: str, suffix: str) -> bool:  # noqa: ARG001  one door for all formats
    """Tell whether the text starts with a starred heading of VNA."""
    return re.match(r"\s*\*\s*(?:node data|node properties|tie data)\b", head, re.IGNORECASE) is not None


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a VNA file."""
    builder = Builder(raw.name, problems, raw.stem)
    builder.default_directed = True
    tables: dict[str, list[tuple[int, list[str]]]] = {}
    table: list[tuple[int, list[str]]] = []
    for row, line in enumerate(decode(raw, problems, encoding=encoding).split("\n"), start=1):
        heading = re.match(r"\s*\*\s*([A-Za-z]+\s+[A-Za-z]+)\s*$", line)
        if heading:
            table = tables.setdefault(" ".join(heading[1].lower().split()), [])
        elif line.strip():
            cells = [first or second for first, second in _CELL.findall(line)]
            if cells:
                table.append((row, cells))
            else:
                builder.problem("The line cannot be read", row=row, got=line)
    for name in tables:
        if name not in {"node data", "node properties", "tie data"}:
            builder.problem("This table is not read", got=name)
    _nodes(builder, tables.get("node data", []))
    _properties(builder, tables.get("node properties", []))
    _ties(builder, tables.get("tie data", []), declared=bool(tables.get("node data")))
    return NetworkFile((builder.network(),), name=raw.name, format="vna", problems=problems)


def _nodes(builder: Builder, table: list[tuple[int, list[str]]]) -> None:
    if not table:
        return
    header = table[0][1]
    texts: dict[str, dict[int, str]] = {name: {} for name in header[1:]}
    for row, cells in table[1:]:
        item = builder.node(cells[0], row=row)
        if item is not None:
            _even(builder, header, cells, row)
            for name, cell in zip(header[1:], cells[1:], strict=False):
                texts[name][item] = cell
    for name, said in texts.items():
        for item, value in enumerate(typed(name, [said.get(place) for place in range(len(builder.ids))])):
            if value is not None:
                builder.node_value(name, item, value)


def _even(builder: Builder, header: list[str], cells: list[str], row: int) -> None:
    if len(cells) != len(header):
        builder.problem(
            "The row has another number of cells than the header", row=row, got=f"{len(cells)}, not {len(header)}", severity="changed"
        )


def _properties(builder: Builder, table: list[tuple[int, list[str]]]) -> None:
    if not table:
        return
    header = [name.lower() for name in table[0][1]]
    for row, cells in table[1:]:
        item = builder.need(cells[0])
        for name, cell in zip(header[1:], cells[1:], strict=False):
            if name in {"shortlabel", "label"}:
                builder.labels[item] = cell
            elif name in {"x", "y", "z", "size"}:
                value = builder.number(cell, row=row, what=name)
                if value is not None:
                    builder.node_values.put(f"{LOOK}{name}", item, value)
            elif name in {"color", "shape"}:
                builder.node_values.put(f"{LOOK}{_LOOKS[name]}", item, cell)
                builder.node_types[f"{LOOK}{_LOOKS[name]}"] = pl.String
            else:
                builder.node_value(name, item, cell)


def _ties(builder: Builder, table: list[tuple[int, list[str]]], *, declared: bool) -> None:
    if not table:
        return
    header, rows = table[0][1][2:], table[1:]
    columns = {
        name: typed(name, [cells[place + 2] if len(cells) > place + 2 else None for _, cells in rows]) for place, name in enumerate(header)
    }
    numeric = [name for name, column in columns.items() if column.dtype.is_numeric()]
    alone = len(numeric) == 1
    for place, (row, cells) in enumerate(rows):
        if len(cells) < 2:
            builder.problem("The line is no tie", row=row, got=" ".join(cells))
            continue
        ends = [builder.find(cell, row=row) if declared else builder.need(cell) for cell in cells[:2]]
        if ends[0] is None or ends[1] is None:
            continue
        weights = {name: columns[name][place] for name in numeric}
        if not numeric:
            items = [builder.edge(ends[0], ends[1], directed=True, row=row)]
        elif alone:
            name, value = next(iter(weights.items()))
            relation = None if name.lower() in _WEIGHTS else name
            items = [
                builder.edge(ends[0], ends[1], weight=1.0 if value is None else float(value), directed=True, relation=relation, row=row)
            ]
        else:
            items = [
                builder.edge(ends[0], ends[1], weight=float(value), directed=True, relation=name, row=row)
                for name, value in weights.items()
                if value is not None and value != 0
            ]
        for item in items:
            for name in header:
                if name not in numeric and columns[name][place] is not None:
                    builder.edge_value(name, item, columns[name][place])


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".vna") -> bytes:  # noqa: ARG001  one door for all formats
    """Return a VNA file; of several networks the first, or all as relations if they have the same nodes."""
    network = only_network(file, problems)
    nodes = network.nodes
    names = network.node_attributes()
    lines = ["*node data", " ".join(["ID", *(_cell(name, problems) for name in names)])]
    lines.extend(" ".join(_cell(value, problems) for value in row) for row in nodes.select("id", *names).iter_rows())
    looks = {
        name: f"{LOOK}{look}"
        for name, look in _LOOKS.items()
        if f"{LOOK}{look}" in nodes.columns and not nodes[f"{LOOK}{look}"].null_count()
    }
    labelled = nodes.filter(pl.col("label").is_not_null())
    if looks or labelled.height:
        shown = nodes if looks else labelled
        lines += ["*node properties", " ".join(["ID", *looks, *(["shortlabel"] if labelled.height else [])])]
        for row in shown.iter_rows(named=True):
            cells = [row["id"], *(row[column] for column in looks.values())]
            if labelled.height:
                cells.append(row["label"] if row["label"] is not None else row["id"])
            lines.append(" ".join(_cell(value, problems) for value in cells))
        if looks and 0 < labelled.height < nodes.height:
            problems.add(Problem("VNA has a label for every node or none; ids stand in for labels", severity="changed"))
    relations = list(network.relations)
    unnamed = network.edges["relation"].null_count()
    columns = [*relations, *(["strength"] if unnamed or not relations else [])]
    lines += ["*tie data", " ".join(["from", "to", *(_cell(name, problems) for name in columns)])]
    ids = nodes["id"].to_list()
    for row in network.edges.iter_rows(named=True):
        own = row["relation"] if row["relation"] is not None else "strength"
        weight = 1.0 if row["weight"] is None else row["weight"]
        cells = [weight if name == own else 0 for name in columns]
        lines.append(" ".join(_cell(value, problems) for value in (ids[row["source"]], ids[row["target"]], *cells)))
    zero = len(columns) > 1 and (network.edges["weight"] == 0).any()
    for what, there in (
        (
            "VNA ties have a direction; those without one are written as if they had",
            network.directed is not True and network.edges.height > 0,
        ),
        ("VNA holds no attributes of ties; they are left out", bool(network.edge_attributes())),
        ("VNA has no time; spells and values that change are left out", network.temporal),
        ("VNA does not say that a network is two-mode", network.two_mode is not None),
        ("VNA has no hierarchy; parents are left out", "parent" in nodes.columns),
        ("A tie without weight is read as 1", network.edges["weight"].null_count() > 0),
        ("In a table of several relations a weight of 0 is no tie", bool(zero)),
        ("What the file says of itself is left out", bool(network.meta)),
    ):
        if there:
            problems.add(Problem(what, got=network.name or None, severity="changed"))
    return ("\n".join(lines) + "\n").encode("utf-8")


def _cell(value: object, problems: Problems) -> str:
    """Return one cell, quoted if it is a text."""
    if value is None:
        problems.add(Problem("VNA has no empty cells; an empty text is written", severity="changed"))
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    text = "|".join(value) if isinstance(value, list) else str(value)
    flat = " ".join(text.replace('"', "'").splitlines()) if '"' in text or len(text.splitlines()) != 1 else text
    if flat != text:
        problems.add(Problem("VNA cells hold neither quotation marks nor line breaks", got=text, severity="changed"))
    return f'"{flat}"'
