"""CSV of edges, of nodes, or of neighbours: what people keep in spreadsheets and Gephi imports from them.

A header that names two ends (`Source,Target`, `from,to` …) makes a list of edges; further columns are `Type` (a direction,
or else a relation), `Weight`, `Relation`, `Timeset`, and attributes. A header with `Id` or `Label` and no ends makes a list
of nodes. Without a header each row is a node and its neighbours, or two ends and a weight; where a column has numbers below
a word, that word is a header, and the first two columns are the ends. Rows that say the same are parallel ties, unless they
have the same edge id. Times and changing weights are in Gephi's brackets: `<[1, 2, 0.5]; [2, 3, 1]>`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.network.formats.building import Builder, Spells
from ecotone.network.formats.columns import typed
from ecotone.network.formats.network_file import LOOK, Network, NetworkFile
from ecotone.network.formats.opened import decode
from ecotone.network.formats.rows import as_number, delimiter_of, rows_of
from ecotone.network.formats.single import only_network
from ecotone.network.formats.spelling import number
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from ecotone.network.formats.opened import Raw

EXTENSIONS: Final = (".csv", ".tsv", ".txt", ".edges")
SOURCES: Final = ("source", "from", "ego", "node1", "tail", "source id", "from id", "v1")
TARGETS: Final = ("target", "to", "alter", "node2", "head", "target id", "to id", "v2")
IDS: Final = ("id", "node", "node id", "key", "label")
TYPES: Final = ("type", "edge type", "directed")
WEIGHTS: Final = ("weight", "strength", "value")
RELATIONS: Final = ("relation", "relationship", "kind of tie")
DIRECTIONS: Final = frozenset({"", "directed", "undirected", "mutual", "true", "false", "1", "0", "yes", "no", "arc", "edge"})
"""What a column of types says if it speaks of direction; else it names relations."""
TIMES: Final = ("timeset", "interval", "timestamp")
_BRACKET: Final = re.compile(r"[\[(]([^\])]*)[\])]")


def recognises(head: str, suffix: str) -> bool:
    """Tell whether the extension is one of CSV's and the first row has cells that say what they are, or any at all."""
    if suffix not in EXTENSIONS or not head.strip():
        return False
    rows = [cells for _, cells in rows_of(head)][:20]
    if not rows:
        return False
    header = [cell.lower() for cell in rows[0]]
    if _find(header, SOURCES) is not None and _find(header, TARGETS) is not None:
        return True
    if _find(header, IDS) is not None and len(header) > 1:
        return True
    return max(len(cells) for cells in rows) > 1


