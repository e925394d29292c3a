"""Our schema of OCEL 2.0 against a second reader of JSON Schema, and what it cannot say."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ecotone.velocity.eventlog import read_ocel, read_xes, write_ocel
from ecotone.velocity.eventlog.schema import loose_ends, schema, violations

if TYPE_CHECKING:
    from pathlib import Path

LOG: dict[str, Any] = {
    "objectTypes": [{"name": "study", "attributes": [{"name": "risk", "type": "integer"}]}],
    "eventTypes": [{"name": "started", "attributes": [{"name": "cost", "type": "float"}]}],
    "objects": [
        {
            "id": "s1",
            "type": "study",
            "attributes": [{"name": "risk", "time": "2024-01-01T00:00:00Z", "value": 2}],
            "relationships": [{"objectId": "s1", "qualifier": "self"}],
        }
    ],
    "events": [
        {
            "id": "e1",
            "type": "started",
            "time": "2024-06-01T12:00:00Z",
            "attributes": [{"name": "cost", "value": 1.5}],
            "relationships": [{"objectId": "s1", "qualifier": "what"}],
        }
    ],
}


def test_it_is_a_schema_and_the_example_follows_it() -> None:
    Draft7Validator.check_schema(schema())
    assert list(violations(LOG)) == []
    assert list(loose_ends(LOG)) == []


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value inside a log."""
    found = [path] if path else []
    if isinstance(value, dict):
        found += [place for name, inner in value.items() for place in places(inner, (*path, name))]
    if isinstance(value, list):
        found += [place for number, inner in enumerate(value) for place in places(inner, (*path, number))]
    return found


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(places(LOG)), st.sampled_from([None, 7, "", "x", [], {}, True, "DELETE"]))
def test_agrees_with_jsonschema_on_every_damage(place: tuple[Any, ...], value: Any) -> None:
    log = copy.deepcopy(LOG)
    at: Any = log
    for step in place[:-1]:
        at = at[step]
    if value == "DELETE":
        del at[place[-1]]
    else:
        at[place[-1]] = value
    ours = [found for found in violations(log) if "date and time" not in found[1]]  # formats are no part of plain validation
    assert bool(ours) == bool(list(Draft7Validator(schema()).iter_errors(log)))


@pytest.mark.corpus
def test_what_we_write_follows_the_schema(corpus: Path, tmp_path: Path) -> None:
    log = read_xes(corpus / "event_logs" / "running-example.xes")
    write_ocel(log, tmp_path / "out.json")
    data = json.loads((tmp_path / "out.json").read_text())
    assert list(violations(data)) == []
    assert list(loose_ends(data)) == []
    assert not list(Draft7Validator(schema()).iter_errors(data))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda log: log["events"].append(log["events"][0]), "stood before"),
        (lambda log: log["events"][0].update(type="other"), "not declared"),
        (lambda log: log["events"][0]["attributes"][0].update(value="much"), "no float"),
        (lambda log: log["events"][0]["attributes"][0].update(name="price"), "does not declare"),
        (lambda log: log["events"][0]["relationships"][0].update(objectId="ghost"), "does not exist"),
    ],
)
def test_loose_ends_that_no_schema_sees(change: Any, told: str) -> None:
    log = copy.deepcopy(LOG)
    change(log)
    assert any(told in what for _, what in loose_ends(log))


def test_reading_refuses_what_breaks_the_schema_and_keeps_the_rest(tmp_path: Path) -> None:
    log = copy.deepcopy(LOG)
    log["events"] += [{"id": "e2", "time": "2024-06-01T12:00:00Z"}, {"id": "e3", "type": "started"}, 7]
    log["objects"] += [{"type": "study"}]
    log["eventTypes"] += [{"attributes": []}]
    del log["events"][0]["relationships"][0]["qualifier"]
    (tmp_path / "x.json").write_text(json.dumps(log))
    found = read_ocel(tmp_path / "x.json")
    assert found.events["event"].to_list() == ["e1"]
    assert found.links.rows() == [("e1", "s1", "")]
    assert found.problems.by_kind() == {"An entry does not follow the schema of OCEL 2.0": 5}
    assert {problem.got for problem in found.problems} >= {
        "events[1] type is missing",
        "events[2] time is missing",
        "events[3] is no object",
    }
