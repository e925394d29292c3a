"""The door from a record to a history: partnerships with their dates and projects, what projects are about, who must stay apart.

* A partnership is a tie of any kind but those that say one house (`part-of`, `succeeded-by`, `acquired`). It begins on the first
  day that its date may mean. One that begins after the record was last fed is planned, and counts as undated.
* A project is the initiative behind a tie; without one, all that a source record says of one day.
* What a project is about stands in its title and its claims (`condition`, `topic` ...). An actor takes part in it from its
  first event or tie on.
* Pairs are kept apart by ties of the kinds `competitor` and `conflict`, and by claims of the fields `competitor` and
  `conflict of interest` whose value is the id or the name of another actor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from ecotone.dates import Date
from ecotone.errors import DateError, DecisionError, InputError, NotFoundError
from ecotone.matching import normal_form
from ecotone.partnerships.recommend.history import NOTHING, Capabilities, History, Texts
from ecotone.partnerships.recommend.text import counts
from ecotone.scope import Scope
from ecotone.stakeholders import read as stakeholders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ecotone.ecosystem import Ecosystem

WHOLE: Final = Scope()
ONE_HOUSE: Final = ("part-of", "succeeded-by", "acquired")
AGAINST: Final = {"competitor": "competitors", "conflict": "conflict of interest"}
"""Kinds of tie that keep a pair apart, and what they say."""
AGAINST_FIELDS: Final = {"competitor": "competitors", "competitors": "competitors", "conflict of interest": "conflict of interest"}
PAYS: Final = ("funder-grantee", "invested-in")
"""Kinds of tie whose source pays its target."""
SUBJECTS: Final = ("condition", "topic", "keyword", "keywords", "subject", "concept", "field of research", "therapeutic area")
"""Fields of claims that say what a project or an actor is about."""
EPOCH: Final = np.datetime64("1970-01-01")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A history read from a record, with what a reader should know of it.

    Parameters
    ----------
    history : History
        What the model sees.
    reasons : dict of (int, int) to str
        Why pairs (ids in ascending order) are kept apart.
    planned : int
        Ties that begin after the record was last fed.
    unread : tuple of str
        Competitors and conflicts that name nobody of the record.
    last_day : float or None
        The day on which the record was last fed.
    """

    history: History
    reasons: dict[tuple[int, int], str]
    planned: int
    unread: tuple[str, ...]
    last_day: float | None


def history(eco: Ecosystem, scope: Scope = WHOLE) -> Asked:
    """Read who became partners of whom, and when.

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    scope : Scope
        Which part of it; its kinds say which ties are partnerships.
    """
    actors = eco.actors(scope).select("id", pl.col("name").alias("label"), "sector", "city", "region", "country")
    inside = actors["id"].implode()
    everything = eco.ties(Scope(sectors=scope.sectors, places=scope.places, as_of=scope.as_of)) if scope.kinds else eco.ties(scope)
    ends = pl.col("source").is_in(inside) & pl.col("target").is_in(inside)
    ties = eco.ties(scope).filter(ends & ~pl.col("kind").is_in([*ONE_HOUSE, *AGAINST]) & (pl.col("weight") >= 0))
    events = eco.events(as_of=scope.as_of)
    initiative = _initiatives(events)
    read_on = [str(day) for day in eco.evidence()["date"].drop_nulls().to_list()]
    last_day = max((day_of(day) for day in read_on), default=None)
    day = days(ties["valid_from"])
    planned = day > last_day if last_day is not None else np.zeros(len(day), bool)
    day[planned] = np.nan
    ties = (
        ties.with_columns(pl.Series("day", day, dtype=pl.Float64), pl.col("kind").is_in(PAYS).alias("funds"))
        .join(initiative, on="evidence", how="left", maintain_order="left")
        .with_columns(project=_projects())
    )
    place = {number: at for at, number in enumerate(actors["id"].to_list())}
    against, unread = _against(eco, scope, everything, actors)
    apart = np.array([[place[a], place[b]] for a, b in against if a in place and b in place], np.int32).reshape(-1, 2)
    made = History.of(
        actors,
        ties,
        apart=apart if len(apart) else NOTHING,
        texts=_texts(eco, scope, events, ties, place),
        capabilities=_capabilities(eco, scope, place),
    )
    return Asked(made, against, int(planned.sum()), tuple(unread), last_day)


