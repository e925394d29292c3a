"""The innovation district: start-ups, talent, trust and data, coupled, with five policies.

Illustrative: no public model with equations and data was found for such a district, so the structure is assembled from
known parts (a pipeline of stages, a workforce with training, trust that grows with joint work) and its numbers are
assumptions with ranges, each with its source, to be replaced by the record (`workbench.bind`) or by the user's own. Sizes
are told in multiples of what there is at the start, so that the same model fits a small district and a large one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.dynamics import startups, talent, trust
from ecotone.dynamics.interventions import Intervention
from ecotone.dynamics.levers import Lever
from ecotone.dynamics.parts import Assumption, build
from ecotone.dynamics.parts import assumptions as _assumptions
from ecotone.dynamics.policies import Scenario
from ecotone.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.dynamics.builder import Builder

PARTS: Final = (startups.PART, talent.PART, trust.PART)

POLICIES: Final[Mapping[str, tuple[tuple[str, float], ...]]] = {
    "accelerator": (("policy mentoring", 0.5),),
    "data-sharing platform": (("policy data sharing", 1.0),),
    "regulatory fast track": (("policy review speed", 0.4),),
    "challenge grants": (("policy grants", 6.0),),
    "talent programme": (("policy training", 60.0),),
}
"""What each policy adds to the constants that stand for it."""

COSTS: Final[Mapping[str, float]] = {
    "policy mentoring": 4.0,
    "policy data sharing": 1.5,
    "policy review speed": 2.5,
    "policy grants": 1.0,
    "policy training": 0.03,
}
"""Assumptions: what one unit of a lever costs, in millions a year. A grant costs what it gives."""

SHARES: Final = frozenset({"policy mentoring", "policy review speed"})
"""Levers that are a share, which cannot pass 1."""

OUTPUTS: Final = ("innovations reaching patients", "firms in practice", "jobs", "trust")
"""What a policy is judged by, the first above all."""

NAMED: Final = (
    ("Success brings capital", "funds raised", "new ideas, people leaving, trust building"),
    ("Firms bring talent, talent brings ideas", "people attracted, new ideas", "trust building, start up load"),
    ("Firms bring talent, talent founds ventures", "people attracted, talent adequacy", "trust building, start up load"),
    ("Joint work, trust, data, ideas", "trust building, data sharing, new ideas", "start up load"),
    ("Joint work, trust, data, faster trials", "trust building, trial years now", "new ideas, start up load"),
    ("Joint work, trust, data, better trials", "trust building, trial success", "new ideas, start up load"),
    ("Trust makes joint work, joint work makes trust", "trust building, collaboration", "firms in practice"),
    ("Firms mentor ventures", "firms in practice, mentoring", "trust building, new ideas, start up load"),
    ("Many ventures thin out mentoring", "start up load, mentoring", "coordination cost"),
    ("Many ventures cost trust", "start up load, coordination cost", ""),
    ("Ventures use up capital", "spending wanted, idea starts", "approvals, new ideas"),
    ("Ventures use up talent", "talent needed, talent adequacy", "people attracted"),
    ("Jobs keep talent", "talent needed, crowding", "people attracted"),
    ("Talent crowds itself out", "people leaving, talent", "new ideas, talent adequacy"),
    ("Trust fades", "trust erosion, trust", "data sharing, collaboration"),
    ("Trust nears its limit", "trust building, trust", "data sharing, collaboration"),
    ("Data age", "data ageing", ""),
    ("Capital is spent", "funds spent, capital", "idea starts"),
    ("Firms leave practice", "firm exits", ""),
    ("Ideas are founded once", "ideas, idea starts", "start-ups in seed"),
    ("Ideas are given up", "ideas lost", ""),
    ("Ventures leave seed", "seed leaving", "start-ups in trials"),
    ("Ventures leave trials", "trials leaving", "firms in practice, funds raised"),
    ("Talent leaves", "people leaving", "new ideas, talent adequacy, crowding"),
)
"""Names of loops: the variables that a loop of that name holds, and those that it must not hold; the first that fits counts."""


def innovation_district(*, years: float = 20.0, step: float = 0.125) -> Builder:
    """Return the district model: nine stocks, about a hundred variables.

    Examples
    --------
    >>> model = innovation_district().model()
    >>> more = model.run(interventions=policy("accelerator", start=5.0))
    >>> bool(more["firms in practice"][-1] > model.run()["firms in practice"][-1])
    True
    """
    return build("Innovation district", PARTS, years=years, step=step)


def assumptions() -> tuple[Assumption, ...]:
    """Return the numbers that the district rests on, with their ranges.

    Examples
    --------
    >>> all(each.low <= each.value <= each.high for each in assumptions())
    True
    """
    return _assumptions(PARTS)


def policy(name: str, *, start: float, end: float | None = None, ramp: float = 0.0) -> tuple[Intervention, ...]:
    """Return the interventions of a named policy from a time on.

    Raises
    ------
    NotFoundError
        If there is no such policy.
    """
    if name not in POLICIES:
        raise NotFoundError("There is no such policy", got=name, expected=", ".join(POLICIES))
    return tuple(Intervention(variable, value, start, end, ramp) for variable, value in POLICIES[name])


def scenario(name: str, *, start: float = 0.0, end: float | None = None, ramp: float = 0.0) -> Scenario:
    """Return a named policy as a scenario with what it costs, in millions.

    Examples
    --------
    >>> scenario("challenge grants", start=2).cost(0, 20)
    108.0
    """
    changes = policy(name, start=start, end=end, ramp=ramp)
    price = sum(value * COSTS[variable] for variable, value in POLICIES[name])
    return Scenario(name, {}, changes, cost_a_time=price, start=start, end=end)


def levers() -> tuple[Lever, ...]:
    """Return the levers of all policies, each up to twice what the policy of its name adds."""
    return tuple(
        Lever(variable, min(2 * value, 0.6) if variable in SHARES else 2 * value, COSTS[variable])
        for each in POLICIES.values()
        for variable, value in each
    )


def loop_name(variables: tuple[str, ...]) -> str:
    """Return the name of a loop by what it holds, or nothing where it has none.

    Examples
    --------
    >>> loop_name(("ideas", "idea starts"))
    'Ideas are founded once'
    """
    inside = set(variables)
    for name, held, barred in NAMED:
        if inside.issuperset(held.split(", ")) and inside.isdisjoint(barred.split(", ")):
            return name
    return ""
