from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Claim, Ecosystem, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.errors import EvidenceError, InputError, NotFoundError, StaleWriteError, UndoRefusedError
from ecotone.scope import Scope
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from ecotone.ecosystem import Batch, Stated


def study(number: str = "NCT1", date: str = "2020-01-05", sites: tuple[str, ...] = ("Ben Taub Hospital",), amount: float = 5) -> Statement:
    return Statement(
        Evidence("clinicaltrials", number, f"https://clinicaltrials.gov/study/{number}", Date(date)),
        mentions=(
            Mention("s", "Baylor College of Médicine", "lead sponsor", place=Place("Houston", "Texas", "US"), sector=Sector.ACADEMIA),
            *(Mention(f"c{n}", site, "site", place=Place("Houston", "Texas", "US")) for n, site in enumerate(sites)),
        ),
        ties=tuple(Tie("s", f"c{n}", "sponsor-site", valid_from=Date("2019"), valid_to=Date("2021-06")) for n in range(len(sites))),
        claims=(Claim("i", "enrollment", amount, "participants"), Claim("s", "industry", value=False), Claim("i", "phase", None)),
        initiative=Initiative("i", number, "study", number),
        events=(Event("started", Date("2019-05"), actual=True, objects=(("i", "study"), ("s", "sponsor"))),),
    )


def take(batch: Batch, said: Statement) -> Stated:
    stated = batch.state(said)
    names = {stated.mentions[m.key]: m for m in said.mentions if m.key in stated.mentions}
    for mention in stated.unassigned:
        of = names[mention]
        batch.assign(mention, batch.add_actor(of.name, sector=of.sector, place=of.place), reason="new", decided_by="test")
    return stated


def imported(eco: Ecosystem, *said: Statement) -> int | None:
    with eco.batch("import", "Ana") as batch:
        for one in said:
            take(batch, one)
    return batch.id


def test_a_statement_is_kept_whole(eco: Ecosystem) -> None:
    imported(eco, study())
    assert eco.actors().select("name", "sector", "city", "country", "mentions").rows() == [
        ("Baylor College of Médicine", "academia", "Houston", "US", 1),
        ("Ben Taub Hospital", None, "Houston", "US", 1),
    ]
    assert eco.ties().drop("id", "evidence").rows() == [(1, 2, "sponsor-site", 1.0, True, "2019", "2021-06")]
    assert eco.claims().select("field", "value", "type", "number", "unit").rows() == [
        ("enrollment", "5", "number", 5.0, "participants"),
        ("industry", "false", "flag", 0.0, None),
        ("phase", None, "not known", None, None),
    ]
    assert eco.events().select("kind", "date", "actual", "role", "actor").rows() == [
        ("started", "2019-05", True, "study", None),
        ("started", "2019-05", True, "sponsor", 1),
    ]
    assert eco.initiatives().select("source", "id_in_source", "kind").rows() == [("clinicaltrials", "NCT1", "study")]
    assert eco.evidence()["address"].to_list() == ["https://clinicaltrials.gov/study/NCT1"]
    assert eco.check() == []


def test_saying_the_same_again_writes_nothing(eco: Ecosystem) -> None:
    imported(eco, study(), study("NCT2"))
    before = eco.export()
    assert imported(eco, study("NCT2"), study()) is None
    assert eco.export() == before
    assert eco.stats()["batches"] == 1


def test_the_same_name_in_the_same_place_is_one_mention(eco: Ecosystem) -> None:
    imported(eco, study("NCT1"), study("NCT2"))
    assert eco.stats()["mentions"] == 2
    assert eco.stats()["ties"] == 2


def test_unnamed_sites_stay_apart_by_sponsor(eco: Ecosystem) -> None:
    def of(sponsor: str, number: str) -> Statement:
        return Statement(
            Evidence("clinicaltrials", number, date=Date("2020")),
            mentions=(Mention("u", "Research Site", "site", unnamed_of="s"), Mention("s", sponsor, "lead sponsor")),
            ties=(Tie("s", "u", "sponsor-site"),),
        )

    imported(eco, of("Pfizer", "1"), of("Merck", "2"), of("Pfizer", "3"))
    assert sorted(eco.mentions()["name"].to_list()) == ["Merck", "Pfizer", "Research Site", "Research Site"]


