"""Services asked over a real connection: pages, faults, resuming, keys, and answers read into a record."""

from __future__ import annotations

import gzip
import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.ecosystem import Ecosystem
from ecotone.errors import CancelledError, FetchError, InputError
from ecotone.sources.live import SERVICES, Client, fetch
from ecotone.work import Reporting
from ecotone.workbench.demo import FILES, FOLDER
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRIALS = SERVICES["clinicaltrials"]


def studies(count: int) -> list[Any]:
    """Return studies in the service's shape."""
    return [
        {
            "protocolSection": {
                "identificationModule": {"nctId": f"NCT{number:08d}"},
                "sponsorCollaboratorsModule": {"leadSponsor": {"name": f"Sponsor {number % 7}", "class": "INDUSTRY"}},
            }
        }
        for number in range(1, count + 1)
    ]


def asker(replay: Any, waits: list[float] | None = None, **options: Any) -> Client:
    """Return a client that notes how long it would wait instead of waiting."""
    return Client(replay.address, sleep=(waits if waits is not None else []).append, tries=4, **options)


def pages(done: Any) -> list[Any]:
    """Return what the kept files hold."""
    return [json.loads(path.read_bytes()) for path in done.files]


def test_all_pages_come_in_order_and_a_second_fetch_asks_nothing(replaying: Callable[..., Any], tmp_path: Path) -> None:
    replay = replaying(studies(2_500))
    done = fetch(TRIALS, "houston", asker(replay), tmp_path)
    assert (done.records, done.total, done.asked, len(done.files), done.complete) == (2_500, 2_500, 3, 3, True)
    got = [study["protocolSection"]["identificationModule"]["nctId"] for page in pages(done) for study in page["studies"]]
    assert got == [f"NCT{number:08d}" for number in range(1, 2_501)]
    again = fetch(TRIALS, "houston", asker(replay), tmp_path)
    assert (again.asked, again.files) == (0, done.files)
    assert fetch(TRIALS, "houston", asker(replay), tmp_path, fresh=True).asked == 3
    assert fetch(TRIALS, "houston", asker(replay), tmp_path, fresh_hours=0).asked == 3
    assert fetch(TRIALS, "dallas", asker(replay), tmp_path).folder != done.folder


def test_a_limit_stops_and_a_higher_one_asks_anew_only_where_it_must(replaying: Callable[..., Any], tmp_path: Path) -> None:
    replay = replaying(studies(5_000))
    done = fetch(TRIALS, "houston", asker(replay), tmp_path, limit=1_500)
    assert (done.records, done.asked, done.complete) == (2_000, 2, False)
    more = fetch(TRIALS, "houston", asker(replay), tmp_path, limit=4_000)
    assert (more.records, more.asked, more.complete) == (4_000, 2, False)


@pytest.mark.parametrize(
    ("name", "record", "query", "key", "requests"),
    [
        ("clinicaltrials", {"protocolSection": {}}, "AREA[LocationCity]Houston", "", 3),
        ("nih", {"project_num": "5R01CA1"}, 'org:"rice university" state:TX year:2024 graphene', "", 5),
        ("ror", {"id": "https://ror.org/04twxam07"}, "houston", "", 105),
        ("openalex", {"id": "https://openalex.org/W1"}, "institutions.ror:02pttbw34", "", 21),
        ("openalex", {"id": "https://openalex.org/W1"}, "graphene", "k", 21),
        ("openfda", {"k_number": "K1"}, "510k city:houston", "", 3),
    ],
)
def test_each_service_is_paged_as_it_wants(
    replaying: Callable[..., Any], tmp_path: Path, name: str, record: Any, query: str, key: str, requests: int
) -> None:
    replay = replaying([record] * 2_100)
    done = fetch(SERVICES[name], query, asker(replay, key=key), tmp_path)
    assert (done.records, done.total, done.asked, done.complete) == (2_100, 2_100, requests, True)


