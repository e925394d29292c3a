"""GEXF, Gephi's format: 1.0 to 1.3 are read, 1.3 is written (gexf.net; specification of 2022)."""

from __future__ import annotations

from typing import Final

from ecotone.network.formats.gexf.reading import read
from ecotone.network.formats.gexf.writing import write

__all__ = ["EXTENSIONS", "read", "recognises", "write"]

EXTENSIONS: Final = (".gexf",)


def recognises(head: str, suffix: str) -> bool:
    """Tell whether the first element is `gexf`."""
    return "<gexf" in head or (suffix == ".gexf" and head.lstrip().startswith("<"))
