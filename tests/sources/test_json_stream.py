"""JSON in every wrapping gives its records, and damage costs only what is damaged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.errors import UnreadableError, UnsafeFileError
from ecotone.problems import Problems
from ecotone.sources.json_stream import plain_records, records
from ecotone.sources.limits import Limits
from ecotone.sources.opened import open_files

if TYPE_CHECKING:
    from pathlib import Path

TWO: list[dict[str, Any]] = [{"a": 1, "b": [1.5, None, "x]}"]}, {"a": {"c": '\\"'}}]


def _read(folder: Path, text: str | bytes, problems: Problems, under: tuple[str, ...] = ("studies", "Outer")) -> list[Any]:
    path = folder / "a.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    [opened] = list(open_files([path], Problems()))
    return [record for _, record in records(opened, problems, under=under)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(TWO),
        json.dumps(TWO, indent=2),
        json.dumps({"nextPageToken": "x", "studies": TWO, "totalCount": 2}),
        json.dumps({"Outer": {"n": 2, "studies": TWO}}),
        "\n".join(json.dumps(one) for one in TWO),
        json.dumps(TWO[0], indent=1) + "\n" + json.dumps(TWO[1], indent=1),
        "\ufeff" + json.dumps(TWO),
        f"[{json.dumps(TWO[0])}][{json.dumps(TWO[1])}]",
    ],
)
def test_every_wrapping_gives_the_same_records(tmp_path: Path, text: str) -> None:
    problems = Problems()
    assert _read(tmp_path, text, problems) == TWO
    assert len(problems) == 0


def test_one_object_is_one_record(tmp_path: Path) -> None:
    assert _read(tmp_path, '{"a": [1, 2], "b": {}}', Problems()) == [{"a": [1, 2], "b": {}}]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=5).filter(lambda key: key not in {"studies", "Outer"}),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
                lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
                max_leaves=8,
            ),
            max_size=4,
        ),
        max_size=6,
    )
)
def test_what_the_standard_library_writes_is_read_alike(tmp_path: Path, values: list[dict[str, Any]]) -> None:
    assert _read(tmp_path, json.dumps(values), Problems()) == values


def test_a_cut_off_list_keeps_what_came_before(tmp_path: Path) -> None:
    whole = json.dumps(TWO)
    problems = Problems()
    assert _read(tmp_path, whole[:-8], problems) == TWO[:1]
    assert problems.by_kind() == {"The file ends in the middle of a record": 1}


@pytest.mark.parametrize("cut", range(1, len(json.dumps(TWO)), 3))
def test_wherever_it_is_cut_nothing_is_invented(tmp_path: Path, cut: int) -> None:
    problems = Problems()
    found = _read(tmp_path, json.dumps(TWO)[:cut], problems)
    assert found == TWO[: len(found)]
    assert len(problems) == 1


def test_damage_in_a_list_keeps_what_came_before(tmp_path: Path) -> None:
    problems = Problems()
    assert _read(tmp_path, '[{"a": 1}, {"a" 2}, {"a": 3}]', problems) == [{"a": 1}]
    assert list(problems.by_kind()) == ["The JSON is damaged, and what follows cannot be read"]


def test_a_damaged_line_costs_one_line(tmp_path: Path) -> None:
    problems = Problems()
    assert _read(tmp_path, '{"a": 1}\n{"a" 2}\n\n{"a": 3}\n', problems) == [{"a": 1}, {"a": 3}]
    assert [(problem.what, problem.row) for problem in problems] == [("The line is no JSON", 2)]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '[{"a":' + "[" * 100_000 + "]" * 100_000 + "}]"])
def test_a_hundred_thousand_levels_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnsafeFileError, match="nested too deeply"):
        _read(tmp_path, text, Problems())


def test_a_deep_line_costs_one_line(tmp_path: Path) -> None:
    problems = Problems()
    assert _read(tmp_path, '{"a": 1}\n{"a": ' + "[" * 100_000 + '\n{"a": 3}\n', problems) == [{"a": 1}, {"a": 3}]
    assert problems.by_kind() == {"The JSON is nested too deeply": 1}


def test_a_web_page_is_no_json(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no JSON"):
        _read(tmp_path, "<html>503</html>", Problems())


def test_a_record_beyond_the_limit_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"a": 1}, {"a": "' + "x" * 5_000_000 + '"}, {"a": 2}]')
    [opened] = list(open_files([path], Problems(), limits=Limits(record_bytes=1_000_000)))
    problems = Problems()
    assert [record for _, record in records(opened, problems)] == [{"a": 1}]
    assert len(problems) == 1


def test_many_records_are_never_held_together(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "a.json"
    one = json.dumps({"a": "x" * 1000})
    path.write_text('{"studies": [' + ",".join([one] * 30_000) + "]}")
    [opened] = list(open_files([path], Problems()))
    tracemalloc.start()
    try:
        count = sum(1 for _ in records(opened, Problems(), under=("studies",)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (count, peak < 12 << 20) == (30_000, True)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"meta": {"page": 1}, "results": TWO}, {"results": []}]),
        "\n".join(json.dumps({"results": [one]}) for one in TWO),
        json.dumps({"success": True, "result": {"total": 2, "records": TWO}}),
    ],
)
def test_pages_are_opened(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    [opened] = list(open_files([path], Problems()))
    assert [record for _, record in plain_records(opened, Problems())] == [{"a": 1, "b": [1.5, None, "x]}"]}, TWO[1]]


def test_null_is_what_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'[{{"a": null, "b": NaN, "c": {{"d": null, "e": 1}}, "f": 1{"0" * 9000}}}]')
    [opened] = list(open_files([path], Problems()))
    assert [record for _, record in plain_records(opened, Problems())] == [{"c": {"e": 1}}]
