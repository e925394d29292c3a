"""Whom should we partner with? One call from a record to an evaluation; or two, for what is gathered once bears many weights."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from ecotone.errors import DecisionError
from ecotone.partnerships import interests, read
from ecotone.partnerships.criteria import shipped
from ecotone.partnerships.evaluation import DRAWS, Evaluation, evaluation
from ecotone.partnerships.interests import Apart, Interest
from ecotone.partnerships.rated import Rating, latest
from ecotone.partnerships.values import Prefer, Value, values
from ecotone.partnerships.weights import judge, table_weights, together
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.dates import Date
    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.alignment import Likeness
    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.interests import Declared
    from ecotone.partnerships.weights import Weights
    from ecotone.work import Work


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What a record says of a seeker's candidates, before anything is weighed: other weights need no other reading.

    Parameters
    ----------
    field : Field
        Who seeks and who may be chosen.
    criteria : Criteria
        By which the candidates were looked at.
    values : tuple of Value
        Candidate by candidate, part by part.
    rated : tuple of Rating
        What raters said, the last word of each.
    apart : tuple of Apart
        Those of them that do not count because of an interest of their rater.
    aside : tuple of str
        Ratings that were set aside for other reasons, in words.
    declared : mapping of str to tuple of Interest
        What raters declared.
    houses : mapping of int to frozenset of int
        Who is one house with whom.
    texts : str
        What compared texts, where any were.
    """

    field: read.Field
    criteria: Criteria
    values: tuple[Value, ...]
    rated: tuple[Rating, ...]
    apart: tuple[Apart, ...]
    aside: tuple[str, ...]
    declared: Declared
    houses: dict[int, frozenset[int]]
    texts: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, all but the criteria."""
        place = {id(rating): at for at, rating in enumerate(self.rated)}
        return {
            "field": {**asdict(self.field), "names": list(self.field.names.items())},
            "values": [asdict(value) for value in self.values],
            "rated": [asdict(rating) for rating in self.rated],
            "apart": [(place[id(each.rating)], each.why) for each in self.apart],
            "aside": list(self.aside),
            "declared": {rater: [asdict(each) for each in told] for rater, told in self.declared.items()},
            "houses": [(actor, sorted(house)) for actor, house in self.houses.items()],
            "texts": self.texts,
        }

    @classmethod
    def of(cls, said: dict[str, Any], criteria: Criteria) -> Gathered:
        """Return what `as_dict` wrote, under the same criteria."""
        rated = tuple(Rating(**one) for one in said["rated"])
        lists = ("evidence", "addresses")
        worth = (
            {**one, **{name: tuple(one[name]) for name in lists}, "ratings": tuple(Rating(**each) for each in one["ratings"])}
            for one in said["values"]
        )
        who = said["field"]
        return cls(
            field=read.Field(who["seeker"], tuple(who["candidates"]), dict(who["names"]), tuple(who["notes"])),
            criteria=criteria,
            values=tuple(Value(**one) for one in worth),
            rated=rated,
            apart=tuple(Apart(rated[at], why) for at, why in said["apart"]),
            aside=tuple(said["aside"]),
            declared={rater: tuple(Interest(**one) for one in told) for rater, told in said["declared"].items()},
            houses={actor: frozenset(house) for actor, house in said["houses"]},
            texts=said["texts"],
        )


def evaluate(
    eco: Ecosystem,
    seeker: str,
    candidates: Sequence[str],
    *,
    criteria: Criteria | None = None,
    weights: Weights | None = None,
    ratings: Sequence[Rating] = (),
    prefer: Prefer = "record",
    meaning: Likeness | None = None,
    as_of: Date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    work: Work = SILENT,
) -> tuple[Evaluation, tuple[str, ...]]:
    """Evaluate candidates for a seeker.

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    seeker : str
        Id or name of the actor that looks for a partner.
    candidates : sequence of str
        Ids or names; two or more.
    criteria : Criteria, optional
        The shipped ones where not given.
    weights : Weights, optional
        Those of the judges kept in the record where not given, else those of the table of criteria.
    ratings : sequence of Rating
        Ratings beside those that the record holds; of one rater on one part these count.
    prefer : {'record', 'raters'}
        Which stands where both tell.
    meaning : Likeness, optional
        What compares the texts of what actors are for, such as `sentences.sentences()`; letters where not given.
    as_of : Date, optional
        As known on that day.
    draws, seed : int
        Of values and weights.
    work : Work
        Told what is being done.

    Returns
    -------
    Evaluation
        The ranking and what it is worth.
    tuple of str
        What a reader should know: mergers, conflicts, ratings that were set aside.
    """
    gathered = gather(eco, seeker, candidates, criteria=criteria, ratings=ratings, prefer=prefer, meaning=meaning, as_of=as_of, work=work)
    chosen = weights or kept_weights(eco, gathered.criteria) or table_weights(gathered.criteria)
    return weigh(gathered, chosen, draws=draws, seed=seed, work=work)


def gather(
    eco: Ecosystem,
    seeker: str,
    candidates: Sequence[str],
    *,
    criteria: Criteria | None = None,
    ratings: Sequence[Rating] = (),
    prefer: Prefer = "record",
    meaning: Likeness | None = None,
    as_of: Date | None = None,
    work: Work = SILENT,
) -> Gathered:
    """Read what bears on the candidates of a seeker, as `evaluate` does; the parameters are the same."""
    table = criteria or shipped()
    work.step(0, 4, "Reading the record")
    said = read.claims(eco, as_of)
    found = read.field(eco, seeker, candidates, said)
    work.step(0, 4, "Reading the ratings")
    kept, aside = read.ratings(eco, found, table, as_of, said)
    strangers = {each.candidate for each in ratings} - set(found.candidates)
    if strangers:
        number = sum(each.candidate in strangers for each in ratings)
        many = f"{number:,} ratings are of actors that are no candidates; they do not count."
        aside.append(many if number > 1 else "1 rating is of an actor that is no candidate; it does not count.")
    fresh = [each for each in ratings if each.candidate in found.candidates]
    rated = latest([*kept, *fresh])
    if found.seeker in {each.candidate for each in ratings}:
        raise DecisionError("A rating is of the seeker itself", got=found.names[found.seeker], remedy="Rate its candidates")
    work.step(0, 4, "Looking at ties, texts and positions")
    known = read.known(eco, found, as_of, said, meaning=meaning)
    work.step(1, 4, "Judging the candidates")
    told = interests.declared(eco)
    house = interests.houses(eco, [found.seeker, *found.candidates]) if told else {}
    counted, apart = interests.set_apart(told, rated, found.seeker, found.candidates, found.names, house)
    worth = values(known, found.seeker, found.candidates, table, counted, prefer=prefer)
    return Gathered(found, table, worth, tuple(rated), tuple(apart), tuple(aside), told, house, known.aligned.likeness.name)


def weigh(
    gathered: Gathered, weights: Weights, *, draws: int = DRAWS, seed: int = 0, work: Work = SILENT
) -> tuple[Evaluation, tuple[str, ...]]:
    """Rank the candidates of whom enough was gathered under some weights, as `evaluate` does; the record is not read."""
    found, apart = gathered.field, gathered.apart
    gone = {id(each.rating) for each in apart}
    counted = [each for each in gathered.rated if id(each) not in gone]
    notes = interests.notes(
        gathered.declared, gathered.rated, apart, found.seeker, found.candidates, found.names, gathered.houses, weights
    )  # fmt: skip
    made = evaluation(
        found.seeker, found.candidates, found.names, gathered.criteria, weights, gathered.values, counted,
        draws=draws, seed=seed, work=work,
    )  # fmt: skip
    return replace(made, texts=gathered.texts, apart=apart), (*found.notes, *gathered.aside, *notes)


def kept_weights(eco: Ecosystem, criteria: Criteria) -> Weights | None:
    """Return the weights of the judges whom the record keeps, None where it keeps none."""
    kept = eco.kept(read.ROOM, read.WEIGHTS)
    if not kept:
        return None
    return together([judge(each.body, criteria) for each in kept], criteria)
