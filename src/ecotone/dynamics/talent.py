"""The talent pipeline: people trained, attracted by firms, and leaving, the sooner the more crowded it is.

A workforce model of the usual kind (training delay, hiring, attrition); the numbers are assumptions with ranges.

References
----------
J. Duggan: System Dynamics Modeling with R. Springer 2016, chapter 4 (a workforce with training and demand).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.dynamics.parts import Part, aux, build, flow, lever, number, stock

if TYPE_CHECKING:
    from ecotone.dynamics.builder import Builder

PART: Final = Part(
    "Talent pipeline",
    (
        stock(
            "people in training", "training_places * training_years", ["people enrolled"], ["people trained", "training given up"], "person"
        ),
        stock("talent", "talent_at_start", ["people trained", "people attracted"], ["people leaving"], "person", "Who can do the work"),
        flow("people enrolled", "training_places + policy_training", "person/year"),
        flow("people trained", "people_in_training / training_years * training_completion", "person/year"),
        flow("training given up", "people_in_training / training_years * (1 - training_completion)", "person/year"),
        flow("people attracted", "attraction * firms_in_practice", "person/year"),
        flow("people leaving", "talent / talent_stay * crowding", "person/year"),
        aux("talent at start", "people_per_project * projects_per_year", "person"),
        aux("training places", "training_rate * talent_at_start", "person/year"),
        aux("talent needed", '("start-ups_in_seed" + 2 * "start-ups_in_trials") * team + firms_in_practice * staff', "person"),
        aux("talent adequacy", "MIN(1, talent / (talent_needed + one_person))", "1", "How far talent goes"),
        aux("crowding", "MAX(0.5, talent / (talent_needed + talent_at_start))", "1", "More leave where there are more than are needed"),
        aux("jobs", "MIN(talent, talent_needed)", "person", "Filled jobs in ventures and firms"),
        aux("one person", "1", "person", "Keeps a quotient finite"),
        number("people per project", 1.5, 0.75, 3, "person*year/project", "Who work on a research project"),
        number("training rate", 0.08, 0.04, 0.15, "1/year", "Places a year, as a share of the talent at the start"),
        number("training years", 3, 1, 5, "year", "From enrolment to work"),
        number("training completion", 0.8, 0.6, 0.95, "1", "Share that ends the training"),
        number("attraction", 3, 1, 6, "person/(startup*year)", "Who come for one firm in practice"),
        number("talent stay", 8, 4, 14, "year", "Before leaving, where it is not crowded"),
        number("team", 5, 3, 9, "person/startup", "Of a venture in seed; twice as many in trials"),
        number("staff", 30, 15, 60, "person/startup", "Of a firm in practice"),
        lever("policy training", "person/year", "Places of a talent programme"),
    ),
    (
        number("projects per year", 400, 200, 800, "project/year", "Research projects"),
        number("start-ups in seed", 20, 10, 40, "startup", "Ventures before trials"),
        number("start-ups in trials", 8, 4, 16, "startup", "Ventures in trials"),
        number("firms in practice", 5, 3, 10, "startup", "Firms with a product in use"),
    ),
)


def talent_pipeline(*, years: float = 20.0, step: float = 0.125) -> Builder:
    """Return the model of talent.

    Examples
    --------
    >>> run = talent_pipeline().model().run()
    >>> bool((run["jobs"] <= run["talent"]).all())
    True
    """
    return build(PART.title, [PART], years=years, step=step)
