"""What other programs write that the descriptions of the formats do not say: read whole, or told."""

from __future__ import annotations

from contextlib import suppress

import polars as pl
import pytest

from ecotone.errors import EcotoneError, UnknownFormatError, UnreadableError
from ecotone.network import formats
from ecotone.network.formats import NetworkFile, Raw


def read(name: str, text: str | bytes, as_: str | None = None) -> NetworkFile:
    return formats.read(Raw(name, text.encode() if isinstance(text, str) else text), as_)


def ties(file: NetworkFile, which: int = 0) -> list[tuple[str, str, float]]:
    return file.networks[which].ties().select("source", "target", "weight").rows()


def labels(file: NetworkFile) -> list[str | None]:
    return file.networks[0].nodes["label"].to_list()


def kinds(file: NetworkFile) -> list[str]:
    return list(file.problems.by_kind())


def gexf(inside: str, said: str = "") -> str:
    return f"<gexf><graph {said}>{inside}</graph></gexf>"


TWO = '<nodes><node id="a"/><node id="b"/></nodes>'


@pytest.mark.parametrize(
    "declared",
    [
        '<attributes class="edge"><attribute id="0" title="Weight" type="float"/></attributes>',
        '<attributes class="edge"><attribute id="weight" title="w" type="float"/></attributes>',
        "",
    ],
)
def test_gexf_weight_said_as_an_attribute_is_the_weight(declared: str) -> None:
    key = "0" if "Weight" in declared else "weight"
    edge = f'<edges><edge source="a" target="b"><attvalues><attvalue for="{key}" value="-2.5"/></attvalues></edge></edges>'
    assert ties(read("x.gexf", gexf(declared + TWO + edge))) == [("a", "b", -2.5)]


def test_gexf_weight_said_twice_keeps_both() -> None:
    edge = '<edges><edge source="a" target="b" weight="3"><attvalue for="weight" value="2"/></edge></edges>'
    file = read("x.gexf", gexf(TWO + edge))
    assert ties(file) == [("a", "b", 3.0)]
    assert file.networks[0].edges["weight (attribute)"].to_list() == [2.0]


def test_gexf_undeclared_attributes_prefixes_and_second_graphs_are_kept() -> None:
    node = '<nodes><node id="a"><attvalues><attvalue for="url" value="x.org"/><attvalue for="url"/></attvalues><viz:color hex="#F0c"/>'
    file = read("x.gexf", f"<gexf><graph>{node}</node></nodes></graph><graph>{TWO}</graph></gexf>")
    a = file.networks[0].nodes.row(0, named=True)
    assert (a["url"], a["viz:colour"]) == ("x.org", "#ff00cc")
    assert [network.nodes.height for network in file.networks] == [1, 2]
    assert {"The value belongs to no declared attribute; it is kept as text", "An attribute has no value"} <= set(kinds(file))


def test_gexf_lists_as_versions_spell_them() -> None:
    declared = (
        '<attributes class="node"><attribute id="0" title="t" type="liststring"/><attribute id="1" title="n" type="long"/></attributes>'
    )
    spelt = ["a |b", "[a, b]", "['a', 'b']", "[&quot;a&quot;, &quot;b&quot;]", "a;b", "[]"]
    nodes = "".join(f'<node id="{place}"><attvalue for="0" value="{text}"/></node>' for place, text in enumerate(spelt))
    file = read("x.gexf", gexf(f'{declared}<nodes>{nodes}<node id="z"><attvalue for="1" value="{10**30}"/></node></nodes>'))
    assert file.networks[0].nodes["t"].to_list() == [["a", "b"]] * 5 + [[], None]
    assert "The value is no long; it is left out" in kinds(file)


def graphml(keys: str, inside: str, said: str = 'edgedefault="undirected"') -> str:
    return f"<graphml>{keys}<graph {said}>{inside}</graph></graphml>"


