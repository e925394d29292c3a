"""The relational survey: who is asked, by which link, what was answered, and what of it becomes part of the map.

With whom a member works, and how intensely, is said in its name: it becomes a tie from it to the other, so that both sides' views stand
side by side. What a member thinks of another (trust and value) is confidential: the answers stay private in the record, no single one is
ever shown, and what is shown is the mean of five or more, once the survey is closed, so that nobody can watch it move from answer to
answer. Where means were shown a survey stays closed: undoing the closing lets nobody answer, and means are withheld where answers changed
since. A personal link holds for one member of one survey until the survey closes; the record keeps only a hash of it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import Date, today
from ecotone.ecosystem import Claim, Evidence, Mention, Statement, Tie
from ecotone.ecosystem.copies import SURVEY as ANSWERS_STAY_HOME
from ecotone.errors import AccessError, InputError, NotFoundError
from ecotone.stakeholders.instruments import LEVELS, RELATIONAL, Item, Questionnaire
from ecotone.stakeholders.read import ROOM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecotone.ecosystem import Batch, Ecosystem

SURVEY: Final = "survey"
LINK: Final = "survey-link"
ANSWER: Final = "survey-answer"
SEEN: Final = "survey-seen"
"""What is kept of a closed survey apart from its closing: of which answers figures may have been seen."""
SOURCE: Final = ANSWERS_STAY_HOME
"""The source of ties and claims that come from a survey; a shared copy leaves it out."""
TIE: Final = "works-with"
FEWEST: Final = 5
"""No figure on trust or value is shown of fewer people."""
MOST_MEMBERS: Final = 400
LONGEST_NAME: Final = 80
DECIDED_BY: Final = "survey roster"


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey of the members of a network.

    Parameters
    ----------
    name : str
        What it is called.
    members : tuple of int
        Actors that are asked, and asked about.
    opened, closes : Date
        First day, and last day on which it is answered.
    closed : bool
        Whether somebody closed it before.
    instrument : Questionnaire
        What trust and value are measured with.
    """

    name: str
    members: tuple[int, ...]
    opened: Date
    closes: Date
    closed: bool = False
    instrument: Questionnaire = RELATIONAL
    changed: bool = False
    """Whether answers changed since it was closed: figures would tell by how much one answer moved them."""

    def is_open(self, on: Date | None = None) -> bool:
        """Tell whether it is still answered on a day, today where not given."""
        return not self.closed and (on or today()).first <= self.closes.last


@dataclass(frozen=True, slots=True)
class Relation:
    """What a member says of another.

    Parameters
    ----------
    partner : int
        The other.
    level : int
        From 1 (awareness) to 4 (integration).
    items : dict of str to int
        Answers on trust and value by the key of their statement; those that were not given are absent.
    """

    partner: int
    level: int
    items: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a member answered: when, by which way, and its relations (none is an answer too)."""

    member: int
    on: Date
    way: str
    relations: tuple[Relation, ...]


def make(eco: Ecosystem, name: str, members: Sequence[int], *, closes: Date, author: str = "") -> dict[int, str]:
    """Make a survey, and return the secret of each member's personal link; it is told only this once.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    name : str
        What the survey is called, such as `Spring 2027`.
    members : sequence of int
        Actors that are asked; one that was merged away stands for the other.
    closes : Date
        The last day on which it is answered.
    author : str
        As the history shows it.

    Raises
    ------
    InputError
        If there is or was a survey of this name, fewer than two members are named, or it would close before it opens.
    """
    clean = checked_name(name)
    if eco.kept(ROOM, SURVEY, clean) or eco.kept(ROOM, SEEN, clean):
        raise InputError("There is a survey of this name already", got=clean, remedy="Choose another name")
    roster = list(dict.fromkeys(eco.actor(number).actor.id for number in members))
    if not 2 <= len(roster) <= MOST_MEMBERS:
        raise InputError("A survey has members who can work with each other", got=f"{len(roster):,}", expected=f"2 to {MOST_MEMBERS}")
    if closes.last < today().first:
        raise InputError("The survey would close before it opens", got=str(closes), expected=f"{today()} or later")
    links = {number: secrets.token_urlsafe(32) for number in roster}
    with eco.batch(f"Survey {clean}: ask {len(roster):,} members", author) as batch:
        put_survey(batch, Survey(clean, tuple(roster), today(), closes))
        for number, secret in links.items():
            batch.keep(ROOM, LINK, hashed(secret), {"survey": clean, "member": number}, private=True)
    return links


def checked_name(name: str) -> str:
    """Return the name of a survey, which must be one."""
    clean = " ".join(name.split())
    if not clean or len(clean) > LONGEST_NAME or not clean.isprintable() or "/" in clean:
        raise InputError("A survey needs a name", got=repr(name), expected=f"1 to {LONGEST_NAME} characters without a slash")
    return clean


def hashed(secret: str) -> str:
    """Return what the record keeps of a link: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def put_survey(batch: Batch, survey: Survey) -> None:
    """Keep a survey; it stays at home when the record is shared."""
    made = survey.instrument
    body = {
        "members": list(survey.members),
        "opened": str(survey.opened),
        "closes": str(survey.closes),
        "closed": survey.closed,
        "instrument": {
            "name": made.name,
            "version": made.version,
            "low": made.low,
            "high": made.high,
            "items": [[item.key, item.dimension, item.text] for item in made.items],
        },
    }
    batch.keep(ROOM, SURVEY, survey.name, body, private=True)


