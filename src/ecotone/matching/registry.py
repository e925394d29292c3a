"""A registry of organisations as arrays: the names that an affiliation string is compared with.

Reads the Research Organization Registry in any of its shapes: one record a line or one list, schema 1 or 2, plain or
gzipped. A bad record is a problem and the others are kept. Names are held as numbers of words in one padded matrix, so
that a thousand of them are compared in one step.

References
----------
Research Organization Registry (ROR), data schema 2.1.
"""

from __future__ import annotations

import csv
import functools
import gzip
import json
import math
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ecotone.errors import InputError, UnreadableError
from ecotone.matching.countries import country_code
from ecotone.matching.normal_form import synonyms
from ecotone.matching.parts import is_one_usual_word, spelling, words_of
from ecotone.problems import Problem, Problems
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

WIDTH: Final = 12
"""Words of a name that are looked at."""
LABEL, ALIAS, ACRONYM, INITIALS, TOWN = range(5)
SHORT: Final = frozenset({ACRONYM, INITIALS})
"""Kinds of names that are one word of initials: those that the registry lists, and those that names of three words and more make."""
_PARENT: Final = frozenset({"parent"})
_BLOCK: Final = 2000
MOST_BYTES: Final = 1024 * 1024 * 1024
"""Bytes of a registry, unpacked; a few megabytes packed may unpack to more than a disk holds."""
LONGEST_LINE: Final = 16 * 1024 * 1024
_HONOURED: Final = re.compile(r"[\s,(]+(?:named (?:after|for)|in the name of)\b", re.IGNORECASE)
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z'’]*")
_FEWEST, _MOST = 3, 7
_AT_A_RIVER: Final = re.compile(r"\s*[(/]|\s+(?:am|an der|upon|on|sur|an)\s+")
_CAPITALS: Final = re.compile(r"[A-Z][A-Z&.-]{1,7}")
_BRACKET: Final = re.compile(r"^(.{2,})\s*\(([^()]{2,40})\)$")


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the matcher reads of one record of a registry."""

    id: str
    name: str
    names: tuple[tuple[str, int], ...]
    kinds: frozenset[str]
    status: str
    city: str
    country: str
    parents: tuple[str, ...]
    weight: int
    """How much the registry knows of it: names, ids elsewhere and relations."""
    latitude: float = math.nan
    longitude: float = math.nan


@dataclass(frozen=True, slots=True)
class Registry:
    """Organisations and their names as arrays.

    Parameters
    ----------
    ids, names, cities, countries, kinds : tuple
        One entry an organisation.
    active, weight : array
        Whether it is active, and how much the registry knows of it.
    parents : tuple of tuple of int
        Numbers of the organisations that it is a part of.
    vocabulary : dict
        Number of every word; 0 is no word.
    word_weight : array
        Inverse document frequency of every word among the organisations.
    name_owner, name_kind : array
        One entry a name: the number of its organisation; `LABEL`, `ALIAS` or `ACRONYM`.
    name_words : array
        One row a name: the numbers of its words, padded with 0.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    cities: tuple[tuple[int, ...], ...]
    city_names: tuple[tuple[str, ...], ...]
    countries: tuple[str, ...]
    kinds: tuple[frozenset[str], ...]
    active: NDArray[np.bool_]
    weight: NDArray[np.float64]
    parents: tuple[tuple[int, ...], ...]
    vocabulary: dict[str, int]
    children: NDArray[np.float64]
    """How many organisations are a part of it, as log(1 + n)."""
    word_weight: NDArray[np.float64]
    name_owner: NDArray[np.int32]
    name_kind: NDArray[np.int8]
    name_words: NDArray[np.int32]
    spellings: tuple[str, ...]
    """Every name as it is spelt, but for case, accents and punctuation."""
    coordinates: NDArray[np.float64]
    """Latitude and longitude of every organisation in degrees, not a number where unknown."""

    def __len__(self) -> int:
        return len(self.ids)

    def names_of(self, number: int) -> range:
        """Return the numbers of the names of an organisation, which stand side by side."""
        return range(int(np.searchsorted(self.name_owner, number, "left")), int(np.searchsorted(self.name_owner, number, "right")))

    @classmethod
    def build(cls, organisations: Iterable[Organisation]) -> Registry:
        """Put organisations into arrays.

        Examples
        --------
        >>> names = (("Rice University", LABEL),)
        >>> one = Organisation("r1", "Rice University", names, frozenset({"education"}), "active", "Houston", "US", (), 1)
        >>> len(Registry.build([one]))
        1
        """
        kept = list(organisations)
        number = {each.id: place for place, each in enumerate(kept)}
        vocabulary: dict[str, int] = {}
        rows: list[tuple[int, ...]] = []
        owners: list[int] = []
        kinds: list[int] = []
        found_in: list[int] = []
        spelt: list[str] = []
        town = _universities_of_towns(kept)
        for place, each in enumerate(kept):
            seen: set[tuple[str, ...]] = set()
            mine: set[int] = set()
            for name, kind in (*_spellings(each.names), *((made, TOWN) for made in town.get(place, ()))):
                words = words_of(name)[:WIDTH]
                if not words or words in seen or is_one_usual_word(words):
                    continue
                seen.add(words)
                numbers = tuple(vocabulary.setdefault(word, len(vocabulary) + 1) for word in words)
                mine.update(numbers)
                rows.append(numbers + (0,) * (WIDTH - len(numbers)))
                owners.append(place)
                kinds.append(kind)
                spelt.append(spelling(name))
            found_in.extend(mine)
        parents = tuple(tuple(number[parent] for parent in each.parents if parent in number) for each in kept)
        children = np.bincount([parent for each in parents for parent in each], minlength=len(kept)).astype(np.float64)
        city_names = tuple(words_of(each.city) for each in kept)
        cities = tuple(tuple(vocabulary.setdefault(word, len(vocabulary) + 1) for word in words) for words in city_names)
        frequency = np.bincount(np.asarray(found_in, dtype=np.int64), minlength=len(vocabulary) + 1)
        word_weight = np.log((len(kept) + 1) / (frequency + 1.0)) + 0.1
        word_weight[0] = 0.0
        return cls(
            ids=tuple(each.id for each in kept),
            names=tuple(each.name for each in kept),
            cities=cities,
            city_names=city_names,
            countries=tuple(each.country for each in kept),
            kinds=tuple(each.kinds for each in kept),
            active=np.array([each.status == "active" for each in kept], dtype=np.bool_),
            weight=np.log1p(np.array([each.weight for each in kept], dtype=np.float64)),
            parents=parents,
            children=np.log1p(children),
            vocabulary=vocabulary,
            word_weight=word_weight,
            name_owner=np.asarray(owners, dtype=np.int32),
            name_kind=np.asarray(kinds, dtype=np.int8),
            name_words=np.asarray(rows, dtype=np.int32).reshape(-1, WIDTH),
            spellings=tuple(spelt),
            coordinates=np.array([(each.latitude, each.longitude) for each in kept], dtype=np.float64).reshape(-1, 2),
        )


