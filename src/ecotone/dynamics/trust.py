"""Trust and knowledge between sectors: joint work builds trust, trust opens data, data bring new joint work.

Trust is a share between 0 and 1 that grows with joint work towards 1 and fades with time, the faster the more partners
there are to coordinate; shared data grow with trust and age. Reinforcing: trust, data, ideas, firms, joint work.
Balancing: the cost of coordinating many. The numbers are assumptions with ranges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.dynamics.parts import Part, aux, build, flow, lever, number, stock

if TYPE_CHECKING:
    from ecotone.dynamics.builder import Builder

PART: Final = Part(
    "Trust and knowledge",
    (
        stock("trust", "trust_at_start", ["trust building"], ["trust erosion"], "1", "Between sectors; 0 is none, 1 is full"),
        stock("shared data", "data_at_start", ["data sharing"], ["data ageing"], "dataset", "Data that others can use"),
        flow("trust building", "trust_gain * collaboration * (1 - trust)", "1/year"),
        flow("trust erosion", "trust / trust_memory * (1 + coordination_cost)", "1/year"),
        flow("data sharing", "sharing_rate * trust * (1 + policy_data_sharing)", "dataset/year"),
        flow("data ageing", "shared_data / data_lifetime", "dataset/year"),
        aux(
            "collaboration",
            "MIN(3, firms_in_practice / (firms_for_collaboration * firms_at_start) * (0.5 + trust))",
            "1",
            "Joint work; 1 is what the firms for collaboration do at middling trust",
        ),
        aux("coordination cost", "coordination_weight * start_up_load", "1", "Trust that is lost to coordinating many"),
        aux("effect of data", "shared_data / (shared_data + data_for_half)", "1", "How far shared data go: 1 is all that data can do"),
        aux(
            "research ideas",
            "projects_per_year * venture_share * talent / talent_at_start * (1 + data_brings_ideas * effect_of_data)",
            "idea/year",
            "Ideas that could found a venture",
        ),
        number("trust at start", 0.3, 0.1, 0.6, "1", "Between sectors"),
        number("data at start", 10, 5, 20, "dataset", "Shared data sets"),
        number("trust gain", 0.25, 0.1, 0.5, "1/year", "How fast joint work builds trust"),
        number("trust memory", 5, 3, 10, "year", "In which trust fades without joint work"),
        number("sharing rate", 20, 8, 40, "dataset/year", "Data sets a year that full trust would open"),
        number("data lifetime", 6, 3, 10, "year", "After which data are too old to use"),
        number("data for half", 40, 20, 80, "dataset", "Data sets that do half of what data can do"),
        number("firms for collaboration", 2, 1, 4, "1", "Firms for full joint work, in multiples of those at the start"),
        number("coordination weight", 0.4, 0.1, 0.8, "1", "Trust lost to coordination, where there are as many ventures as at the start"),
        number("projects per year", 400, 200, 800, "project/year", "Research projects"),
        number("venture share", 0.1, 0.04, 0.2, "idea/project", "Share of projects with an idea that could found a venture"),
        number("data brings ideas", 1, 0.2, 2, "1", "How much full data raise the number of ideas"),
        lever("policy data sharing", "1", "More sharing at the same trust"),
    ),
    (
        number("firms in practice", 5, 3, 10, "startup", "Firms with a product in use"),
        number("firms at start", 5, 3, 10, "startup", "The same at the start"),
        number("start up load", 1, 0.5, 3, "1", "Ventures, in multiples of those at the start"),
        number("talent", 600, 300, 1200, "person", "Who can do the work"),
        number("talent at start", 600, 300, 1200, "person", "The same at the start"),
    ),
)


def trust_and_knowledge(*, years: float = 20.0, step: float = 0.125) -> Builder:
    """Return the model of trust and shared knowledge.

    Examples
    --------
    >>> run = trust_and_knowledge().model().run()
    >>> bool((run["trust"] >= 0).all() and (run["trust"] <= 1).all())
    True
    """
    return build(PART.title, [PART], years=years, step=step)
