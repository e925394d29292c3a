"""Corners of each format, as its description has them."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest

from ecotone.errors import InputError, UnreadableError
from ecotone.network import formats
from ecotone.network.formats import Network, NetworkFile, Raw


def read(name: str, text: str, as_: str | None = None) -> NetworkFile:
    return formats.read(Raw(name, text.encode()), as_)


def ties(file: NetworkFile) -> list[tuple[str, str, float]]:
    return file.networks[0].ties().select("source", "target", "weight").rows()


def kinds(file: NetworkFile) -> list[str]:
    return list(file.problems.by_kind())


# UCINET 6 user's guide, "The DL file format": one small network in every format that the guide lists.
MATRIX = [(1, 2, 1.0), (2, 3, 2.0), (3, 1, 1.0)]


@pytest.mark.parametrize(
    "text",
    [
        "dl n=3 format=fullmatrix data: 0 1 0 0 0 2 1 0 0",
        "DL\nN = 3\nFORMAT = FM\nDATA:\n0 1 0\n0 0 2\n1 0 0\n",
        "dl n=3 diagonal absent data: 1 0 0 2 1 0",
        "dl n=3 format=edgelist1\ndata:\n1 2 1\n2 3 2\n3 1\n",
        'dl n=3 labels: "1", "2", "3"\nformat=el1\ndata:\n1 2\n2 3 2\n3 1 1\n',
    ],
)
def test_dl_one_mode(text: str) -> None:
    network = read("x.dl", text).networks[0]
    assert [(a + 1, b + 1, w) for a, b, w in network.edges.select("source", "target", "weight").rows()] == MATRIX
    assert network.directed is True


def test_dl_half_matrices_have_no_direction() -> None:
    lower = read("x.dl", "dl n=3 format=lowerhalf data: 0 1 0 3 2 0")
    upper = read("x.dl", "dl n=3 format=upperhalf diagonal absent data: 1 3 2")
    assert lower.networks[0].directed is upper.networks[0].directed is False
    assert {(min(a, b), max(a, b), w) for a, b, w in ties(lower)} == {("1", "2", 1.0), ("1", "3", 3.0), ("2", "3", 2.0)}
    assert sorted(ties(upper)) == [("1", "2", 1.0), ("1", "3", 3.0), ("2", "3", 2.0)]


def test_dl_lists_of_nodes() -> None:
    lists = read("x.dl", "dl n=4 format=nodelist1\ndata:\n1 2 3\n2 4\n")
    assert ties(lists) == [("1", "2", 1.0), ("1", "3", 1.0), ("2", "4", 1.0)]
    counted = read("x.dl", "dl n=3 nm=2 format=nodelist1b\ndata:\n2 2 3\n0\n1 1\n1 3\n0\n0\n")
    assert counted.networks[0].edges.select("source", "target", "relation").rows() == [(0, 1, "1"), (0, 2, "1"), (2, 0, "1"), (0, 2, "2")]
    two_mode = read("x.dl", "dl nr=2 nc=3 format=nodelist2\nrow labels: a b\ncolumn labels: x y z\ndata:\n1 1 3\n2 2\n")
    assert two_mode.networks[0].two_mode == (2, 3)
    assert two_mode.networks[0].nodes["label"].to_list() == ["a", "b", "x", "y", "z"]
    assert ties(two_mode) == [("1", "3", 1.0), ("1", "5", 1.0), ("2", "4", 1.0)]


def test_dl_embedded_labels() -> None:
    edges = read("x.dl", "dl n=3 format=edgelist1\nlabels embedded\ndata:\nann bob 2\nbob cat\n")
    assert edges.networks[0].nodes["label"].to_list() == ["ann", "bob", "cat"]
    assert ties(edges) == [("1", "2", 2.0), ("2", "3", 1.0)]
    matrix = read("x.dl", "dl n=2 format=fullmatrix\nrow labels embedded\ncolumn labels embedded\ndata:\nann bob\nann 0 1\nbob 2 0\n")
    assert matrix.networks[0].nodes["label"].to_list() == ["ann", "bob"]
    assert ties(matrix) == [("1", "2", 1.0), ("2", "1", 2.0)]
    two = read("x.dl", "dl nr=2 nc=2 format=edgelist2\nlabels embedded\ndata:\nann club\nbob club\nbob choir\n")
    assert two.networks[0].nodes["label"].to_list() == ["ann", "bob", "club", "choir"]


def test_dl_several_matrices_and_odd_headers() -> None:
    several = read("x.dl", "dl n=2 nm=2 format=edgelist1\nmatrix labels:\nadvice\ntrust\ndata:\n1 2\n!\n2 1 3\n")
    assert several.networks[0].relations == ("advice", "trust")
    with pytest.raises(UnreadableError, match="format of the data is not read"):
        read("x.dl", "dl n=2 format=blockmatrix data: 0 1 0 0")
    assert "The file has no data section" in kinds(read("x.dl", "dl n=2 labels: a b"))
    line = read("x.dl", "dl n=2 format=edgelist1\ndata:\n1\n1 2 x\n")
    assert {"The line is no tie", "The weight is no number; it is left out"} <= set(kinds(line))


def test_dot_corners() -> None:
    text = """/* a comment */
    # another
    strict digraph "G 1" { // and another
      graph [rankdir=LR]; bgcolor = white;
      node [shape=box, beds=5]; edge [weight=2];
      "a b":port:n -> {c; d} -> e [color="#FF0000", label="x\\"y" + "z"];
      a -> c; a -> c;
      subgraph cluster_1 { f [pos="1.5,2!", label=<b <i>old</i>>]; node [beds=7]; g }
      subgraph s2;
      h -> i [dir=none] ; e [plain]
    }
    graph { x -- y }"""
    file = read("x.dot", text)
    first, second = file.networks
    assert (first.name, first.meta["rankdir"], first.meta["bgcolor"]) == ("G 1", "LR", "white")
    pairs = [(a, b) for a, b, _ in first.ties().select("source", "target", "weight").rows()]
    assert pairs == [("a b", "c"), ("a b", "d"), ("c", "e"), ("d", "e"), ("a", "c"), ("h", "i")]
    assert set(first.edges["weight"]) == {2.0}
    assert first.edges["label"][0] == 'x"yz'
    assert first.edges["viz:colour"][0] == "#ff0000"
    f = first.nodes.filter(id="f").row(0, named=True)
    assert (f["viz:x"], f["viz:y"], f["cluster"], f["beds"], f["label"]) == (1.5, 2.0, "cluster_1", 5, "b <i>old</i>")
    assert first.nodes.filter(id="g")["beds"].item() == 7
    assert first.edges["directed"].to_list()[-1] is False
    assert "A strict graph holds one edge between two nodes; the second is left out" in kinds(file)
    assert second.directed is False
    assert len(read("x.dot", "digraph { a -> ; b }").problems) >= 1
    assert len(read("x.dot", "digraph { a -> b } rubbish").problems) == 1
    assert "no opening brace" in str(next(iter(read("x.dot", "graph { a } graph [").problems)))


def test_gdf_corners() -> None:
    text = """stray
nodedef>name VARCHAR(32),label VARCHAR,beds INTEGER,open BOOLEAN default true,x DOUBLE,color VARCHAR,kind VARCHAR default 'public'
a,"Anna, Ltd",5,false,1.5,'255,0,10',
b,,many,,,sky,private,extra
,lost
edgedef>node1 VARCHAR,node2 VARCHAR,weight VARCHAR,directed BOOLEAN,color VARCHAR,since INT
a,b,2.5,true,red,2001
a,b,heavy,,,
a
"""
    file = read("x.gdf", text, "gdf")
    network = file.networks[0]
    a, b = network.nodes.rows(named=True)
    assert (a["label"], a["beds"], a["open"], a["viz:x"], a["viz:colour"], a["kind"]) == ("Anna, Ltd", 5, False, 1.5, "#ff000a", "public")
    assert (b["label"], b["beds"], b["open"], b["color"], b["kind"]) == (None, None, True, "sky", "private")
    assert network.edges.select("weight", "directed", "since").rows() == [(2.5, True, 2001), (1.0, False, None)]
    assert network.edges["viz:colour"].to_list() == ["#ff0000", None]
    assert {
        "The line stands before any table",
        "The row has more fields than the table; the last ones are left out",
        "A node has no name",
        "An edge lacks one of its nodes",
        "The weight is no number; it is left out",
        "The value is not of its column's type; it is left out",
    } <= set(kinds(file))


def test_gexf_corners() -> None:
    text = """<gexf version="1.2"><graph mode="dynamic" defaultedgetype="mutual" timeformat="date">
    <attributes class="node"><attribute id="0" title="label" type="string"/><attribute id="1" title="tags" type="liststring"/>
    <attribute id="2" title="open" type="boolean"><default>true</default></attribute><attribute id="3" title="n" type="integer"/>
    <attribute id="4" title="n" type="integer"/></attributes>
    <nodes><node id="a" label="A" startopen="2020-01-01" end="2021-01-01"><attvalues><attvalue for="0" value="own"/>
    <attvalue for="1" value="x|y"/><attvalue for="3" value="many"/><attvalue for="4" value="7.0"/><attvalue for="9" value="?"/></attvalues>
    <viz:color xmlns:viz="http://www.gexf.net/1.2draft/viz" hex="#00FF00"/><size value="big"/><shape value="image" uri="http://x.org/a.png"/>
    <nodes><node id="b"/></nodes><edges><edge source="a" target="b"/></edges></node>
    <node id="c" pid="c"/><node id="d" pid="nobody"/><node label="no id"/>
    <node id="e" intervals="&lt;[2001-01-01, 2002-01-01]; [2003-01-01, 2004-01-01]&gt;"/><node id="f" timestamps="2001-01-01 2002-01-01">
    <parents><parent for="a"/><parent for="b"/></parents><color r="300" g="0" b="0"/></node></nodes>
    <edges><edge target="a"/><edge source="a" target="c" weight="heavy" type="undirected"/></edges></graph></gexf>"""
    file = read("x.gexf", text)
    network = file.networks[0]
    a = network.nodes.row(0, named=True)
    assert (a["label (attribute)"], a["tags"], a["open"], a["n"], a["n 2"]) == ("own", ["x", "y"], True, None, 7)
    assert (a["viz:colour"], a["viz:shape"], a["viz:image"]) == ("#00ff00", "image", "http://x.org/a.png")
    parents = dict(network.nodes.select("id", "parent").rows())
    ids = network.nodes["id"].to_list()
    assert (parents["b"], parents["c"], parents["d"], parents["f"]) == (ids.index("a"), None, None, ids.index("a"))
    spells = {ids[item]: (start, end) for item, start, end in network.node_spells.select("item", "start", "end").rows()[:1]}
    assert spells == {"a": ("2020-01-01", "2021-01-01")}
    assert network.node_spells["start_open"].to_list()[0] is True
    assert network.node_spells.filter(item=ids.index("e")).height == 2
    assert network.node_spells.filter(item=ids.index("f"))["start"].to_list() == ["2001-01-01", "2002-01-01"]
    assert network.edges["directed"].to_list() == [False, False]
    expected = {
        "A node has no id",
        "An edge has no source",
        "A node is above itself; the node stands alone",
        "The parent of a node is not declared; the node stands alone",
        "A node has several parents; the first is kept",
        "The colour cannot be read",
        "The value belongs to no declared attribute; it is kept as text",
        "The value is no integer; it is left out",
        "A mutual edge is kept as one edge without direction",
    }
    assert expected <= set(kinds(file))


def test_graphml_corners() -> None:
    text = """<graphml><key id="w" for="edge" attr.name="weight" attr.type="double"/><key id="l" for="node" attr.name="label"/>
    <key id="o" for="node" attr.name="open" attr.type="boolean"><default>true</default></key><key id="n" for="node" attr.name="beds" attr.type="int"/>
    <key id="i" for="node" attr.name="id" attr.type="string"/>
    <graph id="one" edgedefault="directed"><node id="a"><data key="l">Anna</data><data key="n">many</data><data key="i">7</data>
    <graph edgedefault="undirected"><node id="a1"/><node id="a2"/><edge source="a1" target="a2"/></graph></node><node/>
    <node id="b"><data key="o">0</data><data key="zz">kept</data></node><edge source="a" target="b" directed="false"><data key="w">2</data></edge>
    <edge source="a"/><hyperedge id="h"/></graph><graph id="two" edgedefault="undirected"/></graphml>"""
    file = read("x.graphml", text)
    one, two = file.networks
    assert one.nodes.select("id", "label", "open", "beds", "zz").rows() == [
        ("a", "Anna", True, None, None),
        ("b", None, False, None, "kept"),
        ("a1", None, True, None, None),
        ("a2", None, True, None, None),
    ]
    assert one.nodes["id (attribute)"].to_list()[0] == "7"
    assert one.nodes["parent"].to_list() == [None, None, 0, 0]
    assert sorted(one.ties().select("source", "target", "weight", "directed").rows()) == [("a", "b", 2.0, False), ("a1", "a2", 1.0, False)]
    assert (two.name, two.directed) == ("two", False)
    assert {"A node has no id", "An edge lacks its source or its target", "A tie among more than two nodes has no place here"} <= set(
        kinds(file)
    )


def test_gml_corners() -> None:
    text = """Creator "me"
    graph [ label "net" directed 1 comment "said &quot;so&quot;"
      node [ id 1 label "H&#244;pital" graphics [ x 1.5 y 2 w 3.0 fill "#FF0000" type "ellipse" depth 4 ] ]
      node [ id 2 ] node [ label "no id" ] node [ id 2 ]
      edge [ source 1 target 2 value 3 directed 0 label "e" ] edge [ source 1 ] key
    ] ]"""
    file = read("x.gml", text)
    network = file.networks[0]
    first = network.nodes.row(0, named=True)
    assert (first["label"], first["viz:x"], first["viz:size"], first["viz:colour"], first["viz:shape"]) == (
        "Hôpital",
        1.5,
        3.0,
        "#ff0000",
        "ellipse",
    )
    assert first["graphics.depth"] == 4
    assert (network.name, network.meta["Creator"], network.meta["comment"]) == ("net", "me", 'said "so"')
    assert network.edges.select("weight", "directed", "label").rows() == [(3.0, False, "e")]
    expected = {"A node has no id", "An edge has no target", "A key has no value", "A bracket is closed that was never opened"}
    assert expected <= set(kinds(file))


def test_vna_corners() -> None:
    text = """*node data
