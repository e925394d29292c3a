"""Questions with their possible answers, and what is known of a product: for each question the answers still possible.

A question that nobody answered is not a no: all its answers stay possible. Answers may exclude each other (`constraints`); what an
answer rules out elsewhere is taken over, and answers that cannot all be true are refused, both named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from ecotone.errors import InputError
from ecotone.pathways.boxes import answers_of, full

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ecotone.pathways.reading import Entry

MOST_ANSWERS: Final = 63
"""Answers that fit the bits of a machine word."""
UNKNOWN: Final = "unknown"
OR: Final = "|"


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a product, with its possible answers.

    Parameters
    ----------
    name : str
        What rules call it.
    text : str
        The question as it is asked.
    answers : tuple of str
        What rules call the answers.
    labels : tuple of str
        The answers as a reader sees them.
    explanation : str
        What the words mean, and where the line runs.
    """

    name: str
    text: str
    answers: tuple[str, ...]
    labels: tuple[str, ...]
    explanation: str = ""

    @property
    def all(self) -> int:
        """Return the mask in which every answer is possible."""
        return full(len(self.answers))

    def mask(self, answers: Iterable[str], where: str | None = None) -> int:
        """Return the mask of some answers; an answer that the question does not have is refused."""
        found = 0
        for answer in answers:
            if answer not in self.answers:
                raise InputError(
                    f"The question {self.name} has no such answer", where=where, got=answer, expected=", ".join((*self.answers, UNKNOWN))
                )
            found |= 1 << self.answers.index(answer)
        return found

    def label(self, answer: str) -> str:
        """Return an answer as a reader sees it."""
        return self.labels[self.answers.index(answer)]


@dataclass(frozen=True, slots=True)
class Constraint:
    """Two answers that exclude each other: where `given` holds, `then` holds too.

    Parameters
    ----------
    given, then : dict
        Masks of answers by question.
    why : str
        The reason, shown with a contradiction.
    """

    given: Mapping[str, int]
    then: Mapping[str, int]
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """All questions, and which of their answers exclude each other."""

    questions: Mapping[str, Question]
    constraints: tuple[Constraint, ...] = ()

    def __getitem__(self, name: str) -> Question:
        if name not in self.questions:
            raise InputError("There is no such question", got=name, expected=", ".join(self.questions))
        return self.questions[name]

    @classmethod
    def of(cls, entries: Iterable[Entry], constraints: Iterable[Entry] = ()) -> Self:
        """Read questions and constraints as files of rules write them."""
        found: dict[str, Question] = {}
        for entry in entries:
            question = _question(entry)
            if question.name in found:
                entry.refuse("This question stands twice", got=question.name)
            found[question.name] = question
        plain = cls(found)
        return cls(found, tuple(_constraint(entry, plain) for entry in constraints))


def _question(entry: Entry) -> Question:
    """Read one question."""
    entry.only(("id", "question", "answers", "explanation"))
    answers = entry.entry("answers")
    if not 2 <= len(answers) <= MOST_ANSWERS:
        entry.refuse("A question needs two answers or more", got=f"{len(answers)}", expected=f"2 to {MOST_ANSWERS}")
    names = tuple(answers)
    if bad := [name for name in names if name == UNKNOWN or OR in name or "," in name or "=" in name]:
        entry.refuse("This is no name for an answer", got=", ".join(bad), expected=f"a word other than {UNKNOWN}, without | , and =")
    labels = tuple(answers.text(name) for name in names)
    return Question(entry.text("id"), entry.text("question"), names, labels, entry.text("explanation", ""))


def _constraint(entry: Entry, questions: Questions) -> Constraint:
    """Read one constraint."""
    entry.only(("if", "then", "why"))
    return Constraint(conditions(entry.entry("if"), questions), conditions(entry.entry("then"), questions), entry.text("why"))


def conditions(entry: Entry, questions: Questions) -> dict[str, int]:
    """Read conditions on answers: `question: answer`, a list of answers, or `not` with answers."""
    found: dict[str, int] = {}
    for name, value in entry.items():
        if name not in questions.questions:
            entry.refuse("There is no such question", got=name, expected=", ".join(questions.questions))
        question = questions.questions[name]
        negated = isinstance(value, dict)
        given = value.get("not") if negated else value
        answers = [given] if isinstance(given, str) else given
        if (
            (negated and set(value) != {"not"})
            or not isinstance(answers, list)
            or not answers
            or not all(isinstance(a, str) for a in answers)
        ):
            entry.refuse(f"The condition on {name} cannot be read", got=repr(value)[:60], expected="an answer, a list, or {not: answer}")
        mask = question.mask(answers, entry.where)
        found[name] = question.all & ~mask if negated else mask
        if not found[name]:
            entry.refuse(f"The condition on {name} leaves no answer", got=repr(value)[:60])
    return found