def test_graphml_of_yed_has_labels_places_and_colours() -> None:
    keys = '<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d10" yfiles.type="edgegraphics"/>'
    drawn = (
        '<data key="d6"><y:ShapeNode><y:Geometry x="10.5" y="-20" width="60"/><y:Fill color="#FFCC00"/>'
        '<y:NodeLabel>Clinic &amp; co<y:LabelModel/></y:NodeLabel><y:Shape type="ellipse"/></y:ShapeNode></data>'
    )
    line = (
        '<data key="d10"><y:PolyLineEdge><y:LineStyle color="#000000" width="2.0"/><y:EdgeLabel>funds</y:EdgeLabel></y:PolyLineEdge></data>'
    )
    group = '<node id="g" yfiles.foldertype="group"><graph edgedefault="directed"><node id="g::b"/></graph></node>'
    file = read("x.graphml", graphml(keys, f'<node id="a">{drawn}</node>{group}<edge source="a" target="g::b">{line}</edge>'))
    network = file.networks[0]
    assert network.nodes.row(0, named=True) == {
        "id": "a",
        "label": "Clinic & co",
        "viz:x": 10.5,
        "viz:y": -20.0,
        "viz:colour": "#ffcc00",
        "viz:shape": "ellipse",
        "parent": None,
    }
    edge = network.edges.row(0, named=True)
    assert (edge["label"], edge["viz:thickness"], edge["viz:colour"]) == ("funds", 2.0, "#000000")


def test_graphml_of_yfiles_for_html_has_labels() -> None:
    keys = '<key id="d4" for="node" attr.name="NodeLabels" y:attr.uri="u"/><key id="d0" for="node" attr.name="z" attr.type="int" y:attr.uri="u"/>'
    drawn = '<data key="d4"><x:List><y:Label><y:Label.Text>Long one</y:Label.Text></y:Label></x:List></data><data key="d0">4.0</data>'
    short = '<data key="d4"><x:List><y:Label Text="Short"/></x:List></data>'
    file = read("x.graphml", graphml(keys, f'<node id="a">{drawn}</node><node id="b">{short}</node>'))
    assert labels(file) == ["Long one", "Short"]
    assert file.networks[0].nodes["z"].to_list() == [4, None]


def test_graphml_weights_defaults_and_names() -> None:
    keys = (
        '<key id="w" for="edge" attr.name="Weight" attr.type="double"/><key id="l" for="node" attr.name="Label" attr.type="string"/>'
        '<key id="c" for="all" attr.name="c" attr.type="string"><default>red</default></key>'
        '<key id="n" for="node" attr.name="n" attr.type="int"/><key id="m" for="node" attr.name="n" attr.type="string"/>'
        '<key id="n" for="node" attr.name="again" attr.type="int"/>'
    )
    nodes = '<node id="a"><data key="l">Anna</data><data key="n">5.0</data><data key="m">x</data></node><node id="b"/>'
    edge = '<edge source="a" target="b" directed="1" sourceport="N"><data key="w"> -2.5 </data></edge><edge source="b" target="a"><data key="w"/></edge>'
    file = read("x.graphml", graphml(keys, nodes + edge))
    network = file.networks[0]
    assert labels(file) == ["Anna", None]
    assert network.nodes.select("c", "n", "n 2").rows() == [("red", 5, "x"), ("red", None, None)]
    assert ties(file) == [("a", "b", -2.5), ("b", "a", 1.0)]
    assert network.edges.select("directed", "c", "sourceport").rows() == [(True, "red", "N"), (False, "red", None)]
    assert kinds(file) == ["Two attributes have the same id; the first holds"]


def test_graphml_graphs_in_odd_places_are_read() -> None:
    inside = (
        '<graph><node id="a"><port name="N"/></node></graph><node id="b"/><edge source="a" target="b"><graph><node id="c"/></graph></edge>'
    )
    file = read("x.graphml", graphml("", inside))
    assert sorted(file.networks[0].nodes["id"]) == ["a", "b", "c"]
    assert ties(file) == [("a", "b", 1.0)]
    assert set(kinds(file)) == {"A graph inside an edge stands beside it here", "Ports of nodes have no place here; they are left out"}