"ID" age city
a 30 "New York"
b 40
*node properties
ID x y size color shape shortlabel
a 1 2 3 255 1 Anna
*tie data
from to friends advice since
a b 1 0 x2001
b a 0 2 x2002
a
*ego data
a b"""
    file = read("x.vna", text)
    network = file.networks[0]
    assert network.nodes.select("id", "label", "age", "city", "viz:x", "viz:colour").rows() == [
        ("a", "Anna", 30, "New York", 1.0, "255"),
        ("b", None, 40, None, None, None),
    ]
    assert network.ties().select("source", "target", "weight", "relation", "since").rows() == [
        ("a", "b", 1.0, "friends", "x2001"),
        ("b", "a", 2.0, "advice", "x2002"),
    ]
    assert {"The row has another number of cells than the header", "The line is no tie", "This table is not read"} <= set(kinds(file))


def test_json_dialects() -> None:
    d3 = read(
        "x.json",
        '{"nodes":[{"name":"a","group":1},{"name":"b","deep":{"x":1}}],"links":[{"source":0,"target":1,"value":3},7,{"source":0}]}',
    )
    assert ties(d3) == [("a", "b", 3.0)]
    assert d3.networks[0].nodes["deep"].to_list() == [None, '{"x": 1}']
    assert {"A link is no object", "A link has no target"} <= set(kinds(d3))
    graphology = read(
        "x.json",
        json.dumps(
            {
                "options": {"type": "mixed"},
                "attributes": {"name": "G"},
                "nodes": [{"key": "a", "attributes": {"label": "A", "x": 1}}, {"key": "b"}],
                "edges": [{"key": "e", "source": "a", "target": "b", "undirected": True, "attributes": {"weight": "2"}}],
            }
        ),
    )
    assert (graphology.networks[0].name, graphology.networks[0].nodes["label"].to_list(), ties(graphology)) == (
        "G",
        ["A", None],
        [("a", "b", 2.0)],
    )
    assert graphology.networks[0].directed is False
    cytoscape = read(
        "x.json", '{"elements":{"nodes":[{"data":{"id":"a"}},{"data":{"id":"b"}}],"edges":[{"data":{"source":"a","target":"b"}}]}}'
    )
    assert ties(cytoscape) == [("a", "b", 1.0)]
    plain = read("x.json", '{"directed":true,"nodes":["a",2],"links":[{"source":{"id":"a"},"target":2}]}')
    assert (ties(plain), plain.networks[0].directed) == ([("a", "2", 1.0)], True)
    file = read("x.json", '{"networks":[{"nodes":[]},{"edges":5}]}')
    assert len(file.networks) == 1
    assert "There is no list of nodes" in kinds(file)


def test_csv_corners() -> None:
    text = "from;to;type;relation;interval;note\na;b;undirected;trust;<[2001, 2003]>;x;y\n;b;;;;\nb;c;undirected;;;z\n"
    file = read("x.csv", text)
    network = file.networks[0]
    assert network.ties().select("source", "target", "directed", "relation", "note").rows() == [
        ("a", "b", False, "trust", "x"),
        ("b", "c", False, None, "z"),
    ]
    assert network.edge_spells.select("start", "end").rows() == [("2001", "2003")]
    assert {"The row has more cells than the header; the last ones are left out", "The row lacks a source or a target"} <= set(kinds(file))
    assert ties(read("x.edges", "a b 2\nb c 3.5\n")) == [("a", "b", 2.0), ("b", "c", 3.5)]
    rectangle = read("x.csv", ",x,y\na,1,0\nb,0,2\n").networks[0]
    assert (rectangle.two_mode, rectangle.directed) == ((2, 2), False)
    uneven = read("x.csv", ",a,b\na,0,1\nb,1\n", "matrix-csv")
    assert "another number of cells" in kinds(uneven)[0]
    broken = read("x.csv", "source,target,weight\na,b,<[1]>\n")
    assert "The changing value cannot be read" in kinds(broken)
    big = pl.DataFrame({"id": [str(each) for each in range(5001)]})
    network = Network.of(big, pl.DataFrame({"source": [0], "target": [1]}), directed=True)
    with pytest.raises(InputError, match="too large for a matrix"):
        formats.dumps(network, "matrix-csv")


def test_pajek_corners() -> None:
    text = """*Arcs
