"""The survey as workbooks to send round, one for each member, and the answers read back out of them.

A workbook lists the other members, a level and six statements for each, with the allowed answers as lists to choose from. It names its
survey and its member on a sheet of its own, so that a file that was renamed or mixed up still finds its place; rows that cannot be
read are listed, and the others are taken.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import now
from ecotone.errors import EcotoneError, InputError, UnreadableError
from ecotone.problems import Problem
from ecotone.stakeholders import survey
from ecotone.stakeholders.instruments import LEVELS, Questionnaire, level
from ecotone.stakeholders.workbook import OPTIONS, height, paper, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ecotone.ecosystem import Ecosystem
    from ecotone.problems import Problems

ANSWERS: Final = "Answers"
ABOUT: Final = "About"
HEAD: Final = ("Id", "Member", "We work together")
CONFIDENTIAL: Final = (
    "With whom you work is shown on the map in your organisation's name, beside what the other side says.",
    (
        "What you say on trust and value is confidential: it stays in the record of whoever asks you, no answer is ever shown by itself,"
        " and means are shown of five or more people only, after the survey is closed."
    ),
    "Leave out whom you do not know, and any statement that you cannot judge.",
)
"""What members are told, in the workbook and on the page alike."""
LARGEST: Final = 5_000_000


def file_name(name: str, number: int) -> str:
    """Return the name of a member's file.

    Examples
    --------
    >>> file_name("St. Mary's / Hospital", 17)
    '17-st-mary-s-hospital.xlsx'
    """
    return f"{number}-{re.sub(r'[^a-z0-9]+', '-', name.casefold()).strip('-')[:60] or 'member'}.xlsx"


def blank(found: survey.Survey, member: int, names: Mapping[int, str]) -> bytes:
    """Return the workbook that one member fills in.

    Parameters
    ----------
    found : Survey
        The survey.
    member : int
        Who fills it in.
    names : mapping of int to str
        Names of all members.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": plain(f"Survey {found.name}"), "created": now().replace(tzinfo=None)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    number_of = book.add_format({"valign": "top", "align": "left"})
    answer = book.add_format({"text_wrap": True, "valign": "top", "align": "left", "border": 1, "border_color": "#999999"})
    sheet = book.add_worksheet(ANSWERS)
    paper(sheet)
    titles = [*HEAD, *(item.text for item in found.instrument.items)]
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, head)
    widths = [8.0, 44.0, 20.0, *[24.0] * len(found.instrument.items)]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.set_row(0, height(zip(titles, widths, strict=True)))
    others = [number for number in found.members if number != member]
    for row, number in enumerate(sorted(others, key=lambda each: (names[each].casefold(), each)), start=1):
        sheet.set_row(row, height([(names[number], 44)]))
        sheet.write_number(row, 0, number, number_of)
        sheet.write_string(row, 1, plain(names[number]), text)
        for place in range(2, len(titles)):
            sheet.write_blank(row, place, None, answer)
    last = max(len(others), 1)
    sheet.data_validation(1, 2, last, 2, {"validate": "list", "source": [f"{n} {name}" for n, (name, _) in LEVELS.items()]})
    made = found.instrument
    choice = {"validate": "integer", "criteria": "between", "minimum": made.low, "maximum": made.high, "error_title": "Outside the scale"}
    sheet.data_validation(1, 3, last, len(titles) - 1, choice)
    about = book.add_worksheet(ABOUT)
    paper(about, rows=0)
    label_of = book.add_format({"bold": True, "valign": "top"})
    about.set_column(0, 0, 16)
    about.set_column(1, 1, 100)
    for row, (label, value) in enumerate(_about(found, member, names)):
        about.set_row(row, height([(value, 100)]))
        about.write_string(row, 0, label, label_of)
        about.write_string(row, 1, plain(value), text)
    book.close()
    return out.getvalue()


def _about(found: survey.Survey, member: int, names: Mapping[int, str]) -> list[tuple[str, str]]:
    made = found.instrument
    levels = [(f"{number} {name}", means) for number, (name, means) in LEVELS.items()]
    anchors = ", ".join(f"{number} {means}" for number, means in (made.anchors or {}).items())
    return [
        ("Survey", found.name),
        ("Member", f"{member} {names[member]}"),
        ("Answer until", str(found.closes)),
        ("Instrument", f"{made.name} {made.version}, {made.low} to {made.high}"),
        *levels,
        ("Statements", anchors or f"{made.low} to {made.high}"),
        *(("Note", line) for line in CONFIDENTIAL),
    ]


