"""Find actors by the beginnings of words in any of their names, whatever the accents and the case.

Both databases see the same folded words: Unicode compatibility decomposition (NFKD), marks dropped, case folded,
split at everything that is neither letter nor digit. So `Universitätsklinikum Köln` is found by `univ koln` in
SQLite (FTS5) and PostgreSQL (`tsvector`) alike. The order is decided by us, not by the index: names that are the text,
then names that begin with it, then the most mentioned, then the shorter name, then the id.
"""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecotone.ecosystem.store import Link

_WORD: Final = re.compile(r"[^\W_]+")
_SINGLE: Final = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
LONGEST_WORD: Final = 64
AT_ONCE: Final = 400


def fold(text: str) -> str:
    """Fold a text to the words that the index holds.

    Examples
    --------
    >>> fold("Universitätsklinikum  KÖLN (A.ö.R.)")
    'universitatsklinikum koln a o r'
    """
    if text.isascii():
        return " ".join(word[:LONGEST_WORD] for word in _WORD.findall(text.lower()))
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold().translate(_SINGLE)) if not unicodedata.combining(c))
    return " ".join(word[:LONGEST_WORD] for word in _WORD.findall(plain))


def condition(dialect: str, text: str) -> tuple[str, str] | None:
    """Return the SQL condition on `actor_search` that all words of the text begin some word, and its value."""
    words = fold(text).split()
    if not words:
        return None
    if dialect == "sqlite":
        return "x.words MATCH ?", " ".join(f'"{word}"*' for word in words)
    return "to_tsvector('simple', x.words) @@ to_tsquery('simple', ?)", " & ".join(f"{word}:*" for word in words)


def refresh(link: Link, actors: Iterable[int]) -> None:
    """Bring the index up to date for actors whose name or mentions changed."""
    ids = sorted(actors)
    for start in range(0, len(ids), AT_ONCE):
        block = ids[start : start + AT_ONCE]
        marks = ",".join("?" * len(block))
        names: dict[int, dict[str, None]] = {}
        listed = link.rows(
            f"SELECT id, name FROM actor WHERE merged_into IS NULL AND id IN ({marks}) "
            "UNION ALL SELECT s.actor, m.name FROM assignment s JOIN mention m ON m.id = s.id"
            f" JOIN actor a ON a.id = s.actor AND a.merged_into IS NULL WHERE s.actor IN ({marks})",
            (*block, *block),
        )
        for actor, name in listed:
            names.setdefault(actor, {})[fold(name)] = None
        link.many("DELETE FROM actor_search WHERE rowid = ?", [(actor,) for actor in block])
        link.many(
            "INSERT INTO actor_search (rowid, words) VALUES (?, ?)",
            [(actor, " ".join(sorted(several))) for actor, several in names.items()],
        )