def read_registry(path: str | Path, problems: Problems | None = None, *, work: Work = SILENT) -> Registry:
    """Read a registry from a file.

    Parameters
    ----------
    path : str or Path
        JSON lines or a JSON list of ROR records, schema 1 or 2; `.gz` is read in place.
    problems : Problems, optional
        Where bad records are listed.
    work : Work
        What progress is reported to.

    Returns
    -------
    Registry
        The organisations that are not withdrawn.

    Raises
    ------
    UnreadableError
        Where no record can be read.
    """
    found = Problems() if problems is None else problems
    registry = Registry.build(organisations(Path(path), found, work=work))
    if not len(registry):
        raise UnreadableError(
            "The registry holds no organisation",
            where=str(path),
            expected="ROR records, one a line or one list",
            remedy="Give a ROR data dump",
        )
    return registry


def organisations(path: Path, problems: Problems, *, work: Work = SILENT) -> Iterator[Organisation]:
    """Read the organisations of a registry's file one after the other; withdrawn ones are left out."""
    seen: set[str] = set()
    for row, record in _records(path, problems):
        if row % _BLOCK == 0:
            work.step(row, None, "Reading the registry")
        try:
            each = _organisation(record)
        except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
            problems.add(Problem("The record is no organisation of a registry", file=path.name, row=row, got=repr(error)))
            continue
        if each.id in seen:
            problems.add(Problem("The registry holds this id twice; the first one counts", file=path.name, row=row, got=each.id))
        elif each.status != "withdrawn":
            seen.add(each.id)
            yield each


def _records(path: Path, problems: Problems) -> Iterator[tuple[int, Any]]:
    """Yield records with their number from a file of lines or of one list."""
    if not path.exists():
        raise InputError("No such registry file", got=str(path), remedy="Look at the spelling")
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
            head = stream.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
            stream.seek(0)
            if head.startswith(b"["):
                whole = stream.read(MOST_BYTES + 1)
                _require_room(path, len(whole), MOST_BYTES)
                yield from enumerate(json.loads(whole), 1)
                return
            seen = 0
            for row, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE + 1), b""), 1):
                seen += len(line)
                _require_room(path, len(line), LONGEST_LINE)
                _require_room(path, seen, MOST_BYTES)
                if line.strip():
                    try:
                        yield row, json.loads(line)
                    except ValueError as error:
                        problems.add(Problem("The line is no JSON", file=path.name, row=row, got=str(error)))
    except (EOFError, ValueError, gzip.BadGzipFile) as error:
        raise UnreadableError("The registry file is damaged", where=str(path), got=str(error), remedy="Fetch it again") from error


def _require_room(path: Path, size: int, most: int) -> None:
    """Refuse a file that unpacks to more than a registry ever has."""
    if size > most:
        raise UnreadableError("The registry is larger than any is", where=str(path), expected=f"at most {most:,} bytes, unpacked")


