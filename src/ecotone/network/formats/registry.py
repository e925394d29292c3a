"""The formats by name: how each is recognised, read and written.

A file is recognised by its content first, since `.net` is Pajek's and also other programs', and `.txt` is anybody's;
the extension decides between formats that look alike (a CSV of edges and one of a matrix say by their cells what they
are). Each format is a module of this folder with `recognises`, `read`, `write` and `EXTENSIONS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from ecotone.network.formats import dl, dot, edges_csv, gdf, gexf, gml, graphml, matrix_csv, node_link, pajek, vna

if TYPE_CHECKING:
    from types import ModuleType

    from ecotone.network.formats.network_file import NetworkFile
    from ecotone.network.formats.opened import Raw
    from ecotone.problems import Problems


class Reader(Protocol):
    """What reads a file of one format."""

    def __call__(self, raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
        """Read a file."""


class Writer(Protocol):
    """What writes a file of one format."""

    def __call__(self, file: NetworkFile, problems: Problems, *, suffix: str = "") -> bytes:
        """Return the bytes of a file."""


class Recogniser(Protocol):
    """What tells whether a file is of one format."""

    def __call__(self, head: str, suffix: str) -> bool:
        """Look at the first characters and the extension."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Parameters
    ----------
    name : str
        As `as_=` and `format=` take it.
    label : str
        As people call it.
    extensions : tuple of str
        The first is what a converted file gets.
    recognises, read, write
        Its functions.
    """

    name: str
    label: str
    extensions: tuple[str, ...]
    recognises: Recogniser
    read: Reader
    write: Writer


def _format(name: str, label: str, module: ModuleType) -> Format:
    return Format(name, label, module.EXTENSIONS, module.recognises, module.read, module.write)


FORMATS: Final[dict[str, Format]] = {
    each.name: each
    for each in (
        _format("gexf", "GEXF (Gephi)", gexf),
        _format("graphml", "GraphML", graphml),
        _format("dot", "DOT (Graphviz)", dot),
        _format("gml", "GML", gml),
        _format("pajek", "Pajek", pajek),
        _format("dl", "UCINET DL", dl),
        _format("gdf", "GDF (GUESS)", gdf),
        _format("vna", "VNA (NetDraw)", vna),
        _format("node-link", "JSON node-link", node_link),
        _format("matrix-csv", "CSV, a matrix", matrix_csv),
        _format("edges-csv", "CSV, a list of edges", edges_csv),
    )
}
"""In the order in which they are asked whether they know a file: the unmistakable first."""