def test_what_a_service_does_not_hand_out_is_said(replaying: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecotone.sources.live.services._REPORTER_REACH", 1_000)
    replay = replaying([{"project_num": "5R01CA1"}] * 1_200)
    done = fetch(SERVICES["nih"], "graphene", asker(replay), tmp_path)
    assert (done.records, done.total, done.complete) == (1_000, 1_200, False)
    monkeypatch.setattr("ecotone.sources.live.client.time.sleep", lambda _: None)
    words = ["fetch", tmp_path / "x.eco", "nih", "-q", "graphene", "--only-fetch", "--keep", tmp_path, "--address", replay.address]
    said = CliRunner().invoke(app, [str(word) for word in words])
    assert "hands out no more than these of 1,200" in said.stderr
    assert "narrower" in said.stderr


def test_a_query_is_put_as_each_service_wants_it(replaying: Callable[..., Any], tmp_path: Path) -> None:
    replay = replaying([])
    for name, query in (("nih", 'org:"rice university" state:tx year:2024 graphene'), ("openalex", "a.b:c"), ("openalex", "two words")):
        fetch(SERVICES[name], query, asker(replay), tmp_path)
    posted, filtered, searched = (entry[2] or entry[1] for entry in replay.seen)
    assert posted["criteria"] == {
        "org_names": ["RICE UNIVERSITY"],
        "org_states": ["TX"],
        "fiscal_years": [2024],
        "advanced_text_search": {"operator": "and", "search_field": "projecttitle,terms", "search_text": "graphene"},
    }
    assert filtered["filter"] == "a.b:c"
    assert searched["search"] == "two words"
    with pytest.raises(InputError, match="fiscal year"):
        fetch(SERVICES["nih"], "year:next", asker(replay), tmp_path)


def test_no_field_that_names_a_person_is_asked_for(replaying: Callable[..., Any], tmp_path: Path) -> None:
    replay = replaying([])
    for service in SERVICES.values():
        fetch(service, "houston", asker(replay), tmp_path)
    asked = json.dumps([entry[1:3] for entry in replay.seen]).lower()
    for word in ("contact", "investigator", "official", "email", "phone", "principal", "overall"):
        assert word not in asked


@pytest.mark.parametrize("fault", ["429", "500", "503", "cut", "slow"])
def test_a_passing_fault_is_waited_out(replaying: Callable[..., Any], tmp_path: Path, fault: str) -> None:
    waits: list[float] = []
    impatient = {"timeout_s": 1.0} if fault == "slow" else {}  # the server is slower still
    done = fetch(TRIALS, "houston", asker(replaying(studies(3), fault, fault), waits, **impatient), tmp_path)
    assert (done.records, done.complete) == (3, True)
    assert waits == ([3.0, 3.0] if fault == "429" else [1.0, 2.0])


@pytest.mark.parametrize(
    ("faults", "what"),
    [
        (["500"] * 4, "does not answer as it should"),
        (["429 wait"], "asks to wait longer"),
        (["400"], "refuses the query"),
        (["403"], "wants a key"),
        (["301"], "refuses the query"),
        (["html"], "no JSON, or with half of it"),
        (["half"], "no JSON, or with half of it"),
        (["schema"], "another shape"),
    ],
)
def test_a_lasting_fault_is_said_and_what_came_is_kept(replaying: Callable[..., Any], tmp_path: Path, faults: list[str], what: str) -> None:
    replay = replaying(studies(2_500), "", *faults)
    with pytest.raises(FetchError, match=what) as caught:
        fetch(TRIALS, "houston", asker(replay), tmp_path)
    assert caught.value.remedy
    replay.faults.clear()
    done = fetch(TRIALS, "houston", asker(replay), tmp_path)
    assert (done.records, done.asked, done.complete) == (2_500, 2, True)  # the first page was there already


def test_a_fetch_that_was_stopped_goes_on(replaying: Callable[..., Any], tmp_path: Path) -> None:
    replay = replaying(studies(3_000))
    work = Reporting(lambda done, _total, _what: work.cancel() if done else None)
    with pytest.raises(CancelledError):
        fetch(TRIALS, "houston", asker(replay), tmp_path, work=work)
    before = len(replay.seen)
    done = fetch(TRIALS, "houston", asker(replay), tmp_path)
    assert 0 < before < 3
    assert (done.asked, done.records) == (3 - before, 3_000)


def test_a_damaged_book_begins_anew(replaying: Callable[..., Any], tmp_path: Path) -> None:
    replay = replaying(studies(10))
    done = fetch(TRIALS, "houston", asker(replay), tmp_path)
    for damage in (b"{", b"[]", b'{"begun": "2026-01-01T00:00:00+00:00", "pages": [{"file": "gone.json", "records": 1}], "next": null}'):
        (done.folder / "fetch.json").write_bytes(damage)
        again = fetch(TRIALS, "houston", asker(replay), tmp_path)
        assert (again.asked, again.records) == (1, 10)


def test_a_key_and_a_contact_are_sent_and_never_kept(replaying: Callable[..., Any], tmp_path: Path) -> None:
    replay = replaying([{"k_number": "K1"}] * 1_500)
    done = fetch(SERVICES["openfda"], "houston", asker(replay, key="secret-key", contact="ana@example.org"), tmp_path)
    assert done.records == 1_500
    assert [entry[1]["api_key"] for entry in replay.seen] == ["secret-key"] * 2  # not the one that stood in the link
    assert "ana@example.org" in replay.seen[0][3]["user-agent"]
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"secret-key" not in kept


def test_requests_are_spaced(replaying: Callable[..., Any], tmp_path: Path) -> None:
    waits: list[float] = []
    fetch(TRIALS, "houston", asker(replaying(studies(3_000)), waits, pause_s=60.0), tmp_path)
    assert [50 < wait <= 60 for wait in waits] == [True, True]


def test_off_line_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="may be off line"):
        fetch(TRIALS, "houston", Client("http://127.0.0.1:9", sleep=lambda _: None), tmp_path)
    with pytest.raises(InputError, match="A query is needed"):
        fetch(TRIALS, " ", Client("http://127.0.0.1:9"), tmp_path)


