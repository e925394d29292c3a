"""What a partnership would change: every figure against the network measured anew with the tie in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.dynamics.district import OUTPUTS, innovation_district
from ecotone.errors import GraphError, InputError
from ecotone.network.cohesion import cut_actors
from ecotone.network.graph import Graph
from ecotone.network.holes import effective_size
from ecotone.network.whole import distances, transitivity
from ecotone.scope import Scope
from ecotone.workbench import bind, demo, one_tie, tie_effect, whatif
from ecotone.workbench.one_tie import FIGURES, changes, ground, of_its_kind, standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.ecosystem import Ecosystem

SECTORS = ("provider", "academia", "industry", None)
NAMES = [figure.name for figure in FIGURES]


def graph(n: int, ties: list[tuple[int, int]], sectors: list[str | None]) -> Graph:
    actors = pl.DataFrame({"id": list(range(n)), "label": [f"A{i}" for i in range(n)], "sector": pl.Series(sectors, dtype=pl.String)})
    frame = pl.DataFrame({"source": [a for a, _ in ties], "target": [b for _, b in ties]}, schema={"source": pl.Int64, "target": pl.Int64})
    return Graph.from_frames(frame, actors, directed=False, weight="strength")


@st.composite
def networks(draw: Any) -> tuple[Graph, tuple[int, int] | None]:
    n = draw(st.integers(3, 12))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    ties = draw(st.lists(st.sampled_from(pairs), max_size=18, unique=True))
    free: list[tuple[int, int] | None] = [pair for pair in pairs if pair not in ties]
    new = draw(st.sampled_from(free or [None]))
    sectors = draw(st.lists(st.sampled_from(SECTORS), min_size=n, max_size=n))
    return graph(n, ties, sectors), new


def measured(net: Graph, ends: tuple[int, int]) -> dict[str, float]:
    """Measure every figure with the package's own measures and NetworkX, which know nothing of single ties."""
    n = len(net)
    far = distances(net)
    other = nx.Graph()
    other.add_nodes_from(range(n))
    other.add_edges_from(zip(net.tails.tolist(), net.heads.tolist(), strict=True))
    sector = net.actors["sector"].to_list()
    kinds = sorted({one for one in sector if one})
    hops = dict(nx.all_pairs_shortest_path_length(other))
    covered = {(a, sector[b]) for a in other for b in other[a] if sector[b]}
    size = effective_size(net, weighted=False)
    return {
        "efficiency": far.efficiency,
        "connected": far.connected_pairs,
        "reach": float(sum(len([1 for d in hops[end].values() if d <= 2]) - 1 for end in ends)),
        "effective": float(np.nansum(size[list(ends)])),
        "transitivity": transitivity(net) if any(len(other[a]) > 1 for a in other) else 0.0,
        "pairs": float(len({frozenset((sector[a], sector[b])) for a, b in other.edges if sector[a] and sector[b]})),
        "coverage": len(covered) / (n * len(kinds)) if kinds else 0.0,
        "one_broker": float(
            sum(
                1
                for a in range(n)
                for b in range(a + 1, n)
                if hops[a].get(b) == 2 and sector[a] and sector[b] and sector[a] != sector[b] and len(set(other[a]) & set(other[b])) == 1
            )
        ),
        "cut": float((cut_actors(net) > 0).sum()),
    }


@settings(max_examples=150, deadline=None)
@given(networks())
def test_every_change_is_that_of_the_network_measured_anew(case: tuple[Graph, tuple[int, int] | None]) -> None:
    net, new = case
    if new is None:
        return
    land = ground(net)
    before = measured(net, new)
    ties = [*zip(net.tails.tolist(), net.heads.tolist(), strict=True), new]
    after = measured(graph(len(net), ties, net.actors["sector"].to_list()), new)
    change, ends = changes(land, np.array([new]))
    now = standing(land)
    for k, name in enumerate(NAMES):
        was = ends[0, k] if np.isnan(now[k]) else now[k]
        assert was == pytest.approx(before[name], nan_ok=True), name
        assert change[0, k] == pytest.approx(after[name] - before[name], abs=1e-12), name