def _find(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a CSV of edges, nodes or neighbours."""
    builder = Builder(raw.name, problems, raw.stem)
    builder.default_directed = True
    text = decode(raw, problems, encoding=encoding)
    delimiter = delimiter_of(text)
    rows = rows_of(text, delimiter)
    if not rows:
        builder.problem("There is no row")
        return NetworkFile(name=raw.name, format="edges-csv", problems=problems)
    header = [cell.lower() for cell in rows[0][1]]
    ends = _find(header, SOURCES), _find(header, TARGETS)
    if ends[0] is not None and ends[1] is not None:
        _edges(builder, rows, (ends[0], ends[1]), delimiter)
    elif _find(header, IDS) is not None and len(header) > 1:
        _nodes(builder, rows)
    elif _has_header([cells for _, cells in rows], delimiter):
        what = "The header names no ends that are known; the first two columns are taken for them"
        builder.problem(what, row=rows[0][0], got=", ".join(rows[0][1][:2]), severity="noted", remedy="Call them Source and Target")
        _edges(builder, rows, (0, 1), delimiter)
    else:
        _neighbours(builder, rows, delimiter)
    return NetworkFile((builder.network(),), name=raw.name, format="edges-csv", problems=problems)


def _has_header(rows: list[list[str]], delimiter: str) -> bool:
    """Tell whether the rows are of one length and numbers stand below a word in a column behind the second."""
    width = len(rows[0])
    body = rows[1:]
    if width < 3 or not body or any(len(cells) != width for cells in rows) or any(_is_number(cell, delimiter) for cell in rows[0]):
        return False
    return any(
        any(cells[place] for cells in body) and all(not cells[place] or _is_number(cells[place], delimiter) for cells in body)
        for place in range(2, width)
    )


def _edges(builder: Builder, rows: list[tuple[int, list[str]]], ends: tuple[int, int], delimiter: str) -> None:
    """Read a list of edges."""
    names = _distinct(rows[0][1])
    header = [cell.lower() for cell in names]
    weight_at, type_at, relation_at, time_at = (_find(header, each) for each in (WEIGHTS, TYPES, RELATIONS, TIMES))
    if type_at is not None and any(len(cells) > type_at and cells[type_at].lower() not in DIRECTIONS for _, cells in rows[1:]):
        type_at, relation_at = _find(header, ("direction", "directed")), type_at if relation_at is None else relation_at
    id_at = _find(header, ("id", "edge id"))
    special = {*ends, weight_at, type_at, relation_at, time_at}
    attributes = [place for place in range(len(names)) if place not in special and names[place]]
    kept: list[list[str | None]] = []
    seen: set[str] = set()
    for row, cells in rows[1:]:
        cell = [cells[place] if place < len(cells) else "" for place in range(len(names))]
        if len(cells) > len(names):
            builder.problem(
                "The row has more cells than the header; the last ones are left out", row=row, got=str(len(cells)), severity="changed"
            )
        source, target = cell[ends[0]], cell[ends[1]]
        if not source or not target:
            builder.problem("The row lacks a source or a target", row=row, got=",".join(cells))
            continue
        if id_at is not None and cell[id_at]:
            if cell[id_at] in seen:
                builder.problem("Two edges have the same id; the second is left out", row=row, got=cell[id_at])
                continue
            seen.add(cell[id_at])
        directed = _directed(cell[type_at]) if type_at is not None and cell[type_at] else True
        text = cell[weight_at] if weight_at is not None else ""
        changing = text.startswith(("<", "["))
        weight = _weight(builder, text, delimiter, row) if text and not changing else 1.0
        item = builder.edge(
            builder.need(source),
            builder.need(target),
            weight=weight,
            directed=directed,
            relation=(cell[relation_at] or None) if relation_at is not None else None,
            row=row,
        )
        if changing:
            _changes(builder, text, item, row)
        if time_at is not None and cell[time_at]:
            _spells(builder, cell[time_at], builder.edge_spells, item)
        kept.append([cell[place] or None for place in attributes])
    for place, at in enumerate(attributes):
        name = {"id": "id", "edge id": "id", "label": "label"}.get(header[at], names[at])
        texts = [cells[place] for cells in kept]
        for item, value in enumerate(texts if name in {"id", "label"} else typed(name, texts)):
            if value is not None:
                builder.edge_value(name, item, value)
    if len(set(builder.directions)) == 1:
        builder.default_directed = builder.directions[0]


def _distinct(names: list[str]) -> list[str]:
    """Return the names of columns, those that come again numbered."""
    taken: set[str] = set()
    found = []
    for name in names:
        own, number_ = name, 2
        while own and own in taken:
            own, number_ = f"{name} {number_}", number_ + 1
        taken.add(own)
        found.append(own)
    return found


def _weight(builder: Builder, text: str, delimiter: str, row: int) -> float | None:
    """Return a weight; None, with a problem, if it is no number."""
    value = as_number(text, delimiter)
    return builder.number(text, row=row) if value is None else value


def _directed(text: str) -> bool:
    return text.lower() in {"directed", "true", "1", "yes", "arc"}


def _spells(builder: Builder, text: str, spells: Spells, item: int) -> None:
    """Read `<[1, 5]; [10, 11]>`, or single moments."""
    parts = _BRACKET.findall(text) or [text.strip("<> ")]
    moments = ";" not in text and text.startswith("<[") and "," in text and not re.search(r"\d\s*,\s*[\d.]+\s*\]", text)
    for part in parts:
        times = [each.strip().strip('"') for each in part.split(",") if each.strip()]
        if len(times) == 2 and not moments:
            spells.add(item, _open(times[0]), _open(times[1]))
        else:
            for time in times:
                spells.add(item, _open(time), _open(time))
    first = next((each for _, start, end, _, _ in spells.rows for each in (start, end) if each), "")
    builder.time = "date" if re.fullmatch(r"\d{4}-\d\d-\d\d", first) else "dateTime" if "T" in first else "double"


def _changes(builder: Builder, text: str, item: int, row: int) -> None:
    """Read a weight that changes: `<[start, end, value]; ...>` or `<[time, value]>`."""
    for part in _BRACKET.findall(text):
        cells = [each.strip() for each in part.split(",")]
        if len(cells) not in {2, 3}:
            builder.problem("The changing value cannot be read", row=row, got=part)
            continue
        start, end = (cells[0], cells[0]) if len(cells) == 2 else (cells[0], cells[1])
        builder.changes.append(("edge", item, "weight", cells[-1], _open(start), _open(end)))
    builder.time = "double"


def _open(text: str) -> str | None:
    return None if text.lower() in {"infinity", "-infinity", "inf", "-inf", ""} else text


def _nodes(builder: Builder, rows: list[tuple[int, list[str]]]) -> None:
    """Read a list of nodes."""
    names = _distinct(rows[0][1])
    header = [cell.lower() for cell in names]
    id_at, label_at, time_at = _find(header, IDS), _find(header, ("label", "name")), _find(header, TIMES)
    assert id_at is not None
    label_at = None if label_at == id_at else label_at
    attributes = [place for place in range(len(names)) if place not in {id_at, label_at, time_at} and names[place]]
    kept: list[list[str | None]] = []
    for row, cells in rows[1:]:
        cell = [cells[place] if place < len(cells) else "" for place in range(len(names))]
        if not cell[id_at]:
            builder.problem("The row has no id", row=row, got=",".join(cells))
            continue
        item = builder.node(cell[id_at], (cell[label_at] or None) if label_at is not None else None, row=row)
        if item is None:
            continue
        if time_at is not None and cell[time_at]:
            _spells(builder, cell[time_at], builder.node_spells, item)
        kept.append([cell[place] or None for place in attributes])
    for place, at in enumerate(attributes):
        for item, value in enumerate(typed(names[at], [cells[place] for cells in kept])):
            if value is not None:
                builder.node_value(names[at], item, value)


def _neighbours(builder: Builder, rows: list[tuple[int, list[str]]], delimiter: str) -> None:
    """Read rows without a header: a node and its neighbours; or, where every third cell is a number, two ends and a weight."""
    weighted = all(len(cells) == 3 and _is_number(cells[2], delimiter) for _, cells in rows)
    for row, cells in rows:
        if not cells[0]:
            builder.problem("The row does not start with a node", row=row, got=",".join(cells))
            continue
        source = builder.need(cells[0])
        for target in cells[1:2] if weighted else cells[1:]:
            if target:
                weight = _weight(builder, cells[2], delimiter, row) if weighted else 1.0
                builder.edge(source, builder.need(target), weight=weight, directed=True, row=row)


def _is_number(text: str, delimiter: str) -> bool:
    return as_number(text, delimiter) is not None


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".csv") -> bytes:
    """Return a list of edges with a header that Gephi understands.

    Nodes have no place in it: isolated ones, labels and attributes are reported.
    """
    network = only_network(file, problems)
    ties = network.ties()
    comma = "\t" if suffix == ".tsv" else ","
    names = network.edge_attributes()
    relation = bool(network.relations)
    spells = _by_item(network)
    head = ["Source", "Target", "Type", "Weight", *(["Relation"] if relation else []), *(["Timeset"] if spells else []), *names]
    lines = [comma.join(_quote(name) for name in head)]
    for place, row in enumerate(ties.iter_rows(named=True)):
        cells = [row["source"], row["target"], "Directed" if row["directed"] else "Undirected", row["weight"]]
        cells += [row["relation"]] if relation else []
        cells += [spells.get(place)] if spells else []
        cells += [row[name] for name in names]
        lines.append(comma.join(_quote(_text(cell)) for cell in cells))
    ends = set(network.edges["source"]) | set(network.edges["target"])
    left = [c for c in [*network.nodes.columns, *network.edges.columns] if c.startswith(LOOK) or c == "parent"]
    for what, got in (
        ("A list of edges holds no isolated nodes; they are left out", network.nodes.height - len(ends)),
        ("A list of edges holds no labels of nodes; they are left out", network.nodes["label"].len() - network.nodes["label"].null_count()),
        ("A list of edges holds no attributes of nodes; they are left out", ", ".join(network.node_attributes())),
        ("A list of edges holds no appearance and no hierarchy; they are left out", ", ".join(left)),
        ("A list of edges holds no values that change; they are left out", network.values.height),
        ("A list of edges holds no times of nodes; they are left out", network.node_spells.height),
        ("A list of edges does not say that a network is two-mode", str(network.two_mode or "")),
        ("What the file says of itself is left out", ", ".join(network.meta)),
    ):
        if got:
            problems.add(Problem(what, got=str(got), severity="changed"))
    return ("\n".join(lines) + "\n").encode("utf-8")


def _by_item(network: Network) -> dict[int, str]:
    """Return the brackets of each edge that has spells."""
    found: dict[int, list[str]] = {}
    for item, start, end, _, _ in network.edge_spells.iter_rows():
        found.setdefault(item, []).append(f"[{start or '-Infinity'}, {end or 'Infinity'}]")
    return {item: f"<{'; '.join(parts)}>" for item, parts in found.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, pl.Series | list):
        return "|".join(str(each) for each in value)
    return number(value) if isinstance(value, int | float) else str(value)


def _quote(text: str) -> str:
    """Return a cell, quoted where it must be."""
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",;\s|]', text) else text
