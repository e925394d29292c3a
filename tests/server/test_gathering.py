"""Maps of groups: figures by hand on a small record, and on random ones what no grouping may lose."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.server import gathering, mapping
from ecotone.server.gathering import Gathering

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every record for one that is too large to be drawn tie by tie."""
    monkeypatch.setattr(mapping, "MOST_TIES", 3)


@pytest.mark.usefixtures("large")
def test_a_record_of_too_many_ties_is_sent_as_groups(client: TestClient) -> None:
    said = client.get("/api/map").json()
    groups = said["groups"]
    assert groups["by"] == "sector"
    # Two providers, tied to each other by a tie of weight 2; one each of the others, and one whose sector nobody said.
    assert dict(zip(groups["key"], groups["actors"], strict=True)) == {"provider": 2, "academia": 1, "investor": 1, "-": 1}
    assert dict(zip(groups["key"], groups["inside"], strict=True)) == {"provider": 1, "academia": 0, "investor": 0, "-": 0}
    assert groups["weight_inside"][groups["key"].index("provider")] == 2.0
    assert groups["label"][groups["key"].index("-")] == "Not known"
    assert (groups["of_actors"], groups["of_ties"]) == (5, 4)
    assert said["actors"]["id"] == []
    ties = said["ties"]
    between = {
        (frozenset((groups["key"][one], groups["key"][other])), kind): weight
        for one, other, kind, weight in zip(ties["source"], ties["target"], ties["kind"], ties["weight"], strict=True)
    }
    assert between == {
        (frozenset(("provider", "academia")), "sponsor-collaborator"): 1.0,
        (frozenset(("provider", "academia")), "relation"): 1.0,
        (frozenset(("investor", "academia")), "funder-grantee"): 3.0,
    }


@pytest.mark.usefixtures("large")
def test_an_opened_group_lets_its_actors_out(client: TestClient) -> None:
    said = client.get("/api/map", params={"open": ["provider", "nothing of the kind"]}).json()
    assert sorted(said["actors"]["name"]) == ["Memorial Hermann", "Texas Children's Hospital"]
    assert said["groups"]["opened"] == ["provider"]
    assert said["groups"]["opened_actors"] == [2]
    assert sorted(said["groups"]["key"]) == ["-", "academia", "investor"]
    # The tie between the two is drawn now; each is also tied to Baylor's group.
    assert sum(said["ties"]["evidence"]) == 4
    assert said["actors"]["measures"]["degree"] == [2.0, 2.0]


@pytest.mark.usefixtures("large")
def test_a_group_too_large_to_open_shows_its_communities(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "OPENS", 1)
    said = client.get("/api/map", params={"open": ["provider"]}).json()
    assert said["actors"]["id"] == []
    assert "provider›1" in said["groups"]["key"]
    assert dict(zip(said["groups"]["key"], said["groups"]["opens"], strict=True))["provider›1"] == "groups"
    assert client.get("/api/map", params={"group": "community"}).json()["groups"]["by"] == "community"


@pytest.mark.usefixtures("large")
def test_a_scope_with_few_enough_ties_is_drawn_tie_by_tie(client: TestClient) -> None:
    said = client.get("/api/map", params={"kind": "relation", "group": "city"}).json()
    assert said["groups"] is None
    assert len(said["ties"]["source"]) == 2


def test_a_grouping_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/api/map", params={"group": "charisma"}).status_code == 422
    assert client.get("/api/map", params={"open": ["x"] * 51}).status_code == 422


SECTORS = ("provider", "academia", None)


@st.composite
def records(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Draw actors with gaps in their ids, and ties of which some lead out of the scope."""
    ids = draw(st.lists(st.integers(1, 60), unique=True, max_size=25))
    end = st.integers(1, 62)
    ties = draw(st.lists(st.tuples(end, end, st.sampled_from(("a", "b")), st.integers(1, 4)), max_size=60))
    actors = pl.DataFrame(
        {
            "id": ids,
            "name": [f"Actor {one}" for one in ids],
            "sector": [SECTORS[one % 3] for one in ids],
            "city": [None if one % 4 == 0 else f"City {one % 4}" for one in ids],
        },
        schema={"id": pl.Int64, "name": pl.String, "sector": pl.String, "city": pl.String},
    ).with_columns(region=pl.lit(None, pl.String), country=pl.lit(None, pl.String))
    columns: list[Any] = list(zip(*ties, strict=True)) or [[], [], [], []]
    frame = pl.DataFrame(
        dict(zip(("source", "target", "kind", "weight"), columns, strict=True)),
        schema={"source": pl.Int64, "target": pl.Int64, "kind": pl.String, "weight": pl.Float64},
    )
    return actors, frame.with_columns(valid_from=pl.lit(None, pl.String))


@settings(max_examples=60, deadline=None)
@given(records(), st.sampled_from(["sector", "city", "community"]), st.sets(st.sampled_from(["provider", "City 1", "1", "-"])))
def test_no_actor_and_no_tie_is_lost_or_counted_twice(record: tuple[pl.DataFrame, pl.DataFrame], by: Any, opened: set[str]) -> None:
    actors, ties = record
    found = Gathering(actors, ties)
    found.key = found.gathered(by)
    key = dict(zip(actors["id"].to_list(), found.key, strict=True))
    said = found.columns(by, found.open(sorted(opened)))
    out, groups = said["actors"]["id"], said["groups"]
    # A second way of counting: tie by tie in plain Python.
    place = {one: index for index, one in enumerate(out)}
    node = {one: place.get(one, len(out) + groups["key"].index(key[one]) if one not in place else -1) for one in key}
    between: Counter[tuple[int, int, str]] = Counter()
    inside: Counter[int] = Counter()
    for source, target, kind, weight in ties.select("source", "target", "kind", "weight").iter_rows():
        if source not in node or target not in node:
            continue
        one, other = sorted((node[source], node[target]))
        if one == other and one >= len(out):
            inside[one - len(out)] += weight
        else:
            between[one, other, kind] += weight
    rows = said["ties"]
    assert between == Counter(dict(zip(zip(rows["source"], rows["target"], rows["kind"], strict=True), rows["weight"], strict=True)))
    assert {at: weight for at, weight in enumerate(groups["weight_inside"]) if weight} == dict(inside)
    assert sum(groups["actors"]) + len(out) == groups["of_actors"] == actors.height
    assert sum(groups["inside"]) + sum(rows["evidence"]) == groups["of_ties"]


def test_a_map_is_laid_out_as_asked_and_says_how(client: TestClient) -> None:
    def places(layout: str) -> list[tuple[float, float]]:
        said = client.get("/api/map", params={"layout": layout}).json()
        assert layout == said["layout"]
        return list(zip(said["actors"]["x"], said["actors"]["y"], strict=True))

    circle = np.array(places("circular"))
    on_it = np.column_stack([circle, np.ones(len(circle))])
    squares = (circle**2).sum(axis=1)
    # All points of a circle, and of no other line, fulfil x² + y² = ax + by + c.
    assert np.allclose(on_it @ np.linalg.lstsq(on_it, squares, rcond=None)[0], squares, atol=1e-4)
    assert places("bands") != places("circular")
    assert places("force") == places("force") != places("circular")
    assert client.get("/api/map", params={"layout": "spiral"}).status_code == 422


@pytest.mark.usefixtures("large")
def test_groups_lie_where_forces_put_them_whatever_is_asked(client: TestClient) -> None:
    assert client.get("/api/map", params={"layout": "bands"}).json()["layout"] == "force"