@pytest.mark.parametrize("name", ["x.net", "x.csv", "x.dl", "x.json"])
def test_the_mark_of_dos_at_the_end_is_no_cell(name: str) -> None:
    texts = {
        "x.net": "*Vertices 2\n*Arcs\n1 2 3\n",
        "x.csv": "Source,Target,Weight\n1,2,3\n",
        "x.dl": "dl n=2 format=edgelist1 labels embedded\ndata:\n1 2 3\n",
        "x.json": '{"nodes":[{"id":1},{"id":2}],"links":[{"source":1,"target":2,"weight":3}]}',
    }
    file = read(name, texts[name] + "\x1a")
    assert (ties(file), file.networks[0].nodes.height, len(file.problems)) == ([("1", "2", 3.0)], 2, 0)


def test_columns_hold_whole_numbers_or_texts() -> None:
    from ecotone.network.formats.columns import column, whole

    assert column("n", [1, 1 << 70]).dtype == pl.String
    assert column("n", ["a", ["b", "c"]]).to_list() == [["a"], ["b", "c"]]
    for text in ("1.5", "9223372036854775808", "many"):
        with pytest.raises(ValueError, match=r".+"):
            whole(text)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ('"Daily News"Extra" (Yreka, California)"', 'Daily News"Extra" (Yreka, California)'),
        ('"Kansan ("Sunday") (Kansas)"', 'Kansan ("Sunday") (Kansas)'),
        ('"O"Brien" 0.5 0.5', 'O"Brien'),
        ('"say ""hi"" now" 0.5 0.5', 'say "hi" now'),
        (r'"say \"hi\"" 0.5 0.5', 'say "hi"'),
        ('"a"0.5 0.5', "a"),
        ('"a" ic Red url "x y"', "a"),
        ('"a"[1-3]', "a"),
        ('""', ""),
    ],
)
def test_pajek_labels_with_quotation_marks_inside(line: str, label: str) -> None:
    assert labels(read("x.net", f"*Vertices 1\n1 {line}\n")) == [label]


def test_pajek_files_with_words_before_and_lists_without_a_header() -> None:
    file = read("x.net", "Published by Somebody (1998)\n\n*Vertices 3\n*Arcslist\n1 2 3\n")
    assert (ties(file), kinds(file)) == ([("1", "2", 1.0), ("1", "3", 1.0)], ["The line belongs to no section"])
    assert read("x.clu", "1\n2\n1\n").partitions[0].values.to_list() == [1, 2, 1]
    vector = read("x.vec", " 0.5\n-1e-3\n")
    assert vector.vectors[0].values.to_list() == [0.5, -0.001]
    assert kinds(vector) == ["The vector does not declare its length; its lines are counted"]


def test_pajek_slips_are_told() -> None:
    file = read("x.net", f'*Vertices 2 9\n1 "a"\n1 "b" 0.5 nan\n2 "c"\n*Arcs\n1 2\n1 {10**30}\n')
    assert (labels(file), ties(file), file.networks[0].two_mode) == (["b", "c"], [("1", "2", 1.0)], None)
    assert set(kinds(file)) == {
        "A vertex is listed twice; the later line holds",
        "The first mode is larger than the network; it is left out",
        "The tie names a vertex that does not exist",
    }
    huge = read("x.clu", f"*Vertices 2\n1\n{10**30}\n")
    assert huge.partitions[0].values.to_list() == [1, None]
    assert kinds(huge) == ["The line of a partition is no number"]


def test_gml_of_other_programs() -> None:
    text = r"""Graph [ Directed true comment "c" meta [ by "me" ]
      Node [ ID 12345678901234567890 Label "say \"hi\" & bye" tags "a" tags "b" folder "C:\" ]
      node [ id 2.0 label bare graph [ node [ id 3 ] edge [ source 3 target 2 weight "2.5" ] ] ]
      edge [ source 12345678901234567890 target 2 value -1 label "x" label "y" ] ]"""
    file = read("x.gml", text)
    network = file.networks[0]
    assert network.nodes.select("id", "label", "tags", "folder", "parent").rows() == [
        ("12345678901234567890", 'say "hi" & bye', ["a", "b"], "C:\\", None),
        ("2", "bare", None, None, None),
        ("3", None, None, None, 1),
    ]
    assert ties(file) == [("12345678901234567890", "2", -1.0), ("3", "2", 2.5)]
    assert (network.directed, network.meta["meta.by"], network.edges["label"].to_list()) == (True, "me", ["y", None])
    assert kinds(file) == ["A key is said twice; the last one holds"]