def surveys(eco: Ecosystem) -> list[Survey]:
    """Return the surveys of a record by name."""
    return [_survey(eco, kept.name, kept.body) for kept in eco.kept(ROOM, SURVEY)]


def survey(eco: Ecosystem, name: str) -> Survey:
    """Return a survey by its name.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    kept = eco.kept(ROOM, SURVEY, " ".join(name.split()))
    if not kept:
        there = ", ".join(each.name for each in eco.kept(ROOM, SURVEY)) or "none is made yet"
        raise NotFoundError("No survey has this name", got=name, expected=there)
    return _survey(eco, kept[0].name, kept[0].body)


def _survey(eco: Ecosystem, name: str, body: Mapping[str, Any]) -> Survey:
    made = body["instrument"]
    own = (made["name"], made["version"]) == (RELATIONAL.name, RELATIONAL.version)
    items = tuple(Item(*each) for each in made["items"])
    instrument = RELATIONAL if own else Questionnaire(made["name"], made["version"], made["low"], made["high"], items)
    members = tuple(dict.fromkeys(actor for number in body["members"] if (actor := eco.standing(number)) is not None))
    seen = eco.kept(ROOM, SEEN, name)
    changed = bool(seen) and seen[0].body["answers"] != _digest(eco, name)
    return Survey(name, members, Date(body["opened"]), Date(body["closes"]), bool(body["closed"]) or bool(seen), instrument, changed)


def _digest(eco: Ecosystem, name: str) -> str:
    """Return a digest of all answers to a survey, by which one sees that they changed."""
    given = [(kept.name, kept.body) for kept in eco.kept(ROOM, ANSWER) if kept.body["survey"] == name]
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def invited(eco: Ecosystem, secret: str) -> tuple[Survey, int]:
    """Return the survey and the member that a link is for.

    Raises
    ------
    NotFoundError
        If the link is none.
    AccessError
        If the survey is closed.
    """
    kept = eco.kept(ROOM, LINK, hashed(secret))
    if not kept:
        raise NotFoundError("This link leads to no survey", remedy="Ask whoever sent it for a new one")
    found = survey(eco, kept[0].body["survey"])
    if not found.is_open():
        raise AccessError("The survey is closed", where=found.name, remedy="Ask whoever sent the link whether it opens again")
    member = eco.standing(int(kept[0].body["member"]))
    if member is None:
        raise NotFoundError("This link leads to no survey", remedy="Whom it was for is no longer in the record")
    return found, member


def take(eco: Ecosystem, found: Survey, member: int, relations: Iterable[Relation], *, way: str, author: str = "") -> int | None:
    """Take a member's answer; a later one replaces it. Return the batch, None where it is the same as before.

    Raises
    ------
    InputError
        If the member or a partner is not of the survey, a partner is the member itself or is named twice, or an answer lies outside
        its scale.
    AccessError
        If the survey is closed.
    """
    if not found.is_open():
        raise AccessError("The survey is closed", where=found.name, got=f"an answer on {today()}", expected=f"until {found.closes}")
    names = {number: eco.actor(number).actor.name for number in found.members}
    if member not in names:
        raise InputError("This actor is not asked in the survey", where=found.name, got=f"actor {member}")
    said: list[Relation] = []
    for relation in relations:
        partner = eco.actor(relation.partner).actor.id
        where = f"{found.name}, {names[member]} on {names.get(partner, partner)}"
        if partner == member:
            raise InputError("A member says nothing of itself", where=where, remedy="Leave this row out")
        if partner not in names:
            raise InputError("The partner is not of the survey", where=where, got=f"actor {partner}")
        if any(each.partner == partner for each in said):
            raise InputError("A partner is named twice", where=where, remedy="Keep one of the two; after a merge both mean the same actor")
        if relation.level not in LEVELS:
            raise InputError("This is no level of working together", where=where, got=str(relation.level), expected="1 to 4")
        keys = {item.key for item in found.instrument.items}
        if unknown := set(relation.items) - keys:
            raise InputError("The survey has no such question", where=where, got=", ".join(sorted(unknown)))
        said.append(Relation(partner, relation.level, {k: found.instrument.checked(v, f"{where}, {k}") for k, v in relation.items.items()}))
    answered = Answered(member, today(), way, tuple(sorted(said, key=lambda each: each.partner)))
    with eco.batch(f"Survey {found.name}: an answer", author) as batch:
        put_answer(batch, found, answered, names)
    return batch.id


def put_answer(batch: Batch, found: Survey, answered: Answered, names: Mapping[int, str]) -> None:
    """Keep an answer, private, and state in the member's name with whom it works."""
    body = {
        "survey": found.name,
        "member": answered.member,
        "on": str(answered.on),
        "way": answered.way,
        "relations": [[each.partner, each.level, dict(each.items)] for each in answered.relations],
    }
    batch.keep(ROOM, ANSWER, f"{found.name}/{answered.member}", body, private=True)
    people = [answered.member, *(each.partner for each in answered.relations)]
    mentions = tuple(Mention(str(number), names[number], "survey member", f"actor {number}") for number in people)
    ties = tuple(
        Tie(
            str(answered.member),
            str(each.partner),
            TIE,
            float(each.level),
            valid_from=found.opened,
            fields={"level": LEVELS[each.level][0]},
        )
        for each in answered.relations
    )
    title = f"Survey {found.name}: {names[answered.member]}"
    evidence = Evidence(SOURCE, f"{found.name}/{answered.member}", title=title, date=answered.on, read_on=today())
    _assign(batch, Statement(evidence, mentions, ties))