def test_a_later_state_ends_what_it_no_longer_says(eco: Ecosystem) -> None:
    imported(eco, study(sites=("A", "B")))
    with eco.batch("later") as batch:
        stated = take(batch, study(date="2021-02", sites=("B", "C")))
    assert stated.outcome == "changed"
    names = dict(eco.actors().select("id", "name").iter_rows())
    assert [names[i] for i in eco.ties()["target"]] == ["B", "C"]
    assert [names[i] for i in eco.ties(Scope(as_of=Date("2020-06")))["target"]] == ["A", "B"]
    assert eco.ties(Scope(as_of=Date("2019"))).is_empty()
    assert [names[i] for i in eco.ties(Scope(as_of=Date("2021-02")))["target"]] == ["B", "C"]
    assert eco.evidence()["date"].to_list() == ["2021-02"]


def test_an_undated_record_read_again_on_another_day_is_unchanged(eco: Ecosystem) -> None:
    def undated(day: str) -> Statement:
        return Statement(Evidence("list", "1", read_on=Date(day)), mentions=(Mention("m", "MD Anderson", "member"),))

    imported(eco, undated("2024-01-01"))
    assert imported(eco, undated("2024-02-02")) is None


def test_ties_alive_on_a_day_count_through_an_imprecise_end(eco: Ecosystem) -> None:
    imported(eco, study())  # 2019 to 2021-06
    assert len(eco.ties(alive_on=dt.date(2021, 6, 30))) == 1
    assert len(eco.ties(alive_on="2021-07-01")) == 0
    assert len(eco.ties(alive_on=Date("2018-12-31"))) == 0
    assert len(eco.ties(alive_on=Date("2019-01-01"))) == 1
    assert len(eco.ties(Scope(start=Date("2021-06"), end=Date("2030")))) == 1
    assert len(eco.ties(Scope(start=Date("2021-07")))) == 0
    assert len(eco.ties(Scope(end=Date("2018")))) == 0


def test_a_day_as_end_is_outside(eco: Ecosystem) -> None:
    with eco.batch("own") as batch:
        a, b = batch.add_actor("A"), batch.add_actor("B")
        batch.add_tie(a, b, "relation", valid_from=Date("2020-01-01"), valid_to=Date("2021-01-01"), own_statement=True)
    assert len(eco.ties(alive_on="2020-12-31")) == 1
    assert len(eco.ties(alive_on="2021-01-01")) == 0


def test_scopes_and_sectors_filter(eco: Ecosystem) -> None:
    with eco.batch("own") as batch:
        hospital = batch.add_actor("Hospital", sector="provider", place=Place("Houston", "Texas", "US"))
        maker = batch.add_actor("Maker", sector=Sector.INDUSTRY, place=Place("Singapore", None, "SG"))
        school = batch.add_actor("School", sector="academia", place=Place("HOUSTON", "Texas", "US"))
        batch.add_tie(hospital, maker, "relation", own_statement=True)
        batch.add_tie(school, hospital, "part-of", own_statement=True)
    assert eco.actors(Scope(places=("houston",)))["id"].to_list() == [hospital, school]
    assert eco.actors(Scope(sectors=(Sector.INDUSTRY,)))["id"].to_list() == [maker]
    assert eco.ties(between=("industry", "provider"))["kind"].to_list() == ["relation"]
    assert eco.ties(between=(Sector.INDUSTRY, Sector.ACADEMIA)).is_empty()
    assert eco.ties(kind="part-of")["source"].to_list() == [school]
    assert eco.ties(kind="no such").is_empty()
    assert eco.ties(Scope(kinds=("part-of", "relation"))).height == 2
    assert eco.ties(Scope(places=("texas",)))["kind"].to_list() == ["part-of"]
    assert eco.ties(Scope(kinds=("part-of",)), kind="relation").is_empty()


def test_an_actor_shows_everything_that_hangs_on_it(eco: Ecosystem) -> None:
    imported(eco, study())
    with eco.batch("note", "Ana") as batch:
        batch.add_note(1, "asked for a meeting")
        batch.add_claim("website", "https://bcm.edu", actor=1, evidence=Evidence("web", "bcm.edu", "https://bcm.edu"))
        batch.add_claim("need", "imaging data", actor=1, assessor="Ana", confidence=0.5, own_statement=True)
    view = eco.actor(1)
    assert (view.actor.name, view.actor.sector, view.actor.place.city) == ("Baylor College of Médicine", Sector.ACADEMIA, "Houston")
    assert view.ties.select("other_name", "outgoing").rows() == [("Ben Taub Hospital", True)]
    assert eco.actor(2).ties.select("other", "outgoing").rows() == [(1, False)]
    assert view.claims["field"].to_list() == ["industry", "website", "need"]
    assert set(view.evidence["source"]) == {"clinicaltrials", "user"}
    assert view.events["kind"].unique().to_list() == ["started"]
    assert view.notes["text"].to_list() == ["asked for a meeting"]
    assert set(view.mentions["source"]) == {"clinicaltrials", "user"}
    with pytest.raises(NotFoundError):
        eco.actor(99)


