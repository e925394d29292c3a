"""The network's questions over HTTP, two times compared, and network files: figures by hand, files read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.network import formats
from ecotone.network.measures import MEASURES
from ecotone.server.network import TAKES

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


@pytest.mark.parametrize("question", sorted(TAKES))
def test_every_question_is_answered(client: TestClient, question: str) -> None:
    answer = client.get(f"/api/network/ask/{question}", params={"draws": 5, "chance": 0.5})
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert said["question"].endswith("?")
    assert said["tables"]
    assert said["read_at"]["batch"] == 2


def test_a_scope_and_what_the_question_takes_reach_it(client: TestClient) -> None:
    said = client.get("/api/network/ask/central", params={"by": "degree", "top": 1, "draws": 5, "sector": "provider,academia"}).json()
    assert said["scope"] == {"sector": "academia,provider"}
    # Hospital, children's hospital and university form a triangle: all have two partners, and the first of them is shown.
    (row,) = said["tables"][0]["rows"]
    assert (row["value"], row["partners"]) == (2.0, 2)


def test_descent_follows_directed_ties_and_turns_them_round_where_asked(client: TestClient) -> None:
    # The fund gives to Baylor, which leads a study with the children's hospital: the two ties with a direction.
    def tables(**query: str) -> dict[str, set[str]]:
        said = client.get("/api/network/ask/descent", params={"of": "Gulf Fund", **query}).json()
        return {table["title"]: {row["label"] for row in table["rows"]} for table in said["tables"]}

    both = {"Baylor College of Medicine", "Texas Children's Hospital"}
    assert tables(kind="funder-grantee,sponsor-collaborator")["Works that descend from it"] == both
    turned = tables(kind="funder-grantee,sponsor-collaborator", cites="true")
    assert (turned["Works it descends from"], turned["Works that descend from it"]) == (both, set())
    unknown = client.get("/api/network/ask/descent", params={"of": "nobody of that name"})
    assert unknown.status_code == 404
    assert "nobody of that name" in unknown.json()["error"]["message"]


def test_what_cannot_be_asked_is_refused_with_the_reason(client: TestClient) -> None:
    assert client.get("/api/network/ask/weather").status_code == 422
    unknown = client.get("/api/network/ask/central", params={"by": "charisma"})
    assert unknown.status_code in {404, 422}
    assert "charisma" in unknown.json()["error"]["message"]
    assert client.get("/api/network/ask/brokers", params={"top": 0}).status_code == 422


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_is_given_for_every_actor(client: TestClient, name: str) -> None:
    found = client.get(f"/api/network/measure/{name}").json()
    assert sorted(client.get("/api/map").json()["actors"]["id"]) == sorted(found["id"])
    assert len(found["id"]) == len(found["value"])


def test_degree_is_that_of_the_map(client: TestClient) -> None:
    actors = client.get("/api/map").json()["actors"]
    found = client.get("/api/network/measure/degree").json()
    assert dict(zip(actors["id"], actors["measures"]["degree"], strict=True)) == dict(zip(found["id"], found["value"], strict=True))


def test_communities_leave_out_who_is_alone(client: TestClient) -> None:
    found = client.get("/api/network/communities").json()
    assert [value for value in found["value"] if value is None] == [None]


def test_two_times_are_compared_pair_by_pair(client: TestClient) -> None:
    said = client.get("/api/network/changes", params={"before": "2019", "after": "2022"}).json()
    rows = {(row["one"], row["other"]): (row["change"], row["before"], row["after"]) for row in said["tables"][0]["rows"]}
    # By hand: the study held from May 2019 to 2021, the grant began in 2022, the university's tie in 2020, and one tie has no date.
    assert rows == {
        ("Baylor College of Medicine", "Texas Children's Hospital"): ("gone", 1.0, 0.0),
        ("Texas Children's Hospital", "Memorial Hermann"): ("the same", 2.0, 2.0),
        ("Baylor College of Medicine", "Memorial Hermann"): ("appeared", 0.0, 1.0),
        ("Baylor College of Medicine", "Gulf Fund"): ("appeared", 0.0, 3.0),
    }
    assert said["warnings"] == ["1 ties have no start date; they count as there at both times."]
    span = client.get("/api/network/changes", params={"before": "2019..2021", "after": "2022"}).json()
    assert {"gone"} == {
        row["change"] for row in span["tables"][0]["rows"] if row["other"] == "Texas Children's Hospital" and row["one"].startswith("Bay")
    }


def test_two_times_within_a_third_are_refused(client: TestClient) -> None:
    assert client.get("/api/network/changes", params={"before": "2019", "after": "2022", "from": "2000"}).status_code == 422
    wrong = client.get("/api/network/changes", params={"before": "soon", "after": "2022"})
    assert wrong.status_code == 422
    assert "soon" in wrong.json()["error"]["message"]


@pytest.mark.parametrize(("name", "suffix"), [("gexf", ".gexf"), ("graphml", ".graphml"), ("pajek", ".net")])
def test_a_network_file_reads_back(client: TestClient, tmp_path: Path, name: str, suffix: str) -> None:
    answer = client.post("/api/network/file", json={"format": name})
    assert answer.status_code == 200, answer.text
    assert f'filename="test-hub{suffix}"' in answer.headers["content-disposition"]
    path = tmp_path / f"read{suffix}"
    path.write_bytes(answer.content)
    networks = formats.read(path).networks
    assert {"Baylor College of Medicine", "Gulf Fund", "Memorial Hermann"} <= set(networks[0].nodes["label"])
    assert (networks[0].nodes.height, sum(each.edges.height for each in networks)) == (5, 4)


def test_some_actors_alone_are_saved(client: TestClient, tmp_path: Path) -> None:
    ids = dict(zip(*(client.get("/api/map").json()["actors"][name] for name in ("name", "id")), strict=True))
    wanted = [ids["Baylor College of Medicine"], ids["Gulf Fund"]]
    answer = client.post("/api/network/file", json={"format": "gexf", "scope": {"from": "2022"}, "actors": wanted})
    (tmp_path / "two.gexf").write_bytes(answer.content)
    network = formats.read(tmp_path / "two.gexf").networks[0]
    assert {"Baylor College of Medicine", "Gulf Fund"} == set(network.nodes["label"])
    assert network.edges["weight"].to_list() == [3.0]
