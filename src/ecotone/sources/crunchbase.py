"""Companies, rounds, investments and acquisitions, as Crunchbase's exports and its open data map write them.

Each table is known by its columns. A round's sum is the whole round's, not one investor's, so it stands on the tie as the sum of the
round. Investors who are persons are dropped, and telephone numbers that advertisers hide in names.

References
----------
Crunchbase, data export (companies, rounds, investments, acquisitions) and Open Data Map (organizations).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Claim, Event, Evidence, Mention, Place, Statement, Tie
from ecotone.sources.columns import Columns
from ecotone.sources.repeated import apart
from ecotone.sources.source import Between, Shows
from ecotone.sources.tabular import columns_of, rows_of
from ecotone.sources.values import Where, clean, us_state
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "crunchbase"

_ACQUISITIONS: Final = frozenset({"company_permalink", "acquirer_permalink", "acquired_at"})
_INVESTMENTS: Final = frozenset({"company_permalink", "investor_permalink", "funding_round_permalink"})
_ROUNDS: Final = frozenset({"company_permalink", "funding_round_permalink", "raised_amount_usd"})
_COMPANIES: Final = frozenset({"permalink", "name", "funding_total_usd"})
_ORGANIZATIONS: Final = frozenset({"crunchbase_uuid", "name", "primary_role"})
COLUMNS: Final = Columns(
    (
        *_ACQUISITIONS, *_INVESTMENTS, *_ROUNDS, *_COMPANIES, *_ORGANIZATIONS, "company_name", "company_category_list",
        "company_country_code",
        "company_state_code", "company_city", "acquirer_name", "acquirer_country_code", "acquirer_state_code", "acquirer_city",
        "price_amount", "price_currency_code", "investor_name", "investor_country_code", "investor_state_code", "investor_city",
        "funding_round_type", "funding_round_code", "funded_at", "homepage_url", "category_list", "status", "country_code", "state_code",
        "city", "founded_at", "crunchbase_url", "location_city", "location_region", "location_country_code",
    ),
    {"uuid": "crunchbase_uuid"},
)  # fmt: skip
_PHONE: Final = re.compile(r"[\s|:#]*\+?(?:\d{1,3}[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}[\s|:#]*")
_BUSINESS: Final = (Sector.INDUSTRY, Sector.TECHNOLOGY)


class Crunchbase:
    """Companies, who invested in them, and who bought them."""

    name = NAME
    label = "Crunchbase exports"
    licence = "CC BY-NC 4.0 for the 2015 export: read it, do not pass it on"
    shows = Shows(
        (Between("acquired", _BUSINESS, _BUSINESS), Between("invested-in", (Sector.INVESTOR, *_BUSINESS), _BUSINESS)),
        (Sector.INVESTOR, *_BUSINESS),
        "worldwide, the United States best",
        (1960, None),
        "companies that nobody entered; what an investor gave in a round; investors who are persons",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the columns."""
        return _reader(columns_of(opened, COLUMNS)) is not None

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a row."""
        yield from apart(self._said(opened, problems, work), opened.name, problems)

    def _said(self, opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
        reader = _reader(columns_of(opened, COLUMNS)) or _acquisition
        for row in rows_of(opened, problems, COLUMNS):
            work.step(row.number, None, opened.name)
            said = reader(row, Where(problems, opened.name, row.number))
            if said is not None:
                yield said


def _reader(columns: set[str]) -> Callable[[Row, Where], Statement | None] | None:
    """Choose the reader of a row by the columns of its table."""
    forms = (
        (_ACQUISITIONS, _acquisition),
        (_INVESTMENTS, _investment),
        (_ROUNDS, _round),
        (_COMPANIES, _company),
        (_ORGANIZATIONS, _organization),
    )
    return next((reader for form, reader in forms if form <= columns), None)


def _acquisition(row: Row, where: Where) -> Statement | None:
    """Say who bought whom, when and for how much."""
    bought, buyer = _name(row, "company", where), _name(row, "acquirer", where)
    if bought is None or buyer is None:
        where.refused("The row lacks the company or its acquirer", "company_name" if bought is None else "acquirer_name")
        return None
    date = where.date(row["acquired_at"], "acquired_at")
    mentions = (_mention("s", buyer, "acquirer", row, "acquirer"), _mention("c", bought, "acquired", row, "company"))
    price = where.amount(row["price_amount"], "price_amount")
    fields = {"price": price, "currency": row["price_currency_code"]} if price else {}
    tie = Tie("s", "c", "acquired", valid_from=date, fields=fields)
    events = (Event("acquired", date, True, (("s", "acquirer"), ("c", "acquired"))),) if date else ()  # noqa: FBT003
    own_id = f"{row['company_permalink']} by {row['acquirer_permalink']} {row['acquired_at']}".strip()
    return Statement(
        Evidence(NAME, own_id, title=f"{buyer}: {bought}"[:200]),
        mentions,
        (tie,),
        _categories(row["company_category_list"]),
        None,
        events,
    )


def _investment(row: Row, where: Where) -> Statement | None:
    """Say who invested in whom, in which round."""
    company, investor = _name(row, "company", where), _name(row, "investor", where)
    if company is None or investor is None:
        where.refused("The row lacks the company or its investor", "company_name" if company is None else "investor_name")
        return None
    if row["investor_permalink"].startswith("/person/"):
        where.noted("The investor is a person, who is not kept", "investor_permalink")
        return None
    date = where.date(row["funded_at"], "funded_at")
    tie = Tie("s", "c", "invested-in", valid_from=date, fields=_of_round(row, where))
    mentions = (_mention("s", investor, "investor", row, "investor"), _mention("c", company, "company", row, "company"))
    own_id = f"{row['investor_permalink'] or investor} in {row['funding_round_permalink'] or company}"
    events = (Event("funded", date, True, (("s", "investor"), ("c", "company"))),) if date else ()  # noqa: FBT003
    return Statement(
        Evidence(NAME, own_id, title=f"{investor}: {company}"[:200]),
        mentions,
        (tie,),
        _categories(row["company_category_list"]),
        None,
        events,
    )


def _round(row: Row, where: Where) -> Statement | None:
    """Say which round a company raised, when and how much."""
    company = _name(row, "company", where)
    if company is None:
        where.refused("The row names no company", "company_name")
        return None
    date = where.date(row["funded_at"], "funded_at")
    fields = _of_round(row, where)
    raised = fields.get("raised in the round")
    claims = [Claim("c", "raised", raised, "USD", as_of=date)] if raised is not None else []
    events = (Event("funded", date, True, (("c", "company"),), fields),) if date else ()  # noqa: FBT003
    own_id = row["funding_round_permalink"] or f"{row['company_permalink'] or company} {row['funded_at']}"
    mention = _mention("c", company, "company", row, "company")
    return Statement(
        Evidence(NAME, own_id, title=company[:200]), (mention,), (), (*claims, *_categories(row["company_category_list"])), None, events
    )


def _company(row: Row, where: Where) -> Statement | None:
    """Say who a company is and what it raised in all."""
    name = _without_phone(clean(row["name"]), where)
    if name is None:
        where.refused("The row names no company", "name")
        return None
    claims = list(_categories(row["category_list"]))
    total = where.amount(row["funding_total_usd"], "funding_total_usd")
    if total is not None:
        claims.append(Claim("c", "raised in all", total, "USD"))
    if status := clean(row["status"]):
        claims.append(Claim("c", "status", status))
    founded = where.date(row["founded_at"], "founded_at")
    if founded:
        claims.append(Claim("c", "established", float(founded.year), "year"))
    claims += _website(row["homepage_url"])
    identity = clean(row["permalink"])
    place = _place(row["city"], row["state_code"], row["country_code"])
    return Statement(
        Evidence(NAME, identity or name, title=name[:200]), (Mention("c", name, "organisation", identity, place),), (), tuple(claims)
    )


def _organization(row: Row, where: Where) -> Statement | None:
    """Say who an organisation of the open data map is; its persons are another table, and not read."""
    identity, name = clean(row["crunchbase_uuid"]), _without_phone(clean(row["name"]), where)
    if identity is None or name is None:
        where.refused("The row has no id or no name", "name" if identity else "crunchbase_uuid")
        return None
    role = clean(row["primary_role"])
    sector = {"investor": Sector.INVESTOR, "school": Sector.ACADEMIA}.get(role or "")
    place = _place(row["location_city"], row["location_region"], row["location_country_code"])
    claims = [*([Claim("c", "type", role)] if role else []), *_website(row["homepage_url"])]
    url = row["crunchbase_url"]
    address = url.split("?", 1)[0] if url.startswith(("https://", "http://")) else None
    mention = Mention("c", name, "organisation", identity, place, sector)
    return Statement(Evidence(NAME, identity, address, title=name[:200]), (mention,), (), tuple(claims))


def _of_round(row: Row, where: Where) -> dict[str, Any]:
    raised = where.amount(row["raised_amount_usd"], "raised_amount_usd")
    fields: dict[str, Any] = {
        field: text for field, column in (("round", "funding_round_type"), ("code", "funding_round_code")) if (text := clean(row[column]))
    }
    return {**fields, "raised in the round": raised} if raised is not None else fields


def _mention(key: str, name: str, role: str, row: Row, prefix: str) -> Mention:
    place = _place(row[f"{prefix}_city"], row[f"{prefix}_state_code"], row[f"{prefix}_country_code"])
    return Mention(key, name, role, clean(row[f"{prefix}_permalink"]), place)


def _name(row: Row, prefix: str, where: Where) -> str | None:
    return _without_phone(clean(row[f"{prefix}_name"]), where)


def _without_phone(name: str | None, where: Where) -> str | None:
    """Take a telephone number out of a name.

    Examples
    --------
    >>> from ecotone.problems import Problems
    >>> [_without_phone(name, Where(Problems(), "a.csv")) for name in ("Best Support +1-800-555-0100", "1-800-Flowers")]
    ['Best Support', '1-800-Flowers']
    """
    if name is None or not _PHONE.search(name):
        return name
    where.noted("A telephone number was taken out of a name", "name")
    return clean(_PHONE.sub(" ", name))


def _categories(text: str) -> tuple[Claim, ...]:
    return tuple(Claim("c", "category", part) for part in sorted({part.strip() for part in text.split("|") if part.strip()}))


def _website(text: str) -> list[Claim]:
    return [Claim("c", "website", text)] if text.startswith(("https://", "http://")) else []


def _place(city: str, state: str, country: str) -> Place | None:
    town, home = clean(city), country == "USA"
    land = "United States" if home else clean(country)
    return Place(town, us_state(clean(state)) if home else None, land) if town or land else None
