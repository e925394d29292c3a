"""An evaluation in sentences: who comes first and how surely, under whose weights, and what to be careful about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.answer import counted, in_percent
from ecotone.partnerships.ahp import ACCEPTABLE
from ecotone.partnerships.groups import band

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.partnerships.evaluation import Evaluation


def summary(found: Evaluation) -> str:
    """Say who comes first, by how much and how surely, and on how much of what was to be judged that rests."""
    best = found.ranking.best
    rests = _rests(found)
    if len(best) > 1:
        return f"{' and '.join(best)} share the first place, with a score of {found.ranking.scores.max():.2f}.{rests}"
    row = found.problem.alternatives.index(best[0])
    second = found.problem.alternatives[found.row(found.order[1])]
    ahead = found.ranking.scores[row] - found.ranking.scores[found.row(found.order[1])]
    surely = " whatever the uncertain values are" if found.sure[row].sum() == len(found.candidates) - 1 else ""
    oftenest = int(np.argmax(found.own.first))
    yet = ""
    if found.own.first[oftenest] > found.own.first[row]:
        other = found.problem.alternatives[oftenest]
        yet = f" Yet {other} is first in more of them, {in_percent(found.own.first[oftenest])}: the order is open."
    return (
        f"{best[0]} comes first with {found.ranking.scores[row]:.2f} of 1, {ahead:.2f} ahead of {second}{surely}: first in "
        f"{in_percent(found.own.first[row])} of draws under {whose(found)}, and in {in_percent(found.anyone.first[row])} under any "
        f"weights.{yet}{rests}"
    )


def _rests(found: Evaluation) -> str:
    """Say how much of the table the ranking rests on, where nobody knows the rest."""
    if not found.unknown:
        return ""
    known = [part not in found.unknown for part in found.criteria.ids]
    weight = float(found.weights.shares[known].sum())
    return f" This rests on {sum(known)} of {len(known)} parts, which have {in_percent(weight)} of the weight; the others nobody knows."


def whose(found: Evaluation) -> str:
    """Say in words whose weights rank."""
    judges = len(found.weights.judges)
    if not judges:
        return "the weights of the table"
    return f"the weights of {found.weights.judges[0].name}" if judges == 1 else f"the weights of {judges} judges"


def warnings(found: Evaluation, notes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Say what to be careful about, the gravest first."""
    said = list(notes)
    if found.lint.suspicions:
        said.append(f"A direction may be wrong: {found.lint.explain()}")
    if "disagree" in found.accord:
        said.append(found.accord)
    for group, ratio in found.weights.group_ratios.items():
        if ratio > ACCEPTABLE:
            said.append(f"The comparisons of {group} contradict themselves: consistency ratio {ratio:.3f}, above 0.10.")
    for judge in found.weights.judges:
        worst = judge.consistency_ratio
        if worst is not None and worst > ACCEPTABLE:
            said.append(f"{judge.name} contradicts themselves: consistency ratio {worst:.3f}, above 0.10; ask again before relying on it.")
    if found.weights.consensus is not None and found.weights.consensus < 0.65:
        said.append(f"The judges do not agree on the weights: consensus S* {found.weights.consensus:.0%}, {band(found.weights.consensus)}.")
    said += [f"{rater} gave everything the same level, which says nothing of the candidates." for rater in found.agreement.flat]
    if found.unknown:
        named = _named(found, found.unknown)
        said.append(f"Nobody knows these parts of any candidate, so they are left out and the others weigh more in proportion: {named}.")
    if missing := sum(value.worth is None and value.part not in found.unknown for value in found.values):
        said.append(f"{counted(missing, 'value is', 'values are')} unknown and may be anything; the score takes the middle.")
    if opinions := sum(value.basis == "opinion" for value in found.values):
        said.append(f"{opinions} of {counted(len(found.values), 'value')} {'is' if opinions == 1 else 'are'} opinion without evidence.")
    if found.flat:
        said.append(f"All candidates are equal on {_named(found, found.flat)}: that decides nothing.")
    differ = [f"{found.names[value.candidate]}, {_named(found, [value.part])}: {value.differs}" for value in found.values if value.differs]
    if differ:
        said.append(f"Raters and record are more than a level apart. {'; '.join(differ)}.")
    return tuple(said)


def _named(found: Evaluation, parts: Sequence[str]) -> str:
    """Name parts as a reader knows them."""
    return ", ".join(found.criteria.part(part).name for part in parts)
