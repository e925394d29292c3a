"""Partnerships: whom to partner with, and how sure one may be of that.

The methods are pure functions of arrays and of two small types: `DecisionProblem` (candidates by criteria) and
`Judgements` (one person's pairwise comparisons). `ahp` and `groups` turn judgements into weights; `additive`, `topsis`,
`vikor`, `promethee`, `electre` and `fuzzy_topsis` rank; `smaa`, `robustness` and `direction_lint` say what the ranking is
worth; `agreement` says whether the raters saw the same thing. Every method is held to published worked examples.
"""

from ecotone.partnerships.judgements import Judgements
from ecotone.partnerships.problem import Criterion, DecisionProblem

__all__ = ["Criterion", "DecisionProblem", "Judgements"]
