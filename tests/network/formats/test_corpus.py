"""Genuine files are read with the counts that their publishers, their own text or a second counter give."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from ecotone.errors import UnknownFormatError
from ecotone.network import formats
from ecotone.network.formats import NetworkFile, Raw
from ecotone.problems import Problems

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpus


def only(path: Path) -> tuple[int, int]:
    """Read a file of one network; return nodes and ties."""
    file = formats.read(path)
    assert len(file.networks) == 1
    described = file.networks[0].describe()
    return described["nodes"], described["ties"]


def pajek_counts(data: bytes) -> list[tuple[int, int]] | None:
    """Count vertices and lines of each network from the definition of the format, in as few words as possible."""
    found: list[list[int]] = []
    shape = (0, 0)
    of_network, section, cells = True, "", [""]
    matrix: list[list[str]] = []

    def close_matrix() -> None:
        if matrix:
            rows, columns = shape
            whole = [row[:columns] for row in matrix[:rows]] if all(len(row) >= columns for row in matrix[:rows]) else matrix
            found[-1][1] += sum(float(cell) != 0 for row in whole for cell in row)
            matrix.clear()

    for line in re.split(r"\r\n|\r|\n", data.decode("latin-1").replace("\x1a", "")):
        cells = line.split()
        if not cells or cells[0][0] == "%":
            continue
        if cells[0][0] == "*":
            close_matrix()
            section = cells[0][1:].lower()
            if section.startswith("net"):
                of_network = True
            elif section in {"partition", "vector", "permutation", "cluster"}:
                of_network = False
            elif section == "vertices" and of_network:
                found.append([int(cells[1]), 0])
                first = int(cells[2]) if len(cells) > 2 else 0
                shape = (first, int(cells[1]) - first) if first else (int(cells[1]), int(cells[1]))
        elif section and of_network and found:
            if section in {"arcs", "edges"}:
                found[-1][1] += 1
            elif section in {"arcslist", "edgeslist"}:
                found[-1][1] += len(cells) - 1
            elif section == "matrix":
                matrix.append(cells)
    close_matrix()
    return [(nodes, ties) for nodes, ties in found] or None


def test_pajek_collection_is_read_exactly_or_refused(corpus: Path) -> None:
    exact = refused = 0
    wrong = []
    with zipfile.ZipFile(corpus / "pajek_nets" / "nets.zip") as archive:
        names = [name for name in archive.namelist() if name.lower().endswith((".net", ".paj"))]
        assert len(names) == 323
        for name in names:
            data = archive.read(name)
            try:
                file = formats.read(Raw(name, data))
            except UnknownFormatError:
                refused += 1
                assert pajek_counts(data) is None
                continue
            counts = [(network.nodes.height, network.edges.height) for network in file.networks]
            if counts == pajek_counts(data):
                exact += 1
            else:
                wrong.append((name, counts, pajek_counts(data)))
    assert wrong == []
    assert (exact, refused) == (321, 2)


def test_whole_archive_is_read_in_place(corpus: Path) -> None:
    file = formats.read(corpus / "pajek" / "2mode_DutchElite.zip")
    elite, top = file.networks
    # Sections as PROVENANCE.md counts them: one network with 41 sections of edges and 9 partitions in DutchElite.paj.
    assert elite.two_mode == (3810, 937)
    assert (elite.nodes.height, elite.edges.height) == (4747, 5221)
    assert top.two_mode == (200, 395)
    assert elite.directed is False
    assert len(elite.relations) > 30
    assert len(file.partitions) + len(file.vectors) == 17


def test_letters_of_western_europe(corpus: Path) -> None:
    file = formats.read(corpus / "pajek" / "2mode_DutchElite.zip")
    assert "herkströter, c.a.j. (cor)" in file.networks[0].nodes["label"].to_list()
    assert "The file is not UTF-8; its encoding is a guess" in file.problems.by_kind()


def test_balkan_months_have_named_relations(corpus: Path) -> None:
    network = formats.read(corpus / "pajek" / "keds_BalkanMonths.zip").networks[0]
    assert network.nodes.height == 325
    assert {"YIELD", "SURRENDER", "RETREAT"} <= set(network.relations)
    assert network.temporal
    assert network.time == "integer"


def test_uk_collaboration_file_agrees_with_its_json(corpus: Path) -> None:
    # 177 organisations and 1,472 links (PROVENANCE.md), in two formats.
    assert only(corpus / "pajek" / "multi_TFI_TFI.paj") == only(corpus / "pajek" / "multi_TFI_Network.json") == (177, 1472)


def test_strike_is_the_published_network(corpus: Path) -> None:
    # 24 people, 38 ties, 3 groups (de Nooy, Mrvar, Batagelj, ch. 7); the matrix made from it says every tie twice.
    file = formats.read(corpus / "network_reference" / "strike.paj")
    network = file.networks[0]
    assert (network.nodes.height, network.edges.height, network.directed) == (24, 38, False)
    groups = (corpus / "network_reference" / "strike.grp").read_text().split()
    assert [str(value) for value in file.partitions[0].values] == groups
    assert only(corpus / "network_reference" / "strike.csv") == (24, 76)


def test_arcs_of_the_main_path_file(corpus: Path) -> None:
    network = formats.read(corpus / "network_reference" / "Test.net").networks[0]
    labels = network.nodes["label"].to_list()
    arcs = {f"{labels[source]}-{labels[target]}" for source, target in network.edges.select("source", "target").iter_rows()}
    assert arcs == {"3-5", "5-12", "12-20", "21-22", "3-21", "12-15", "20-21", "20-22", "15-22"}  # the arcs that truth lists with their SPC
    assert network.nodes["viz:x"].to_list()[0] == 0.0952


GEXF = {
    "gephi_datasets/LesMiserables.gexf": 77,
    "gephi_datasets/airlines-sample.gexf": 235,
    "gephi_datasets/celegans.gexf.zip": 306,
    "gephi_datasets/diseasome.gexf.zip": 1419,
    "gephi_datasets/eurosis.gexf.zip": 1285,
    "gephi_datasets/french-ipr.gexf.zip": 1283,
    "gephi_datasets/ht2009_15min.gexf.gz": 113,
}


@pytest.mark.parametrize("name", GEXF)
def test_gexf_datasets(corpus: Path, name: str) -> None:
    path = corpus / name
    raw = next(iter(formats.unpack(path, Problems())))  # type: ignore[attr-defined]
    file = formats.read(path)
    network = file.networks[0]
    assert network.nodes.height == GEXF[name]  # as PROVENANCE.md counts them
    assert network.edges.height == len(re.findall(rb"<edge[ >]", raw.data))
    assert file.problems.count("refused") == 0


def test_dynamic_gexf_with_a_node_said_twice(corpus: Path) -> None:
    file = formats.read(corpus / "gephi_datasets" / "photoviz-dynamic.gexf.zip")
    network = file.networks[0]
    assert network.nodes.height == 393  # 394 elements, of which one id comes twice
    assert file.problems.by_kind() == {"Two nodes have the same id; the second is left out": 1}
    assert network.node_spells["start"].null_count() == 0
    assert network.values.filter(attribute="codelines").height > 300


def test_dynamic_weights_of_a_contact_network(corpus: Path) -> None:
    network = formats.read(corpus / "gephi_datasets" / "ht2009_15min.gexf.gz").networks[0]
    assert set(network.values["attribute"]) == {"degree", "strength", "weight"}
    assert network.meta["creator"] == "SocioPatterns.org"


def test_other_gephi_datasets(corpus: Path) -> None:
    folder = corpus / "gephi_datasets"
    assert only(folder / "karate.gml.zip") == (34, 78)
    assert only(folder / "netscience.gml.zip") == (1589, 2742)  # Newman 2006
    assert only(folder / "us-air97.net.zip") == (332, 2126)  # Pajek data sets
    assert only(folder / "java.net.zip") == (1538, 8032)
    assert only(folder / "OClinks_w.dl.zip") == (1899, 20296)  # Opsahl & Panzarasa 2009
    assert only(folder / "hex.dot.zip")[0] == 331
    assert only(folder / "airlines.graphml.zip") == (235, 2101)


def test_comic_heroes_name_nodes_over_and_over(corpus: Path) -> None:
    path = corpus / "gephi_datasets" / "comic-hero-network.gdf.zip"
    with zipfile.ZipFile(path) as archive:
        text = archive.read("comic-hero-network.gdf").decode()
    nodes, _, edges = text.partition("edgedef>")
    names = {row[0] for row in csv.reader(io.StringIO(nodes.split("\n", 1)[1])) if row}
    assert only(path) == (len(names), edges.count("\n") - (edges.endswith("\n")))


def test_weights_of_karate_agree_with_networkx(corpus: Path) -> None:
    with zipfile.ZipFile(corpus / "gephi_datasets" / "netscience.gml.zip") as archive:
        theirs = nx.parse_gml(archive.read("netscience.gml").decode(), label="id")
    ours = formats.read(corpus / "gephi_datasets" / "netscience.gml.zip").networks[0]
    pairs = Counter((*sorted((int(a), int(b))), round(w, 9)) for a, b, w in ours.ties().select("source", "target", "weight").iter_rows())
    assert pairs == Counter((*sorted((a, b)), round(float(data["value"]), 9)) for a, b, data in theirs.edges(data=True))


UCINET = {
    "BKFRAT.DAT": (58, 2),
    "BKHAM.DAT": (44, 2),
    "BKTEC.DAT": (34, 2),
    "KAPMINE.DAT": (15, 2),
    "KAPTAIL.DAT": (39, 4),
    "KRACKFR.DAT": (21, 21),
    "Knok.dat": (10, 2),
    "NEWFRAT.DAT": (17, 15),
    "PADGETT.DAT": (16, 2),
    "PRISON.DAT": (67, 1),
    "SAMPSON.DAT": (18, 10),
    "SZCIG.DAT": (15, 1),
    "TARO.DAT": (22, 1),
    "WIRING.DAT": (14, 6),
    "WOLF.DAT": (20, 2),
    "Zachary.DAT": (34, 2),
}


@pytest.mark.parametrize("name", UCINET)
def test_ucinet_files(corpus: Path, name: str) -> None:
    path = corpus / "ucinet_dl" / name
    size, matrices = UCINET[name]
    file = formats.read(path)
    network = file.networks[0]
    cells = path.read_text("latin-1").split("DATA:")[1].split()
    assert len(cells) == size * size * matrices
    assert network.nodes.height == size
    assert network.edges.height == sum(float(cell) != 0 for cell in cells)
    assert len(network.relations) == (matrices if matrices > 1 else 0)
    assert len(file.problems) == 0


def test_two_mode_dl_is_davis(corpus: Path) -> None:
    network = formats.read(corpus / "ucinet_dl" / "DAVIS.DAT").networks[0]
    ones = (corpus / "ucinet_dl" / "DAVIS.DAT").read_text("latin-1").split("DATA:")[1].split().count("1")
    assert (network.two_mode, network.edges.height, network.directed) == ((18, 14), ones, False)
    assert network.nodes["label"].to_list()[:2] == ["EVELYN", "LAURA"]
    assert network.nodes["label"].to_list()[18] == "E1"


def test_padgett_marriages_are_the_florentine_families(corpus: Path) -> None:
    network = formats.read(corpus / "ucinet_dl" / "PADGETT.DAT").networks[0]
    labels = network.nodes["label"].to_list()
    ours = {frozenset((labels[a], labels[b])) for a, b in network.edges.filter(relation="PADGM").select("source", "target").iter_rows()}
    assert ours == {frozenset((a.upper()[:9], b.upper()[:9])) for a, b in nx.florentine_families_graph().edges()}


CLASSIC = {
    "DHHS": (54, 447),
    "ICTS_G10": (493, 1359),
    "TC_TCcnt": (25, 175),
    "TC_TCcoll": (25, 161),
    "TC_TCdiss": (25, 103),
    "TC_TCdist": (25, 625),
    "physicians": (246, 1099),
}


@pytest.mark.parametrize("name", CLASSIC)
def test_health_networks_as_csv(corpus: Path, name: str) -> None:
    folder = corpus / "classic_r" / "derived"
    nodes, ties = CLASSIC[name]  # rows as PROVENANCE.md counts them
    assert only(folder / f"{name}_nodes.csv") == (nodes, 0)
    assert only(folder / f"{name}_edges.csv")[1] == ties


def test_relations_of_physicians(corpus: Path) -> None:
    network = formats.read(corpus / "classic_r" / "derived" / "physicians_edges.csv").networks[0]
    assert set(network.relations) == {"friendship", "advice", "discussion"}


def test_a_list_of_numbers_is_refused(corpus: Path) -> None:
    with pytest.raises(UnknownFormatError, match="no network file"):
        formats.read(corpus / "network_reference" / "strike.grp")


def edges_of(file: NetworkFile) -> Counter[tuple[str, str, float]]:
    return Counter(file.networks[0].ties().select("source", "target", "weight").iter_rows())


def expected_edges(path: Path) -> Counter[tuple[str, str, float]]:
    with path.open(encoding="utf-8") as stream:
        return Counter((row["Source"], row["Target"], float(row["Weight"])) for row in csv.DictReader(stream))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("adj_list.csv", "testAdjacencyList_edges.csv"),
        ("complex_matrix.csv", "testComplexMatrix_edges.csv"),
        ("matrix.csv", "testMatrix_CSV_edges.csv"),
        ("edges_table_repeated_with_ids.csv", "testEdgesTableRepeatedWithIds_edges.csv"),
        ("edges_table_repeated_without_ids.csv", "testEdgesTableRepeatedWithoutIds_Merge_Disabled_edges.csv"),
        ("edges_table_types_test.csv", "testEdgesTableTypesTest_edges.csv"),
    ],
)
def test_gephi_expected_edges(corpus: Path, name: str, expected: str) -> None:
    folder = corpus / "gephi_import_tests" / "spreadsheet"
    assert edges_of(formats.read(folder / name)) == expected_edges(folder / "expected" / expected)


def test_gephi_expected_types(corpus: Path) -> None:
    network = formats.read(corpus / "gephi_import_tests" / "spreadsheet" / "edges_table_types_test.csv").networks[0]
    assert network.edges["directed"].to_list() == [True, False]
    assert network.edges["kind"].to_list() == [8, 1]
    assert network.edges["label"].to_list() == ["1", "2.0"]


def test_gephi_expected_moments(corpus: Path) -> None:
    folder = corpus / "gephi_import_tests" / "spreadsheet"
    network = formats.read(folder / "edges_table_with_timeset_timestamps.csv").networks[0]
    assert network.edges.height == 5  # Gephi adds equal ties up to three; we keep what the file says
    ties = network.ties()
    moments = {
        (ties["source"][item], ties["target"][item], start)
        for item, start, end in network.edge_spells.select("item", "start", "end").iter_rows()
    }
    assert ("Fred", "Alice", "2016-02-03") in moments
    assert ("Dirk", "Fred", "2016-02-05") in moments
    assert network.time == "date"


def test_gephi_expected_changing_weights(corpus: Path) -> None:
    network = formats.read(corpus / "gephi_import_tests" / "spreadsheet" / "edges_table_dynamic_weights.csv").networks[0]
    values = network.values.select("item", "value", "start", "end").rows()
    assert (0, "1", "1.0", "2") in values
    assert (0, "2", "2", "3") in values
    assert (2, "1", "1", None) in values  # Infinity is an open end


def test_gephi_expected_nodes(corpus: Path) -> None:
    folder = corpus / "gephi_import_tests" / "spreadsheet"
    network = formats.read(folder / "nodes_table_types_test.csv").networks[0]
    with (folder / "expected" / "testNodesTableTypesTest_nodes.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert network.nodes["id"].to_list() == [row["Id"] for row in rows]
    assert network.nodes["int"].to_list() == [int(row["int"]) if row["int"] else None for row in rows]
    assert network.nodes["double"].to_list() == [float(row["double"]) if row["double"] else None for row in rows]
    assert network.nodes["boolean"].to_list() == [row["boolean"] == "true" if row["boolean"] else None for row in rows]
    assert network.nodes["bigint"].to_list() == [row["bigint"] or None for row in rows]
    assert network.node_spells.filter(item=0).select("start", "end").rows() == [("1", "5"), ("10", "10.5"), ("11", "16")]


@pytest.mark.parametrize("name", ["test_utf8_chars.csv", "test_utf8_chars_with_bom.csv"])
def test_gephi_expected_letters(corpus: Path, name: str) -> None:
    network = formats.read(corpus / "gephi_import_tests" / "spreadsheet" / name).networks[0]
    assert network.nodes.select("id", "label", "utf8").rows() == [("1", "uno", "漢語"), ("2", "dos", "blabla")]


@pytest.mark.parametrize(
    ("name", "nodes", "ties"),
    [
        ("adjacencylist", 4, 5),
        ("basic", 3, 2),
        ("emptyfields", 3, 2),
        ("intlabels", 1, 0),
        ("labels", 3, 2),
        ("multipleedgesperline", 4, 3),
        ("namedgraph", 1, 0),
        ("subgraph", 2, 1),
        ("undirected", 2, 1),
    ],
)
def test_gephi_dot_files(corpus: Path, name: str, nodes: int, ties: int) -> None:
    assert only(corpus / "gephi_import_tests" / "dot" / f"{name}.dot") == (nodes, ties)


def test_gephi_dot_details(corpus: Path) -> None:
    folder = corpus / "gephi_import_tests" / "dot"
    labels = formats.read(folder / "labels.dot").networks[0]
    assert labels.nodes.filter(id="A")["label"].item() == "Node A"
    assert labels.edges["label"].to_list() == ["Edge A to B", "Edge B to C"]
    assert formats.read(folder / "intlabels.dot").networks[0].nodes["label"].to_list() == ["-1"]
    assert formats.read(folder / "namedgraph.dot").networks[0].name == "test"
    assert formats.read(folder / "undirected.dot").networks[0].edges["foo"].to_list() == ["bar"]
    assert formats.read(folder / "subgraph.dot").networks[0].nodes["foo"].to_list() == ["a", "b"]
    assert formats.read(folder / "emptyfields.dot").networks[0].edges["viz:colour"].to_list() == [None, "#0000ff"]


def test_gephi_gexf_files(corpus: Path) -> None:
    folder = corpus / "gephi_import_tests" / "gexf"
    data = formats.read(folder / "data.gexf").networks[0]
    assert data.nodes.select("url", "indegree", "valid").rows() == [("http://gephi.org", 1.0, True)]
    assert data.describe()["loops"] == 1
    weights = formats.read(folder / "dynamicedgeweight.gexf").networks[0].values
    assert weights.select("value", "start", "end").rows() == [("1", "2004", "2004"), ("2", "2005", "2005")]
    assert formats.read(folder / "zeroweight.gexf").networks[0].edges["weight"].to_list() == [0.0]
    meta = formats.read(folder / "meta.gexf").networks[0]
    assert meta.nodes.height == 0
    assert meta.meta["title"] == "TITLE"
    slice_ = formats.read(folder / "slice.gexf").networks[0]
    assert slice_.edge_spells.select("start", "end").rows() == [("2007", "2007")]
    assert slice_.edges["weight"].to_list() == [2.0]
    assert slice_.nodes["Price"].to_list() == [12, 8]


def test_gephi_graphml_and_gml_files(corpus: Path) -> None:
    folder = corpus / "gephi_import_tests"
    assert only(folder / "graphml" / "5-cliques.graphml")[0] == 25
    assert only(folder / "graphml" / "football.graphml") == (115, 613)  # Girvan & Newman 2002
    films = formats.read(folder / "graphml" / "moviegalaxies.graphml").networks[0]
    assert films.nodes["partition"].to_list()[:5] == [1, 1, 1, 0, 2]
    assert films.nodes.height == 27
    described = formats.read(folder / "withdesc.graphml").networks[0]
    assert described.nodes["desc"].to_list() == ["Node Zero", "Node One"]
    gml = formats.read(folder / "label.gml").networks[0]
    assert gml.ties().select("source", "target", "label").rows() == [("B", "A", "Edge B to A"), ("C", "A", "Edge C to A")]


@pytest.mark.parametrize("version", ["1.1draft", "1.2draft", "1.3"])
def test_gexf_primers(corpus: Path, version: str) -> None:
    network = formats.read(corpus / "gexf_spec" / f"primer_{version}_simple.gexf").networks[0]
    assert network.nodes["label"].to_list() == ["Hello", "Word"]
    assert network.ties().select("source", "target", "directed").rows() == [("0", "1", True)]
