"""Records of the registry in both schemas and in the joined shape say the same."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.problems import Problems
from ecotone.sources import SOURCES, open_files, recognise
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(path: Path, problems: Problems) -> list[Statement]:
    found = []
    for opened in open_files([path], problems):
        assert recognise(opened).name == "ror"
        found += list(SOURCES["ror"].read(opened, problems))
    return found


def _write(tmp_path: Path, *records: dict[str, Any]) -> Path:
    path = tmp_path / "ror.jsonl"
    path.write_text("".join(json.dumps({"relationships": [], **record}) + "\n" for record in records))
    return path


def _record(ror_id: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": f"https://ror.org/{ror_id}", "status": "active", "names": [{"value": name, "types": ["ror_display"]}], **more}


@pytest.mark.corpus
@pytest.mark.parametrize("schema", ["v1", "v2"])
def test_single_records_give_their_name_place_and_family(corpus: Path, schema: str) -> None:
    problems = Problems()
    said = {one.evidence.id_in_source: one for one in _read(corpus / "ror" / schema, problems)}
    plain = [json.loads(path.read_text()) for path in sorted((corpus / "ror" / schema).glob("*.json"))]
    active = [record for record in plain if record.get("status") != "withdrawn"]
    assert len(said) == len(active)
    assert problems.count("refused") == len(plain) - len(active)
    for record in active:
        one = said[record["id"]]
        shown = record.get("name") or next(entry["value"] for entry in record["names"] if "ror_display" in entry["types"])
        city = record["addresses"][0]["city"] if schema == "v1" else record["locations"][0]["geonames_details"]["name"]
        place = one.mentions[0].place
        assert (one.mentions[0].name, place and place.city) == (shown, city)
        assert len(one.ties) == len({(other["type"].lower(), other["id"]) for other in record["relationships"]})


@pytest.mark.corpus
def test_both_schemas_of_one_release_say_the_same(corpus: Path) -> None:
    compared = 0
    for folder in sorted((corpus / "ror" / "history").iterdir()):
        for second in sorted(folder.glob("*_v2.json")):
            first = second.with_name(second.name.replace("_v2", "_v1"))
            if first.exists():
                [one], [other] = _read(first, Problems()), _read(second, Problems())
                compared += 1
                assert {(m.name, m.role) for m in one.mentions} == {(m.name, m.role) for m in other.mentions}
                assert {(t.kind, t.directed) for t in one.ties} == {(t.kind, t.directed) for t in other.ties}
                assert one.mentions[0].sector == other.mentions[0].sector
    assert compared >= 10


@pytest.mark.corpus
def test_the_registry_is_read_line_by_line(corpus: Path) -> None:
    path = corpus / "ror" / "registry_51k.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        plain = [json.loads(line)["status"] for line in stream]
    problems = Problems()
    count = sum(1 for opened in open_files([path], problems) for _ in SOURCES["ror"].read(opened, problems))
    assert len(plain) == 51_370
    assert (count, problems.count("refused")) == (len(plain) - plain.count("withdrawn"), plain.count("withdrawn"))


def test_names_of_every_kind_are_mentions_with_one_id(tmp_path: Path) -> None:
    names = [
        {"value": "BCM", "types": ["acronym"]},
        {"value": "Baylor College of Medicine", "types": ["ror_display", "label"]},
        {"value": "Escuela de Medicina de Baylor", "types": ["alias"]},
    ]
    [said] = _read(_write(tmp_path, {**_record("02pttbw34", ""), "names": names, "types": ["education", "funder"]}), Problems())
    assert [(mention.role, mention.name) for mention in said.mentions] == [
        ("organisation", "Baylor College of Medicine"),
        ("also known as", "Escuela de Medicina de Baylor"),
        ("acronym", "BCM"),
    ]
    assert {mention.id_in_source for mention in said.mentions} == {"https://ror.org/02pttbw34"}
    assert {mention.sector for mention in said.mentions} == {Sector.ACADEMIA}


def test_cycles_among_parents_and_a_record_that_is_its_own_parent(tmp_path: Path) -> None:
    a, b = "https://ror.org/a", "https://ror.org/b"
    problems = Problems()
    path = _write(
        tmp_path,
        _record("a", "A", relationships=[{"type": "parent", "id": b, "label": "B"}, {"type": "parent", "id": a, "label": "A"}]),
        _record("b", "B", relationships=[{"type": "parent", "id": a, "label": "A"}]),
    )
    said = _read(path, problems)
    assert [[tie.kind for tie in one.ties] for one in said] == [["part-of"], ["part-of"]]
    assert problems.by_kind() == {"An organisation is said to be its own relative": 1}


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("parent", ("o", "r0", "part-of")),
        ("child", ("r0", "o", "part-of")),
        ("successor", ("o", "r0", "succeeded-by")),
        ("predecessor", ("r0", "o", "succeeded-by")),
    ],
)
def test_families_have_a_direction(tmp_path: Path, kind: str, ends: tuple[str, str, str]) -> None:
    path = _write(tmp_path, _record("a", "A", relationships=[{"type": kind, "id": "https://ror.org/b", "label": "B"}]))
    [tie] = _read(path, Problems())[0].ties
    assert (tie.source, tie.target, tie.kind) == ends


def test_damaged_records_and_unsafe_links_are_dropped(tmp_path: Path) -> None:
    problems = Problems()
    path = _write(
        tmp_path,
        _record("a", "A", websites=["javascript:alert(1)", "https://a.org"]),
        {"id": "https://ror.org/b", "names": []},
        {**_record("c", "C"), "id": "javascript:alert(1)"},
        _record("d", "D", established="soon"),
    )
    said = _read(path, problems)
    assert [one.mentions[0].name for one in said] == ["A"]
    assert [claim.value for claim in said[0].claims if claim.field == "website"] == ["https://a.org"]
    assert problems.count("refused") == 3
