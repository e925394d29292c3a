"""Accelerator and start-ups: ideas that are founded, mentored, funded, tried, and brought into practice, or stop.

A stage is a stock that ventures leave after its years, on or out by a chance. Mentoring by accelerators and by firms in
practice raises the chance of the first stage, and is spread thinner the more ventures there are; ventures are founded
only as fast as capital and talent allow; approvals bring new capital. There is no public model of this with equations and
data: the structure is assembled, the numbers are assumptions with ranges, and where a published figure bounds a range it
is named.

References
----------
S. M. Paul et al.: How to improve R&D productivity. Nature Reviews Drug Discovery 9, 2010, doi 10.1038/nrd3078 (chances
and years of clinical phases and submission, which bound the ranges of trials).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.dynamics.parts import Part, aux, build, flow, lever, number, stock

if TYPE_CHECKING:
    from ecotone.dynamics.builder import Builder

_PAUL: Final = "Assumption; the far end is Paul et al. 2010, drugs from phase I through submission"

PART: Final = Part(
    "Accelerator and start-ups",
    (
        stock("ideas", "ideas_at_start", ["new ideas"], ["idea starts", "ideas lost"], "idea", "Ideas that could found a venture"),
        stock(
            "start-ups in seed", "seed_at_start", ["idea starts"], ["seed successes", "seed failures"], "startup", "Founded, before trials"
        ),
        stock(
            "start-ups in trials", "trials_at_start", ["seed successes"], ["approvals", "trial failures"], "startup", "In clinical trials"
        ),
        stock("firms in practice", "firms_at_start", ["approvals"], ["firm exits"], "startup", "With a product in use"),
        stock("capital", "years_of_capital_at_start * spending_wanted", ["funds raised"], ["funds spent"], "million", "For ventures"),
        flow("new ideas", "research_ideas + policy_grants / cost_per_idea", "idea/year"),
        flow("ideas lost", "ideas / idea_lifetime", "idea/year"),
        flow("idea starts", "startups_per_idea_founded * ideas / time_to_found * capital_adequacy * talent_adequacy", "startup/year"),
        flow("seed successes", "seed_leaving * seed_success", "startup/year"),
        flow("seed failures", "seed_leaving * (1 - seed_success)", "startup/year"),
        flow("approvals", "trials_leaving * trial_success", "startup/year"),
        flow("trial failures", "trials_leaving * (1 - trial_success)", "startup/year"),
        flow("firm exits", "firms_in_practice / firm_lifetime", "startup/year"),
        flow("funds raised", "funds_per_investor * investors + funds_per_approval * approvals", "million/year"),
        flow("funds spent", "MIN(spending_wanted, capital / spending_time)", "million/year"),
        aux("seed leaving", '"start-ups_in_seed" / seed_years', "startup/year", "Ventures that leave seed, on or out"),
        aux("trials leaving", '"start-ups_in_trials" / trial_years_now', "startup/year", "Ventures that leave trials, on or out"),
        aux("trial years now", "trial_years * (1 - policy_review_speed) / (1 + data_speeds_trials * effect_of_data)", "year"),
        aux("seed success", "MIN(0.95, seed_success_normal * (1 + mentoring_effect * mentoring))", "1"),
        aux("trial success", "MIN(0.95, trial_completion * success_after_completion * (1 + data_helps_trials * effect_of_data))", "1"),
        aux(
            "mentoring",
            "MIN(1, mentors / (1 + start_up_load) + policy_mentoring)",
            "1",
            "Share of ventures that are well mentored",
        ),
        aux("mentors", "mentoring_per_connector * connectors + mentoring_per_firm * firms_in_practice", "1"),
        aux(
            "start up load",
            '("start-ups_in_seed" + "start-ups_in_trials") / (seed_at_start + trials_at_start)',
            "1",
            "Ventures, in multiples of those at the start",
        ),
        aux("spending wanted", '"start-ups_in_seed" * seed_cost + "start-ups_in_trials" * trial_cost', "million/year"),
        aux("capital adequacy", "MIN(1, capital / (spending_time * spending_wanted + small_sum))", "1", "How far capital goes"),
        aux("innovations reaching patients", "approvals * adoption_share * (0.5 + trust)", "startup/year", "Approved and taken up"),
        aux("small sum", "0.001", "million", "Keeps a quotient finite"),
        aux("startups per idea founded", "1", "startup/idea", "One idea founds one venture"),
        number("ideas at start", 40, 20, 80, "idea", "Ideas at hand"),
        number("seed at start", 20, 10, 40, "startup", "Ventures before trials"),
        number("trials at start", 8, 4, 16, "startup", "Ventures in trials"),
        number("firms at start", 5, 3, 10, "startup", "Firms with a product in use"),
        number("years of capital at start", 1.5, 0.5, 3, "year", "Capital at hand, in years of what ventures want"),
        number("cost per idea", 0.5, 0.3, 0.8, "million/idea", "What a grant pays for one idea"),
        number("idea lifetime", 4, 2, 8, "year", "After which an idea that nobody founds is given up"),
        number("time to found", 2, 1, 4, "year", "From idea to venture"),
        number("seed years", 2, 1, 4, "year", "From founding to trials"),
        number("seed success normal", 0.35, 0.2, 0.5, "1", "Share that goes on to trials without mentoring"),
        number("trial years", 5, 3, 8, "year", "In trials and approval", _PAUL),
        number("trial completion", 0.85, 0.7, 0.95, "1", "Share of trials that end as planned"),
        number("success after completion", 0.45, 0.117, 0.6, "1", "Share of completed trials that lead to practice", _PAUL),
        number("firm lifetime", 15, 8, 25, "year", "In practice"),
        number("investors", 15, 8, 30, "investor", "Investors and funders of ventures"),
        number("funds per investor", 1.0, 0.4, 2.0, "million/(investor*year)", "What one puts into ventures a year"),
        number("funds per approval", 6, 2, 12, "million/startup", "New capital that follows an approval"),
        number("spending time", 1, 0.5, 2, "year", "Least time in which capital can be spent"),
        number("seed cost", 0.4, 0.2, 0.8, "million/(startup*year)", "Of a venture in seed"),
        number("trial cost", 1.5, 0.8, 3, "million/(startup*year)", "Of a venture in trials"),
        number("connectors", 3, 1, 8, "connector", "Accelerators, hubs and networks"),
        number("mentoring per connector", 0.06, 0.02, 0.12, "1/connector", "Share of the ventures at the start that one can mentor"),
        number("mentoring per firm", 0.03, 0.01, 0.06, "1/startup", "Share of the ventures at the start that a firm mentors"),
        number("mentoring effect", 0.6, 0.2, 1.0, "1", "How much full mentoring raises the chance of going on"),
        number("data speeds trials", 0.5, 0.1, 0.8, "1", "How much full data shorten trials"),
        number("data helps trials", 0.3, 0.0, 0.5, "1", "How much full data raise the chance of trials"),
        number("adoption share", 0.8, 0.5, 1.0, "1", "Share of approved innovations that are taken up where trust is middling"),
        lever("policy mentoring", "1", "More mentoring, as a share of ventures"),
        lever("policy review speed", "1", "Share by which trials and review are shortened"),
        lever("policy grants", "million/year", "Challenge grants"),
    ),
    (
        number("research ideas", 40, 20, 80, "idea/year", "Ideas that research brings forth"),
        number("talent adequacy", 1, 0.6, 1, "1", "How far talent goes"),
        number("effect of data", 0.2, 0, 0.6, "1", "How far shared data go"),
        number("trust", 0.3, 0.1, 0.6, "1", "Between sectors"),
    ),
)


def accelerator_and_startups(*, years: float = 20.0, step: float = 0.125) -> Builder:
    """Return the model of start-ups with mentoring, funding and survival.

    Examples
    --------
    >>> run = accelerator_and_startups().model().run()
    >>> bool(run["firms in practice"][-1] > run["firms in practice"][0])
    True
    """
    return build(PART.title, [PART], years=years, step=step)
