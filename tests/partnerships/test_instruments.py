"""Instruments: no version or range, no score; cut-offs for their own range only; and nothing of fewer than five people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from ecotone.errors import InputError, UnreadableError
from ecotone.partnerships.instruments import Answers, instruments, read_answers, score
from ecotone.problems import Problems

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "instrument,version,low,high,respondent,item,value\n"


def answers(levels: list[float], items: int = 35, instrument: str = "vichealth", low: float = 1, high: float = 5) -> Answers:
    return Answers(
        instrument, "2011", low, high, tuple(f"i{k}" for k in range(items)), np.tile(np.array(levels, dtype=float)[:, None], items)
    )


def test_the_published_bands() -> None:
    # The study's own cut-offs: 35-84, 85-126, 127-175; its observed means were 125.1 and 141.2.
    known = instruments()["vichealth"]
    ends = [known.band(value) for value in (35, 84, 85, 125.1, 126, 127, 141.2, 175)]
    assert ends == [ends[0]] * 2 + [ends[2]] * 3 + [ends[5]] * 3
    assert len(set(ends)) == 3
    assert known.band(34) is None
    found = score(answers([3, 3, 4, 4, 4]))
    assert found.score.value == pytest.approx(126)
    assert found.band == ends[2]


def test_the_interval_is_students() -> None:
    found = score(answers([1, 2, 3, 4, 5], items=1, instrument="ours")).score
    # Mean 3, standard deviation 1.5811, t(4) 2.7764: half width 1.9632.
    assert (found.value, round(found.low or 0, 4), round(found.high or 0, 4)) == (3, 1.0368, 4.9632)


def test_alpha_by_hand() -> None:
    table = np.array([[1, 2], [2, 1], [3, 3], [4, 5], [5, 4]], dtype=float)
    # Item variances 2.5 and 2.5, variance of sums 9: 2 (1 - 5 / 9).
    assert score(Answers("ours", "1", 1, 5, ("a", "b"), table)).alpha.value == pytest.approx(2 * (1 - 5 / 9))


def test_cut_offs_of_another_range_or_length_are_not_used() -> None:
    assert "for answers from 1 to 5, not 0 to 4" in score(answers([3] * 5, low=0, high=4)).caveat
    assert "for 35 items, not 34" in score(answers([3] * 5, items=34)).caveat
    assert "no cut-offs are known of ours" in score(answers([3] * 5, instrument="ours")).caveat
    assert "commonly given" in score(answers([3] * 5, items=40, instrument="wilder")).caveat
    assert "no published cut-offs" in score(answers([3] * 5, items=14, instrument="trust-scale")).caveat


def test_fewer_than_five_are_never_shown() -> None:
    found = score(answers([3, 4, 5, 5]))
    assert found.score.value is None
    assert found.alpha.value is None
    assert found.band is None
    some = answers([3, 4, 5, 5, 5])
    some.table[0, 0] = np.nan
    assert score(some).people == 4
    assert score(some).score.value is None


def test_a_file_is_read_and_answers_outside_the_scale_are_listed(tmp_path: Path) -> None:
    rows = [f"ours,1,1,5,p{p},{item},{1 + p % 5}" for p in range(6) for item in ("a", "b")]
    (tmp_path / "a.csv").write_text(
        HEAD + "\n".join([*rows, "ours,1,1,5,p6,a,9", "ours,1,1,5,,a,3", "ours,1,1,5,p7,a,NaN"]), encoding="utf-8"
    )
    problems = Problems()
    found = read_answers(tmp_path / "a.csv", problems)
    assert found.table.shape == (6, 2)
    assert [problem.what for problem in problems] == [
        "An answer lies outside the scale",
        "An answer has its person and its item",
        "This is no number",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("instrument,respondent,item,value\nwilder,p,a,3\n", r"comes with its version and range.*no column version, low, high"),
        (HEAD + "wilder,,1,5,p,a,3\n", r"comes with its version and range.*no version"),
        (HEAD + "wilder,2001,,5,p,a,3\n", r"comes with its version and range.*no low"),
        (HEAD + "wilder,2001,5,1,p,a,3\n", r"comes with its version and range.*5 to 1"),
        (HEAD + "wilder,2001,1,5,p,a,3\nwilder,2018,1,5,p,a,3\n", "mixes instruments, versions"),
    ],
)
def test_without_version_and_range_nothing_is_scored(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_answers(tmp_path / "a.csv", Problems())


@pytest.mark.parametrize("text", ["a,b\n1,2\n", HEAD + "wilder,2001,1,5,p,a,9\n"])
def test_files_without_answers(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError):
        read_answers(tmp_path / "a.csv", Problems())
