"""Take an affiliation apart as authors and indexes write it: which institution, and where.

Indexes write the institution first (`Univ Lisbon, Inst Super Tecn, Lisbon, Portugal`), authors write the department first
(`Department of Surgery, Baylor College of Medicine, Houston, TX, USA`). The part that says what it is (a university, a hospital,
an institute) is the institution; parts that say what they belong to (department, division, school of) never are. A text
that holds neither is nobody. E-mail addresses, initials and postcodes are dropped.

References
----------
Rosato et al., S2AFF: linking affiliation strings to ROR (Allen Institute for AI), on what such strings hold.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import Final

from ecotone.ecosystem.statements import Place
from ecotone.sources.values import cased, us_state

LONGEST: Final = 160
"""A part longer than this is a sentence and no name."""

_MAIL: Final = re.compile(r"(?:electronic address|e-?mail)\s*:?\s*\S*|\S+@\S+", re.IGNORECASE)
_MARK: Final = re.compile(r"^(?:\[[^\]]*\]|[a-z*†‡§\d]{1,2}(?=\s+[A-Z]))\s*")
_INITIALS: Final = re.compile(r"\s*\((?:[A-Z]\.[\s\-A-Z.]*,?\s*)+\)")
_CODE: Final = re.compile(r"\S*\d\S*")
_STRONG: Final = re.compile(
    r"\b(?:univ\w*|uniwersytet\w*|h[oô]pita\w*|hosp\w*|klini\w*|clini(?:c|que|ca)s?|polit[eé]c\w*|polytech\w*|college|acad\w*"
    r"|medical cent(?:er|re)|cancer cent(?:er|re)|health (?:system|service|sciences cent(?:er|re))s?|minist\w*|agency|foundation"
    r"|national (?:institute|cent(?:er|re)|laborator(?:y|ies))s?|nat(?:l|ional) (?:inst|lab|ctr)|inc|ltd|llc|gmbh|corp\w*|plc|pharma\w*"
    r"|cnrs|inserm|csic|eth|mit|nasa|who)\b",
    re.IGNORECASE,
)
_MIDDLE: Final = re.compile(
    r"\b(?:instit\w*|inst|ist\w*|cent(?:er|re|ro|rum)|ctr|council|trust|societ\w*|school|sch|company|co|consult\w*|labs|bank)\b",
    re.IGNORECASE,
)
_WEAK: Final = re.compile(
    r"^(?:the\s+)?(?:dep\w*|div\w*|fac\w*|section|unit\w*|unidad|lab|laborat\w*|chair|programm?e?|program|group|grp|graduate"
    r"|research (?:group|unit)|school of|school for|sch|college of|coll|office|service|servi\w+ de|abteilung|lehrstuhl|umr|cluster"
    r"|key lab\w*|ave?|avenida|avenue|rue|via|viale|corso|plaza|campus|from the"
    r"|institute of (?:\w+ ){0,3}(?:science|medicine|health)s?)\b|\b(?:department|division|faculty|unit|section|laboratory|branch)$",
    re.IGNORECASE,
)
_STREET: Final = re.compile(
    r"\b(?:ave?|avenida|avenue|rue|road|rd|street|st|strasse|str|stra\w+|pl|place|plaza|campus|via|viale|blvd|boulevard|building|bldg|box|floor|park|lab"
    r"|inst\w*|dipartimento|equipe|zentrum)\b",
    re.IGNORECASE,
)
_POSTCODE: Final = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\S*\d\S*(?: \S*\d\S*)*")
"""A British postcode, or words that all hold digits."""


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution as an affiliation names it."""

    name: str
    place: Place | None


def institutions(text: str, *, first: bool = False) -> list[Institution]:
    """Return the institutions that an affiliation names, one for each text between semicolons.

    Parameters
    ----------
    text : str
        As written, with what authors add: marks, initials, an e-mail address.
    first : bool
        True for indexes that write the institution first.

    Examples
    --------
    >>> institutions("Department of Surgery, Baylor College of Medicine, Houston, TX 77030, USA. a.b@bcm.edu.")[0].name
    'Baylor College of Medicine'
    >>> institutions("Univ Lisbon, Inst Super Tecn, P-1049001 Lisbon, Portugal.", first=True)[0].place.city
    'Lisbon'
    >>> institutions("The affiliations are provided in the Supplemental Material.")
    []
    """
    found = (_one(part, first=first) for part in ((text,) if first else text.split(";")))
    return [each for each in found if each is not None]