1 2
*Network lost
*Network found
*Vertices
1 "a" 0.1 0.2 0.5 box ic Red x_fact 2 extra words
2 "b" ic 1 0 0 bc Blue
x "c"
900000000 "d"
*Arcs :3
1 2 1 c Blue w 2 l "some label" odd
*Edgeslist :3 "kin"
1 2
9
*Matrix
0 x 0 1
*Partition sectors
oops
*Vertices 2
1
2 - not a number
*Permutation p
*Vertices 2
2
1
*Vector v
*Vertices 3
1 0.5
2
*Cluster c
*Vertices 9
1
2
*Hierarchy h
1
"""
    file = read("x.paj", text)
    network = file.networks[0]
    assert (network.name, network.nodes.height) == ("found", 4)  # the header has no number, so the lines are counted
    row = network.nodes.row(0, named=True)
    assert (row["viz:x"], row["viz:shape"], row["ic"], row["x_fact"], row["text"]) == (0.1, "box", "Red", "2", "extra words")
    assert network.nodes["ic"].to_list()[1] == "1 0 0"
    assert network.relations[0] == "3"
    edge = network.edges.row(0, named=True)
    assert (edge["c"], edge["w"], edge["l"], edge["text"]) == ("Blue", "2", "some label", "odd")
    assert [(each.kind, each.values.to_list()) for each in file.lists][:3] == [
        ("partition", [1, 2]),
        ("permutation", [2, 1]),
        ("vector", [0.5, 2.0]),
    ]
    expected = {
        "Ties stand before the vertices; they cannot be placed",
        "The network has no vertices section",
        "The header does not say how many vertices there are; they are counted",
        "The line of a vertex does not start with its number",
        "The vertex has a number far beyond the declared count",
        "The cell of the matrix is no number; it is left out",
        "The line belongs to no section",
        "The vector has another length than it declares",
        "This kind of section is not read",
    }
    assert expected <= set(kinds(file))


def test_pajek_writing_tells_what_it_leaves_out() -> None:
    nodes = pl.DataFrame(
        {
            "id": ["x", "y"],
            "label": ["one\ntwo", 'a "b"'],
            "text": ["", None],
            "note": ["n", None],
            "beds": [1, 2],
            "share": [0.5, None],
            "viz:shape": ["star", "box"],
        }
    )
    edges = pl.DataFrame({"source": [0], "target": [1], "weight": [None], "since": [2001]}, schema_overrides={"weight": pl.Float64})
    network = replace(
        Network.of(nodes, edges, directed=True),
        edge_spells=pl.DataFrame(
            {"item": [0], "start": ["2020-01-01"], "end": [None], "start_open": [False], "end_open": [False]},
            schema_overrides={"end": pl.String},
        ),
        time="date",
        values=pl.DataFrame({"of": ["node"], "item": [0], "attribute": ["beds"], "value": ["3"], "start": ["1"], "end": ["2"]}),
    )
    data, problems = formats.dumps(network, "pajek")
    told = " ".join(problem.what for problem in problems)
    for part in (
        "one line",
        "quotation marks",
        "attribute of nodes",
        "attributes of ties",
        "without weight",
        "whole numbers",
        "change in time",
        "shape",
    ):
        assert part in told
    back = formats.read(Raw("x.paj", data))
    assert back.networks[0].nodes["label"].to_list() == ["one two", "a 'b'"]
    assert [(each.name, each.values.to_list()) for each in back.lists] == [("beds", [1, 2])]
    plain, problems = formats.dumps(NetworkFile((network, network)), "pajek", suffix=".net")
    assert plain.startswith(b"*Network")
    assert any("Call the file .paj" in str(problem) for problem in problems)


def test_pajek_headers_of_other_programs() -> None:
    file = read("x.net", '*Vertices\t3\t% people\n1\t"a"\n*Edges 2\n1.0 2.0 1\n2 3\n*Arcs % none named\n1 3\n')
    network = file.networks[0]
    assert (network.nodes.height, network.edges.height, network.relations) == (3, 3, ())
    assert network.edges["directed"].to_list() == [False, False, True]
