"""Maps drawn in Kumu, as its project export (JSON) and its blueprint write them.

Elements become mentions with their attributes as claims, connections become ties with theirs as fields. What else the project holds
(positions, styles, loops, keys that nobody knows) stays together in one claim of the map, so that an export gives it back. Addresses of
remote images of elements are dropped, since a record never makes a reader's machine ask another.

References
----------
Kumu documentation, JSON blueprints and project backups.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Claim, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.errors import InputError, UnreadableError
from ecotone.sources.contacts import is_contact
from ecotone.sources.json_stream import is_json, records
from ecotone.sources.source import Between, Shows
from ecotone.sources.values import Where, clean
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "kumu"

_KNOWN: Final = frozenset(
    {"label", "type", "element type", "connection type", "_id", "id", "attributes", "from", "to", "direction", "image"}
)


class Kumu:
    """Elements and connections that somebody drew."""

    name = NAME
    label = "Kumu project"
    licence = "as the map's owner says"
    shows = Shows(
        (Between("relation"),), tuple(Sector), "where the map's elements are", (None, None), "when a tie held; what was not drawn"
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by what a project or a blueprint begins with."""
        head = opened.start
        return is_json(head) and (
            b'"attributeRelevance"' in head or (b'"elements"' in head and (b'"connections"' in head or b'"label"' in head))
        )

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement an element and one a connection.

        Raises
        ------
        UnreadableError
            If the file holds no map.
        """
        for _, project in records(opened, problems):
            if not isinstance(project, dict) or not isinstance(project.get("elements"), list):
                raise UnreadableError("The file holds no map of Kumu", where=opened.name, expected="a list of elements")
            map_ = _Map(project, opened.name, problems)
            for number, said in enumerate(map_.statements()):
                work.step(number, None, opened.name)
                yield said


class _Map:
    """One project on its way into the record."""

    def __init__(self, project: dict[str, Any], file: str, problems: Problems) -> None:
        self._project = project
        self._title = clean(str(project.get("name") or "")) or file
        self._problems = problems
        self._file = file
        self._by_id: dict[str, Mention] = {}

    def statements(self) -> Iterator[Statement]:
        """Yield elements, then connections."""
        for number, element in enumerate(self._project["elements"], start=1):
            where = Where(self._problems, self._file, number)
            try:
                said = self._element(element, where)
            except (TypeError, AttributeError, ValueError, InputError) as error:
                where.refused("The element has another shape than Kumu gives it", got=str(error))
                continue
            if said:
                yield said
        connections = self._project.get("connections") or ()
        if not isinstance(connections, list | tuple):
            Where(self._problems, self._file).refused("The map's connections are no list", "connections", str(connections)[:60])
            connections = ()
        for number, connection in enumerate(connections, start=1):
            where = Where(self._problems, self._file, number)
            try:
                said = self._connection(connection, number, where)
            except (TypeError, AttributeError, ValueError, InputError) as error:
                where.refused("The connection has another shape than Kumu gives it", got=str(error))
                continue
            if said:
                yield said
        loops = self._project.get("loops")
        if isinstance(loops, list | dict) and loops:
            Where(self._problems, self._file).noted(
                "Feedback loops belong to a model; the record keeps them for export alone", "loops", f"{len(loops):,}"
            )
        rest = {key: value for key, value in self._project.items() if key not in {"name", "elements", "connections"}}
        if rest:
            kept = json.dumps(rest, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            yield Statement(
                Evidence(NAME, f"{self._title} (map)", title=self._title),
                claims=(Claim("i", "kumu project", kept),),
                initiative=Initiative("i", self._title, "map", self._title),
            )

    def _element(self, element: dict[str, Any], where: Where) -> Statement | None:
        values = {**{key: value for key, value in element.items() if key != "attributes"}, **(element.get("attributes") or {})}
        label = _text(values.get("label"))
        if label is None:
            where.refused("The element has no label", "label", str(element.get("_id", "")))
            return None
        own_id = str(element.get("_id") or element.get("id") or label)
        kind = _text(values.get("element type") or values.get("type"))
        said = next((text for one in (values.get("sector"), kind) if (text := str(one or "").lower()) in set(Sector)), None)
        place = _place(values)
        mention = Mention("a", label, "element", f"{self._title}/{own_id}", place, Sector(said) if said else None)
        known = ({"city", "region", "country", "latitude", "longitude"} if place else set()) | (
            {"sector"} if str(values.get("sector") or "").lower() in set(Sector) else set()
        )
        self._by_id.setdefault(label, mention)
        self._by_id[own_id] = mention
        _note_contacts(values, where)
        if values.get("image"):
            where.noted("The address of a remote image was dropped", "image")
        claims = [Claim("a", field, value) for field, value in _attributes(values) if field not in known]
        if kind:
            claims.append(Claim("a", "type", kind))
        return Statement(Evidence(NAME, f"{self._title}/{own_id}", title=self._title), (mention,), (), tuple(claims))

    def _connection(self, connection: dict[str, Any], number: int, where: Where) -> Statement | None:
        ends = [self._by_id.get(str(connection.get(end))) for end in ("from", "to")]
        if ends[0] is None or ends[1] is None:
            missing = connection.get("from") if ends[0] is None else connection.get("to")
            where.refused("The connection names an element that the map does not list", "from" if ends[0] is None else "to", str(missing))
            return None
        values = {**{key: value for key, value in connection.items() if key != "attributes"}, **(connection.get("attributes") or {})}
        _note_contacts(values, where)
        direction = connection.get("direction") or "directed"
        fields = {**dict(_joined(values)), **({"mutual": True} if direction == "mutual" else {})}
        kind = _text(values.get("connection type") or values.get("type"))
        own_id = str(connection.get("_id") or connection.get("id") or f"connection {number}")
        first = ends[0]
        other = replace(ends[1], key="b")
        mentions = (first, other) if first.id_in_source != other.id_in_source else (first,)
        tie = Tie(
            "a", mentions[-1].key, "relation", directed=direction == "directed", fields={**fields, **({"type": kind} if kind else {})}
        )
        return Statement(Evidence(NAME, f"{self._title}/{own_id}", title=self._title), mentions, (tie,))


def _note_contacts(values: dict[str, Any], where: Where) -> None:
    dropped = [field for field, value in values.items() if field not in _KNOWN and value and is_contact(field, str(value))]
    if dropped:
        where.noted("Telephone numbers, e-mail addresses and contact persons are not kept", ", ".join(dropped))


def _attributes(values: dict[str, Any]) -> Iterator[tuple[str, str | float | bool]]:
    """Yield the attributes of an element, each value of a list by itself."""
    for field, value in values.items():
        if field in _KNOWN or value is None or value in ("", [], {}):
            continue
        for one in value if isinstance(value, list) else [value]:
            if is_contact(field, str(one)):
                continue
            yield field, one if isinstance(one, bool | str) else float(one) if isinstance(one, int | float) else str(one)


def _joined(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the attributes of a connection as they are; the flags that every connection has, only where they are set."""
    for field, value in values.items():
        if field in _KNOWN or value is None or value in ("", [], {}) or (field in {"delayed", "reversed"} and not value):
            continue
        if is_contact(field, str(value)):
            continue
        yield field, value


def _text(value: Any) -> str | None:
    """Return a text with its spaces in order; `-` and `--` are kinds of connection here, and no empty cells."""
    return " ".join(str(value or "").split()) or None


def _place(values: dict[str, Any]) -> Place | None:
    """Return where an element is, if it has a city or a country; `region` alone may mean anything."""
    city, region, country = (clean(str(values.get(name) or "")) for name in ("city", "region", "country"))
    if not (city or country):
        return None
    numbers = [value if isinstance(value := values.get(name), int | float) else None for name in ("latitude", "longitude")]
    return Place(city, region, country, *numbers)
