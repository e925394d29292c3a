"""The one door in: what a record says of a seeker and its candidates, and who rated them.

A rating is a claim about the candidate: its field is `partner` and the id of the part (`partner trust`), its value the level, its
unit `of actor 17` the seeker whose partner it would be, its assessor the rater. Its evidence is the record's, or marks it as the
rater's own word. The record answers parts of criteria from: ties of any kind but those of one house; needs, offers and goals as
`ecotone.stakeholders` reads them; what actors and their projects are about (`mission`, `description`, `condition` ...); claims `data
sharing` and `executive sponsor`; and impact records kept here. Actors that were merged away appear as the one that stands for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.answer import counted
from ecotone.dates import Date
from ecotone.errors import DateError, DecisionError, InputError
from ecotone.partnerships.alignment import Texts
from ecotone.partnerships.measured import PARTS_OF_INDICATOR, Known, Said, shares_below
from ecotone.partnerships.rated import Rating
from ecotone.partnerships.recommend.read import AGAINST, AGAINST_FIELDS, ONE_HOUSE, SUBJECTS
from ecotone.scope import Scope
from ecotone.stakeholders import read as stakeholders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.alignment import Likeness
    from ecotone.partnerships.criteria import Criteria

ROOM: Final = "partnerships"
WEIGHTS: Final = "weights"
DECISION: Final = "decision"
DISSENT: Final = "dissent"
IMPACT: Final = "impact"
REVIEWS: Final = "reviews"
"""Kinds of what this room keeps: judges' weights, dissent and what reviews said (private), decisions, impact records."""
RATING: Final = "partner "
"""How the field of a claim that is a rating begins."""
PURPOSE: Final = ("mission", "purpose", "description", "about", "strategy", "focus")
"""Fields of claims that say what an actor is for."""
DATA_SHARING: Final = ("data sharing", "data-sharing", "data sharing terms")
SPONSOR: Final = ("executive sponsor",)
DATA_TERMS: Final[Mapping[str, int]] = {
    "none": 1, "closed": 1, "no": 1,
    "case by case": 2, "on request": 2,
    "process": 3, "governed access": 3, "controlled": 3,
    "agreement": 4, "standing agreement": 4, "federated": 4,
    "open": 5, "public": 5,
}  # fmt: skip
"""Words of a claim `data sharing`, and the level that each means; a number from 1 to 5 is a level itself."""
EXACT: Final = 3_000
"""Actors up to which betweenness is computed exactly; beyond, paths are drawn."""
PATHS: Final = 40_000
_SEEKER: Final = re.compile(r"of actor (\d+)")


@dataclass(frozen=True, slots=True)
class Field:
    """Who seeks, who may be chosen, and what a reader should know of them.

    Parameters
    ----------
    seeker : int
        The actor that looks for a partner.
    candidates : tuple of int
        In the order given.
    names : mapping of int to str
        Of all of them.
    notes : tuple of str
        Mergers, conflicts of interest and competitors.
    """

    seeker: int
    candidates: tuple[int, ...]
    names: Mapping[int, str]
    notes: tuple[str, ...]


def field(eco: Ecosystem, seeker: str, candidates: Sequence[str], said: pl.DataFrame | None = None) -> Field:
    """Find the seeker and the candidates by id or name.

    Raises
    ------
    DecisionError
        If the seeker is among the candidates, one stands there twice (by a merger too), or there are fewer than two.
    """
    notes: list[str] = []

    def found(text: str) -> int:
        number = stakeholders.actor(eco, text)
        if _was_merged(text, number):
            notes.append(f"Actor {int(text)} was merged into {eco.actor(number).actor.name} (actor {number}), which stands for it.")
        return number

    own = found(seeker)
    names = {own: eco.actor(own).actor.name}
    chosen: dict[int, str] = {}
    for text in candidates:
        number = found(text)
        if number == own:
            merged = " since the two were merged" if _was_merged(text, number) else ""
            raise DecisionError(f"A candidate is the seeker itself{merged}", got=f"{text} (actor {number})", remedy="Name another actor")
        if number in chosen:
            merger = _was_merged(text, number) or _was_merged(chosen[number], number)
            same = "Two candidates are one actor since a merger" if merger else "A candidate is named twice"
            raise DecisionError(same, got=f"{chosen[number]} and {text} (actor {number})", remedy="Name each once")
        chosen[number] = text
        names[number] = eco.actor(number).actor.name
    if len(chosen) < 2:
        raise DecisionError(
            "There is nothing to choose between",
            got=counted(len(chosen), "candidate"),
            expected="two candidates or more",
        )
    notes += _against(eco, own, names, claims(eco) if said is None else said)
    return Field(own, tuple(chosen), names, tuple(notes))