def day_of(text: str) -> float:
    """Return the first day that a date may mean, in days since 1970-01-01; NaN where it is no date.

    Examples
    --------
    >>> day_of("1970-02"), day_of("1971"), day_of("soon")
    (31.0, 365.0, nan)
    """
    try:
        return float((np.datetime64(Date(text[:10]).first) - EPOCH).astype(int))
    except DateError:
        return float("nan")


def days(dates: pl.Series) -> NDArray[np.float64]:
    """Return dates as days since 1970-01-01; NaN where not known."""
    known = {text: day_of(text) for text in dates.drop_nulls().unique().to_list()}
    return np.array([known.get(text, np.nan) for text in dates.to_list()], np.float64)


def _initiatives(events: pl.DataFrame) -> pl.DataFrame:
    """Return which initiative each source record is about."""
    return events.filter(pl.col("initiative").is_not_null()).group_by("evidence").agg(pl.col("initiative").min())


def _projects() -> pl.Expr:
    """Give each project a number: initiatives by their id, others by source record and day, below 0."""
    other = pl.struct(pl.col("evidence").fill_null(-1), pl.col("valid_from").fill_null("")).rank("dense").cast(pl.Int64) * -1
    return pl.coalesce(pl.col("initiative"), other)


def _against(eco: Ecosystem, scope: Scope, ties: pl.DataFrame, actors: pl.DataFrame) -> tuple[dict[tuple[int, int], str], list[str]]:
    """Return which pairs are kept apart and why, and what names nobody."""
    found: dict[tuple[int, int], str] = {}
    for source, target, kind in ties.filter(pl.col("kind").is_in([*ONE_HOUSE, *AGAINST])).select("source", "target", "kind").iter_rows():
        found[min(source, target), max(source, target)] = AGAINST.get(kind, "one house")
    claims = eco.claims(as_of=scope.as_of).filter(
        pl.col("actor").is_not_null() & pl.col("value").is_not_null() & pl.col("field").str.to_lowercase().is_in(list(AGAINST_FIELDS))
    )
    names: dict[str, set[int]] = {}
    if claims.height:
        for number, label in actors.select("id", "label").iter_rows():
            names.setdefault(normal_form(label), set()).add(number)
    unread = []
    for actor, field, value in claims.select("actor", "field", "value").iter_rows():
        for part in value.split(";"):
            standing = eco.standing(int(part)) if part.strip().isdecimal() and len(part.strip()) < 19 else None
            others = names.get(normal_form(part), set()) if standing is None else {standing}
            if not others - {actor}:
                unread.append(f"{field} of actor {actor}: {part.strip()}")
            for other in others - {actor}:
                found[min(actor, other), max(actor, other)] = AGAINST_FIELDS[field.lower()]
    return found, unread


def _texts(eco: Ecosystem, scope: Scope, events: pl.DataFrame, ties: pl.DataFrame, place: dict[int, int]) -> Texts | None:
    """Return what projects and actors are about, and who took part from when."""
    claims = eco.claims(as_of=scope.as_of).filter(pl.col("field").str.to_lowercase().is_in(SUBJECTS) & pl.col("value").is_not_null())
    said = claims.filter(pl.col("initiative").is_not_null()).group_by("initiative").agg(pl.col("value").str.join(" ").alias("said"))
    about = eco.initiatives().join(said, left_on="id", right_on="initiative", how="left", maintain_order="left")
    texts = about.select(pl.concat_str(pl.col("title").fill_null(""), pl.col("said").fill_null(""), separator=" "))["title"].to_list()
    row = {number: at for at, number in enumerate(about["id"].to_list())}
    own = claims.filter(pl.col("actor").is_not_null()).select(
        "actor", "value", pl.coalesce("as_of", "valid_from", "known_from").alias("day")
    )
    own_texts = own["value"].to_list()
    parts = [(place[actor], row[project], day) for actor, project, day in _takers(events, ties) if actor in place and project in row]
    for at, (actor, day) in enumerate(zip(own["actor"].to_list(), days(own["day"]).tolist(), strict=True)):
        if actor in place:
            parts.append((place[actor], len(texts) + at, day))
    counted, vocabulary = counts([*texts, *own_texts])
    if not vocabulary or not parts:
        return None
    actor_, text_, day_ = zip(*parts, strict=True)
    return Texts(counted, tuple(vocabulary), np.array(actor_, np.int32), np.array(text_, np.int32), np.array(day_, np.float64))


