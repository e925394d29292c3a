"""A record as a map for Kumu: its project file (JSON) and its import workbook (Elements and Connections).

A map that came from Kumu goes back with the ids, attributes, directions and styles that it had, so that import, export and
import again end where they began. Actors and ties of other sources join it as elements and connections with their kind, dates and
evidence as attributes. Superseded values, earlier states and the journal have no place in a map; the canonical JSON holds them.

References
----------
Kumu documentation, JSON blueprints, project backups and import sheets (`Label`, `Type`, `From`, `To`, values separated by `|`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import InputError
from ecotone.matching import sector_of
from ecotone.vocabulary import Sector
from ecotone.workbench.export import replacing

if TYPE_CHECKING:
    import io
    from pathlib import Path

    from ecotone.ecosystem import Ecosystem

ENDINGS: Final = (".kumu.json", ".kumu.xlsx")

_SOURCE: Final = "kumu"
_PROJECT: Final = "kumu project"
_PLACE: Final = ("city", "region", "country", "latitude", "longitude")
_FLAGS: Final = ("delayed", "reversed")

Rows = list[dict[str, Any]]


def project(eco: Ecosystem) -> dict[str, Any]:
    """Return what the record holds as a Kumu project.

    Parameters
    ----------
    eco : Ecosystem
        An open record.

    Returns
    -------
    dict
        `name`, `elements`, `connections` and whatever else the map held that it came from.
    """
    return _Project(json.loads(eco.export())).whole()


def write(eco: Ecosystem, path: Path) -> dict[str, int]:
    """Write a project file (`.kumu.json`) or an import workbook (`.kumu.xlsx`).

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    path : pathlib.Path
        The file; it appears when it is whole.

    Returns
    -------
    dict of str to int
        Elements and connections written.

    Raises
    ------
    InputError
        If the ending is neither.
    """
    if not path.name.lower().endswith(ENDINGS):
        raise InputError("A map for Kumu has an ending of its own", got=path.name, expected=" or ".join(ENDINGS))
    whole = project(eco)
    save(whole, path)
    return {name: len(whole[name]) for name in ("elements", "connections")}


def save(whole: dict[str, Any], path: Path) -> None:
    """Write a project that is made already: as JSON, or where the name ends in `.xlsx` as an import workbook."""
    with replacing(path) as out:
        if path.suffix.lower() == ".xlsx":
            _write_sheets(out, whole)
        else:
            out.write(json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n")


class _Project:
    """One record on its way out."""

    def __init__(self, record: dict[str, Any]) -> None:
        self._record = record
        self._evidence = {row["id"]: row for row in record["evidence"]}
        titles = dict.fromkeys(row["title"] for row in record["evidence"] if row["source"] == _SOURCE and row["title"])
        self._title = next(iter(titles)) if len(titles) == 1 else None
        self._element_of: dict[int, str] = {}

    def whole(self) -> dict[str, Any]:
        """Return the project, the map's own keys first."""
        kept: dict[str, Any] = {}
        for claim in self._open("claim"):
            if claim["field"] == _PROJECT and self._title is not None:
                kept |= json.loads(claim["text"])
        elements = self._elements()
        return {
            "name": self._title or self._record["title"] or "Ecosystem",
            **kept,
            "elements": elements,
            "connections": self._connections(),
        }

    def _open(self, table: str) -> Rows:
        """Return the rows that still hold."""
        return [row for row in self._record[table] if row["known_to"] is None]

    def _own_id(self, written: str) -> str:
        """Return an id as the map had it; with several maps in one record their names keep the ids apart."""
        return written.removeprefix(f"{self._title}/") if self._title else written

    def _elements(self) -> Rows:
        seen = {row["mention"] for row in self._open("appearance")}
        actor_of = {row["id"]: row["actor"] for row in self._record["assignment"] if row["actor"] is not None}
        claims: dict[int, Rows] = defaultdict(list)
        for claim in self._open("claim"):
            if claim["mention"] is not None:
                claims[claim["mention"]].append(claim)
        mentions: dict[int, Rows] = defaultdict(list)
        for mention in self._record["mention"]:
            if mention["id"] in actor_of:
                mentions[actor_of[mention["id"]]].append(mention)
        elements: Rows = []
        for actor in self._record["actor"]:
            if actor["merged_into"] is not None:
                continue
            own = [
                mention
                for mention in mentions[actor["id"]]
                if mention["source"] == _SOURCE and mention["id_in_source"] and mention["id"] in seen
            ]
            others = [mention for mention in mentions[actor["id"]] if mention not in own]
            first = self._own_id(own[0]["id_in_source"]) if own else f"actor-{actor['id']}"
            groups = [[mention] for mention in own] or [[]]
            groups[0] = groups[0] + others
            for group in groups:
                name = group[0]["name"] if own else actor["name"]
                said = [claim for mention in group for claim in claims[mention["id"]]]
                number = self._own_id(group[0]["id_in_source"]) if own else first
                self._element_of |= {mention["id"]: number for mention in group}
                elements.append(
                    {"_id": number, "attributes": {"label": name, **_attributes(said), **_of_actor(actor, group if own else [], said)}}
                )
        return elements

    def _connections(self) -> Rows:
        connections: Rows = []
        for tie in self._open("tie"):
            ends = [self._element_of.get(tie[end]) for end in ("source", "target")]
            if None in ends:
                continue
            fields = dict(tie["fields"] or {})
            evidence = self._evidence.get(tie["evidence"], {})
            is_own = evidence.get("source") == _SOURCE
            mutual = fields.pop("mutual", False) is True and not tie["directed"]
            kind = fields.pop("type", None) if is_own else tie["kind"]
            attributes = {"connection type": kind} if kind else {}
            if not is_own:
                dated = (
                    ("valid from", tie["valid_from"]),
                    ("valid to", tie["valid_to"]),
                    ("weight", tie["weight"] if tie["weight"] != 1 else None),
                )
                attributes |= {name: value for name, value in dated if value is not None}
                attributes |= {"evidence": f"{evidence['source']} {evidence['id_in_source']}"} if evidence else {}
            flags = {flag: fields.pop(flag, False) for flag in _FLAGS}
            connections.append(
                {
                    "_id": self._own_id(evidence["id_in_source"]) if is_own else f"tie-{tie['id']}",
                    "direction": "directed" if tie["directed"] else "mutual" if mutual else "undirected",
                    **flags,
                    "attributes": {**attributes, **fields},
                    "from": ends[0],
                    "to": ends[1],
                }
            )
        return connections


