"""A small record whose every figure is known by hand, served by the application without a network."""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Claim, Ecosystem, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.server import create_app
from ecotone.vocabulary import Sector

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the test client wants another package than the one that it still takes
    from starlette.testclient import TestClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fastapi import FastAPI

TOKEN = "a-token-for-tests"
BASE = "http://127.0.0.1:8123"


def build(path: Path) -> None:
    """Write the record: a triangle of two hospitals and a university, a funder, and one actor alone."""
    study = Statement(
        Evidence("clinicaltrials", "NCT00000001", "https://clinicaltrials.gov/study/NCT00000001", date=Date("2024-03-01")),
        mentions=(
            Mention("s", "Baylor College of Medicine", "lead sponsor", place=Place("Houston", "Texas", "United States")),
            Mention("c", "Texas Children's Hospital", "collaborator", place=Place("Houston", "Texas", "United States")),
        ),
        ties=(Tie("s", "c", "sponsor-collaborator", valid_from=Date("2019-05"), valid_to=Date("2021")),),
        claims=(Claim("i", "phase", "PHASE2"), Claim("c", "beds", 973.0, as_of=Date("2023"))),
        initiative=Initiative("i", "NCT00000001", "study", "NCT00000001"),
        events=(Event("registered", Date("2019-05-02"), actual=True, objects=(("i", "study"), ("s", "lead sponsor"))),),
    )
    with Ecosystem.create(path, title="Test Hub") as eco:
        with eco.batch("first study", "Ana") as batch:
            baylor = batch.add_actor("Baylor College of Medicine", sector=Sector.ACADEMIA, place=Place("Houston", "Texas", "United States"))
            children = batch.add_actor(
                "Texas Children's Hospital", sector=Sector.PROVIDER, place=Place("Houston", "Texas", "United States")
            )
            said = batch.state(study)
            for mention, actor in zip(sorted(said.mentions.values()), (baylor, children), strict=True):
                batch.assign(mention, actor, reason="same name", decided_by="test")
        with eco.batch("own statements", "Ben") as batch:
            hermann = batch.add_actor("Memorial Hermann", sector=Sector.PROVIDER, place=Place("Houston", "Texas", "United States"))
            fund = batch.add_actor("Gulf Fund", sector=Sector.INVESTOR, place=Place("Austin", "Texas", "United States"))
            batch.add_actor("<script>alert(1)</script> \u202eסורוקה")
            batch.add_tie(children, hermann, "relation", weight=2.0, directed=False, own_statement=True)
            batch.add_tie(hermann, baylor, "relation", directed=False, valid_from=Date("2020-01-15"), own_statement=True)
            batch.add_tie(fund, baylor, "funder-grantee", weight=3.0, valid_from=Date("2022"), own_statement=True)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "hub.eco"
    build(path)
    return path


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Return a folder as a build of the pages leaves it, with a secret beside it."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Ecotone</title>")
    (folder / "assets" / "index-Ab12Cd34.js").write_text("export {}\n")
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "secret.txt").write_text("not for the web")
    return folder


@pytest.fixture
def app(record: Path, pages: Path, tmp_path: Path) -> FastAPI:
    return create_app(record, token=TOKEN, state=tmp_path / "state", static=pages, patience_s=0.3)


@pytest.fixture
def connect() -> Iterator[Callable[[FastAPI], TestClient]]:
    """Return a function that starts an application and gives a client that knows no token."""
    with contextlib.ExitStack() as stack:
        yield lambda app: stack.enter_context(TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False))


@pytest.fixture
def stranger(app: FastAPI, connect: Callable[[FastAPI], TestClient]) -> TestClient:
    """Return a client that knows no token."""
    return connect(app)


@pytest.fixture
def client(stranger: TestClient) -> TestClient:
    """Return a client that holds the token."""
    stranger.headers["authorization"] = f"Bearer {TOKEN}"
    return stranger
