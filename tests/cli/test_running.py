"""The process itself: start-up, closed pipes, interruptions, the demo that serves and stops."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ecotone.cli.running import system_message, working
from ecotone.errors import CancelledError
from ecotone.kernel import on_compile

if TYPE_CHECKING:
    from pathlib import Path

ECOTONE = [sys.executable, "-c", "from ecotone.cli import main; main()"]


def start(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"} | more
    return subprocess.run([*ECOTONE, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_the_demo_is_built_once_served_and_asked(tmp_path: Path) -> None:
    path = tmp_path / "h.eco"
    first = start("demo", "--no-browser", "--once", path)
    assert (first.returncode, first.stderr) == (0, "")
    assert all(word in first.stdout for word in ("actors", "ties", "evidence", "initiatives", "/api/health"))
    stamp = path.stat().st_mtime_ns
    second = start("demo", "--no-browser", "--once", "--json", path)
    assert second.returncode == 0
    assert json.loads(second.stdout)["counts"]["actors"] > 100
    assert path.stat().st_mtime_ns == stamp
    assert not list(tmp_path.glob("*.building*"))


def test_the_demo_never_moves_a_file_of_the_users(tmp_path: Path) -> None:
    path = tmp_path / "mine.eco"
    path.write_text("mine")
    result = start("demo", "--once", path)
    assert (result.returncode, path.read_text()) == (2, "mine")
    assert "Traceback" not in result.stderr


def test_a_demo_made_of_older_data_is_made_anew_and_the_old_one_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ecotone.cli.serving import ensure_demo
    from ecotone.ecosystem import Ecosystem

    path = tmp_path / "houston.eco"
    Ecosystem.create(path, title="older").close()
    path.with_name("houston.eco.made-of").write_text("older data")
    ensure_demo(path, ours=True)
    with Ecosystem.open(path) as new, Ecosystem.open(tmp_path / "houston.before.eco") as old:
        assert (old.title, len(new.actors()) > 100) == ("older", True)


def test_serve_refuses_an_address_that_others_reach(tmp_path: Path) -> None:
    start("new", tmp_path / "x.eco")
    result = start("serve", tmp_path / "x.eco", "--host", "0.0.0.0", "--once")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="there is no head on this system")
def test_a_pipe_that_closes_early_is_fine(built: Path) -> None:
    for form in ("--json", "--csv", None):
        command = [*ECOTONE, "ties", str(built), *([form] if form else [])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(1)
            process.stdout.close()
            assert (process.wait(), process.stderr.read()) == (0, b"")


def test_help_imports_no_room(tmp_path: Path) -> None:
    code = (
        "import sys, ecotone.cli; print(sorted(m for m in sys.modules if m in {'polars','numpy','sqlalchemy','fastapi','numba','altair'}))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_json_is_utf8_whatever_the_terminals_encoding(tmp_path: Path) -> None:
    made = start("new", tmp_path / "x.eco", "--title", "Zürich 東京", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(made.stdout)["title"] == "Zürich 東京"


def test_what_the_system_refuses_is_said_in_words() -> None:
    assert system_message(OSError(28, "ENOSPC", "a.csv")) == "The disk is full (a.csv)."
    assert system_message(OSError(13, "EACCES", "a.csv")) == "No permission (a.csv)."


def test_kernels_being_compiled_are_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    before = len(on_compile)
    with working("Counting") as work:
        work.step(1, 2, "half")
        for tell in on_compile:
            tell("one")
            tell("other")
    assert len(on_compile) == before
    assert capsys.readouterr().err.count("Compiling") == 1


@pytest.mark.skipif(os.name == "nt", reason="signals differ on this system")
def test_the_first_interrupt_cancels_at_the_next_step() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs in its background with it ignored
    with working("Waiting") as work:
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(CancelledError):
            work.step(1)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with working("Reading [files]") as work:
        work.step(3, 10, "")
        work.say("[bold]half[/bold]")
    assert "[bold]half[/bold]" in capsys.readouterr().err
