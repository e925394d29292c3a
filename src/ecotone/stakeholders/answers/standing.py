"""Who stands where: the power/interest grid with salience, position and engagement, and the classes with those that are thin."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from ecotone.answer import Column, counted
from ecotone.stakeholders.answers.asking import answer, table
from ecotone.stakeholders.categories import CATEGORIES, THIN, completeness
from ecotone.stakeholders.gathered import Gathered, Stakeholder, gather
from ecotone.stakeholders.grid import CUT, name_of
from ecotone.stakeholders.ratings import disagreements
from ecotone.stakeholders.salience import ATTRIBUTES
from ecotone.vocabulary import SECTORS, UNKNOWN_SECTOR_LABEL, Sector

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem
    from ecotone.scope import Scope

ORDER: Final = ("HH", "HL", "LH", "LL")
AXES: Final = {
    "HH": "high power, high interest",
    "HL": "high power, low interest",
    "LH": "low power, high interest",
    "LL": "low power, low interest",
}


def grid(source: Ecosystem | Gathered, scope: Scope | None = None, *, names: str = "mendelow", proposals: bool = True) -> Answer:
    """Say whom to engage and how closely: the grid, the salience classes, and where raters disagree.

    Parameters
    ----------
    source : Ecosystem or Gathered
        A record, or what was read from it.
    scope : Scope, optional
        Which part of the record; the whole where not given.
    names : {'mendelow', 'nhs', 'nes'}
        What the quadrants are called.
    proposals : bool
        Propose ratings from the record where nobody has rated.
    """
    found = gathered(source, scope, proposals=proposals)
    called = {each: name_of(each, names) for each in ORDER}
    placed = sorted((each for each in found.stakeholders.values() if each.place), key=_rank)
    rows = [_row(each, called) for each in placed]
    apart = disagreements(found.ratings)
    differ = [{**row, "name": found.label(row["actor"]), "scale": row["scale"].capitalize()} for row in apart.iter_rows(named=True)]
    summary = _summary(found, placed, called)
    return answer(
        found,
        "Whom must we engage, and how closely?",
        summary,
        [
            table("Grid", _quadrants(placed, called), _QUADRANT_COLUMNS),
            table(
                "Stakeholders", rows, _COLUMNS, "Unstable: one point on the scales named, or an end of the raters' interval, would move it."
            ),
            table("Where raters disagree", differ, _APART_COLUMNS),
        ],
        "power/interest grid and salience",
        parameters={"high is above": CUT, "names": names, "proposals": "yes" if proposals else "no"},
        reference="Mendelow 1981; Mitchell, Agle and Wood 1997",
        evidence=found.ratings["evidence"].drop_nulls().to_list(),
        warnings=[*found.warnings, *_careful(found, placed)],
    )


def gathered(source: Ecosystem | Gathered, scope: Scope | None, *, proposals: bool = True) -> Gathered:
    """Read a record, or take what was read."""
    if isinstance(source, Gathered):
        return source
    return gather(source, proposals=proposals) if scope is None else gather(source, scope, proposals=proposals)


def sector_label(sector: str | None) -> str:
    """Return what a sector is called."""
    return SECTORS[Sector(sector)].label if sector in set(Sector) else UNKNOWN_SECTOR_LABEL


def _rank(each: Stakeholder) -> tuple[int, float, str, int]:
    assert each.place is not None
    strength = (each.value("power") or 0.0) + (each.value("interest") or 0.0)
    return ORDER.index(each.place.of), -strength, each.name, each.id


def _row(each: Stakeholder, called: dict[str, str]) -> dict[str, Any]:
    assert each.place is not None
    salience = each.salience
    moved = dict.fromkeys([*each.place.moved_by, *(salience.moved_by if salience else ())])
    now, wanted = each.value("engagement now"), each.value("engagement wanted")
    used = [scale for scale in ("power", "interest", "legitimacy") if scale in each.proposed]
    return {
        "id": each.id,
        "name": each.name,
        "sector": sector_label(each.sector),
        "power": each.values.get("power"),
        "interest": each.values.get("interest"),
        "quadrant": called[each.place.of],
        "salience": _salience(each),
        "unstable": ", ".join(moved),
        "position": each.value("position"),
        "now": now,
        "wanted": wanted,
        "raters": each.raters,
        "proposed": "; ".join(f"{scale}: {each.proposed[scale].removeprefix('proposed from the record: ')}" for scale in used),
    }


def _salience(each: Stakeholder) -> str:
    """Return the class, the two that remain possible, or which attributes nobody rated."""
    if each.salience is None:
        return ""
    if each.salience.of.count(" or ") < 2:
        return each.salience.of
    return f"open: {' and '.join(name for name in ATTRIBUTES if name not in each.values)} not rated"


_COLUMNS: Final = (
    Column("id", "Id", "actor"),
    Column("name", "Stakeholder"),
    Column("sector", "Sector"),
    Column("power", "Power", "estimate", caveat="1 to 5; the median of the raters, or a proposal from the record."),
    Column("interest", "Interest", "estimate"),
    Column("quadrant", "Quadrant"),
    Column("salience", "Salience", caveat="Where one attribute was not rated, the two classes that remain possible."),
    Column("unstable", "Unstable in"),
    Column("position", "Position", "number", caveat="-2 against to 2 for."),
    Column("now", "Engaged now", "number", caveat="1 does not know of it, 5 decides with us."),
    Column("wanted", "Wanted", "number"),
    Column("raters", "Raters", "integer"),
    Column("proposed", "Proposed, because", caveat="Nobody rated it: a place to begin, not a judgement."),
)
_QUADRANT_COLUMNS: Final = (
    Column("quadrant", "Quadrant"),
    Column("axes", "That is"),
    Column("actors", "Stakeholders", "integer"),
    Column("unstable", "Unstable", "integer"),
    Column("proposed", "Proposed only", "integer"),
    Column("who", "First of them"),
)
_APART_COLUMNS: Final = (
    Column("actor", "Id", "actor"),
    Column("name", "Stakeholder"),
    Column("scale", "Scale"),
    Column("low", "Lowest", "number"),
    Column("high", "Highest", "number"),
    Column("raters", "By"),
)


def _quadrants(placed: list[Stakeholder], called: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for which in ORDER:
        here = [each for each in placed if each.place and each.place.of == which]
        rows.append(
            {
                "quadrant": called[which],
                "axes": AXES[which],
                "actors": len(here),
                "unstable": sum(bool(each.place and each.place.unstable) for each in here),
                "proposed": sum(_only_proposed(each) for each in here),
                "who": "; ".join(each.name for each in here[:5]),
            }
        )
    return rows


def _only_proposed(each: Stakeholder) -> bool:
    return {"power", "interest"} <= set(each.proposed)


def _summary(found: Gathered, placed: list[Stakeholder], called: dict[str, str]) -> str:
    if not placed:
        return f"Nobody is placed yet: {counted(len(found.stakeholders), 'actor')}, none with both power and interest known."
    counts = Counter(each.place.of for each in placed if each.place)
    unstable = sum(bool(each.place and each.place.unstable) for each in placed)
    proposed = sum(_only_proposed(each) for each in placed)
    shares = ", ".join(f"{counts[which]:,} in “{called[which]}”" for which in ORDER)
    return (
        f"{counted(len(placed), 'stakeholder')} placed: {shares}. {unstable:,} would move by one point;"
        f" {proposed:,} {'rests' if proposed == 1 else 'rest'} on proposals from the record alone."
    )


def _careful(found: Gathered, placed: list[Stakeholder]) -> list[str]:
    missing = len(found.stakeholders) - len(placed)
    warnings = []
    if missing:
        warnings.append(
            f"{counted(missing, 'actor is', 'actors are')} not placed: nobody rated them and the record shows too little to propose from."
        )
    raters = found.ratings["rater"].n_unique() if found.ratings.height else 0
    if not raters:
        warnings.append("Nobody has rated anybody yet; every place is a proposal. Rate those whom you know.")
    elif raters == 1:
        warnings.append("Only one person has rated: ask a second one, for there is no interval yet.")
    return warnings


def classes(source: Ecosystem | Gathered, scope: Scope | None = None) -> Answer:
    """Say who the stakeholders are by sector, MIT REAP, quadruple helix and the nine Cs, and which classes are empty or thin."""
    found = gathered(source, scope)
    sectors = Counter(each.sector for each in found.stakeholders.values() if each.sector)
    nine = Counter(name for each in found.stakeholders.values() for name in each.categories)
    counts = completeness(sectors, nine, found.shown, found.named_categories)
    rows: list[dict[str, Any]] = [
        {
            "scheme": each.scheme,
            "name": _class_label(each.scheme, each.name),
            "means": _means(each.scheme, each.name),
            "actors": each.actors,
            "status": each.status,
        }
        for each in counts
    ]
    lacking = [row for row in rows if row["status"] in {"empty", "thin"}]
    unseen = [row for row in rows if row["status"] == "not observable"]
    unknown = sum(each.sector is None for each in found.stakeholders.values())
    warnings = [f"The sector of {counted(unknown, 'actor')} is not known: they count in no class."] if unknown else []
    if not found.shown:
        warnings.append("No source of this record says which sectors it could have shown, so no class is called empty.")
    if unseen:
        names = ", ".join(f"{row['name'].lower()} ({row['scheme']})" for row in unseen)
        warnings.append(f"Not observable is not missing: no source here could have shown {names}.")
    columns = (
        Column("scheme", "Scheme"),
        Column("name", "Class"),
        Column("means", "Who"),
        Column("actors", "Actors", "integer"),
        Column("status", "Status"),
    )
    named = ", ".join(f"{row['name'].lower()} ({row['actors']:,})" for row in lacking if row["scheme"] in {"sectors", "nine Cs"})
    summary = (
        f"Thin or empty, where some source could have shown them: {named}."
        if named
        else "No class that the sources could show is thin or empty."
    )
    return answer(
        found,
        "Who is at the table, and who is missing?",
        summary,
        [table("Thin and empty classes", lacking, columns, f"Thin: fewer than {THIN} actors."), table("Classes", rows, columns)],
        "crosswalk of sectors; what somebody said of an actor goes before its sector",
        reference="NHS Institute, the 9 Cs; Budden and Murray 2019; Carayannis and Campbell 2009",
        warnings=warnings,
    )


def _class_label(scheme: str, name: str) -> str:
    return SECTORS[Sector(name)].label if scheme == "sectors" else name.capitalize()


def _means(scheme: str, name: str) -> str:
    if scheme == "sectors":
        return SECTORS[Sector(name)].meaning
    if scheme == "nine Cs":
        return CATEGORIES[name].means
    attribute = "reap" if scheme == "MIT REAP" else "helix"
    return ", ".join(entry.label.lower() for entry in SECTORS.values() if getattr(entry, attribute) == name)
