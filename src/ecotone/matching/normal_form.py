"""The normal form of an organisation's name: what is left when spelling is taken away.

Case, accents, punctuation, articles, legal forms, spaced initials ("M. D."), site numbers that sponsors append, and usual
abbreviations are spelling; two names with one normal form are taken for one name. Abbreviations and the few names
that no rule joins stand in tables beside this file that a user can edit.

References
----------
Christen (2012), Data Matching, chapter 3 (data pre-processing).
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from importlib import resources
from typing import Final

LONGEST: Final = 500
"""Characters of a name that are looked at; no organisation has a longer one."""

_SITE_NUMBER: Final = re.compile(
    r"[\s,/;:–-]*(?:[(\[]\s*)?(?:\b(?:site|id)\b\s*(?:number|no\.?|id|#)?\s*[:#]*\s*#?\s*[a-z]{0,3}\d+[\d-]*)(?:\s*[)\]])?\s*$",
    re.IGNORECASE,
)
_TRAILING_BRACKET: Final = re.compile(r"\s*\([^()]{1,60}\)\s*$")
_APOSTROPHE: Final = re.compile(r"[’'`´ʼ]")
_WORD: Final = re.compile(r"[^\W_]+")
_STOP: Final = frozenset({"the", "at", "of", "and", "for", "in"})
_LEGAL: Final = frozenset(
    (  # noqa: SIM905  a list of words reads best as words
        "inc incorporated ltd limited llc llp lp plc corp corporation co company gmbh ag kg kgaa sa sas sarl srl spa bv "
        "nv ab as oy oyj aps pty pvt private pte sdn bhd kk pc pa pllc se sl slu lda"
    ).split()
)
_GENERIC: Final = frozenset(
    (  # noqa: SIM905  a list of words reads best as words
        "university hospital medical center clinic institute research cancer national general children regional "
        "memorial health science school college foundation department oncology clinical community county city state "
        "central laboratory association group site study medicine surgery care system service international dental eye "
        "heart academy"
    ).split()
)


@functools.cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    files = resources.files("ecotone.matching")
    short = csv.DictReader(files.joinpath("abbreviations.csv").read_text(encoding="utf-8").splitlines())
    same = csv.DictReader(files.joinpath("synonyms.csv").read_text(encoding="utf-8").splitlines())
    return {row["short"]: row["long"] for row in short}, {row["name"]: row["same_as"] for row in same}


@functools.lru_cache(maxsize=262_144)
def normal_form(name: str) -> str:
    """Bring a name to its normal form.

    Parameters
    ----------
    name : str
        As written.

    Returns
    -------
    str
        Words in lower case with single spaces; of a name without letters or digits, the name itself in lower case.

    Examples
    --------
    >>> normal_form("M.D. Anderson Cancer Centre"), normal_form("The University of Texas M D Anderson Cancer Center ( Site 1006)")
    ('md anderson cancer center', 'md anderson cancer center')
    >>> normal_form("U OF TEXAS HLTH SCI CTR HOUSTON") == normal_form("The University of Texas Health Science Center at Houston")
    True
    """
    short, same = _tables()
    text = _SITE_NUMBER.sub("", name[:LONGEST])
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    text = _APOSTROPHE.sub("", text)
    words = [short.get(word, word) for word in _initials_joined(_WORD.findall(text)) if word not in _STOP]
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    form = " ".join(words)
    return same.get(form, form) or name.casefold().strip()


def synonyms() -> dict[str, str]:
    """Return the names that no rule joins, each with the name it is the same as, in normal form.

    Examples
    --------
    >>> synonyms()["md anderson"]
    'md anderson cancer center'
    """
    return dict(_tables()[1])


def without_bracket(name: str) -> str:
    """Return a name without what stands in brackets at its end, such as a country or a department.

    Examples
    --------
    >>> without_bracket("Pfizer (United States)")
    'Pfizer'
    """
    return _TRAILING_BRACKET.sub("", name) or name


def is_generic(form: str) -> bool:
    """Tell whether a normal form is made of words that hundreds of organisations share, so that only a place tells them apart.

    Examples
    --------
    >>> is_generic("national cancer center"), is_generic("baylor college medicine")
    (True, False)
    """
    return all(word in _GENERIC for word in form.split())


def _initials_joined(words: list[str]) -> list[str]:
    """Write letters that stand alone side by side as one word: `m d` is `md`."""
    joined: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        if run:
            joined.append("".join(run))
            run = []
        if word:
            joined.append(word)
    return joined
