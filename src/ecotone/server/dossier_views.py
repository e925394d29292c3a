"""Saved views of screens that compute, as sections of a dossier: a scenario, a ranking, a picture of velocity.

A view is its address, and the address is read here as the screen reads it, so that the page shows the same numbers.
"""

import dataclasses
import json
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
from pydantic import TypeAdapter, ValidationError

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.report.chosen import answer_section
from ecotone.report.page import Section
from ecotone.scope import Scope

if TYPE_CHECKING:
    from ecotone.server.dynamics_shapes import RunAnswer, SeriesShape
    from ecotone.server.dynamics_subject import Asked
    from ecotone.server.opened import Opened

Query = list[tuple[str, str]]
Shown = Callable[[Query, str, tuple[str, ...]], list[Section]]

START: Final = 2.0
"""When policies begin where the address does not say."""
MOST_RUNS: Final = 5
MOST_LOOPS: Final = 12
CURVES: Final = 6
RANKING: Final = frozenset({"Ranking", "Reasons", "Judges", "Raters", "What would change it"})
"""Tables of a ranking that a page has room for."""


def screens(opened: "Opened") -> Mapping[str, Shown]:
    """Return how each screen is shown, by its name in the address."""
    return {
        "dynamics": _readable(_dynamics, opened),
        "partnerships": _readable(_partnerships, opened),
        "velocity": _readable(_velocity, opened),
    }


def _readable(show: Callable[["Opened", Query, str, tuple[str, ...]], list[Section]], opened: "Opened") -> Shown:
    """Say of a view whose address nobody's screen makes that it cannot be read; the rest of the page is shown."""

    def shown(query: Query, title: str, text: tuple[str, ...]) -> list[Section]:
        try:
            return show(opened, query, title, text)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            return [Section(title, (*text, f"Not answered. The address of this view cannot be read ({where}): {first['msg']}."))]

    return shown


def _number(text: str | None, otherwise: float) -> float:
    try:
        value = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return value if math.isfinite(value) else otherwise


def _dynamics(opened: "Opened", query: Query, title: str, text: tuple[str, ...]) -> list[Section]:
    """Show a view of Dynamics: loops, the tornado or what it rests on where its tab is that, its curves otherwise."""
    from ecotone.server import dynamics
    from ecotone.server.dynamics_answers import assumptions, tornado
    from ecotone.server.dynamics_shapes import LoopsWish, TornadoWish
    from ecotone.server.dynamics_subject import SENT, asked_of

    one = dict(query)
    model = one.get("model") or "record"
    if model == SENT:
        return [Section(title, (*text, "This view shows a model file that was opened in a browser; the record does not hold it."))]
    scenario: dict[str, Any] = {"model": model, **_scenario(query)}
    tab = one.get("tab", "curves")
    show = [value for key, value in query if key == "show"]
    seed = max(0, int(_number(one.get("seed"), 0)))
    if tab == "diagram":
        wish = LoopsWish(**scenario, carried=one.get("carried") == "1", independent=one.get("independent") == "1")
        return [answer_section(lambda: _loops(asked_of(wish, opened), wish, dynamics.loops), title, text)]
    if tab == "matters":
        asked = TornadoWish(**scenario, output=show[0] if show else None, difference=one.get("difference") == "1", seed=seed)
        return [answer_section(lambda: tornado(asked_of(asked, opened), asked), title, text)]
    if tab == "assumptions":
        subject = TornadoWish(**scenario)
        return [answer_section(lambda: assumptions(asked_of(subject, opened)), title, text)]
    return _curves(opened, query, scenario, show[:CURVES], title, text)


def _scenario(query: Query) -> dict[str, Any]:
    """Read what is different from the model as it stands."""
    constants, edits = {}, {}
    for key, value in query:
        if key == "set":
            name, _, number = value.rpartition("=")
            if name and math.isfinite(_number(number, math.nan)):
                constants[name] = float(number)
        elif key == "edit":
            name, _, formula = value.partition("=")
            if name and formula:
                edits[name] = formula
    policies = [value for key, value in query if key == "policy"]
    return {"constants": constants, "policies": policies, "start": _number(dict(query).get("start"), START), "edits": edits}


def _runs(query: Query) -> dict[str, dict[str, Any]]:
    """Read the runs that were kept beside the scenario; what was cut is passed over."""
    found: dict[str, dict[str, Any]] = {}
    for text in [value for key, value in query if key == "run"][:MOST_RUNS]:
        try:
            told = json.loads(text)
            start = _number(str(told.get("t", "")), START)
            found[str(told["n"])] = {
                "constants": dict(told.get("c", {})), "policies": list(told.get("p", [])), "start": start, "edits": dict(told.get("e", {})),
                "state": str(told.get("d") or ""),
            }  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def _curves(opened: "Opened", query: Query, scenario: dict[str, Any], show: list[str], title: str, text: tuple[str, ...]) -> list[Section]:
    from ecotone.errors import EcotoneError
    from ecotone.report.simulated import Curve, Simulated, simulated
    from ecotone.server.dynamics import ran
    from ecotone.server.dynamics_shapes import RunWish
    from ecotone.server.dynamics_subject import asked_of

    one = dict(query)
    draws = min(1_000, max(1, round(_number(one.get("draws"), 1))))
    seed = max(0, int(_number(one.get("seed"), 0)))
    wish = RunWish(**scenario, outputs=show, members=draws, seed=seed)
    try:
        asked = asked_of(wish, opened)
        found = ran(asked, wish)
        beside = {
            name: _last(ran(asked_of(own, opened), own))
            for name, told in _runs(query).items()
            for own in [RunWish(**{"model": scenario["model"], **told}, outputs=[each.name for each in found.series])]
        }
    except EcotoneError as error:
        return [Section(title, (*text, f"Not answered. {error}"))]
    curves = [
        Curve(now.name, now.units, _band(now), _band(before), _band(between))
        for now, before, between in zip(found.series, found.baseline, found.difference, strict=True)
    ]
    changed = bool(wish.policies or wish.constants or wish.edits)
    run = Simulated(
        asked.title, np.array(found.time), _unit(asked), curves, changed, one.get("difference") == "1",
        wish.start if wish.policies else None, draws, beside,
    )  # fmt: skip
    return simulated(run, title, text, _method(asked, scenario, draws, seed), asked.bound.read_at if asked.bound else None)


