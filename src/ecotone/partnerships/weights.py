"""Whose weights: each judge's, by whichever way of asking, put together as a group's with how far the judges agree.

Four ways of asking stand side by side: `direct` numbers, `swing` (points for taking each from its worst to its best level, 100 for the
one that matters most), `ahp` (how many times this outweighs that) and `trade-off` (choices between two partial profiles). What a judge
says of whole criteria weighs those, what is said of parts weighs them within their criterion; the rest keeps the table's weights.
Judges who all used AHP may be put together before weighing (AIJ), others after it, by the mean of their weights (AIP).

References
----------
von Winterfeldt & Edwards (1986), Decision Analysis and Behavioral Research. Cambridge. (Swing weights.)
Forman & Peniwati (1998), Aggregating individual judgments and priorities with the analytic hierarchy process. EJOR 108.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from ecotone.errors import DecisionError, InputError
from ecotone.partnerships.choosing import from_choices, members_of
from ecotone.partnerships.criteria import read_yaml
from ecotone.partnerships.groups import Aggregation, consensus, group_priorities
from ecotone.partnerships.judgements import Judgements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ecotone.partnerships.ahp import RandomIndex
    from ecotone.partnerships.criteria import Criteria

Way = Literal["table", "direct", "swing", "ahp", "trade-off"]
KEYS: Final[Mapping[str, str]] = {"direct": "weights", "swing": "points", "ahp": "comparisons", "trade-off": "choices"}
"""Ways of asking, and under which key a file gives what was said."""


@dataclass(frozen=True, eq=False)
class Judge:
    """One judge's weights of the parts.

    Parameters
    ----------
    name : str
        Who judged.
    way : Way
        How the judge was asked.
    shares : ndarray of float, shape (n,)
        Weights of the parts in their order; sum to 1.
    ratios : mapping of str to float
        Consistency ratio of each comparison that the judge made (the criteria's under "criteria"); AHP only.
    draws : ndarray of float, shape (d, n), or None
        Weights that the judge may have; trade-offs only.
    said : mapping
        What the judge said, as a file gives it.
    """

    name: str
    way: Way
    shares: NDArray[np.float64]
    ratios: Mapping[str, float] = field(default_factory=dict)
    draws: NDArray[np.float64] | None = None
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def consistency_ratio(self) -> float | None:
        """Return the worst consistency ratio of the judge's comparisons; None where none was compared."""
        return max(self.ratios.values(), default=None)


@dataclass(frozen=True, eq=False)
class Weights:
    """The weights that candidates are scored by.

    Parameters
    ----------
    parts : tuple of str
        Ids.
    shares : ndarray of float, shape (n,)
        The group's; sum to 1.
    judges : tuple of Judge
        Each judge's own; empty where the table's weights are taken as they are.
    aggregation : str
        How they were put together.
    consensus : float or None
        S* of the judges, from 0 to 1.
    group_ratios : mapping of str to float
        Consistency ratio of each comparison of the group; AIJ only.
    random_index : str or None
        Whose table of random indices the ratios rest on.
    """

    parts: tuple[str, ...]
    shares: NDArray[np.float64]
    judges: tuple[Judge, ...] = ()
    aggregation: str = "weights of the table of criteria"
    consensus: float | None = None
    group_ratios: Mapping[str, float] = field(default_factory=dict)
    random_index: str | None = None

    def draw(self, draws: int, generator: np.random.Generator) -> NDArray[np.float64]:
        """Return weights that the group may have: judges mixed at random, each judge's own draws where choices leave room.

        With one judge who left nothing open, all draws are alike.
        """
        if not self.judges:
            return np.tile(self.shares, (draws, 1))
        mix = generator.standard_exponential((draws, len(self.judges)))
        mix /= mix.sum(axis=1, keepdims=True)
        found = np.zeros((draws, len(self.parts)))
        for at, judge in enumerate(self.judges):
            own = judge.shares if judge.draws is None else judge.draws[generator.integers(0, len(judge.draws), draws)]
            found += mix[:, at : at + 1] * own
        return found


def table_weights(criteria: Criteria) -> Weights:
    """Return the weights that the table of criteria itself gives."""
    given = criteria.default_weights()
    return Weights(criteria.ids, np.array([given[part] for part in criteria.ids]))


def read_weights(path: Path, criteria: Criteria, *, seed: int = 0) -> Weights:
    """Read judges from a YAML file.

    Raises
    ------
    InputError, DecisionError
        If the file, or what a judge says, cannot be used; the message names the judge.
    """
    told = read_yaml(path)
    if isinstance(told, dict) and isinstance(told.get("judges"), list) and told["judges"]:
        strange = sorted(set(map(str, told)) - {"judges", "aggregation", "random-index"})
        if strange:
            raise InputError("This key is not known", where=str(path), got=", ".join(strange), expected="judges, aggregation, random-index")
        judged = [judge(each, criteria, number, seed=seed, table=told.get("random-index")) for number, each in enumerate(told["judges"], 1)]
        return together(judged, criteria, told.get("aggregation"), told.get("random-index"))
    if isinstance(told, dict) and told and all(not isinstance(value, dict | list) for value in told.values()):
        return together([judge({"judge": "the file", "method": "direct", "weights": told}, criteria, 1)], criteria)
    raise InputError("The file has no weights", where=str(path), expected="`judges:`, a list, or a number for each criterion or part")


def inline(text: str, criteria: Criteria) -> Weights:
    """Read weights as a command line gives them: `Cultural fit=2, trust=3`."""
    said: dict[str, float] = {}
    for piece in text.split(","):
        name, sign, value = piece.partition("=")
        if not sign or not name.strip():
            raise InputError("A weight has a name and a number", got=piece.strip(), expected="for example trust=3, or a file")
        said[name.strip()] = _number(value, name.strip())
    return together([judge({"judge": "the command line", "method": "direct", "weights": said}, criteria, 1)], criteria)


def judge(said: Any, criteria: Criteria, number: int = 1, *, seed: int = 0, table: RandomIndex | None = None) -> Judge:
    """Derive one judge's weights from what the judge said."""
    if not isinstance(said, dict):
        raise InputError("A judge's entry is no table", got=str(said)[:80], expected="judge, method, and what was said")
    name = " ".join(str(said.get("judge") or f"judge {number}").split())
    way = str(said.get("method"))
    if way not in KEYS:
        raise InputError("There is no such way of asking for weights", where=name, got=str(way), expected=", ".join(KEYS))
    told = said.get(KEYS[way])
    strange = sorted(set(map(str, said)) - {"judge", "method", KEYS[way]})
    if strange or not told:
        what = f"unknown {', '.join(strange)}" if strange else f"no `{KEYS[way]}`"
        raise InputError(f"What a judge says under {way} stands under `{KEYS[way]}`", where=name, got=what)
    kept = {"judge": name, "method": way, KEYS[way]: told}
    if way in {"direct", "swing"}:
        return Judge(name, "swing" if way == "swing" else "direct", _from_numbers(told, criteria, name, swing=way == "swing"), said=kept)
    if way == "ahp":
        shares, ratios = _from_comparisons(compared(told, criteria, name), criteria, table)
        return Judge(name, "ahp", shares, ratios, said=kept)
    shares, draws = from_choices(told, criteria, name, seed)
    return Judge(name, "trade-off", shares, draws=draws, said=kept)


def together(
    judges: Sequence[Judge], criteria: Criteria, aggregation: Aggregation | None = None, table: RandomIndex | None = None
) -> Weights:
    """Put judges together.

    Parameters
    ----------
    judges : sequence of Judge
        One or more, each name once.
    criteria : Criteria
        Whose parts they weighed.
    aggregation : Aggregation, optional
        `AIJ` where all used AHP and nothing else is asked for, `AIP arithmetic` otherwise.
    table : RandomIndex, optional
        Whose table of random indices.
    """
    if not judges:
        raise DecisionError("There are no judges", expected="one or more")
    names = [each.name for each in judges]
    if len(set(names)) < len(names):
        raise DecisionError("Two judges have one name", got=", ".join(sorted({name for name in names if names.count(name) > 1})))
    all_ahp = all(each.way == "ahp" for each in judges)
    chosen: Aggregation = aggregation or ("AIJ" if all_ahp else "AIP arithmetic")
    if chosen not in {"AIJ", "AIP arithmetic", "AIP geometric"}:
        raise DecisionError("There is no such aggregation", got=str(chosen), expected="AIJ, AIP geometric or AIP arithmetic")
    table_of = np.array([each.shares for each in judges])
    agreed = _agreed(table_of, criteria) if len(judges) > 1 else None
    used = (table or "Saaty, Alonso-Lamata beyond ten items") if any(each.way == "ahp" for each in judges) else None
    if len(judges) == 1:
        only = judges[0]
        return Weights(criteria.ids, only.shares, (only,), f"one judge, {only.way}", None, only.ratios, used)
    if chosen == "AIJ":
        if not all_ahp:
            raise DecisionError(
                "Judgements can only be put together before weighing (AIJ) where all judges compared pairs",
                got=", ".join(f"{each.name}: {each.way}" for each in judges),
                remedy="Leave `aggregation` out, or ask for AIP",
            )
        shares, ratios = _group(judges, criteria, table)
        return Weights(criteria.ids, shares, tuple(judges), "AIJ", agreed, ratios, used)
    if chosen == "AIP geometric":
        if np.any(table_of <= 0):
            raise DecisionError("A weight of 0 has no geometric mean", remedy="Ask for AIP arithmetic")
        shares = np.exp(np.log(table_of).mean(axis=0))
        shares = shares / shares.sum()
    else:
        shares = table_of.mean(axis=0)
    return Weights(criteria.ids, shares, tuple(judges), chosen, agreed, {}, used)


def _agreed(table_of: NDArray[np.float64], criteria: Criteria) -> float | None:
    """Return S* over what the judges weighed: over criteria where none of them told the parts of any apart, else over parts."""
    masks = np.array([[part.criterion == name for part in criteria.parts] for name in criteria.names])
    whole = table_of @ masks.T
    plain = table_weights(criteria).shares
    spread = plain / np.where((total := masks.T @ (masks @ plain)) > 0, total, 1.0)
    if masks.shape[0] > 1 and np.allclose(table_of, (whole @ masks) * spread):
        return consensus(whole)
    return consensus(table_of) if table_of.shape[1] > 1 else None


def _number(value: object, where: str) -> float:
    try:
        found = float(str(value).strip()) if not isinstance(value, bool) else math.nan
    except ValueError:
        found = math.nan
    if not (math.isfinite(found) and found >= 0):
        raise InputError("A weight is no number from 0 up", where=where, got=str(value), expected="0 or more")
    return found


def _from_numbers(told: Any, criteria: Criteria, name: str, *, swing: bool) -> NDArray[np.float64]:
    """Weigh by numbers given to criteria or parts."""
    if not isinstance(told, dict):
        raise InputError("Weights are a number for each name", where=name, got=str(told)[:80])
    upper, within = dict(criteria.weights), {part.id: part.weight for part in criteria.parts}
    by_name = {criterion.casefold(): criterion for criterion in criteria.names}
    given_parts: dict[str, float] = {}
    for text, value in told.items():
        number = _number(value, f"{name}, {text}")
        if swing and number > 100:
            raise InputError("Swing points run from 0 to 100", where=f"{name}, {text}", got=f"{number:g}")
        if str(text).strip().casefold() in by_name:
            upper[by_name[str(text).strip().casefold()]] = number
        else:
            given_parts[criteria.part(str(text)).id] = number
    if swing and max([*(_number(value, name) for value in told.values())], default=0.0) == 0:
        raise DecisionError("The weights sum to 0", where=name, expected="100 points for what matters most")
    if swing and given_parts and len(given_parts) == len(told):
        # Points of parts compare across criteria: what was not named swings nothing.
        values = np.array([given_parts.get(part.id, 0.0) for part in criteria.parts])
        return np.asarray(values / values.sum())
    return _shares(criteria, upper, {**within, **given_parts}, name)


def _shares(criteria: Criteria, upper: Mapping[str, float], within: Mapping[str, float], where: str) -> NDArray[np.float64]:
    whole = {name: sum(within[part.id] for part in criteria.parts if part.criterion == name) for name in criteria.names}
    values = np.array(
        [upper[part.criterion] * within[part.id] / whole[part.criterion] if whole[part.criterion] > 0 else 0.0 for part in criteria.parts]
    )
    if not values.sum() > 0:
        raise DecisionError("The weights sum to 0", where=where, expected="at least one weight above 0", remedy="Weigh the criteria")
    return np.asarray(values / values.sum())


Compared = dict[str, dict[tuple[str, str], float]]
"""For each comparison (the criteria's under "criteria", else by criterion) its pairs."""


def compared(told: Any, criteria: Criteria, name: str) -> Compared:
    """Sort pairs into those of criteria and those of the parts of one criterion."""
    if not isinstance(told, dict):
        raise InputError(
            "Comparisons are a ratio for each pair", where=name, got=str(told)[:80], expected='for example "trust > mistrust": 3'
        )
    by_name = {criterion.casefold(): criterion for criterion in criteria.names}
    found: Compared = {}
    for text, value in told.items():
        match = re.fullmatch(r"(.+?)\s*(?:>|\bover\b)\s*(.+)", str(text).strip())
        if match is None:
            raise InputError("A comparison names two", where=name, got=str(text), expected='for example "trust > mistrust"')
        pair = [match[1].strip(), match[2].strip()]
        ratio = _ratio(value, f"{name}, {text}")
        whole = [each.casefold() in by_name for each in pair]
        if all(whole):
            group, ends = "criteria", [by_name[each.casefold()] for each in pair]
        elif any(whole):
            raise InputError("A criterion is not compared with a part", where=name, got=str(text))
        else:
            parts = [criteria.part(each) for each in pair]
            if parts[0].criterion != parts[1].criterion:
                raise InputError(
                    "Parts are compared within their criterion",
                    where=name,
                    got=f"{parts[0].id} ({parts[0].criterion}) and {parts[1].id} ({parts[1].criterion})",
                    remedy="Compare the criteria themselves, or use trade-off choices",
                )
            group, ends = parts[0].criterion, [part.id for part in parts]
        key = (ends[0], ends[1])
        pairs = found.setdefault(group, {})
        if ends[0] == ends[1]:
            raise InputError("An item is compared with itself", where=name, got=str(text))
        if key in pairs and pairs[key] != ratio:
            raise DecisionError("A pair is compared twice with different results", where=name, got=f"{text}: {pairs[key]:g} and {ratio:g}")
        pairs[key] = ratio
    return found


def _ratio(value: object, where: str) -> float:
    text = str(value).strip()
    try:
        top, _, bottom = text.partition("/")
        found = float(top) / float(bottom) if bottom else float(top)
    except (ValueError, ZeroDivisionError):
        found = math.nan
    if not (math.isfinite(found) and found > 0):
        raise InputError("A judgement is no ratio above 0", where=where, got=text, expected="for example 3, or 1/3 for the reverse")
    return found


def judgements_of(pairs: Mapping[tuple[str, str], float], group: str, criteria: Criteria, name: str) -> Judgements:
    """Return the judgements over all members of a comparison; one that was never compared is named."""
    members = members_of(group, criteria)
    matrix = np.full((len(members), len(members)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for (one, other), ratio in pairs.items():
        matrix[members.index(one), members.index(other)] = ratio
    full = np.where(np.isnan(matrix), 1 / matrix.T, matrix)
    return Judgements(members, full, f"{name}, {group}")


def _from_comparisons(found: Compared, criteria: Criteria, table: RandomIndex | None) -> tuple[NDArray[np.float64], dict[str, float]]:
    from ecotone.partnerships.ahp import priorities

    upper, within = dict(criteria.weights), {part.id: part.weight for part in criteria.parts}
    ratios: dict[str, float] = {}
    for group, pairs in found.items():
        made = priorities(judgements_of(pairs, group, criteria, ""), table=table)
        ratios[group] = made.consistency_ratio
        target = upper if group == "criteria" else within
        for item, weight in zip(made.items, made.weights, strict=True):
            target[item] = float(weight)
    return _shares(criteria, upper, within, "comparisons"), ratios


def _group(judges: Sequence[Judge], criteria: Criteria, table: RandomIndex | None) -> tuple[NDArray[np.float64], dict[str, float]]:
    """Put judgements together comparison by comparison; judges who left one out do not count there."""
    upper, within = dict(criteria.weights), {part.id: part.weight for part in criteria.parts}
    each = [(one.name, compared(one.said["comparisons"], criteria, one.name)) for one in judges]
    ratios: dict[str, float] = {}
    for group in dict.fromkeys(group for _, found in each for group in found):
        made = group_priorities([judgements_of(found[group], group, criteria, name) for name, found in each if group in found], table=table)
        ratios[group] = made.group.consistency_ratio
        target = upper if group == "criteria" else within
        for item, weight in zip(made.items, made.weights, strict=True):
            target[item] = float(weight)
    return _shares(criteria, upper, within, "the group"), ratios
