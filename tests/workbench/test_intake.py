"""Files into a record: whole or not at all, twice the same, every awkward file a message and its good neighbours kept."""

from __future__ import annotations

import codecs
import json
import zipfile
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.errors import CancelledError, NotFoundError
from ecotone.work import Reporting
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def eco(tmp_path: Path) -> Iterator[Ecosystem]:
    with Ecosystem.create(tmp_path / "x.eco") as opened:
        yield opened


def _study(number: int, sponsor: str = "Baylor College of Medicine", updated: str = "2024-05-01", **status: Any) -> dict[str, Any]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08}"},
            "statusModule": {"lastUpdateSubmitDate": updated, **status},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": sponsor, "class": "OTHER"}},
            "contactsLocationsModule": {"locations": [{"facility": "Research Site", "city": "Houston", "country": "United States"}]},
        }
    }


def _write(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_an_import_twice_changes_nothing(eco: Ecosystem, tmp_path: Path) -> None:
    path = _write(tmp_path, "a.json", [_study(1), _study(2)])
    first = import_files(eco, [path], author="me")
    before = eco.export()
    again = import_files(eco, [path])
    assert (first.read, first.kept, first.changed, first.unchanged, first.by_source) == (2, 2, 2, 0, {"clinicaltrials": 2})
    assert (again.changed, again.unchanged, again.batch) == (0, 2, None)
    assert eco.export() == before
    assert eco.history()["author"].to_list() == ["me"]


def test_a_dry_run_counts_and_writes_nothing(eco: Ecosystem, tmp_path: Path) -> None:
    path = _write(tmp_path, "a.json", [_study(1), _study(2)])
    before = eco.export()
    tried = import_files(eco, [path], dry_run=True)
    assert (tried.kept, tried.batch) == (2, None)
    assert eco.export() == before
    assert import_files(eco, [path]).kept == tried.kept


def test_an_import_can_be_undone(eco: Ecosystem, tmp_path: Path) -> None:
    before = eco.export()
    done = import_files(eco, [_write(tmp_path, "a.json", [_study(1)])])
    assert done.batch is not None
    eco.undo(done.batch)
    assert eco.actors().height == 0
    assert eco.check() == []
    assert before is not None


def test_a_cancelled_import_leaves_the_record_as_it_was(eco: Ecosystem, tmp_path: Path) -> None:
    path = _write(tmp_path, "a.json", [_study(number) for number in range(500)])
    before = eco.export()
    work = Reporting(lambda done, _total, _what: work.cancel() if done >= 200 else None)
    with pytest.raises(CancelledError):
        import_files(eco, [path], work=work)
    assert eco.export() == before
    assert eco.history().height == 0


@pytest.mark.corpus
def test_states_in_any_order_end_alike_and_keep_what_was_said(corpus: Path, tmp_path: Path) -> None:
    folders = sorted((corpus / "clinicaltrials" / "api_v2_versions").iterdir())
    files = [path for folder in folders for path in sorted(folder.iterdir())]
    assert (len(folders), len(files)) == (8, 32)
    claims = []
    for name, order in (("forward", files), ("backward", files[::-1]), ("twice", files + files)):
        with Ecosystem.create(tmp_path / f"{name}.eco") as eco:
            done = import_files(eco, order)
            assert done.kept == len(order)
            assert eco.stats()["evidence"] == 8
            assert eco.stats()["initiatives"] == 8
            columns = ["field", "value", "known_from", "known_to"] if "known_from" in eco.claims().columns else ["field", "value"]
            claims.append(eco.claims().select(columns).sort(columns))
            events = eco.events()
            # NCT07098338 moved its primary completion from March 2027 to April 2029 between the first two states.
            found = events.filter(pl.col("kind") == "primary completion")["date"].to_list()
            assert "2029-04-06" in found
    assert claims[0].equals(claims[1])
    assert claims[0].equals(claims[2])


@pytest.mark.corpus
def test_a_later_state_keeps_what_the_earlier_said(corpus: Path, tmp_path: Path) -> None:
    from ecotone.dates import Date

    folder = corpus / "clinicaltrials" / "api_v2_versions" / "NCT07098338"
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        import_files(eco, [folder])
        then = eco.events(as_of=Date("2025-12-01")).filter(pl.col("kind") == "primary completion")["date"].unique().to_list()
        now = eco.events(as_of=Date("2026-03-20")).filter(pl.col("kind") == "primary completion")["date"].unique().to_list()
    assert (then, now) == (["2027-03-21"], ["2029-04-06"])


def test_files_in_any_order_give_the_same_actors(tmp_path: Path) -> None:
    first = _write(tmp_path, "a.json", [_study(1, "M.D. Anderson Cancer Center")])
    site = _study(2, "Sanofi")
    site["protocolSection"]["contactsLocationsModule"]["locations"] = [
        {"facility": "The University of Texas MD Anderson Cancer Center", "city": "Houston", "country": "United States"}
    ]
    second = _write(tmp_path, "b.json", [site])
    seen = []
    for number, order in enumerate([[first, second], [second, first]]):
        with Ecosystem.create(tmp_path / f"{number}.eco") as eco:
            import_files(eco, order)
            seen.append(sorted(eco.actors()["name"]))
    assert seen[0] == seen[1]
    assert sum("Anderson" in name for name in seen[0]) == 2  # itself, and its own unnamed sites


def test_an_unnamed_site_is_its_sponsors(eco: Ecosystem, tmp_path: Path) -> None:
    import_files(eco, [_write(tmp_path, "a.json", [_study(1, "Sanofi"), _study(2, "Sanofi"), _study(3, "Novartis")])])
    assert sorted(eco.actors()["name"]) == ["Novartis", "Sanofi", "Unnamed sites of Novartis", "Unnamed sites of Sanofi"]
    import_files(eco, [_write(tmp_path, "b.json", [_study(4, "Sanofi")])])
    assert eco.actors().height == 4


GOOD = json.dumps([_study(900)]).encode()


@pytest.mark.parametrize(
    ("file", "what", "kept"),
    [
        (("truncated.json", json.dumps([_study(1), _study(2)]).encode()[:-30]), "The file ends in the middle of a record", 1),
        (("error.json", b'{"error": {"code": 404}}'), "No source recognises the file", 0),
        (("cut.json", b'{"studies": ['), "No source recognises the file", 0),
        (("page.json", b"<!DOCTYPE html><html><body>503</body></html>"), "No source recognises the file", 0),
        (("windows.json", json.dumps([_study(1, "Hôpital")], ensure_ascii=False).encode("cp1252")), "Some letters are no UTF-8", 1),
        (("mac.json", json.dumps([_study(1, "Universität")], ensure_ascii=False).encode("mac_roman")), "Some letters are no UTF-8", 1),
        (("bom.json", codecs.BOM_UTF8 + json.dumps([_study(1)]).encode()), "", 1),
        (("wide.json", json.dumps([_study(1)]).encode("utf-16")), "", 1),
        (("deep.json", b'{"protocolSection": ' + b"[" * 100_000), "The JSON is nested too deeply", 0),
        (("empty.json", b""), "The file is empty", 0),
        (("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00"), "No source recognises the file", 0),
        (("dates.json", json.dumps([_study(1, startDateStruct={"date": "1900-01-01"})]).encode()), "This day is what programs write", 1),
        (("far.json", json.dumps([_study(1, startDateStruct={"date": "3201-10-21"})]).encode()), "The year is outside", 1),
        (("none.json", json.dumps([_study(1, startDateStruct={"date": "31/02/2020"})]).encode()), "No such day exists", 1),
        (("words.json", json.dumps([_study(1, startDateStruct={"date": "April 2020"})]).encode()), "", 1),
        (("nul.json", json.dumps([_study(1, "Baylor\x00")]).encode()), "A text holds a NUL character", 0),
        (("half.json", json.dumps([_study(1, "Baylor\ud800")]).encode()), "A text is no valid Unicode", 0),
        (("nowhere.json", json.dumps([_study(1, '=HYPERLINK("http://x")')]).encode()), "", 1),
    ],
)  # fmt: skip
def test_bad_files_give_a_clear_message_and_good_ones_are_kept(
    eco: Ecosystem, tmp_path: Path, file: tuple[str, bytes], what: str, kept: int
) -> None:
    folder = tmp_path / "in"
    _write(folder, *file)
    _write(folder, "zz_good.json", GOOD)
    done = import_files(eco, [folder])
    assert done.kept == kept + 1
    assert what in " | ".join(done.problems.by_kind())
    assert bool(what) == bool(len(done.problems))
    if kept == 0:
        assert done.refused >= 1
    assert eco.check() == []
    assert eco.stats()["evidence"] == kept + 1


def test_archives_with_bad_entries_keep_their_good_ones(eco: Ecosystem, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../out.json", json.dumps(_study(1)))
        archive.writestr("good.json", json.dumps(_study(2)))
        archive.writestr("bomb.json", b" " * (40 << 20))
    done = import_files(eco, [tmp_path / "a.zip"])
    assert (done.kept, sorted(done.problems.by_kind())) == (
        1,
        ["A name in the archive points outside it", "The packed file looks like a zip bomb"],
    )


def test_a_script_link_is_refused(eco: Ecosystem, tmp_path: Path) -> None:
    record = {
        "id": "javascript:alert(1)//https://ror.org/",
        "status": "active",
        "names": [{"value": "X", "types": ["ror_display"]}],
        "relationships": [],
    }
    done = import_files(eco, [_write(tmp_path, "a.json", [record])])
    assert (done.kept, done.refused) == (0, 1)
    assert done.problems.kept[0].what == "An address of evidence must be a web address"


def test_a_missing_path_or_source_stops_before_anything(eco: Ecosystem, tmp_path: Path) -> None:
    good = _write(tmp_path, "a.json", [_study(1)])
    with pytest.raises(NotFoundError, match="no such file"):
        import_files(eco, [good, tmp_path / "nothing.json"])
    with pytest.raises(NotFoundError, match="no such source"):
        import_files(eco, [good], source="astrology")
    assert eco.history().height == 0


def test_an_error_in_the_middle_leaves_nothing_half_written(eco: Ecosystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ecotone.ecosystem import Batch
    from ecotone.errors import StorageError

    path = _write(tmp_path, "a.json", [_study(number) for number in range(20)])
    before = eco.export()
    whole = Batch.state
    seen: list[int] = []

    def full(self: Batch, said: Any) -> Any:
        seen.append(1)
        if len(seen) > 10:
            raise StorageError("The disk is full")
        return whole(self, said)

    monkeypatch.setattr(Batch, "state", full)
    with pytest.raises(StorageError):
        import_files(eco, [path])
    monkeypatch.undo()
    assert eco.export() == before
    assert eco.check() == []


def test_registry_names_show_and_place_actors(eco: Ecosystem, tmp_path: Path) -> None:
    registry = {
        "id": "https://ror.org/04twxam07",
        "status": "active",
        "names": [{"value": "The University of Texas MD Anderson Cancer Center", "types": ["ror_display"]}],
        "types": ["healthcare"],
        "country_code": "US",
        "city": "Houston",
        "lat": 29.76,
        "lng": -95.36,
        "relationships": [],
    }
    import_files(eco, [_write(tmp_path, "a.json", [registry]), _write(tmp_path, "b.json", [_study(1, "M.D. Anderson Cancer Center")])])
    [row] = eco.actors().filter(pl.col("kind") == "organisation").to_dicts()
    assert (row["name"], row["city"], row["country"], row["sector"]) == (
        "The University of Texas MD Anderson Cancer Center",
        "Houston",
        "United States",
        "provider",
    )


def test_two_undated_files_about_one_record_read_again_on_a_later_day_change_nothing(
    eco: Ecosystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def organisation(name: str) -> dict[str, Any]:
        place = {"city": "Houston", "country_geonames_id": 6252001, "geonames_city": {"city": "Houston"}}
        return {
            "id": "https://ror.org/02pttbw34", "name": name, "types": ["Education"], "status": "active", "addresses": [place],
            "country": {"country_code": "US", "country_name": "United States"}, "aliases": [], "acronyms": [], "labels": [],
            "links": [], "relationships": [], "external_ids": {},
        }  # fmt: skip

    def names() -> list[str]:
        return eco.actors()["name"].to_list()

    older = _write(tmp_path, "a_2023.json", organisation("Baylor University College of Medicine"))
    newer = _write(tmp_path, "b_2024.json", organisation("Baylor College of Medicine"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    import_files(eco, [older, newer])
    before = names()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710000000")
    again = import_files(eco, [older, newer])
    assert (again.changed, again.unchanged, again.batch) == (0, 2, None)
    renamed = tmp_path / "copy.json"
    renamed.write_bytes(older.read_bytes())
    assert import_files(eco, [renamed]).batch is None
    assert names() == before

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1720000000")
    back = _write(tmp_path, "c_2024.json", [organisation("Baylor University College of Medicine")])
    assert import_files(eco, [back]).changed == 1, "a new file is news, though it says what an old one said"
