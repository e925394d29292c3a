"""Files read at the command line: genuine ones, and everything that can be wrong with them."""

from __future__ import annotations

import json
import os
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.ecosystem import Ecosystem
from ecotone.workbench.demo import FILES, FOLDER

if TYPE_CHECKING:
    from pathlib import Path

AWARDS = FOLDER / FILES["nih"]


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


def test_an_import_makes_the_record_and_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    record = tmp_path / "x.eco"
    first = json.loads(run("import", record, AWARDS, "--author", "ana", "--json").stdout)
    assert first["read"] == first["kept"] == first["changed"] > 100
    assert first["refused"] == []
    again = json.loads(run("import", record, AWARDS, "--json").stdout)
    assert (again["kept"], again["changed"]) == (first["kept"], 0)
    with Ecosystem.open(record) as eco:
        assert eco.history()["author"].to_list()[-1] == "ana"


def test_good_rows_are_kept_and_bad_ones_listed_with_file_row_and_reason(tmp_path: Path) -> None:
    record, bad = tmp_path / "x.eco", tmp_path / "studies.json"
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000102"},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Rice University", "class": "OTHER"}},
        }
    }
    bad.write_text(json.dumps([study, {"protocolSection": {"identificationModule": {}}}]))
    result = run("import", record, bad, "--json")
    done = json.loads(result.stdout)
    assert (done["kept"], done["counts"]["refused"], result.exit_code) == (1, 1, 0)
    assert done["refused"][0]["file"].endswith("studies.json")
    assert {"file", "row", "reason"} <= done["refused"][0].keys()
    assert "refused 1" in run("import", record, bad).stdout


def test_where_everything_is_refused_the_code_is_1(tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_text("<!doctype html><html><body>503 Service Unavailable</body></html>")
    result = run("import", tmp_path / "x.eco", page, "--json")
    assert result.exit_code == 1
    done = json.loads(result.stdout)
    assert (done["kept"], len(done["refused"])) == (0, 1)


def truncated(path: Path) -> None:
    path.write_bytes((FOLDER / FILES["clinicaltrials"]).read_bytes()[:40])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def deep(path: Path) -> None:
    path.write_text("[" * 100_000)


def climbing_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../outside.csv", "a,b\n1,2\n")


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.json", b"0" * 50_000_000)


def error_object(path: Path) -> None:
    path.write_text('{"error": {"code": 429, "message": "Too Many Requests"}}')


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)


@pytest.mark.parametrize("make", [truncated, empty, deep, climbing_zip, bomb, error_object, picture])
@pytest.mark.parametrize("ending", [".json", ".zip"])
def test_a_bad_file_is_a_message_and_changes_nothing(make: Any, ending: str, tmp_path: Path) -> None:
    record, bad = tmp_path / "x.eco", tmp_path / f"bad{ending}"
    run("import", record, AWARDS)
    with Ecosystem.open(record) as eco:
        before = eco.actors()
    make(bad)
    result = run("import", record, bad)
    assert result.exit_code in {1, 2}
    assert "bad" in result.stderr
    with Ecosystem.open(record) as eco:
        assert before.equals(eco.actors())
        assert eco.check() == []
    assert not (tmp_path.parent / "outside.csv").exists()


def test_a_missing_file_is_found_before_anything_is_done(tmp_path: Path) -> None:
    result = run("import", tmp_path / "x.eco", tmp_path / "missing.csv", AWARDS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no such permissions on this system")
def test_a_record_in_a_folder_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    result = run("import", tmp_path / "no" / "such" / "x.eco", AWARDS)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--as", "--source"])
def test_a_source_is_forced_by_its_name(tmp_path: Path, option: str) -> None:
    result = run("import", tmp_path / "x.eco", AWARDS, option, "spreadsheet", "--json", "--dry-run")
    assert json.loads(result.stdout)["kept"] != json.loads(run("import", tmp_path / "x.eco", AWARDS, "--json", "--dry-run").stdout)["kept"]


@pytest.mark.parametrize("option", ["--as", "--source"])
def test_an_unknown_source_leaves_no_record_behind(tmp_path: Path, option: str) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    for file in (AWARDS, empty):
        result = run("import", tmp_path / "x.eco", file, option, "tea-leaves")
        assert result.exit_code == 2
        assert "There is no such source. Got: tea-leaves." in result.stderr
        assert list(tmp_path.iterdir()) == [empty]


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    result = run("import", tmp_path / "x.eco", AWARDS, "--dry-run")
    assert result.exit_code == 0
    assert "A dry run" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_import_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ecotone.work import Reporting

    monkeypatch.setattr(Reporting, "step", lambda self, *_args, **_more: (_ for _ in ()).throw(KeyboardInterrupt))
    result = run("import", tmp_path / "x.eco", AWARDS)
    assert result.exit_code == 1
    assert "Stopped" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.corpus
def test_the_genuine_archives_of_single_studies(corpus: Path, tmp_path: Path) -> None:
    record = tmp_path / "x.eco"
    files = sorted((corpus / "clinicaltrials" / "api_v2_single_studies").glob("*.zip"))
    done = json.loads(run("import", record, *files, "--json").stdout)
    names = [name for file in files for name in zipfile.ZipFile(file).namelist() if name.endswith(".json")]
    assert done["read"] == len(names)
    assert done["kept"] + done["counts"]["refused"] == done["read"]
    assert json.loads(run("actors", record, "--json").stdout)["tables"][0]["rows"]


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    record = tmp_path / "x.eco"
    assert "There was nothing to read" in run("import", record, tmp_path / "empty").stderr
    assert "nothing to read" not in run("import", record, AWARDS).output


def test_a_record_is_not_left_behind_where_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "error.json").write_text('{"message": "Not found", "code": 404}')
    done = run("import", tmp_path / "new.eco", tmp_path / "error.json")
    assert done.exit_code == 1
    assert "no record was made" in done.stdout
    assert "an error that a service answered with" in done.stderr
    assert not list(tmp_path.glob("new.eco*"))
