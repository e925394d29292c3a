"""Every source is whole, documented, and takes no file that is another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecotone.sources import SOURCES, Source
from ecotone.vocabulary import TIE_KINDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sources.md"


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_declares_itself_and_is_documented(name: str) -> None:
    source = SOURCES[name]
    assert isinstance(source, Source)
    assert source.name == name
    assert source.label
    assert source.licence
    assert source.shows.places
    assert source.shows.cannot
    assert set(source.shows.kinds) <= set(TIE_KINDS)
    assert {sector for tie in source.shows.ties for pair in tie.pairs() for sector in pair} <= set(source.shows.sectors)
    assert all(bool(tie.one) == bool(tie.other) for tie in source.shows.ties)
    first, last = source.shows.years
    assert first is None or last is None or first <= last
    assert f"| `{name}` |" in PAGE.read_text(encoding="utf-8")


def test_the_page_names_no_source_that_is_not_there() -> None:
    table = PAGE.read_text(encoding="utf-8").split("## What becomes", 1)[0]
    named = {line.split("`")[1] for line in table.splitlines() if line.startswith("| `")}
    assert named == set(SOURCES)


def test_the_page_says_between_which_sectors() -> None:
    page = PAGE.read_text(encoding="utf-8").split("## Between which sectors", 1)[1].split("## Fetching", 1)[0]
    said = [line for line in page.splitlines() if line.startswith("| ")][1:]
    declared = [(name, tie) for name, source in SOURCES.items() for tie in source.shows.ties]
    assert said == [
        f"| {name} | {tie.kind} | {', '.join(tie.one) or 'whoever is listed'} | {', '.join(tie.other) or 'whoever is listed'} |"
        for name, tie in declared
    ]
