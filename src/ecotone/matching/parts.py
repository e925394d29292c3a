"""Take a raw affiliation string apart: words, the segments they stand in, acronyms, and the countries that are named.

An affiliation is a department, an institution, a street, a city and a country in any order, with any of them missing.
What tells nothing about the organisation (e-mail addresses, postcodes, telephone numbers, markup) is dropped. Words are
brought to one form across usual abbreviations and languages by `words.csv`, so that "Univ. di Torino" and "University
of Turin" are the same words; `regions.csv` says to which countries states, provinces and old countries belong.

References
----------
Christen (2012), Data Matching, chapter 3 (data pre-processing).
"""

from __future__ import annotations

import csv
import functools
import html
import re
import unicodedata
from dataclasses import dataclass
from importlib import resources
from typing import Final

from ecotone.matching.countries import country_names

LONGEST: Final = 1000
"""Characters of a string that are looked at."""

_NOISE: Final = re.compile(
    r"#[A-Z]{1,5}#|\S+@\S+|https?://\S+|\{[^{}]{1,200}\}@?|\b(?:e-?mail|fax|tele?phone|phone|orcid)\b[^,;]*|\btel\s*[.:]?\s*[+(\d][^,;]*",
    re.IGNORECASE,
)
_A_AND_M: Final = re.compile(r"\bA\s?(?:&|and)\s?M\b")
_RUN_TOGETHER: Final = re.compile(
    r"\b(of|and|for|the|in|at)(?=[A-Z][a-z])|(?<=[a-z]{3})(?=(?:University|Institute|Hospital|Department|School|College)\b)"
)
_ELISION: Final = re.compile(r"\b(?:dell|all|nell|sull|dall|qu|d|l)[’'`´ʼ](?=\w)", re.IGNORECASE)
_APOSTROPHE: Final = re.compile(r"[’'`´ʼ]")
_PIECE: Final = re.compile(r"[^\W_]+|[,;:()\[\]{}|•·#]")
_STATE_CODE: Final = re.compile(r",\s*([A-Z]{2})\b\.?\s*(?:\d{5}|,|$|\(|and\b|&)")
_ACRONYM: Final = re.compile(r"\b(?:[A-Z]\.){2,8}|\b[A-Z][A-Za-z]{0,9}[A-Z][A-Za-z]{0,3}s?\b|\b[A-Z]{2,12}\d?\b")
_UNIVERSITY: Final = re.compile(r"uni[vw]er(?!sal|se$|sum$|sitats\w{3})\w{0,9}")
"""Its forms in the languages of Europe, but for compounds such as the German ones for its library and its hospital."""
_POSTCODE: Final = re.compile(r"\d{4,}|(?=\w*\d)(?=\w*[a-z])\w{5,}")
_LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_BREAKS: Final = frozenset(",;:()[]{}|•·#")
_STOP: Final = frozenset(
    (  # noqa: SIM905  a list of words reads best as words
        "the of and at in for a an de la le les del della delle dei degli di da do das dos des du el los las und der die das fur et y e i "
        "von van zu zum im am ve och og en ter d l al il to by on with"
    ).split()
)
_STATES: Final = frozenset(
    (  # noqa: SIM905  a list of words reads best as words
        "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX "
        "UT VT VA WA WV WI WY DC"
    ).split()
)
_STATE_CODES: Final = frozenset(code.lower() for code in _STATES)
_BESIDE_CHINA: Final = frozenset({"HK", "MO"})
"""Places whose addresses often end with "China", which then says nothing more."""
_LONGEST_COUNTRY: Final = 4


@dataclass(frozen=True, slots=True)
class Parts:
    """What a string is made of.

    Parameters
    ----------
    words : tuple of str
        Words in one form, those that tell nothing left out.
    segments : tuple of int
        Number of the segment (between commas, brackets, …) that each word stands in.
    acronyms : frozenset of str
        Words that are written in capitals, in lower case.
    countries : frozenset of str
        Codes of the countries that are named; of an ambiguous name all.
    """

    words: tuple[str, ...]
    segments: tuple[int, ...]
    acronyms: frozenset[str]
    countries: frozenset[str]
    regions: frozenset[int]
    """Places of the words that name a country or region."""
    spelt: tuple[str, ...]
    """Every word as it is spelt, but for case and accents."""
    states: frozenset[str]
    """Words that are a state, its code or a country."""


