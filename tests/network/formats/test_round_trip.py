"""What is written reads back the same: on genuine files, and on networks made up by hypothesis."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from polars.testing import assert_frame_equal

from ecotone.network import formats
from ecotone.network.formats import FORMATS, Network, NetworkFile, NodeList, Raw

if TYPE_CHECKING:
    from pathlib import Path

ODD_IDS = ["two words", 'a "quoted" one', "it's", "emoji 🏥", "مستشفى", "x" * 10_000, "a,b;c|d", "<tag>&amp;", "back\\slash", "漢語"]


def again(file: NetworkFile | Network, name: str) -> NetworkFile:
    data, _ = formats.dumps(file, name)
    suffix = FORMATS[name].extensions[0] if name != "pajek" else ".paj"
    return formats.read(Raw(f"again{suffix}", data), name)


def assert_same(one: NetworkFile, other: NetworkFile) -> None:
    assert len(one.networks) == len(other.networks)
    for a, b in zip(one.networks, other.networks, strict=True):
        assert_frame_equal(a.nodes, b.nodes, check_column_order=False)
        assert_frame_equal(a.edges, b.edges, check_column_order=False)
        assert_frame_equal(a.node_spells, b.node_spells)
        assert_frame_equal(a.edge_spells, b.edge_spells)
        assert_frame_equal(a.values, b.values, check_row_order=False)
        assert (a.two_mode, a.time, a.directed, a.relations) == (b.two_mode, b.time, b.directed, b.relations)
    assert [(x.kind, x.name, x.values.to_list()) for x in one.lists] == [(x.kind, x.name, x.values.to_list()) for x in other.lists]


GENUINE = [
    ("gexf", "gephi_datasets/LesMiserables.gexf"),
    ("gexf", "gephi_datasets/airlines-sample.gexf"),
    ("gexf", "gephi_datasets/celegans.gexf.zip"),
    ("gexf", "gephi_datasets/photoviz-dynamic.gexf.zip"),
    ("gexf", "gephi_datasets/ht2009_15min.gexf.gz"),
    ("gexf", "gephi_import_tests/gexf/slice.gexf"),
    ("gexf", "gephi_import_tests/gexf/dynamicedgeweight.gexf"),
    ("graphml", "gephi_datasets/airlines.graphml.zip"),
    ("graphml", "gephi_import_tests/withdesc.graphml"),
    ("gml", "gephi_datasets/netscience.gml.zip"),
    ("gml", "gephi_import_tests/label.gml"),
    ("pajek", "network_reference/strike.paj"),
    ("pajek", "network_reference/SmaGri.net"),
    ("pajek", "pajek/2mode_DutchElite.zip"),
    ("pajek", "pajek/keds_BalkanMonths.zip"),
    ("pajek", "pajek/soc_Samo_Stranke94.net"),
    ("pajek", "pajek/gbm_SupremeCourt_SupremeCourt.net"),
    ("pajek", "pajek/esna_world_trade.zip"),
    ("dl", "ucinet_dl/SAMPSON.DAT"),
    ("dl", "ucinet_dl/DAVIS.DAT"),
    ("dl", "gephi_datasets/OClinks_w.dl.zip"),
    ("dot", "gephi_datasets/hex.dot.zip"),
    ("dot", "gephi_import_tests/dot/labels.dot"),
    ("matrix-csv", "gephi_import_tests/spreadsheet/complex_matrix.csv"),
    ("edges-csv", "classic_r/derived/physicians_edges.csv"),
    ("edges-csv", "gephi_import_tests/spreadsheet/edges_table_types_test.csv"),
    ("node-link", "pajek/multi_TFI_Network.json"),
]


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "path"), GENUINE)
def test_genuine_files_read_back_the_same(corpus: Path, name: str, path: str) -> None:
    file = formats.read(corpus / path)
    assert_same(file, again(file, name))


@pytest.mark.corpus
@pytest.mark.parametrize("path", [path for _, path in GENUINE])
def test_our_json_loses_nothing(corpus: Path, path: str) -> None:
    file = formats.read(corpus / path)
    data, problems = formats.dumps(replace(file, lists=()), "node-link")
    assert problems == []
    back = formats.read(Raw("again.json", data))
    assert_same(replace(file, lists=()), back)
    assert [dict(network.meta) for network in back.networks] == [dict(network.meta) for network in file.networks]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\u2028\u2029\u0085\ufeff"),
    min_size=1,
    max_size=8,
).map(lambda text: " ".join(text.split()) or "x")
WEIGHTS = st.one_of(st.integers(1, 9).map(float), st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: x != 0))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw a network with labels, attributes, relations, loops, parallel ties, spells, positions and colours."""
    ids = draw(st.lists(TEXTS, min_size=1, max_size=5, unique=True))
    size = len(ids)
    number = draw(st.integers(0, 6))
    places = st.integers(0, size - 1)
    direction = draw(st.sampled_from([True, False, None]))
    directed = [draw(st.booleans()) if direction is None else direction for _ in range(number)]
    relation = draw(st.booleans())

    def some(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
        return draw(st.lists(strategy, min_size=count, max_size=count))

    nodes = pl.DataFrame(
        {
            "id": ids,
            "label": some(st.none() | TEXTS, size),
            "beds": pl.Series(some(st.integers(-(10**12), 10**12), size), dtype=pl.Int64),
            "share": pl.Series(some(st.none() | st.floats(-1e9, 1e9).filter(lambda x: x != 0), size), dtype=pl.Float64),
            "open": pl.Series(some(st.none() | st.booleans(), size), dtype=pl.Boolean),
            "place": pl.Series(some(st.none() | TEXTS, size), dtype=pl.String),
            "viz:x": pl.Series(some(st.floats(-100, 100, width=32), size), dtype=pl.Float64),
            "viz:y": pl.Series(some(st.floats(-100, 100, width=32), size), dtype=pl.Float64),
            "viz:colour": pl.Series(some(st.integers(0, 0xFFFFFF).map(lambda x: f"#{x:06x}"), size), dtype=pl.String),
        }
    )
    edges = pl.DataFrame(
        {
            "source": pl.Series(some(places, number), dtype=pl.Int64),
            "target": pl.Series(some(places, number), dtype=pl.Int64),
            "weight": pl.Series(some(WEIGHTS, number), dtype=pl.Float64),
            "directed": pl.Series(directed, dtype=pl.Boolean),
            "relation": pl.Series(some(TEXTS, number) if relation else [None] * number, dtype=pl.String),
            "since": pl.Series(some(st.none() | st.integers(1900, 2100), number), dtype=pl.Int64),
        }
    )
    network = Network.of(nodes, edges, directed=direction is not False, name=draw(TEXTS))
    if number and draw(st.booleans()):
        spells = sorted(draw(st.lists(st.integers(0, number - 1), max_size=3, unique=True)))
        rows = [(item, str(draw(st.integers(1, 50))), str(draw(st.integers(51, 99))), False, False) for item in spells]
        network = replace(
            network, edge_spells=pl.DataFrame(rows, schema=network.edge_spells.schema, orient="row"), time="integer" if rows else ""
        )
    return network


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25, deadline=None)
@given(network=networks())
def test_second_reading_is_the_first(name: str, network: Network) -> None:
    once = again(network, name)
    twice = again(once, name)
    assert_same(once, twice)


