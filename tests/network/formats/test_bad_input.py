"""Files that are broken, strange or hostile: what is good in them is kept, what is not is told, and nothing explodes."""

from __future__ import annotations

import gzip
import io
import zipfile
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ecotone.errors import (
    EcotoneError,
    GraphError,
    InputError,
    NotFoundError,
    StorageError,
    UnknownFormatError,
    UnreadableError,
    UnsafeFileError,
)
from ecotone.network import formats
from ecotone.network.formats import Network, NetworkFile, Raw
from ecotone.network.formats.opened import guess

if TYPE_CHECKING:
    from pathlib import Path


def read(name: str, text: str | bytes, as_: str | None = None) -> NetworkFile:
    return formats.read(Raw(name, text.encode() if isinstance(text, str) else text), as_)


def told(file: NetworkFile) -> str:
    return " | ".join(str(problem) for problem in file.problems)


GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed"><nodes>
<node id="a" label="Clinic"/><node id="b"/></nodes><edges><edge source="a" target="b"/>
<edge source="a" target="c"/></edges></graph></gexf>"""


def test_edge_to_an_unknown_node_is_refused_and_the_rest_kept() -> None:
    file = read("x.gexf", GEXF)
    assert file.networks[0].edges.height == 1
    assert "names a node that is not declared (x.gexf, row 4). Got: c" in told(file)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.net", '*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n1 2\n1 3\n0 1\n'),
        (
            "x.graphml",
            '<graphml><graph edgedefault="directed"><node id="a"/><node id="b"/><edge source="a" target="b"/><edge source="a" target="z"/></graph></graphml>',
        ),
        ("x.gml", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] edge [ source 1 target 9 ] ]"),
        ("x.dl", "dl n=2 format=edgelist1 data:\n1 2\n1 7\n"),
        ("x.vna", "*node data\nid\na\nb\n*tie data\nfrom to\na b\na z\n"),
        ("x.json", '{"nodes":[{"id":"a"},{"id":"b"}],"links":[{"source":"a","target":"b"},{"source":"a","target":"z"}]}'),
    ],
)
def test_every_format_refuses_edges_to_unknown_nodes(name: str, text: str) -> None:
    file = read(name, text)
    assert file.networks[0].edges.height == 1
    assert file.problems.count("refused") >= 1


def test_gdf_makes_nodes_that_edges_name() -> None:
    file = read("x.gdf", "nodedef>name VARCHAR\na\nedgedef>node1 VARCHAR,node2 VARCHAR\na,b\n")
    assert file.networks[0].nodes["id"].to_list() == ["a", "b"]
    assert "they are made" in told(file)


@pytest.mark.parametrize(
    ("name", "text", "nodes", "ties"),
    [
        ("x.gexf", GEXF[: GEXF.index("<edges>") + 20], 2, 0),
        ("x.graphml", '<graphml><graph edgedefault="directed"><node id="a"/><node id="b"/><edge source="a" targ', 2, 0),
        ("x.gml", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] edge [ source 1", 2, 1),
        ("x.dot", "digraph { a -> b; b -> c", 3, 2),
        ("x.net", '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Arcs\n1 2\n2 3\n3', 3, 2),
        ("x.dl", "dl n=3 data:\n0 1 1\n1 0", 3, 3),
        ("x.net", "*Vertices 3\n*Matrix\n0 1 1\n1 0", 3, 3),
    ],
)
def test_truncated_files_keep_what_is_there_and_say_so(name: str, text: str, nodes: int, ties: int) -> None:
    file = read(name, text)
    assert (file.networks[0].nodes.height, file.networks[0].edges.height) == (nodes, ties)
    assert len(file.problems) >= 1


def test_truncated_json_and_archives_are_refused() -> None:
    with pytest.raises(UnreadableError, match="no JSON"):
        read("x.json", '{"nodes": [{"id": "a"}, ')
    whole = gzip.compress(GEXF.encode())
    with pytest.raises(UnreadableError, match="cut off"):
        read("x.gexf.gz", whole[:-20])
    with pytest.raises(UnreadableError, match="damaged"):
        read("x.gexf.gz", whole[:4] + b"\xff" * 40)
    with pytest.raises(UnreadableError, match="damaged"):
        read("x.zip", b"PK\x03\x04 and nothing more")


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x89PNG\r\n\x1a\n\x00\x00", b"SQLite format 3\x00", b"Dear all,\nthis is a letter.\n"])
def test_wrong_magic_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownFormatError):
        read("letter.net", data)


def test_dat_that_is_not_dl_is_refused() -> None:
    with pytest.raises(UnknownFormatError, match="no network file"):
        read("measurements.DAT", "1.0 2.0 3.0\n4.0 5.0 6.0\n")
    with pytest.raises(UnknownFormatError):
        read("words.dat", "dlouho se nic nedelo\n")


def test_named_format_that_does_not_fit_is_refused_with_the_reason() -> None:
    with pytest.raises(UnreadableError, match="Nothing in the file can be read"):
        read("x.txt", "no graph here", "gml")
    with pytest.raises(InputError, match="no such format"):
        read("x.txt", "a", "visio")


def test_wrong_declared_counts() -> None:
    more = read("x.net", '*Vertices 2\n1 "a"\n2 "b"\n3 "c"\n*Arcs\n1 3\n')
    assert (more.networks[0].nodes.height, more.networks[0].edges.height) == (3, 1)
    assert "More vertices are listed" in told(more)
    fewer = read("x.net", '*Vertices 4\n1 "a"\n*Arcs\n1 4\n')
    assert (fewer.networks[0].nodes.height, fewer.networks[0].edges.height) == (4, 1)
    assert "Fewer vertices" in told(fewer)
    labels = read("x.dl", "dl n=3 labels: a b\ndata:\n0 1 0 0 0 1 0 0 0\n")
    assert labels.networks[0].nodes.height == 3
    assert "another number of labels" in told(labels)
    cells = read("x.dl", "dl n=2\ndata:\n0 1 1 0 1\n")
    assert "another number of cells" in told(cells)
    with pytest.raises(UnsafeFileError, match="too many"):
        read("x.net", "*Vertices 999999999999\n")
    with pytest.raises(UnsafeFileError, match="safe to read"):
        read("x.dl", "dl n=999999999\ndata:\n")


def test_carriage_returns_alone_end_lines() -> None:
    file = read("x.net", '*Vertices 2\r1 "a"\r2 "b"\r*Edges\r1 2\r')
    assert file.networks[0].edges.height == 1
    assert read("x.csv", "Source,Target\ra,b\rb,c\r").networks[0].edges.height == 2


def test_encodings() -> None:
    western = '*Vertices 1\n1 "Hôpital Saint-André"\n'
    file = read("x.net", western.encode("cp1252"))
    assert file.networks[0].nodes["label"].to_list() == ["Hôpital Saint-André"]
    assert "encoding is a guess (x.net). Got: cp1252" in told(file)
    central = '*Vertices 2\n1 "Splošna bolnišnica Ptuj"\n2 "Šimunić, Živković, Kovačević"\n'
    assert read("x.net", central.encode("cp1250")).networks[0].nodes["label"].to_list()[1] == "Šimunić, Živković, Kovačević"
    for encoding in ("utf-8-sig", "utf-16"):
        file = read("x.net", western.encode(encoding))
        assert file.networks[0].nodes["label"].to_list() == ["Hôpital Saint-André"]
        assert len(file.problems) == 0
    assert read("x.gexf", b"\xef\xbb\xbf" + GEXF.encode()).networks[0].nodes.height == 2
    lied = GEXF.replace("Clinic", "Hôpital").encode("cp1252")
    assert read("x.gexf", lied).networks[0].nodes["label"].to_list()[0] == "Hôpital"
    told_so = formats.read(Raw("x.net", '*Vertices 1\n1 "Łódź"\n'.encode("iso8859-2")), encoding="iso8859-2")
    assert told_so.networks[0].nodes["label"].to_list() == ["Łódź"]
    with pytest.raises(UnreadableError, match="no such encoding"):
        formats.read(Raw("x.net", b"*Vertices 1\n"), encoding="klingon")
    assert guess("żółw, gęś, łąka".encode("cp1250")) == "cp1250"
    assert guess("Größe, été, niño".encode("cp1252")) == "cp1252"


def test_xml_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    evil = f'<?xml version="1.0"?><!DOCTYPE g [<!ENTITY s SYSTEM "file://{secret}">]><gexf><graph><nodes><node id="&s;"/></nodes></graph></gexf>'
    with pytest.raises(UnsafeFileError, match="entities"):
        read("x.gexf", evil)
    laughs = '<!DOCTYPE g [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><graphml><graph><node id="&b;"/></graph></graphml>'
    with pytest.raises(UnsafeFileError, match="entities"):
        read("x.graphml", laughs)


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(UnsafeFileError, match="deeply"):
        read("x.gml", "graph [ " + "a [ " * 500)
    with pytest.raises(UnsafeFileError, match="deeply"):
        read("x.dot", "graph { " + "{ " * 500)
    with pytest.raises(UnreadableError, match="no JSON"):
        read("x.json", '{"nodes":' + "[" * 200_000)


def test_archives_have_limits() -> None:
    with pytest.raises(UnsafeFileError, match="limit"):
        read("x.net.gz", gzip.compress(b"*Vertices 1\n" + b" " * (300 << 20 >> 3), 9))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.net", b"0" * (60 << 20))
    with pytest.raises(UnsafeFileError, match="safe to unpack"):
        read("x.zip", packed.getvalue())


def test_archive_of_many_files_gives_all_networks() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.net", "*Vertices 2\n*Edges\n1 2\n")
        archive.writestr("two.gexf", GEXF)
        archive.writestr("__MACOSX/._one.net", "rubbish")
        archive.writestr("readme.doc", "words only")
        archive.writestr("sector.clu", "*Vertices 2\n1\n2\n")
    file = read("all.zip", packed.getvalue())
    assert [network.name for network in file.networks] == ["one", "two"]
    assert file.partitions[0].values.to_list() == [1, 2]
    assert "A file in the archive is no network file" in file.problems.by_kind()
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(UnknownFormatError, match="holds no file"):
        read("empty.zip", empty.getvalue())


def test_overlapping_and_impossible_intervals() -> None:
    file = read("x.net", '*Vertices 3\n1 "a" [1-5,3-8]\n2 "b" [5-2]\n3 "c" [x]\n*Edges\n1 2 1 [1-3,5,8-*]\n')
    network = file.networks[0]
    assert "Time intervals of a node overlap" in told(file)
    assert "ends before it starts" in told(file)
    assert "cannot be read" in told(file)
    assert network.node_spells["item"].to_list() == [0, 0]
    assert network.edge_spells.select("start", "end").rows() == [("1", "3"), ("5", "5"), ("8", None)]
    gexf = '<gexf><graph mode="dynamic" timeformat="date"><nodes><node id="a"><spells><spell start="2020-01-01" end="2021-01-01"/><spell start="2020-06-01" end="2022-01-01"/></spells></node></nodes></graph></gexf>'
    assert "Time intervals of a node overlap" in told(read("x.gexf", gexf))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.net", "*Vertices 2\n*Arcs\n1 2 inf\n2 1 nan\n"),
        (
            "x.gexf",
            '<gexf><graph><nodes><node id="a"/><node id="b"/></nodes><edges><edge source="a" target="b" weight="INF"/><edge source="b" target="a" weight="NaN"/></edges></graph></gexf>',
        ),
        ("x.csv", "Source,Target,Weight\na,b,Infinity\nb,a,NaN\n"),
        ("x.gml", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 weight inf ] edge [ source 2 target 1 weight nan ] ]"),
        (
            "x.json",
            '{"nodes":[{"id":1},{"id":2}],"links":[{"source":1,"target":2,"weight":Infinity},{"source":2,"target":1,"weight":NaN}]}',
        ),
    ],
)
def test_infinite_weights_are_dropped_and_told_the_ties_kept(name: str, text: str) -> None:
    file = read(name, text)
    assert file.networks[0].edges["weight"].to_list() == [None, None]
    assert "no finite number" in told(file)


def test_infinite_times_are_open_ends() -> None:
    gexf = '<gexf><graph mode="dynamic"><nodes><node id="a" start="-Infinity" end="5"/></nodes></graph></gexf>'
    assert read("x.gexf", gexf).networks[0].node_spells.select("start", "end").rows() == [(None, "5")]


def test_empty_network_and_one_node() -> None:
    assert read("x.net", "*Vertices 0\n").networks[0].describe()["nodes"] == 0
    one = read("x.net", '*Vertices 1\n1 "alone"\n*Arcs\n1 1\n').networks[0].describe()
    assert (one["nodes"], one["ties"], one["loops"]) == (1, 1, 1)
    for name in formats.FORMATS:
        data, _ = formats.dumps(Network.of(pl.DataFrame({"id": ["a"]}), pl.DataFrame({"source": [], "target": []}), directed=False), name)
        assert data


def test_loops_parallels_and_zero_weights_are_kept() -> None:
    described = read("x.net", "*Vertices 2\n*Edges\n1 2\n2 1\n1 1\n1 2 0\n1 2 -1\n").networks[0].describe()
    assert (described["ties"], described["loops"], described["parallel"]) == (5, 1, 3)


def test_not_there_and_not_writable(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such file"):
        formats.read(tmp_path / "absent.net")
    with pytest.raises(NotFoundError, match="folder"):
        formats.read(tmp_path)
    network = Network.of(pl.DataFrame({"id": ["a"]}), pl.DataFrame({"source": [0], "target": [0]}), directed=True)
    with pytest.raises(StorageError, match="cannot be written"):
        formats.write(network, tmp_path / "no" / "such" / "folder.gexf")
    with pytest.raises(UnknownFormatError, match="extension"):
        formats.write(network, tmp_path / "x.docx")
    with pytest.raises(InputError, match="no network to write"):
        formats.dumps(NetworkFile(), "gexf")
    assert [problem.severity for problem in formats.write(network, tmp_path / "x.net")] == ["changed"]  # the id "a" becomes a label
    assert formats.read(tmp_path / "x.net").networks[0].nodes["label"].to_list() == ["a"]


def test_frames_that_make_no_network_are_refused() -> None:
    nodes = pl.DataFrame({"id": ["a"]})
    with pytest.raises(GraphError, match="row that no node has"):
        Network.of(nodes, pl.DataFrame({"source": [0], "target": [1]}), directed=True)
    with pytest.raises(GraphError, match="lacks columns"):
        Network(nodes, pl.DataFrame())
    file = NetworkFile((Network.of(nodes, pl.DataFrame({"source": [0], "target": [0]}), directed=True, name="n"),))
    assert file.network("n") is file.network(0)
    with pytest.raises(NotFoundError, match="No such network"):
        file.network("m")


def test_labels_of_every_kind_in_pajek() -> None:
    long = "x" * 10_000
    text = f'*Vertices 5\n1 "two words"\n2 unquoted 0.5 0.5\n3 "never closed\n4 "🏥 مستشفى"\n5 "{long}"\n*Arcs :1 "a ""\n1 2\n'
    labels = read("x.net", text).networks[0].nodes["label"].to_list()
    assert labels == ["two words", "unquoted", "never closed", "🏥 مستشفى", long]


def test_graph_of_a_mixed_file() -> None:
    network = read("x.net", '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Arcs\n1 2 2\n*Edges\n2 3 4 [1-3]\n').networks[0]
    assert network.directed is None
    graph = network.graph(weight="strength")
    assert (len(graph), graph.directed, graph.strength("out").tolist()) == (3, True, [2.0, 4.0, 4.0])
    plain = network.graph(weight="strength", directed=False)
    assert plain.degree().tolist() == [1, 2, 1]
    assert graph.ties["valid_from"].to_list() == [None, 1.0]
    two = read("x.net", "*Vertices 3 2\n*Edges\n1 3\n2 3\n").networks[0]
    assert two.graph(weight="strength").two_mode


def zipped(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.net", text)
    return packed.getvalue()


SMALL = {
    "x.gexf": GEXF.encode(),
    "x.net": b'*Vertices 3 2\n1 "a" 0.1 0.2 [1-3,5]\n2 "b" ic Red\n*Arcs :1 "x"\n1 2 1 c Blue\n*Matrix\n0\n1\n*Partition p\n*Vertices 3\n1\n2\n3\n',
    "x.dl": b'dl n=3 nm=2 labels: a "b c" d\nmatrix labels: x y\ndata: 0 1 0 0 0 2 1 0 0 1 1 1 0 0 0 0 0 0',
    "x.dot": b'digraph { a -> {b; c} [weight=2, label="x"]; subgraph cluster_1 { d } }',
    "x.gml": b'graph [ directed 1 node [ id 1 label "a" graphics [ x 1.0 ] ] node [ id 2 ] edge [ source 1 target 2 value 2 ] ]',
    "x.gdf": b"nodedef>name VARCHAR,beds INT\na,1\nb,2\nedgedef>node1 VARCHAR,node2 VARCHAR,weight DOUBLE\na,b,1.5\n",
    "x.vna": b"*node data\nID beds\na 1\nb 2\n*tie data\nfrom to x y\na b 1 2\n",
    "x.json": b'{"directed": true, "nodes": [{"id": "a", "spells": [{"start": "1"}]}, {"id": 2}], "links": [{"source": "a", "target": 2, "weight": 1}]}',
    "x.csv": b'id,Source,Target,Weight,Timeset\n1,a,b,"<[1, 2, 3]>","<[1, 2]>"\n2,b,c,2,\n',
    "x.zip": zipped("*Vertices 2\n*Edges\n1 2\n"),
    "x.net.gz": gzip.compress(b"*Vertices 2\n*Edges\n1 2\n"),
}


@pytest.mark.parametrize("name", SMALL)
def test_whatever_is_done_to_a_file_only_our_errors_come_out(name: str) -> None:
    random = Random(name)
    whole = SMALL[name]
    for number in range(120):
        data = bytearray(whole)
        place = random.randrange(len(data))
        if number % 4 == 0:
            data = data[:place]
        elif number % 4 == 1:
            data[place] = random.randrange(256)
        elif number % 4 == 2:
            del data[place : place + random.randrange(1, 20)]
        else:
            data[place:place] = random.choice(
                [b"[", b"]", b'"', b"<", b">", b"*", b"{", b"}", b"\n", b"NaN ", b"-1 ", b"9" * 30, b"null", b"\x00"]
            )
        try:
            file = formats.read(Raw(name, bytes(data)))
        except EcotoneError:
            continue
        for network in file.networks:
            network.describe()