def _takers(events: pl.DataFrame, ties: pl.DataFrame) -> Iterable[tuple[int, int, float]]:
    """Yield who took part in which initiative, and from when: its first event, or its first tie where that began later.

    A study is registered before it starts; were its subject known from then on, it would give away the ties that it brings.
    """
    project = events.filter(pl.col("initiative").is_not_null()).select("id", "initiative", "date")
    people = events.filter(pl.col("actor").is_not_null()).select("id", "actor")
    known = ties.filter(pl.col("initiative").is_not_null())
    tied = [known.select(pl.col(end).alias("actor"), "initiative", pl.col("valid_from").alias("date")) for end in ("source", "target")]
    both = pl.concat([people.join(project, on="id").select("actor", "initiative", "date"), *tied])
    begins = known.group_by("initiative").agg(pl.col("valid_from").min().alias("begins"))
    first = both.group_by("actor", "initiative", maintain_order=True).agg(pl.col("date").min()).join(begins, on="initiative", how="left")
    day = np.fmax(days(first["date"]), days(first["begins"]))
    return zip(first["actor"].to_list(), first["initiative"].to_list(), day.tolist(), strict=True)


def _capabilities(eco: Ecosystem, scope: Scope, place: dict[int, int]) -> Capabilities | None:
    """Return what actors need and offer."""
    frames = [
        frame.filter(pl.col("capability").is_not_null()).select("actor", "capability", "date", pl.lit(value=offers).alias("offers"))
        for frame, offers in ((stakeholders.needs(eco, scope.as_of), False), (stakeholders.offers(eco, scope.as_of), True))
    ]
    known = pl.concat(frames).filter(pl.col("actor").is_in(list(place)))
    if not known.height:
        return None
    names = sorted(known["capability"].unique().to_list())
    number = {name: at for at, name in enumerate(names)}
    return Capabilities(
        np.array([place[actor] for actor in known["actor"].to_list()], np.int32),
        np.array([number[name] for name in known["capability"].to_list()], np.int32),
        known["offers"].to_numpy(),
        days(known["date"]),
        tuple(names),
    )


def find(eco: Ecosystem, text: str) -> int:
    """Return the actor that a text means: its id, or its name.

    Raises
    ------
    NotFoundError
        If there is none.
    InputError
        If several have the name, or the actor was merged into another.
    """
    clean = text.strip()
    if clean.isdecimal():
        number = int(clean)
        standing = eco.actor(number).actor
        if standing.id != number:
            raise InputError("The actor was merged into another", got=clean, expected=f"{standing.id} {standing.name}")
        return number
    actors = eco.actors().filter(pl.col("name").str.strip_chars().str.to_lowercase() == clean.lower())
    if actors.height == 1:
        return int(actors["id"][0])
    if actors.height > 1:
        raise InputError("More than one actor has this name", got=text, expected=f"one id of {', '.join(map(str, actors['id'].head(5)))}")
    near = eco.search(clean, 5)
    same = near.filter(pl.col("matched").str.to_lowercase() == clean.lower())
    if same.height == 1:
        return int(same["id"][0])
    like = "; ".join(f"{number} {name}" for number, name in near.select("id", "name").iter_rows())
    raise NotFoundError("No actor has this name", got=text, expected=f"for example {like}" if like else "an id or a whole name")


def find_pair(eco: Ecosystem, seeker: str, partner: str) -> tuple[int, int]:
    """Return a seeker and a partner that it might have.

    Raises
    ------
    DecisionError
        If the partner is the seeker.
    """
    one, other = find(eco, seeker), find(eco, partner)
    if one == other:
        raise DecisionError("A partner cannot be the seeker itself", got=f"{partner} (actor {other})", remedy="Name another actor")
    return one, other
