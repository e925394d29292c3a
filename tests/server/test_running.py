from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from ecotone.errors import InputError, NotARecordError, StorageError
from ecotone.server import serve
from ecotone.server.running import is_loopback

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOTONE_STATE", str(tmp_path / "state"))


def test_the_printed_address_opens_the_record_and_once_ends(record: Path, capfd: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []

    def ready(address: str) -> None:
        seen.append(address)
        with httpx.Client(follow_redirects=True, trust_env=False) as browser:
            page = browser.get(address)
            assert "token" not in str(page.url)
            told = browser.get(httpx.URL(address).join("/api/record"))
            assert told.json()["title"] == "Test Hub"
            health = browser.get(httpx.URL(address).join("/api/health"))
            assert health.json()["status"] == "ok"
            assert "server" not in health.headers

    serve(record, open_browser=False, once=True, ready=ready, token="the-token")
    assert seen[0].startswith("http://127.0.0.1:")
    assert seen[0].endswith("/?token=the-token")
    said = capfd.readouterr()
    assert "the-token" not in said.out + said.err
    assert not record.with_name("hub.eco-wal").exists()  # closed: one file that can be mailed


def test_what_fails_when_ready_ends_the_server_and_is_raised(record: Path) -> None:
    def ready(_address: str) -> None:
        raise InputError("Not this one")

    with pytest.raises(InputError, match="Not this one"):
        serve(record, open_browser=False, ready=ready)


def test_the_browser_is_opened_at_the_address(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    serve(record, once=True, token="t")
    assert opened[0].endswith("/?token=t")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "hub.example", ""])
def test_other_machines_are_served_only_where_asked_for(record: Path, host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(InputError, match="other machines"):
        serve(record, host=host, open_browser=False)


def test_the_flag_lets_other_machines_in(record: Path) -> None:
    seen: list[str] = []
    serve(record, host="0.0.0.0", beyond_loopback=True, open_browser=False, once=True, ready=seen.append)
    assert len(seen) == 1


def test_a_port_that_is_taken_is_told(record: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StorageError, match="Nothing can listen"):
            serve(record, port=taken.getsockname()[1], open_browser=False)
    with pytest.raises(InputError, match="no such port"):
        serve(record, port=99999, open_browser=False)


def test_a_wrong_record_is_refused_before_anything_listens(tmp_path: Path) -> None:
    (tmp_path / "x.eco").write_bytes(b"no record" * 100)
    others = set(threading.enumerate())  # of servers that other tests of this process share
    with pytest.raises(NotARecordError):
        serve(tmp_path / "x.eco", open_browser=False, ready=lambda _: pytest.fail("it listened"))
    assert not [thread for thread in threading.enumerate() if thread.name == "ecotone-jobs" and thread not in others]
