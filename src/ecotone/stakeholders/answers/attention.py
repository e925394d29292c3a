"""Whose claim deserves attention first: the classes of Mitchell, Agle and Wood, who is in each, and what would change that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ecotone.answer import Column, counted
from ecotone.stakeholders.answers.asking import answer, table
from ecotone.stakeholders.answers.standing import gathered, sector_label
from ecotone.stakeholders.grid import CUT, POINT
from ecotone.stakeholders.salience import ATTRIBUTES, ATTRIBUTES_OF, CLASSES, salience
from ecotone.stakeholders.scales import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem
    from ecotone.scope import Scope
    from ecotone.stakeholders.gathered import Gathered, Stakeholder

ADVICE: Final = {
    "definitive": "answer first: it can act, may rightly ask, and cannot wait",
    "dominant": "keep in formal contact: it can act and may rightly ask, though it can wait",
    "dangerous": "hear it before it uses its power: it can act and will not wait, though its claim is disputed",
    "dependent": "speak up for it: it may rightly ask and cannot wait, but needs others to act",
    "dormant": "watch: it has power that it does not use here yet",
    "discretionary": "keep informed: it may rightly ask, and presses nobody",
    "demanding": "hear it: it presses, without power and without an accepted claim",
    "non-stakeholder": "nothing to do for now: none of the three is there",
}
"""What follows for each class."""


def attention(source: Ecosystem | Gathered, scope: Scope | None = None, *, proposals: bool = True) -> Answer:
    """Say whose claim deserves attention first: the eight classes, who is in each, and what would change a class.

    Parameters
    ----------
    source : Ecosystem or Gathered
        A record, or what was read from it.
    scope : Scope, optional
        Which part of the record; the whole where not given.
    proposals : bool
        Propose ratings from the record where nobody has rated.
    """
    found = gathered(source, scope, proposals=proposals)
    known = sorted((each for each in found.stakeholders.values() if each.salience), key=_rank)
    settled = [each for each in known if len(possible(each)) == 1]
    rows = [_row(each) for each in known]
    named = [each for each in settled if possible(each)[0] == "definitive"]
    unsettled = len(known) - len(settled)
    summary = (
        f"{counted(len(settled), 'stakeholder has', 'stakeholders have')} a class, {counted(len(named), 'is', 'are')} definitive;"
        f" {unsettled:,} may be of several, for an attribute was not rated."
        if settled
        else f"No class is settled yet: of {counted(unsettled, 'stakeholder')} one or two of power, legitimacy and urgency are known."
        if known
        else "Nobody has a class yet: neither power nor legitimacy nor urgency was rated for anybody."
    )
    return answer(
        found,
        "Whose claim deserves attention first?",
        summary,
        [
            table(
                "Classes of salience", _classes(known), _CLASSES, "May be: an attribute was not rated, so more than one class is possible."
            ),
            table(
                "Stakeholders by salience",
                rows,
                _STAKEHOLDERS,
                "What would change the class: one point on a scale, an end of the raters' interval, or a first rating.",
            ),
        ],
        "salience by power, legitimacy and urgency",
        parameters={"there is above": CUT, "proposals": "yes" if proposals else "no"},
        reference="Mitchell, Agle and Wood 1997",
        evidence=found.ratings["evidence"].drop_nulls().to_list(),
        warnings=[*found.warnings, *_careful(found, known)],
    )


def possible(each: Stakeholder) -> tuple[str, ...]:
    """Return the classes that are possible: one where all three attributes were rated, none where nothing was."""
    return tuple(each.salience.of.split(" or ")) if each.salience else ()


def _rank(each: Stakeholder) -> tuple[int, int, str, int]:
    """Sort what is settled and most salient first."""
    options = possible(each)
    return len(options), -ATTRIBUTES_OF[options[-1]], each.name, each.id


def _row(each: Stakeholder) -> dict[str, Any]:
    assert each.salience is not None
    return {
        "id": each.id,
        "name": each.name,
        "sector": sector_label(each.sector),
        "class": each.salience.of if len(possible(each)) < len(CLASSES) / 2 else f"one of {len(possible(each))} classes",
        **{name: each.values.get(name) for name in ATTRIBUTES},
        "changed_by": "; ".join(changes(each)) or "no single point",
        "raters": each.raters,
        "proposed": "; ".join(
            f"{name}: {each.proposed[name].removeprefix('proposed from the record: ')}" for name in ATTRIBUTES if name in each.proposed
        ),
    }


def changes(each: Stakeholder) -> Iterator[str]:
    """Say what would change an actor's class, and into which: a point, an end of the raters' interval, or a first rating."""
    if each.salience is None:
        return
    from ecotone.estimate import Estimate

    for name in ATTRIBUTES:
        estimate = each.values.get(name)
        if estimate is None or estimate.value is None:
            yield f"a first rating of {name}"
            continue
        told = set()
        ends = [
            (estimate.value - POINT, "one point less"),
            (estimate.value + POINT, "one point more"),
            (estimate.low, "the lowest of the raters’"),
            (estimate.high, "the highest of the raters’"),
        ]
        for value, words in ends:
            if value is None:
                continue
            limits = SCALES[name]
            moved = salience({**each.values, name: Estimate.exact(min(max(value, limits.low), limits.high), "tried")})
            if moved is None or moved.of == each.salience.of or moved.of in told:
                continue
            told.add(moved.of)
            into = f": {moved.of}" if moved.of.count(" or ") < 2 else ""
            yield f"{words} {name}{into}"


def _classes(known: Sequence[Stakeholder]) -> list[dict[str, Any]]:
    rows = []
    for has, name in CLASSES.items():
        here = [each for each in known if possible(each) == (name,)]
        maybe = [each for each in known if name in possible(each) and len(possible(each)) > 1]
        rows.append(
            {
                "class": name,
                "has": ", ".join(attribute for attribute, there in zip(ATTRIBUTES, has, strict=True) if there) or "none of the three",
                "actors": len(here),
                "maybe": len(maybe),
                "unstable": sum(bool(each.salience and each.salience.unstable) for each in here),
                "do": ADVICE[name],
                "who": "; ".join(each.name for each in here[:5]),
            }
        )
    return rows


def _careful(found: Gathered, known: Sequence[Stakeholder]) -> list[str]:
    warnings = []
    for name in ATTRIBUTES:
        lacking = sum(name not in each.values for each in known)
        if lacking and lacking == len(known):
            warnings.append(f"Nobody has rated {name} of anybody: rate it in the grid for those who matter, and their class is settled.")
    missing = len(found.stakeholders) - len(known)
    if missing:
        warnings.append(f"{counted(missing, 'actor has', 'actors have')} no class: nobody rated them and the record proposes nothing.")
    proposed = sum(bool(set(each.proposed) & set(ATTRIBUTES)) for each in known)
    if proposed:
        warnings.append(
            f"{counted(proposed, 'class rests', 'classes rest')} at least in part on proposals from the record, not on a rating."
        )
    return warnings


_CLASSES: Final = (
    Column("class", "Class"),
    Column("has", "Has"),
    Column("actors", "Stakeholders", "integer"),
    Column("maybe", "May be", "integer", caveat="An attribute was not rated: this class is one of those that are possible."),
    Column("unstable", "One point would move", "integer"),
    Column("do", "What follows"),
    Column("who", "First of them"),
)
_STAKEHOLDERS: Final = (
    Column("id", "Id", "actor"),
    Column("name", "Stakeholder"),
    Column("sector", "Sector"),
    Column("class", "Class", caveat="More than one where an attribute was not rated."),
    Column("power", "Power", "estimate", caveat="1 to 5; the median of the raters, or a proposal from the record. There above 3."),
    Column("legitimacy", "Legitimacy", "estimate"),
    Column("urgency", "Urgency", "estimate"),
    Column("changed_by", "What would change the class"),
    Column("raters", "Raters", "integer"),
    Column("proposed", "Proposed, because", caveat="Nobody rated it: a place to begin, not a judgement."),
)
