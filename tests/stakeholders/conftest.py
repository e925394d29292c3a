"""A small record made by hand: a hospital, a university, a start-up, a fund, a regulator, a connector and a patients' group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = {
    "Harbour Hospital": "provider",
    "Bay University": "academia",
    "Pulse Software": "technology",
    "Gulf Fund": "investor",
    "Device Agency": "regulator",
    "Launch Hub": "connector",
    "Heart Voices": "patients",
    "Nobody Knows": None,
}


@pytest.fixture
def eco(tmp_path: Path, still_clock: None) -> Iterator[Ecosystem]:
    with Ecosystem.create(tmp_path / "hub.eco", title="Hub") as made:
        with made.batch("start", "Ana") as batch:
            ids = {name: batch.add_actor(name, sector=sector) for name, sector in NAMES.items()}
            a = ids["Bay University"]
            for other in ("Harbour Hospital", "Pulse Software", "Launch Hub"):
                batch.add_tie(ids[other], a, "relation", directed=False, valid_from=Date("2020"), own_statement=True)
            batch.add_tie(ids["Gulf Fund"], a, "funder-grantee", weight=3.0, own_statement=True)
            batch.add_tie(ids["Gulf Fund"], ids["Pulse Software"], "funder-grantee", weight=1.0, own_statement=True)
        yield made


@pytest.fixture
def ids(eco: Ecosystem) -> dict[str, int]:
    return dict(eco.actors().select("name", "id").iter_rows())