@functools.cache
def _words() -> dict[str, str]:
    text = resources.files("ecotone.matching").joinpath("words.csv").read_text(encoding="utf-8")
    table = {row["word"]: row["same_as"] for row in csv.DictReader(text.splitlines())}
    return {same_as: same_as for same_as in table.values()} | table


@functools.cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the phrases that stand for one word, by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, same_as in _words().items():
        if " " in phrase:
            words = tuple(one_form(word) for word in phrase.split())
            found.setdefault(words[0], []).append((words, same_as))
    return {first: sorted(phrases, key=lambda one: -len(one[0])) for first, phrases in found.items()}


def _in_phrases(words: list[str], segments: list[int], spelt: list[str]) -> tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]]:
    """Write phrases that stand for one word as that word."""
    table = _phrases()
    if not any(word in table for word in words):
        return tuple(words), tuple(segments), tuple(spelt)
    done: list[str] = []
    kept: list[str] = []
    where: list[int] = []
    place = 0
    while place < len(words):
        word, length = words[place], 1
        for phrase, same_as in table.get(word, ()):
            if tuple(words[place : place + len(phrase)]) == phrase and segments[place] == segments[place + len(phrase) - 1]:
                word, length = same_as, len(phrase)
                break
        done.append(word)
        where.append(segments[place])
        kept.append(" ".join(spelt[place : place + length]))
        place += length
    return tuple(done), tuple(where), tuple(kept)


@functools.cache
def _countries() -> dict[tuple[str, ...], frozenset[str]]:
    """Return the codes of every name of a country or region, as the words it is made of."""
    found = {_plain_words(name): frozenset({code}) for name, code in country_names().items() if len(name) > 3}
    text = resources.files("ecotone.matching").joinpath("regions.csv").read_text(encoding="utf-8")
    found.update({_plain_words(row["region"]): frozenset(row["country"].split("|")) for row in csv.DictReader(text.splitlines())})
    found.pop((), None)
    return found


@functools.cache
def region_words() -> frozenset[str]:
    """Return the words of the names of countries and regions."""
    return frozenset(one_form(word) for name in _countries() for word in name)


def _plain_words(name: str) -> tuple[str, ...]:
    return tuple(
        word for word in _joined([(piece, 0) for piece in _PIECE.findall(fold(name)) if piece not in _BREAKS])[0] if word not in _STOP
    )


def _mended(text: str) -> str:
    """Undo what other programs did to a text: marks of HTML, and words that run together ("Academy ofEngineering")."""
    if "&" in text:
        text = _A_AND_M.sub("AandM", html.unescape(text))
    return _RUN_TOGETHER.sub(r"\1 ", text)


def fold(text: str) -> str:
    """Take case, accents and apostrophes away.

    Examples
    --------
    >>> fold("Università dell’Aquila"), fold("Łódź"), fold("Xi'an")
    ('universita  aquila', 'lodz', 'xian')
    """
    text = _APOSTROPHE.sub("", _ELISION.sub(" ", text)).casefold()
    if text.isascii():
        return text.strip()
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return text.translate(_LETTERS).strip()


@functools.lru_cache(maxsize=65_536)
def one_form(word: str) -> str:
    """Return the form of a word that stands for its abbreviations, plural and translations.

    Examples
    --------
    >>> one_form("universitat"), one_form("technol"), one_form("hospitals"), one_form("zhejiang")
    ('university', 'technology', 'hospital', 'zhejiang')
    """
    known = _words().get(word)
    if known:
        return known
    if _UNIVERSITY.fullmatch(word):
        return "university"
    if len(word) > 5 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _words().get(word[:-1], word[:-1])
    return word