@settings(max_examples=50, deadline=None)
@given(networks())
def test_cut_actors_are_those_of_a_second_implementation(case: tuple[Graph, Any]) -> None:
    net = case[0]
    assert ground(net).failing.holds.tolist() == cut_actors(net).tolist()


def ring(n: int = 30) -> Graph:
    return graph(n, [(i, (i + 1) % n) for i in range(n)], [SECTORS[i % 3] for i in range(n)])


def test_a_chord_across_a_ring_beats_most_chords() -> None:
    answer = whatif.what_if(ring(), [(0, 16)], draws=200)
    rows = {row["figure"]: row for row in answer.tables[0].rows()}
    assert rows["Global efficiency"]["percentile"] > 0.8
    assert rows["Global efficiency"]["low"] <= rows["Global efficiency"]["median"] <= rows["Global efficiency"]["high"]
    assert rows["Transitivity"]["percentile"] is None
    assert "between academia and provider" in answer.summary
    assert "No effect over time is simulated: a network alone binds no model." in answer.warnings


def test_the_yardstick_is_of_the_same_two_sectors_and_untied() -> None:
    net = ring()
    land = ground(net)
    drawn = of_its_kind(land, 0, 16, 40, seed=1)
    sector = net.actors["sector"].to_list()
    assert len(drawn) == 40
    assert all({sector[a], sector[b]} == {"provider", "academia"} and not land.tied(a, b) for a, b in drawn.tolist())
    assert len({tuple(pair) for pair in drawn.tolist()}) == 40
    assert drawn.tolist() == of_its_kind(land, 0, 16, 40, seed=1).tolist()


def test_few_ties_of_a_kind_have_no_percentile() -> None:
    net = graph(5, [(0, 1), (1, 2), (2, 3), (3, 4)], ["payer", "industry", "provider", "provider", "provider"])
    answer = whatif.what_if(net, [(0, 2)])
    assert all(row["percentile"] is None for row in answer.tables[0].rows())
    assert any("too few for a percentile" in warning for warning in answer.warnings)


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert whatif.what_if(ring(), [(0, 16)], draws=50, seed=4).to_json() == whatif.what_if(ring(), [(0, 16)], draws=50, seed=4).to_json()


