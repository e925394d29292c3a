"""Files of every awkward kind are opened or refused with a reason, and a good file beside a bad one is still read."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from ecotone.errors import NotFoundError, UnreadableError, UnsafeFileError
from ecotone.problems import Problems
from ecotone.sources.limits import MEGABYTE, Limits
from ecotone.sources.opened import Opened, open_files, unreadable

if TYPE_CHECKING:
    from pathlib import Path


def _names(paths: list[Path], problems: Problems, limits: Limits | None = None) -> list[str]:
    return [opened.name for opened in open_files(paths, problems, limits=limits or Limits())]


def _zip(entries: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return held.getvalue()


def test_a_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.csv", "a.csv", ".hidden", "c.csv"):
        (tmp_path / name).write_text("x")
    problems = Problems()
    assert _names([tmp_path], problems) == ["a.csv", "2.csv", "c.csv"]
    assert len(problems) == 0


def test_a_missing_path_stops(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such file"):
        _names([tmp_path / "nothing.csv"], Problems())


def test_an_empty_file_is_a_problem_and_its_neighbour_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "b.csv").write_bytes(b"x")
    problems = Problems()
    assert _names([tmp_path], problems) == ["b.csv"]
    assert problems.by_kind() == {"The file is empty": 1}


def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    closed = tmp_path / "closed.csv"
    closed.write_text("x")
    closed.chmod(0)
    problems = Problems()
    found = _names([closed], problems)
    if os.geteuid() == 0:  # the superuser may read everything: what is said is tested on the error itself
        assert found == ["closed.csv"]
        assert "permission" in str(unreadable("closed.csv", PermissionError(13, "denied")))
    else:
        assert (found, "permission" in str(problems.kept[0])) == ([], True)


def test_zip_and_gz_are_read_in_place_and_a_zip_in_a_zip_too(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_zip({"one.csv": b"1", "inner.zip": _zip({"two.csv": b"2"}), "__MACOSX/._one.csv": b"x"}))
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"3"))
    problems = Problems()
    read = {opened.name: opened.read() for opened in open_files([tmp_path], problems)}
    assert read == {"a.zip/one.csv": b"1", "a.zip/inner.zip/two.csv": b"2", "b.csv": b"3"}
    assert len(problems) == 0


def test_archives_that_stand_too_deeply_inside_each_other_are_refused(tmp_path: Path) -> None:
    data = _zip({"x.csv": b"x"})
    for level in range(3):
        data = _zip({f"{level}.zip": data, f"{level}.csv": b"y"})
    (tmp_path / "deep.zip").write_bytes(data)
    problems = Problems()
    assert _names([tmp_path], problems) == ["deep.zip/2.zip/1.csv", "deep.zip/2.csv"]
    assert list(problems.by_kind()) == ["Archives stand inside each other too deeply"]


@pytest.mark.parametrize("name", ["../evil.csv", "a/../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "..\\evil.csv"])
def test_names_that_climb_out_of_an_archive_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(_zip({name: b"x", "good.csv": b"1"}))
    problems = Problems()
    assert _names([tmp_path], problems) == ["a.zip/good.csv"]
    assert problems.kept[0].what == "A name in the archive points outside it"


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    (tmp_path / "bomb.zip").write_bytes(_zip({"bomb.csv": b"0" * (40 * MEGABYTE)}))
    problems = Problems()
    assert _names([tmp_path], problems) == []
    assert problems.kept[0].what == "The packed file looks like a zip bomb"


def test_a_gz_bomb_is_refused_by_what_comes_out(tmp_path: Path) -> None:
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(b"0" * (40 * MEGABYTE)))
    [opened] = list(open_files([tmp_path], Problems()))
    with pytest.raises(UnsafeFileError, match="zip bomb"):
        opened.read()


def test_an_archive_that_lies_about_its_sizes_is_stopped_by_what_comes_out(tmp_path: Path) -> None:
    limits = Limits(unpacked_bytes=1000)
    (tmp_path / "big.csv.gz").write_bytes(gzip.compress(os.urandom(2000)))
    problems = Problems()
    assert _names([tmp_path], problems, limits) == []
    assert problems.kept[0].what == "The packed file unpacks to more than is allowed"


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_zip({f"{n}.csv": b"x" for n in range(5)}))
    problems = Problems()
    assert _names([tmp_path], problems, Limits(entries=4)) == []
    assert problems.kept[0].what == "The archive holds too many files"


def test_a_cut_off_archive_is_a_problem(tmp_path: Path) -> None:
    whole = _zip({"one.csv": os.urandom(5000)})
    (tmp_path / "a.zip").write_bytes(whole[:2000])
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(os.urandom(5000))[:2000])
    problems = Problems()
    assert _names([tmp_path], problems) == []
    assert problems.by_kind() == {"The file is damaged or cut off": 2}


def test_a_locked_archive_says_so(tmp_path: Path) -> None:
    data = bytearray(_zip({"one.csv": b"1" * 100}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1  # the flag for encryption
    (tmp_path / "a.zip").write_bytes(bytes(data))
    problems = Problems()
    assert _names([tmp_path], problems) == []
    assert problems.kept[0].what == "The archive is locked with a password"


def test_a_spreadsheet_is_one_file_though_it_is_a_zip(tmp_path: Path) -> None:
    workbook = _zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    (tmp_path / "a.xlsx").write_bytes(workbook)
    (tmp_path / "b").write_bytes(workbook)
    assert _names([tmp_path], Problems()) == ["a.xlsx", "b"]


def test_a_link_to_a_folder_is_not_followed_for_ever(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a.csv").write_text("x")
    assert _names([tmp_path], Problems()) == ["a.csv"]


def test_a_file_that_vanishes_is_an_error_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    opened = Opened("a.csv", b"x", 1, Limits(), lambda: path.open("rb"))
    with pytest.raises(UnreadableError, match="damaged or cut off"):
        opened.read()
