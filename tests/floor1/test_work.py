"""Work reports, and stops when asked from any thread."""

from __future__ import annotations

import threading

import pytest

from ecotone.errors import CancelledError
from ecotone.work import SILENT, Reporting


def test_cancel_from_another_thread_stops_the_next_step() -> None:
    heard: list[str] = []
    work = Reporting(lambda _done, _total, what: heard.append(what), heard.append)
    work.step(0, 2, "one")
    work.say("hello")
    thread = threading.Thread(target=work.cancel)
    thread.start()
    thread.join()
    with pytest.raises(CancelledError):
        work.step(1, 2, "two")
    assert heard == ["one", "hello"]


def test_silence_is_the_default() -> None:
    SILENT.step(1, 2, "x")
    SILENT.say("x")
    Reporting(lambda *_: None).say("nobody listens")
