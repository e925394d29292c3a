"""What is entered by hand: each change one step with a name, said with its source, refused when stale, and undone to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Claim, Ecosystem, Evidence, Mention, Place, Statement, Tie
from ecotone.errors import DateError, InputError, NotFoundError, StaleWriteError
from ecotone.workbench import by_hand
from ecotone.workbench.by_hand import Claimed, Ended, Removed, Said, Tied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANA = Said(by="Ana")
REPORT = Said(source="Annual report 2025", address="https://example.org/report")


@pytest.fixture
def eco(tmp_path: Path) -> Iterator[Ecosystem]:
    """Two actors that a source ties, and one of the user's own."""
    study = Statement(
        Evidence("clinicaltrials", "NCT00000001", date=Date("2024-03-01")),
        mentions=(Mention("s", "Baylor College", "lead sponsor"), Mention("t", "Baylor Clinic", "site"), Mention("c", "Hermann", "site")),
        ties=(Tie("s", "c", "sponsor-site"), Tie("t", "c", "relation")),
        claims=(Claim("c", "beds", 973.0),),
    )
    with Ecosystem.create(tmp_path / "hub.eco") as record:
        with record.batch("study") as batch:
            baylor, hermann = batch.add_actor("Baylor College"), batch.add_actor("Hermann", sector="provider")
            said = batch.state(study)
            for key, actor in (("s", baylor), ("t", baylor), ("c", hermann)):
                batch.assign(said.mentions[key], actor, reason="same name", decided_by="test")
        yield record


def version(eco: Ecosystem, actor: int) -> int:
    return eco.actor(actor).actor.version


def test_an_actor_is_added_with_what_it_rests_on(eco: Ecosystem) -> None:
    actor, batch = by_hand.add(
        eco, "  Gulf   Fund ", values={"sector": "investor", "place": Place("Austin", "Texas", "US")}, said=REPORT, author="Ana"
    )
    view = eco.actor(actor)
    assert (view.actor.name, view.actor.sector) == ("Gulf Fund", "investor")
    assert sorted(zip(view.claims["field"], view.claims["value"], strict=True)) == [
        ("name", "Gulf Fund"), ("place", "Austin, Texas, US"), ("sector", "investor"),
    ]  # fmt: skip
    titles = set(view.evidence.filter(pl.col("id").is_in(view.claims["evidence"].implode()))["title"])
    assert titles == {"Annual report 2025"}
    assert eco.history(1)["reason"].to_list() == ["Add Gulf Fund"]
    assert eco.search("gulf")["id"].to_list() == [actor]
    assert batch == eco.history(1)["batch"][0]


def test_a_correction_keeps_both_and_a_change_ends_the_earlier(eco: Ecosystem) -> None:
    for sector, since in (("academia", None), ("provider", Date("2024")), ("connector", Date("2025-03"))):
        by_hand.edit(eco, 1, version=version(eco, 1), values={"sector": sector}, said=ANA, since=since)
    claims = eco.actor(1).claims
    assert claims.select("value", "valid_from", "valid_to", "assessor").rows() == [
        ("academia", None, "2024", "Ana"), ("provider", "2024", "2025-03", "Ana"), ("connector", "2025-03", None, "Ana"),
    ]  # fmt: skip
    assert eco.actor(1).actor.sector == "connector"
    assert eco.history(1)["reason"][0] == "Baylor College: sector changed"
    assert by_hand.edit(eco, 1, version=version(eco, 1), values={"sector": "connector"}, said=ANA) is None, (
        "nothing differs, nothing is said"
    )


def test_a_stale_edit_is_refused_with_both_values(eco: Ecosystem) -> None:
    read = version(eco, 2)
    by_hand.edit(eco, 2, version=read, values={"place": Place("Houston"), "sector": "payer"}, said=ANA)
    with pytest.raises(StaleWriteError) as refused:
        by_hand.edit(eco, 2, version=read, values={"place": Place("Dallas"), "sector": "academia"}, said=ANA)
    assert refused.value.got == "place 'Dallas', sector 'academia' (on version 1)"
    assert refused.value.expected == "place 'Houston', sector 'payer' (version 2) to be read first"
    assert eco.actor(2).actor.place.city == "Houston"


