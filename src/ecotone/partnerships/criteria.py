"""The four criteria of a partnership, what each is made of, and what every level of it means.

Strategic alignment, complementary capabilities, cultural fit and impact measurement are broken down into parts, each with a
scale of which every level has a sentence, so that two raters mean the same by a number. The shipped ones stand in
`data/criteria.yaml`; a file of the same shape adds, drops and re-weights. A level is worth from 0 (the worst that the scale
knows) to 1 (the best), whoever the candidates are, so that a score means the same next year.

References
----------
Keeney & Raiffa (1976), Decisions with Multiple Objectives. Wiley. (Global scales, anchored at both ends.)
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from ecotone.errors import DecisionError, InputError
from ecotone.partnerships.promethee import Preference

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ecotone.partnerships.problem import Direction

SHIPPED: Final = Path(__file__).with_name("data") / "criteria.yaml"
LARGEST: Final = 1_000_000
"""Bytes of a file of criteria; none comes near."""
_KEYS: Final = {"criterion", "means", "weight", "parts"}
_PART_KEYS: Final = {"id", "name", "asks", "weight", "from", "levels", "direction", "preference"}
USUAL: Final = Preference("linear", q=0.125, p=0.5)
"""Of PROMETHEE where a table says nothing else: half a level of five does not count, two levels count in full."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a criterion: what is asked, how it is found, and what each level means.

    Parameters
    ----------
    id : str
        Under which ratings and weights name it.
    name : str
        As the reader sees it.
    criterion : str
        The criterion that it is a part of.
    asks : str
        The question.
    levels : mapping of float to str
        Each level with the sentence that anchors it; two or more.
    weight : float
        Within its criterion, 0 or more.
    measure : str or None
        The computation on the record, by its name in `measured.MEASURES`; None where only raters can tell.
    direction : Direction
        `cost` where a higher level is worse.
    preference : Preference
        How PROMETHEE turns a difference of worths into a preference.
    """

    id: str
    name: str
    criterion: str
    asks: str
    levels: Mapping[float, str]
    weight: float = 1.0
    measure: str | None = None
    direction: Direction = "benefit"
    preference: Preference = USUAL

    @property
    def low(self) -> float:
        """Return the lowest level."""
        return min(self.levels)

    @property
    def high(self) -> float:
        """Return the highest level."""
        return max(self.levels)

    def checked(self, level: object, where: str | None = None) -> float:
        """Return a rating as a number, or refuse it.

        Raises
        ------
        InputError
            If it is no number on the scale.

        Examples
        --------
        >>> shipped().part("trust").checked("4")
        4.0
        >>> shipped().part("trust").checked(6)
        Traceback (most recent call last):
        ...
        ecotone.errors.InputError: A rating of trust lies on its scale. Got: 6. Expected: 1 to 5: see `ecotone partners criteria`.
        """
        try:
            value = float(str(level).strip().replace(",", "."))
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise InputError(
                f"A rating of {self.id} lies on its scale",
                where=where,
                got=str(level),
                expected=f"{self.low:g} to {self.high:g}: see `ecotone partners criteria`",
            )
        return value

    def worth(self, level: float) -> float:
        """Turn a level into its worth, from 0 for the worst to 1 for the best.

        Examples
        --------
        >>> shipped().part("trust").worth(4), shipped().part("mistrust").worth(1)
        (0.75, 1.0)
        """
        share = (level - self.low) / (self.high - self.low)
        return share if self.direction == "benefit" else 1.0 - share

    def level(self, worth: float) -> float:
        """Turn a worth back into a level."""
        share = worth if self.direction == "benefit" else 1.0 - worth
        return self.low + share * (self.high - self.low)

    def says(self, worth: float) -> str:
        """Return the sentence of the level that a worth comes nearest to.

        Examples
        --------
        >>> shipped().part("trust").says(0.8)
        'we rely on their word, and it has held'
        """
        level = self.level(worth)
        return self.levels[min(self.levels, key=lambda known: (abs(known - level), known))]


@dataclass(frozen=True, slots=True)
class Criteria:
    """The parts that candidates are judged by, with the weight and the meaning of each criterion.

    Parameters
    ----------
    parts : tuple of Part
        In order, those of one criterion together.
    weights : mapping of str to float
        Weight of each criterion, relative to the others.
    meanings : mapping of str to str
        What each criterion is about.
    """

    parts: tuple[Part, ...]
    weights: Mapping[str, float]
    meanings: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the criteria in order."""
        return tuple(dict.fromkeys(part.criterion for part in self.parts))

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the parts in order."""
        return tuple(part.id for part in self.parts)

    def part(self, text: str) -> Part:
        """Return the part of that id or name, without regard to case.

        Raises
        ------
        InputError
            If there is none.
        """
        asked = text.strip().casefold()
        for each in self.parts:
            if asked in {each.id.casefold(), each.name.casefold()}:
                return each
        raise InputError("There is no such part of a criterion", got=text, expected=", ".join(self.ids))

    def default_weights(self) -> dict[str, float]:
        """Return the weight of each part: its share of its criterion times that criterion's share of all.

        Examples
        --------
        >>> round(sum(shipped().default_weights().values()), 12)
        1.0
        """
        whole = {name: sum(part.weight for part in self.parts if part.criterion == name) for name in self.names}
        total = sum(self.weights[name] for name in self.names if whole[name] > 0)
        if not total > 0:
            raise DecisionError("The weights sum to 0", expected="at least one weight above 0", remedy="Weigh the criteria")
        share = {name: self.weights[name] / total / whole[name] if whole[name] > 0 else 0.0 for name in self.names}
        return {part.id: share[part.criterion] * part.weight for part in self.parts}

    def without(self, dropped: Collection[str]) -> Criteria:
        """Return the criteria without some parts (by id or name), or without whole criteria (by name).

        Raises
        ------
        InputError
            If one of them is not there, or nothing is left.
        """
        asked = {text.strip().casefold() for text in dropped}
        whole = {name for name in self.names if name.casefold() in asked}
        ids = {self.part(text).id for text in asked - {name.casefold() for name in whole}}
        kept = tuple(part for part in self.parts if part.id not in ids and part.criterion not in whole)
        if not kept:
            raise InputError("No part of a criterion is left to judge by", got=f"all {len(self.parts)} dropped")
        return replace(self, parts=kept)

    def with_parts_of(self, others: Criteria) -> Criteria:
        """Return the criteria with the parts of others added; one of an id that is there takes its place.

        Examples
        --------
        >>> shipped().with_parts_of(shipped()) == shipped()
        True
        """
        new = {part.id: part for part in others.parts}
        everything = [*(new.pop(part.id, part) for part in self.parts), *new.values()]
        names = tuple(dict.fromkeys(part.criterion for part in everything))
        ordered = tuple(part for name in names for part in everything if part.criterion == name)
        weights, meanings = {**others.weights, **self.weights}, {**others.meanings, **self.meanings}
        return Criteria(ordered, {name: weights[name] for name in names}, {name: meanings[name] for name in names})


def read_yaml(path: Path) -> Any:
    """Read a YAML file that a person wrote: of a size that one can write, and nothing but plain values.

    Raises
    ------
    InputError
        If it is too large, no text or no YAML; the message says where it goes wrong.
    """
    size = path.stat().st_size
    if size > LARGEST:
        raise InputError("The file is too large to have been written by hand", where=str(path), got=f"{size:,} bytes")
    expected = "a text in YAML, such as `ecotone partners criteria --yaml` prints"
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, yaml.reader.ReaderError):
        raise InputError("The file is no text", where=str(path), got="bytes that are no UTF-8", expected=expected) from None
    except yaml.YAMLError as error:
        raise InputError("The file is no YAML", where=str(path), got=" ".join(str(error).split()), expected=expected) from None
    except RecursionError:
        raise InputError("The file is no YAML", where=str(path), got="lists within lists without end", expected=expected) from None


def read_criteria(path: Path | str) -> Criteria:
    """Read criteria from a YAML file of the shape of the shipped one.

    Raises
    ------
    InputError
        If the file is no such table; the message says which part is at fault.
    """
    where, tables = str(path), read_yaml(Path(path))
    if not isinstance(tables, list) or not tables:
        expected = "a list of criteria, as `ecotone partners criteria --yaml` prints"
        raise InputError("The file lists no criteria", where=where, expected=expected)
    parts: list[Part] = []
    weights: dict[str, float] = {}
    meanings: dict[str, str] = {}
    for table in tables:
        _only(table, _KEYS, where)
        name = _text(table, "criterion", where)
        meanings[name] = str(table.get("means", ""))
        weights[name] = _weight(table.get("weight", 1), f"{where}, {name}")
        if not isinstance(table.get("parts"), list) or not table["parts"]:
            raise InputError("A criterion has no parts", where=f"{where}, {name}", expected="a list under `parts`")
        parts += [_part(each, name, where) for each in table["parts"]]
    twice = [each for each, count in Counter(part.id for part in parts).items() if count > 1]
    if twice:
        raise InputError("Two parts have one id", where=where, got=", ".join(twice), remedy="Give each an id of its own")
    return Criteria(tuple(parts), weights, meanings)


@functools.cache
def shipped() -> Criteria:
    """Return the shipped criteria.

    Examples
    --------
    >>> shipped().names
    ('Strategic alignment', 'Complementary capabilities', 'Cultural fit', 'Impact measurement')
    """
    return read_criteria(SHIPPED)


def _part(table: Any, criterion: str, where: str) -> Part:
    _only(table, _PART_KEYS, where)
    number = _text(table, "id", where)
    at = f"{where}, {number}"
    levels = table.get("levels")
    if not isinstance(levels, dict) or len(levels) < 2:
        raise InputError("A part needs two levels or more, each with a sentence", where=at, got=str(levels))
    made: dict[float, str] = {}
    for level, sentence in levels.items():
        if isinstance(level, bool) or not isinstance(level, int | float) or not math.isfinite(level):
            raise InputError("A level is no number", where=at, got=str(level))
        if not isinstance(sentence, str) or not sentence.strip():
            raise InputError("A level has no sentence that says what it means", where=at, got=f"level {level}: {sentence!r}")
        made[float(level)] = " ".join(sentence.split())
    direction = table.get("direction", "benefit")
    if direction not in ("benefit", "cost"):
        raise InputError("A part has no such direction", where=at, got=str(direction), expected="benefit or cost")
    measure = table.get("from")
    if measure is not None:
        from ecotone.partnerships.measured import MEASURES

        if not isinstance(measure, str) or measure not in MEASURES:
            raise InputError("There is no such computation on a record", where=at, got=str(measure), expected=", ".join(MEASURES))
    weight = _weight(table.get("weight", 1), at)
    preference = _preference(table.get("preference"), at)
    return Part(number, _text(table, "name", at), criterion, _text(table, "asks", at), made, weight, measure, direction, preference)


def _preference(told: Any, where: str) -> Preference:
    """Read a preference function: `{shape: gauss, s: 0.3}`, thresholds in worths from 0 to 1."""
    if told is None:
        return USUAL
    _only(told, {"shape", "q", "p", "s"}, where)
    try:
        return Preference(str(told.get("shape", "usual")), *(_weight(told.get(key, 0), where) for key in "qps"))  # type: ignore[arg-type]
    except DecisionError as error:
        raise InputError(error.what, where=where, got=error.got, expected=error.expected) from None


def _only(table: Any, allowed: set[str], where: str) -> None:
    """Refuse keys that nobody reads: a misspelt key must not be ignored."""
    if not isinstance(table, dict):
        raise InputError("An entry of the file is no table", where=where, got=str(table)[:80])
    unknown = sorted(str(key) for key in table if key not in allowed)
    if unknown:
        raise InputError("This key is not known", where=where, got=", ".join(unknown), expected=", ".join(sorted(allowed)))


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError("A text is missing", where=where, expected=f"`{key}`")
    return value.strip()


def _weight(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not (math.isfinite(value) and value >= 0):
        raise InputError("A weight is no number from 0 up", where=where, got=str(value), expected="0 or more")
    return float(value)