def read(eco: Ecosystem, path: Path, problems: Problems) -> tuple[survey.Survey, int, list[survey.Relation]]:
    """Read what a member answered in its workbook.

    Parameters
    ----------
    eco : Ecosystem
        The record that the survey is of.
    path : Path
        The workbook.
    problems : Problems
        Takes rows that cannot be read.

    Raises
    ------
    UnreadableError
        If it is no workbook of a survey.
    InputError
        If it is of a survey that the record does not have, or of another member.
    """
    sheets = _sheets(path)
    about = {row[0]: row[1] for row in sheets[ABOUT] if len(row) > 1}
    found = survey.survey(eco, about.get("Survey", "").removeprefix("'"))
    number = about.get("Member", "").partition(" ")[0]
    if not number.isdecimal() or len(number) > 18:
        raise UnreadableError("The workbook does not say whose answers it holds", where=f"{path.name}, sheet {ABOUT}", got=number)
    member = eco.actor(int(number)).actor.id
    if member not in found.members:
        raise InputError("This member is not asked in the survey", where=path.name, got=number)
    relations: dict[int, survey.Relation] = {}
    for place, row in enumerate(sheets[ANSWERS][1:], start=2):
        relation = _row(eco, found, row, path.name, place, problems)
        if relation is None:
            continue
        if relation.partner == member or relation.partner not in found.members or relation.partner in relations:
            problems.add(
                Problem("The row names no other member, or one that stands above", file=path.name, row=place, got=", ".join(row[:2]))
            )
            continue
        relations[relation.partner] = relation
    return found, member, list(relations.values())


def _row(eco: Ecosystem, found: survey.Survey, row: list[str], file: str, place: int, problems: Problems) -> survey.Relation | None:
    """Read one row; a row without a level is no relation, and an answer that cannot be read is left out and listed."""
    cells = [*row, *[""] * 20]
    if not any(cells[2 : 3 + len(found.instrument.items)]):
        return None
    try:
        number = int(float(cells[0]))
        partner = eco.actor(number).actor.id
        strength = level(cells[2])
    except (ValueError, OverflowError):
        problems.add(
            Problem("The row has no member's id", file=file, row=place, column="Id", got=cells[0], remedy="Leave this column as it was")
        )
        return None
    except EcotoneError as error:
        problems.add(Problem(error.what, file=file, row=place, got=error.got, expected=error.expected))
        return None
    if not strength:
        problems.add(Problem("Statements are answered, but no level of working together", file=file, row=place, column=HEAD[2]))
        return None
    return survey.Relation(partner, strength, items_of(found.instrument, cells[3:], file, place, problems))


def items_of(instrument: Questionnaire, cells: list[str], file: str, row: int, problems: Problems) -> dict[str, int]:
    """Read answers to the statements in their order; what lies outside the scale is left out and listed."""
    given: dict[str, int] = {}
    for item, cell in zip(instrument.items, cells, strict=False):
        if cell.strip():
            try:
                given[item.key] = instrument.checked(cell)
            except InputError as error:
                problems.add(
                    Problem(error.what, file=file, row=row, column=item.key, got=error.got, expected=error.expected, severity="changed")
                )
    return given


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    """Return the cells of both sheets as texts."""
    import fastexcel

    size = path.stat().st_size
    if size > LARGEST:
        raise UnreadableError("This is no answered workbook", where=path.name, got=f"{size:,} bytes", expected=f"at most {LARGEST:,}")
    try:
        book = fastexcel.read_excel(path.read_bytes())
        frames = {name: book.load_sheet(name, header_row=None, dtypes="string").to_polars() for name in book.sheet_names}
    except Exception as error:  # noqa: BLE001  the reader raises errors of its own and of the formats below it
        got = str(error).partition("\n")[0].removeprefix("calamine error: ")[:200]
        raise UnreadableError("The workbook is damaged or of an unknown kind", where=path.name, got=got) from None
    cells: dict[str, Any] = {name: [[(cell or "").strip() for cell in row] for row in frame.iter_rows()] for name, frame in frames.items()}
    head = cells.get(ANSWERS, [[]])[0] if cells.get(ANSWERS) else []
    if ABOUT not in cells or tuple(head[: len(HEAD)]) != HEAD:
        raise UnreadableError(
            "This is no workbook of a survey",
            where=path.name,
            got=", ".join(cells) or "no sheet",
            expected=f"sheets {ANSWERS} and {ABOUT} as `ecotone stakeholders survey make` wrote them",
        )
    return cells
