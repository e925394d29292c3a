"""The routes of stakeholders, on a record of four named actors rated by two people, with the middles worked by hand."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import fastexcel
import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.stakeholders import survey

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

BAYLOR, CHILDREN, HERMANN = 1, 2, 3


def rate(client: TestClient, actor: int, rater: str, **ratings: float) -> int:
    said = client.post("/api/stakeholders/rate", json={"actor": actor, "rater": rater, "ratings": ratings})
    assert said.status_code == 200, said.text
    batch: int = said.json()["batch"]
    return batch


def table(client: TestClient, question: str, title: str, **query: str) -> list[dict[str, Any]]:
    said = client.get(f"/api/stakeholders/ask/{question}", params=query)
    assert said.status_code == 200, said.text
    rows: list[dict[str, Any]] = next(one["rows"] for one in said.json()["tables"] if one["title"] == title)
    return rows


def test_two_raters_make_an_interval_and_a_place_that_one_point_would_move(client: TestClient) -> None:
    rate(client, BAYLOR, "Ana", power=5, interest=4)
    rate(client, BAYLOR, "Ben", power=3, interest=4)
    row = next(row for row in table(client, "grid", "Stakeholders", rated="true") if row["id"] == BAYLOR)
    # The median of 3 and 5 is 4, between the lowest and the highest; 3 is not high, so power would move it.
    assert (row["power"]["value"], row["power"]["low"], row["power"]["high"]) == (4, 3, 5)
    assert (row["quadrant"], row["raters"]) == ("Key player", 2)
    assert "power" in row["unstable"]


def test_the_table_that_is_drawn_comes_first_and_the_schools_name_the_quadrants(client: TestClient) -> None:
    rate(client, BAYLOR, "Ana", power=5, interest=5)
    said = client.get("/api/stakeholders/ask/grid", params={"names": "nhs", "rated": "true"}).json()
    assert said["tables"][0]["title"] == "Stakeholders"
    assert said["tables"][0]["rows"][0]["quadrant"] == "Manage"
    assert said["read_at"]["record"] == "Test Hub"


def test_a_later_rating_of_the_same_person_counts_and_undo_takes_it_back(client: TestClient) -> None:
    rate(client, BAYLOR, "Ana", power=5, interest=5)
    batch = rate(client, BAYLOR, "Ana", power=1)
    assert table(client, "grid", "Stakeholders", rated="true")[0]["power"]["value"] == 1
    assert client.post("/api/undo", json={"batch": batch}).status_code == 200
    assert table(client, "grid", "Stakeholders", rated="true")[0]["power"]["value"] == 5


def test_the_matrix_shows_needs_offers_and_gaps(client: TestClient) -> None:
    for actor, what, capability, level in (
        (BAYLOR, "need", "biobank", 2),
        (CHILDREN, "offer", "biobank", 1),
        (BAYLOR, "need", "trial-sites", 3),
    ):
        body = {"actor": actor, "what": what, "capability": capability, "level": level, "said_by": "Ana"}
        assert client.post("/api/stakeholders/capability", json=body).status_code == 200
    said = client.get("/api/stakeholders/matrix").json()
    cells = {(cell["actor"], cell["capability"]): cell for cell in said["cells"]}
    # The best offer of another, 1, meets half of a need of 2; nobody offers trial sites.
    assert (cells[BAYLOR, "biobank"]["share"], cells[BAYLOR, "biobank"]["by"]) == (0.5, ["Texas Children's Hospital"])
    assert cells[CHILDREN, "biobank"]["offer"] == 1
    assert (cells[BAYLOR, "trial-sites"]["share"], cells[BAYLOR, "trial-sites"]["by"]) == (0, [])
    assert [actor["name"] for actor in said["actors"]] == ["Baylor College of Medicine", "Texas Children's Hospital"]
    assert table(client, "needs", "Needs nobody meets")[0]["capability"] == "Clinical trial sites"


def test_a_step_is_decided_and_stands_in_the_plan_and_its_workbook(client: TestClient) -> None:
    rate(client, BAYLOR, "Ana", power=5, interest=5)
    step = {"actor": BAYLOR, "owner": "Ana Ruiz", "by": "2030-03-01"}
    assert client.post("/api/stakeholders/engage", json=step).status_code == 200
    row = next(row for row in table(client, "plan", "Engagement plan") if row["id"] == BAYLOR)
    assert (row["owner"], row["by"], row["status"]) == ("Ana Ruiz", "2030-03-01", "decided")
    book = client.get("/api/stakeholders/plan.xlsx")
    assert "engagement-plan.xlsx" in book.headers["content-disposition"]
    sheet = fastexcel.read_excel(io.BytesIO(book.content).getvalue()).load_sheet("Engagement plan").to_polars()
    assert "Ana Ruiz" in sheet["Owner"].to_list()


def test_choices_say_what_each_level_means(client: TestClient) -> None:
    said = client.get("/api/stakeholders/choices").json()
    power = next(scale for scale in said["scales"] if scale["name"] == "power")
    assert power["levels"][-1] == {"level": 5, "says": "nothing happens without it"}
    assert said["quadrants"]["nes"]["HH"] == "Involve"
    assert said["me"] == ""


@pytest.mark.parametrize(
    ("path", "body", "status", "says"),
    [
        ("rate", {"actor": BAYLOR, "rater": "Ana", "ratings": {"power": 6}}, 422, "lies on its scale"),
        ("rate", {"actor": BAYLOR, "rater": "Ana", "ratings": {"power": 4.2}}, 422, "steps of a half"),
        ("rate", {"actor": BAYLOR, "rater": " ", "ratings": {"power": 4}}, 422, "name of who makes it"),
        ("rate", {"actor": BAYLOR, "rater": "Ana", "ratings": {"charm": 4}}, 422, "no such scale"),
        ("rate", {"actor": BAYLOR, "rater": "Ana", "ratings": {}}, 422, ""),
        ("rate", {"actor": 99, "rater": "Ana", "ratings": {"power": 4}}, 404, ""),
        ("capability", {"actor": BAYLOR, "what": "need", "capability": "luck"}, 422, "No capability has this name"),
        ("category", {"actor": BAYLOR, "category": "friends"}, 422, "no such category"),
        ("engage", {"actor": BAYLOR}, 422, "Nothing is decided"),
        ("expect", {"actor": BAYLOR, "text": "A pilot", "of": BAYLOR}, 422, "not of itself"),
        ("expect", {"actor": BAYLOR, "text": ""}, 422, ""),
        ("expect", {"actor": BAYLOR, "text": "A pilot", "due": "soon"}, 422, "soon"),
        ("met", {"claim": 4711, "outcome": "yes"}, 404, "No expectation has this number"),
        ("surveys", {"name": "Spring", "members": ["1"], "closes": "2099-01-01"}, 422, "2 to"),
        ("surveys", {"name": "Spring", "members": ["1", "2"], "closes": "2001-01-01"}, 422, "before it opens"),
        ("surveys/close", {"name": "Autumn"}, 404, "No survey has this name"),
        ("surveys/close", {"name": ""}, 422, ""),
    ],
)
def test_what_cannot_be_said_is_refused_with_the_reason(
    client: TestClient, path: str, body: dict[str, Any], status: int, says: str
) -> None:
    refused = client.post(f"/api/stakeholders/{path}", json=body)
    assert refused.status_code == status, refused.text
    assert says in refused.json()["error"]["message"]


def test_surveys_tell_how_many_answered_and_until_when_and_nothing_else(client: TestClient, record: Path, still_clock: None) -> None:
    assert client.get("/api/stakeholders/ask/surveys").json()["summary"] == "No survey of the members has been made yet."
    with Ecosystem.open(record) as eco:
        survey.make(eco, "Spring", [BAYLOR, CHILDREN, HERMANN, 4], closes=Date("2026-02-01"))
        survey.take(eco, survey.survey(eco, "Spring"), BAYLOR, [survey.Relation(CHILDREN, 3, {"trust_open": 4})], way="page")
    assert table(client, "surveys", "Surveys") == [
        {"name": "Spring", "asked": 4, "answered": 1, "rate": 0.25, "closes": "2026-02-01", "state": "open"}
    ]
    told = client.get("/api/stakeholders/ask/surveys").text
    assert "Baylor" not in told
    assert "trust_open" not in told


def test_an_expectation_is_said_and_judged(client: TestClient) -> None:
    said = client.post(
        "/api/stakeholders/expect",
        json={"actor": BAYLOR, "text": "A pilot on two wards", "of": CHILDREN, "due": "2020-06", "said_by": "Ana", "author": "Ana"},
    )
    assert said.status_code == 200, said.text
    (row,) = table(client, "expectations", "Expectations")
    assert (row["expectation"], row["of"], row["state"], row["said_by"]) == (
        "A pilot on two wards",
        "Texas Children's Hospital",
        "overdue",
        "Ana",
    )
    assert client.post("/api/stakeholders/met", json={"claim": row["claim"], "outcome": "partly", "said_by": "Ben"}).status_code == 200
    assert table(client, "expectations", "Expectations")[0]["state"] == "partly met"


def test_a_survey_is_made_and_each_members_link_is_told_once(client: TestClient, record: Path) -> None:
    wish = {"name": "Spring", "members": [str(BAYLOR), "Memorial Hermann"], "closes": "2099-02-01", "author": "Ana"}
    made = client.post("/api/stakeholders/surveys", json=wish)
    assert made.status_code == 200, made.text
    links = made.json()["links"]
    assert [one["name"] for one in links] == ["Baylor College of Medicine", "Memorial Hermann"]
    assert "Baylor College of Medicine" in client.get(links[0]["path"]).text
    assert (table(client, "surveys", "Surveys")[0]["asked"], made.json()["closes"]) == (2, "2099-02-01")
    secret = links[0]["path"].rsplit("/", 1)[-1].encode()
    assert all(secret not in path.read_bytes() for path in record.parent.glob("hub.eco*"))
    again = client.post("/api/stakeholders/surveys", json=wish)
    assert again.status_code == 422
    assert "There is a survey of this name already" in again.text


def claims(client: TestClient, actor: int) -> list[tuple[str, float]]:
    said = client.get(f"/api/actors/{actor}").json()["claims"]
    return [(each["field"], each["value"]) for each in said if each["field"] in {"trust", "value"}]


def reported(client: TestClient, name: str) -> dict[str, Any]:
    answer = client.get("/api/stakeholders/surveys/report", params={"name": name})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_survey_is_closed_once_and_means_of_five_or_more_are_shown(client: TestClient, record: Path) -> None:
    with Ecosystem.open(record) as eco:
        with eco.batch("more members", "Ana") as batch:
            members = [BAYLOR, CHILDREN, HERMANN, *(batch.add_actor(f"Member {number}") for number in range(3))]
        links = survey.make(eco, "Spring", members, closes=Date("2099-02-01"))
        found = survey.survey(eco, "Spring")
        for member, level in zip(members[1:], (4, 4, 3, 2, 1), strict=True):  # all of Baylor, one of another
            also = [survey.Relation(HERMANN, 1, {"trust_open": 1})] if member == CHILDREN else []
            survey.take(eco, found, member, [survey.Relation(BAYLOR, 3, {"trust_open": level}), *also], way="page")
    page = f"/survey/{links[BAYLOR]}"
    assert client.get(page).status_code == 200
    while_open = reported(client, "Spring")
    assert [one["title"] for one in while_open["tables"]] == ["Response", "Reciprocity", "Both sides' views"]
    assert "trust and value are shown once somebody closes it" in while_open["warnings"][0]
    # Of six members no sector has five: only the whole is counted.
    assert while_open["tables"][0]["rows"] == [{"group": "All", "members": 6, "answered": 5, "rate": 5 / 6}]
    assert claims(client, BAYLOR) == []
    closed = client.post("/api/stakeholders/surveys/close", json={"name": " Spring ", "author": "Ana"})
    assert closed.status_code == 200, closed.text
    assert closed.json()["batch"] == client.get("/api/history").json()["batches"][0]["batch"]
    assert table(client, "surveys", "Surveys")[0]["state"] == "closed"
    assert client.get(page).status_code == 410
    assert claims(client, HERMANN) == []
    assert claims(client, BAYLOR) == [("trust", 2.8)]
    shown = {one["title"]: one["rows"] for one in reported(client, " Spring ")["tables"]}
    assert len(shown["Trust and value of members"]) == 1  # Baylor alone was judged by five
    assert shown["Trust and value of members"][0]["name"] == "Baylor College of Medicine"
    assert client.get("/api/stakeholders/surveys/report", params={"name": "Autumn"}).status_code == 404
    again = client.post("/api/stakeholders/surveys/close", json={"name": "Spring"})
    assert (again.status_code, "was closed before" in again.text) == (422, True)


def test_warnings_name_no_command_line(client: TestClient) -> None:
    for question in ("grid", "attention", "needs", "plan", "classes", "expectations", "surveys"):
        assert not [warning for warning in client.get(f"/api/stakeholders/ask/{question}").json()["warnings"] if "ecotone " in warning]
