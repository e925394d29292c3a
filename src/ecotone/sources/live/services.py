"""What each service is asked, how its pages follow each other, and how to tell that an answer has the shape it should have.

Where a service lets one choose fields, only those that a source reads are asked for. ClinicalTrials.gov and NIH RePORTER then send
no person at all; OpenAlex sends authors with their institutions, and openFDA whole submissions with their contacts, which the
sources drop when they read.

References
----------
ClinicalTrials.gov API 2.0 (clinicaltrials.gov/data-api). NIH RePORTER API 2.0 (api.reporter.nih.gov). ROR REST API 2
(ror.readme.io). OpenAlex API (developers.openalex.org). openFDA API, paging (open.fda.gov/apis/paging).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from ecotone.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a service.

    Parameters
    ----------
    path : str
        Path below the service's address.
    query : mapping
        Parameters of the address, without any key.
    body : mapping, optional
        What is posted as JSON; without it the request is a GET.
    """

    path: str
    query: Mapping[str, str]
    body: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What an answer holds: how many records, how many there are in all, and the next question, if there is one."""

    records: int
    total: int | None
    following: Request | None


@dataclass(frozen=True, slots=True)
class Service:
    """A service on the network.

    Attributes
    ----------
    name, label : str
        As at the command line, and in words.
    source : str
        The source that reads its answers.
    address : str
        Where it is.
    query : str
        What a query is, in words.
    pause_s : float
        Least time between two requests, as the service asks.
    key : str
        Variable of the environment that may hold a key; empty where there is none.
    first : callable
        The first question for a query and an upper bound of records.
    page : callable
        What an answer to a question holds; takes the question, the answer and the `Link` header.
    nothing : tuple of int
        Status codes by which the service says that nothing was found.
    """

    name: str
    label: str
    source: str
    address: str
    query: str
    pause_s: float
    key: str
    first: Callable[[str, int, bool], Request]
    page: Callable[[Request, Any, str], Page]
    nothing: tuple[int, ...] = ()


class ShapeError(ValueError):
    """Say that an answer is not shaped as the service's own description has it."""


def _object(answer: Any) -> JsonObject:
    if not isinstance(answer, dict):
        raise ShapeError(f"a {type(answer).__name__} instead of an object")
    return answer


def _list(answer: Any, name: str) -> list[Any]:
    found = _object(answer).get(name)
    if not isinstance(found, list):
        raise ShapeError(f"no list {name!r}; the keys are {', '.join(sorted(map(str, answer))[:8])}")
    return found


def _number(holder: Any, name: str) -> int | None:
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if isinstance(found, int) else None


# ClinicalTrials.gov

_STUDY_FIELDS: Final = (
    "NCTId|Acronym|SecondaryId|SecondaryIdType|StatusModule|LeadSponsorName|LeadSponsorClass|CollaboratorName|CollaboratorClass"
    "|IsFDARegulatedDrug|IsFDARegulatedDevice|Condition|StudyType|Phase|EnrollmentCount|EnrollmentType|InterventionType"
    "|LocationFacility|LocationCity|LocationState|LocationCountry|LocationGeoPoint"
)


def _trials(query: str, limit: int, keyed: bool) -> Request:  # noqa: ARG001, FBT001  one shape for all
    return Request(
        "/api/v2/studies",
        {"format": "json", "query.term": query, "fields": _STUDY_FIELDS, "countTotal": "true", "pageSize": str(min(limit, 1000))},
    )


def _trials_page(asked: Request, answer: Any, link: str) -> Page:  # noqa: ARG001
    studies = _list(answer, "studies")
    token = answer.get("nextPageToken")
    following = replace(asked, query={**asked.query, "pageToken": str(token)}) if token else None
    return Page(len(studies), _number(answer, "totalCount"), following)


# NIH RePORTER

_PROJECT_FIELDS: Final = (
    "ApplId", "SubprojectId", "FiscalYear", "ProjectNum", "Organization", "AwardAmount", "DirectCostAmt", "IndirectCostAmt",
    "ProjectStartDate", "ProjectEndDate", "AwardNoticeDate", "BudgetStart", "BudgetEnd", "AgencyIcAdmin", "ActivityCode",
)  # fmt: skip
_REPORTER_REACH: Final = 15_000


def _projects(query: str, limit: int, keyed: bool) -> Request:  # noqa: ARG001, FBT001
    criteria: JsonObject = {}
    words: list[str] = []
    for part in re.findall(r'(?:\w+:"[^"]*"|\S)+', query):
        name, colon, value = part.partition(":")
        value = value.strip('"')
        if colon and name in {"org", "state", "city"}:
            criteria.setdefault({"org": "org_names", "state": "org_states", "city": "org_cities"}[name], []).append(value.upper())
        elif colon and name == "year":
            criteria.setdefault("fiscal_years", []).append(_year(value))
        else:
            words.append(part)
    if words:
        criteria["advanced_text_search"] = {"operator": "and", "search_field": "projecttitle,terms", "search_text": " ".join(words)}
    body = {"criteria": criteria, "include_fields": list(_PROJECT_FIELDS), "offset": 0, "limit": min(limit, 500)}
    return Request("/v2/projects/search", {}, body)


