"""What is said of a file that no source recognises."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from ecotone.errors import UnknownFormatError
from ecotone.problems import Problems
from ecotone.sources import Limits, Opened, open_files, recognise
from ecotone.sources.looks import ELSE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("raw", "said", "remedy"),
    [
        (b'{"a":', "JSON that is cut off after line 1", "did not finish"),
        (b'{"studies": [\n{"protoc', "JSON that is cut off after line 2", "did not finish"),
        (b'{"a": 1,\n b: 2}', "damaged in line 2, column 2", "mend that place"),
        (b'{"message": "Not found", "code": 404}', "an error that a service answered with", "Ask the service again"),
        (b'{"error": {"code": 404}}', "an error that a service answered with", "Ask the service again"),
        (b"{}", "JSON without anything in it", "wider query"),
        (b"[]", "JSON without anything in it", "wider query"),
        (b'{"beds": 3, "wards": 4}', "JSON whose keys are beds, wards", ""),
        (b"[1, 2, 3]", "[1, 2, 3]", ""),
        (b"[" * 60_000, "nested too deeply", ""),
        (b"<!DOCTYPE html><html>503", "a web page", ""),
        (b"%PDF-1.7", "a PDF document", ""),
        (b'<?xml version="1.0"?>\n<xs:schema xmlns:xs="x">', "a schema", ""),
        (b'default namespace = "http://gexf.net/1.3"', "a schema", ""),
    ],
)
def test_the_cause_is_named(raw: bytes, said: str, remedy: str) -> None:
    opened = Opened("x.json", raw, len(raw), Limits(), lambda: io.BytesIO(raw))
    with pytest.raises(UnknownFormatError) as caught:
        recognise(opened)
    assert said in (caught.value.got or "")
    assert (remedy or ELSE) in (caught.value.remedy or "")
    assert not str(caught.value).endswith(" .")


@pytest.mark.parametrize("name", ["PROVENANCE.md", "data.zip/README"])
def test_a_document_beside_the_data_is_called_one(name: str) -> None:
    opened = Opened(name, b"Two words, of the data", 22, Limits(), lambda: io.BytesIO(b""))
    with pytest.raises(UnknownFormatError) as caught:
        recognise(opened)
    assert caught.value.got == "a document for people to read"


def test_what_lies_beside_an_open_record_is_no_file_to_read(tmp_path: Path) -> None:
    for name in ("houston.eco-wal", "houston.eco-shm", "a.csv"):
        (tmp_path / name).write_bytes(b"Label,Type")
    problems = Problems()
    assert [opened.name for opened in open_files([tmp_path], problems)] == ["a.csv"]
    assert len(problems) == 0


@pytest.mark.parametrize(
    ("name", "raw", "said", "remedy"),
    [
        (
            "a.csv",
            b"case_id,activity,timestamp,organization,city\n1,x,2020-01-01,Rice,Houston\n",
            "an event log",
            "ecotone velocity import",
        ),
        ("a.xes", b'<?xml version="1.0"?><log xes.version="1.0">', "an event log", "ecotone velocity import"),
        ("a.jsonocel", b'{"ocel:global-log": {}, "ocel:events": {}}', "an event log", "ecotone velocity import"),
        ("topics.csv", b'"projectID";"topic";"title"\n1;"HORIZON-X";"t"\n', "a table beside CORDIS's projects", "organization.csv"),
        ("page2.csv", b'NCT01234567,"Title",RECRUITING\n', "studies without the names of their columns", "first page"),
        ("a.csv", b" \n\n", "nothing but spaces", "Fetch the file again"),
    ],
)
def test_what_is_no_source_for_a_record_is_named(name: str, raw: bytes, said: str, remedy: str) -> None:
    opened = Opened(name, raw, len(raw), Limits(), lambda: io.BytesIO(raw))
    with pytest.raises(UnknownFormatError) as caught:
        recognise(opened)
    assert said in (caught.value.got or "")
    assert remedy in (caught.value.remedy or "")