def _assign(batch: Batch, said: Statement) -> None:
    """Take a statement whose mentions' keys are the ids of their actors."""
    stated = batch.state(said)
    waiting = set(stated.unassigned)
    for key, mention in stated.mentions.items():
        if mention in waiting:
            batch.assign(mention, int(key), reason="a member of the survey", decided_by=DECIDED_BY)


def answers(eco: Ecosystem, found: Survey) -> list[Answered]:
    """Return the answers to a survey by member; those of a member that was merged away count for the one that stands for it."""
    by_member: dict[int, Answered] = {}
    for kept in eco.kept(ROOM, ANSWER):
        body = kept.body
        if body["survey"] != found.name:
            continue
        member = eco.standing(int(body["member"]))
        if member is None:  # erased since
            continue
        relations = [
            Relation(partner, int(level), dict(items))
            for number, level, items in body["relations"]
            if (partner := eco.standing(int(number))) is not None
        ]
        kept_relations = tuple({each.partner: each for each in relations if each.partner != member}.values())
        by_member[member] = Answered(member, Date(body["on"]), str(body["way"]), kept_relations)
    return [by_member[member] for member in sorted(by_member)]


def move(eco: Ecosystem, name: str, closes: Date, *, author: str = "") -> int:
    """Move the last day on which a survey is answered, and return the batch; links hold until then.

    A survey that is over stays over where means could have been seen: one more answer would show by how much it moved them.

    Raises
    ------
    InputError
        If it was closed, is over with answers of five or more, or would close before today.
    """
    found = survey(eco, name)
    if found.closed:
        raise InputError("The survey was closed, and its figures may have been seen", got=found.name, remedy="Make a new one")
    judging = _judging(answers(eco, found))
    if not found.is_open() and judging >= FEWEST:
        raise InputError(
            "The survey is over, and its figures may have been seen: an answer more would show what it says",
            where=found.name,
            got=f"over since {found.closes}, answered by {judging}",
            remedy="Make a new one",
        )
    if closes.last < today().first:
        raise InputError("The survey would close before today", got=str(closes), expected=f"{today()} or later", remedy="Close it instead")
    if closes == found.closes:
        raise InputError("The survey closes on that day already", got=str(closes))
    with eco.batch(f"Survey {found.name}: answered until {closes}, before until {found.closes}", author) as batch:
        put_survey(batch, replace(found, closes=closes))
    assert batch.id is not None
    return batch.id


