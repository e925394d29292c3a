"""A dossier composed of what a reader chose: parts of the record's own dossier, answers, saved views and sessions, in that order.

A choice is a short text: `map`, `network:brokers`, `velocity:stage_times`, `view:Board`, `pathway:Sepsis alert`. The same record,
choices and scope give the same page, to the byte: nothing on it is taken from the clock.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qsl, urlsplit

from ecotone.errors import EcotoneError, InputError, NotFoundError
from ecotone.report.dossier import PARTS, sections, subtitle
from ecotone.report.page import Section, render
from ecotone.scope import Scope
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecotone.answer import Answer, Table
    from ecotone.ecosystem import Ecosystem

MOST_ROWS: Final = 25
"""Rows of a table on the page; the rest is counted, and stands in the record."""
NETWORK: Final = {
    "central": "Who is central?",
    "brokers": "Who brokers between groups?",
    "gaps": "Where are the gaps?",
    "emerging": "What is emerging?",
    "flow": "How far does knowledge get?",
    "describe": "What is the network like?",
}
VELOCITY: Final = {
    "stage_times": "How long does each stage take?",
    "outcomes": "What becomes of an initiative?",
    "bottleneck": "Where does it stick?",
    "ageing": "What is older than it should be?",
    "forecasts": "When will it be done?",
}
PARTNERSHIPS: Final = {"recommend": "Who should partner with whom?", "decisions": "What was decided?"}
OWN: Final = {
    "map": "The map",
    "connected": "The most connected actors",
    "sectors": "Sectors",
    "years": "Over time",
    "sight": "What the sources can and cannot show",
    "method": "Method and parameters",
}
Room = Literal["record", "views", "network", "velocity", "partnerships", "pathway"]
SCOPE: Final = frozenset({"kind", "sector", "place", "from", "to", "as-of"})
Screens = Mapping[str, "Callable[[list[tuple[str, str]], str, tuple[str, ...]], list[Section]]"]
"""By the name of a screen: what shows a view of it, from the query of its address, its title and its text."""
NO_SCREENS: Final[Screens] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a dossier can hold.

    Parameters
    ----------
    name : str
        How it is chosen.
    label : str
        As a reader sees it.
    room : str
        What it belongs to.
    detail : str
        More to know it by.
    """

    name: str
    label: str
    room: Room
    detail: str = ""


def choices(eco: Ecosystem) -> list[Choice]:
    """List what a dossier of this record can hold."""
    from ecotone.pathways.read import sessions

    found = [Choice(name, label, "record") for name, label in OWN.items()]
    found += [Choice(f"view:{each.name}", each.name, "views", str(each.body.get("text", ""))) for each in _views(eco)]
    found += [Choice(f"network:{name}", label, "network") for name, label in NETWORK.items()]
    found += [Choice(f"velocity:{name}", label, "velocity") for name, label in VELOCITY.items()]
    found += [Choice(f"partnerships:{name}", label, "partnerships") for name, label in PARTNERSHIPS.items()]
    found += [
        Choice(f"pathway:{each.name}", each.name, "pathway", f"{', '.join(each.jurisdictions)}, law of {each.as_of}")
        for each in sessions(eco)
    ]
    return found


def chosen(
    eco: Ecosystem,
    names: Sequence[str],
    scope: Scope | None = None,
    *,
    title: str = "",
    screens: Screens = NO_SCREENS,
    work: Work = SILENT,
) -> str:
    """Write a dossier of what was chosen as one self-contained HTML page.

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    names : sequence of str
        Choices, in their order; see `choices`.
    scope : Scope, optional
        Which part of the record; a saved view keeps its own.
    title : str
        What stands at the top; the record's title where not given.
    screens : mapping
        What shows saved views of screens that compute, such as Dynamics, by the name in their address.
    work : Work
        Told what is being done; may cancel.

    Raises
    ------
    InputError
        If nothing is chosen, or something that a dossier cannot hold.
    NotFoundError
        If a view or a session of that name is gone.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from ecotone.ecosystem import Ecosystem
    >>> with TemporaryDirectory() as folder, Ecosystem.create(f"{folder}/x.eco", title="Hub") as eco:
    ...     "Method and parameters" in chosen(eco, ["method"])
    True
    """
    if not names:
        raise InputError("A dossier needs something to show", got="no section", expected="one or more, such as map")
    asked = scope or Scope()
    parts: list[Section] = []
    for done, name in enumerate(dict.fromkeys(names)):
        work.step(done, len(names), name)
        parts += _sections(eco, name, asked, screens)
    return render(parts, title or eco.title or eco.read_at(asked.as_of).record, subtitle=subtitle(eco, asked))


def _sections(eco: Ecosystem, name: str, scope: Scope, screens: Screens) -> list[Section]:
    """Return what one choice shows."""
    if name in PARTS:
        return sections(eco, scope, [name])
    room, _, which = name.partition(":")
    if room == "view":
        return _view(eco, which, screens)
    if room == "pathway":
        return [_session(eco, which)]
    ask = _questions(room).get(which)
    if ask is None:
        raise InputError("A dossier cannot hold this", got=name, expected=", ".join(choice.name for choice in choices(eco)))
    return [_said(lambda: ask(eco, scope), which)]


