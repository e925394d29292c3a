"""Partnerships: whom to partner with, how sure one may be of that, and what became of it.

The methods are pure functions of arrays and of two small types: `DecisionProblem` (candidates by criteria) and
`Judgements` (one person's pairwise comparisons). `ahp` and `groups` turn judgements into weights; `additive`, `topsis`,
`vikor`, `promethee`, `electre` and `fuzzy_topsis` rank; `smaa`, `robustness` and `direction_lint` say what the ranking is
worth; `agreement` says whether the raters saw the same thing. Every method is held to published worked examples.

On top of them: `criteria` (the four, each level with its sentence), `measured` and `alignment` (what a record itself says of a pair),
`rated` (what named raters say, with evidence), `weights` and `tradeoffs` (judges, four ways of asking), `values` and `evaluation`
(from all that to a ranking), `impact` and `effect` (what was expected, and what came of it), `instruments`. `read` is the door in,
`write` the door out, `asking` and `following` put them together, `answers` and `impact_answers` are what users see.
"""

from ecotone.partnerships.judgements import Judgements
from ecotone.partnerships.problem import Criterion, DecisionProblem

__all__ = ["Criterion", "DecisionProblem", "Judgements"]
