"""Damaged XML keeps its whole records; no entity is read in any encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.errors import UnreadableError, UnsafeFileError
from ecotone.problems import Problems
from ecotone.sources import open_files
from ecotone.sources.xml_tree import records, text

if TYPE_CHECKING:
    from pathlib import Path

ONE = "<Award>\n<Name>Universität {0}</Name>\n</Award>\n"


def _names(tmp_path: Path, data: bytes, problems: Problems) -> list[str | None]:
    (tmp_path / "a.xml").write_bytes(data)
    [opened] = list(open_files([tmp_path / "a.xml"], problems))
    return [text(each, "name") for each in records(opened, problems, "award")]


def _file(*bodies: str, encoding: str = "UTF-8") -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n<root>\n{"".join(bodies)}</root>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_file(ONE.format(1), ONE.format(2)).encode(), set()),
        (_file(ONE.format(1), ONE.format(2)).encode("utf-16"), set()),
        (_file(ONE.format(1), ONE.format(2), encoding="ISO-8859-1").encode("latin-1"), set()),
        (_file(ONE.format(1), ONE.format(2)).encode("cp1252"), {"Some letters are no UTF-8 and were read in an older encoding"}),
        (_file(ONE.format("\x0b1"), ONE.format(2)).encode(), {"Control characters were dropped"}),
        (_file(ONE.format(1), ONE.format(2), ONE.format(3))[:-32].encode(), {"The record is damaged"}),
        (_file(ONE.format(1), ONE.format("a & b"), ONE.format(2)).encode(), {"The record is damaged"}),
    ],
    ids=["utf-8", "utf-16", "latin-1", "undeclared", "control", "cut off", "ampersand"],
)
def test_whole_records_are_kept(tmp_path: Path, data: bytes, said: set[str]) -> None:
    problems = Problems()
    assert _names(tmp_path, data, problems) == ["Universität 1", "Universität 2"]
    assert set(problems.by_kind()) == said


def test_a_record_that_is_cut_off_is_not_half_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        _names(tmp_path, _file(ONE.format(1))[:-32].encode(), Problems())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(UnsafeFileError):
        _names(tmp_path, f'<!DOCTYPE x [<!ENTITY a "b">]><root>{ONE}</root>'.encode(encoding), Problems())
