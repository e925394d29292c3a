"""A session: what was asked and answered about one function of a product, under the law of which day, and what came out.

It is kept in the record as plain values, so that it can be read again when the rules have moved on: the same answers under today's law,
and what has happened since beside what was expected.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from ecotone.dates import Date, today
from ecotone.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.pathways.pathway import Pathway

ROOM: Final = "pathways"
KIND: Final = "session"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class ExpectedStep:
    """A step as a session expected it: `days` in calendar days, None where no figure was known."""

    step: str
    title: str
    jurisdiction: str
    needed: str
    days: float | None
    low: float | None
    high: float | None
    level: float | None
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session that can be kept.

    Parameters
    ----------
    name : str
        Under which it is kept.
    asked_on, as_of : Date
        When it was held, and the day of the law.
    jurisdictions : tuple of str
        About which.
    answers : dict
        What was answered, by question, in order; `unknown` where the user passed.
    outcomes : dict
        By table: the outcomes that were possible.
    steps : tuple of ExpectedStep
        The steps, with the days expected then.
    rules : str
        Fingerprint of the rules.
    initiative : int or None
        Id of the initiative in the record.
    uses : tuple of str
        Instruments that are used on this way.
    """

    name: str
    asked_on: Date
    as_of: Date
    jurisdictions: tuple[str, ...]
    answers: Mapping[str, str]
    outcomes: Mapping[str, tuple[str, ...]]
    steps: tuple[ExpectedStep, ...]
    rules: str
    initiative: int | None = None
    uses: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, pathway: Pathway, *, initiative: int | None = None, uses: tuple[str, ...] = ()) -> Self:
        """Make a session of a pathway.

        Raises
        ------
        InputError
            If an instrument that is said to be used is not known.
        """
        way = pathway.way
        for each in uses:
            if each not in way.rules.instruments:
                raise InputError("There is no such instrument", got=each, expected=", ".join(way.rules.instruments))
        steps = tuple(
            ExpectedStep(
                planned.step.name,
                planned.step.title,
                planned.jurisdiction,
                planned.needed,
                planned.time.days.value if planned.time else None,
                planned.time.days.low if planned.time else None,
                planned.time.days.high if planned.time else None,
                planned.time.days.level if planned.time else None,
                planned.step.start,
                planned.step.end,
            )
            for planned in pathway.steps
        )
        answers = {**way.known.given, **dict.fromkeys(sorted(way.known.passed), "unknown")}
        outcomes = {table: decision.possible for table, decision in way.decisions.items()}
        return cls(name, today(), way.as_of, way.jurisdictions, answers, outcomes, steps, way.rules.fingerprint, initiative, uses)

    def body(self) -> dict[str, Any]:
        """Return the session as plain values."""
        return {
            "format": FORMAT,
            "asked_on": str(self.asked_on),
            "as_of": str(self.as_of),
            "jurisdictions": list(self.jurisdictions),
            "answers": [[name, answer] for name, answer in self.answers.items()],
            "outcomes": {table: list(possible) for table, possible in self.outcomes.items()},
            "steps": [asdict(step) for step in self.steps],
            "rules": self.rules,
            "initiative": self.initiative,
            "uses": list(self.uses),
        }

    @classmethod
    def read(cls, name: str, body: Mapping[str, Any]) -> Self:
        """Read a session from plain values; a damaged one is refused."""
        try:
            if body["format"] != FORMAT:
                raise InputError(
                    "This session is of another version", where=name, got=str(body["format"]), expected=str(FORMAT), remedy="Ask again"
                )
            return cls(
                name,
                Date(body["asked_on"]),
                Date(body["as_of"]),
                tuple(body["jurisdictions"]),
                {str(question): str(answer) for question, answer in body["answers"]},
                {str(table): tuple(possible) for table, possible in body["outcomes"].items()},
                tuple(ExpectedStep(**step) for step in body["steps"]),
                str(body["rules"]),
                body["initiative"],
                tuple(body["uses"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError("This session cannot be read", where=name, got=f"{type(error).__name__}: {error}") from None
