"""Whoever lists a contact person in a table or map of their own does not pass them on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ecotone.problems import Problems
from ecotone.sources import open_files, recognise

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "Label,Type,E-mail,Contact person,Notes\nRice,university,ana@rice.example,Ana Lee,call +1 713 555 0100 or ana@rice.example\n"
TIES = "From,To,Type,Phone\nRice,UTMB,partner,713-555-0100\n"
MAP = {
    "elements": [{"label": "Rice", "contact email": "ana@rice.example", "Founded": "1912"}, {"label": "UTMB"}],
    "connections": [{"from": "Rice", "to": "UTMB", "phone": "713-555-0100"}],
}
NETWORK = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="m" for="node" attr.name="email" attr.type="string"/>
<graph edgedefault="directed"><node id="Rice"><data key="m">ana@rice.example</data></node><node id="UTMB"/><edge source="Rice" target="UTMB"/></graph></graphml>"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", TABLE), ("b.csv", TIES), ("c.json", json.dumps(MAP)), ("d.graphml", NETWORK)],
    ids=["actors", "ties", "map", "net"],
)
def test_contacts_are_dropped_and_that_is_said(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    problems = Problems()
    [opened] = list(open_files([tmp_path / name], problems))
    said = repr(list(recognise(opened).read(opened, problems)))
    assert "Rice" in said
    assert not [word for word in ("ana@", "Ana Lee", "555") if word in said]
    assert "Telephone numbers, e-mail addresses and contact persons are not kept" in problems.by_kind()
