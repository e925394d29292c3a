"""The one layout that shows any answer as a page: self-contained HTML that loads nothing and runs nothing.

A content policy in the page allows its own style sheet, by its hash, and nothing else: no script, no request, no
frame. Everything that came from outside is escaped; links lead to web addresses only. The page follows the reader's
choice of light or dark and prints in black on white.

References
----------
Content Security Policy Level 3, W3C. Web Content Accessibility Guidelines 2.2, W3C.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import ecotone
from ecotone.errors import shorten
from ecotone.estimate import Estimate
from ecotone.vocabulary import SECTORS, UNKNOWN_SECTOR_COLOURS, UNKNOWN_SECTOR_LABEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from ecotone.answer import Answer, Column
    from ecotone.report.figures import Figure

LONGEST: Final = 180
"""Characters of a text on the page; the record holds all."""
NUMBERS: Final = frozenset({"integer", "number", "percent", "days", "money", "estimate"})


@dataclass(frozen=True, slots=True)
class Link:
    """A source record that a reader can open."""

    text: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One item of a list that carries its evidence: a title, facts beside it, and source records."""

    title: str
    sector: str | None
    facts: tuple[str, ...]
    links: tuple[Link, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: paragraphs, a figure, cards, an answer, each where it has one."""

    title: str
    paragraphs: tuple[str, ...] = ()
    figure: Figure | None = None
    legend: tuple[tuple[str, str, int], ...] = ()
    cards: tuple[Card, ...] = ()
    answer: Answer | None = None


def page(answers: Sequence[Answer], title: str, *, subtitle: str = "") -> str:
    """Show answers as one page, each with its tables, warnings and how it was computed.

    Parameters
    ----------
    answers : sequence of Answer
        What to show, in this order.
    title : str
        What stands at the top.
    subtitle : str
        A line under it.

    Returns
    -------
    str
        HTML that needs no other file; the same answers give the same bytes.

    Examples
    --------
    >>> from ecotone.answer import Answer, Method
    >>> said = Answer("Who is central?", "Nobody <yet>.", (), Method("none", "1"))
    >>> "Nobody &lt;yet&gt;." in page([said], "An empty record")
    True
    """
    return render([Section(answer.question, answer=answer) for answer in answers], title, subtitle=subtitle)


def render(sections: Sequence[Section], title: str, *, subtitle: str = "") -> str:
    """Lay sections out as one page.

    Parameters
    ----------
    sections : sequence of Section
        What to show, in this order.
    title : str
        What stands at the top.
    subtitle : str
        A line under it.

    Returns
    -------
    str
        HTML that needs no other file.

    Examples
    --------
    >>> "<h2" in render([Section("Method", ("None.",))], "Report")
    True
    """
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment().get_template("page.html.j2")
    return template.render(
        sections=sections,
        title=title,
        subtitle=subtitle,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        version=ecotone.__version__,
    )


def web_address(address: str | None) -> str | None:
    """Return an address that a link may lead to: http or https, and nothing else.

    Examples
    --------
    >>> web_address("https://clinicaltrials.gov/study/NCT00000001") is None, web_address("javascript:alert(1)") is None
    (False, True)
    """
    return address if address is not None and address.lower().startswith(("https://", "http://")) else None


def shown(value: Any, column: Column) -> str:
    """Write a value of an answer's table as the page shows it.

    Examples
    --------
    >>> from ecotone.answer import Column
    >>> shown(0.25, Column("share", "Share", "percent")), shown(None, Column("sector", "Sector"))
    ('25 %', '–')
    """
    if isinstance(value, Estimate):
        value = value.as_dict()
    if value is None:
        return "–"
    if column.format == "estimate" and isinstance(value, dict):
        return _estimate(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number(value, column)
    if isinstance(value, (list, tuple)):
        return shorten(", ".join(str(part) for part in value), LONGEST)
    return text(value)


def text(value: object) -> str:
    """Write a text from outside: cut, control characters and direction overrides made visible."""
    return shorten(str(value), LONGEST)


def _number(value: float, column: Column) -> str:
    """Write a number with the digits that mean something."""
    if isinstance(value, float) and not math.isfinite(value):
        return "not defined"
    if column.format == "percent":
        return f"{value * 100:.3g} %" if abs(value) < 1 else f"{value * 100:,.0f} %"
    if column.format in {"actor", "evidence"}:
        return str(value)
    if column.format in {"money", "days"} or abs(value) >= 10_000:
        return f"{value:,.0f}"
    return f"{int(value):,}" if value == int(value) else f"{value:.4g}"


def _estimate(fields: dict[str, Any]) -> str:
    """Write an estimate with its interval, or the reason why there is none."""
    point, low, high = fields.get("value"), fields.get("low"), fields.get("high")
    if point is None:
        return f"not estimated: {text(fields.get('reason') or 'no reason given')}"
    if low is None or high is None:
        return f"{point:.4g} (no interval: {text(fields.get('reason') or 'not given')})"
    return f"{point:.4g} ({(fields.get('level') or 0) * 100:g} % interval {low:.4g} to {high:.4g})"


@functools.cache
def _environment() -> jinja2.Environment:
    """Return the templates, escaping everything."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("ecotone.report", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters.update(text=text, web_address=web_address)
    made.globals.update(shown=shown, numbers=NUMBERS)
    return made


@functools.cache
def _style() -> str:
    """Return the style sheet with the sectors' colours."""
    from importlib.resources import files

    sheet = files("ecotone.report").joinpath("page.css").read_text(encoding="utf-8")
    entries = [(entry.sector.value, entry.light, entry.dark) for entry in SECTORS.values()]
    entries.append(("unknown", *UNKNOWN_SECTOR_COLOURS))
    light = "".join(f"--s-{name}:{colour};" for name, colour, _ in entries)
    dark = "".join(f"--s-{name}:{colour};" for name, _, colour in entries)
    rules = "".join(f".s-{name}{{fill:var(--s-{name});--chip:var(--s-{name})}}" for name, _, _ in entries)
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{rules}\n{sheet}"


def sector_label(sector: str | None) -> str:
    """Return what a reader calls a sector.

    Examples
    --------
    >>> sector_label("provider"), sector_label(None)
    ('Provider', 'Not known')
    """
    return next((entry.label for entry in SECTORS.values() if entry.sector.value == sector), UNKNOWN_SECTOR_LABEL)
