"""Workbooks (.xlsx, .ods …): each sheet is read as the table of edges, nodes or cells that it is.

People keep actors in one sheet and ties in another (Kumu, NodeXL, Gephi's own export); two such sheets are one network.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.errors import UnreadableError

if TYPE_CHECKING:
    from ecotone.network.formats.network_file import Network

SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})


def is_one(data: bytes, suffix: str) -> bool:
    """Tell a workbook by its ending and its packing."""
    return suffix in SUFFIXES and data[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}


def sheets(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """Return the name of each sheet with a cell, and its rows as CSV.

    Raises
    ------
    UnreadableError
        If the workbook is damaged or of an unknown kind.
    """
    import fastexcel

    try:
        book = fastexcel.read_excel(data)
        frames = [(sheet, book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()) for sheet in book.sheet_names]
    except Exception as error:  # noqa: BLE001  the reader raises errors of its own and of the formats below it
        raise UnreadableError("The workbook is damaged or of an unknown kind", where=name, got=str(error)[:200]) from None
    found = []
    for sheet, frame in frames:
        if any(cell and cell.strip() for row in frame.iter_rows() for cell in row):
            text = io.StringIO("sep=,\n")
            text.seek(0, io.SEEK_END)
            csv.writer(text, lineterminator="\n").writerows(frame.iter_rows())
            found.append((sheet, text.getvalue().encode("utf-8", "replace")))
    return found


def joined(networks: tuple[Network, ...]) -> tuple[Network, ...]:
    """Return one network where there are two, of which one has nodes only and the other ties among some of them.

    Examples
    --------
    >>> from ecotone.network.formats import Network
    >>> nodes = Network.of(pl.DataFrame({"id": ["a", "b"], "beds": [1, 2]}), pl.DataFrame({"source": [], "target": []}), directed=True)
    >>> ties = Network.of(pl.DataFrame({"id": ["b", "c"]}), pl.DataFrame({"source": [0], "target": [1]}), directed=True)
    >>> joined((nodes, ties))[0].ties().select("source", "target").rows(), joined((nodes, ties))[0].nodes["beds"].to_list()
    ([('b', 'c')], [1, 2, None])
    """
    lists = [each for each in networks if not each.edges.height]
    ties = [each for each in networks if each.edges.height]
    if len(networks) != 2 or len(lists) != 1 or ties[0].two_mode or not set(ties[0].nodes["id"]) & set(lists[0].nodes["id"]):
        return networks
    nodes, edges = lists[0].nodes, ties[0].edges
    new = ties[0].nodes.select("id", "label").join(nodes.select("id"), on="id", how="anti", maintain_order="left")
    nodes = pl.concat([nodes, new], how="diagonal")
    place_of = {id_: place for place, id_ in enumerate(nodes["id"])}
    ids = ties[0].nodes["id"]
    ends = [pl.Series(end, [place_of[ids[place]] for place in edges[end]], dtype=pl.Int64) for end in ("source", "target")]
    return (replace(ties[0], nodes=nodes, edges=edges.with_columns(ends), node_spells=lists[0].node_spells),)
