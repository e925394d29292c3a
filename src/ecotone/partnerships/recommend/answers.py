"""What a user sees: whom to partner with and why, and whether that has worked before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, ReadAt, Table
from ecotone.errors import DecisionError
from ecotone.estimate import estimates
from ecotone.partnerships.recommend import features, read
from ecotone.partnerships.recommend.accuracy import gini, mean_over_seekers
from ecotone.partnerships.recommend.landscape import landscape
from ecotone.partnerships.recommend.protocol import GROUPS, MODEL, judge, learn, lessons
from ecotone.partnerships.recommend.reasons import Reasoner
from ecotone.partnerships.recommend.scorers import BASELINES
from ecotone.partnerships.recommend.suggesting import suggest
from ecotone.partnerships.recommend.verdict import verdict
from ecotone.scope import Scope
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.recommend.history import History
    from ecotone.partnerships.recommend.protocol import Trial
    from ecotone.partnerships.recommend.read import Asked
    from ecotone.partnerships.recommend.verdict import Verdict

By = Literal["model", "adamic-adar"]
WHOLE: Final = Scope()
REFERENCE: Final = "Yang, Lichtenwalter and Chawla (2015), Evaluating link prediction methods, Knowledge and Information Systems 45"
FIGURES: Final = (("ap", "Average precision"), ("p5", "Precision at 5"), ("p10", "Precision at 10"), ("recall10", "Recall at 10"))
LABELS: Final = {MODEL: "Model", **{name: label for name, (label, _) in BASELINES.items()}}
EVIDENCE: Final = 100


def backtest(
    source: Ecosystem | History,
    scope: Scope = WHOLE,
    *,
    years: float | None = None,
    most: int = 2000,
    seed: int = 0,
    work: Work = SILENT,
) -> Answer:
    """Answer whether recommending partners would have worked in this record.

    Parameters
    ----------
    source : Ecosystem or History
        An open record, or a history of one's own.
    scope : Scope
        Which part of a record; its kinds say which ties are partnerships.
    years : float, optional
        Length of each of the three windows; the shortest that holds enough new pairs where not given.
    most : int
        Seekers that are tested at most, drawn at random.
    seed : int
        For all draws.
    """
    asked, at = _ask(source, scope)
    found = verdict(asked.history, years=years, methods=None, most=most, seed=seed, work=work)
    warnings = _warnings(asked)
    if found.trial is None:
        summary = f"Recommendation is off: {found.reason}."
        return _answer("Would recommending partners have worked?", summary, (), at, scope, {}, seed, warnings)
    tables = _tables(found.trial, seed)
    done = found.trial
    if len(done.scores.seekers) == most:
        warnings.append(f"Figures rest on {most:,} seekers drawn at random.")
    own = mean_over_seekers(done.scores.figures[0, :, 0], seed=seed)
    best = max(range(1, len(done.scores.methods)), key=lambda m: float(done.scores.figures[m, :, 0].mean()))
    name, value = LABELS[done.scores.methods[best]], float(done.scores.figures[best, :, 0].mean())
    if value > (own.value or 0):
        warnings.append(f"The model is not the best here: {name} has the average precision {value:.3f}.")
    state = "may recommend" if found.on else f"is off: {found.reason}"
    summary = (
        f"The model's average precision is {own.value:.3f}, of {len(done.scores.seekers):,} seekers with {done.scores.candidates:,.0f}"
        f" candidates each; the best baseline, {name}, has {value:.3f}. Recommendation {state}."
    )
    return _answer("Would recommending partners have worked?", summary, tables, at, scope, _parameters(done), seed, warnings)


def recommend(
    source: Ecosystem | History,
    scope: Scope = WHOLE,
    *,
    seeker: int | None = None,
    partners: Sequence[int] = (),
    top: int = 10,
    by: By = "model",
    years: float | None = None,
    seed: int = 0,
    work: Work = SILENT,
) -> Answer:
    """Answer whom an actor, or who in the whole ecosystem, should partner with.

    Parameters
    ----------
    source : Ecosystem or History
        An open record, or a history of one's own.
    scope : Scope
        Which part of a record; its kinds say which ties are partnerships.
    seeker : id of an actor, optional
        For whom; the best pairs of all actors where not given.
    partners : sequence of ids
        Restrict the candidates to these.
    top : int
        How many are listed.
    by : {'model', 'adamic-adar'}
        The model, which has to have beaten partners in common on this record; or partners in common alone.
    years, seed, optional
        As for `backtest`.

    Raises
    ------
    DecisionError
        If a partner is the seeker, or somebody is no actor of the scope.
    """
    asked, at = _ask(source, scope)
    place = {number: position for position, number in enumerate(asked.history.actors["id"].to_list())}
    if missing := [number for number in (seeker, *partners) if number is not None and number not in place]:
        raise DecisionError("There is no such actor in this scope", got=str(missing[0]), remedy="Widen the scope, or name another actor")
    if seeker is not None and seeker in partners:
        raise DecisionError("A partner cannot be the seeker itself", got=f"actor {seeker}", remedy="Name another actor")
    whom = "the actors of this ecosystem" if seeker is None else str(asked.history.actors["label"][place[seeker]])
    question = f"Whom should {whom} partner with?"
    warnings = _warnings(asked)
    coefficients, intercept, usual = np.eye(1, len(features.FEATURES))[0], 0.0, np.zeros(len(features.FEATURES))
    parameters: dict[str, Any] = {"by": by}
    if by == "model":
        found = verdict(asked.history, years=years, seed=seed, work=work)
        parameters |= {} if found.trial is None else _parameters(found.trial)
        if not found.on or found.trial is None:
            summary = (
                f"Recommendation is off: {found.reason}. Partners in common alone can still be listed: --by adamic-adar; they are no more"
                " than that."
            )
            return _answer(question, summary, (), at, scope, parameters, seed, warnings)
        coefficients, intercept, usual = _latest(asked.history, found, seed)
        warnings += _unlearnt(asked.history, coefficients)
    land = landscape(asked.history)
    seekers = np.arange(len(place)) if seeker is None else np.array([place[seeker]])
    only = np.array(sorted(place[number] for number in partners), np.int64) if partners else None
    frame = suggest(asked.history, land, coefficients, seekers, intercept=intercept, top=top, only=only, work=work)
    if seeker is None:
        pair = [pl.min_horizontal("seeker", "partner").alias("low"), pl.max_horizontal("seeker", "partner").alias("high")]
        frame = frame.sort(["score", "seeker", "partner"], descending=[True, False, False]).unique(pair, keep="first", maintain_order=True)
        frame = frame.head(top).with_columns(rank=pl.int_range(1, pl.len() + 1))
    if seeker is not None and land.degrees[place[seeker]] == 0:
        warnings.append("The seeker has no tie yet; for newcomers recommendations are far less certain (see the back-test).")
    warnings.append("A recommendation repeats what made ties before. It is a list to look at, not a decision; evaluate before acting.")
    why = Reasoner(asked.history, land, coefficients, usual)
    listed = _listed(asked.history, frame, why, model=by == "model", seeker=seeker)
    tables = [listed] + ([_weights(coefficients, usual)] if by == "model" else [])
    first = listed.frame["partner_label"].to_list()[:1]
    summary = f"{frame.height:,} candidates" + (f"; first: {first[0]}." if first else ": nobody has anything in common with it.")
    return _answer(question, summary, tuple(tables), at, scope, parameters, seed, warnings, _evidence(asked.history, frame, why))


def _ask(source: Ecosystem | History, scope: Scope) -> tuple[Asked, ReadAt | None]:
    """Read a record, or take a history as it is."""
    from ecotone.partnerships.recommend.history import History

    if isinstance(source, History):
        if scope:
            raise DecisionError("A scope filters a record, not a history", got=str(scope))
        return read.Asked(source, {}, 0, (), None), None
    return read.history(source, scope), source.read_at(scope.as_of)


def _warnings(asked: Asked) -> list[str]:
    """Say what the record cannot tell."""
    ties = asked.history.ties
    warnings = []
    if undated := int((~asked.history.dated).sum()) - asked.planned:
        warnings.append(f"{undated:,} of {len(ties.day):,} ties have no date; their pairs are neither learnt from nor tested.")
    if asked.planned:
        warnings.append(f"{asked.planned:,} ties begin after the record was last fed; they are plans, and are not tested.")
    if asked.reasons:
        counted = {reason: sum(1 for each in asked.reasons.values() if each == reason) for reason in sorted(set(asked.reasons.values()))}
        warnings.append("Never recommended: " + ", ".join(f"{number:,} pairs ({reason})" for reason, number in counted.items()) + ".")
    warnings += [f"This names nobody of the record, and excludes nobody: {text}." for text in asked.unread[:5]]
    sectors = asked.history.actors["sector"].null_count() if "sector" in asked.history.actors.columns else len(asked.history)
    if sectors:
        warnings.append(f"The sector of {sectors:,} of {len(asked.history):,} actors is not known; none of them counts as a bridge.")
    return warnings


def _latest(history: History, found: Verdict, seed: int) -> tuple[NDArray[np.float64], float, NDArray[np.float64]]:
    """Fit the tested model to the two latest windows, and return its coefficients, intercept and the average pair."""
    assert found.trial is not None
    rows = [found.trial.lessons[1], lessons(judge(history, found.trial.split.windows[2]), seed=seed)]
    model = learn(rows, found.trial.model.ridge)
    weights = np.concatenate([part.weights for part in rows])
    return model.coefficients, model.intercept, weights @ np.concatenate([part.rows for part in rows]) / weights.sum()


def _unlearnt(history: History, coefficients: NDArray[np.float64]) -> list[str]:
    """Name the features that count for nothing, and why."""
    there = features.available(landscape(history))
    absent = [feature.label for feature, known in zip(features.FEATURES, there, strict=True) if not known]
    late = [f.label for f, known, c in zip(features.FEATURES, there, coefficients, strict=True) if known and c == 0]
    warnings = [f"Left out, for the record holds nothing of it: {', '.join(absent).lower()}."] if absent else []
    if late:
        warnings.append(f"Counts for nothing, as it told no new partners from others in the past: {', '.join(late).lower()}.")
    return warnings


def _parameters(done: Trial) -> dict[str, Any]:
    import datetime as dt

    days = [dt.date(1970, 1, 1) + dt.timedelta(days=int(window.start)) for window in done.split.windows]
    return {
        "learnt from": f"{days[0]} to {days[2]}",
        "tested from": f"{days[2]}",
        "years of a window": done.split.years,
        "penalty": done.model.ridge,
        "new pairs": ", ".join(f"{len(window.found):,}" for window in done.split.windows),
        "set aside": ", ".join(f"{len(window.aside):,}" for window in done.split.windows),
    }


def _tables(done: Trial, seed: int) -> tuple[Table, ...]:
    """Put the figures of a back-test into tables: all seekers, warm and cold, by distance, and the coefficients."""
    scores = done.scores
    names = [LABELS[name] for name in scores.methods]
    columns = (Column("method", "Ranked by"), *(Column(name, label, "estimate") for name, label in FIGURES))

    def figures(mask: NDArray[np.bool_]) -> dict[str, Any]:
        return {
            name: estimates([mean_over_seekers(scores.figures[m][mask, k], seed=seed) for m in range(len(names))])
            for k, (name, _) in enumerate(FIGURES)
        }

    everybody = np.ones(len(scores.seekers), bool)
    unequal = [gini(scores.recommended[m].astype(float)) for m in range(len(names))]
    frames = [
        Table(
            f"All {len(everybody):,} seekers",
            pl.DataFrame({"method": names, **figures(everybody), "gini": unequal}),
            (*columns, Column("gini", "Gini of recommended", "number", caveat="How unequally the first ten fall on actors; 1: on a few.")),
            "Means over seekers; candidates with equal scores count as one block.",
        )
    ]
    for label, mask in (("Warm", scores.warm), ("Cold", ~scores.warm)):
        if mask.any():
            what = "with a tie before" if label == "Warm" else "without a tie before"
            frames.append(Table(f"{label}: {int(mask.sum()):,} seekers {what}", pl.DataFrame({"method": names, **figures(mask)}), columns))
    shares: dict[str, Any] = {"method": names}
    shown = [Column("method", "Ranked by")]
    for number, group in enumerate(GROUPS):
        mask = scores.group == number
        if mask.any():
            shares[group] = scores.reached[:, mask].mean(axis=1)
            shown.append(Column(group, f"{group.capitalize()} ({int(mask.sum()):,})", "percent"))
    frames.append(
        Table(
            "New partners found among the first ten, by how far they were",
            pl.DataFrame(shares),
            tuple(shown),
            "Newcomer: one of the two had no tie.",
        )
    )
    weights = np.concatenate([part.weights for part in done.lessons])
    usual = weights @ np.concatenate([part.rows for part in done.lessons]) / weights.sum()
    return (*frames, _weights(done.model.coefficients, usual, done.known))


def _weights(coefficients: NDArray[np.float64], usual: NDArray[np.float64], known: Sequence[bool] | None = None) -> Table:
    """Show what the model weighs."""
    frame = pl.DataFrame(
        {
            "feature": [feature.label for feature in features.FEATURES],
            "coefficient": coefficients,
            "usual": usual,
            "meaning": [feature.meaning for feature in features.FEATURES],
        }
    )
    if known is not None:
        frame = frame.filter(pl.Series(list(known)))
    columns = (
        Column("feature", "Feature"),
        Column(
            "coefficient",
            "Log odds a unit",
            "number",
            caveat="With the others held. All but the sector bridge are 0 where they would count against a pair.",
        ),
        Column("usual", "Average pair", "number"),
        Column("meaning", "What it is"),
    )
    return Table("What counts", frame, columns)


def _listed(history: History, frame: pl.DataFrame, why: Reasoner, *, model: bool, seeker: int | None) -> Table:
    """Show the candidates with their reasons."""
    actors = history.actors
    rows = list(frame.iter_rows(named=True))
    told = [why.speak(row["seeker"], row["partner"], [row[name] for name in features.NAMES]) for row in rows]
    if not model:
        told = [(why.fact(0, row["seeker"], row["partner"], 1.0), "") for row in rows]
    shown = {
        "rank": frame["rank"],
        "seeker": actors["id"].gather(frame["seeker"]),
        "seeker_label": actors["label"].gather(frame["seeker"]),
        "partner": actors["id"].gather(frame["partner"]),
        "partner_label": actors["label"].gather(frame["partner"]),
        "sector": actors["sector"].gather(frame["partner"]) if "sector" in actors.columns else [None] * len(rows),
        "score": 1 / (1 + np.exp(-frame["score"].to_numpy())) if model else np.expm1(frame["score"].to_numpy()),
        "reasons": [good for good, _ in told],
        "against": [bad for _, bad in told],
    }
    columns = [Column("rank", "Rank", "integer")]
    if seeker is None:
        columns += [Column("seeker", "Id", "actor"), Column("seeker_label", "Seeker")]
    columns += [Column("partner", "Id", "actor"), Column("partner_label", "Partner"), Column("sector", "Sector")]
    if model:
        caveat = "Chance of a tie within one window, as learnt from actors that found a new partner then; for the order, not for its value."
        columns.append(Column("score", "Chance", "percent", caveat=caveat))
        columns += [Column("reasons", "What speaks for it (log odds)"), Column("against", "What speaks against it")]
    else:
        columns += [Column("score", "Adamic-Adar", "number"), Column("reasons", "Why")]
    return Table("Candidates", pl.DataFrame(shown), tuple(columns))


def _evidence(history: History, frame: pl.DataFrame, why: Reasoner) -> tuple[int, ...]:
    """Return the source records behind the partners that candidates have in common with their seekers, at most a hundred."""
    wanted: set[tuple[int, int]] = set()
    for one, other in frame.select("seeker", "partner").head(EVIDENCE).iter_rows():
        wanted |= {(min(end, mid), max(end, mid)) for mid in why.common(one, other).tolist() for end in (one, other)}
    if not wanted:
        return ()
    ties, n = history.ties, len(history)
    keys = np.minimum(ties.one, ties.other).astype(np.int64) * n + np.maximum(ties.one, ties.other)
    found = ties.evidence[np.isin(keys, np.array([a * n + b for a, b in wanted])) & (ties.evidence > 0)]
    return tuple(np.unique(found)[:EVIDENCE].tolist())


def _answer(
    question: str,
    summary: str,
    tables: tuple[Table, ...],
    at: ReadAt | None,
    scope: Scope,
    parameters: dict[str, Any],
    seed: int,
    warnings: Sequence[str],
    evidence: tuple[int, ...] = (),
) -> Answer:
    method = Method("logistic model of eight features, tested in time", ecotone.__version__, parameters, seed, REFERENCE)
    return Answer(question, summary, tables, method, scope, at, evidence, tuple(warnings))