def _judging(given: Iterable[Answered]) -> int:
    """Count the members who said anything of trust or value."""
    return sum(any(each.items for each in answered.relations) for answered in given)


def close(eco: Ecosystem, name: str, *, author: str = "") -> int:
    """Close a survey, and write means of trust and value of members whom five or more rated as claims. Return the batch.

    Where means may now be seen, that is held for good: undoing the closing takes them back, but opens nothing again.

    Raises
    ------
    InputError
        If it was closed before.
    """
    found = survey(eco, name)
    if found.closed:
        raise InputError("The survey was closed before", got=found.name)
    ended = replace(found, closed=True)
    names = {number: eco.actor(number).actor.name for number in found.members}
    given = answers(eco, found)
    with eco.batch(f"Survey {found.name}: close it", author) as batch:
        put_survey(batch, ended)
        put_scores(batch, ended, given, names)
        if _judging(given) >= FEWEST:
            batch.hold(ROOM, SEEN, found.name, {"answers": _digest(eco, found.name)})
    assert batch.id is not None
    return batch.id


def put_scores(batch: Batch, found: Survey, given: Iterable[Answered], names: Mapping[int, str]) -> None:
    """State the scores of members whom enough others rated, as claims whose assessor is their number."""
    means = scores(found.instrument, given)
    if not means:
        return
    members = dict.fromkeys(each.member for each in means)
    mentions = tuple(Mention(str(number), names[number], "survey member", f"actor {number}") for number in members)
    claims = tuple(
        Claim(
            str(each.member), each.dimension, each.mean, unit=f"of {found.instrument.high}", as_of=today(),
            assessor=f"{each.raters} members in survey {found.name}",
        )
        for each in means
    )  # fmt: skip
    evidence = Evidence(SOURCE, f"{found.name}/scores", title=f"Survey {found.name}: scores", date=today(), read_on=today())
    _assign(batch, Statement(evidence, mentions, claims=claims))


@dataclass(frozen=True, slots=True)
class Score:
    """The mean of what five or more members said of another on one dimension."""

    member: int
    dimension: str
    mean: float
    raters: int


def scores(instrument: Questionnaire, answered: Iterable[Answered]) -> list[Score]:
    """Return the scores of members whom enough others rated; each rater counts once, by the mean of its items."""
    by_pair: dict[tuple[int, str], list[float]] = {}
    for each in answered:
        for relation in each.relations:
            for dimension in dict.fromkeys(item.dimension for item in instrument.items):
                given = [
                    relation.items[item.key] for item in instrument.items if item.dimension == dimension and item.key in relation.items
                ]
                if given:
                    by_pair.setdefault((relation.partner, dimension), []).append(sum(given) / len(given))
    return [
        Score(member, dimension, sum(values) / len(values), len(values))
        for (member, dimension), values in sorted(by_pair.items())
        if len(values) >= FEWEST
    ]
