"""The first page: one line a question, what is new, and what the record lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.server import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient


def test_what_changed_since_a_batch(client: TestClient) -> None:
    assert [batch["reason"] for batch in client.get("/api/home").json()["changes"]] == ["own statements", "first study"]
    since = client.get("/api/home", params={"since": 1}).json()
    assert ([batch["reason"] for batch in since["changes"]], since["more"], since["batch"]) == (["own statements"], 0, 2)
    assert client.get("/api/home", params={"since": 2}).json()["changes"] == []


def test_what_the_record_lacks(client: TestClient) -> None:
    lacks = {lack["what"]: (lack["count"], lack["of"]) for lack in client.get("/api/home").json()["lacks"]}
    # By hand: one of four ties has no date; one actor of five has no sector, place and tie; of the sectors that trials can show.
    assert {"undated": (1, 4), "sector": (1, 5), "place": (1, 5), "alone": (1, 5)}.items() <= lacks.items()
    assert "unmatched" not in lacks


def test_a_sector_that_no_source_could_show_is_not_thin(client: TestClient) -> None:
    thin = next(lack for lack in client.get("/api/home").json()["lacks"] if lack["what"] == "thin")
    assert "Payer" not in thin["names"]
    assert {"Academia", "Provider"} <= set(thin["names"])


@pytest.mark.parametrize(
    ("question", "known", "said"),
    [
        ("who", True, "5 actors in 3 of 9 sectors, most of them provider (2), academia (1), investor (1); nobody has said"),
        ("network", True, "Baylor College of Medicine joins most actors across sectors"),
        ("dynamics", False, "No model is kept in this record yet"),
        ("velocity", True, "Median times of 1 initiatives"),
        ("report", True, "The dossier stands ready: one page in one file"),
    ],
)
def test_each_question_has_its_line(client: TestClient, question: str, known: bool, said: str) -> None:
    line = client.get(f"/api/home/{question}").json()
    assert (known, line["question"]) == (line["known"], question)
    assert said in line["line"]


def test_an_empty_record_is_told_how_to_begin(tmp_path: Path, connect: Callable[[FastAPI], TestClient], pages: Path) -> None:
    Ecosystem.create(str(tmp_path / "empty.eco")).close()
    client = connect(create_app(tmp_path / "empty.eco", token="t", state=tmp_path / "state", static=pages))
    client.headers["authorization"] = "Bearer t"
    lines = {
        question: client.get(f"/api/home/{question}") for question in ("who", "network", "dynamics", "partnerships", "velocity", "report")
    }
    assert {200} == {answer.status_code for answer in lines.values()}
    assert not any(answer.json()["known"] for answer in lines.values())
    assert "import a file" in lines["who"].json()["line"]


def test_a_kept_decision_answers_for_partnerships(client: TestClient, record: Path) -> None:
    assert "bring all actors nearest" in client.get("/api/home/partnerships").json()["line"]
    with Ecosystem.open(str(record)) as eco, eco.batch("decide") as batch:
        batch.keep("partnerships", "decision", "Imaging partner 2026", {"partner": 1})
    assert "Imaging partner 2026" in client.get("/api/home/partnerships").json()["line"]


def test_a_question_that_nobody_asks_is_refused(client: TestClient) -> None:
    assert client.get("/api/home/weather").status_code == 422