def test_ties_and_claims_are_added_corrected_ended_and_removed(eco: Ecosystem) -> None:
    by_hand.edit(
        eco, 1,
        steps=[Tied(2, "part-of", ANA, "in", 2.0, Date("2020"), None), Claimed("beds", 900.0, ANA, as_of=Date("2024"))], author="Ana",
    )  # fmt: skip
    view = eco.actor(1)
    tie = view.ties.filter(kind="part-of").row(0, named=True)
    assert (tie["source"], tie["target"], tie["weight"], tie["valid_from"]) == (2, 1, 2.0, "2020")
    assert view.evidence.filter(id=tie["evidence"])["said_by"].to_list() == ["Ana"]
    claim = view.claims.filter(field="beds").row(0, named=True)
    by_hand.edit(
        eco, 1,
        steps=[
            Ended("tie", tie["id"], tie["version"], Date("2023-05")),
            Claimed("beds", 950.0, REPORT, as_of=Date("2024"), instead=(claim["id"], claim["version"])),
        ],
    )  # fmt: skip
    view = eco.actor(1)
    assert view.ties.filter(kind="part-of")["valid_to"].to_list() == ["2023-05"]
    assert view.claims.filter(field="beds")["number"].to_list() == [950.0]
    assert eco.history(1)["reason"][0] == "Baylor College: tie ended, beds corrected"
    with pytest.raises(StaleWriteError, match=r"valid_to '2023-05' \(version 2\)"):
        by_hand.edit(eco, 1, steps=[Ended("tie", tie["id"], tie["version"], Date("2024"))])
    with pytest.raises(DateError, match="before"):
        by_hand.edit(eco, 1, steps=[Ended("tie", tie["id"], 2, Date("2019"))])
    by_hand.edit(eco, 1, steps=[Removed("tie", tie["id"], 2)])
    assert eco.actor(1).ties.filter(kind="part-of").is_empty()
    with pytest.raises(NotFoundError):
        by_hand.edit(eco, 1, steps=[Ended("tie", tie["id"], 3, Date("2024"))])


def test_what_a_source_says_is_neither_ended_nor_removed(eco: Ecosystem) -> None:
    tie, claim = eco.actor(2).ties.row(0, named=True), eco.actor(2).claims.row(0, named=True)
    for step in (Ended("tie", tie["id"], 1, Date("2024")), Removed("tie", tie["id"], 1), Removed("claim", claim["id"], 1)):
        with pytest.raises(InputError, match="What a source says cannot be"):
            by_hand.edit(eco, 2, steps=[step])


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (Tied(1, "relation", ANA), "between two actors"),
        (Tied(2, "relation", ANA, weight=0), "above 0"),
        (Tied(2, "relation", ANA, weight=float("nan")), "above 0"),
        (Tied(2, " ", ANA), "kind is missing"),
        (Tied(99, "relation", ANA), "No such actor"),
        (Tied(2, "relation", ANA, valid_from=Date("2024"), valid_to=Date("2020")), "before"),
        (Claimed("", "x", ANA), "field is missing"),
        (Claimed("site", "x" * 10_001, ANA), "too long"),
        (Claimed("site", "a\x00b", ANA), "a character that no text has"),
        (Claimed("site", "x", Said(by="A\x00na")), "a character that no text has"),
        (Claimed("site", " ", ANA), "empty"),
        (Claimed("site", "x", Said(source="s" * 201)), "source is too long"),
        (Claimed("site", "x", Said(address="javascript:alert(1)")), "must be a web address"),
    ],
)
def test_what_is_no_statement_is_refused_and_nothing_is_written(eco: Ecosystem, step: by_hand.Step, message: str) -> None:
    before = eco.export()
    with pytest.raises(InputError, match=message):
        by_hand.edit(eco, 1, steps=[Claimed("good", True, ANA), step])
    assert eco.export() == before


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202eסורוקה", "x" * 1000])
def test_any_name_is_a_name_and_a_longer_one_is_refused(eco: Ecosystem, name: str) -> None:
    actor, _ = by_hand.add(eco, name, values={}, said=ANA)
    assert eco.actor(actor).actor.name == name
    assert eco.history(1)["reason"][0] == ("Add an actor" if len(name) > 100 else f"Add {name}")
    with pytest.raises(InputError, match="1 to 1000 characters"):
        by_hand.add(eco, "x" * 10_000, values={}, said=ANA)


