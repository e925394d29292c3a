"""Match the actors of a record with a registry: who is known there, who is new, who needs a look, and who is one.

One call is one batch. An actor that the registry knows gets its id as a claim, with the probability; what speaks for and
against each answer is kept beside it. Actors that are the same organisation of the registry are merged where that is
certain (each bears the organisation's own name, and nothing says that they are two), and proposed for review otherwise.
What the registry says an organisation is sets the actor's sector, where that is surer than what was known (`sectors`).
What a person decided (see `ecotone.workbench.review`) is asked first and never overruled. A second run over the same
record and registry changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Evidence, Place
from ecotone.errors import InputError
from ecotone.matching.matcher import METHOD, Match, Matcher
from ecotone.matching.normal_form import normal_form
from ecotone.matching.parts import words_of
from ecotone.matching.registry import INITIALS, WIDTH
from ecotone.sources.ror import sector_of_types
from ecotone.work import SILENT
from ecotone.workbench.intake import UNNAMED
from ecotone.workbench.match_decisions import ACCEPT, MATCH, MERGE, NEW, ROOM, SKIP, Decision, decisions, merge_name
from ecotone.workbench.sectors import Typed, by_registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecotone.ecosystem import Batch, Ecosystem
    from ecotone.matching import SectorGuess
    from ecotone.matching.registry import Registry
    from ecotone.vocabulary import Sector
    from ecotone.work import Work

FIELD: Final = "ror id"
"""The claim that says which organisation of the registry an actor is."""
LOOKED_AT: Final = 12
"""Spellings of an actor that are matched, most frequent first."""
STEP: Final = 50


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name of an actor as sources write it, and where."""

    name: str
    place: Place | None

    @property
    def text(self) -> str:
        """Return name and place as an affiliation would write them."""
        place = self.place
        return ", ".join(part for part in (self.name, *((place.city, place.region, place.country) if place else ())) if part)


@dataclass(slots=True)
class Actor:
    """What matching looks at of one actor."""

    number: int
    name: str
    shown: Spelling
    """What the record itself calls it."""
    said: Counter[Spelling] = field(default_factory=Counter)
    """What sources call it, and how often."""
    own: set[Spelling] = field(default_factory=set)
    """What users call it."""
    cities: set[str] = field(default_factory=set)
    ids: set[tuple[str, str]] = field(default_factory=set)
    mentions: list[int] = field(default_factory=list)
    named: bool = False

    def spellings(self) -> list[Spelling]:
        """Return the spellings to look at, most frequent first and of equals in alphabetical order."""
        counts = self.said + Counter(self.own | {self.shown})
        return sorted(counts, key=lambda one: (-counts[one], one.text))[:LOOKED_AT]

    def absorb(self, gone: Actor) -> None:
        """Take over what another actor, which is the same, is called; after a merge the record reads just so."""
        self.said += gone.said
        self.own |= gone.own
        self.cities |= gone.cities
        self.ids |= gone.ids
        self.mentions += gone.mentions


