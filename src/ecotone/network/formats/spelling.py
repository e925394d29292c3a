"""How numbers are spelt in files, so that reading them back gives the same number."""

from __future__ import annotations


def number(value: float) -> str:
    """Return the shortest text that reads back as the same number, whole numbers without a point.

    Examples
    --------
    >>> number(2.0), number(0.1), number(1e300), number(3)
    ('2', '0.1', '1e+300', '3')
    """
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)