def test_names_are_parted_with_their_ties_and_the_next_match_keeps_them_apart(eco: Ecosystem) -> None:
    by_hand.edit(eco, 1, steps=[Claimed("site", "x", ANA)])
    before = eco.export()
    mentions = {row["name"]: row["id"] for row in eco.actor(1).mentions.iter_rows(named=True) if row["source"] != "user"}
    own = eco.actor(1).mentions.filter(source="user")["id"].to_list()
    new, batch = by_hand.split(
        eco, 1, [mentions["Baylor Clinic"]], "Baylor Clinic", version=version(eco, 1), reason="another house", author="Ana"
    )
    assert eco.actor(new).ties.select("kind", "other").rows() == [("relation", 2)]
    assert eco.actor(1).ties.select("kind", "other").rows() == [("sponsor-site", 2)]
    assert eco.actor(new).mentions["reason"].to_list() == ["another house"]
    assert [(one.name, one.body["what"]) for one in eco.kept("matching", "decision")] == [(f"{new}-1", "reject")]
    for asked, message in ((own, "cannot be parted"), ([], "cannot be parted")):
        with pytest.raises(InputError, match=message):
            by_hand.split(eco, 1, asked, "Other", version=version(eco, 1), reason="why")
    with pytest.raises(InputError, match="at least one"):
        by_hand.split(eco, new, eco.actor(new).mentions["id"].to_list(), "Other", version=1, reason="why")
    eco.undo(batch)
    assert eco.export() == before


def test_an_actor_goes_with_what_the_user_said_and_comes_back_by_undo(eco: Ecosystem) -> None:
    own, _ = by_hand.add(eco, "Gulf Fund", values={"sector": "investor"}, said=ANA)
    by_hand.edit(eco, own, steps=[Tied(2, "relation", ANA), Claimed("site", "x", REPORT)])
    with eco.batch("note") as batch:
        batch.add_note(own, "Ask again")
    other, _ = by_hand.add(eco, "Gulf Funds", values={}, said=ANA)
    eco.merge(other, own, reason="one")
    before, stats = eco.export(), eco.stats()
    goes = eco.removal(own)
    assert (goes.ties, goes.claims, goes.notes, goes.merged, goes.waiting, goes.stated) == (1, 4, 1, 1, 0, 0)
    gone = by_hand.remove(eco, own, version=version(eco, own), author="Ana")
    assert eco.check() == []
    assert eco.search("gulf").is_empty()
    assert eco.stats()["unassigned"] == stats["unassigned"]
    with pytest.raises(NotFoundError):
        eco.actor(own)
    assert eco.standing(other) is None
    assert eco.history(1)["reason"][0] == "Remove Gulf Fund"
    eco.undo(gone)
    assert eco.export() == before
    assert eco.search("gulf")["id"].to_list() == [own]


def test_names_in_sources_wait_when_their_actor_goes(eco: Ecosystem) -> None:
    goes = eco.removal(2)
    assert (goes.waiting, goes.stated, goes.ties) == (1, 2, 0)
    read = version(eco, 2)
    by_hand.edit(eco, 2, version=read, values={"sector": "payer"})
    with pytest.raises(StaleWriteError, match="sector 'payer'"):
        by_hand.remove(eco, 2, version=read)
    by_hand.remove(eco, 2, version=read + 1)
    assert (eco.stats()["unassigned"], eco.stats()["unplaced_ties"], eco.ties().height) == (1, 2, 0)