def _unit(asked: "Asked") -> str:
    return asked.model.document.specification.time_units or "time"


def _band(series: "SeriesShape") -> Any:
    rows = (series.low or series.values, series.values, series.high or series.values)
    return np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=np.float64)


def _last(found: "RunAnswer") -> list[float]:
    return [math.nan if each.values[-1] is None else each.values[-1] for each in found.series]


def _method(asked: "Asked", scenario: dict[str, Any], draws: int = 1, seed: int | None = None) -> Method:
    """Say how a model was run, and with what different."""
    parameters: dict[str, Any] = {"model": asked.title}
    if scenario["policies"]:
        parameters |= {"policies": ", ".join(scenario["policies"]), "policies begin": scenario["start"]}
    if scenario["constants"]:
        parameters["numbers"] = ", ".join(f"{name} {value:g}" for name, value in scenario["constants"].items())
    if scenario["edits"]:
        parameters["equations"] = "; ".join(f"{name} = {formula}" for name, formula in scenario["edits"].items())
    if draws > 1:
        parameters["draws"] = draws
    return Method("system dynamics", ecotone.__version__, parameters, seed if draws > 1 else None)


def _loops(asked: "Asked", wish: Any, find: Callable[..., Any]) -> Answer:
    found = find(asked, wish)
    rows = [(each.name, each.title, each.share, " → ".join(each.variables)) for each in found.loops[:MOST_LOOPS]]
    frame = pl.DataFrame(rows, schema={"loop": pl.String, "title": pl.String, "share": pl.Float64, "way": pl.String}, orient="row")
    columns: tuple[Column, ...] = (
        Column("loop", "Loop"),
        Column("title", "What it does"),
        Column("share", "Share", "percent"),
        Column("way", "Through"),
    )
    if not any(title for _, title, _, _ in rows):
        columns = tuple(column for column in columns if column.name != "title")
        frame = frame.drop("title")
    strongest = found.strongest[0] if found.strongest else None
    summary = f"{found.found:,} feedback loops." + (
        f" From {strongest.start:g} to {strongest.end:g} {strongest.loop} is strongest." if strongest else ""
    )
    note = "R reinforces, B balances, U does both. The share is of what happens, the mean over time; only shares compare."
    scenario = {"policies": wish.policies, "start": wish.start, "constants": wish.constants, "edits": wish.edits}
    read_at = asked.bound.read_at if asked.bound else None
    return Answer(
        "Which feedback loops drive it?", summary, (Table("Loops", frame, columns, note),), _method(asked, scenario), read_at=read_at
    )


def _partnerships(opened: "Opened", query: Query, title: str, text: tuple[str, ...]) -> list[Section]:
    """Show a view of Partnerships: the ranking, or what its tab shows."""
    from ecotone.partnerships.following import decisions
    from ecotone.partnerships.impact_answers import decided
    from ecotone.partnerships.recommend import answers as recommended
    from ecotone.partnerships.recommend.read import find
    from ecotone.server.partnership_shapes import EvaluateQuery
    from ecotone.server.partnerships import evaluated
    from ecotone.stakeholders.read import actor
    from ecotone.workbench import whatif

    one, tab = dict(query), dict(query).get("ask", "rank")

    def ask() -> Answer:
        eco = opened.use()
        if tab == "recommend":
            by: Any = one.get("by") or "model"
            return recommended.recommend(eco, Scope(), seeker=find(eco, one["seeker"]) if one.get("seeker") else None, by=by)
        if tab == "what-if":
            return whatif.what_if(eco, [(actor(eco, one.get("one") or one.get("seeker", "")), actor(eco, one.get("other", "")))], Scope())
        if tab == "decisions":
            return decided(decisions(eco), opened.read_at())
        every = {key: [value for name, value in query if name == key] for key in ("candidate", "weight")}
        prefer: Any = "raters" if one.get("prefer") == "raters" else "record"
        answer = evaluated(opened, EvaluateQuery(seeker=one.get("seeker", ""), prefer=prefer, **every))[1]
        return dataclasses.replace(answer, tables=tuple(table for table in answer.tables if table.title in RANKING))

    return [answer_section(ask, title, text)]


def _velocity(opened: "Opened", query: Query, title: str, text: tuple[str, ...]) -> list[Section]:
    """Show a view of Velocity, of the stages that it was looked at by."""
    from ecotone.server.velocity import Question, answered, models

    one = dict(query)
    question = TypeAdapter[Question](Question).validate_python(one.get("ask") or "curves")
    seed = max(0, int(_number(one.get("seed"), 0)))
    return [answer_section(lambda: answered(opened, question, Scope(), one.get("model") or models(opened)[0].name, seed), title, text)]