@pytest.mark.parametrize(
    "text",
    [
        "## by hand\ndl n=3 format=edgelist1\n# n=9 data: no\n## data:\nlabels: a b c\ndata:\n# none\n1 2\n2 3 -2 ## two\n",
        'dl n=3 title="n=5 data: none" format = edge list1 labels: a b c data:\n1 2\n2 3 -2',
        "dl n=3 format=edgelist1\nlabels: a b c\ndata:\na b\nb c -2\n",
        "dl n=3 format=edgelist1\nlabels embedded\ndata:\na b\nB c -2\n",
        "dl n=3 format=edgearray1\nlabels: a b c\ndata:\n1 2 1\n2 3 -2\n1 3 0\n",
        "dl n=3 format=full matrix\nlabels: a b c\ndata:\n1 0 0 -2 0 0\n",
    ],
)
def test_dl_as_people_write_it(text: str) -> None:
    file = read("x.dl", text)
    assert labels(file) == ["a", "b", "c"]
    assert ties(file) == [("1", "2", 1.0), ("2", "3", -2.0)]
    assert set(kinds(file)) <= {
        "Labels that differ in the case of letters only are one node, as in UCINET",
        "The diagonal is not in the data, though the header does not say so",
    }


def test_dl_half_without_diagonal_ranks_and_matrices_of_embedded_lists() -> None:
    half = read("x.dl", "dl n=3 format=lowerhalf data:\n1\n0 2\n")
    assert ties(half) == [("2", "1", 1.0), ("3", "2", 2.0)]
    ranked = read("x.dl", "dl n=3 format=rankedlist1\nlabels embedded\ndata:\nann bob cat\nbob cat\n")
    assert ties(ranked) == [("1", "2", 1.0), ("1", "3", 2.0), ("2", "3", 1.0)]
    several = read("x.dl", "dl n=3 nm=2 format=edgelist1\nlabels embedded\ndata:\na b\n!\nb c 4\n")
    assert (labels(several), several.networks[0].relations) == (["a", "b", "c"], ("1", "2"))
    array = read("x.dl", "dl n=2 nm=2 format=edgearray1\nmatrix labels: advice, trust\ndata:\n1 2 5 0\n2 1 1 2\n")
    assert array.networks[0].edges.select("source", "weight", "relation").rows() == [
        (0, 5.0, "advice"),
        (1, 1.0, "advice"),
        (1, 2.0, "trust"),
    ]


@pytest.mark.parametrize("spelt", ["John Smith,Ann Lee", "John Smith\nAnn Lee\n", '"John Smith" "Ann Lee"'])
def test_dl_labels_of_two_words(spelt: str) -> None:
    assert labels(read("x.dl", f"dl n=2 format=edgelist1\nlabels:\n{spelt}\ndata:\n1 2\n")) == ["John Smith", "Ann Lee"]


def test_dl_slips_are_told() -> None:
    file = read("x.dl", "dl n=2 format=edgelist1\nlabels embedded\ndata:\na b 1 9\nb c\n")
    assert set(kinds(file)) == {
        "The line goes on behind the weight; the rest is left out",
        "The data name more nodes than the header declares; they are kept",
    }


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nSource;Target;Weight\na;b;1,5\nb;c;2\n",
        "Source;Target;Weight\na;b;1,5\nb;c;2\n",
        "# from somewhere\n% sym\n\na\tb\t1,5\nb\tc\t2\n",
        "from,to,value\na,b,1.5\nb,c,2\n",
        'sep=,\nsource,target,weight\n"a","b","1.5"\nb,c,2\n',
    ],
)
def test_csv_as_spreadsheets_and_collections_write_it(text: str) -> None:
    file = read("x.csv", text)
    assert (ties(file), len(file.problems)) == ([("a", "b", 1.5), ("b", "c", 2.0)], 0)


