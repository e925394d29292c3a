"""What yEd and yFiles draw, inside the values of a GraphML file: labels, places, colours, shapes.

yEd keeps a node's label in its drawing (`y:NodeLabel`), not in an attribute of its own; yFiles for HTML keeps it in a
list of `y:Label`. Of the rest of the drawing we keep what a `Network` has a column for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecotone.network.formats.colours import as_hex
from ecotone.network.formats.network_file import LOOK
from ecotone.network.formats.xml_tree import name_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_LABELS = frozenset({"NodeLabel", "EdgeLabel", "Label.Text"})


@dataclass(slots=True)
class Drawing:
    """What a drawing says.

    Parameters
    ----------
    label : str or None
        Its first label.
    looks : dict
        Columns of appearance and their values.
    """

    label: str | None = None
    looks: dict[str, str | float] = field(default_factory=dict)


def is_drawing(key: _Element) -> bool:
    """Tell whether a declared attribute is a drawing of yEd's or yFiles', and no plain value."""
    said = {str(name).rpartition("}")[2].rpartition(":")[2] for name in key.attrib}
    return "yfiles.type" in said or ("attr.uri" in said and "attr.type" not in said)


def drawing(data: _Element) -> Drawing:
    """Return what a value that is a drawing says; the first of several labels or places holds."""
    found = Drawing()
    for each in data.iter():
        name = name_of(each)
        if name in _LABELS or name == "Label":
            text = (each.get("Text") if name == "Label" else each.text) or ""
            if text.strip() and found.label is None:
                found.label = text.strip()
        elif name in {"Geometry", "RectD"}:
            for axis in ("x", "y"):
                _number(found, axis, each.get(axis) or each.get(axis.upper()))
        elif name in {"Fill", "LineStyle"}:
            colour = as_hex(each.get("color") or "")
            if colour:
                found.looks.setdefault(f"{LOOK}colour", colour)
            if name == "LineStyle":
                _number(found, "thickness", each.get("width"))
        elif name == "Shape" and each.get("type"):
            found.looks.setdefault(f"{LOOK}shape", str(each.get("type")))
    return found


def _number(found: Drawing, look: str, text: str | None) -> None:
    try:
        found.looks.setdefault(f"{LOOK}{look}", float(text or ""))
    except ValueError:
        return
