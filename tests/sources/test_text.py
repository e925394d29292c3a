"""Text in old encodings comes out right, and a line without end costs no memory."""

from __future__ import annotations

import codecs
import io
import tracemalloc
from typing import IO, TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.problems import Problems
from ecotone.sources.limits import Limits
from ecotone.sources.opened import Opened, open_files
from ecotone.sources.text import chunks, lines, mend

if TYPE_CHECKING:
    from pathlib import Path

NAME = "Universität Zürich, Hôpital Saint-Éloi"


def _read(path: Path, data: bytes, problems: Problems, limits: Limits | None = None) -> list[str]:
    path.write_bytes(data)
    [opened] = list(open_files([path], Problems(), limits=limits or Limits()))
    return list(lines(opened, problems))


@pytest.mark.parametrize(
    ("encoded", "noted"),
    [
        (NAME.encode("utf-8"), 0),
        (codecs.BOM_UTF8 + NAME.encode("utf-8"), 0),
        (NAME.encode("utf-16"), 0),
        (NAME.encode("utf-16-le"), 0),
        (codecs.BOM_UTF16_BE + NAME.encode("utf-16-be"), 0),
        (NAME.encode("cp1252"), 1),
        (NAME.encode("mac_roman"), 1),
    ],
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoded: bytes, noted: int) -> None:
    problems = Problems()
    assert _read(tmp_path / "a.txt", encoded, problems) == [NAME]
    assert len(problems) == noted


def test_line_ends_of_every_system_are_one(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.txt", b"a\r\nb\rc\nd\x0ce\xe2\x80\xa8f", Problems()) == ["a\n", "b\n", "c\n", "d\x0ce\u2028f"]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252"])
def test_one_round_of_mojibake_is_undone(encoding: str) -> None:
    for name in ("Université de Genève", "Universität Tübingen", "Göteborgs universitet", "Instituto Español de Oceanografía"):
        assert mend(name.encode("utf-8").decode(encoding)) == name


def test_a_gap_of_cp1252_read_as_a_control_character_is_undone() -> None:
    assert mend("UniversitÃ\u00a0 Ã\u0081vila") == "Università Ávila"


@settings(deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüéèñçøåÄÖÜÉ -.,'", max_size=40))
def test_right_text_is_left_as_it_is(text: str) -> None:
    assert mend(text) == text


def test_a_line_beyond_the_limit_is_left_out_and_its_neighbours_are_kept(tmp_path: Path) -> None:
    problems = Problems()
    data = b"first\n" + b"x" * 3_000_000 + b"\nlast\n"
    assert _read(tmp_path / "a.txt", data, problems, Limits(record_bytes=1000)) == ["first\n", "last\n"]
    assert [(problem.what, problem.row) for problem in problems] == [("The line is too long", 2)]


class _Zeros(io.RawIOBase):
    """Two gigabytes of zeros after a good beginning."""

    def __init__(self, beginning: bytes) -> None:
        self._rest, self._left = beginning, 2 << 30

    def read(self, size: int = -1) -> bytes:
        data = self._rest or b"\x00" * min(size, self._left)
        self._left -= 0 if self._rest else len(data)
        self._rest = b""
        return data


def test_a_line_of_two_gigabytes_is_refused_in_bounded_memory() -> None:
    beginning = b"name,city\nRice University,Houston\n"
    opened = Opened("huge.csv", beginning, 2 << 30, Limits(), lambda: cast("IO[bytes]", _Zeros(beginning)))
    problems = Problems()
    tracemalloc.start()
    try:
        found = list(lines(opened, problems))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == ["name,city\n", "Rice University,Houston\n"]
    assert problems.by_kind() == {"The line is too long": 1}
    assert peak < 200 << 20


def test_chunks_of_an_empty_text_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(codecs.BOM_UTF8)
    [opened] = list(open_files([path], Problems()))
    assert list(chunks(opened, Problems())) == []


def test_nul_characters_that_fill_a_field_are_dropped(tmp_path: Path) -> None:
    problems = Problems()
    assert _read(tmp_path / "pmn.txt", b"K790608|SHORASHIM\x00\x00\x00||\x00\x00|US\n", problems) == ["K790608|SHORASHIM|||US\n"]
    assert [(problem.what, problem.got, problem.severity) for problem in problems.kept] == [("NUL characters were dropped", "5", "changed")]
