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
    assert f"| `{name}` |" in PAGE.read_text(encoding="utf-8")


def test_the_page_names_no_source_that_is_not_there() -> None:
    table = PAGE.read_text(encoding="utf-8").split("## What becomes", 1)[0]
    named = {line.split("`")[1] for line in table.splitlines() if line.startswith("| `")}
    assert named == set(SOURCES)