def candidates_of(eco: Ecosystem, seeker: int) -> Callable[[str], int]:
    """Return what finds a candidate by id or name, and refuses the seeker itself: for rows of a file."""

    def found(text: str) -> int:
        number = stakeholders.actor(eco, text)
        if number == seeker:
            raise InputError("A rating is of the seeker itself", got=text, remedy="Rate its candidates")
        return number

    return found


def _was_merged(text: str, number: int) -> bool:
    """Tell whether a text is the id of an actor for which another stands now."""
    return text.strip().isdecimal() and int(text) != number


def _against(eco: Ecosystem, seeker: int, names: Mapping[int, str], said: pl.DataFrame) -> list[str]:
    """Say which candidates are of the seeker's house, compete with it, or have a conflict of interest."""
    ties = eco.ties().filter((pl.col("source") == seeker) | (pl.col("target") == seeker))
    found: dict[int, str] = {}
    for source, target, kind in ties.filter(pl.col("kind").is_in([*ONE_HOUSE, *AGAINST])).select("source", "target", "kind").iter_rows():
        other = target if source == seeker else source
        found[other] = f"is tied to it as {kind}"
    by_name = {name.casefold(): number for number, name in names.items()}
    for actor, name, value in _of_actors(said, set(AGAINST_FIELDS)).select("actor", "field", "value").iter_rows():
        for part in str(value or "").split(";"):
            clean = part.strip()
            other = int(clean) if clean.isdecimal() else by_name.get(clean.casefold(), -1)
            if seeker in {actor, other} and actor != other:
                found[other if actor == seeker else actor] = f"is named under {name}"
    return [
        f"{names[number]} {why}: {names[seeker]} may not be free to choose it." for number, why in sorted(found.items()) if number in names
    ]


def claims(eco: Ecosystem, as_of: Date | None = None) -> pl.DataFrame:
    """Return all claims once, fields in lower case, with the `date` of each; the other functions take them as `said`."""
    lower = pl.col("field").cast(pl.String).str.to_lowercase()
    return eco.claims(as_of=as_of).with_columns(lower, pl.coalesce("as_of", "valid_from", "known_from").alias("date"))


def _of_actors(said: pl.DataFrame, fields: Sequence[str] | set[str]) -> pl.DataFrame:
    return said.filter(pl.col("actor").is_not_null() & pl.col("field").is_in(list(fields)))


def known(
    eco: Ecosystem, found: Field, as_of: Date | None = None, said: pl.DataFrame | None = None, *, meaning: Likeness | None = None
) -> Known:
    """Read what bears on the seeker and its candidates; `meaning` compares what they are for, letters where it is not given."""
    actors = eco.actors(Scope(as_of=as_of))
    about = {found.seeker, *found.candidates}
    told = claims(eco, as_of) if said is None else said
    of_actors = told.filter(pl.col("actor").is_not_null())
    partners = _partners(eco, as_of)
    texts, everyone = _texts(eco, about, as_of, told)
    return Known(
        names=dict(zip(actors["id"].to_list(), actors["name"].to_list(), strict=True)) | dict(found.names),
        sectors=dict(zip(actors["id"].to_list(), actors["sector"].to_list(), strict=True)),
        partners=partners,
        position=_positions(eco, as_of),
        needs=_capabilities(stakeholders.needs(eco, as_of, of_actors), about),
        offers=_capabilities(stakeholders.offers(eco, as_of, of_actors), about),
        goals=_goals(stakeholders.goals(eco, as_of, of_actors), about),
        texts=texts,
        data_terms=_data_terms(of_actors, about),
        sponsors=_plain(of_actors, SPONSOR, about),
        indicators=_indicators(eco),
        corpus=Texts(everyone),
        meaning=None if meaning is None else Texts(everyone, model=meaning),
    )


