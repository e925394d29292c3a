"""The page about partnerships shows what the code answers."""

from __future__ import annotations

import doctest
from pathlib import Path


def test_every_example_of_the_page_runs_as_shown() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "partnerships.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert tried > 20
    assert failed == 0


def test_the_file_of_judges_on_the_page_can_be_read(tmp_path: Path) -> None:
    from ecotone.partnerships.criteria import shipped
    from ecotone.partnerships.weights import read_weights

    page = (Path(__file__).resolve().parents[2] / "docs" / "partnerships.md").read_text(encoding="utf-8")
    (tmp_path / "judges.yaml").write_text(page.split("```yaml\n", 1)[1].split("```", 1)[0], encoding="utf-8")
    found = read_weights(tmp_path / "judges.yaml", shipped())
    assert [judge.way for judge in found.judges] == ["ahp", "swing", "trade-off", "direct"]
    assert found.aggregation == "AIP arithmetic"
