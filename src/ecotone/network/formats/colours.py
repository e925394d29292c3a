"""Colours as `#rrggbb` or `#rrggbbaa`, out of the words and numbers that formats use."""

from __future__ import annotations

import re
from typing import Final

HEX: Final = re.compile(r"#[0-9a-f]{6}(?:[0-9a-f]{2})?")

NAMED: Final = {
    "black": "#000000",
    "white": "#ffffff",
    "red": "#ff0000",
    "green": "#008000",
    "blue": "#0000ff",
    "yellow": "#ffff00",
    "cyan": "#00ffff",
    "magenta": "#ff00ff",
    "gray": "#808080",
    "grey": "#808080",
    "orange": "#ffa500",
    "purple": "#800080",
    "brown": "#a52a2a",
    "pink": "#ffc0cb",
}
"""The CSS names that network programs share."""


def as_hex(text: str) -> str | None:
    """Return a colour as hexadecimal digits, or None if it cannot be read.

    Examples
    --------
    >>> as_hex("Red"), as_hex("255,0,10"), as_hex("#ABCDEF"), as_hex("like the sea")
    ('#ff0000', '#ff000a', '#abcdef', None)
    """
    low = text.strip().strip("'\"").lower()
    if HEX.fullmatch(low):
        return low
    parts = re.split(r"[\s,]+", low)
    if len(parts) == 3 and all(part.isdecimal() and int(part) < 256 for part in parts):
        return "#" + "".join(f"{int(part):02x}" for part in parts)
    return NAMED.get(low)


def channels(colour: str) -> tuple[int, int, int, float | None]:
    """Return red, green and blue from 0 to 255, and opacity from 0 to 1 or None.

    Examples
    --------
    >>> channels("#ff000a"), channels("#00000080")[3]
    ((255, 0, 10, None), 0.502)
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue, round(int(colour[7:9], 16) / 255, 4) if len(colour) > 7 else None
