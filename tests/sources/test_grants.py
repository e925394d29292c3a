"""Awards of NSF and partners of NSERC, genuine, and what is wrong in such files."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from ecotone.dates import Date
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(path: Path, name: str, problems: Problems) -> list[Statement]:
    said = []
    for opened in open_files([path], problems):
        source = recognise(opened)
        assert source.name == name
        said += list(source.read(opened, problems))
    return said


@pytest.mark.corpus
def test_genuine_awards(corpus: Path) -> None:
    folder = corpus / "grants_other" / "nsf_xml"
    problems = Problems()
    said = {one.evidence.id_in_source: one for one in _read(folder, "nsf", problems)}
    plain = {path.stem: etree.parse(path).getroot() for path in folder.iterdir()}
    assert set(said) == set(plain)
    for own_id, award in plain.items():
        one = said[own_id]
        assert [m.name for m in one.mentions] == ["National Science Foundation", award.findtext("Award/Institution/Name")]
        assert ("amount", float(award.findtext("Award/AwardAmount") or "nan"), "USD") in {(c.field, c.value, c.unit) for c in one.claims}
        month, day, year = (award.findtext("Award/AwardEffectiveDate") or "").split("/")
        assert one.ties[0].valid_from == Date(f"{year}-{month}-{day}")
        people = [e.text for tag in ("LastName", "EmailAddress", "PhoneNumber") for e in award.iter(tag) if e.text and len(e.text) > 5]
        assert not any(person in repr(one) for person in people if person not in str(one.mentions[1].name))
    loaded = {own_id for own_id, award in plain.items() if award.findtext("Award/IsHistoricalAward") == "1"}
    assert {own_id for own_id, one in said.items() if "awarded" not in {e.kind for e in one.events}} == loaded != set()
    assert problems.by_kind() == {"The letter is later than the award's end; it is the day on which the award was loaded": len(loaded)}
    place = said["1500187"].mentions[1].place
    assert place is not None
    assert (place.city, place.region, place.country) == ("Fort Collins", "Colorado", "United States")


def test_awards_with_something_missing(tmp_path: Path) -> None:
    award = "<Award><AwardTitle>t</AwardTitle><AwardEffectiveDate>{0}</AwardEffectiveDate>{1}</Award>"
    one = "<AwardExpirationDate>01/01/2000</AwardExpirationDate><AwardID>7</AwardID><Institution><Name>A</Name></Institution>"
    two = "<AwardID>8</AwardID><Institution><Name>A</Name><StateCode>TX</StateCode></Institution><Institution><Name>B</Name></Institution>"
    path = tmp_path / "a.xml"
    path.write_text(
        "<rootTag>"
        + award.format("02/31/2001", two)
        + award.format("2/1/2001", one)
        + award.format("", "<AwardID>9</AwardID>")
        + "</rootTag>"
    )
    problems = Problems()
    said = _read(path, "nsf", problems)
    assert [len(each.ties) for each in said] == [2, 1]
    assert said[0].mentions[1].place is not None
    assert (said[0].mentions[1].place.region, said[0].mentions[1].place.country) == ("Texas", "United States")
    assert [(e.kind, str(e.date)) for e in said[1].events] == [("project started", "2001-02-01")]
    assert problems.by_kind() == {
        "No such day exists": 1,
        "The award ends before it starts; its end was dropped": 1,
        "The award has no number or no institution": 1,
    }


@pytest.mark.corpus
def test_genuine_partners(corpus: Path) -> None:
    path = corpus / "grants_other" / "nserc_partner.csv"
    whole = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))[1:]
    plain = [row for row in whole if row[0]]  # the last row names no award
    problems = Problems()
    said = _read(path, "nserc", problems)
    assert problems.count("refused") == len(whole) - len(plain) == 1
    assert len(said) == len({row[0] for row in plain})
    assert sum(len(one.mentions) for one in said) == len(plain)
    sizes = [sum(row[0] == one.evidence.id_in_source.split(",")[0] for row in plain) for one in said]
    assert sum(len(one.ties) for one in said) == sum(size * (size - 1) // 2 for size in sizes)
    assert {str(tie.valid_from) for one in said for tie in one.ties} == {"1994"}
    names = {mention.name for one in said for mention in one.mentions}
    assert "Ciment Québec inc." in names
    lost = {row[2] for row in plain if "\ufffd" in row[2].replace("Qu\ufffdbec", "")}
    assert problems.by_kind().get("The name lost letters before the file was written", 0) >= len(lost) > 0


def test_partners_that_stand_apart_and_rows_without_an_award(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = ["Cle,PartOrganizationID,PartInstitution-Établissement,ProvinceEN,CountryEN,FiscalYear-Exercice financier"]
    lines += ["1,5,A,Ontario,CANADA,2010", "2,6,B,,,x", "1,7,C,,,2010", "1,5,A,,,2010", ",8,D,,,2010", "3,8,,,,2010"]
    lines += [f"4,{n},P{n},,,2011" for n in range(101)]
    path.write_text("\n".join(lines))
    problems = Problems()
    said = _read(path, "nserc", problems)
    assert [(one.evidence.id_in_source, len(one.mentions), len(one.ties)) for one in said] == [
        ("1, 2010", 2, 1),
        ("2", 1, 0),
        ("4, 2011", 101, 0),
    ]
    assert problems.count("refused") == 2
    assert problems.by_kind()["The award has too many partners to tie each with each"] == 1
