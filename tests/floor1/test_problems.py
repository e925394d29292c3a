"""Problems are counted without end and kept in full up to a limit."""

from __future__ import annotations

from ecotone.errors import EcotoneError, shorten
from ecotone.problems import KEPT, Problem, Problems


def test_a_million_problems_cost_no_memory_and_are_all_counted() -> None:
    found = Problems()
    for row in range(KEPT + 500):
        found.add(Problem("Empty name", row=row))
    other = Problems()
    other.add(Problem("No date", severity="changed", got="soon"))
    found.extend(other)
    assert len(found) == KEPT + 501
    assert len(list(found)) == KEPT
    assert found.by_kind() == {"Empty name": KEPT + 500, "No date": 1}
    assert found.count("refused") == KEPT + 500
    assert found.count("changed") == 1


def test_a_problem_says_where_and_what_to_do() -> None:
    problem = Problem("No such day", file="a.csv", row=7, column="Start", got="31/02/2020", expected="a day", remedy="Correct it")
    assert str(problem) == "No such day (a.csv, row 7, column Start). Got: 31/02/2020. Expected: a day. Correct it."
    assert problem.as_dict()["row"] == 7
    assert Problem("Odd").where is None


def test_a_quoted_value_is_cut_and_cannot_move_the_cursor() -> None:
    assert shorten("a\x1b[2Jb") == "a\\x1b[2Jb"
    assert shorten("x" * 5000).endswith("(5,000 characters)")
    assert len(str(EcotoneError("Odd", got="x" * 5000))) < 200
