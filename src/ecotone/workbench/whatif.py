"""What a partnership that does not exist would change, held against random ones of its kind.

A change means little by itself: any new tie brings a network nearer together. So each figure stands beside the same figure
for a thousand ties drawn at random between the same two sectors, as the share of them that would change it less. Several
ties are each judged alone. `one_tie` works the figures out; `tie_effect` adds what the district model bound to the record says of
one more tie over time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import InputError
from ecotone.network import read
from ecotone.network.graph import Graph
from ecotone.scope import Scope
from ecotone.work import SILENT, Work
from ecotone.workbench.one_tie import FIGURES, changes, ground, of_its_kind, standing
from ecotone.workbench.tie_effect import CAREFUL, MEMBERS, TieEffect, tie_effect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.ecosystem import Ecosystem

WHOLE: Final = Scope()
FEWEST: Final = 20
"""Random ties below which there is no percentile."""


def what_if(
    source: Ecosystem | Graph,
    add: Sequence[tuple[Any, Any]],
    scope: Scope = WHOLE,
    *,
    draws: int = 1000,
    members: int = MEMBERS,
    seed: int = 0,
    work: Work = SILENT,
) -> Answer:
    """Answer what each of some partnerships would change, against random ones of its kind.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked; it is not changed.
    add : sequence of pairs of ids
        The ties, each judged alone.
    scope : Scope
        Which part of a record.
    draws : int
        How many random ties each is held against.
    members : int
        How many draws of the district model the effect over time is taken from; 0 simulates nothing.
    seed : int
        Decides both.

    Raises
    ------
    InputError
        If nothing is added, a tie has one end, or two are partners already.
    """
    if not add:
        raise InputError("No tie is named", expected='--add "A—B"')
    graph = source if isinstance(source, Graph) else read.graph(source, scope)
    land = ground(graph, seed=seed)
    pairs = np.stack([graph.positions(list(pair)) for pair in add]).astype(np.int64)
    names = graph.actors["label"].to_list()
    for one, other in pairs.tolist():
        if one == other:
            raise InputError("A tie needs two different actors", got=str(names[one]))
        if land.tied(one, other):
            raise InputError(
                "The two are partners already", got=f"{names[one]} – {names[other]}", remedy="Name a tie that does not exist yet"
            )
    now = standing(land)
    made, before = changes(land, pairs, work=work)
    tables, words, warnings = [], [], ["Everything else is taken to stay as it is: nobody seeks or leaves partners because of it."]
    for at, (one, other) in enumerate(pairs.tolist()):
        kind = _kind(graph, one, other)
        drawn = of_its_kind(land, one, other, draws, seed=seed)
        if len(drawn) < FEWEST:
            warnings.append(f"Only {len(drawn)} other ties are possible {kind}; too few for a percentile.")
        yard = changes(land, drawn, work=work)[0] if len(drawn) >= FEWEST else None
        shown = _shown(np.where(np.isnan(now), before[at], now), made[at], yard)
        note = f"Held against {len(drawn):,} ties {kind} that do not exist either, drawn at random." if yard is not None else None
        tables.append(Table(f"{names[one]} – {names[other]}", shown, COLUMNS, note))
        words.append(_told(f"{names[one]} – {names[other]}", shown, kind))
    within = [_kind(graph, *pair) for pair in pairs.tolist() if not _across(graph, *pair)]
    if len(within) < len(pairs):
        effect, why = _simulated(source, scope, members, seed, work)
    else:
        effect, why = None, "the district model knows joint work between two known sectors only"
    if effect is None:
        warnings.append(f"No effect over time is simulated: {why}.")
    else:
        tables.append(effect.table())
        words.append(effect.told())
        warnings.append(CAREFUL)
        if within:
            warnings.append(f"The simulated effect is not that of a tie {', '.join(dict.fromkeys(within))}: the model knows none.")
    if len(land.pivots) < len(land):
        warnings.append(f"Distances are taken from {len(land.pivots):,} of {len(land):,} actors drawn at random, the same for all ties.")
    if unknown := int((land.sectors < 0).sum()):
        warnings.append(f"The sector of {unknown:,} of {len(land):,} actors is not known; they count for no sector.")
    simulated = {"members": members} if effect is not None else {}
    parameters = {"draws": draws, **simulated, "direction": "left out of account", "strength": "left out of account"}
    return Answer(
        "What would this partnership change?",
        " ".join(words),
        tuple(tables),
        Method("one tie added, against random ones of its kind", ecotone.__version__, parameters, seed),
        scope,
        None if isinstance(source, Graph) else source.read_at(scope.as_of),
        _evidence(graph, pairs),
        tuple(warnings),
    )


def _across(graph: Graph, one: int, other: int) -> bool:
    """Tell whether a tie is between two known sectors."""
    if "sector" not in graph.actors.columns:
        return False
    first, second = graph.actors["sector"][one], graph.actors["sector"][other]
    return bool(first and second and first != second)


def _simulated(source: Ecosystem | Graph, scope: Scope, members: int, seed: int, work: Work) -> tuple[TieEffect | None, str]:
    """Simulate one more tie across sectors, or say why not."""
    if not members:
        return None, "it was left out"
    if isinstance(source, Graph):
        return None, "a network alone binds no model"
    try:
        return tie_effect(source, scope, members=members, seed=seed, work=work), ""
    except InputError as error:
        return None, str(error)[:1].lower() + str(error)[1:].rstrip(".")


COLUMNS: Final = (
    Column("figure", "Figure"),
    Column("before", "Before", "number"),
    Column("change", "Change", "number"),
    Column("low", "Random, 5 %", "number"),
    Column("median", "Random, median", "number"),
    Column("high", "Random, 95 %", "number"),
    Column("percentile", "Better than", "percent", caveat="Share of the random ties that it beats, equal ones counting half."),
    Column("meaning", "What it is"),
)


def _shown(before: NDArray[np.float64], change: NDArray[np.float64], yard: NDArray[np.float64] | None) -> pl.DataFrame:
    """Put one tie's figures beside those of the random ones."""
    rows = []
    for k, figure in enumerate(FIGURES):
        value = float(change[k])
        row = [figure.label, float(before[k]), value]
        if yard is None:
            row += [None, None, None, None]
        else:
            drawn = yard[:, k]
            sign = -1 if figure.better == "less" else 1
            close = np.isclose(drawn, value, rtol=1e-9, atol=1e-15)
            share = float(((sign * drawn < sign * value) & ~close).mean() + close.mean() / 2)
            row += [*(float(q) for q in np.quantile(drawn, [0.05, 0.5, 0.95])), None if figure.better == "neither" else share]
        rows.append((*row, f"{figure.meaning}; {figure.better} is better" if figure.better != "neither" else figure.meaning))
    kinds = [pl.String, *[pl.Float64] * 6, pl.String]
    return pl.DataFrame(rows, schema=dict(zip([column.name for column in COLUMNS], kinds, strict=True)), orient="row")


