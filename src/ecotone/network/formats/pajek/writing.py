"""Write Pajek files: a lone network as `.net`, everything as `.paj`.

What Pajek has no place for is told and not dropped in silence: ids other than numbers, attributes of ties, quotation
marks in labels, and spells that are not whole numbers. Whole-number attributes of nodes go into partitions, other
numbers into vectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ecotone.network.formats.network_file import LOOK, Network, NetworkFile, NodeList
from ecotone.network.formats.pajek.intervals import write_intervals
from ecotone.network.formats.pajek.net import EDGE_KEYS, NODE_KEYS, SHAPES, TEXT
from ecotone.network.formats.spelling import number
from ecotone.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".paj") -> bytes:
    """Return a Pajek file.

    Parameters
    ----------
    file : NetworkFile
        What to write.
    problems : Problems
        Takes what the format cannot hold.
    suffix : str
        `.net` for a single network without lists; anything else writes a project.
    """
    parts: list[str] = []
    plain = suffix == ".net"
    if plain and (len(file.networks) > 1 or file.lists):
        what = "A .net holds one network and no lists; the file has several sections as a .paj has"
        problems.add(Problem(what, file=file.name, remedy="Call the file .paj", severity="noted"))
        plain = False
    for network in file.networks:
        lists = list(_columns_as_lists(network, problems, plain=plain))
        if not plain:
            parts.append(f"*Network {_line(network.name, problems)}".rstrip())
        parts.extend(_network(network, problems))
        for each in lists:
            parts.extend(_list(each, problems))
    for each in file.lists:
        parts.extend(_list(each, problems))
    return ("\r\n".join(parts) + "\r\n").encode("utf-8")


def _network(network: Network, problems: Problems) -> Iterator[str]:
    nodes = network.nodes
    modes = f" {network.two_mode[0]}" if network.two_mode else ""
    yield f"*Vertices {nodes.height}{modes}"
    if nodes.height and nodes["id"].to_list() != [str(each + 1) for each in range(nodes.height)]:
        problems.add(Problem("Pajek numbers its vertices; ids are written as labels where there is no label", severity="changed"))
    spells = _spells(network.node_spells, network, problems)
    keys = [key for key in nodes.columns if key in NODE_KEYS and nodes.schema[key] == pl.String]
    for place, row in enumerate(nodes.iter_rows(named=True)):
        label = row["label"] if row["label"] is not None else row["id"]
        if row["label"] is None and row["id"] == str(place + 1) and place not in spells and not _has_more(row, keys):
            continue
        words = [str(place + 1), _quote(label, problems)]
        words.extend(number(row[axis]) for axis in ("viz:x", "viz:y", "viz:z") if row.get(axis) is not None)
        words.extend(_more(row, keys, problems))
        if place in spells:
            words.append(spells[place])
        yield " ".join(words)
    yield from _ties(network, problems)
    if network.values.height:
        problems.add(Problem("Pajek has no values that change in time; they are left out", got=f"{network.values.height:,}"))
    if "parent" in nodes.columns:
        problems.add(Problem("Pajek networks hold no hierarchy; parents are left out"))


def _ties(network: Network, problems: Problems) -> Iterator[str]:
    edges = network.edges
    spells = _spells(network.edge_spells, network, problems)
    keys = [key for key in edges.columns if key in EDGE_KEYS and edges.schema[key] == pl.String]
    left = [c for c in network.edge_attributes() if c not in keys and c != TEXT] + [c for c in edges.columns if c.startswith(LOOK)]
    if left:
        problems.add(Problem("Pajek has no place for these attributes of ties; they are left out", got=", ".join(left)))
    given = {name: int(word[9:]) for word, name in network.meta.items() if word.startswith("relation ") and word[9:].isdecimal()}
    numbers: dict[str, int] = {}
    for name in network.relations:
        free = next(each for each in range(1, len(given) + len(numbers) + 2) if each not in numbers.values() and each not in given.values())
        numbers[name] = given.get(name, free)
    section: tuple[bool, str | None] | None = None
    for place, row in enumerate(edges.iter_rows(named=True)):
        if section != (row["directed"], row["relation"]):
            section = (row["directed"], row["relation"])
            named = "" if row["relation"] is None else f" :{numbers[row['relation']]} {_quote(row['relation'], problems)}"
            yield f"*{'Arcs' if row['directed'] else 'Edges'}{named}"
        if row["weight"] is None:
            problems.add(Problem("Pajek reads a tie without weight as 1", severity="changed"))
        words = [str(row["source"] + 1), str(row["target"] + 1), number(1.0 if row["weight"] is None else row["weight"])]
        words.extend(_more(row, keys, problems))
        if place in spells:
            words.append(spells[place])
        yield " ".join(words)


def _has_more(row: dict[str, Any], keys: list[str]) -> bool:
    return any(row.get(key) is not None for key in (*keys, "viz:shape", "viz:x", TEXT))


def _more(row: dict[str, Any], keys: list[str], problems: Problems) -> Iterator[str]:
    """Yield shape, parameters and other words."""
    shape = row.get("viz:shape")
    if shape in SHAPES:
        yield shape
    elif shape is not None:
        problems.add(Problem("Pajek does not know this shape; it is left out", got=shape))
    for key in keys:
        value = row[key]
        if value is not None:
            colour = key in {"c", "ic", "bc", "lc"} and value.replace(" ", "").replace(".", "").isdecimal()
            yield f"{key} {value if colour or value.isalnum() else _quote(value, problems)}"
    if row.get(TEXT) is not None:
        yield str(row[TEXT])


def _columns_as_lists(network: Network, problems: Problems, *, plain: bool) -> Iterator[NodeList]:
    """Yield node attributes as partitions and vectors; report those that neither can hold."""
    for name in [*network.node_attributes(), *(c for c in network.nodes.columns if c in {"viz:size", "viz:colour"})]:
        values = network.nodes[name]
        if name in NODE_KEYS | {TEXT} and values.dtype == pl.String:
            continue
        if plain or not values.dtype.is_numeric() or values.null_count():
            problems.add(Problem("Pajek has no place for this attribute of nodes; it is left out", got=name, column=name))
        elif values.dtype.is_integer():
            yield NodeList("partition", name, values)
        else:
            yield NodeList("vector", name, values)


def _list(each: NodeList, problems: Problems) -> Iterator[str]:
    yield f"*{each.kind.capitalize()} {_line(each.name, problems)}".rstrip()
    yield f"*Vertices {len(each.values)}"
    for value in each.values:
        if value is None:
            problems.add(Problem("Pajek has no missing value; 0 is written", got=each.name, severity="changed"))
        yield number(0 if value is None else value)


def _spells(frame: pl.DataFrame, network: Network, problems: Problems) -> dict[int, str]:
    """Return the bracket of each item that has whole-number spells; report the others."""
    if frame.height and network.time not in {"integer", ""}:
        problems.add(Problem("Pajek counts time in whole numbers; these spells are left out", got=f"{frame.height:,} in {network.time}"))
        return {}
    spells: dict[int, list[tuple[str | None, str | None]]] = {}
    for item, start, end, start_open, end_open in frame.iter_rows():
        if start_open or end_open:
            problems.add(Problem("Pajek's intervals hold both ends; an open end is written as closed", severity="changed"))
        spells.setdefault(item, []).append((start, end))
    return {item: write_intervals(parts) for item, parts in spells.items()}


def _quote(text: str, problems: Problems) -> str:
    """Return a label in quotation marks, those within it turned into apostrophes."""
    if '"' in text:
        problems.add(Problem("Pajek labels hold no quotation marks; apostrophes are written", got=text, severity="changed"))
        text = text.replace('"', "'")
    return f'"{_line(text, problems)}"'


def _line(text: str, problems: Problems) -> str:
    """Return a text on one line."""
    flat = " ".join(text.splitlines()) if len(text.splitlines()) > 1 or text != text.strip("\r\n\x1a") else text
    flat = flat.replace("\x1a", "")
    if flat != text:
        problems.add(Problem("Pajek labels stand on one line; line breaks are written as spaces", got=text, severity="changed"))
    return flat
