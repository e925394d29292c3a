"""Whom should we partner with? One call from a record to an evaluation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecotone.errors import DecisionError
from ecotone.partnerships import interests, read
from ecotone.partnerships.criteria import shipped
from ecotone.partnerships.evaluation import DRAWS, Evaluation, evaluation
from ecotone.partnerships.rated import latest
from ecotone.partnerships.values import Prefer, values
from ecotone.partnerships.weights import judge, table_weights, together
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.dates import Date
    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.alignment import Likeness
    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.rated import Rating
    from ecotone.partnerships.weights import Weights
    from ecotone.work import Work


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
    table = criteria or shipped()
    said = read.claims(eco, as_of)
    found = read.field(eco, seeker, candidates, said)
    work.step(0, 4, "Reading the record")
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
    known = read.known(eco, found, as_of, said, meaning=meaning)
    chosen = weights or kept_weights(eco, table) or table_weights(table)
    told = interests.declared(eco)
    house = interests.houses(eco, [found.seeker, *found.candidates]) if told else {}
    counted, apart = interests.set_apart(told, rated, found.seeker, found.candidates, found.names, house)
    aside += interests.notes(told, rated, apart, found.seeker, found.candidates, found.names, house, chosen)
    worth = values(known, found.seeker, found.candidates, table, counted, prefer=prefer)
    made = evaluation(found.seeker, found.candidates, found.names, table, chosen, worth, counted, draws=draws, seed=seed, work=work)
    made = replace(made, texts=known.aligned.likeness.name, apart=tuple(apart))
    return made, (*found.notes, *aside)


def kept_weights(eco: Ecosystem, criteria: Criteria) -> Weights | None:
    """Return the weights of the judges whom the record keeps, None where it keeps none."""
    kept = eco.kept(read.ROOM, read.WEIGHTS)
    if not kept:
        return None
    return together([judge(each.body, criteria) for each in kept], criteria)
