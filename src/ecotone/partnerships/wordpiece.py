"""Word pieces: how a text becomes the numbers that a sentence model reads.

A text is cleaned, put in lower case without accents, cut at spaces and marks, and each word is cut into the longest pieces that
the vocabulary knows, from the left. Written anew from the description, so that the optional model needs no library for it; the
vocabulary is that of BERT, unchanged (`data/PROVENANCE.md`).

References
----------
Devlin, Chang, Lee & Toutanova (2018), BERT: pre-training of deep bidirectional transformers. arXiv 1810.04805.
Wu et al. (2016), Google's neural machine translation system. arXiv 1609.08144 (word pieces).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VOCABULARY: Final = Path(__file__).parent / "data" / "wordpieces.txt"
UNKNOWN: Final = "[UNK]"
LONGEST_WORD: Final = 100
"""Characters beyond which a word is unknown as a whole."""
_MARKS: Final = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_IDEOGRAPHS: Final = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)  # fmt: skip


@cache
def vocabulary() -> Mapping[str, int]:
    """Return the shipped pieces with their numbers."""
    return {piece: number for number, piece in enumerate(VOCABULARY.read_text(encoding="utf-8").split("\n")[:-1])}


def words(text: str) -> list[str]:
    """Return the words and marks of a text, in lower case without accents.

    Examples
    --------
    >>> words("Épilepsie, stage-2")
    ['epilepsie', ',', 'stage', '-', '2']
    """
    found: list[str] = []
    word: list[str] = []

    def close() -> None:
        if word:
            found.append("".join(word))
            word.clear()

    # Case goes last: a capital dotted I loses its dot only after it was taken apart.
    for character in unicodedata.normalize("NFD", _clean(text)):
        if unicodedata.category(character) == "Mn":
            continue
        if character == " ":
            close()
        elif character in _MARKS or unicodedata.category(character).startswith("P") or _ideograph(character):
            close()
            found.append(character)
        else:
            word.append(character.lower())
    close()
    return found


def _clean(text: str) -> str:
    """Turn all that separates into spaces, and drop what no reader sees."""
    kept = []
    for character in text:
        if character in "\t\n\r" or unicodedata.category(character) in {"Zs", "Zl", "Zp"}:
            kept.append(" ")
        elif character != "\ufffd" and unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs"}:
            kept.append(character)
    return "".join(kept)


def _ideograph(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _IDEOGRAPHS)


def pieces(text: str, known: Mapping[str, int] | None = None) -> list[str]:
    """Cut a text into pieces of the vocabulary, the longest first; a word that cannot be cut is unknown.

    Parameters
    ----------
    text : str
        What is read.
    known : mapping of str to int, optional
        The vocabulary; the shipped one where not given.

    Examples
    --------
    >>> pieces("Unaffable nephrologists")
    ['una', '##ffa', '##ble', 'ne', '##ph', '##rol', '##ogist', '##s']
    """
    table = vocabulary() if known is None else known
    return [piece for word in words(text) for piece in _cut(word, table)]


def _cut(word: str, known: Mapping[str, int]) -> list[str]:
    if len(word) > LONGEST_WORD:
        return [UNKNOWN]
    found: list[str] = []
    start = 0
    while start < len(word):
        lead = "##" if start else ""
        end = next((at for at in range(len(word), start, -1) if lead + word[start:at] in known), None)
        if end is None:
            return [UNKNOWN]
        found.append(lead + word[start:end])
        start = end
    return found