@pytest.mark.parametrize("name", ["gexf", "graphml", "gml", "node-link"])
@settings(max_examples=40, deadline=None)
@given(network=networks())
def test_what_is_not_reported_is_kept(name: str, network: Network) -> None:
    data, problems = formats.dumps(network, name)
    back = formats.read(Raw(f"x{FORMATS[name].extensions[0]}", data)).networks[0]
    told = " ".join(str(problem) for problem in problems)
    assert back.nodes["id"].to_list() == network.nodes["id"].to_list()
    assert back.nodes["label"].to_list() == network.nodes["label"].to_list()
    assert back.edges.select("source", "target", "weight", "directed", "relation").equals(
        network.edges.select("source", "target", "weight", "directed", "relation")
    )
    for column in ("beds", "share", "place", "viz:x"):
        if column in back.nodes.columns:
            assert back.nodes[column].to_list() == network.nodes[column].to_list()
        else:
            assert network.nodes[column].null_count() == network.nodes.height or "viz" in column
    if network.temporal and not back.temporal:
        assert "time" in told


@pytest.mark.parametrize("name", ["pajek", "dl", "gdf", "dot", "vna", "edges-csv", "matrix-csv"])
@settings(max_examples=25, deadline=None)
@given(network=networks())
def test_other_formats_keep_nodes_and_ties_or_say_so(name: str, network: Network) -> None:
    data, problems = formats.dumps(network, name)
    back = formats.read(Raw(f"x{FORMATS[name].extensions[0]}", data), name).networks[0]
    told = " ".join(problem.what for problem in problems)
    if back.nodes.height != network.nodes.height:
        assert "isolated nodes" in told
    if back.edges.height != network.edges.height:
        assert "both ways" in told or "added up" in told
    if back.directed is not network.directed and network.edges.height:
        assert "direction" in told or "both ways" in told
    for lost in set(network.node_attributes()) - set(back.node_attributes()):
        has_values = network.nodes[lost].null_count() < network.nodes.height
        listed = any(lost == each.name for each in formats.read(Raw(f"x{FORMATS[name].extensions[0]}", data), name).lists)
        assert listed or not has_values or "attribute" in told