def _told(name: str, shown: pl.DataFrame, kind: str) -> str:
    """Say the three things asked for in one sentence."""
    figures = dict(zip([figure.name for figure in FIGURES], shown.iter_rows(named=True), strict=True))

    def told(which: str, digits: int) -> str:
        change, percentile = figures[which]["change"], figures[which]["percentile"]
        said = f"{change:+.{digits}f}" if round(change, digits) else "unchanged"
        return said if percentile is None else f"{said} (better than {percentile:.0%} of random ties)"

    return (
        f"{name}, {kind}: global efficiency {told('efficiency', 5)}, sector coverage {told('coverage', 5)},"
        f" pairs that hang on one broker {told('one_broker', 0)}."
    )


def _kind(graph: Graph, one: int, other: int) -> str:
    """Say between which sectors a tie is."""
    if "sector" not in graph.actors.columns:
        return "between any two actors"
    ends = sorted(str(graph.actors["sector"][end] or "an unknown sector") for end in (one, other))
    return f"within {ends[0]}" if ends[0] == ends[1] else f"between {ends[0]} and {ends[1]}"


def _evidence(graph: Graph, pairs: NDArray[np.int64], most: int = 100) -> tuple[int, ...]:
    """Return the source records of the ties that the two ends have, at most a hundred."""
    if "evidence" not in graph.ties.columns:
        return ()
    mine = graph.ties.filter(pl.Series(np.isin(graph.tails, pairs) | np.isin(graph.heads, pairs)))["evidence"]
    flat = mine.explode() if isinstance(mine.dtype, pl.List) else mine
    return tuple(flat.drop_nulls().unique().sort().head(most).to_list())
