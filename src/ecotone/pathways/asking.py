"""The next question: the one whose answer is expected to tell most about what is still to be decided.

What a goal rests on comes first: whether a function is a device at all is settled before its route to market is asked about. Every
combination of open answers counts the same; ties go to the question that stands first.

References
----------
Quinlan (1986), Induction of decision trees, Machine Learning 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ecotone.dates import Date
    from ecotone.pathways.questions import Known
    from ecotone.pathways.rules import Rules


@dataclass(frozen=True, slots=True)
class Next:
    """A question to ask.

    Parameters
    ----------
    question : str
        Its name.
    bits : float
        What its answer is expected to tell.
    about : tuple of str
        The tables it is about.
    """

    question: str
    bits: float
    about: tuple[str, ...]


def next_question(rules: Rules, goals: Iterable[str], known: Known, as_of: Date) -> Next | None:
    """Return the question that tells most about the goals, or None if all are decided or nothing open would help.

    Parameters
    ----------
    rules : Rules
        The rules.
    goals : iterable of str
        Tables to decide.
    known : Known
        What has been said.
    as_of : Date
        The day of the law.
    """
    bits: dict[str, float] = {}
    about: dict[str, list[str]] = {}
    stuck: list[tuple[str, str]] = []
    for name in goals:
        table = frontier(rules, name, known, as_of)
        if table is None:
            continue
        compiled = rules.compiled(table, as_of)
        gains = compiled.gains(known)
        for question, gain in gains.items():
            bits[question] = bits.get(question, 0.0) + gain
            about.setdefault(question, []).append(table)
        if not gains and (other := compiled.separates(known)):
            stuck.append((other, table))
    if bits:
        order = {name: place for place, name in enumerate(rules.questions.questions)}
        best = min(bits, key=lambda name: (-round(bits[name], 9), order[name]))
        return Next(best, float(bits[best]), tuple(dict.fromkeys(about[best])))
    return Next(stuck[0][0], 0.0, (stuck[0][1],)) if stuck else None


def frontier(rules: Rules, goal: str, known: Known, as_of: Date) -> str | None:
    """Return the table that a goal waits for: one it uses that is not decided, else itself, or None if it is decided."""
    if rules.decide(goal, known, as_of).decided:
        return None
    for name in rules.tables[goal].inputs:
        if name in rules.tables and not rules.decide(name, known, as_of).decided and _asks(rules, name, known, as_of):
            return name
    return goal


def _asks(rules: Rules, name: str, known: Known, as_of: Date) -> bool:
    """Tell whether anything open could still decide a table; a user may have passed on what it needs."""
    compiled = rules.compiled(name, as_of)
    return bool(compiled.gains(known)) or compiled.separates(known) is not None


def interview(rules: Rules, goals: Iterable[str], known: Known, as_of: Date, reply: Callable[[Next], str | None]) -> list[str]:
    """Ask until all goals are decided, the user stops (`None`), or nothing open would help; return the questions asked.

    Parameters
    ----------
    rules, goals, known, as_of
        As for `next_question`; `known` takes the answers.
    reply : callable
        Gives the answer to a question.
    """
    asked: list[str] = []
    wanted = list(goals)
    while (coming := next_question(rules, wanted, known, as_of)) is not None:
        answer = reply(coming)
        if answer is None:
            break
        asked.append(coming.question)
        known.answer(coming.question, answer)
        if known.is_open(coming.question):
            known.passed.add(coming.question)  # an answer that leaves several possible is not asked for again
    return asked