def test_csv_header_without_known_names_is_no_tie() -> None:
    file = read("x.csv", "Person,Colleague,Hours,Hours\na,b,2,x\nb,c,3,\n")
    assert ties(file) == [("a", "b", 1.0), ("b", "c", 1.0)]
    assert file.networks[0].edges.select("Hours", "Hours 2").rows() == [(2, "x"), (3, None)]
    assert kinds(file) == ["The header names no ends that are known; the first two columns are taken for them"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,a,b\na,0,1\nb,2,0\n", [("a", "b", 1.0), ("b", "a", 2.0)]),
        (";a;b\na;0;1,5\nb;1;0\n", [("a", "b", 1.5), ("b", "a", 1.0)]),
        ("0,1,0\n1,0,0\n0,0,0\n", [("1", "2", 1.0), ("2", "1", 1.0)]),
        ("person,x,y,z\nann,1,0,0\nbob,0,0,1\n", [("ann", "x", 1.0), ("bob", "z", 1.0)]),
    ],
)
def test_csv_matrices_with_a_named_corner_or_decimal_commas(text: str, expected: list[tuple[str, str, float]]) -> None:
    file = read("x.csv", text)
    assert (ties(file), len(file.problems)) == (expected, 0)
    assert file.format == "matrix-csv"


@pytest.mark.parametrize(
    "text",
    [
        '[{"source":"a","target":"b","weight":2},{"source":"b","target":"c"}]',
        '{"directed":true,"nodes":[{"id":"a"},{"id":"b"},{"id":"c"}],"adjacency":[[{"id":"b","weight":2}],[{"id":"c"}],[]]}',
        (
            '{"directed":false,"nodes":[{"id":"a"},{"id":"b"},{"id":"c"}],'
            '"adjacency":[[{"id":"b","weight":2}],[{"id":"a","weight":2},{"id":"c"}],[{"id":"b"}]]}'
        ),
        '{"graph":{"nodes":{"a":{},"b":{"metadata":{"x":1}},"c":{}},"edges":[{"source":"a","target":"b","weight":2},{"source":"b","target":"c"}]}}',
        '{"graphs":[{"nodes":[{"id":"a"},{"id":"b"},{"id":"c"}],"edges":[{"source":"a","target":"b","weight":2},{"source":"b","target":"c"}]}]}',
        (
            '{"elements":[{"data":{"id":"a"}},{"data":{"id":"b"}},{"data":{"id":"c"}},{"data":{"source":"a","target":"b","weight":2}},'
            '{"data":{"source":"b","target":"c"}}]}'
        ),
        (
            '{"elements":[{"_id":"a","attributes":{"label":"A"}},{"_id":"b"},{"_id":"c"}],'
            '"connections":[{"_id":"1","from":"a","to":"b","direction":"directed","weight":2},{"_id":"2","from":"b","to":"c","direction":"mutual"}]}'
        ),
    ],
)
def test_json_of_other_programs(text: str) -> None:
    file = read("x.json", text)
    assert (ties(file), len(file.problems)) == ([("a", "b", 2.0), ("b", "c", 1.0)], 0)
    assert file.networks[0].nodes["id"].to_list() == ["a", "b", "c"]


def test_json_directions_in_words_and_nodes_with_different_keys() -> None:
    file = read("x.json", '{"directed":true,"nodes":[{"id":"a"},{"name":"b"}],"links":[{"source":"a","target":"b","directed":"false"}]}')
    assert (ties(file), file.networks[0].directed) == ([("a", "b", 1.0)], False)


def test_gdf_in_any_case_with_other_marks_and_texts_over_lines() -> None:
    upper = read(
        "x.gdf",
        'NODEDEF>NAME VARCHAR,LABEL VARCHAR\na,"say ""hi""\nand bye"\nEDGEDEF>NODE1,NODE2,WEIGHT DOUBLE,DIRECTED BOOLEAN\na,a,-2,TRUE\n',
    )
    assert (labels(upper), ties(upper), upper.networks[0].directed) == (['say "hi"\nand bye'], [("a", "a", -2.0)], True)
    marks = read("x.gdf", "nodedef>name VARCHAR;n INT\na;5.0\nb;\nedgedef>node1;node2\na;b\n")
    assert (marks.networks[0].nodes.rows(), ties(marks)) == ([("a", None, 5), ("b", None, None)], [("a", "b", 1.0)])
    placed = read("x.gdf", "nodedef>id\na\nedgedef>source,target\na,a\n")
    assert (ties(placed), kinds(placed)) == (
        [("a", "a", 1.0)],
        ["The first columns have other names than GDF gives them; they are taken by their place"],
    )
    lone = read("x.gdf", 'nodedef>name VARCHAR,label VARCHAR\na,"never closed\nb,B\n')
    assert lone.networks[0].nodes["id"].to_list() == ["a", "b"]


