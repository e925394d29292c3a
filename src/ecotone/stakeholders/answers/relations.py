"""What a survey says: who answered, how members work together as both sides see it, and, once it is closed, trust and value.

Reciprocity is judged only where both sides answered: of a member who did not answer nothing is known. Figures on trust and value are
shown of five or more people; groups with fewer are put together until they have as many, so that none can be found by subtraction.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from ecotone.answer import Column, counted
from ecotone.scope import Scope
from ecotone.stakeholders import survey
from ecotone.stakeholders.answers.asking import EVIDENCE, table
from ecotone.stakeholders.answers.standing import sector_label
from ecotone.stakeholders.instruments import LEVELS
from ecotone.stakeholders.survey import FEWEST, Answered, Survey, scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem

Views = dict[tuple[int, int], tuple[int | None, int | None]]
"""By pair (the smaller id first): the level that each side says, 0 for none, None for a side that did not answer."""


def report(eco: Ecosystem, name: str) -> Answer:
    """Report a survey: response, both sides' views and their reciprocity, trust and value.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    name : str
        The survey.
    """
    import ecotone
    from ecotone.answer import Answer, Method

    found = survey.survey(eco, name)
    given = survey.answers(eco, found)
    actors = {row["id"]: row for row in eco.actors().select("id", "name", "sector").iter_rows(named=True)}
    names = {number: actors[number]["name"] if number in actors else f"actor {number}" for number in found.members}
    sectors = {number: sector_label(actors[number]["sector"]) if number in actors else sector_label(None) for number in found.members}
    seen = views(given)
    both = {pair: levels for pair, levels in seen.items() if None not in levels and any(levels)}
    mutual = sum(all(levels) for levels in both.values())
    same = sum(a == b for a, b in both.values())
    shut = found.closed and not found.changed
    tables = [
        table("Response", _response(found, given, sectors), _RESPONSE),
        table("Reciprocity", _reciprocity(seen, both, mutual, same), _FIGURES),
        table("Both sides' views", _pairs(seen, names), _VIEWS, "What each side says of the other; empty where a side did not answer."),
    ]
    if shut:
        tables += [
            table("Trust and value by members' sector", _by_sector(found, given, sectors), _GROUPS, f"Of {FEWEST} or more people only."),
            table("Trust and value of members", _of_members(found, given, names), _SCORES, f"Members whom {FEWEST} or more others rated."),
        ]
    answered = len(given)
    rate = answered / len(found.members)
    reciprocal = f"; {mutual / len(both):.0%} of {counted(len(both), 'pair')} that both sides could name were named by both" if both else ""
    evidence = eco.evidence()
    mine = evidence.filter((evidence["source"] == survey.SOURCE) & evidence["id_in_source"].str.starts_with(f"{found.name}/"))
    made = found.instrument
    return Answer(
        f"What does the survey {found.name} say?",
        f"{answered:,} of {len(found.members):,} members answered ({rate:.0%}){reciprocal}.",
        tuple(tables),
        Method(
            "both sides' views held side by side",
            ecotone.__version__,
            {"instrument": f"{made.name} {made.version}, {made.low} to {made.high}", "fewest people of a figure": FEWEST},
            reference="Varda et al. 2008 (PARTNER)",
        ),
        Scope(),
        eco.read_at(),
        tuple(mine["id"].to_list()[:EVIDENCE]),
        tuple(_careful(found, answered, rate, shut=shut)),
    )


def surveys(eco: Ecosystem) -> Answer:
    """Say how the surveys of a record stand: how many members were asked, how many answered, and until when they may.

    Only whole surveys are counted: which of few members answered would be too easy to tell.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    """
    import ecotone
    from ecotone.answer import Answer, Method

    rows = []
    for found in survey.surveys(eco):
        asked, answered = len(found.members), len(survey.answers(eco, found))
        state = "closed" if found.closed else "open" if found.is_open() else "over, not closed yet"
        rows.append(
            {
                "name": found.name,
                "asked": asked,
                "answered": answered,
                "rate": answered / asked,
                "closes": str(found.closes),
                "state": state,
            }
        )
    rows.sort(key=lambda row: str(row["closes"]), reverse=True)
    now = sum(row["state"] == "open" for row in rows)
    summary = f"{counted(len(rows), 'survey')}, {now:,} open." if rows else "No survey of the members has been made yet."
    careful = [
        f"The survey {row['name']} is over: close it, and trust and value of members whom {FEWEST} or more others rated are shown."
        for row in rows
        if str(row["state"]).startswith("over")
    ]
    return Answer(
        "How do the surveys stand?",
        summary,
        (table("Surveys", rows, _SURVEYS, "What was said, and by whom, is not shown here."),) if rows else (),
        Method("members asked and members who answered", ecotone.__version__, {}),
        Scope(),
        eco.read_at(),
        (),
        tuple(careful),
    )


def views(given: Iterable[Answered]) -> Views:
    """Return both sides' views of every pair that at least one side named.

    Examples
    --------
    >>> from ecotone.dates import Date
    >>> from ecotone.stakeholders.survey import Relation
    >>> one = Answered(1, Date("2026"), "page", (Relation(2, 3, {}), Relation(3, 1, {})))
    >>> views([one, Answered(2, Date("2026"), "page", ())])
    {(1, 2): (3, 0), (1, 3): (1, None)}
    """
    said = {each.member: {relation.partner: relation.level for relation in each.relations} for each in given}
    pairs = sorted({(min(a, b), max(a, b)) for a, partners in said.items() for b in partners})
    return {(a, b): (said[a].get(b, 0) if a in said else None, said[b].get(a, 0) if b in said else None) for a, b in pairs}


def groups(sizes: Mapping[str, int]) -> dict[str, str]:
    """Put groups of fewer than five together, with the smallest of the others where they are still too few.

    Returns
    -------
    dict of str to str
        For each group the name under which it is shown; empty where all together are too few.

    Examples
    --------
    >>> groups({"Provider": 7, "Academia": 6, "Payer": 2})
    {'Provider': 'Provider', 'Academia': 'Academia, Payer', 'Payer': 'Academia, Payer'}
    >>> groups({"Provider": 4})
    {}
    """
    if sum(sizes.values()) < FEWEST:
        return {}
    ordered = sorted(sizes, key=lambda name: (sizes[name], name))
    small = [name for name in ordered if sizes[name] < FEWEST]
    large = [name for name in ordered if sizes[name] >= FEWEST]
    while small and sum(sizes[name] for name in small) < FEWEST:
        small.append(large.pop(0))
    label = ", ".join(sorted(small))
    return {name: label if name in small else name for name in sizes}


def _response(found: Survey, given: list[Answered], sectors: Mapping[int, str]) -> list[dict[str, Any]]:
    """Count who answered, in all and by sector; sectors with fewer than five members are put together."""
    answered = {each.member for each in given}
    shown = groups(Counter(sectors.values()))
    parts = [("All", list(found.members))]
    if len(set(shown.values())) > 1:
        parts += [(label, [m for m in found.members if shown[sectors[m]] == label]) for label in sorted(set(shown.values()))]
    return [
        {
            "group": label,
            "members": len(members),
            "answered": sum(m in answered for m in members),
            "rate": sum(m in answered for m in members) / len(members),
        }
        for label, members in parts
    ]


def _reciprocity(seen: Views, both: Views, mutual: int, same: int) -> list[dict[str, Any]]:
    half = sum(None in levels for levels in seen.values())
    rows: list[tuple[str, int, float | None]] = [
        ("Pairs named by at least one side", len(seen), None),
        ("of them, where one side did not answer", half, None),
        ("Pairs where both sides answered", len(both), None),
        ("of them, named by both sides", mutual, mutual / len(both) if both else None),
        ("of them, at the same level", same, same / len(both) if both else None),
    ]
    counts = Counter(level for levels in seen.values() for level in levels if level)
    rows += [(f"Said to be {name}", counts[number], None) for number, (name, _) in LEVELS.items()]
    return [{"what": what, "count": count, "share": share} for what, count, share in rows]


def _pairs(seen: Views, names: Mapping[int, str]) -> list[dict[str, Any]]:
    def words(level: int | None) -> str:
        return "" if level is None else "none" if not level else LEVELS[level][0]

    return [
        {"one": names.get(a, str(a)), "other": names.get(b, str(b)), "one_says": words(first), "other_says": words(second)}
        for (a, b), (first, second) in seen.items()
    ]


def _by_sector(found: Survey, given: list[Answered], sectors: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return what members say of others, by the sector of who says so."""
    rows = []
    for dimension in dict.fromkeys(item.dimension for item in found.instrument.items):
        means = {each.member: mean for each in given if (mean := _mean(found, each, dimension)) is not None}
        shown = groups(Counter(sectors[member] for member in means))
        parts = [("All", list(means))] if shown else []
        if len(set(shown.values())) > 1:
            parts += [(label, [m for m in means if shown[sectors[m]] == label]) for label in sorted(set(shown.values()))]
        for label, members in parts:
            mean = sum(means[m] for m in members) / len(members)
            rows.append(
                {"group": label, "dimension": dimension, "people": len(members), "mean": mean, "share": mean / found.instrument.high}
            )
    return rows