def test_an_answer_without_end_is_refused(replaying: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="larger than can be right"):
        fetch(TRIALS, "houston", asker(replaying(studies(900)), largest=10_000), tmp_path)


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["clinicaltrials", "nih", "ror", "openalex"])
def test_genuine_records_fetched_are_those_of_their_files(replaying: Callable[..., Any], tmp_path: Path, corpus: Path, name: str) -> None:
    if name == "clinicaltrials":
        names = ("NCT05594173.json", "NCT06171568.json")  # the third there is of the service's first version
        paths = [corpus / "clinicaltrials" / "api_v2_single_misc" / name for name in names]
        paths += sorted((corpus / "clinicaltrials" / "api_v2_hub_studies").glob("*.json"))[:15]
        records = [json.loads(path.read_bytes()) for path in paths]
    elif name == "nih":
        paths = [corpus / "nih" / "reporter_v2_projects_sample.json"]
        loaded = json.loads(paths[0].read_bytes())
        records = loaded["results"] if isinstance(loaded, dict) else loaded
    elif name == "openalex":
        paths = [corpus / "openalex" / "W2741809807.json"]
        records = [json.loads(paths[0].read_bytes())]
    else:
        with gzip.open(corpus / "ror" / "registry_51k.jsonl.gz") as lines:
            records = [json.loads(line) for line in itertools.islice(lines, 45)]
        paths = [tmp_path / "ror.jsonl"]
        paths[0].write_text("\n".join(json.dumps(record) for record in records))
    service = SERVICES[name]
    done = fetch(service, "anything", asker(replaying(records)), tmp_path / "raw")
    exports = []
    for number, files in enumerate((done.files, paths)):
        with Ecosystem.create(tmp_path / f"{number}.eco", title="x") as eco:
            imported = import_files(eco, files, source=service.source)
            assert (imported.kept, imported.refused) == (len(records), 0)
            held = json.loads(eco.export())
            held["kept"] = [row for row in held["kept"] if row["kind"] != "undated"]  # which files were read differs
            exports.append(held)
    assert exports[0] == exports[1]


def test_the_command_fetches_imports_and_says_what_it_did(
    replaying: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecotone.sources.live.client.time.sleep", lambda _: None)
    replay = replaying(studies(5))

    def run(*more: object) -> Any:
        words = ["fetch", tmp_path / "x.eco", "clinicaltrials", "-q", "houston", "--keep", tmp_path / "raw", "--address", replay.address]
        return CliRunner().invoke(app, [str(word) for word in (*words, *more)])

    said = run()
    assert said.exit_code == 0, said.output
    assert "5 records on 1 page, 1 request made now" in said.stdout
    assert "read 5, kept 5, refused 0, changed 5" in said.stdout
    again = json.loads(run("--json").stdout)
    assert (again["fetched"]["requests"], again["changed"], again["kept"]) == (0, 0, 5)
    assert json.loads(run("--json", "--only-fetch", "--fresh").stdout)["fetched"]["records"] == 5
    replay.records.clear()
    empty = run("--fresh")
    assert (empty.exit_code, "Nothing was found" in empty.stderr) == (1, True)


def test_the_command_refuses_what_is_no_service_or_not_safe(tmp_path: Path) -> None:
    def run(*words: object) -> Any:
        return CliRunner().invoke(app, ["fetch", str(tmp_path / "x.eco"), *map(str, words)])

    assert "no such service" in run("pubmed", "-q", "x").stderr
    assert "asked over https" in run("ror", "-q", "x", "--address", "http://example.org").stderr
    off = run("ror", "-q", "x", "--address", "http://127.0.0.1:9", "--keep", tmp_path / "raw")
    assert (off.exit_code, "may be off line" in off.stderr) == (2, True)
    assert not (tmp_path / "x.eco").exists()


def test_the_demo_files_are_what_the_services_would_answer(tmp_path: Path) -> None:
    """The reader that a service names reads the shape that the demo's own cut of it has."""
    with Ecosystem.create(tmp_path / "x.eco", title="x") as eco:
        assert import_files(eco, [FOLDER / FILES["clinicaltrials"]], source=TRIALS.source).kept > 10
