"""Matching and reviewing a record at the command line: reports, decisions by option and by key, and what is refused."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.cli.review import walk
from ecotone.ecosystem import Ecosystem
from ecotone.matching.matcher import Matcher
from ecotone.matching.registry import LABEL, Organisation, Registry
from ecotone.workbench.rematch import match_record
from ecotone.workbench.review import items

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("Memorial Hermann", "Tsinghua University", "Zan College", "Mebur College")
OTHERS = tuple(f"{one}{other}{last} College" for one in "bdfgklmn" for other in "aeiou" for last in "bdfgklmnprst")
"""Enough others for a word that only one has to be rare."""


def run(*arguments: object, code: int = 0) -> str:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    assert result.exit_code == code, result.output
    return str(result.output)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Return a record of two actors that wait for a decision, and one that is nobody."""
    path = tmp_path / "x.eco"
    registry = Registry.build(
        Organisation(f"r{n}", name, ((name, LABEL),), frozenset({"education"}), "active", "", "", (), 5) for n, name in enumerate(NAMES)
    )
    with Ecosystem.create(path) as eco:
        with eco.batch("actors") as batch:
            for name in ("Memorial Hermann", "Tsinghua University", "[bold]Corner Bakery"):
                batch.add_actor(name)
        match_record(eco, Matcher(registry, matched_from=1.0, new_below=0.0))
    return path


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "registry.jsonl"
    records = [{"id": f"r{n}", "names": [{"value": name, "types": ["ror_display", "label"]}]} for n, name in enumerate(NAMES + OTHERS)]
    path.write_text("\n".join(map(json.dumps, records)) + "\n")
    return path


def test_a_record_is_matched_reported_and_left_alone_the_second_time(tmp_path: Path, registry: Path) -> None:
    path = tmp_path / "y.eco"
    with Ecosystem.create(path) as eco, eco.batch("actors") as batch:
        batch.add_actor("Memorial Hermann")
    assert "dry run" in run("match", path, "--registry", registry, "--dry-run")
    first = json.loads(run("match", path, "--registry", registry, "--json"))
    assert first["actors"][0]["id"] == "r0"
    assert first["batch"] == 2
    assert "Nothing changed" in run("match", path, "--registry", registry)


def test_sectors_follow_a_table_that_the_user_writes(record: Path, tmp_path: Path) -> None:
    table = tmp_path / "rules.csv"
    assert "Wrote" in run("match", "--write-sectors", table)
    table.write_text(table.read_text(encoding="utf-8") + "name,bakery,,connector,0.99,People meet there\n", encoding="utf-8")
    assert "connector (0.99), People meet there" in run("match", record, "--sectors", table)
    run("match", "--write-sectors", table, code=2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Either a record or a file of names"),
        (("{record}",), "nothing to match with"),
        (("{record}", "--registry", "none.jsonl"), "No such registry file"),
        (("{record}", "--sectors", "none.csv"), "No such file"),
        (("{record}", "--sectors", "none.csv", "--dry-run"), "Sectors are not tried out"),
        (("{record}", "--sectors", "none.csv", "--registry", "none.jsonl", "--json"), "one after the other"),
        (("{record}", "--registry", "{registry}", "--column", "x"), "neither --column nor -o"),
        (("--names", "x.csv"), "need a column"),
        (("{record}", "--names", "x.csv"), "Either a record or a file of names"),
    ],
)
def test_what_cannot_be_matched_is_one_message(record: Path, registry: Path, arguments: tuple[str, ...], message: str) -> None:
    given = [one.format(record=record, registry=registry) for one in arguments]
    assert message in run("match", *given, code=2).replace("\n", " ")


def test_the_queue_is_printed_in_three_ways(record: Path) -> None:
    assert "Memorial Hermann" in run("review", record, "--list")
    assert {row["item"] for row in json.loads(run("review", record, "--json"))["tables"][0]["rows"]} >= {"1", "2"}
    assert run("review", record, "--csv").startswith("Item,Kind")
    assert "Memorial Hermann" in run("review", record)


def test_items_are_decided_by_option(record: Path) -> None:
    assert "accepted (batch 3)" in run("review", record, "--accept", 1, "--reject", 2, "--author", "Ana", "--reason", "known")
    with Ecosystem.open(record) as eco:
        assert {"1", "2"}.isdisjoint(one.item for one in items(eco))
    assert "waits for a decision" in run("review", record, "--accept", 1, code=2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--accept", "1", "--accept", "77"), "Nothing of this name waits"),
        (("--accept", "1", "--reject", "1"), "decided once"),
        (("--reject", "1", "--id", "r2"), "exactly one --accept"),
    ],
)
def test_a_wrong_decision_decides_nothing(record: Path, arguments: tuple[str, ...], message: str) -> None:
    assert message in run("review", record, *arguments, code=2).replace("\n", " ")
    with Ecosystem.open(record) as eco:
        assert {"1", "2"} <= {one.item for one in items(eco)}


def test_a_key_decides_and_another_takes_it_back(record: Path) -> None:
    console = Console(file=io.StringIO(), width=100)
    keys = iter("?au" + "as" + "q")
    with Ecosystem.open(record) as eco:
        count = len(items(eco))
        walk(eco, "", "Ana", console, lambda: next(keys))
        assert len(items(eco)) == count - 1
        assert sum(one.skipped for one in items(eco)) == 1
        assert [row["author"] for row in eco.history(2).to_dicts()] == ["Ana", "Ana"]
    shown = str(console.file.getvalue())  # type: ignore[attr-defined]
    assert "taken back" in shown
    assert "accepted" in shown