@dataclass(frozen=True, slots=True)
class Found:
    """The answer for one actor."""

    actor: int
    id: str | None
    name: str | None
    probability: float
    outcome: str
    reasons: tuple[str, ...]
    own_name: bool = False
    """Whether the actor bears a name that the registry lists for the organisation."""
    from_source: bool = False
    """Whether a source itself gave the id."""
    sector: Sector | None = None
    """What the organisation's types in the registry mean."""

    def body(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return {
            "id": self.id,
            "name": self.name,
            "probability": round(self.probability, 4),
            "outcome": self.outcome,
            "reasons": list(self.reasons),
            "sector": self.sector,
        }


@dataclass(frozen=True, slots=True)
class Rematched:
    """What became of a match.

    Parameters
    ----------
    found : dict of int to Found
        The answer for each actor that was asked about.
    merged : tuple of (int, int)
        Actors that were merged, each with the one that it is.
    proposed : tuple of (int, int)
        Actors that may be one and wait for a person.
    claims : int
        Claims of an id that were written, changed or taken back.
    unnamed : int
        Actors that are unnamed sites of a sponsor, persons or roles, which no registry knows.
    batch : int or None
        The batch that was written; None after a dry run, or where nothing changed.
    sectors : dict of int to SectorGuess or None
        Actors whose sector is another now, by the registry's types; None where it is not known any more.
    """

    found: dict[int, Found]
    merged: tuple[tuple[int, int], ...]
    proposed: tuple[tuple[int, int], ...]
    claims: int
    unnamed: int
    batch: int | None
    sectors: dict[int, SectorGuess | None] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        """Return how many actors had an outcome."""
        return sum(one.outcome == outcome for one in self.found.values())


class _DryRunError(Exception):
    """Roll back what was only tried."""


def match_record(
    eco: Ecosystem,
    registry: Registry | Matcher,
    *,
    called: str = "the registry",
    author: str = "",
    dry_run: bool = False,
    work: Work = SILENT,
) -> Rematched:
    """Match the actors of a record with a registry, as one batch that can be undone.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    registry : Registry or Matcher
        What is matched with.
    called : str
        Name of the registry as the history shows it.
    author : str
        Who asks; stands in the history.
    dry_run : bool
        Find everything, then write nothing.
    work : Work
        Takes progress; may cancel, which leaves the record as it was.

    Returns
    -------
    Rematched
        The answers, what was merged and what waits.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from ecotone.ecosystem import Ecosystem
    >>> from ecotone.matching.registry import LABEL, Organisation, Registry
    >>> names = ("Rice University", "Tsinghua University", "Baylor College of Medicine")
    >>> registry = Registry.build(
    ...     Organisation(f"r{n}", name, ((name, LABEL),), frozenset({"education"}), "active", "", "", (), 3) for n, name in enumerate(names)
    ... )
    >>> with TemporaryDirectory() as folder, Ecosystem.create(Path(folder) / "x.eco") as eco:
    ...     with eco.batch("two") as batch:
    ...         rice, other = batch.add_actor("Rice Univ."), batch.add_actor("Corner Bakery")
    ...     done = match_record(eco, registry)
    ...     again = match_record(eco, registry)
    >>> done.found[rice].name, done.found[other].outcome, again.batch
    ('Rice University', 'new', None)
    """
    matcher = registry if isinstance(registry, Matcher) else Matcher(registry)
    said = decisions(eco)
    actors = _actors(eco)
    asked = {number: one for number, one in actors.items() if one.named}
    answers = _answers(matcher, asked, said, work)
    gone: dict[int, tuple[Actor, Found]] = {}
    certain: list[tuple[int, int]] = []
    while True:  # an actor that another was merged into is called more than before, and may be one with a third
        pairs, doubtful, apart = _same(asked, answers, said)
        if not pairs:
            break
        certain += pairs
        for left, into in pairs:
            asked[into].absorb(asked[left])
            gone[left] = (asked.pop(left), answers.pop(left))
        answers |= _answers(matcher, {into: asked[into] for _, into in pairs}, said, work)
    batch = eco.batch(f"Match with {called}", author)
    try:
        with batch:
            waiting = apart | {left for left, _ in doubtful}
            claims = _write_claims(eco, batch, answers, waiting, set(gone))
            _keep_answers(eco, batch, answers)
            for left, into in certain:
                actor, found = gone[left]
                merge(batch, actor, into, reason=_reason(found), decided_by=METHOD, probability=found.probability)
            _keep_proposals(eco, batch, doubtful, asked, answers)
            sectors = by_registry(eco, batch, _typed(answers, waiting), certain)
            if dry_run:
                raise _DryRunError  # noqa: TRY301  the batch rolls back on any error
    except _DryRunError:
        pass
    found_all = answers | {left: found for left, (_, found) in gone.items()}
    return Rematched(found_all, tuple(certain), tuple(doubtful), claims, len(actors) - len(asked) - len(gone), batch.id, sectors)


def _typed(found: dict[int, Found], waiting: set[int]) -> dict[int, Typed]:
    """Return what the registry says of the actors that it certainly knows; of who waits to be merged nothing yet."""
    return {
        number: Typed(one.id, one.name or one.id, one.sector, one.probability)
        for number, one in found.items()
        if one.outcome == "matched" and one.id is not None and one.sector is not None and number not in waiting
    }


def merge(batch: Batch, gone: Actor, into: int, *, reason: str, decided_by: str, probability: float = 1.0) -> None:
    """Assign all mentions of an actor to another one, and leave a pointer."""
    for mention in gone.mentions:
        batch.assign(mention, into, probability=probability, reason=reason, decided_by=decided_by)
    batch.merge(gone.number, into)


def actors_of(eco: Ecosystem, numbers: Iterable[int]) -> dict[int, Actor]:
    """Return some actors as matching sees them."""
    wanted = set(numbers)
    return {number: one for number, one in _actors(eco).items() if number in wanted}


def _actors(eco: Ecosystem) -> dict[int, Actor]:
    """Return every actor with its spellings and ids; one that only has mentions without a name is not `named`."""
    found: dict[int, Actor] = {}
    asked = set()
    for row in eco.actors().iter_rows(named=True):
        found[row["id"]] = Actor(row["id"], row["name"], _spelling(row), cities=_cities(row))
        if row["kind"] in {"organisation", "unit"}:
            asked.add(row["id"])
    for row in eco.mentions().iter_rows(named=True):
        one = found.get(row["actor"])
        if one is None:
            continue
        one.mentions.append(row["id"])
        if row["unnamed_of"] is not None or row["role"] == "acronym":
            continue
        one.cities |= _cities(row)
        if row["source"] == "user":
            one.own.add(_spelling(row))
        else:
            one.said[_spelling(row)] += 1
            one.ids |= {(row["source"], row["id_in_source"])} if row["id_in_source"] else set()
        one.named = one.named or (one.number in asked and not row["name"].startswith(UNNAMED.format("")))
    return found


def _spelling(row: dict[str, Any]) -> Spelling:
    return Spelling(row["name"], Place(row["city"], row["region"], row["country"]) if row["city"] or row["country"] else None)


def _cities(row: dict[str, Any]) -> set[str]:
    return {normal_form(row["city"])} if row["city"] else set()


def _answers(matcher: Matcher, actors: dict[int, Actor], said: dict[str, Decision], work: Work) -> dict[int, Found]:
    """Match each actor, after what a person decided of it and what sources say of its id."""
    number_of = {own: place for place, own in enumerate(matcher.registry.ids)}
    found = {}
    for count, (number, actor) in enumerate(sorted(actors.items())):
        if count % STEP == 0:
            work.step(count, len(actors), "matching actors")
        one = _answer(matcher, actor, said.get(str(number)), number_of)
        place = number_of.get(one.id or "")
        found[number] = one if place is None else replace(one, sector=sector_of_types(matcher.registry.kinds[place]))
    return found


def _answer(matcher: Matcher, actor: Actor, said: Decision | None, number_of: dict[str, int]) -> Found:
    if said is not None and said.what == ACCEPT:
        return Found(actor.number, said.id, said.name, 1.0, "matched", (f"+ {said.told()}",))
    if said is not None and said.what == NEW:
        return Found(actor.number, None, None, 0.0, "new", (f"+ {said.told()}",))
    given = sorted(own for source, own in actor.ids if source == "ror")
    if len(given) == 1:
        name = matcher.registry.names[number_of[given[0]]] if given[0] in number_of else actor.name
        return Found(actor.number, given[0], name, 1.0, "matched", ("+ the registry itself says so",), own_name=True, from_source=True)
    excluded = frozenset(number_of[own] for own in (said.rejected if said else ()) if own in number_of)
    matches = [(one, _ask(matcher, one.text, excluded)) for one in actor.spellings()]
    best = max((match for _, match in matches), key=lambda match: match.probability, default=Match(None, None, 0.0, "new", ()))
    if best.id is None:
        return Found(actor.number, None, None, 0.0, "new", best.reasons)
    sure = {match.id for _, match in matches if match.outcome == "matched"}
    outcome, reasons = str(best.outcome), best.reasons
    if len(sure) > 1:
        outcome, reasons = "review", (f"- its spellings mean {len(sure)} organisations", *best.reasons)
    own_name = any(_bears(matcher.registry, number_of[best.id], one) for one, _ in matches)
    return Found(actor.number, best.id, best.name, best.probability, outcome, reasons, own_name)


def _ask(matcher: Matcher, text: str, excluded: frozenset[int]) -> Match:
    return matcher.match_without(text, excluded) if excluded else matcher.match(text)


def _bears(registry: Registry, number: int, one: Spelling) -> bool:
    """Tell whether a spelling is a name that the registry lists for an organisation, but for its city."""
    city = set(words_of(one.place.city)) if one.place and one.place.city else set()
    words = {registry.vocabulary.get(word, -1) for word in words_of(one.name)[:WIDTH] if word not in city}
    own_city = set(registry.cities[number]) | {registry.vocabulary.get(word, -1) for word in city}
    return any(
        set(registry.name_words[name].tolist()) - {0} - own_city == words - own_city != set()
        for name in registry.names_of(number)
        if registry.name_kind[name] != INITIALS
    )


def _same(
    actors: dict[int, Actor], found: dict[int, Found], said: dict[str, Decision]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]], set[int]]:
    """Return the pairs of actors that certainly are one, those that may be, and the actors that a person said are another."""
    by_id: dict[str, list[int]] = defaultdict(list)
    for number, one in found.items():
        if one.id is not None and one.outcome == "matched":
            by_id[one.id].append(number)
    certain: list[tuple[int, int]] = []
    doubtful: list[tuple[int, int]] = []
    apart: set[int] = set()
    for own in sorted(by_id):
        into, *others = sorted(by_id[own], key=lambda number: (-actors[number].said.total(), number))
        bearing = Actor(into, "", actors[into].shown, cities=set(actors[into].cities), ids=set(actors[into].ids))
        for gone in others:
            decided = said.get(merge_name(gone, into)) or said.get(merge_name(into, gone))
            if decided is not None and decided.what != SKIP:
                apart.add(gone)
                continue
            both = (found[gone], found[into])
            if all(one.own_name for one in both) and _agree(actors[gone], bearing):
                certain.append((gone, into))
                bearing.ids |= actors[gone].ids
                bearing.cities |= actors[gone].cities
            else:
                doubtful.append((gone, into))
    return certain, doubtful, apart