def _one(text: str, *, first: bool) -> Institution | None:
    plain = _INITIALS.sub("", _MARK.sub("", _MAIL.sub("", text).strip()))
    parts = [part for piece in plain.split(",") if (part := " ".join(piece.split()).strip(" ."))]
    if not parts:
        return None
    place, left = _place(parts)
    named = parts[:left] or parts[:1]
    if first and _score(named[0]):
        best, score = named[0], 2
    else:
        scores = [_score(part) for part in named]
        score = max(scores)
        best = named[scores.index(score)]
    if len(best) > LONGEST or score < 1 or (score == 1 and place is None) or not any(letter.isalpha() for letter in best):
        return None
    return Institution(best, place)


def _score(part: str) -> int:
    """Say how much a part looks like an institution: 3 a university or hospital, 2 an institute, 1 a name, 0 a department."""
    if _WEAK.search(part):
        return 0
    if len(part) > LONGEST:
        return 0
    if _STRONG.search(part):
        return 3
    if any(letter.isdigit() for letter in part):
        return 0
    return 2 if _MIDDLE.search(part) else 1


@functools.cache
def _countries() -> dict[str, str]:
    """Return names of countries as the sources write them, in lower case, with the name to keep."""
    text = resources.files("ecotone.sources").joinpath("countries.txt").read_text(encoding="utf-8")
    return {
        name.casefold(): names[0]
        for line in text.splitlines()
        if line and not line.startswith("#")
        for names in [line.split("|")]
        for name in names
    }


def _place(parts: list[str]) -> tuple[Place | None, int]:
    """Return where it is, and how many parts stand before that."""
    last = parts[-1]
    words = last.split()
    code = words[0] if words else ""
    tail = " ".join(word for word in words if not any(letter.isdigit() for letter in word))
    country = _countries().get(tail.casefold())
    region = None
    left = len(parts) - 1
    if country is None and us_state(code) != code and all(word == "USA" or _CODE.fullmatch(word) for word in words[1:]):
        country, region = "United States", us_state(code)  # `MA 02115 USA`, `TN 37830`
    elif country is None and tail in _state_names():
        country, region = "United States", tail
    if country is None:
        return None, len(parts)
    if country == "United States" and region is None and left > 1:
        state = " ".join(word for word in parts[left - 1].split() if not any(letter.isdigit() for letter in word))
        if us_state(state) != state or state in _state_names():
            region, left = us_state(state), left - 1
    while left > 1 and _POSTCODE.fullmatch(parts[left - 1]):
        left -= 1  # a postcode between city and country
    if region is None and left > 2 and _is_region(parts[left - 1], parts[left - 2]):
        region, left = parts[left - 1], left - 1
    city = _without_codes(parts[left - 1]) if left > 1 else ""
    if any(sign.search(city) for sign in (_STRONG, _WEAK, _STREET)):
        return Place(None, region, country), left
    return Place(cased(city) or None, region, country), left - 1 if city else left


def _is_region(part: str, before: str) -> bool:
    """Tell a province from a city: two capitals (`ON`), or what follows a city that has its postcode (`Culiacan 80020, Sinaloa`)."""
    return (len(part) == 2 and part.isupper()) or (_without_codes(part) == part and _without_codes(before) not in {"", before})


def _without_codes(part: str) -> str:
    return " ".join(word for word in part.split() if not any(letter.isdigit() for letter in word))


@functools.cache
def _state_names() -> frozenset[str]:
    text = resources.files("ecotone.sources").joinpath("us_states.csv").read_text(encoding="utf-8")
    return frozenset(line.split(",", 1)[1].strip() for line in text.splitlines()[1:] if "," in line) - {"Georgia"}