def _questions(room: str) -> dict[str, Callable[[Ecosystem, Scope], Answer]]:
    """Return a room's questions by name."""
    if room == "network":
        from ecotone.network import answers

        return {name: getattr(answers, name) for name in NETWORK}
    if room == "velocity":
        return {name: _velocity(name) for name in VELOCITY}
    if room == "partnerships":
        from ecotone.partnerships.recommend.answers import recommend

        return {"recommend": recommend, "decisions": _decided}
    return {}


def _decided(eco: Ecosystem, scope: Scope) -> Answer:
    """Say what was decided, whatever the scope: a decision is about the record as it stood then."""
    from ecotone.partnerships.following import decisions
    from ecotone.partnerships.impact_answers import decided

    return decided(decisions(eco), eco.read_at(scope.as_of))


def _velocity(name: str) -> Callable[[Ecosystem, Scope], Answer]:
    """Return a question of velocity, asked of the way that the record has dates of."""

    def ask(eco: Ecosystem, scope: Scope) -> Answer:
        from ecotone.errors import SpellError
        from ecotone.velocity import answers, read
        from ecotone.velocity.stages import shipped

        refused: SpellError | None = None
        for model in shipped().values():
            try:
                ways = read.ways(eco, model, scope)
            except SpellError as error:
                refused = refused or error
            else:
                return answers.QUESTIONS[name](ways)
        assert refused is not None
        raise refused

    return ask


def _said(ask: Callable[[], Answer], title: str) -> Section:
    """Return an answer as a section under its question."""
    said = answer_section(ask, NETWORK.get(title) or VELOCITY.get(title) or PARTNERSHIPS.get(title) or title)
    return dataclasses.replace(said, title=said.answer.question) if said.answer else said


def answer_section(ask: Callable[[], Answer], title: str, paragraphs: tuple[str, ...] = ()) -> Section:
    """Return an answer as a section; where the record cannot answer, its reason."""
    try:
        answer = ask()
    except EcotoneError as error:
        return Section(title, (*paragraphs, f"Not answered. {error}"))
    return Section(title, paragraphs, answer=dataclasses.replace(answer, tables=tuple(_cut(table) for table in answer.tables)))


def _cut(table: Table) -> Table:
    """Leave out ids that stand before a name, cut a long table, and say so."""
    following = dict(zip(table.columns, table.columns[1:], strict=False))
    ids = {column.name for column, after in following.items() if column.format == "actor" and after.format == "text"}
    table = dataclasses.replace(table, columns=tuple(column for column in table.columns if column.name not in ids))
    if table.frame.height <= MOST_ROWS:
        return table
    said = f"The first {MOST_ROWS} of {table.frame.height:,} rows."
    return dataclasses.replace(table, frame=table.frame.head(MOST_ROWS), note=f"{said} {table.note}" if table.note else said)


def _views(eco: Ecosystem) -> list[_View]:
    """Return the saved views in the order of their presentation."""
    found = [_View(each.name, each.body) for each in eco.kept("views", "view")]
    return sorted(found, key=lambda view: (int(str(view.body.get("place", 0))), view.name))


@dataclass(frozen=True, slots=True)
class _View:
    """A saved view as it is kept."""

    name: str
    body: dict[str, object]


def _view(eco: Ecosystem, name: str, screens: Screens) -> list[Section]:
    """Show a saved view: the map of its scope, a scenario, or the answer that it shows, with its text."""
    view = next((view for view in _views(eco) if view.name == name), None)
    if view is None:
        there = ", ".join(view.name for view in _views(eco)) or "none is saved"
        raise NotFoundError("No view of this name is saved", got=name, expected=there, remedy="Choose again: it may have been taken away")
    address, text = urlsplit(str(view.body.get("address", ""))), str(view.body.get("text", ""))
    query = parse_qsl(address.query)
    scope = Scope.of([(key, value) for key, value in query if key in SCOPE])
    asked = dict(query).get("ask", "")
    paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
    if address.path.startswith("/map"):
        shown = sections(eco, scope, ["map"])[0]
        said = f"{scope.explain()[:1].upper()}{scope.explain()[1:]}. Colours show sectors; positions are those of this page."
        return [dataclasses.replace(shown, title=name, paragraphs=(*paragraphs, *shown.paragraphs, said))]
    room = address.path.strip("/")
    if room in screens:
        return screens[room](query, name, paragraphs)
    ask = _questions(room).get(asked.replace("-", "_") or next(iter(_questions(room)), ""))
    if ask is None:
        return [Section(name, (*paragraphs, f"This view shows {room or 'a screen'}, which a page cannot: open it at {address.path}."))]
    return [answer_section(lambda: ask(eco, scope), name, paragraphs)]


def _session(eco: Ecosystem, name: str) -> Section:
    """Show a session on the regulatory way under the law of its own day."""
    from ecotone.pathways import answers, looking_back, read
    from ecotone.pathways.navigator import navigate
    from ecotone.pathways.pathway import plan
    from ecotone.pathways.rules import load

    session = read.sessions(eco, name)[0]
    rules = load()
    known, lost = looking_back.known_of(rules, session)
    found = plan(navigate(rules, known, session.jurisdictions, session.as_of))
    note = tuple(f"No longer fits: {each}." for each in lost)
    said = _said(lambda: answers.pathway(found, eco.read_at()), name)
    return dataclasses.replace(said, title=f"The regulatory way: {name}", paragraphs=note)
