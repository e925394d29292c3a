"""Rules that cannot be: each is refused with where it is and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.errors import InputError, NotFoundError
from ecotone.pathways.rules import load

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """jurisdictions:
  - {id: X, name: Nowhere, authority: nobody, address: nowhere}
questions:
  - id: big
    question: Is it big?
    answers: {"yes": "yes", "no": "no"}
tables:
  - id: size
    title: Size
    question: Which size?
    jurisdiction: X
    goal: "yes"
    from: 2020-01-01
    inputs: [big]
    outcomes: {large: large, small: small}
    rows:
      - id: is big
        when: {big: "yes"}
        then: large
        why: big is large
        citation: law 1
        checked-on: 2025-01-01
      - id: is not
        when: {big: "no"}
        then: small
        why: the rest is small
        citation: law 2
        checked-on: 2025-01-01
"""


def refused(folder: Path, text: str) -> str:
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load([path], shipped=False)
    return str(caught.value)


def test_the_pattern_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(GOOD, encoding="utf-8")
    assert list(load([tmp_path], shipped=False).tables) == ["size"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'when: {big: "no"}\n        then: small',
            'when: {big: "yes"}\n        then: small',
            "overlap from 2020-01-01, which the hit policy unique",
        ),
        ("        citation: law 2\n", "", "A row needs its citation (rules.yaml, line 23, is not)"),
        ("checked-on: 2025-01-01\n      - id: is not", "checked-on: 2999-01-01\n      - id: is not", "`checked-on` lies in the future"),
        ("then: small\n", "then: tiny\n", "The table has no such outcome (rules.yaml, line 23, is not). Got: tiny. Expected: large, small"),
        ('when: {big: "no"}', "when: {big: perhaps}", "The question big has no such answer"),
        ('when: {big: "no"}', "when: {huge: yes}", "There is no such question"),
        ('when: {big: "no"}', "when: {big: {or: yes}}", "cannot be read"),
        ("inputs: [big]", "inputs: [huge]", "An input is neither a question nor a table"),
        ("from: 2020-01-01", "from: yesterday", "`from` is no date"),
        ("    from: 2020-01-01\n", "", "`from` is missing"),
        ("citation: law 2", "citation: law 2\n        cites: x", "This key is not known"),
        ("citation: law 2", "citation: law 2\n        status: secret", "This status is not known"),
        ("citation: law 2", "citation: law 2\n        from: 2025-06\n        to: 2025-01", "The row ends before it starts"),
        ("citation: law 2", "citation: law 2\n        from: 2026-01-01", "cannot have been in force before its first day"),
        ("citation: law 2", "citation: law 2\n        status: expired", "A row that has expired needs its last day"),
        ("citation: law 2", "citation: law 2\n        source: a book", "The source is no address"),
        ("citation: law 2", "citation: law 2\n        citation: law 3", "This key stands twice"),
        ("citation: law 2", "citation: law 2\n        verified: perhaps", "`verified` must be yes or no"),
        ("id: is not", "id: is big", "Two rows have the same id"),
        ("title: Size", "title: Size\n    hit-policy: lucky", "This hit policy is not known"),
        ("jurisdiction: X\n", "jurisdiction: Y\n", "A table of no jurisdiction"),
        ("id: size", "id: big", "A table and a question have the same id"),
        ('answers: {"yes": "yes", "no": "no"}', 'answers: {"yes": "yes"}', "A question needs two answers or more"),
        ('answers: {"yes": "yes", "no": "no"}', 'answers: {unknown: "yes", "no": "no"}', "This is no name for an answer"),
        ("tables:", "tablets:", "This key is not known"),
        ("title: Size", "title: [Size", "This is no YAML (rules.yaml, line"),
        ("title: Size", "title: &a Size\n    note: *a", "size"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    if message == "size":  # an alias of plain text is harmless
        (tmp_path / "rules.yaml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
        assert load([tmp_path], shipped=False).tables["size"].note == "Size"
        return
    assert message in refused(tmp_path, GOOD.replace(old, new, 1))


def test_a_gap_names_a_product_without_a_row(tmp_path: Path) -> None:
    said = refused(tmp_path, GOOD[: GOOD.index("      - id: is not")])
    assert "The table size has a gap: 1 kinds of product have no row from 2020-01-01" in said
    assert "Got: big=no" in said


def test_a_gap_that_opens_when_a_row_ends_is_found(tmp_path: Path) -> None:
    said = refused(tmp_path, GOOD.replace("citation: law 2", "citation: law 2\n        to: 2024-01-01\n        status: expired"))
    assert "no row from 2024-01-01" in said


def test_a_cycle_of_questions_is_shown_as_a_way(tmp_path: Path) -> None:
    other = GOOD[GOOD.index("  - id: size") :].replace("id: size", "id: shape").replace("inputs: [big]", "inputs: [big, size]")
    text = GOOD.replace("inputs: [big]", "inputs: [big, shape]") + other
    assert "a cycle of questions. Got: size → shape → size" in refused(tmp_path, text)


def test_a_row_that_others_leave_nothing_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("title: Size", "title: Size\n    hit-policy: first").replace('when: {big: "yes"}', "when: {}")
    assert "This row can never decide" in refused(tmp_path, text)


def test_a_table_cannot_use_one_that_gives_several_outcomes(tmp_path: Path) -> None:
    other = GOOD[GOOD.index("  - id: size") :].replace("id: size", "id: shape").replace("inputs: [big]", "inputs: [big, size]")
    text = GOOD.replace("title: Size", "title: Size\n    hit-policy: collect") + other
    assert "A table can use only tables that give one outcome" in refused(tmp_path, text)


def test_what_refers_back_is_not_unfolded(tmp_path: Path) -> None:
    text = "questions: &a\n  - {id: big, question: Big?, answers: {x: x, y: y}}\ntables: *a\n"
    assert "Anchors and aliases are not read" in refused(tmp_path, text)


@pytest.mark.parametrize("raw", [b"", b"- a\n- b\n", b"\xff\xfe\x00", b"just text"])
def test_what_is_no_file_of_rules_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(raw)
    with pytest.raises(InputError):
        load([path], shipped=False)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="There is no such file of rules"):
        load([tmp_path / "none.yaml"])


def test_a_question_of_the_same_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text('questions:\n  - {id: ai, question: AI?, answers: {"yes": y, "no": n}}\n', encoding="utf-8")
    with pytest.raises(InputError, match="This question stands twice"):
        load([tmp_path / "own.yaml"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps:\n  - {id: s, title: S, table: none, outcomes: [x], owner: me, citation: c, checked-on: 2025}\n", "There is no such table"),
        (
            "steps:\n  - {id: s, title: S, table: us-route, outcomes: [x], owner: me, citation: c, checked-on: 2025}\n",
            "The table has no such outcome",
        ),
        (
            "steps:\n  - {id: s, title: S, table: us-route, outcomes: [pma], owner: me, time: soon, citation: c, checked-on: 2025}\n",
            "There is no such time",
        ),
        ("fees:\n  - {id: f, title: F, currency: USD, amount: free, citation: c, checked-on: 2025}\n", "`amount` is no number"),
        ("fees:\n  - {id: f, title: F, currency: USD, amount: 3, checked-on: 2025}\n", "needs its citation"),
        (
            "fees:\n  - {id: f, title: F, currency: USD, amount: 3, from: 2025, to: 2024, citation: c, checked-on: 2025}\n",
            "The fee ends before it starts",
        ),
        (
            "times:\n  - {id: t, value: 3, unit: moons, start: a, end: b, clock: c, cohort: d, citation: c, checked-on: 2025}\n",
            "The unit is not known",
        ),
        (
            "instruments:\n  - {id: i, jurisdiction: US, kind: wish, title: I, scope: {}, benefit: b, citation: c, checked-on: 2025}\n",
            "This kind of instrument is not known",
        ),
        (
            "instruments:\n  - {id: i, jurisdiction: US, kind: reliance, title: I, scope: {}, benefit: b, saves: 9 days, citation: c, checked-on: 2025}\n",
            "What it saves needs a source",
        ),
    ],
)
def test_steps_fees_times_and_instruments_are_checked(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load([path])