def test_dot_keeps_what_clusters_say_and_tells_odd_signs() -> None:
    file = read("x.dot", 'digraph { subgraph cluster_a { label="Sector A"; graph [color=red]; x [label="\\N"] } x -> y > z /* never closed')
    assert (labels(file), ties(file)) == ([None, None, None], [("x", "y", 1.0)])
    assert file.networks[0].meta == {"cluster_a.label": "Sector A", "cluster_a.color": "red"}
    assert "This sign has no place in DOT; it is left out" in kinds(file)


def test_vna_of_properties_only_makes_the_nodes_that_ties_name() -> None:
    assert ties(read("x.vna", "*Node Properties\nID x y\na 1 2\n*Tie Data\nfrom to\na b\n")) == [("a", "b", 1.0)]


@pytest.mark.parametrize("name", ["dl", "matrix-csv"])
def test_ties_within_a_mode_are_written_as_one_mode(name: str) -> None:
    file = read("x.net", "*Vertices 3 1\n*Edges\n1 2\n2 3 5\n1 1\n")
    data, losses = formats.dumps(file, name)
    back = read(f"x{formats.FORMATS[name].extensions[0]}", data)
    assert any(problem.what == "The network has ties within a mode; it is written as one of one mode" for problem in losses)
    assert back.networks[0].two_mode is None
    assert sorted(back.networks[0].edges.select("source", "target", "weight").rows()) == [
        (0, 0, 1.0),
        (0, 1, 1.0),
        (1, 0, 1.0),
        (1, 2, 5.0),
        (2, 1, 5.0),
    ]


def test_attributes_called_as_the_columns_of_gdf_are_kept() -> None:
    file = read("x.json", '{"nodes":[{"id":"a","Name":"n","color":"sea"}],"links":[{"source":"a","target":"a","node1":"x"}]}')
    data, _ = formats.dumps(file, "gdf")
    back = read("x.gdf", data).networks[0]
    assert back.nodes.row(0) == ("a", None, "n", "sea")
    assert back.edges["node1__attribute_"].to_list() == ["x"]


def test_networks_without_a_node_and_files_without_a_row() -> None:
    assert read("x.dl", "dl n=0 format=edgelist1 data:\n").networks[0].nodes.height == 0
    for text in (",,\n,,\n", "# only\n% comments\n"):
        with pytest.raises(UnknownFormatError):
            read("x.csv", text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.dot", "graph { a -- b [label=5, id=7] }"),
        ("x.json", '{"nodes":[{"id":"a"},{"id":"b"}],"links":[{"id":7,"label":5,"source":"a","target":"b"}]}'),
        ("x.gml", 'graph [ node [ id "a" ] node [ id "b" ] edge [ source "a" target "b" id 7 label 5 ] ]'),
        ("x.csv", "Source,Target,Type,Id,Label\na,b,undirected,7,5\n"),
    ],
)
def test_edges_with_numbers_for_ids_and_labels_are_written_in_every_format(name: str, text: str) -> None:
    file = read(name, text)
    assert file.networks[0].edges.select("id", "label").rows() == [("7", "5")]
    for kind, format_ in formats.FORMATS.items():
        data, _ = formats.dumps(file, kind)
        assert read(f"x{format_.extensions[0]}", data).networks[0].nodes.height == 2


