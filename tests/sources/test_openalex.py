"""Works tie institutions; persons never come along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.problems import Problems
from ecotone.sources import open_files, recognise

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(path: Path, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    assert source.name == "openalex"
    return list(source.read(opened, problems))


@pytest.mark.corpus
def test_a_genuine_work_ties_each_pair_of_its_institutions(corpus: Path) -> None:
    path = corpus / "openalex" / "W2741809807.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    [said] = _read(path, Problems())
    names = {entry["display_name"] for one in plain["authorships"] for entry in one["institutions"]}
    count = plain["institutions_distinct_count"]
    assert {mention.name for mention in said.mentions} == names
    assert (len(names), len(said.ties)) == (count, count * (count - 1) // 2)
    assert {str(tie.valid_from) for tie in said.ties} == {plain["publication_date"]}
    for one in plain["authorships"]:
        assert one["author"]["display_name"] not in repr(said)


@pytest.mark.corpus
def test_a_genuine_institution_and_what_ties_nobody(corpus: Path) -> None:
    plain = json.loads((corpus / "openalex" / "I27837315.json").read_text(encoding="utf-8"))
    [said] = _read(corpus / "openalex" / "I27837315.json", Problems())
    assert said.mentions[0].id_in_source == plain["ror"]
    assert len(said.ties) == len(plain["associated_institutions"])
    for name in ("A5023888391.json", "F4320332161.json"):
        problems = Problems()
        assert _read(corpus / "openalex" / name, problems) == []
        assert problems.by_kind() == {"The record ties no institutions": 1}


def test_pages_crowds_and_damage(tmp_path: Path) -> None:
    def work(number: int, institutions: int) -> dict[str, Any]:
        entries = [{"id": f"https://openalex.org/I{n}", "display_name": f"Institute {n}"} for n in range(institutions)]
        return {"id": f"https://openalex.org/W{number}", "publication_date": "2020-01-02", "authorships": [{"institutions": entries}]}

    path = tmp_path / "a.json"
    path.write_text(json.dumps({"results": [work(1, 3), work(2, 101), work(3, 0), {"title": "no id"}]}))
    problems = Problems()
    said = _read(path, problems)
    assert [len(one.ties) for one in said] == [3, 0]
    assert problems.by_kind() == {
        "The record has another shape than OpenAlex gives it": 1,
        "The work has too many institutions to tie each with each": 1,
        "The work names no institution": 1,
    }