def _attributes(claims: Rows) -> dict[str, Any]:
    """Return claims as attributes: several values of one field as a list, a unit beside the name."""
    found: dict[str, list[Any]] = {}
    for claim in claims:
        name = "element type" if claim["field"] == "type" else f"{claim['field']} ({claim['unit']})" if claim["unit"] else claim["field"]
        found.setdefault(name, []).append(_value(claim))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _value(claim: dict[str, Any]) -> Any:
    number = claim["number"]
    if claim["text"] is not None or number is None:
        return claim["text"]
    if claim["type"] not in {"n", "number"}:
        return bool(number)
    return int(number) if float(number).is_integer() and abs(number) < 1 << 53 else number


def _of_actor(actor: dict[str, Any], mentions: Rows, claims: Rows) -> dict[str, Any]:
    """Return what the actor itself holds, save the sector that its type already says."""
    said = {str(claim["text"]).casefold() for claim in claims if claim["field"] == "type"}
    sector = _sector(actor, mentions)
    found = {"sector": sector} if sector and sector not in said else {}
    place = actor["place"] or {}
    found |= {name: place[name] for name in _PLACE if place.get(name) is not None}
    return found | {name: value for name, value in (actor["fields"] or {}).items() if value is not None}


def _sector(actor: dict[str, Any], mentions: Rows) -> str | None:
    """Return the sector that somebody gave; one that an import would conclude again from the names is no news for a map."""
    if not mentions:
        return str(actor["sector"]) if actor["sector"] else None
    given = [Sector(mention["sector"]) for mention in mentions if mention["sector"]]
    guess = sector_of([mention["name"] for mention in mentions], given)
    if actor["sector"] and actor["sector"] != (guess.sector if guess else None):
        return str(actor["sector"])
    return str(given[0]) if given else None


def _write_sheets(out: io.BufferedWriter, whole: dict[str, Any]) -> None:
    """Write both sheets; equal labels get their id beside them, since connections know elements by label alone."""
    import xlsxwriter

    counts: dict[str, int] = defaultdict(int)
    for element in whole["elements"]:
        counts[element["attributes"]["label"]] += 1
    label = {e["_id"]: t if counts[t := e["attributes"]["label"]] == 1 else f"{t} ({e['_id']})" for e in whole["elements"]}
    elements = [
        {"Label": label[e["_id"]], "Type": e["attributes"].get("element type"), **_but(e["attributes"], "label", "element type")}
        for e in whole["elements"]
    ]
    connections = [
        {
            "From": label[c["from"]],
            "To": label[c["to"]],
            "Direction": c["direction"],
            "Type": c["attributes"].get("connection type"),
            **{flag: True for flag in _FLAGS if c[flag]},
            **_but(c["attributes"], "connection type"),
        }
        for c in whole["connections"]
    ]
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    for name, rows, least in (("Elements", elements, ("Label", "Type")), ("Connections", connections, ("From", "To", "Direction", "Type"))):
        sheet = book.add_worksheet(name)
        columns = list(dict.fromkeys((*least, *(column for row in rows for column in row))))
        sheet.write_row(0, 0, columns)
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                value = row.get(column)
                if value is not None:
                    cell = " | ".join(map(str, value)) if isinstance(value, list) else value
                    sheet.write(number, place, cell if isinstance(cell, bool | int | float | str) else str(cell))
    book.close()


def _but(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