def _partners(eco: Ecosystem, as_of: Date | None) -> dict[int, dict[int, tuple[int, ...]]]:
    """Return each actor's partners with the evidence of their ties; what says one house, or one against another, is none."""
    ties = eco.ties(Scope(as_of=as_of)).filter(~pl.col("kind").is_in([*ONE_HOUSE, *AGAINST]))
    found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for source, target, evidence in ties.sort("id").select("source", "target", "evidence").iter_rows():
        found[source][target].append(evidence)
        found[target][source].append(evidence)
    return {actor: {other: tuple(dict.fromkeys(ids)) for other, ids in others.items()} for actor, others in found.items()}


def _positions(eco: Ecosystem, as_of: Date | None) -> dict[int, float]:
    from ecotone.network.read import graph
    from ecotone.network.sampled import betweenness

    whole = graph(eco, Scope(as_of=as_of))
    if not whole.tie_count:
        return {}
    values = whole.betweenness() if len(whole) <= EXACT else betweenness(whole, paths=PATHS).values
    tied = whole.degree() > 0
    return shares_below({int(whole.actors["id"][at]): float(values[at]) for at in range(len(whole)) if tied[at]})


def _capabilities(frame: pl.DataFrame, about: set[int]) -> dict[int, tuple[Said, ...]]:
    rows: dict[int, list[Said]] = defaultdict(list)
    for row in frame.filter(pl.col("actor").is_in(list(about))).iter_rows(named=True):
        rows[row["actor"]].append(Said(row["capability"] or row["words"].casefold(), row["evidence"], float(row["level"])))
    return {actor: tuple(said) for actor, said in rows.items()}


def _goals(goals: pl.DataFrame, about: set[int]) -> dict[int, tuple[Said, ...]]:
    rows: dict[int, list[Said]] = defaultdict(list)
    for row in goals.filter(pl.col("actor").is_in(list(about))).iter_rows(named=True):
        rows[row["actor"]].append(Said(row["goal"], row["evidence"], until=_year(row["until"])))
    return {actor: tuple(said) for actor, said in rows.items()}


def _year(text: str | None) -> float | None:
    """Return a date as a year with its fraction, the middle of what it may mean."""
    if not text:
        return None
    try:
        date = Date(text[:10])
    except DateError:
        return None
    middle = (date.first.toordinal() + date.last.toordinal()) / 2
    return date.year + (middle - Date(f"{date.year}").first.toordinal()) / 365.25


def _plain(told: pl.DataFrame, fields: Sequence[str], about: set[int]) -> dict[int, tuple[Said, ...]]:
    rows: dict[int, list[Said]] = defaultdict(list)
    frame = _of_actors(told, fields).filter(pl.col("actor").is_in(list(about)) & pl.col("value").is_not_null())
    for row in frame.sort("date", "id").iter_rows(named=True):
        rows[row["actor"]].append(Said(str(row["value"]), row["evidence"]))
    return {actor: tuple(said) for actor, said in rows.items()}


def _data_terms(told: pl.DataFrame, about: set[int]) -> dict[int, tuple[Said, ...]]:
    found: dict[int, tuple[Said, ...]] = {}
    for actor, said in _plain(told, DATA_SHARING, about).items():
        levelled = []
        for each in said:
            words = each.what.strip().casefold()
            level = DATA_TERMS.get(words, int(float(words)) if re.fullmatch(r"[1-5](\.0)?", words) else 0)
            if level:
                levelled.append(Said(each.what, each.evidence, float(level)))
        if levelled:
            found[actor] = tuple(levelled)
    return found