@pytest.mark.parametrize("name", FORMATS)
def test_odd_ids_survive_as_id_or_label(name: str) -> None:
    nodes = pl.DataFrame({"id": ODD_IDS})
    ends = pl.DataFrame({"source": range(len(ODD_IDS)), "target": [*range(1, len(ODD_IDS)), 0]})
    network = Network.of(nodes, ends, directed=True)
    data, problems = formats.dumps(network, name)
    back = formats.read(Raw(f"odd{FORMATS[name].extensions[0]}", data), name).networks[0]
    shown = back.nodes["id"].to_list() if name not in {"pajek", "dl"} else back.nodes["label"].to_list()
    for before, after in zip(ODD_IDS, shown, strict=True):
        assert after in {before, before.replace('"', "'"), before + " "}
        if after not in {before, before + " "}:
            assert any("quotation" in problem.what for problem in problems)
    assert back.edges.height == len(ODD_IDS)


def schema(corpus: Path, folder: Path, version: str) -> etree.XMLSchema:
    """Compile a schema of the GEXF specification, its files under the names that they call each other by."""
    for path in (corpus / "gexf_spec").glob(f"specs_{version}_*.xsd"):
        shutil.copy(path, folder / path.name.removeprefix(f"specs_{version}_"))
    return etree.XMLSchema(etree.parse(folder / "gexf.xsd"))


@pytest.mark.corpus
@pytest.mark.parametrize(
    "path", [path for _, path in GENUINE if path not in {"gephi_datasets/OClinks_w.dl.zip", "pajek/keds_BalkanMonths.zip"}]
)
def test_gexf_that_we_write_is_valid(corpus: Path, tmp_path: Path, path: str) -> None:
    data, _ = formats.dumps(formats.read(corpus / path), "gexf")
    schema(corpus, tmp_path, "1.3").assertValid(etree.fromstring(data))