def _agree(one: Actor, other: Actor) -> bool:
    """Tell whether nothing says that two actors are two: other cities, or other ids of one source."""
    if one.cities and other.cities and not one.cities & other.cities:
        return False
    sources = {source for source, _ in one.ids} & {source for source, _ in other.ids}
    return all({own for s, own in one.ids if s == source} == {own for s, own in other.ids if s == source} for source in sources)


def _write_claims(eco: Ecosystem, batch: Batch, found: dict[int, Found], waiting: set[int], gone: set[int]) -> int:
    """Bring the claims of an id to what was found; return how many changed. Who waits to be merged claims nothing yet."""
    frame = eco.claims()
    held: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
    for row in frame.filter((frame["field"] == FIELD) & frame["actor"].is_not_null()).iter_rows(named=True):
        held[row["actor"]].append((row["id"], row["value"], row["confidence"]))
    superseded = [claim for number in sorted(gone) for claim, _, _ in held[number]]
    for claim in superseded:
        batch.remove("claim", claim)
    changed = len(superseded)
    for number, one in sorted(found.items()):
        sure = one.outcome == "matched" and one.id and not one.from_source and number not in waiting
        wanted = (one.id, round(one.probability, 4)) if sure else None
        kept = False
        for claim, value, confidence in held[number]:
            if (value, confidence) == wanted and not kept:
                kept = True
            else:
                batch.remove("claim", claim)
                changed += 1
        if wanted is not None and not kept:
            claim_id(batch, number, *wanted, one.name)
            changed += 1
    return changed


