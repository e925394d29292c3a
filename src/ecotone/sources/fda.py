"""Submissions of medical devices to the FDA: 510(k), De Novo and PMA files of every vintage, and the list of AI-enabled devices.

Each submission is an initiative that was received on one day and decided on another; its applicant is the actor. A supplement
(`P030005/S010`) changes a device that was approved before: it is an initiative of its own kind and names its original, so that
nobody takes it for a new device. `1900-01-01` is what the files write for a day that is not known. Columns are known by their
names, whose letters and order changed over the years; quotation marks in the files with bars are inches or half a
quotation, never quoting. Contacts, streets, statements and summaries are dropped.

References
----------
FDA, Releasable 510(k) database: file layout. FDA, PMA database: file layout. FDA, Artificial Intelligence-Enabled Medical Devices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement
from ecotone.sources.delimited import header, rows
from ecotone.sources.json_stream import is_json, plain_records
from ecotone.sources.source import Shows
from ecotone.sources.values import Where, cased, clean, linked, us_state
from ecotone.sources.xml_tree import local
from ecotone.sources.xml_tree import records as xml_records
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "fda"

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("knumber", "pmanumber", "submissionnumber", "submissionid"),
    "supplement": ("supplementnumber",),
    "applicant": ("applicant", "sponsor", "company"),
    "city": ("city",),
    "state": ("state",),
    "country": ("countrycode", "country"),
    "received": ("datereceived", "datestart", "receiveddate"),
    "decided": ("decisiondate", "datedecision", "dateoffinaldecision", "date"),
    "checked": ("decisiondateopenfda",),
    "decision": ("decision", "decisioncode"),
    "device": ("devicename", "tradename", "device"),
    "product code": ("productcode", "primaryproductcode", "code"),
    "panel": ("reviewadvisecomm", "advisorycommittee", "panel", "panellead", "panelcode"),
    "type": ("type", "supplementtype"),
    "track": ("track",),
    "third party": ("thirdparty",),
    "expedited": ("expeditedreview", "reviewgrantedyn", "expedited"),
}
"""What a column means, by its name in lower case without spaces and signs; the first that a file has counts."""

_NUMBER: Final = re.compile(r"(?P<original>(?P<kind>K|DEN|BK|BP|P|N|D|H|BH)\d+)(?:/?(?P<supplement>S\d+))?")
_PAGES: Final = {
    "K": "https://www.accessdata.fda.gov/scripts/cdrh/cfdocs/cfpmn/pmn.cfm?ID={}",
    "DEN": "https://www.accessdata.fda.gov/scripts/cdrh/cfdocs/cfpmn/denovo.cfm?id={}",
    "P": "https://www.accessdata.fda.gov/scripts/cdrh/cfdocs/cfpma/pma.cfm?id={}",
}
_ROUTES: Final = {"K": "510(k)", "BK": "510(k)", "DEN": "De Novo", "H": "HDE", "BH": "HDE"}
LONGEST_DAYS: Final = 10_000
"""A longer way from receipt to decision is told: it is rarely one review."""
_AI_LIST: Final = "AI-enabled list"
_AI_JOINED: Final = "AI-enabled list with dates of openFDA"


class Fda:
    """Applicants for medical devices, and what became of their submissions."""

    name = NAME
    label = "FDA device submissions"
    licence = "US public domain"
    shows = Shows(
        (),
        (Sector.INDUSTRY,),
        "the United States, and applicants worldwide",
        (1976, None),
        "submissions that were refused, withdrawn or are under review; who works with whom; drugs",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the names of columns, elements or members."""
        head = opened.start
        if is_json(head):
            listed = b'"submission_id"' in head and b'"company"' in head
            return listed or (b'"applicant"' in head and b'"decision_date"' in head and re.search(rb'"(?:k|pma)_number"', head) is not None)
        if head.lstrip()[:1] == b"<":
            return re.search(rb"<Submission_?[Nn]umber>", head) is not None and b"<Company>" in head
        found = _columns(header(head))
        return {"number", "applicant", "decided"} <= set(found) and _plain(found["decided"]) != "date"

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a submission."""
        for number, values, form in _records(opened, problems):
            work.step(number, None, opened.name)
            where = Where(problems, opened.name, number)
            said = _said(values, form, where)
            if said is not None:
                yield said


def _records(opened: Opened, problems: Problems) -> Iterator[tuple[int, dict[str, str], str]]:
    """Yield the values of every submission by meaning, with the row and the form."""
    head = opened.start
    if is_json(head):
        for number, record in plain_records(opened, problems):
            if not isinstance(record, dict):
                Where(problems, opened.name, number).refused("The submission has another shape than the list gives it", got=str(record))
                continue
            values = {name: str(value) for name, value in record.items() if isinstance(value, str | int | float)}
            known = _columns(list(values))
            form = "" if "submission_id" not in values else _AI_JOINED if "received" in known else _AI_LIST
            yield number, {meaning: values[column] for meaning, column in known.items()}, form
    elif head.lstrip()[:1] == b"<":
        for number, entry in enumerate((each for each in xml_records(opened, problems, "row") if len(each)), start=1):
            values = {local(each): each.text or "" for each in entry}
            yield number, {meaning: values[column] for meaning, column in _columns(list(values)).items()}, _AI_LIST
    else:
        names = header(opened.head)
        first = next((line for line in head.splitlines() if b"|" in line or b"," in line), b"")
        bars = first.count(b"|") > first.count(b",")
        known = _columns(names)
        form = _AI_LIST if "dateoffinaldecision" in {_plain(name) for name in names} else ""
        for row in rows(opened, problems, sign="|" if bars else None, quoted=not bars or first.startswith(b'"')):
            yield row.number, {meaning: row[column] for meaning, column in known.items()}, form


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _columns(names: list[str]) -> dict[str, str]:
    """Return which column has which meaning.

    Examples
    --------
    >>> _columns(["Date of Final Decision", "Submission Number", "Company"])
    {'number': 'Submission Number', 'applicant': 'Company', 'decided': 'Date of Final Decision'}
    """
    plain = {_plain(name): name for name in reversed(names)}
    return {
        meaning: plain[next(name for name in options if name in plain)]
        for meaning, options in COLUMNS.items()
        if any(name in plain for name in options)
    }


@dataclass(frozen=True, slots=True)
class Number:
    """A submission's number taken apart.

    Parameters
    ----------
    whole : str
        `P030005/S010`.
    original : str or None
        `P030005` for a supplement; None for an original.
    route : str
        `510(k)`, `De Novo`, `PMA`, `HDE`; for a supplement the route of its original.
    address : str or None
        The FDA's page.
    """

    whole: str
    original: str | None
    route: str
    address: str | None

    @classmethod
    def of(cls, text: str | None, supplement: str | None = None) -> Number | None:
        """Read a number, whose supplement may stand in a column of its own.

        Examples
        --------
        >>> Number.of("P030005", "S010").original, Number.of("K252054").route, Number.of("n/a")
        ('P030005', '510(k)', None)
        """
        written = (clean(linked(text or "")) or "").upper().replace(" ", "")
        if supplement and clean(supplement):
            written = f"{written}/{(clean(supplement) or '').upper()}"
        match = _NUMBER.fullmatch(written)
        if match is None:
            return None
        part = match["supplement"]
        page = _PAGES.get(match["kind"])
        return cls(
            f"{match['original']}/{part}" if part else match["original"],
            match["original"] if part else None,
            _ROUTES.get(match["kind"], "PMA"),
            page.format(match["original"] + (part or "")) if page else None,
        )


def _said(values: Mapping[str, Any], form: str, where: Where) -> Statement | None:
    number = Number.of(values.get("number"), values.get("supplement"))
    applicant = clean(values.get("applicant"))
    if number is None or applicant is None:
        where.refused(
            "The row has no submission or no applicant", "applicant" if number else "number", values.get("number"), "for example K252054"
        )
        return None
    received = where.date(clean(values.get("received")), "received", "mdy")
    decided = where.date(clean(values.get("decided")), "decided", "mdy")
    checked = where.date(clean(values.get("checked")), "decision date of openFDA", "mdy")
    if checked and decided and checked != decided:
        where.noted("The list and openFDA give two days of decision; the list's was kept", "decided", f"{decided}, {checked}")
    decided = decided or checked
    if received and decided and decided.last < received.first:
        where.changed("The submission was decided before it was received; the day of receipt was dropped", "received", str(received))
        received = None
    if received and decided and (decided.first - received.last).days > LONGEST_DAYS:
        where.noted(f"More than {LONGEST_DAYS:,} days lie between receipt and decision; check before counting it", "decided", number.whole)
    objects = (("i", "submission"), ("a", "applicant"))
    decision = clean(values.get("decision"))
    events = [Event("received", received, actual=True, objects=objects)] if received else []
    if decided:
        events.append(Event("decision", decided, actual=True, objects=objects, fields={"decision": decision} if decision else {}))
    claims = [Claim("i", "route", number.route)]
    if number.original:
        claims.append(Claim("i", "supplement of", number.original))
    claims += [
        Claim("i", field, text)
        for field in ("device", "decision", "product code", "panel", "type", "track")
        if (text := clean(values.get(field)))
    ]
    claims += [
        Claim("i", field, value=True)
        for field in ("third party", "expedited")
        if (clean(values.get(field)) or "").upper() in {"Y", "EXPEDITED"}
    ]
    if form:
        claims.append(Claim("i", "AI-enabled", value=True))
    return Statement(
        Evidence(NAME, f"{number.whole} ({form})" if form else number.whole, number.address, decided, title=number.whole),
        (Mention("a", applicant, "applicant", place=_place(values), sector=Sector.INDUSTRY),),
        (),
        tuple(claims),
        Initiative("i", number.whole, "supplement" if number.original else "product", number.whole),
        tuple(events),
    )


def _place(values: Mapping[str, Any]) -> Place | None:
    city, state, code = (clean(values.get(name)) for name in ("city", "state", "country"))
    at_home = us_state(state) != state
    country = "United States" if code in {"US", "USA"} or (code is None and at_home) else code
    region = us_state(state) if country == "United States" else state
    found = Place(cased(city) if city else None, region, country)
    return found if found != Place() else None