@pytest.mark.corpus
def test_any_network_becomes_valid_gexf(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    compiled = schema(corpus, tmp_path_factory.mktemp("xsd"), "1.3")

    @settings(max_examples=40, deadline=None)
    @given(network=networks())
    def check(network: Network) -> None:
        compiled.assertValid(etree.fromstring(formats.dumps(network, "gexf")[0]))

    check()


def test_looks_carry_the_prefix_that_readers_expect() -> None:
    nodes = pl.DataFrame(
        {"id": ["a"], "viz:colour": ["#ff000080"], "viz:x": [1.0], "viz:y": [2.0], "viz:size": [3.0], "viz:shape": ["disc"]}
    )
    text = formats.dumps(Network.of(nodes, pl.DataFrame({"source": [0], "target": [0]}), directed=True), "gexf")[0].decode()
    for part in (
        '<viz:color r="255" g="0" b="0" a="0.502"/>',
        '<viz:position x="1" y="2"/>',
        '<viz:size value="3"/>',
        '<viz:shape value="disc"/>',
    ):
        assert part in text


@pytest.mark.corpus
def test_pajek_project_converts_to_gexf_with_its_partition(corpus: Path, tmp_path: Path) -> None:
    problems = formats.convert(corpus / "network_reference" / "strike.paj", tmp_path / "out.gexf")
    back = formats.read(tmp_path / "out.gexf").networks[0]
    groups = [int(word) for word in (corpus / "network_reference" / "strike.grp").read_text().split()]
    assert groups in [back.nodes[name].to_list() for name in back.node_attributes()]
    assert [problem for problem in problems if problem.severity == "refused"] == []


def test_networks_on_the_same_nodes_become_relations() -> None:
    nodes = pl.DataFrame({"id": ["a", "b"]})
    one = Network.of(nodes, pl.DataFrame({"source": [0], "target": [1]}), directed=True, name="advice")
    two = Network.of(nodes, pl.DataFrame({"source": [1], "target": [0]}), directed=True, name="trust")
    data, problems = formats.dumps(NetworkFile((one, two)), "gexf")
    assert formats.read(Raw("x.gexf", data)).networks[0].relations == ("advice", "trust")
    assert "relations of one" in problems[0].what
    other = Network.of(pl.DataFrame({"id": ["z"]}), pl.DataFrame({"source": [0], "target": [0]}), directed=True, name="else")
    _, told = formats.dumps(NetworkFile((one, other)), "gdf")
    assert any("left out" in problem.what and problem.got == "else" for problem in told)
    both = formats.read(Raw("x.graphml", formats.dumps(NetworkFile((one, other)), "graphml")[0]))
    assert [network.name for network in both.networks] == ["advice", "else"]


def test_lists_that_fit_no_network_are_reported() -> None:
    network = Network.of(pl.DataFrame({"id": ["a"]}), pl.DataFrame({"source": [0], "target": [0]}), directed=True)
    lists = (NodeList("partition", "p", pl.Series([1, 2])), NodeList("vector", "v", pl.Series([0.5])))
    data, problems = formats.dumps(NetworkFile((network,), lists), "graphml")
    assert any(problem.got == "p: 2 numbers" for problem in problems)
    assert formats.read(Raw("x.graphml", data)).networks[0].nodes["v"].to_list() == [0.5]
    project = formats.read(Raw("x.paj", formats.dumps(NetworkFile((network,), lists), "pajek")[0]))
    assert [(each.kind, each.name, each.values.to_list()) for each in project.lists] == [("partition", "p", [1, 2]), ("vector", "v", [0.5])]


def test_hierarchy_goes_through_gexf_and_graphml() -> None:
    nodes = pl.DataFrame({"id": ["hospital", "ward", "bed"], "parent": pl.Series([None, 0, 1], dtype=pl.Int64)})
    network = Network.of(nodes, pl.DataFrame({"source": [2], "target": [0]}), directed=True)
    for name in ("gexf", "graphml", "node-link"):
        back = again(network, name).networks[0]
        assert back.nodes.select("id", "parent").rows() == [("hospital", None), ("ward", 0), ("bed", 1)]
    _, problems = formats.dumps(network, "gdf")
    assert any("hierarchy" in problem.what for problem in problems)


def test_the_same_loss_is_said_once() -> None:
    nodes = pl.DataFrame({"id": [str(each) for each in range(50)], "viz:shape": ["ellipse"] * 50})
    _, problems = formats.dumps(Network.of(nodes, pl.DataFrame({"source": [0], "target": [1]}), directed=True), "gexf")
    assert [problem.got for problem in problems] == ["ellipse → disc"]
