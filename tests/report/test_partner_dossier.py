"""The dossier of an evaluation: everything a board asks for stands on it, safely, and it is one page of paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.partnerships.answers import evaluated
from ecotone.partnerships.asking import evaluate
from ecotone.partnerships.rated import Rating
from ecotone.report.partner_dossier import partner_dossier

if TYPE_CHECKING:
    from pathlib import Path

BAD = "<script>alert(1)</script>\u202eevil"


@pytest.fixture
def page(tmp_path: Path, still_clock: None) -> str:
    with Ecosystem.create(tmp_path / "x.eco", title="X") as eco:
        with eco.batch("made up") as batch:
            ids = [
                batch.add_actor(name, sector=sector) for name, sector in (("Seeker", "provider"), (BAD, "industry"), ("Beta & Co", "payer"))
            ]
            batch.add_tie(ids[0], ids[1], "relation", own_statement=True)
        ratings = [
            Rating(ids[1], "trust", BAD, 5, address="https://example.org/a?b=1&c=2"),
            Rating(ids[2], "trust", BAD, 2, address="https://example.org/a?b=1&c=2"),
            Rating(ids[2], "mistrust", "Bo", 1, opinion=True),
            Rating(ids[1], "mistrust", "Bo", 5, opinion=True, reason=BAD),
        ]
        found, notes = evaluate(eco, "Seeker", [str(ids[1]), str(ids[2])], ratings=ratings, draws=300)
        return partner_dossier(eco, found, evaluated(found, None, notes))


def test_it_holds_what_a_board_asks_for(page: str) -> None:
    for heading in ("Candidates", "Why", "Disagreement", "What would change it", "Careful", "Evidence"):
        assert f">{heading}</h2>" in page
    assert "Whom should Seeker partner with?" in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page
    assert '<span class="mark">opinion</span>' in page
    assert "Beta &amp; Co" in page


def test_names_from_outside_are_shown_and_never_obeyed(page: str) -> None:
    assert "<script" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page


def test_it_loads_and_runs_nothing(page: str) -> None:
    assert "default-src &#39;none&#39;" in page
    assert not re.search(r"\bsrc=|<link|@import|url\(", page)


def test_every_number_leads_to_a_source_that_is_there(page: str) -> None:
    asked = set(re.findall(r'href="#(source-\d+)"', page))
    assert asked
    assert asked <= set(re.findall(r'id="(source-\d+)"', page))