def test_appearance_that_is_no_number_is_told() -> None:
    file = read("x.json", '{"nodes":[{"id":"a","viz:x":"left","viz:size":["1"],"viz:colour":7,"viz:y":2}],"links":[]}')
    assert file.networks[0].nodes.select("viz:x", "viz:size", "viz:colour", "viz:y").rows() == [(None, None, "7", 2.0)]
    assert kinds(file) == ["A place or a size is no number; it is left out"]
    for kind in formats.FORMATS:
        assert formats.dumps(file, kind)[0]


@pytest.mark.parametrize(
    ("name", "start", "piece"),
    [
        ("x.net", '*Vertices 3\n1 "', 'a"a'),
        ("x.net", "*Vertices 3\n", "\n"),
        ("x.dot", 'digraph { a [label="', '\\"'),
        ("x.dot", "", "\n"),
        ("x.txt", "", "\n"),
        ("x.gdf", "nodedef>name ", ","),
        ("x.gdf", "nodedef>name ", "("),
        ("x.gml", "graph [ node [ id 1 ", '""'),
        ("x.gexf", '<gexf><graph><nodes><node id="a" intervals="', "["),
    ],
)
def test_long_rows_of_one_sign_are_read_in_time(name: str, start: str, piece: str) -> None:
    from time import process_time

    def seconds(length: int) -> float:
        data = (start + piece * length).encode()
        before = process_time()
        with suppress(EcotoneError):
            formats.read(Raw(name, data))
        return process_time() - before

    seconds(100)  # what is loaded once is loaded
    assert seconds(40_000) < 8 * (seconds(10_000) + 0.05)  # four times as long takes four times, not sixteen


def test_vna_line_without_a_cell_is_told() -> None:
    assert "The line cannot be read" in kinds(read("x.vna", '*node data\nID\nx\n"\n'))


def workbook(**sheets: list[list[str | float]]) -> bytes:
    from io import BytesIO

    import xlsxwriter

    data = BytesIO()
    with xlsxwriter.Workbook(data) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return data.getvalue()


def test_sheets_of_a_workbook_are_read_and_joined() -> None:
    matrix = read("x.xlsx", workbook(cells=[["", "A", "B"], ["A", 0, 2.5], ["B", 1, 0]]))
    assert (ties(matrix), matrix.networks[0].name) == ([("A", "B", 2.5), ("B", "A", 1.0)], "cells")
    elements: list[list[str | float]] = [["Label", "Beds"], ["Clinic", 5], ["Lab", 7]]
    connections: list[list[str | float]] = [["From", "To", "Type"], ["Lab", "Clinic", "serves"], ["Lab", "Fund", "asks"]]
    file = read("x.xlsx", workbook(Elements=elements, Connections=connections, Notes=[["only words"]]))
    assert len(file.networks) == 1
    assert file.networks[0].nodes.select("id", "Beds").rows() == [("Clinic", 5), ("Lab", 7), ("Fund", None)]
    assert file.networks[0].ties().select("source", "target", "relation").rows() == [("Lab", "Clinic", "serves"), ("Lab", "Fund", "asks")]
    assert kinds(file) == ["A sheet is no table of a network"]


def test_workbook_that_is_none_is_refused() -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        read("x.xlsx", b"PK\x03\x04 and nothing more")
    with pytest.raises(UnreadableError, match="workbook is damaged"):
        read("x.xls", b"\xd0\xcf\x11\xe0 and nothing more")


def test_csv_column_of_types_is_a_direction_or_a_relation() -> None:
    said = read("x.csv", "Source,Target,Type\na,b,Undirected\nb,c,\n")
    assert said.networks[0].edges.select("directed", "relation").rows() == [(False, None), (True, None)]
    named = read("x.csv", "From,To,Type,Direction\na,b,funds,undirected\nb,c,asks,directed\n")
    assert named.networks[0].edges.select("directed", "relation").rows() == [(False, "funds"), (True, "asks")]


def test_dot_strict_edges_take_what_later_ones_say() -> None:
    file = read("x.dot", 'strict graph { edge [weight=2]; a -- b; b -- a [weight=3, label="x"]; b -- c; c -- b }')
    assert (ties(file), file.networks[0].edges["label"].to_list()) == ([("a", "b", 3.0), ("b", "c", 2.0)], ["x", None])
