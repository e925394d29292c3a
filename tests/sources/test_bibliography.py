"""Works of three indexes: every genuine record read or refused with a reason, and no person among the names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ecotone.problems import Problems
from ecotone.sources import open_files, recognise

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(path: Path, name: str, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    assert source.name == name
    return list(source.read(opened, problems))


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "source", "records", "sign"),
    [
        ("medline_test.medline", "pubmed", 175, r"^PMID- "),
        ("pubmed.txt", "pubmed", 335, r"^PMID- "),
        ("testFile.isi", "web-of-science", 34, r"^PT "),
        ("wos_savedrecs.txt", "web-of-science", 32, r"^PT "),
        ("wos.bib", "web-of-science", 236, r"^@"),
        ("wos_m.bib", "web-of-science", 29, r"^@"),
        ("scopus.bib", "scopus", 263, r"^@"),
    ],
)
def test_every_genuine_work_is_read_or_refused(corpus: Path, name: str, source: str, records: int, sign: str) -> None:
    path = corpus / "bibliographic" / name
    text = path.read_text(encoding="utf-8-sig")
    assert len(re.findall(sign, text, re.MULTILINE)) == records
    problems = Problems()
    said = _read(path, source, problems)
    assert set(problems.by_kind()) <= {"The work names no institution"}
    assert len(said) + problems.count("refused") == records
    assert len({one.evidence.id_in_source for one in said}) == len(said)
    assert all(tie.kind == "co-authorship" and not tie.directed for one in said for tie in one.ties)
    assert all(len(one.ties) == len(one.mentions) * (len(one.mentions) - 1) // 2 for one in said)
    assert all(event.kind == "published" for one in said for event in one.events)
    people = {
        " ".join(person.split())
        for line in re.findall(r"^(?:FAU - |AF )(.*)|^[Aa]uthor ?= ?\{(.*)\}", text, re.MULTILINE)
        for person in re.split(r" and ", line[0] or line[1])
        if "," in person and len(person) > 8
    }
    names = [mention.name for one in said for mention in one.mentions]
    assert not [each for each in names if each in people or "@" in each or "Author)" in each]


@pytest.mark.corpus
def test_cited_works_are_no_addresses(corpus: Path) -> None:
    said = _read(corpus / "bibliographic" / "testFile.isi", "web-of-science", Problems())
    first = next(one for one in said if one.mentions[0].name == "UNIV TRONDHEIM")
    assert [mention.name for mention in first.mentions] == ["UNIV TRONDHEIM", "LUFTKRIGSSKOLEN"]  # its tag CR is lost


def test_pubmed_dates_addresses_and_dois(tmp_path: Path) -> None:
    path = tmp_path / "a.nbib"
    path.write_text(
        "\nPMID- 1\nDP  - 2016 Jan-Feb\nAD  - Dept of X, Rice University, Houston, TX,\n      USA. a@rice.edu\n"
        "AD  - BioCity Ltd, Nottingham, UK\nLID - 10.1000/ab [doi]\n\nPMID- x\nAD  - A\n\nPMID- 2\nDP  - soon\nAD  - Rice University, Houston, USA\n"
    )
    problems = Problems()
    one, two = _read(path, "pubmed", problems)
    assert [(m.name, m.place and m.place.city) for m in one.mentions] == [("Rice University", "Houston"), ("BioCity Ltd", "Nottingham")]
    assert ([str(t.valid_from) for t in one.ties], one.events[0].fields, one.evidence.address) == (
        ["2016"],
        {"doi": "10.1000/ab"},
        "https://pubmed.ncbi.nlm.nih.gov/1/",
    )
    assert (two.ties, two.events) == ((), ())
    assert problems.by_kind() == {"The record has no PubMed id": 1, "The year of publication cannot be read": 1}


def test_tagged_records_that_do_not_end(tmp_path: Path) -> None:
    path = tmp_path / "savedrecs.txt"
    head = "FN Clarivate\nVR 1.0\n"
    path.write_text(
        head + "PT J\nC1 [A, B] Rice Univ, Houston, TX 77005 USA.\n   Univ Nottingham, Nottingham, England.\nPY 2020\nPD MAR 5\nUT WOS:1\n"
        "PT J\nC1 Rice Univ, Houston, TX USA.\nPY 2021\nDI 10.1000/x\nER\n\nPT J\nC1 Rice Univ, Houston, TX USA.\nPY 2022\n"
    )
    problems = Problems()
    said = _read(path, "web-of-science", problems)
    assert [one.evidence.id_in_source.split()[0] for one in said] == ["WOS:1", "doi", "digest"]
    assert [(tie.source, tie.target, str(tie.valid_from)) for tie in said[0].ties] == [("m0", "m1", "2020-03-05")]
    assert problems.by_kind() == {"The file ends in the middle of a record": 1, "The record has no end": 1}
    assert said == _read(path, "web-of-science", Problems())


def test_an_open_brace_costs_one_entry(tmp_path: Path) -> None:
    entry = "@ARTICLE{{k{0},\nauthor={{A, B.}},\nyear={{2020}},\nurl={{https://www.scopus.com/r?eid=2-s2.0-{0}&x}},\naffiliation={{{1}}},\nsource={{Scopus}},\n}}\n"
    rice, both = (
        "Rice University, Houston, TX, United States",
        "Rice University, Houston, United States; University of York, York, United Kingdom",
    )
    path = tmp_path / "a.bib"
    path.write_text(
        "@comment{x}\n"
        + entry.format(1, both)
        + "@ARTICLE{k2,\ntitle={never {closed},\n@{,}\n"
        + entry.format(3, rice)
        + '@misc{4, doi = "10.1000/q", year = 2019, affiliation = "'
        + rice
        + '"}\n'
    )
    problems = Problems()
    said = _read(path, "scopus", problems)
    assert [one.evidence.id_in_source for one in said] == ["2-s2.0-1", "2-s2.0-3", "doi 10.1000/q"]
    assert len(said[0].ties) == 1
    assert problems.by_kind()["The entry does not end"] == 1


def test_a_crowd_ties_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.nbib"
    path.write_text("PMID- 1\nDP  - 2020\n" + "".join(f"AD  - University of A{'b' * n}, Houston, USA\n" for n in range(101)))
    problems = Problems()
    [said] = _read(path, "pubmed", problems)
    assert (len(said.mentions), said.ties) == (101, ())
    assert problems.by_kind() == {"The work has too many institutions to tie each with each": 1}


SCOPUS_CSV = (
    "Authors,Author(s) ID,Title,Year,Source title,DOI,Link,Affiliations,Authors with affiliations,EID\n"
    '"Lee, A.; Wu, B.",1,T,2021,J,10.1000/x,https://www.scopus.com/x,'
    '"Department of Surgery, Baylor College of Medicine, Houston, TX, United States; Rice University, Houston, United States",'
    '"Lee, A., Baylor; Wu, B., Rice",2-s2.0-85000000001\n'
)
WOS_TABLE = (
    "PT\tAU\tAF\tTI\tC1\tEM\tPD\tPY\tDI\tUT\n"
    "J\tLee, A\tLee, Ana\tT\t[Lee, Ana; Wu, B] Baylor Coll Med, Houston, TX 77030 USA; [Wu, B] Rice Univ, Houston, TX USA\tana@x.example\tMAR\t2021"
    "\t10.1000/x\tWOS:000000000000001\n"
)
PUBMED_XML = """<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.example/x.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">1234567</PMID><Article><Journal><JournalIssue><PubDate><Year>2021</Year>
<Month>03</Month></PubDate></JournalIssue></Journal><ELocationID EIdType="doi">10.1000/x</ELocationID><AuthorList><Author><LastName>Lee</LastName>
<AffiliationInfo><Affiliation>Baylor College of Medicine, Houston, TX, USA. ana@x.example</Affiliation></AffiliationInfo></Author><Author>
<AffiliationInfo><Affiliation>Rice University, Houston, TX, USA.</Affiliation></AffiliationInfo></Author></AuthorList></Article></MedlineCitation>
<PubmedData><ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/cited</ArticleId></ArticleIdList></Reference></ReferenceList>
</PubmedData></PubmedArticle></PubmedArticleSet>"""


RIS = (
    "TY  - JOUR\nAU  - Lee, A.\nTI  - T\nPY  - 2021\nDO  - 10.1000/x\nDB  - {0}\n{1}\n"
    "AD  - Baylor College of Medicine, Houston, TX, United States\nAD  - Rice University, Houston, TX, United States\nER  - \n\n"
)


@pytest.mark.parametrize(
    ("source", "name", "text", "date", "own_id"),
    [
        ("scopus", "scopus.csv", SCOPUS_CSV, "2021", "2-s2.0-85000000001"),
        ("web-of-science", "savedrecs.txt", WOS_TABLE, "2021-03", "WOS:000000000000001"),
        ("scopus", "a.ris", RIS.format("Scopus", "UR  - https://www.scopus.com/x?eid=2-s2.0-85000000001&y"), "2021", "2-s2.0-85000000001"),
        ("web-of-science", "a.ris", RIS.format("Web of Science", "AN  - WOS:000000000000001"), "2021", "WOS:000000000000001"),
        ("pubmed", "pubmed.xml", PUBMED_XML, "2021-03", "PMID 1234567"),
    ],
)
def test_the_same_work_in_tables_and_in_xml(tmp_path: Path, source: str, name: str, text: str, date: str, own_id: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8-sig")
    problems = Problems()
    [said] = _read(path, source, problems)
    assert problems.count("refused") == 0
    assert said.evidence.id_in_source == own_id
    assert [mention.name.split()[0] for mention in said.mentions] == ["Baylor", "Rice"]
    assert [(str(tie.valid_from), tie.kind) for tie in said.ties] == [(date, "co-authorship")]
    assert said.events[0].fields == {"doi": "10.1000/x"}
    assert not [word for word in ("Ana", "@", "Lee") if word in repr(said)]