def _year(text: str) -> int:
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise InputError("This is no fiscal year", got=text, expected="such as year:2024")
    return int(text)


def _projects_page(asked: Request, answer: Any, link: str) -> Page:  # noqa: ARG001
    found = len(_list(answer, "results"))
    total = _number(answer.get("meta"), "total")
    assert asked.body is not None
    offset = int(asked.body["offset"]) + found
    more = found > 0 and (total is None or offset < total) and offset < _REPORTER_REACH
    return Page(found, total, replace(asked, body={**asked.body, "offset": offset}) if more else None)


# ROR


def _organisations(query: str, limit: int, keyed: bool) -> Request:  # noqa: ARG001, FBT001
    return Request("/v2/organizations", {"query": query, "page": "1"})


def _organisations_page(asked: Request, answer: Any, link: str) -> Page:  # noqa: ARG001
    found = len(_list(answer, "items"))
    total = _number(answer, "number_of_results")
    number = int(asked.query["page"])
    more = found > 0 and total is not None and number * 20 < min(total, 10_000)  # twenty a page, at most 500 pages
    return Page(found, total, replace(asked, query={**asked.query, "page": str(number + 1)}) if more else None)


# OpenAlex

_WORK_FIELDS: Final = "id,publication_date,publication_year,updated_date,authorships"
_OPENALEX_PAGE: Final = 100


def _works(query: str, limit: int, keyed: bool) -> Request:  # noqa: FBT001
    kind = "filter" if re.match(r"[\w.]+:\S", query) else "search"
    paging = {"cursor": "*"} if keyed else {"page": "1"}  # cursors are only for those with a key
    return Request("/works", {kind: query, "select": _WORK_FIELDS, "per_page": str(min(limit, _OPENALEX_PAGE)), **paging})


def _works_page(asked: Request, answer: Any, link: str) -> Page:  # noqa: ARG001
    found = len(_list(answer, "results"))
    meta = answer.get("meta")
    total = _number(meta, "count")
    following = None
    if found and "cursor" in asked.query:
        cursor = meta.get("next_cursor") if isinstance(meta, dict) else None
        following = replace(asked, query={**asked.query, "cursor": str(cursor)}) if cursor else None
    elif found:
        number, size = int(asked.query["page"]), int(asked.query["per_page"])
        if total is not None and number * size < min(total, 10_000):
            following = replace(asked, query={**asked.query, "page": str(number + 1)})
    return Page(found, total, following)


# openFDA


def _devices(query: str, limit: int, keyed: bool) -> Request:  # noqa: ARG001, FBT001
    endpoint, colon, rest = query.partition(" ")
    if endpoint not in {"510k", "pma"}:
        endpoint, colon, rest = "510k", " ", query
    return Request(
        f"/device/{endpoint}.json", {**({"search": rest.strip()} if colon and rest.strip() else {}), "limit": str(min(limit, 1000))}
    )


def _devices_page(asked: Request, answer: Any, link: str) -> Page:
    found = len(_list(answer, "results"))
    meta = answer.get("meta")
    total = _number(meta.get("results") if isinstance(meta, dict) else None, "total")
    following = re.search(r"<([^>]*)>\s*;\s*rel=\"?next\"?", link, re.IGNORECASE)
    if not following or not found:
        return Page(found, total, None)
    query = {name: value for name, value in parse_qsl(urlsplit(following[1]).query) if name != "api_key"}
    return Page(found, total, replace(asked, query=query))


SERVICES: Final[dict[str, Service]] = {
    service.name: service
    for service in (
        Service(
            "clinicaltrials",
            "ClinicalTrials.gov",
            "clinicaltrials",
            "https://clinicaltrials.gov",
            "words as in the search box there, or an expression: AREA[LocationCity]Houston",
            0.5,
            "",
            _trials,
            _trials_page,
        ),
        Service(
            "nih",
            "NIH RePORTER",
            "nih-reporter",
            "https://api.reporter.nih.gov",
            'words of titles and terms, and org:"…", city:…, state:TX, year:2024',
            1.0,
            "",
            _projects,
            _projects_page,
        ),
        Service("ror", "ROR", "ror", "https://api.ror.org", "words of a name or place", 0.2, "", _organisations, _organisations_page),
        Service(
            "openalex",
            "OpenAlex",
            "openalex",
            "https://api.openalex.org",
            "words, or a filter: institutions.ror:02pttbw34,publication_year:2024",
            0.1,
            "OPENALEX_API_KEY",
            _works,
            _works_page,
        ),
        Service(
            "openfda",
            "openFDA",
            "fda",
            "https://api.fda.gov",
            "510k or pma, then an expression: 510k city:houston",
            0.3,
            "OPENFDA_API_KEY",
            _devices,
            _devices_page,
            nothing=(404,),
        ),
    )
}
"""Every service by its name."""
