"""Maps of Kumu: every element and connection, and what a map gets wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.errors import UnreadableError
from ecotone.problems import Problems
from ecotone.sources import SOURCES, open_files, recognise

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(path: Path, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    assert recognise(opened).name == "kumu"
    return list(SOURCES["kumu"].read(opened, problems))


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name", ["kumu-changelabs-template.json", "kumu-omidyarnetwork-us-financial-inclusion-BACKUP.json", "snap-to-tutorial-project.json"]
)
def test_every_element_and_connection_is_read(corpus: Path, name: str) -> None:
    path = corpus / "kumu" / name
    plain = json.loads(path.read_text(encoding="utf-8"))
    problems = Problems()
    said = _read(path, problems)
    assert problems.count("refused") == 0
    assert len([one for one in said if one.ties]) == len(plain["connections"])
    assert [one.mentions[0].name for one in said if one.mentions and not one.ties] == [
        " ".join(entry["attributes"]["label"].split()) for entry in plain["elements"]
    ]
    directed = [one.ties[0].directed for one in said if one.ties]
    assert directed == [entry["direction"] == "directed" for entry in plain["connections"]]


def test_a_blueprint_without_ids_and_what_is_wrong_in_it(tmp_path: Path) -> None:
    blueprint: dict[str, Any] = {
        "elements": [
            {"label": "Rice", "type": "Academia", "image": "https://x/y.png", "tags": ["a", "b"]},
            {"label": "BCM"},
            {"label": ""},
            7,
        ],
        "connections": [
            {"from": "Rice", "to": "BCM", "direction": "mutual", "type": "works with", "since": 2020},
            {"from": "Rice", "to": "Nobody"},
            {"from": "Rice", "to": "Rice"},
        ],
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps(blueprint))
    problems = Problems()
    said = _read(path, problems)
    assert [tuple(mention.name for mention in one.mentions) for one in said] == [("Rice",), ("BCM",), ("Rice", "BCM"), ("Rice",)]
    assert "x/y.png" not in repr(said)
    assert [(claim.field, claim.value) for claim in said[0].claims] == [("tags", "a"), ("tags", "b"), ("type", "Academia")]
    tie = said[2].ties[0]
    assert (tie.directed, tie.fields) == (False, {"since": 2020, "mutual": True, "type": "works with"})
    assert problems.by_kind() == {
        "The address of a remote image was dropped": 1,
        "The connection names an element that the map does not list": 1,
        "The element has another shape than Kumu gives it": 1,
        "The element has no label": 1,
    }


def test_a_file_that_is_no_map(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"elements": 7, "label": "x"}')
    with pytest.raises(UnreadableError, match="no map"):
        _read(path, Problems())


@pytest.mark.parametrize("wrong", [7, "x", {"a": 1}, True])
def test_connections_that_are_no_list_cost_themselves(tmp_path: Path, wrong: object) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"elements": [{"label": "Rice"}], "connections": wrong, "loops": wrong, "attributeRelevance": []}))
    problems = Problems()
    [opened] = list(open_files([path], problems))
    said = list(recognise(opened).read(opened, problems))
    assert [mention.name for one in said for mention in one.mentions] == ["Rice"]
    assert problems.by_kind()["The map's connections are no list"] == 1