def _texts(eco: Ecosystem, about: set[int], as_of: Date | None, told: pl.DataFrame) -> tuple[dict[int, tuple[Said, ...]], list[str]]:
    """Return what the actors asked of are about, and the texts of all, which tell what chance gives."""
    fields = [*PURPOSE, *SUBJECTS, stakeholders.GOAL, "goals"]
    texts = told.filter(pl.col("field").is_in(fields) & pl.col("value").is_not_null())
    own = texts.filter(pl.col("actor").is_not_null()).select("actor", pl.col("value").alias("text"), "evidence", "id")
    events = eco.events(as_of=as_of)
    part = (
        events.filter(pl.col("actor").is_not_null())
        .select("id", "actor")
        .join(events.filter(pl.col("initiative").is_not_null()).select("id", "initiative"), on="id")
        .select("actor", "initiative")
        .unique()
    )
    subjects = texts.filter(pl.col("initiative").is_not_null()).select("initiative", pl.col("value").alias("text"), "evidence", "id")
    projects = part.join(subjects, on="initiative").select("actor", "text", "evidence", "id")
    everything = pl.concat([own, projects]).sort("actor", "id")
    joined = everything.group_by("actor", maintain_order=True).agg(pl.col("text").str.join(" "))
    rows: dict[int, list[Said]] = defaultdict(list)
    for row in everything.filter(pl.col("actor").is_in(list(about))).iter_rows(named=True):
        rows[row["actor"]].append(Said(row["text"], row["evidence"]))
    return {actor: tuple(said) for actor, said in rows.items()}, joined["text"].to_list()


def _indicators(eco: Ecosystem) -> dict[frozenset[int], tuple[str, ...]]:
    """Return for each pair with an impact record what its best indicator has."""
    found: dict[frozenset[int], tuple[str, ...]] = {}
    for kept in eco.kept(ROOM, IMPACT):
        pair = frozenset({int(kept.body["seeker"]), int(kept.body["partner"])})
        for each in kept.body.get("indicators", ()):
            has = tuple(name for name in PARTS_OF_INDICATOR if each.get(name) not in {None, ""})
            if len(has) > len(found.get(pair, ())):
                found[pair] = has
    return found


def ratings(
    eco: Ecosystem, found: Field, criteria: Criteria, as_of: Date | None = None, said: pl.DataFrame | None = None
) -> tuple[list[Rating], list[str]]:
    """Return what raters said of the candidates as partners of this seeker: the latest word of each on each part.

    Returns
    -------
    list of Rating
        In the order of candidates, parts and raters.
    list of str
        What was set aside, one line for each reason.
    """
    fields = {f"{RATING}{part.id}".casefold(): part for part in criteria.parts}
    addresses = {row["id"]: row for row in eco.evidence().iter_rows(named=True)}
    latest: dict[tuple[int, str, str], Rating] = {}
    outside = 0
    everything = claims(eco, as_of) if said is None else said
    frame = _of_actors(everything, set(fields)).filter(pl.col("actor").is_in(list(found.candidates)))
    for row in frame.sort("date", "id").iter_rows(named=True):
        meant = _SEEKER.fullmatch(row["unit"] or "")
        if meant is None or eco.standing(int(meant[1])) != found.seeker or not row["assessor"]:
            continue
        part = fields[row["field"]]
        try:
            level = part.checked(row["number"] if row["type"] == "number" else row["value"])
        except InputError:
            outside += 1
            continue
        source = addresses[row["evidence"]]
        rating = Rating(
            row["actor"],
            part.id,
            row["assessor"],
            level,
            row["evidence"],
            source["address"],
            bool(source["own_statement"]),
            "",
            row["date"],
        )
        latest[rating.key] = rating
    order = {number: at for at, number in enumerate(found.candidates)}
    ordered = sorted(latest.values(), key=lambda each: (order[each.candidate], criteria.ids.index(each.part), each.rater))
    many = f"{outside:,} ratings that lie outside their scale were" if outside > 1 else "1 rating that lies outside its scale was"
    return ordered, [f"{many} set aside."] if outside else []
