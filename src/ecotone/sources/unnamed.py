"""Tell a site that is not named ("Research Site", "Novartis Investigative Site") from one that is.

Such a site is a place where its sponsor has some unnamed partner. It is never the same organisation as a "Research
Site" of another sponsor, and would be the biggest hub of every map if it were taken for one.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Final

_SIGNS: Final = re.compile(r"[^\w*]+")


@functools.cache
def _patterns() -> re.Pattern[str]:
    text = resources.files("ecotone.sources").joinpath("unnamed.txt").read_text(encoding="utf-8")
    shapes = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return re.compile("|".join(re.escape(shape).replace(r"\*", r"\S+(?: \S+){0,5}") for shape in shapes))


@functools.lru_cache(maxsize=65_536)
def is_unnamed(name: str) -> bool:
    """Tell whether a site's name names nobody.

    Examples
    --------
    >>> is_unnamed("Research Site"), is_unnamed("Novo Nordisk Investigational Site"), is_unnamed("Houston Methodist Research Institute")
    (True, True, False)
    """
    plain = _SIGNS.sub(" ", name.lower().replace("*", " ")).strip()
    return _patterns().fullmatch(plain) is not None if plain else True
