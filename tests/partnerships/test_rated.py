"""Ratings from files: good rows kept, bad ones listed with their row; and whether raters agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.errors import NotFoundError, UnreadableError
from ecotone.partnerships.criteria import shipped
from ecotone.partnerships.rated import Rating, agreement, read_ratings
from ecotone.problems import Problems

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """Partner,Criterion,Judge,Score,Evidence,Opinion,Reason
Alpha,trust,Ada,4,https://example.org/a,,kept its word
Alpha,Mistrust,Ada,1,,yes,
Alpha,trust,Bo,7,https://example.org/a,,
Alpha,trust,Cy,4,,,
Alpha,charm,Cy,4,https://example.org/a,,
Gamma,trust,Cy,4,https://example.org/a,,
Alpha,trust,,4,https://example.org/a,,
Alpha,trust,Di,4,see minutes,,
Beta,trust,Ada,NaN,https://example.org/a,,
Beta,trust,Ada,"3,5",HTTPS://example.org/b,,
Beta,trust,Ada,2,https://example.org/b,,
"""


def actor(text: str) -> int:
    if text not in {"Alpha", "Beta"}:
        raise NotFoundError("No actor has this name", got=text)
    return {"Alpha": 7, "Beta": 8}[text]


def test_good_rows_are_kept_and_bad_ones_listed_with_their_row(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROWS, encoding="utf-8")
    problems = Problems()
    found = read_ratings(tmp_path / "r.csv", shipped(), actor, problems)
    assert [(each.candidate, each.part, each.rater, each.level, each.opinion) for each in found] == [
        (7, "trust", "Ada", 4.0, False),
        (7, "mistrust", "Ada", 1.0, True),
        (8, "trust", "Ada", 2.0, False),
    ]
    assert found[0].reason == "kept its word"
    assert {problem.row: problem.what for problem in problems} == {
        4: "A rating of trust lies on its scale",
        5: "A rating has no evidence and is not marked as opinion",
        6: "There is no such part of a criterion",
        7: "No actor has this name",
        8: "A cell that is needed is empty",
        9: "An address of evidence must be a web address",
        10: "A rating of trust lies on its scale",
        12: "A rater rates the same twice; the later row counts",
    }
    assert problems.count("refused") == 7


def test_a_workbook_says_the_same_from_below_its_banner(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "r.xlsx")) as book:
        book.add_worksheet("About").write(0, 0, "Nothing here")
        sheet = book.add_worksheet("Ratings")
        sheet.write(0, 0, "Ratings of May")
        for number, row in enumerate([["candidate", "part", "rater", "level", "opinion"], ["Alpha", "trust", "Ada", 4, "yes"]]):
            sheet.write_row(2 + number, 0, row)
        sheet.write_row(4, 0, ["Alpha", "trust", "Bo", 9, "yes"])
    problems = Problems()
    found = read_ratings(tmp_path / "r.xlsx", shipped(), actor, problems)
    assert [(each.candidate, each.level, each.opinion) for each in found] == [(7, 4.0, True)]
    assert [problem.row for problem in problems] == [5]


@pytest.mark.parametrize(("name", "content"), [("a.csv", b"x,y\n1,2\n"), ("b.xlsx", b"PK\x03\x04broken"), ("c.csv", b"")])
def test_files_that_hold_no_ratings(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableError):
        read_ratings(tmp_path / name, shipped(), actor, Problems())


def rated(rater: str, levels: list[float], part: str = "trust") -> list[Rating]:
    return [Rating(candidate, part, rater, level, opinion=True) for candidate, level in enumerate(levels, 1)]


def test_agreement_on_values_and_on_the_order() -> None:
    # Three rankings of six with the W of Siegel & Castellan, as levels turned round (6 - rank needs a scale to 5: halves do).
    ranks = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
    said = [each for rater, row in zip("ABC", ranks, strict=True) for each in rated(rater, [5 - (rank - 1) * 0.8 for rank in row])]
    found = agreement(said, shipped(), range(1, 7))
    assert found.concordance is not None
    assert found.concordance.w.value == pytest.approx(0.162, abs=0.0005)
    assert found.whole == ("A", "B", "C")
    assert found.parts == ("trust",)


def test_a_rater_who_gives_everything_a_five_is_named_and_all_equal_abstains() -> None:
    flat = rated("Flo", [5, 5, 5, 5, 5])
    found = agreement([*flat, *rated("Gus", [1, 2, 3, 4, 5])], shipped(), range(1, 6))
    assert found.flat == ("Flo",)
    assert found.alpha.value is not None
    alike = agreement([*flat, *rated("Gus", [5, 5, 5, 5, 5])], shipped(), range(1, 6))
    assert alike.alpha.value is None
    assert "all ratings are equal" in str(alike.alpha)
    assert alike.flat == ("Flo", "Gus")
    assert alike.concordance is not None
    assert alike.concordance.w.value is None


def test_one_rater_or_none_agrees_with_nobody() -> None:
    assert "fewer than two raters" in str(agreement(rated("Ada", [1, 2]), shipped(), [1, 2]).alpha)
    nobody = agreement([], shipped(), [1, 2])
    assert nobody.raters == ()
    assert nobody.concordance is None


def test_the_widest_difference_comes_first() -> None:
    said = [*rated("Ada", [1, 3]), *rated("Bo", [2, 3]), *rated("Ada", [1], "transparency"), *rated("Bo", [5], "transparency")]
    assert agreement(said, shipped(), [1, 2]).widest == ((1, "transparency", 1.0, 5.0), (1, "trust", 1.0, 2.0))