def is_one_usual_word(words: tuple[str, ...]) -> bool:
    """Tell whether a name is a single word that stands in the table of words, such as "Faculty", and so tells nothing.

    Examples
    --------
    >>> is_one_usual_word(("faculty",)), is_one_usual_word(("riken",))
    (True, False)
    """
    return len(words) == 1 and words[0] in _words()


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in one form, without those that tell nothing.

    Examples
    --------
    >>> words_of("Univ. degli Studi di Torino"), words_of("M. D. Anderson Cancer Centre")
    (('university', 'turin'), ('md', 'anderson', 'cancer', 'center'))
    """
    words, _ = _joined([(piece, 0) for piece in _PIECE.findall(fold(_mended(name[:LONGEST]))) if piece not in _BREAKS])
    kept = [one_form(word) for word in words if word not in _STOP]
    return _in_phrases(kept, [0] * len(kept), kept)[0]


def spelling(name: str) -> str:
    """Return a name as it is spelt, but for case, accents, punctuation and little words.

    Examples
    --------
    >>> spelling("Universitas Ibn Khaldun, Bogor")
    'universitas ibn khaldun bogor'
    """
    return " ".join(
        word for word in _joined([(piece, 0) for piece in _PIECE.findall(fold(name)) if piece not in _BREAKS])[0] if word not in _STOP
    )


def parts(text: str) -> Parts:
    """Take a string apart.

    Examples
    --------
    >>> found = parts("Dept. of Biomed. Eng., Tsinghua Univ., Beijing 100084, P. R. China. a.b@tsinghua.edu.cn")
    >>> found.words
    ('department', 'biomed', 'engineering', 'tsinghua', 'university', 'beijing', 'pr', 'china')
    >>> sorted(found.countries)
    ['CN']
    """
    text = _mended(_NOISE.sub(" ", text[:LONGEST]))
    pieces: list[tuple[str, int]] = []
    number = 0
    for piece in _PIECE.findall(fold(text)):
        if piece in _BREAKS:
            number += 1
        elif not _POSTCODE.fullmatch(piece):
            pieces.append((piece, number))
    raw, where = _joined(pieces)
    kept = [(word, segment) for word, segment in zip(raw, where, strict=True) if word not in _STOP]
    shouted = text.isupper()
    acronyms = frozenset() if shouted else frozenset(fold(found.replace(".", "")) for found in _ACRONYM.findall(text))
    words, segments, spelt = _in_phrases([one_form(word) for word, _ in kept], [segment for _, segment in kept], [word for word, _ in kept])
    if shouted:
        acronyms = frozenset(words) if len(words) == 1 else frozenset()
    codes = _named_countries(kept)
    if any(code in _STATES for code in _STATE_CODE.findall(text)):
        codes |= {"US"}
    regions = frozenset(place for place, word in enumerate(words) if word in region_words())
    codes_of_states = {fold(code) for code in _STATE_CODE.findall(text)} & _STATE_CODES
    states = frozenset(words[place] for place in regions) | codes_of_states
    return Parts(words, segments, acronyms - codes_of_states, codes, regions, spelt, states)


def _named_countries(kept: list[tuple[str, int]]) -> frozenset[str]:
    """Return the countries that segments end with; the last one that is unambiguous decides."""
    table = _countries()
    found: list[frozenset[str]] = []
    for place, (_, segment) in enumerate(kept):
        if place + 1 < len(kept) and kept[place + 1][1] == segment:
            continue
        for length in range(_LONGEST_COUNTRY, 0, -1):
            first = place - length + 1
            if first < 0 or kept[first][1] != segment:
                continue
            codes = table.get(tuple(word for word, _ in kept[first : place + 1]))
            if codes:
                found.append(codes)
                break
    named = frozenset().union(*found)
    return named - {"CN"} if named & _BESIDE_CHINA else named


def _joined(pieces: list[tuple[str, int]]) -> tuple[list[str], list[int]]:
    """Write letters that stand alone side by side in one segment as one word: `m d` is `md`."""
    words: list[str] = []
    segments: list[int] = []
    run = ""
    at = 0
    for word, segment in [*pieces, ("", -1)]:
        single = len(word) == 1 and word.isalpha() and word.isascii()
        if run and (not single or segment != at):
            words.append(run)
            segments.append(at)
            run = ""
        if single:
            run += word
            at = segment
        elif word:
            words.append(word)
            segments.append(segment)
    return words, segments