@pytest.mark.parametrize(
    ("add", "error", "message"),
    [
        ([], InputError, "No tie is named"),
        ([(0, 1)], InputError, "partners already"),
        ([(3, 3)], InputError, "two different actors"),
        ([(0, 99)], GraphError, "does not exist"),
    ],
)
def test_what_is_no_new_tie_is_said(add: list[tuple[int, int]], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        whatif.what_if(ring(), add)


def test_distances_from_a_sample_are_near_those_from_all(monkeypatch: pytest.MonkeyPatch) -> None:
    net = ring(60)
    pairs: NDArray[np.int64] = np.array([[0, 30], [0, 5]])
    exact, _ = changes(ground(net), pairs)
    monkeypatch.setattr(one_tie, "EXACT", 10)
    monkeypatch.setattr(one_tie, "PIVOTS", 40)
    sampled, _ = changes(ground(net, seed=2), pairs)
    assert sampled[:, 0] == pytest.approx(exact[:, 0], rel=0.3)
    assert sampled[:, 1:] == pytest.approx(exact[:, 1:])


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Ecosystem:
    return demo.build(tmp_path_factory.mktemp("whatif") / "houston.eco")


def strangers(record: Ecosystem, *, across: bool) -> tuple[int, int]:
    """Return two actors that are no partners, of two known sectors or of one."""
    tied = {frozenset(pair) for pair in record.ties().select("source", "target").iter_rows()}
    having = {end for pair in tied for end in pair}
    sector = {number: name for number, name in record.actors().select("id", "sector").iter_rows() if name and number in having}
    ids = sorted(sector)
    return next((a, b) for a in ids for b in ids if a < b and frozenset((a, b)) not in tied and (sector[a] != sector[b]) == across)


def test_a_record_is_asked_for_its_evidence_and_is_not_changed(record: Ecosystem) -> None:
    before = record.read_at()
    answer = whatif.what_if(record, [strangers(record, across=True)], draws=50, members=0)
    assert "No effect over time is simulated: it was left out." in answer.warnings
    assert set(answer.evidence) <= set(record.evidence()["id"])
    assert answer.evidence
    assert answer.read_at == before == record.read_at()


def test_the_effect_over_time_is_that_of_joint_work_worked_out_apart(record: Ecosystem) -> None:
    # A second way: the model's own source with one Nth more joint work written into its equation, at the middle of the draws' ranges.
    answer = whatif.what_if(record, [strangers(record, across=True)], draws=50, members=40)
    table = next(table for table in answer.tables if table.title == tie_effect.TITLE)
    assert [row["output"] for row in table.rows()] == list(OUTPUTS)
    partnerships = len(bind.across_sectors(record, Scope())[0])
    assert f"one more of {partnerships} partnerships" in (table.note or "")
    assert "; 40 draws of what" in (table.note or "")
    assert "; 1 draw of what" in (tie_effect.tie_effect(record, Scope(), members=1).table().note or "")
    bound = bind.district(record)
    found = tie_effect.tie_effect(record, Scope(), members=40)
    draw = {name: float(values[7]) for name, values in found.comparison.draws.items()}
    given = {**bound.values, **draw}
    plain = innovation_district(step=0.125).model().run(constants=given, outputs=list(OUTPUTS))
    # More firms count for joint work in the same proportion, which the model says by its own constant.
    given["firms for collaboration"] /= 1 + 1 / partnerships
    more = innovation_district(step=0.125).model().run(constants=given, outputs=[*OUTPUTS, "collaboration"])
    assert more["collaboration"].max() < 3  # below the model's limit, where the two ways are one
    for output in OUTPUTS:
        expected = float(more[output][-1] - plain[output][-1])
        assert float(found.comparison.difference("the tie", output)[-1, 7]) == pytest.approx(expected, rel=1e-6, abs=1e-12), output


def test_a_new_tie_lowers_no_trust_and_the_more_partnerships_the_less_one_does(record: Ecosystem, monkeypatch: pytest.MonkeyPatch) -> None:
    one = tie_effect.tie_effect(record, Scope(), members=40)
    assert (one.comparison.difference("the tie", "trust") >= 0).all()
    assert not one.below("trust")
    pairs = {(at, at + 1): 1 for at in range(100_000)}
    monkeypatch.setattr(bind, "across_sectors", lambda *_: (pairs, []))
    many = tie_effect.tie_effect(record, Scope(), members=40)
    assert all(many.below(output) for output in OUTPUTS)
    assert "smaller than what the district model resolves" in many.told()
    assert {row["reading"] for row in many.table().rows()} == {"below what the model resolves"}


def test_where_nothing_is_simulated_the_answer_says_why(record: Ecosystem, monkeypatch: pytest.MonkeyPatch) -> None:
    within = whatif.what_if(record, [strangers(record, across=False)], draws=50)
    assert any("joint work between two known sectors only" in warning for warning in within.warnings)
    monkeypatch.setattr(bind, "across_sectors", lambda *_: ({(1, 2): 1}, []))
    few = whatif.what_if(record, [strangers(record, across=True)], draws=50)
    assert any("too little of joint work" in warning and "1 partnership between" in warning for warning in few.warnings)
    assert all(table.title != tie_effect.TITLE for table in few.tables)


def test_a_figure_that_stays_as_it_is_is_said_to_be_unchanged() -> None:
    """Two pairs of one sector: the tie between them covers no sector anew."""
    found = whatif.what_if(graph(4, [(0, 1), (2, 3)], ["provider"] * 4), [(0, 2)], draws=10, members=0)
    assert "sector coverage unchanged" in found.summary
    assert "+0.00000" not in found.summary
