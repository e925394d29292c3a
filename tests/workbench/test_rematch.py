"""Matching a record with a registry: claims, merges, a queue, decisions that stay, and nothing on a second run."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.ecosystem import Ecosystem, Evidence, Mention, Place, Statement, Tie
from ecotone.ecosystem.copies import METHODS
from ecotone.errors import CancelledError, InputError, NotFoundError
from ecotone.matching import METHOD as GROUPING
from ecotone.matching.matcher import METHOD, Matcher
from ecotone.matching.registry import ALIAS, LABEL, Organisation, Registry, read_registry
from ecotone.vocabulary import Sector
from ecotone.work import Reporting
from ecotone.workbench.intake import import_files
from ecotone.workbench.rematch import FIELD, match_record
from ecotone.workbench.review import decide, items, queue
from ecotone.workbench.sectors import resort

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOUSTON = Place("Houston", "Texas", "United States")


@pytest.fixture(scope="module")
def small() -> Matcher:
    """Return a registry of few, in which every name but two is told apart by rare words."""
    rows = [
        ("r1", "Rice University", (), "education", "Houston"),
        ("r2", "Harlan Vester Institute", ("Harlan Vester Research Institute",), "facility", "Houston"),
        ("r3", "Quillfeather Clinic", (), "healthcare", "Austin"),
        ("r4", "Quillfeather Hospital", (), "healthcare", "Dallas"),
        *((f"x{n}", f"{word} College", (), "education", "") for n, word in enumerate(("Zan", "Mebur", "Tolvik", "Ardwen", "Ostrel"))),
    ]
    return Matcher(
        Registry.build(
            Organisation(
                own,
                name,
                ((name, LABEL), *((other, ALIAS) for other in more)),
                frozenset({kind}),
                "active",
                city,
                "US" if city else "",
                (),
                5,
            )
            for own, name, more, kind, city in rows
        ),
        matched_from=0.1,
        new_below=0.01,
    )


@pytest.fixture
def eco(tmp_path: Path) -> Iterator[Ecosystem]:
    with Ecosystem.create(tmp_path / "x.eco") as made:
        yield made


def actor(eco: Ecosystem, *names: str, place: Place | None = HOUSTON) -> list[int]:
    with eco.batch("actors") as batch:
        return [batch.add_actor(name, place=place) for name in names]


def ids(eco: Ecosystem) -> dict[int, str]:
    frame = eco.claims()
    return {row["actor"]: row["value"] for row in frame.filter(frame["field"] == FIELD).iter_rows(named=True)}


def test_the_methods_of_matching_are_known_to_shared_copies() -> None:
    assert {METHOD, GROUPING} <= set(METHODS)


def test_an_id_becomes_a_claim_and_a_second_run_changes_nothing(eco: Ecosystem, small: Matcher) -> None:
    rice, bakery = actor(eco, "Rice University", "Corner Bakery")
    done = match_record(eco, small, called="a registry", author="Ana")
    assert (done.found[rice].id, done.found[rice].outcome, done.found[bakery].outcome) == ("r1", "matched", "new")
    frame = eco.claims()
    claim = frame.filter(frame["field"] == FIELD).to_dicts()[0]
    assert (claim["actor"], claim["value"], claim["assessor"]) == (rice, "r1", None)
    assert claim["confidence"] == pytest.approx(done.found[rice].probability, abs=1e-4)
    assert eco.kept("matching", "match")[0].body["reasons"]
    before = eco.export()
    assert match_record(eco, small).batch is None
    assert eco.export() == before
    assert eco.history()["reason"][0] == "Match with a registry"
    eco.undo(done.batch or 0)
    assert (ids(eco), eco.kept("matching"), eco.check()) == ({}, [], [])


def test_a_dry_run_and_a_cancelled_one_write_nothing(eco: Ecosystem, small: Matcher) -> None:
    actor(eco, "Rice University")
    before = eco.export()
    assert match_record(eco, small, dry_run=True).claims == 1
    work = Reporting(lambda *_: None, lambda _: None)
    work.cancel()
    with pytest.raises(CancelledError):
        match_record(eco, small, work=work)
    assert eco.export() == before


def test_two_actors_that_bear_names_of_one_organisation_are_merged_by_assignment(eco: Ecosystem, small: Matcher) -> None:
    one, other = actor(eco, "Harlan Vester Institute", "Harlan Vester Research Institute")
    done = match_record(eco, small)
    assert done.merged == ((other, one),)
    mentions = eco.mentions()
    assert set(mentions["actor"]) == {one}
    assert METHOD in set(mentions["decided_by"])
    assert list(ids(eco)) == [one]
    assert match_record(eco, small).batch is None
    eco.undo(done.batch or 0)
    assert set(eco.mentions()["actor"]) == {one, other}


def test_actors_in_two_cities_are_proposed_and_not_merged(eco: Ecosystem, small: Matcher) -> None:
    (one,) = actor(eco, "Harlan Vester Institute")
    (other,) = actor(eco, "Harlan Vester Research Institute", place=Place("El Paso", "Texas", "United States"))
    done = match_record(eco, small)
    assert (done.merged, done.proposed) == ((), ((other, one),))
    (item,) = [each for each in items(eco) if each.kind == "merge"]
    assert item.item == f"{other}-{one}"
    assert "other cities" in " ".join(item.reasons)
    assert decide(eco, item.item, "reject", author="Ana") is not None
    assert match_record(eco, small).proposed == ()
    assert list(ids(eco)) == [one]
    with pytest.raises(NotFoundError, match="waits for a decision"):
        decide(eco, item.item, "accept")


def test_an_accepted_merge_is_the_persons_assignment_and_is_undone(eco: Ecosystem, small: Matcher) -> None:
    (one,) = actor(eco, "Harlan Vester Institute")
    (other,) = actor(eco, "Harlan Vester Research Institute", place=Place("El Paso", "Texas", "United States"))
    match_record(eco, small)
    batch = decide(eco, f"{other}-{one}", "accept", author="Ana", reason="same board")
    mentions = eco.mentions()
    assert set(mentions["actor"]) == {one}
    assert ("Ana", "same board") in set(zip(mentions["decided_by"], mentions["reason"], strict=True))
    settled = match_record(eco, small)
    assert (settled.proposed, settled.merged) == ((), ())
    assert match_record(eco, small).batch is None
    if settled.batch is not None:
        eco.undo(settled.batch)
    eco.undo(batch or 0)
    assert set(eco.mentions()["actor"]) == {one, other}


@pytest.fixture
def doubtful(eco: Ecosystem, small: Matcher) -> tuple[int, Matcher]:
    """Return an actor that waits for review, and the matcher that says so."""
    strict = Matcher(small.registry, matched_from=1.0, new_below=0.0)
    (one,) = actor(eco, "Rice University")
    match_record(eco, strict)
    assert [each.item for each in items(eco)] == [str(one)]
    return one, strict


def test_decisions_survive_a_second_match(eco: Ecosystem, doubtful: tuple[int, Matcher]) -> None:
    one, strict = doubtful
    decide(eco, str(one), "accept", author="Ana", reason="I work there")
    assert (ids(eco), items(eco)) == ({one: "r1"}, [])
    assert match_record(eco, strict).found[one].reasons == ("+ decided by Ana: I work there",)
    assert (ids(eco), items(eco)) == ({one: "r1"}, [])
    assert match_record(eco, strict).batch is None


def test_what_was_rejected_is_not_proposed_again(eco: Ecosystem, doubtful: tuple[int, Matcher]) -> None:
    one, strict = doubtful
    decide(eco, str(one), "reject")
    assert items(eco) == []
    assert match_record(eco, strict).found[one].id != "r1"


def test_new_is_new_for_good_and_what_is_skipped_waits_at_the_end(eco: Ecosystem, doubtful: tuple[int, Matcher]) -> None:
    one, strict = doubtful
    batch = decide(eco, str(one), "skip")
    assert [each.skipped for each in items(eco)] == [True]
    assert decide(eco, str(one), "new") is not None
    assert match_record(eco, strict).found[one].outcome == "new"
    assert (items(eco), ids(eco)) == ([], {})
    assert batch is not None


def test_another_organisation_can_be_named(eco: Ecosystem, doubtful: tuple[int, Matcher]) -> None:
    one, _ = doubtful
    decide(eco, str(one), "accept", registry_id="r3")
    assert ids(eco) == {one: "r3"}


@pytest.mark.parametrize(
    ("what", "more", "message"),
    [
        ("maybe", {}, "no decision"),
        ("reject", {"registry_id": "r1"}, "only given to accept"),
        ("accept", {"registry_id": " "}, "only given"),
    ],
)
def test_what_is_no_decision_is_refused(
    eco: Ecosystem, doubtful: tuple[int, Matcher], what: str, more: dict[str, str], message: str
) -> None:
    before = eco.export()
    with pytest.raises(InputError, match=message):
        decide(eco, str(doubtful[0]), what, **more)
    assert eco.export() == before


def test_decisions_stay_at_home_and_what_holds_is_shared(eco: Ecosystem, doubtful: tuple[int, Matcher], tmp_path: Path) -> None:
    decide(eco, str(doubtful[0]), "accept", author="Ana")
    eco.share(tmp_path / "copy.eco")
    with Ecosystem.open(tmp_path / "copy.eco") as copy:
        assert copy.kept("matching", "decision") == []
        assert list(ids(copy).values()) == ["r1"]
    assert b"Ana" not in (tmp_path / "copy.eco").read_bytes()


def test_the_queue_says_where_nothing_was_matched_yet(eco: Ecosystem) -> None:
    assert "not matched with a registry yet" in queue(eco).warnings[0]


def test_unnamed_sites_are_not_asked_about(eco: Ecosystem, small: Matcher) -> None:
    study = Statement(
        Evidence("clinicaltrials", "NCT1"),
        mentions=(Mention("s", "Rice University", "lead sponsor"), Mention("u", "Research Site", "site", unnamed_of="s")),
        ties=(Tie("s", "u", "sponsor-site"),),
    )
    with eco.batch("study") as batch:
        said = batch.state(study)
        sponsor, site = batch.add_actor("Rice University"), batch.add_actor("Unnamed sites of Rice University", kind="unit")
        batch.assign(said.mentions["s"], sponsor, reason="", decided_by=GROUPING)
        batch.assign(said.mentions["u"], site, reason="", decided_by=GROUPING)
    done = match_record(eco, small)
    assert (set(done.found), done.unnamed) == ({sponsor}, 1)


def test_a_users_table_decides_sectors_but_not_over_a_hand(eco: Ecosystem, tmp_path: Path) -> None:
    with eco.batch("actors") as batch:
        bakery = batch.add_actor("Corner Bakery")
        other = batch.add_actor("Second Bakery", sector="payer")
    table = tmp_path / "rules.csv"
    table.write_text("rule,pattern,given,sector,confidence,reason\nname,bakery,,connector,0.9,People meet there\n")
    done = resort(eco, table)
    assert (set(done.changed), done.by_hand) == ({bakery}, 1)
    assert dict(eco.actors().select("id", "sector").iter_rows()) == {bakery: "connector", other: "payer"}
    assert eco.kept("matching", "sector")[0].body == {"sector": "connector", "confidence": 0.9, "reason": "People meet there"}
    assert resort(eco, table).batch is None
    table.write_text("rule,pattern,given,sector,confidence,reason\nname,[,,connector,0.9,broken\n")
    with pytest.raises(InputError, match="rule for sectors"):
        resort(eco, table.rename(tmp_path / "other.csv"))


def sector(eco: Ecosystem, number: int) -> str | None:
    found: str | None = dict(eco.actors().select("id", "sector").iter_rows())[number]
    return found


def kept_sector(eco: Ecosystem, number: int) -> dict[str, Any] | None:
    return next((one.body for one in eco.kept("matching", "sector") if one.name == str(number)), None)


def seen(eco: Ecosystem, name: str, given: Sector | None = None) -> int:
    """Let a source mention an organisation in Houston, and return its actor."""
    with eco.batch("seen") as batch:
        said = batch.state(Statement(Evidence("cms", name), (Mention("o", name, "organisation", None, HOUSTON, given),)))
        number = batch.add_actor(name, place=HOUSTON, sector=given)
        batch.assign(said.mentions["o"], number, reason="test", decided_by="test")
    return number


def test_the_registrys_type_sets_a_sector_with_its_reason(eco: Ecosystem, small: Matcher) -> None:
    number = seen(eco, "Harlan Vester Institute")
    kinds = [frozenset({"company"}) if own == "r2" else kinds for own, kinds in zip(small.registry.ids, small.registry.kinds, strict=True)]
    typed = Matcher(replace(small.registry, kinds=tuple(kinds)), matched_from=0.1, new_below=0.01)
    done = match_record(eco, typed)
    probability = done.found[number].probability
    assert (sector(eco, number), done.sectors[number] is not None) == ("industry", True)
    kept = kept_sector(eco, number)
    assert kept is not None
    assert (kept["sector"], kept["registry"]) == ("industry", "r2")
    assert kept["confidence"] == pytest.approx(0.97 * probability, abs=1e-4)
    assert kept["reason"] == "The source's own class says that it is a company: Harlan Vester Institute (r2)"
    assert match_record(eco, typed).batch is None
    done = match_record(eco, small)  # the registry learns better: a facility is no sector
    assert (sector(eco, number), kept_sector(eco, number), done.sectors) == (None, None, {number: None})
    assert eco.undo(done.batch or 0)
    assert sector(eco, number) == "industry"


def test_what_is_surer_than_the_registry_stays(eco: Ecosystem, small: Matcher) -> None:
    number = seen(eco, "Rice University", Sector.INVESTOR)  # a source's own class, 0.95, beats a type's 0.90
    done = match_record(eco, small)
    assert (done.found[number].outcome, sector(eco, number), done.sectors) == ("matched", "investor", {})


@pytest.mark.parametrize("by_user_alone", [True, False])
def test_a_sector_that_a_person_set_is_not_overridden(eco: Ecosystem, small: Matcher, by_user_alone: bool) -> None:
    if by_user_alone:
        with eco.batch("by hand") as batch:
            number = batch.add_actor("Rice University", place=HOUSTON, sector="connector")
    else:
        number = seen(eco, "Rice University")
        with eco.batch("by hand") as batch:
            batch.edit_actor(number, version=1, sector="connector")
    done = match_record(eco, small)
    assert (done.found[number].outcome, sector(eco, number), done.sectors) == ("matched", "connector", {})


def test_a_users_table_goes_before_the_registry_and_uses_its_types(eco: Ecosystem, small: Matcher, tmp_path: Path) -> None:
    number = seen(eco, "Harlan Vester Institute")
    kinds = tuple(frozenset({"healthcare"}) for _ in small.registry.ids)
    typed = Matcher(replace(small.registry, kinds=kinds), matched_from=0.1, new_below=0.01)
    match_record(eco, typed)
    assert sector(eco, number) == "provider"
    table = tmp_path / "rules.csv"
    table.write_text("rule,pattern,given,sector,confidence,reason\ngiven,provider,,payer,0.9,Ours pay\n")
    assert set(resort(eco, table).changed) == {number}
    assert sector(eco, number) == "payer"
    assert match_record(eco, typed).sectors == {}
    assert sector(eco, number) == "payer"


# Genuine records


@pytest.fixture(scope="module")
def registry(corpus: Path) -> Matcher:
    return Matcher(read_registry(corpus / "ror" / "registry_51k.jsonl.gz"))


def _groups(eco: Ecosystem) -> set[frozenset[tuple[str, str, str]]]:
    """Return the actors as sets of what sources call them."""
    found: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    for row in eco.mentions().iter_rows(named=True):
        if row["source"] != "user":
            found[row["actor"]].add((row["source"], row["name"], f"{row['city']}"))
    return {frozenset(one) for one in found.values() if one}


@pytest.mark.corpus
def test_import_and_match_in_one_pass_or_apart_end_alike(corpus: Path, tmp_path: Path, registry: Matcher) -> None:
    studies = sorted((corpus / "clinicaltrials" / "api_v2_hub_studies").glob("*.json"))[:10]
    assert len(studies) == 10
    awards = tmp_path / "awards.csv"
    lines = (corpus / "nih" / "nih_awards_2018.csv").read_text(encoding="utf-8-sig").splitlines()
    awards.write_text("\n".join(lines[:400]))
    parts = [[*studies], [awards]]
    with Ecosystem.create(tmp_path / "one.eco") as one, Ecosystem.create(tmp_path / "apart.eco") as apart:
        import_files(one, [path for part in parts for path in part])
        match_record(one, registry)
        for part in reversed(parts):
            import_files(apart, part)
            match_record(apart, registry)
        assert _groups(one) == _groups(apart)
        assert match_record(apart, registry).batch is None
        names = [dict(each.actors().select("id", "name").iter_rows()) for each in (one, apart)]
        assert {(names[0][n], own) for n, own in ids(one).items()} == {(names[1][n], own) for n, own in ids(apart).items()}


@pytest.mark.corpus
def test_md_anderson_in_the_spellings_of_the_sources_ends_as_one_actor(corpus: Path, tmp_path: Path, registry: Matcher) -> None:
    names = {
        "MD Anderson Cancer Center", "M.D. Anderson Cancer Center", "University of Texas MD Anderson Cancer Center", "MD Anderson",
        "M D Anderson Cancer Center", "University of Texas MD Anderson Cancer Center ( Site 1006)", "UT MD Anderson Cancer Center",
        "The University of Texas MD Anderson Cancer Center /ID# 270059", "The University of Texas M.D. Anderson Cancer Center",
        "The University of Texas - MD Anderson Cancer Center", "The University Of Texas Md Anderson Cancer Center",
    }  # fmt: skip
    table = tmp_path / "names.csv"
    table.write_text("Label,City,Country\n" + "".join(f'"{name}",Houston,United States\n' for name in sorted(names)))
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        import_files(eco, [table])
        done = match_record(eco, registry)
        assert {found.id for found in done.found.values()} == {"https://ror.org/04twxam07"}
        assert eco.actors().height == 1


@pytest.mark.corpus
def test_research_sites_are_unnamed_sites_of_their_sponsors(corpus: Path, tmp_path: Path, registry: Matcher) -> None:
    folder = corpus / "clinicaltrials" / "api_v2_hub_studies"
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        import_files(eco, [folder / f"{study}.json" for study in ("NCT06692738", "NCT06023589")])
        done = match_record(eco, registry)
        mentions = eco.mentions()
        sites = mentions.filter(mentions["name"] == "Research Site")
        names = dict(eco.actors().select("id", "name").iter_rows())
        assert sites.height > 2
        assert all(names[number].startswith("Unnamed sites of ") for number in sites["actor"])
        assert not set(sites["actor"]) & set(done.found)


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["Fort Sam Houston", "Houston", "Hospital", "Research Site", "x" * 10_000])
def test_what_is_no_organisation_gets_no_id(eco: Ecosystem, registry: Matcher, name: str) -> None:
    actor(eco, name[:1000], place=None)
    match_record(eco, registry)
    assert ids(eco) == {}


def test_two_records_of_one_name_are_left_to_a_person(eco: Ecosystem, tmp_path: Path) -> None:
    path = tmp_path / "registry.jsonl"
    records = [{"id": f"r{n}", "names": [{"value": name, "types": ["ror_display", "label"]}]} for n, name in enumerate(["Vester Hall"] * 2)]
    path.write_text("\n".join(map(json.dumps, records)))
    actor(eco, "Vester Hall", place=None)
    done = match_record(eco, read_registry(path))
    assert done.count("matched") == 0