def _organisation(record: dict[str, Any]) -> Organisation:
    """Read a record of schema 2 (`names` is a list), the flat shape of a combined registry, or schema 1."""
    if not isinstance(record["id"], str) or not record["id"]:
        raise ValueError(record["id"])
    names = _names(record)
    country, city, latitude, longitude = _place(record)
    related = record.get("relationships") or []
    return Organisation(
        id=record["id"],
        name=names[0][0],
        names=tuple(names),
        kinds=frozenset(str(kind).lower() for kind in record.get("types") or ()),
        status=str(record.get("status") or "active").lower(),
        city=city,
        country=country,
        parents=tuple(one["id"] for one in related if str(one.get("type")).lower() in _PARENT),
        weight=len(names) - len(_also_known().get(record["id"], ())) + len(related) + len(record.get("external_ids") or ()),
        latitude=latitude,
        longitude=longitude,
    )


def _names(record: dict[str, Any]) -> list[tuple[str, int]]:
    """Return every name with its kind, the one to show first."""
    if "names" in record:
        shown = [name["value"] for name in record["names"] if "ror_display" in name["types"]]
        every = [(name["value"], _kind(name["types"])) for name in record["names"]]
        first = shown[0] if shown else every[0][0]
    else:
        first = record["name"]
        every = [(label["label"], LABEL) for label in record.get("labels") or ()]
        every += [(alias, ALIAS) for alias in record.get("aliases") or ()] + [(short, ACRONYM) for short in record.get("acronyms") or ()]
    also = [(name, ACRONYM if _CAPITALS.fullmatch(name) else ALIAS) for name in _also_known().get(record["id"], ())]
    return [(first, LABEL), *((name, kind) for name, kind in [*every, *also] if name != first)]


@functools.cache
def _also_known() -> dict[str, tuple[str, ...]]:
    """Return names that papers use and the registry does not list, such as former ones, by the id of their organisation."""
    text = resources.files("ecotone.matching").joinpath("also_known.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        found[row["id"]] = (*found.get(row["id"], ()), row["also"])
    return found


def _spellings(names: tuple[tuple[str, int], ...]) -> Iterator[tuple[str, int]]:
    """Yield names, those that end with a country in brackets also without it, and those that a table says are the same."""
    same = synonyms()
    for name, kind in names:
        yield name, kind
        bracket = _BRACKET.match(name) if name.endswith(")") else None
        if bracket and country_code(bracket[2]):
            yield bracket[1], kind
        for honour in _HONOURED.split(name, maxsplit=1)[:-1]:
            yield honour, kind
        also = same.get(" ".join(words_of(name)))
        if also:
            yield also, kind
    if not any(kind == ACRONYM for _, kind in names):
        yield from ((made, INITIALS) for made in {initials(name) for name, kind in names if kind == LABEL} if made)


def _universities_of_towns(kept: list[Organisation]) -> dict[int, tuple[str, ...]]:
    """Return "University of" its town for the best known university of each town, unless one has that name anyway."""
    named = {words_of(name) for each in kept for name, kind in each.names if kind != ACRONYM}
    best: dict[tuple[str, str], int] = {}
    for place, each in enumerate(kept):
        if each.city and "education" in each.kinds and "university" in words_of(each.name):
            town = (each.country, _AT_A_RIVER.split(each.city, maxsplit=1)[0])
            if town not in best or each.weight > kept[best[town]].weight:
                best[town] = place
    made = {place: f"University {town}" for (_, town), place in best.items()}
    return {place: (name,) for place, name in made.items() if words_of(name) not in named}


def initials(name: str) -> str:
    """Return the first letters of a name's words, where they make an acronym: three to seven words in Latin letters.

    Examples
    --------
    >>> initials("San Francisco State University"), initials("Rice University")
    ('SFSU', '')
    """
    words = [word for word in _LATIN.findall(_BRACKET.sub(r"\1", name)) if word[0].isupper()]
    return "".join(word[0] for word in words) if _FEWEST <= len(words) <= _MOST else ""


def _kind(kinds: list[str]) -> int:
    if "label" in kinds or "ror_display" in kinds:
        return LABEL
    return ACRONYM if "acronym" in kinds else ALIAS


def _place(record: dict[str, Any]) -> tuple[str, str, float, float]:
    """Return the country's code, the city and its coordinates."""
    if record.get("locations"):
        details = record["locations"][0]["geonames_details"]
        return details.get("country_code") or "", details.get("name") or "", *_coordinates(details)
    if "country_code" in record:
        return record.get("country_code") or "", record.get("city") or "", *_coordinates(record)
    address = (record.get("addresses") or [{}])[0]
    return (record.get("country") or {}).get("country_code") or "", address.get("city") or "", *_coordinates(address)


def _coordinates(place: dict[str, Any]) -> tuple[float, float]:
    latitude, longitude = place.get("lat"), place.get("lng", place.get("lon"))
    return (math.nan, math.nan) if latitude is None or longitude is None else (float(latitude), float(longitude))
