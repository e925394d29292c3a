"""A statement stands alone: nothing in it points outside, and nothing in it lacks a source."""

from __future__ import annotations

import pytest

from ecotone.dates import Date
from ecotone.ecosystem.statements import Claim, Event, Evidence, Mention, Statement, Tie
from ecotone.errors import EvidenceError, InputError

EVIDENCE = Evidence("nih", "R01")


def test_evidence_needs_source_and_id() -> None:
    with pytest.raises(EvidenceError):
        Evidence("nih", "")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x", "www.example.org"])
def test_only_web_addresses_are_evidence(address: str) -> None:
    with pytest.raises(InputError, match="web address"):
        Evidence("nih", "R01", address)


@pytest.mark.parametrize(
    "said",
    [
        {"ties": (Tie("a", "b", "relation"),)},
        {"claims": (Claim("x", "phase", "1"),)},
        {"events": (Event("started", Date("2020"), actual=True, objects=(("x", "study"),)),)},
        {"mentions": (Mention("a", "Site", "site", unnamed_of="x"),)},
    ],
)
def test_a_pointer_to_nothing_is_refused(said: dict[str, tuple[object, ...]]) -> None:
    with pytest.raises(InputError, match="does not define"):
        Statement(EVIDENCE, **{"mentions": (Mention("a", "A", "funder"),)} | said)  # type: ignore[arg-type]