def _mean(found: Survey, answered: Answered, dimension: str) -> float | None:
    """Return the mean of all that a member said on a dimension."""
    keys = [item.key for item in found.instrument.items if item.dimension == dimension]
    given = [relation.items[key] for relation in answered.relations for key in keys if key in relation.items]
    return sum(given) / len(given) if given else None


def _of_members(found: Survey, given: list[Answered], names: Mapping[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.member,
            "name": names.get(each.member, str(each.member)),
            "dimension": each.dimension,
            "people": each.raters,
            "mean": each.mean,
            "share": each.mean / found.instrument.high,
        }
        for each in scores(found.instrument, given)
    ]


def _careful(found: Survey, answered: int, rate: float, *, shut: bool) -> list[str]:
    careful = []
    if found.changed:
        careful.append(
            "Answers changed since the survey was closed: trust and value are withheld,"
            " since the difference would tell what one member said."
        )
    elif not shut:
        state = f"is open until {found.closes}" if found.is_open() else f"is over since {found.closes}"
        careful.append(f"The survey {state}: trust and value are shown once somebody closes it (`ecotone stakeholders survey close`).")
    elif answered < FEWEST:
        careful.append(f"Fewer than {FEWEST} members answered: nothing is shown of trust and value.")
    if rate < 0.7:
        careful.append(
            "Fewer than seven in ten answered: what the others would have said may differ, and ties to them are seen from one side."
        )
    return careful


_RESPONSE: Final = (
    Column("group", "Members"),
    Column("members", "Asked", "integer"),
    Column("answered", "Answered", "integer"),
    Column("rate", "Response", "percent"),
)
_SURVEYS: Final = (
    Column("name", "Survey"),
    Column("asked", "Sent to", "integer"),
    Column("answered", "Answered", "integer"),
    Column("rate", "Response", "percent"),
    Column("closes", "Closes"),
    Column("state", "State"),
)
_FIGURES: Final = (Column("what", "Figure"), Column("count", "Number", "integer"), Column("share", "Share", "percent"))
_VIEWS: Final = (Column("one", "One"), Column("other", "Other"), Column("one_says", "One says"), Column("other_says", "Other says"))
_MEAN: Final = (
    Column("dimension", "Dimension"),
    Column("people", "People", "integer"),
    Column("mean", "Mean", "number"),
    Column("share", "Of the maximum", "percent"),
)
_GROUPS: Final = (Column("group", "Said by"), *_MEAN)
_SCORES: Final = (Column("id", "Id", "actor"), Column("name", "Said of"), *_MEAN)