def test_two_claims_that_disagree_both_stay(eco: Ecosystem) -> None:
    for source, value in (("a", 10.0), ("b", 12.0)):
        imported(eco, Statement(Evidence(source, "1", date=Date("2020")), (Mention("m", "X", "m"),), claims=(Claim("m", "beds", value),)))
    assert eco.claims()["number"].to_list() == [10.0, 12.0]


@pytest.mark.parametrize(("text", "names"), [
    ("koln univ", ["Universitätsklinikum Köln"]),
    ("KÖLN", ["Universitätsklinikum Köln"]),
    ("ost", []),
    ("strasse", ["Straße der Ärzte"]),
    ("acme", ["Acme", "Acme Medical"]),
    ("", []),
    ("'; DROP TABLE actor --", []),
    ('"acme* OR', []),
])  # fmt: skip
def test_search_folds_accents_and_takes_beginnings(eco: Ecosystem, text: str, names: list[str]) -> None:
    with eco.batch("own") as batch:
        for name in ("Acme Medical", "Universitätsklinikum Köln", "Acme", "Straße der Ärzte"):
            batch.add_actor(name)
    assert eco.search(text)["name"].to_list() == names


def test_search_finds_by_every_name_and_follows_merges_and_undo(eco: Ecosystem) -> None:
    imported(eco, study())
    made = eco.merge(2, 1, reason="the same")
    found = eco.search("taub")
    assert found.select("id", "matched").rows() == [(1, "Ben Taub Hospital")]
    eco.undo(made)
    assert eco.search("taub")["id"].to_list() == [2]


def test_merging_loses_nothing_and_is_undoable(eco: Ecosystem) -> None:
    imported(eco, study(sites=("A", "B")))
    before = eco.export()
    made = eco.merge(3, 2, reason="one hospital", author="Ana")
    assert eco.actors()["id"].to_list() == [1, 2]
    assert eco.actor(3).actor.id == 2
    assert eco.actor(2).merged == (3,)
    assert eco.ties()["target"].to_list() == [2, 2]
    assert eco.check() == []
    with pytest.raises(InputError):
        eco.merge(3, 1, reason="again")
    with pytest.raises(InputError):
        eco.merge(1, 1, reason="itself")
    eco.undo(made)
    assert eco.export() == before


def test_a_tie_to_itself_after_a_merge_is_left_out_and_counted(eco: Ecosystem) -> None:
    imported(eco, study())
    eco.merge(2, 1, reason="the same")
    assert eco.ties().is_empty()
    assert eco.ties(self_ties=True).height == 1
    assert eco.stats()["self_ties"] == 1


def test_ties_of_mentions_that_nobody_is_are_left_out_and_counted(eco: Ecosystem) -> None:
    imported(eco, study())
    with eco.batch("not the same after all") as batch:
        batch.unassign(2)
    assert eco.ties().is_empty()
    assert (eco.stats()["unassigned"], eco.stats()["unplaced_ties"]) == (1, 1)
    assert eco.mentions(unassigned=True)["name"].to_list() == ["Ben Taub Hospital"]


def test_a_stale_write_is_refused_with_both_values(eco: Ecosystem) -> None:
    with eco.batch("own") as batch:
        number = batch.add_actor("First")
    with eco.batch("edit") as batch:
        assert batch.edit_actor(number, version=1, name="Second") == 2
    with eco.batch("edit") as batch, pytest.raises(StaleWriteError, match=r"Third.*Second"):
        batch.edit_actor(number, version=1, name="Third")
    assert eco.actor(number).actor.name == "Second"


def test_versions_never_come_back(eco: Ecosystem) -> None:
    with eco.batch("own") as batch:
        number = batch.add_actor("First")
    with eco.batch("edit") as batch:
        batch.edit_actor(number, version=1, name="Second")
    eco.undo(2)
    assert (eco.actor(number).actor.name, eco.actor(number).actor.version) == ("First", 3)


def test_undo_is_refused_with_the_batches_that_build_on_it(eco: Ecosystem) -> None:
    first = imported(eco, study("NCT1"))
    second = imported(eco, study("NCT2"))
    assert first
    assert second
    with pytest.raises(UndoRefusedError, match=r"2 \(import\)"):
        eco.undo(first)
    eco.undo(second)
    eco.undo(first)
    assert eco.stats()["actors"] == 0
    with pytest.raises(UndoRefusedError, match="undone already"):
        eco.undo(first)
    with pytest.raises(NotFoundError):
        eco.undo(99)


