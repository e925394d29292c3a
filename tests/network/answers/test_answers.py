"""Answers: each can be read, repeated to the byte, and says what stands behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph, answers
from ecotone.network.whatif import Change
from ecotone.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

SECTORS = ["provider", "academia", "industry", None]


class Recorded:
    """A record of 40 actors whose ties have dates and evidence: two blocks, joined by actor 1."""

    title = "Houston"
    path = "houston.eco"

    def __init__(self) -> None:
        rng = np.random.default_rng(3)
        rows = []
        for number in range(160):
            block = int(rng.integers(0, 2)) * 18
            a, b = (int(x) + block + 2 for x in rng.integers(0, 18, 2))
            rows.append((a, b, f"{2010 + int(rng.integers(0, 8))}", 100 + number))
        rows += [(1, int(v), "2019", 500 + int(v)) for v in rng.integers(2, 38, 14)]
        kept = [row for row in rows if row[0] != row[1]]
        self._ties = pl.DataFrame(kept, schema=["source", "target", "valid_from", "evidence"], orient="row").with_columns(
            kind=pl.lit("sponsor-site"), weight=pl.lit(1.0), directed=pl.lit(value=True), valid_to=pl.lit(None, pl.String)
        )
        self._actors = pl.DataFrame({"id": range(1, 41), "name": [f"Actor {n}" for n in range(1, 41)]}).with_columns(
            sector=pl.Series([SECTORS[n % 4] if n != 1 else "connector" for n in range(1, 41)]), city=pl.lit("Houston")
        )

    def actors(self, scope: Scope = Scope()) -> pl.DataFrame:  # noqa: B008
        return self._actors

    def ties(self, scope: Scope = Scope()) -> pl.DataFrame:  # noqa: B008
        return self._ties

    def history(self, limit: int) -> pl.DataFrame:
        return pl.DataFrame({"batch": [7]})


QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "describe": answers.describe,
    "central": lambda source: answers.central(source, draws=25),
    "brokers": lambda source: answers.brokers(source, draws=25),
    "groups": lambda source: answers.groups(source, runs=4),
    "gaps": lambda source: answers.gaps(source, draws=30),
    "flow": lambda source: answers.flow(source, draws=50),
    "null": lambda source: answers.null(source, draws=20),
    "periods": lambda source: answers.periods(source, runs=3),
    "places": lambda source: answers.places(source, count=4),
    "blocks": lambda source: answers.places(source, count=2, how="stochastic"),
}


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_answer_of_a_record_repeats_to_the_byte_and_names_its_source(name: str) -> None:
    answer = QUESTIONS[name](Recorded())
    assert answer.to_json() == QUESTIONS[name](Recorded()).to_json()
    assert json.loads(answer.to_json())["read_at"] == {"record": "houston.eco", "batch": 7, "as_of": None}
    assert "Method:" in answer.explain()
    assert answer.tables[0].frame.height > 0


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "periods"])
@pytest.mark.parametrize("theirs", [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(4), nx.path_graph(2), nx.star_graph(5)])
def test_small_and_empty_networks_have_answers_too(name: str, theirs: Any, from_networkx: Callable[..., Graph]) -> None:
    answer = QUESTIONS[name](from_networkx(theirs, weight="strength"))
    json.loads(answer.to_json())
    assert answer.read_at is None
    if not theirs.number_of_edges():
        assert "The network has no ties." in answer.warnings


def test_periods_of_a_network_without_dates_are_refused(from_networkx: Callable[..., Graph]) -> None:
    with pytest.raises(GraphError, match="no tie has a date"):
        answers.periods(from_networkx(nx.path_graph(3), weight="strength"))


def test_places_of_a_planted_network_are_named_with_what_lies_between() -> None:
    found = answers.places(Recorded(), count=2, how="stochastic", seed=1)
    blocks = found.tables[0].frame
    within = blocks.filter(pl.col("place") == pl.col("to"))["density"].to_numpy()
    between = blocks.filter(pl.col("place") != pl.col("to"))["density"].to_numpy()
    assert within.min() > 4 * between.max()


def test_the_bridge_is_central_a_broker_and_a_point_of_failure() -> None:
    record = Recorded()
    central = answers.central(record, draws=25)
    first = central.tables[0].frame.row(0, named=True)
    assert (first["label"], first["sector"], first["percentile"]) == ("Actor 1", "connector", 39 / 40)
    assert first["interval"]["low"] <= first["value"] <= first["interval"]["high"]
    assert first["sure"] == 1.0
    assert central.evidence
    brokers = answers.brokers(record, draws=25).tables[0].frame
    assert brokers["label"][0] == "Actor 1"
    assert "–" in brokers["joins"][0]
    whole = answers.describe(record).table("The network as a whole").frame
    figures = dict(zip(whole["figure"], whole["value"], strict=True))
    assert figures["actors"] == 40
    gaps = answers.gaps(record, draws=30)
    assert gaps.table("New ties that would bring all nearer").frame["gain"].min() > 0  # type: ignore[operator]
    cut = gaps.table("Single points of failure").frame
    assert cut.is_empty() or cut["parts"].min() >= 1  # type: ignore[operator]


def test_a_gap_that_no_source_could_fill_is_not_called_one() -> None:
    record = Recorded()
    shown = [("provider", "academia"), ("provider", "provider")]
    found = answers.gaps(record, draws=30, observable=shown)
    pairs = {frozenset(row) for row in found.table("Thin pairs of groups").frame.select("one", "other").rows()}
    assert pairs <= {frozenset(pair) for pair in shown}
    assert any("No source could have shown ties between them" in warning for warning in found.warnings)


def test_emerging_finds_the_newcomer_and_needs_dates(from_networkx: Callable[..., Graph]) -> None:
    answer = answers.emerging(Recorded(), since="2018")
    assert answer.table("Actors").frame["what"][0] == "Actor 1"
    assert answer.table("Actors").frame["q"][0] < 0.01
    assert "14 of" in answer.summary
    assert answers.emerging(Recorded()).method.parameters["since"] in {"2015", "2016", "2017"}
    with pytest.raises(GraphError, match="no tie has a date"):
        answers.emerging(from_networkx(nx.path_graph(3)))


def test_what_if_the_bridge_left() -> None:
    record = Recorded()
    answer = answers.what_if(record, Change(remove_actors=(1,)), draws=50)
    whole = {row["figure"]: row for row in answer.table("The whole").frame.to_dicts()}
    assert whole["actors"]["change"] == -1
    assert whole["global efficiency"]["change"] < 0
    reached = answer.table("How far knowledge gets").frame
    assert reached["when"].to_list() == ["before", "after", "change"]
    assert answer.to_json() == answers.what_if(record, Change(remove_actors=(1,)), draws=50).to_json()
    nothing = answers.what_if(record, Change(), draws=50)
    assert nothing.table("Actors whose place changes most").frame.is_empty()
    assert nothing.table("The whole").frame["change"].drop_nulls().sum() == 0


def test_compare_finds_a_network_like_itself(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.karate_club_graph())
    answer = answers.compare(graph, graph, draws=30)
    row = answer.table("Likeness of the ties among the actors of both").frame.row(0, named=True)
    assert row["value"]["value"] == pytest.approx(1.0)
    assert row["p"] == pytest.approx(1 / 31)
    other = from_networkx(nx.path_graph(3))
    assert "3 actors are in both by their names, 31 in the one only" in answers.compare(graph, other, draws=30).summary


def test_a_file_has_no_scope(from_networkx: Callable[..., Graph]) -> None:
    with pytest.raises(GraphError, match="filters a record"):
        answers.describe(from_networkx(nx.path_graph(3)), Scope(kinds=("x",)))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_without_ties_nobody_leads_and_nothing_has_a_chance(count: int) -> None:
    names = ["Spital Zürich", "東京大学病院"][:count]
    graph = Graph.from_frames(
        pl.DataFrame(schema={"source": pl.Int64, "target": pl.Int64}),
        pl.DataFrame(
            {"id": list(range(count)), "label": names, "sector": ["provider", "academia"][:count]}, schema_overrides={"id": pl.Int64}
        ),
        directed=False,
        weight="strength",
    )
    said = answers.central(graph, draws=20).summary
    assert said == ("Nobody stands out: no actor has a betweenness above 0." if count else "There is no actor.")
    assert answers.describe(graph).summary == ["0 actors and no ties.", "1 actor and no ties.", "2 actors and no ties."][count]
    assert answers.groups(graph, runs=2).summary == "There is no community of two or more actors."
    assert "No actor holds together" in answers.gaps(graph, draws=20).summary
    chance = answers.null(graph, draws=20)
    assert chance.summary == "Without ties there is nothing to compare with chance."
    undefined = chance.tables[0].frame.filter(pl.col("observed").is_null())
    assert undefined.height
    assert undefined["p"].is_null().all()


def test_where_no_source_could_show_a_tie_no_gap_is_denied() -> None:
    graph = Graph.from_frames(
        pl.DataFrame({"source": [0], "target": [1]}),
        pl.DataFrame({"id": [0, 1, 2], "label": ["A", "B", "C"], "sector": ["provider", "provider", "payer"]}),
        directed=False,
        weight="strength",
    )
    answer = answers.gaps(graph, observable=[], draws=20)
    assert answer.summary.startswith("No pair of groups can be judged")
    assert "3 pairs of groups are not judged" in answer.warnings[0]


def test_actors_of_two_networks_are_the_same_by_name_not_by_number() -> None:
    def network(names: list[str]) -> Graph:
        actors = pl.DataFrame({"id": list(range(1, len(names) + 1)), "label": names})
        return Graph.from_frames(pl.DataFrame({"source": [1, 2], "target": [2, 3]}), actors, directed=False, weight="strength")

    same = answers.compare(network(["A", "B", "C", "D"]), network(["D", "A", "B", "C"]), draws=20)
    assert same.summary == "4 actors are in both by their names, 0 in the one only, 0 in the other only."
    assert same.tables[1].rows()[0]["value"]["value"] < 1  # the same numbers are tied, but not the same actors
    other = answers.compare(network(["A", "B", "C", "D"]), network(["W", "X", "Y", "A", "A"]), draws=20)
    assert other.summary.startswith("0 actors are in both")
    assert other.warnings[0] == "1 name is borne by several actors of one network and decide nothing."


def test_a_group_that_nobody_has_is_a_slip_and_told(from_networkx: Callable[..., Graph]) -> None:
    with pytest.raises(GraphError, match=r"no such attribute.*Got: sectr.*Expected: id, label"):
        answers.brokers(from_networkx(nx.path_graph(4)), by="sectr", draws=5)
