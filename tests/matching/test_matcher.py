"""Strings find their organisations in the registry; what is no organisation of it finds none."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from ecotone.errors import InputError, UnreadableError
from ecotone.matching.matcher import Matcher
from ecotone.matching.name_files import match_file
from ecotone.matching.registry import LABEL, Organisation, Registry, read_registry
from ecotone.problems import Problems

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def matcher(corpus: Path) -> Matcher:
    return Matcher(read_registry(corpus / "ror" / "registry_51k.jsonl.gz"))


def _small(*names: str) -> Matcher:
    return Matcher(
        Registry.build(
            Organisation(f"r{n}", name, ((name, LABEL),), frozenset({"education"}), "active", "", "", (), 3) for n, name in enumerate(names)
        )
    )


@pytest.mark.corpus
@pytest.mark.parametrize(
    "text",
    [
        "MD Anderson Cancer Center",
        "M D Anderson Cancer Center",
        "University of Texas MD Anderson Cancer Center",
        "Department of Leukemia, The University of Texas M. D. Anderson Cancer Center, Houston, TX 77030, USA",
    ],
)
def test_md_anderson_in_every_spelling_is_one_organisation(matcher: Matcher, text: str) -> None:
    assert matcher.match(text).id == "https://ror.org/04twxam07"


@pytest.mark.corpus
@pytest.mark.parametrize("text", ["Research Site", "Hospital", "University", "", "   ", "—", "Local Institution"])
def test_what_is_nobody_is_matched_with_nobody(matcher: Matcher, text: str) -> None:
    assert matcher.match(text).outcome != "matched"


@pytest.mark.corpus
@pytest.mark.parametrize("text", ["x" * 10_000, "Institute " * 2000, "東京大学", "\0\0", "=HYPERLINK(1)", "," * 500])
def test_strings_of_every_length_and_script_are_answered(matcher: Matcher, text: str) -> None:
    assert 0 <= matcher.match(text).probability <= 1


@pytest.mark.corpus
def test_the_first_answer_is_right_for_most_of_the_development_rows(matcher: Matcher, corpus: Path) -> None:
    with (corpus / "affiliation_matching" / "train.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))[::4]
    right = sum(matcher.match(row["affiliation"]).id in row["ror_ids"].split("|") for row in rows)
    assert right / len(rows) >= 0.93


@pytest.mark.corpus
def test_without_the_gold_organisation_few_are_matched(matcher: Matcher, corpus: Path) -> None:
    with (corpus / "affiliation_matching" / "train.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))[::6]
    number = {one: place for place, one in enumerate(matcher.registry.ids)}
    taken = sum(
        matcher.match_without(row["affiliation"], frozenset(number[one] for one in row["ror_ids"].split("|"))).outcome == "matched"
        for row in rows
    )
    assert taken / len(rows) <= 0.12


def test_limits_out_of_order_are_refused() -> None:
    with pytest.raises(InputError, match="out of order"):
        Matcher(Registry.build(()), matched_from=0.2, new_below=0.5)


def test_an_empty_registry_matches_nothing() -> None:
    found = Matcher(Registry.build(())).match("Rice University, Houston, Texas")
    assert (found.id, found.outcome, found.probability) == (None, "new", 0.0)


def test_every_schema_of_the_registry_reads_alike_and_bad_records_are_listed(tmp_path: Path) -> None:
    old = '{"id": "a", "name": "Rice University", "types": ["Education"], "country": {"country_code": "US"}, "addresses": [{"city": "Houston"}]}'
    new = (
        '{"id": "a", "names": [{"value": "Rice University", "types": ["ror_display", "label"]}], "types": ["education"], "locations": '
        '[{"geonames_details": {"country_code": "US", "name": "Houston"}}]}'
    )
    withdrawn = '{"id": "w", "name": "Gone", "status": "withdrawn"}'
    for text in (old, new, f"[{old}]", f"[{new}]", f"{old}\n{{\n[1]\n{new}\n{withdrawn}\n"):
        path = tmp_path / "registry.json"
        path.write_text(text)
        problems = Problems()
        registry = read_registry(path, problems)
        assert (registry.ids, registry.names, registry.countries) == (("a",), ("Rice University",), ("US",))
        assert registry.kinds == (frozenset({"education"}),)
        assert len(problems) == (3 if "\n" in text else 0)


def test_a_damaged_or_missing_registry_says_so(tmp_path: Path) -> None:
    path = tmp_path / "registry.jsonl.gz"
    path.write_bytes(b"no gzip at all")
    with pytest.raises(UnreadableError, match="damaged"):
        read_registry(path)
    with pytest.raises(InputError, match="No such registry"):
        read_registry(tmp_path / "none.jsonl")
    path = tmp_path / "empty.jsonl"
    path.write_text("")
    with pytest.raises(UnreadableError, match="no organisation"):
        read_registry(path)


def test_parents_in_a_circle_do_no_harm() -> None:
    def one(own: str, name: str, parent: str) -> Organisation:
        return Organisation(own, name, ((name, LABEL),), frozenset(), "active", "", "", (parent,), 1)

    circle = [one("a", "Rice University", "b"), one("b", "Rice University Press", "a"), one("c", "Other College", "nobody")]
    found = Matcher(Registry.build(circle)).match("Rice University Press, Houston")
    assert found.id == "b"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_answered_row_by_row(tmp_path: Path, encoding: str, separator: str) -> None:
    matcher = _small("Université de Montréal", "Rice University", "Baylor College")
    rows = ["Université de Montréal", "=HYPERLINK(1)", "", "Rice Univ"]
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = [f"id{separator}affiliation", *(f"{n}{separator}{text}" for n, text in enumerate(rows)), "ragged"]
    source.write_text("\n".join(lines) + "\n", encoding=encoding)
    problems = Problems()
    counts = match_file(matcher, source, "affiliation", output, problems)
    with output.open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream))
    assert [row["input"] for row in written] == ["Université de Montréal", "'=HYPERLINK(1)", "", "Rice Univ", ""]
    assert [row["id"] for row in written] == ["r0", "", "", "r1", ""]
    assert sum(counts.values()) == 5
    assert len(problems) == (2 if encoding == "cp1252" else 1)


def test_a_wrong_column_or_output_changes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name\nRice\n")
    with pytest.raises(InputError, match="no such column"):
        match_file(_small("Rice University"), source, "affiliation", tmp_path / "out.csv", Problems())
    with pytest.raises(InputError, match="overwrite"):
        match_file(_small("Rice University"), source, "name", source, Problems())
    with pytest.raises(InputError, match="No such file"):
        match_file(_small("Rice University"), tmp_path / "none.csv", "name", tmp_path / "out.csv", Problems())
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