def test_undoing_an_undo_redoes(eco: Ecosystem) -> None:
    first = imported(eco, study())
    assert first
    before = eco.export()
    gone = eco.undo(first)
    assert eco.history()["undone_by"].to_list() == [None, gone]
    eco.undo(gone)
    assert eco.export() == before
    assert eco.search("baylor").height == 1
    assert eco.check() == []


def test_a_redo_is_refused_where_the_records_were_imported_again(eco: Ecosystem) -> None:
    first = imported(eco, study())
    assert first
    gone = eco.undo(first)
    imported(eco, study())
    before = eco.export()
    with pytest.raises(UndoRefusedError, match="same source records"):
        eco.undo(gone)
    assert eco.export() == before


def test_a_batch_that_fails_leaves_nothing(eco: Ecosystem) -> None:
    before = eco.export()

    def fail() -> None:
        with eco.batch("fails") as batch:
            take(batch, study())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert eco.export() == before
    assert eco.stats()["batches"] == 0
    assert imported(eco, study()) == 1


def test_what_the_user_says_needs_evidence_or_a_mark(eco: Ecosystem) -> None:
    with eco.batch("own") as batch:
        a, b = batch.add_actor("A"), batch.add_actor("B")
        with pytest.raises(EvidenceError):
            batch.add_tie(a, b, "relation")
        tie = batch.add_tie(a, b, "relation", evidence=Evidence("clinicaltrials", "NCT9", "https://clinicaltrials.gov/study/NCT9"))
    assert eco.ties()["id"].to_list() == [tie]
    with eco.batch("take back") as batch:
        batch.remove("tie", tie)
    assert eco.ties().is_empty()
    eco.undo(2)
    assert eco.ties()["id"].to_list() == [tie]


def test_what_a_source_says_cannot_be_removed(eco: Ecosystem) -> None:
    imported(eco, study())
    with eco.batch("no") as batch:
        with pytest.raises(InputError, match="cannot be removed"):
            batch.remove("tie", 1)
        with pytest.raises(InputError):
            batch.remove("evidence", 1)
        with pytest.raises(NotFoundError):
            batch.remove("note", 1)


def test_custom_fields_are_typed(eco: Ecosystem) -> None:
    with eco.batch("fields") as batch:
        batch.add_field("beds", "number", unit="beds")
        batch.add_field("stage", "choice", choices=("seed", "series A"))
        batch.add_field("site", "link")
        batch.add_field("joined", "date")
        number = batch.add_actor("A", fields={"beds": 12, "stage": "seed", "joined": "May 2024"})
    assert eco.actor(number).actor.fields == {"beds": 12.0, "stage": "seed", "joined": "2024-05"}
    with eco.batch("edit") as batch:
        batch.edit_actor(number, version=1, fields={"beds": None, "site": "https://a.org"})
        for bad in ({"beds": "many"}, {"stage": "B"}, {"site": "javascript:alert(1)"}, {"unknown": 1}, {"joined": "31/02/2020"}):
            with pytest.raises(InputError):
                batch.edit_actor(number, version=2, fields=bad)
    assert eco.actor(number).actor.fields == {"stage": "seed", "joined": "2024-05", "site": "https://a.org"}


@pytest.mark.parametrize("bad", [
    Tie("s", "s", "x", weight=float("nan")),
    Claim("s", "beds", float("inf")),
    Mention("m", "nul \x00", "x"),
    Mention("m", "half \ud800", "x"),
    Mention("m", "off the map", "x", place=Place(latitude=91)),
])  # fmt: skip
def test_values_that_cannot_be_kept_are_refused(eco: Ecosystem, bad: Tie | Claim | Mention) -> None:
    mentions = (Mention("s", "A", "x"), *((bad,) if isinstance(bad, Mention) else ()))
    said = Statement(
        Evidence("a", "1"), mentions, ties=(bad,) if isinstance(bad, Tie) else (), claims=(bad,) if isinstance(bad, Claim) else ()
    )
    with pytest.raises(InputError), eco.batch("bad") as batch:
        batch.state(said)
    assert eco.stats()["evidence"] == 0


def test_sqlite_and_postgresql_export_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str, still_clock: None
) -> None:
    exports = []
    for where in (tmp_path_factory.mktemp("same") / "a.eco", f"{postgres_url}&schema=same_bytes"):
        with Ecosystem.create(where, title="Same") as eco:
            imported(eco, study(), study("NCT2", sites=("Z", "Ä")), study(date="2022", sites=("Z",)))
            exports.append(eco.export())
    assert exports[0] == exports[1]
