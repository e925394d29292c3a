"""Network files as a source of the record: GEXF, GraphML, Pajek, UCINET and the rest, each tie a statement.

The evidence of a statement is the file's digest and the row of the node or tie in it, so that the same file read again
says the same, and another file of the same name says something of its own. A node's attributes are claims about it; a
column `sector` that holds one of ours, and columns of places, become what they are. Dates are taken where the file counts
in dates or in years; other clocks stay in the tie's fields, as written.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import Date
from ecotone.ecosystem.statements import Claim, Evidence, Mention, Place, Statement, Tie
from ecotone.errors import DateError, UnknownFormatError
from ecotone.problems import Problem
from ecotone.sources.contacts import contacts, is_contact
from ecotone.sources.source import Between, Shows
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.network.formats import Network
    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "network-file"
UNMISTAKABLE: Final = frozenset({"gexf", "graphml", "gml", "pajek", "dl", "gdf", "dot", "vna"})
"""Formats that are nothing but networks; a CSV or JSON may be anything, and is taken only if it names both ends."""

_PLACES: Final = {
    "city": ("city", "town"),
    "region": ("region", "state", "county"),
    "country": ("country",),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng"),
}


class NetworkFile:
    """Relations drawn in another program."""

    name = NAME
    label = "Network file"
    licence = "as the file's owner says"
    shows = Shows(
        ties=(Between("relation"),),
        sectors=tuple(Sector),
        places="where the file's actors are",
        years=(None, None),
        cannot="where a tie was seen, and ties that whoever drew the file did not draw",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the first bytes whether the file is a network and nothing else."""
        from ecotone.network.formats import Raw, recognise

        try:
            found = recognise(Raw(opened.name, opened.head)).name
        except UnknownFormatError:
            return False
        head = opened.head.lower()
        if found == "node-link":
            # Where the nodes stand after more links than the first bytes hold, the ends of links tell.
            return (b'"links"' in head or b'"edges"' in head) and (b'"nodes"' in head or (b'"source"' in head and b'"target"' in head))
        first = head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0]
        return found in UNMISTAKABLE or (found == "edges-csv" and b"source" in first and b"target" in first)

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement for each node and each tie."""
        from ecotone.network.formats import Raw, read

        data = opened.read()
        digest = hashlib.sha256(data).hexdigest()[:16]
        file = read(Raw(opened.name, data)).with_lists_as_attributes()
        problems.extend(file.problems)
        total = sum(network.nodes.height + network.edges.height for network in file.networks)
        done = 0
        for number, network in enumerate(file.networks, start=1):
            reading = _Reading(network, digest, number, opened.name, problems)
            for statement in reading.statements():
                done += 1
                work.step(done, total, opened.name)
                yield statement


class _Reading:
    """One network on its way into the record."""

    def __init__(self, network: Network, digest: str, number: int, file: str, problems: Problems) -> None:
        self.network = network
        self.digest = digest
        self.number = number
        self.file = file
        self.problems = problems
        self.mentions = [self._mention(row) for row in network.nodes.iter_rows(named=True)]

    def statements(self) -> Iterator[Statement]:
        """Yield nodes, then ties."""
        network = self.network
        names = [name for name in network.node_attributes() if name.lower() != "sector"]
        if dropped := contacts((*names, *network.edge_attributes())):
            what = "Telephone numbers, e-mail addresses and contact persons are not kept"
            self.problems.add(Problem(what, file=self.file, column=", ".join(dropped), severity="noted"))
        placed = {column for columns in _PLACES.values() for column in columns}
        for row, values in enumerate(network.nodes.select(names).iter_rows() if names else [()] * network.nodes.height):
            claims = tuple(
                Claim("a", name, _plain(value))
                for name, value in zip(names, values, strict=True)
                if value is not None and name.lower() not in placed and not is_contact(name, str(value))
            )
            mention = self.mentions[row]
            if mention is not None:
                yield Statement(self._evidence("node", row), (_keyed(mention, "a"),), claims=claims)
        spells: dict[int, list[tuple[str | None, str | None]]] = {}
        for item, start, end in network.edge_spells.select("item", "start", "end").iter_rows():
            spells.setdefault(item, []).append((start, end))
        attributes = network.edge_attributes()
        for row, edge in enumerate(network.edges.iter_rows(named=True)):
            source, target = self.mentions[edge["source"]], self.mentions[edge["target"]]
            if source is None or target is None:
                self.problems.add(Problem("A tie of a node without a name is left out", file=self.file, row=row + 1))
                continue
            ends = (_keyed(source, "a"), _keyed(target, "b")) if edge["source"] != edge["target"] else (_keyed(source, "a"),)
            fields = {name: _plain(edge[name]) for name in attributes if edge[name] is not None and not is_contact(name, str(edge[name]))}
            if edge["relation"] is not None:
                fields["relation"] = edge["relation"]
            ties = tuple(self._tie(edge, ends[-1].key, fields, span) for span in spells.get(row, [(None, None)]))
            yield Statement(self._evidence("tie", row), ends, ties)

    def _evidence(self, what: str, row: int) -> Evidence:
        """Return the evidence: the file's digest, and the node or tie in it."""
        return Evidence(NAME, f"{self.digest}/{self.number}/{what}/{row + 1}", title=f"{self.file}, {what} {row + 1}")

    def _mention(self, row: dict[str, Any]) -> Mention | None:
        """Return the name of a node; None, with a problem, if it has none."""
        name = (row["label"] or row["id"]).strip()
        if not name:
            self.problems.add(Problem("A node has no name", file=self.file, got=row["id"]))
            return None
        low = {column.lower(): value for column, value in row.items() if value is not None}
        found = {field: next((low[column] for column in columns if column in low), None) for field, columns in _PLACES.items()}
        numbers = {field: float(value) for field, value in found.items() if field.endswith("itude") and isinstance(value, int | float)}
        texts = {field: str(value) for field, value in found.items() if not field.endswith("itude") and value is not None}
        place = Place(**texts, **numbers) if texts or numbers else None  # type: ignore[arg-type]  # the names of its fields
        said = str(low.get("sector", "")).strip().lower()
        sector = Sector(said) if said in set(Sector) else None
        return Mention("a", name, "actor", f"{self.digest}/{row['id']}", place, sector)

    def _tie(self, edge: dict[str, Any], target: str, fields: dict[str, Any], span: tuple[str | None, str | None]) -> Tie:
        """Return a tie, with the dates that the file's clock allows."""
        start, end = (self._date(text) for text in span)
        fields = {
            **fields,
            **{name: text for name, text, date in zip(("start", "end"), span, (start, end), strict=True) if text and not date},
        }
        weight = 1.0 if edge["weight"] is None else edge["weight"]
        if start and end and end.last < start.first:
            self.problems.add(
                Problem("A tie ends before it starts; its dates are left out", file=self.file, got=f"{start}, {end}", severity="changed")
            )
            start = end = None
        return Tie("a", target, "relation", weight, edge["directed"], start, end, fields)

    def _date(self, text: str | None) -> Date | None:
        """Read a time of the file as a date, where it is one."""
        if text is None:
            return None
        year = text.removesuffix(".0")
        if self.network.time in {"integer", "double"} and not (year.isdecimal() and len(year) == 4):
            return None
        try:
            return Date.parse(year)
        except DateError:
            return None


def _keyed(mention: Mention, key: str) -> Mention:
    return Mention(key, mention.name, mention.role, mention.id_in_source, mention.place, mention.sector)


def _plain(value: Any) -> str | float | bool:
    """Return a value as a claim holds it."""
    if isinstance(value, bool | float | str):
        return value
    return float(value) if isinstance(value, int) else "; ".join(str(each) for each in value)
