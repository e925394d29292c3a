"""The innovation district: ideas, start-ups, talent, trust and data, coupled, with policies.

Illustrative: no public model with equations and data was found for such a district, so the structure is assembled from
known parts (diffusion by imitation, a pipeline of stages, a workforce with training, trust that grows with joint work)
and every number is an assumption, marked as such, to be replaced by the record or by the user's own. A policy is a set
of interventions on the constants that begin with `policy`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.dynamics.builder import Builder
from ecotone.dynamics.model import Intervention

if TYPE_CHECKING:
    from collections.abc import Mapping

POLICIES: Final[Mapping[str, tuple[tuple[str, float], ...]]] = {
    "accelerator": (("policy mentoring", 0.5),),
    "data-sharing platform": (("policy data sharing", 1.0),),
    "regulatory fast track": (("policy review speed", 0.4),),
    "challenge grants": (("policy grants", 6.0),),
    "talent programme": (("policy training", 60.0),),
}
"""What each policy adds to the constants that stand for it."""

_STOCKS: Final = (
    ("ideas", 40, ("new ideas",), ("idea starts", "ideas lost"), "idea"),
    ("start-ups in seed", 20, ("idea starts",), ("seed successes", "seed failures"), "startup"),
    ("start-ups in trials", 8, ("seed successes",), ("approvals", "trial failures"), "startup"),
    ("firms in practice", 5, ("approvals",), ("firm exits",), "startup"),
    ("talent", 600, ("talent trained", "talent attracted"), ("talent leaving",), "person"),
    ("trust", 0.3, ("trust building",), ("trust erosion",), "1"),
    ("shared data", 10, ("data sharing",), ("data ageing",), "dataset"),
    ("capital", 50, ("funds raised",), ("funds spent",), "million"),
)
_FLOWS: Final = (
    ("new ideas", "idea_rate * talent / talent_reference * (1 + effect_of_data) + policy_grants / cost_per_idea", "idea/year"),
    ("ideas lost", "ideas / idea_lifetime", "idea/year"),
    ("idea starts", "ideas / time_to_found * capital_adequacy * talent_adequacy", "idea/year"),
    ("seed successes", "start_ups_in_seed_leaving * seed_success", "startup/year"),
    ("seed failures", "start_ups_in_seed_leaving * (1 - seed_success)", "startup/year"),
    ("approvals", "start_ups_in_trials_leaving * trial_success", "startup/year"),
    ("trial failures", "start_ups_in_trials_leaving * (1 - trial_success)", "startup/year"),
    ("firm exits", "firms_in_practice / firm_lifetime", "startup/year"),
    ("talent trained", "training + policy_training", "person/year"),
    ("talent attracted", "attraction * firms_in_practice", "person/year"),
    ("talent leaving", "talent / talent_stay * crowding", "person/year"),
    ("trust building", "trust_gain * collaboration * (1 - trust)", "1/year"),
    ("trust erosion", "trust / trust_memory * (1 + coordination_cost)", "1/year"),
    ("data sharing", "sharing_rate * trust * (1 + policy_data_sharing)", "dataset/year"),
    ("data ageing", "shared_data / data_lifetime", "dataset/year"),
    ("funds raised", "base_funds + funds_per_success * approvals", "million/year"),
    ("funds spent", "MIN(spending_wanted, capital / spending_time)", "million/year"),
)
_AUXILIARIES: Final = (
    ("start ups in seed leaving", '"start-ups_in_seed" / seed_years', "startup/year"),
    ("start ups in trials leaving", '"start-ups_in_trials" / trial_years_now', "startup/year"),
    ("trial years now", "trial_years * (1 - policy_review_speed) / (1 + 0.5 * effect_of_data)", "year"),
    ("mentoring", "MIN(1, mentoring_per_firm * firms_in_practice / (1 + start_up_load) + policy_mentoring)", "1"),
    ("start up load", '("start-ups_in_seed" + "start-ups_in_trials") / load_reference', "1"),
    ("seed success", "MIN(0.9, seed_success_normal * (1 + mentoring_effect * mentoring))", "1"),
    ("trial success", "MIN(0.9, trial_success_normal * (1 + 0.3 * effect_of_data))", "1"),
    ("effect of data", "shared_data / (shared_data + data_reference)", "1"),
    ("collaboration", "MIN(3, firms_in_practice / firms_reference * (0.5 + trust))", "1"),
    ("coordination cost", "coordination_weight * start_up_load", "1"),
    ("spending wanted", '"start-ups_in_seed" * seed_cost + "start-ups_in_trials" * trial_cost', "million/year"),
    ("capital adequacy", "MIN(1, capital / (spending_time * spending_wanted + 0.001))", "1"),
    ("talent needed", '("start-ups_in_seed" + 2 * "start-ups_in_trials") * team + firms_in_practice * staff', "person"),
    ("talent adequacy", "MIN(1, talent / (talent_needed + 1))", "1"),
    ("crowding", "MAX(0.5, talent / (talent_needed + talent_reference))", "1"),
    ("jobs", "MIN(talent, talent_needed)", "person"),
    ("innovations reaching patients", "approvals * adoption_share * (0.5 + trust)", "startup/year"),
)
_CONSTANTS: Final = (
    ("idea rate", 40, "idea/year"),
    ("talent reference", 600, "person"),
    ("cost per idea", 0.5, "million/idea"),
    ("idea lifetime", 4, "year"),
    ("time to found", 2, "year"),
    ("seed years", 2, "year"),
    ("seed success normal", 0.35, "1"),
    ("trial years", 5, "year"),
    ("trial success normal", 0.4, "1"),
    ("firm lifetime", 15, "year"),
    ("training", 40, "person/year"),
    ("attraction", 4, "person/(startup*year)"),
    ("talent stay", 8, "year"),
    ("trust gain", 0.25, "1/year"),
    ("trust memory", 5, "year"),
    ("sharing rate", 20, "dataset/year"),
    ("data lifetime", 6, "year"),
    ("data reference", 40, "dataset"),
    ("base funds", 12, "million/year"),
    ("funds per success", 6, "million/startup"),
    ("spending time", 1, "year"),
    ("seed cost", 0.4, "million/(startup*year)"),
    ("trial cost", 1.5, "million/(startup*year)"),
    ("team", 5, "person/startup"),
    ("staff", 30, "person/startup"),
    ("mentoring per firm", 0.05, "1/startup"),
    ("mentoring effect", 0.6, "1"),
    ("load reference", 40, "startup"),
    ("firms reference", 10, "startup"),
    ("coordination weight", 0.4, "1"),
    ("adoption share", 0.8, "1"),
    ("policy mentoring", 0, "1"),
    ("policy data sharing", 0, "1"),
    ("policy review speed", 0, "1"),
    ("policy grants", 0, "million/year"),
    ("policy training", 0, "person/year"),
)


def innovation_district(*, years: float = 20.0, step: float = 0.125) -> Builder:
    """Return the district model: eight stocks, about eighty variables.

    Examples
    --------
    >>> model = innovation_district().model()
    >>> more = model.run(interventions=policy("accelerator", start=5.0))
    >>> bool(more["firms in practice"][-1] > model.run()["firms in practice"][-1])
    True
    """
    builder = Builder("Innovation district", start=0, stop=years, step=step, time_units="year")
    for name, initial, inflows, outflows, unit in _STOCKS:
        builder.stock(name, initial, inflows=inflows, outflows=outflows, units=unit, note="Assumption.")
    for name, formula, unit in _FLOWS:
        builder.flow(name, formula, units=unit)
    for name, formula, unit in _AUXILIARIES:
        builder.aux(name, formula, units=unit)
    for name, value, unit in _CONSTANTS:
        builder.aux(name, value, units=unit, note="Assumption.")
    return builder


def policy(name: str, *, start: float, end: float | None = None) -> tuple[Intervention, ...]:
    """Return the interventions of a named policy from a time on.

    Raises
    ------
    NotFoundError
        If there is no such policy.
    """
    from ecotone.errors import NotFoundError

    if name not in POLICIES:
        raise NotFoundError("There is no such policy", got=name, expected=", ".join(POLICIES))
    return tuple(Intervention(variable, value, start, end) for variable, value in POLICIES[name])