@dataclass(slots=True)
class Known:
    """What is known of a product.

    Parameters
    ----------
    questions : Questions
        What can be asked.
    possible : dict
        The mask of answers that are still possible, by question; a question that is not in it is open.
    given : dict
        What the user answered, in order, by question.
    passed : set
        Questions that the user could not answer; they are not asked again.
    reasons : dict
        Why a question that was not asked has answers left out.

    Examples
    --------
    >>> book = Questions({"ai": Question("ai", "Does it learn?", ("yes", "no"), ("yes", "no"))})
    >>> known = Known(book)
    >>> known.answers("ai")
    ('yes', 'no')
    >>> known.answer("ai", "no").answers("ai")
    ('no',)
    """

    questions: Questions
    possible: dict[str, int] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    reasons: dict[str, str] = field(default_factory=dict)

    def mask(self, name: str) -> int:
        """Return the mask of answers that are still possible."""
        return self.possible.get(name, self.questions[name].all)

    def answers(self, name: str) -> tuple[str, ...]:
        """Return the answers that are still possible."""
        return answers_of(self.mask(name), self.questions[name].answers)

    def is_open(self, name: str) -> bool:
        """Tell whether more than one answer is possible and the user has not passed."""
        return name not in self.passed and self.mask(name).bit_count() > 1

    def copy(self) -> Known:
        """Return a copy to try things on."""
        return Known(self.questions, dict(self.possible), dict(self.given), set(self.passed), dict(self.reasons))

    def answer(self, name: str, answer: str) -> Known:
        """Take an answer (or several still possible ones, as `a|b`, or `unknown`), and what follows from it.

        Raises
        ------
        InputError
            If there is no such question or answer, or the answer contradicts an earlier one.
        """
        question = self.questions[name]
        if answer == UNKNOWN:
            self.passed.add(name)
            return self
        mask = question.mask(_split(answer))
        if name in self.given and not mask & question.mask(_split(self.given[name])):
            raise InputError(
                "Two answers contradict each other",
                got=f"{name}={self.given[name]} and {name}={answer}",
                remedy="Keep one of them",
            )
        before = dict(self.possible), dict(self.given), dict(self.reasons)
        self.given[name] = answer
        try:
            self._restrict(name, mask, "")
        except InputError:
            self.possible, self.given, self.reasons = before
            raise
        self.passed.discard(name)
        return self

    def _restrict(self, name: str, mask: int, why: str) -> None:
        """Keep only some answers of a question, and what follows from that."""
        left = self.mask(name) & mask
        if not left:
            because = why or self.reasons.get(name)
            raise InputError(
                f"Answers contradict each other{f': {because}' if because else ''}",
                got=", ".join(f"{n}={a}" for n, a in self.given.items()),
                expected=f"{name} to be {OR.join(self.answers(name))}",
                remedy="Change one of them",
            )
        if left == self.mask(name):
            return
        self.possible[name] = left
        if why:
            self.reasons[name] = why
        for each in self.questions.constraints:
            if name in each.given or name in each.then:
                self._follow(each)

    def _follow(self, each: Constraint) -> None:
        """Take over what a constraint says: forwards where its `if` holds, backwards where its `then` cannot."""
        holds = all(self.mask(name) & ~mask == 0 for name, mask in each.given.items())
        if holds:
            for name, mask in each.then.items():
                self._restrict(name, mask, each.why)
            return
        broken = any(self.mask(name) & mask == 0 for name, mask in each.then.items())
        open_ones = [name for name, mask in each.given.items() if self.mask(name) & ~mask]
        if broken and len(open_ones) == 1:
            (name,) = open_ones
            self._restrict(name, self.questions[name].all & ~each.given[name], each.why)


def _split(answer: str) -> list[str]:
    """Return the answers that are kept possible by one, as `a|b`."""
    return [part.strip() for part in answer.split(OR)]
