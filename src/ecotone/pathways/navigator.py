"""One product, several jurisdictions, one day: what each says, what is still open, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.errors import InputError
from ecotone.pathways.asking import Next, next_question
from ecotone.pathways.product_codes import product_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ecotone.dates import Date
    from ecotone.pathways.compiled import Decision
    from ecotone.pathways.questions import Known
    from ecotone.pathways.rules import Rules

PRODUCT_CODE: Final = "product-code"
"""The answer that gives several: FDA's three letters."""
NOTICE: Final = "orientation, not legal advice"


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """What the rules say of a product.

    Parameters
    ----------
    rules : Rules
        The rules.
    known : Known
        What has been said of the product.
    as_of : Date
        The day of the law.
    jurisdictions : tuple of str
        Those that were asked about and know the day.
    unknown : dict
        Why others were left out.
    decisions : dict
        By table: those to be decided, and those they rest on.
    goals : tuple of str
        The tables to be decided.
    coming : Next or None
        The next question.
    """

    rules: Rules
    known: Known
    as_of: Date
    jurisdictions: tuple[str, ...]
    unknown: Mapping[str, str]
    decisions: Mapping[str, Decision]
    goals: tuple[str, ...]
    coming: Next | None

    @property
    def decided(self) -> bool:
        """Tell whether every goal is decided."""
        return all(self.decisions[name].decided for name in self.goals)


def navigate(rules: Rules, known: Known, jurisdictions: Iterable[str], as_of: Date) -> Way:
    """Say what the rules of some jurisdictions say of a product.

    Parameters
    ----------
    rules, known, as_of
        The rules, what is known of the product, and the day.
    jurisdictions : iterable of str
        In the order in which to answer.

    Raises
    ------
    InputError
        If a jurisdiction has no rules, or none of them knows the law of the day.
    """
    wanted = tuple(dict.fromkeys(jurisdictions))
    goals: list[str] = []
    there: list[str] = []
    unknown: dict[str, str] = {}
    for place in wanted:
        of_place = rules.goals([place])
        late = [name for name in of_place if rules.starts(name).first > as_of.last]
        if late:
            unknown[place] = f"the table {late[0]} begins on {rules.starts(late[0])}"
        else:
            goals += of_place
            there.append(place)
    if not there:
        raise InputError(
            "No rules of this day are known", got=f"{', '.join(wanted)} as of {as_of}", expected="; ".join(unknown.values()) or None
        )
    needed = dict.fromkeys(name for goal in goals for name in (*rules.tables[goal].inputs, goal) if name in rules.tables)
    decisions = {name: rules.decide(name, known, as_of) for name in needed}
    return Way(rules, known, as_of, tuple(there), unknown, decisions, tuple(goals), next_question(rules, goals, known, as_of))


def take(known: Known, name: str, answer: str) -> Known:
    """Take an answer by name; `product-code` answers class, submission and third-party review at once."""
    if name != PRODUCT_CODE:
        return known.answer(name, answer)
    code = product_code(answer)
    for question, value in code.answers().items():
        if question in known.questions.questions:
            known.answer(question, value)
    known.given[PRODUCT_CODE] = code.code
    return known
