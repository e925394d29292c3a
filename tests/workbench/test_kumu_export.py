"""A map that goes through the record comes back whole, and a record of other sources becomes a map."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import fastexcel
import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.errors import InputError
from ecotone.scope import Scope
from ecotone.workbench import kumu
from ecotone.workbench.export import export
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from pathlib import Path

MAPS = ("kumu-changelabs-template.json", "kumu-omidyarnetwork-us-financial-inclusion-BACKUP.json", "snap-to-tutorial-project.json")


def _round(source: Path, folder: Path, name: str) -> tuple[dict[str, Any], Path]:
    """Import a file into a new record and export it; importing what came out into the same record changes nothing."""
    path = folder / f"{name}.kumu.json"
    with Ecosystem.create(folder / f"{name}.eco") as eco:
        assert import_files(eco, [source]).refused == 0
        export(eco, path)
        assert import_files(eco, [path]).changed == 0
    whole: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return whole, path


def _held(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what an entry of a map says: empty values say nothing, and spaces are in order."""
    said = {key: " ".join(value.split()) if key == "label" else value for key, value in entry.get("attributes", {}).items()}
    return {**entry, "attributes": {key: value for key, value in said.items() if value not in (None, "", [])}}


def _by_id(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(map(_held, entries), key=lambda entry: entry["_id"])


@pytest.mark.corpus
@pytest.mark.parametrize("name", MAPS)
def test_import_export_import_is_a_fixed_point(corpus: Path, tmp_path: Path, name: str) -> None:
    genuine = json.loads((corpus / "kumu" / name).read_text(encoding="utf-8"))
    first, path = _round(corpus / "kumu" / name, tmp_path, "first")
    second, again = _round(path, tmp_path, "second")
    assert first == second
    assert path.read_bytes() == again.read_bytes()
    assert {key: value for key, value in genuine.items() if key not in {"elements", "connections"}} == {
        key: value for key, value in first.items() if key not in {"elements", "connections"}
    }
    assert _by_id(genuine["elements"]) == _by_id(first["elements"])
    assert _by_id(genuine["connections"]) == _by_id(first["connections"])


def test_keys_that_nobody_knows_come_back(tmp_path: Path) -> None:
    blueprint = {
        "name": "A map",
        "x-colour": {"deep": [1, None]},
        "elements": [
            {
                "_id": "e1",
                "attributes": {"label": "Rice", "element type": "Academia", "score": 0, "open": False, "tags": ["a", "b"], "n/a": "--"},
            },
            {
                "_id": "e2",
                "attributes": {"label": "Rice", "sector": "payer", "city": "Houston", "country": "United States", "latitude": 29.7},
            },
            {"_id": "e3", "attributes": {"label": "BCM", "ratio": 0.25}},
        ],
        "connections": [
            {
                "_id": "c1",
                "direction": "mutual",
                "delayed": True,
                "reversed": False,
                "attributes": {"w": 0, "many": [1, "b"]},
                "from": "e1",
                "to": "e2",
            },
            {
                "_id": "c2",
                "direction": "directed",
                "delayed": False,
                "reversed": False,
                "attributes": {"connection type": "-"},
                "from": "e3",
                "to": "e3",
            },
        ],
    }
    source = tmp_path / "a.json"
    source.write_text(json.dumps(blueprint))
    first, path = _round(source, tmp_path, "first")
    assert _round(path, tmp_path, "second")[0] == first
    assert (first["name"], first["x-colour"]) == ("A map", {"deep": [1, None]})
    assert _by_id(first["connections"]) == blueprint["connections"]
    attributes = {entry["_id"]: entry["attributes"] for entry in first["elements"]}
    for entry in blueprint["elements"]:
        assert isinstance(entry, dict)
        assert entry["attributes"].items() <= attributes[entry["_id"]].items()
        for key, value in entry["attributes"].items():
            assert type(attributes[entry["_id"]][key]) is type(value), key


@pytest.fixture
def mixed(tmp_path: Path) -> Ecosystem:
    eco = Ecosystem.create(tmp_path / "mixed.eco", title="Houston")
    listed = tmp_path / "a.csv"
    listed.write_text("Label,Type,City\nRice,Academia,Houston\nBCM,Provider,Houston\n")
    ties = tmp_path / "b.csv"
    ties.write_text("From,To,Type,Weight,Start\nRice,BCM,works with,2,2020-05\nRice,Nasa,works with,1,\n")
    import_files(eco, [listed, ties])
    with eco.batch("mine") as batch:
        batch.add_actor("=Formula Inc")
    return eco


def test_other_sources_become_a_map(mixed: Ecosystem) -> None:
    with mixed as eco:
        whole = kumu.project(eco)
    label = {entry["_id"]: entry["attributes"]["label"] for entry in whole["elements"]}
    assert (whole["name"], sorted(label.values())) == ("Houston", ["=Formula Inc", "BCM", "Nasa", "Rice"])
    rice = next(entry["attributes"] for entry in whole["elements"] if entry["attributes"]["label"] == "Rice")
    assert (rice["element type"], rice["city"]) == ("Academia", "Houston")
    [dated] = [c for c in whole["connections"] if "valid from" in c["attributes"]]
    assert (label[dated["from"]], label[dated["to"]], dated["attributes"]["weight"], dated["attributes"]["valid from"]) == (
        "Rice",
        "BCM",
        2.0,
        "2020-05",
    )
    assert dated["attributes"]["connection type"] == "works with"
    assert dated["attributes"]["evidence"].startswith("spreadsheet b.csv")


def test_sheets_for_import_are_read_back(mixed: Ecosystem, tmp_path: Path) -> None:
    path = tmp_path / "map.kumu.xlsx"
    with mixed as eco:
        assert export(eco, path) == {"elements": 4, "connections": 2}
        actors = set(eco.actors()["name"])
    book = fastexcel.read_excel(path)
    assert book.sheet_names == ["Elements", "Connections"]
    assert set(book.load_sheet("Elements").to_polars()["Label"]) == actors
    with Ecosystem.create(tmp_path / "back.eco") as eco:
        assert import_files(eco, [path]).refused == 0
        assert (set(eco.actors()["name"]), len(eco.ties())) == (actors, 2)


def test_two_elements_of_one_label_stay_two_in_the_sheets(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text(
        json.dumps(
            {
                "elements": [{"_id": "e1", "label": "A"}, {"_id": "e2", "label": "A", "tags": ["x", "y"]}],
                "connections": [{"from": "e1", "to": "e2", "delayed": True}],
            }
        )
    )
    path = tmp_path / "a.kumu.xlsx"
    with Ecosystem.create(tmp_path / "a.eco") as eco:
        import_files(eco, [source])
        kumu.write(eco, path)
    sheet = fastexcel.read_excel(path).load_sheet("Elements").to_polars()
    assert sheet["Label"].to_list() == ["A (e1)", "A (e2)"]
    assert sheet["tags"].to_list() == [None, "x | y"]


def test_what_cannot_be_written(mixed: Ecosystem, tmp_path: Path) -> None:
    with mixed as eco:
        with pytest.raises(InputError, match="ending"):
            kumu.write(eco, tmp_path / "a.json")
        with pytest.raises(InputError, match="whole record"):
            export(eco, tmp_path / "a.kumu.json", scope=Scope.parse("sector=payer"))
    assert not list(tmp_path.glob("a.*json"))