def claim_id(batch: Batch, actor: int, own: str | None, probability: float, name: str | None) -> None:
    """Say which organisation of the registry an actor is."""
    if not own:
        raise InputError("There is no organisation to claim", got=f"actor {actor}", remedy="Give the id of one")
    evidence = Evidence("ror", own, own if own.startswith("https://") else None, title=name)
    batch.add_claim(FIELD, own, actor=actor, confidence=probability, evidence=evidence)


def _keep_answers(eco: Ecosystem, batch: Batch, found: dict[int, Found]) -> None:
    """Keep what was found of each actor with its reasons, and forget what is no longer so."""
    wanted = {str(n): one.body() for n, one in found.items() if one.outcome != "new" and not one.from_source}
    _keep(eco, batch, MATCH, wanted)


def _keep_proposals(eco: Ecosystem, batch: Batch, pairs: list[tuple[int, int]], actors: dict[int, Actor], found: dict[int, Found]) -> None:
    wanted = {
        merge_name(gone, into): {
            "actor": gone,
            "into": into,
            "names": [actors[gone].name, actors[into].name],
            "id": found[gone].id,
            "name": found[gone].name,
            "probability": round(min(found[gone].probability, found[into].probability), 4),
            "reasons": [f"+ both are {found[gone].name}", *_against(actors[gone], actors[into], found)],
        }
        for gone, into in pairs
    }
    _keep(eco, batch, MERGE, wanted)


def _against(one: Actor, other: Actor, found: dict[int, Found]) -> list[str]:
    """Say why two actors are not merged without asking."""
    why = []
    if not _agree(one, other):
        why.append("- other cities, or other ids of one source")
    why += [f"- “{each.name}” is no name that the registry lists" for each in (one, other) if not found[each.number].own_name]
    return why


def _keep(eco: Ecosystem, batch: Batch, kind: str, wanted: dict[str, dict[str, Any]]) -> None:
    """Bring what is kept of a kind to what is wanted, touching only what differs."""
    held = {one.name: one.body for one in eco.kept(ROOM, kind)}
    for name in sorted(set(held) - set(wanted)):
        batch.forget(ROOM, kind, name)
    for name, body in sorted(wanted.items()):
        if held.get(name) != body:
            batch.keep(ROOM, kind, name, body)


def _reason(one: Found) -> str:
    return f"both are {one.name} ({one.id})"
