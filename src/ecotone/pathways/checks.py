"""What is proved of a table when it is loaded: no product falls through it, and none has two outcomes unless that was meant.

The products are counted out as boxes, for every stretch of time between two changes of the law, so that a row that ends without a
successor is found as well as one that was never written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecotone.errors import InputError
from ecotone.pathways.boxes import Box, answers_of, meet, volume
from ecotone.pathways.compiled import own_cells, row_box, space_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecotone.pathways.questions import Constraint, Question
    from ecotone.pathways.table import DecisionTable, Row


def check_table(table: DecisionTable, axes: Mapping[str, Question], constraints: Sequence[Constraint]) -> None:
    """Prove that a table is complete, that its rows overlap only where its policy says so, and that each row can decide.

    Parameters
    ----------
    table : DecisionTable
        The table.
    axes : dict
        Its inputs in order; another table's outcome is an input like any other.
    constraints : sequence of Constraint
        Answers that exclude each other.

    Raises
    ------
    InputError
        With an example product, and since when.
    """
    space = space_of(axes, constraints)
    if not space:
        raise InputError("The questions of this table exclude each other altogether", where=table.where)
    deciding: set[str] = set()
    lawful: set[str] = set()
    for day in table.turning_days():
        rows = table.rows_on(day)
        lawful |= {row.name for row in rows}
        _check_overlap(table, rows, space, axes, str(day))
        if table.single:
            cells, left = own_cells(table, rows, space, axes)
            if left:
                raise InputError(
                    f"The table {table.name} has a gap: {sum(map(volume, left)):,} kinds of product have no row from {day}",
                    where=table.where,
                    got=_example(left[0], axes),
                    remedy="Add a row for it",
                )
            deciding |= {cell.rows[0][1] for cell in cells}
        else:
            deciding |= {row.name for row in rows if _reaches(row_box(row, axes), space)}
    if idle := [row for row in table.rows if row.name in lawful - deciding and table.policy != "any"]:
        raise InputError(
            "This row can never decide: rows before it, or answers that exclude each other, leave it nothing",
            where=idle[0].where,
            remedy="Take it out or change its conditions",
        )


def _check_overlap(table: DecisionTable, rows: Sequence[Row], space: Sequence[Box], axes: Mapping[str, Question], day: str) -> None:
    """Refuse two rows that hold for one product where the policy allows only one."""
    if table.policy not in {"unique", "any"}:
        return
    for number, one in enumerate(rows):
        for other in rows[number + 1 :]:
            if table.policy == "any" and one.then == other.then:
                continue
            both = meet(row_box(one, axes), row_box(other, axes))
            found = next((part for part in (meet(both, box) for box in space) if part), None) if both else None
            if found:
                raise InputError(
                    f"Rows {one.name} and {other.name} overlap from {day}, which the hit policy {table.policy} does not allow",
                    where=table.where,
                    got=_example(found, axes),
                    remedy="Narrow one of them, or declare another hit policy",
                )


def _reaches(box: Box, space: Sequence[Box]) -> bool:
    """Tell whether there can be a product in a box."""
    return any(meet(box, part) for part in space)


def _example(box: Box, axes: Mapping[str, Question]) -> str:
    """Return one product of a box in words, for a message."""
    return ", ".join(f"{name}={answers_of(mask, question.answers)[0]}" for (name, question), mask in zip(axes.items(), box, strict=True))


def check_order(uses: Mapping[str, Iterable[str]]) -> list[str]:
    """Return tables so that each comes after those it uses.

    Parameters
    ----------
    uses : dict
        For each table, the tables whose outcome it takes over.

    Raises
    ------
    InputError
        If tables wait for each other: a cycle of questions.
    """
    order: list[str] = []
    state: dict[str, int] = {}

    def visit(name: str, way: tuple[str, ...]) -> None:
        if state.get(name) == 2:
            return
        if state.get(name) == 1:
            raise InputError(
                "These tables wait for each other: a cycle of questions",
                got=" → ".join((*way[way.index(name) :], name)),
                remedy="Let one of them ask the user instead",
            )
        state[name] = 1
        for other in uses[name]:
            visit(other, (*way, name))
        state[name] = 2
        order.append(name)

    for name in uses:
        visit(name, ())
    return order
