"""Network files become statements whose evidence is the file's digest and row."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from ecotone.problems import Problems
from ecotone.sources import recognise
from ecotone.sources.network_file import NetworkFile
from ecotone.sources.opened import open_files
from ecotone.sources.source import Source
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement

GEXF = """<gexf version="1.3"><graph mode="dynamic" timeformat="date" defaultedgetype="directed">
<attributes class="node"><attribute id="s" title="Sector" type="string"/><attribute id="c" title="City" type="string"/>
<attribute id="b" title="beds" type="integer"/></attributes>
<nodes><node id="n1" label="Clinic"><attvalues><attvalue for="s" value="Provider"/><attvalue for="c" value="Houston"/>
<attvalue for="b" value="40"/></attvalues></node><node id="n2" label="Lab"/><node id="n3" label=" "/></nodes>
<edges><edge source="n1" target="n2" weight="2.5" kind="trial"><spells><spell start="2019-01-01" end="2020-06-30"/>
<spell start="2022-01-01"/></spells></edge><edge source="n2" target="n2"/><edge source="n3" target="n2"/></edges></graph></gexf>"""


def statements(path: Path, problems: Problems) -> list[Statement]:
    return [said for opened in open_files([path], problems) for said in NetworkFile().read(opened, problems)]


def test_nodes_and_ties_become_statements(tmp_path: Path) -> None:
    path = tmp_path / "drawn.gexf"
    path.write_text(GEXF)
    problems = Problems()
    said = statements(path, problems)
    digest = hashlib.sha256(GEXF.encode()).hexdigest()[:16]
    assert [each.evidence.id_in_source for each in said] == [f"{digest}/1/{part}" for part in ("node/1", "node/2", "tie/1", "tie/2")]
    clinic = said[0].mentions[0]
    assert (clinic.name, clinic.sector, clinic.place.city if clinic.place else None) == ("Clinic", Sector.PROVIDER, "Houston")
    assert [(claim.field, claim.value) for claim in said[0].claims] == [("beds", 40.0)]
    first, second = said[2].ties
    assert (first.kind, first.weight, first.directed, first.fields) == ("relation", 2.5, True, {"relation": "trial"})
    assert (str(first.valid_from), str(first.valid_to)) == ("2019-01-01", "2020-06-30")
    assert (str(second.valid_from), second.valid_to) == ("2022-01-01", None)
    assert len(said[3].mentions) == 1  # a loop is a tie of one mention with itself
    assert problems.by_kind() == {"A node has no name": 1, "A tie of a node without a name is left out": 1}


def test_years_are_dates_and_other_clocks_stay_as_written(tmp_path: Path) -> None:
    path = tmp_path / "years.net"
    path.write_text('*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n1 2 1 [1998-2001]\n2 1 1 [3-4]\n')
    ties = [tie for said in statements(path, Problems()) for tie in said.ties]
    assert (str(ties[0].valid_from), str(ties[0].valid_to), ties[0].fields) == ("1998", "2001", {})
    assert (ties[1].valid_from, ties[1].fields) == (None, {"start": "3", "end": "4"})


def test_same_file_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "drawn.gexf"
    path.write_text(GEXF)
    assert statements(path, Problems()) == statements(path, Problems())


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        ("a.gexf", GEXF, True),
        ("a.net", "*Vertices 1\n", True),
        ("a.csv", "Source,Target\na,b\n", True),
        ("a.csv", "Company,City\nAcme,Houston\n", False),
        ("a.csv", "id,label\n1,a\n", False),
        ("a.json", '{"nodes": [], "links": []}', True),
        ("a.json", '{"studies": []}', False),
        ("a.txt", "Dear all", False),
    ],
)
def test_recognises_networks_and_nothing_else(tmp_path: Path, name: str, text: str, *, known: bool) -> None:
    path = tmp_path / name
    path.write_text(text)
    (opened,) = open_files([path], Problems())
    assert NetworkFile().recognises(opened) is known


def test_is_a_source() -> None:
    assert isinstance(NetworkFile(), Source)


@pytest.mark.corpus
def test_uk_collaboration_network(corpus: Path) -> None:
    said = statements(corpus / "pajek" / "multi_TFI_TFI.paj", Problems())
    assert sum(not each.ties for each in said) == 177
    assert sum(len(each.ties) for each in said) == 1472
    assert all(each.claims for each in said if not each.ties)  # the partition of sectors is a claim about each


def test_a_node_link_file_whose_nodes_come_after_many_links_is_a_network(tmp_path: Path) -> None:
    names = [f"Organisation {n}" for n in range(2_000)]
    links = [{"source": one, "target": other} for one, other in pairwise(names)]
    path = tmp_path / "network.json"
    path.write_text(json.dumps({"links": links, "nodes": [{"id": name} for name in names]}), encoding="utf-8")
    [opened] = list(open_files([path], Problems()))
    assert b"nodes" not in opened.head
    assert recognise(opened).name == "network-file"
