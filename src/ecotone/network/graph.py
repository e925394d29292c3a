"""The graph that every measure takes: actors and ties as frames, who is tied to whom as compressed rows.

A graph is a value: it is built once from Polars frames and never changed. Its two frames keep all that was given
(parallel ties, loops, several relations, times, attributes of any kind); the rows for the kernels are built from them
on first use, with parallel ties merged and loops set aside. What a weight means is said when the graph is made, for
there is no default that is right: `strength` (more is closer) or `distance` (more is farther).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl

from ecotone.errors import GraphError
from ecotone.network.adjacency import Adjacency, build

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WeightMeaning = Literal["strength", "distance"]
"""`strength`: the higher, the closer (times met, amounts given). `distance`: the higher, the farther (kilometres, costs)."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Actors and the ties between them. Make one with `Graph.from_frames`.

    Parameters
    ----------
    actors : polars.DataFrame
        One row an actor, in the order of every array that a measure returns. `id` (integers or text, unique), `label`,
        `mode` (0 or 1) where the graph is two-mode, and any attributes. Times as in `ties`.
    ties : polars.DataFrame
        One row a tie as it was given. `source` and `target` (ids), `weight` (float), `relation` (text, empty where
        there is but one), `directed` (boolean), `valid_from` and `valid_to` (ISO text of any precision, numbers or
        dates; null is open), optionally `spells` (a list of structs with `start` and `end`, where a tie held several
        times; `valid_from` and `valid_to` are then their hull), and any attributes.
    directed : bool
        Whether the direction of ties counts. In a directed graph a tie that says `directed` false goes both ways.
    weight : {'strength', 'distance'}
        What the weights mean.
    two_mode : bool
        Whether `actors.mode` splits the actors so that ties go from mode 0 to mode 1 only.
    name : str
        A title.
    tails, heads : ndarray of int32
        Rows of `actors` at the ends of each tie.

    Examples
    --------
    >>> ties = pl.DataFrame({"source": ["a", "b", "c"], "target": ["b", "c", "a"], "weight": [1.0, 2.0, 3.0]})
    >>> graph = Graph.from_frames(ties, directed=False, weight="strength")
    >>> len(graph), graph.tie_count, graph.degree().tolist(), graph.strength().tolist()
    (3, 3, [2, 2, 2], [4.0, 3.0, 5.0])
    """

    actors: pl.DataFrame
    ties: pl.DataFrame
    directed: bool
    weight: WeightMeaning
    two_mode: bool
    name: str
    tails: NDArray[np.int32]
    heads: NDArray[np.int32]

    @classmethod
    def from_frames(
        cls,
        ties: pl.DataFrame,
        actors: pl.DataFrame | None = None,
        *,
        directed: bool,
        weight: WeightMeaning,
        two_mode: bool = False,
        name: str = "",
    ) -> Graph:
        """Build a graph from a frame of ties and, where there are isolated actors or attributes, a frame of actors.

        Parameters
        ----------
        ties : polars.DataFrame
            Needs `source` and `target`. `weight` is 1 and `directed` as the graph where absent or null; `kind` is
            taken for `relation` where that is absent; every other column is kept as an attribute.
        actors : polars.DataFrame, optional
            Needs `id`; `name` is taken for `label` where that is absent, and the id for an empty label. Without the frame,
            actors are the ends of the ties in the order of their first appearance.
        directed : bool
            Whether direction counts. `False` on directed ties symmetrises them: a tie either way counts for both.
        weight : {'strength', 'distance'}
            What the weights mean; there is no default.
        two_mode : bool
            True asks for a column `mode` of 0 and 1 in `actors`, and refuses ties within a mode.
        name : str
            A title.

        Raises
        ------
        GraphError
            If a column is missing, an id occurs twice, a tie's end is no actor, a weight is not finite, or a distance
            is negative.
        """
        if weight not in {"strength", "distance"}:
            raise GraphError("The meaning of weights is not known", got=str(weight), expected="strength or distance")
        _need(ties, ("source", "target"), "ties")
        ties = _with_columns(ties, directed=directed)
        if actors is None:
            actors = _ends(ties)
        _need(actors, ("id",), "actors")
        if "label" not in actors.columns:
            actors = actors.with_columns(pl.col("name" if "name" in actors.columns else "id").cast(pl.String).alias("label"))
        actors = actors.with_columns(pl.col("label").fill_null(pl.col("id").cast(pl.String)))
        if not actors["id"].is_unique().all():
            twice = actors["id"].filter(actors["id"].is_duplicated())[0]
            raise GraphError("An id stands for two actors", where="actors", got=str(twice))
        tails, heads = _positions(ties, actors, "source"), _positions(ties, actors, "target")
        _check_weights(ties, weight)
        graph = cls(actors, ties, directed, weight, two_mode, name, tails, heads)
        if two_mode:
            _check_modes(graph)
        return graph

    def __len__(self) -> int:
        return self.actors.height

    def __repr__(self) -> str:
        words = [
            f"{len(self):,} actors",
            f"{self.tie_count:,} ties",
            "directed" if self.directed else "undirected",
            f"weights are {self.weight}s",
        ]
        return f"<Graph {self.name or 'without name'}: {', '.join(words + (['two-mode'] if self.two_mode else []))}>"

    @property
    def tie_count(self) -> int:
        """Count the ties as given, parallel ones and loops included."""
        return self.ties.height

    @property
    def relations(self) -> tuple[str, ...]:
        """Return the names of the relations, sorted."""
        return tuple(self.ties["relation"].unique().sort().to_list())

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """Hold what several measures have in common (sums over shortest paths), so that a panel computes it once."""
        return {}

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """Return the weight of each tie as given."""
        return self.ties["weight"].to_numpy()

    @cached_property
    def signed(self) -> bool:
        """Tell whether some strength is negative."""
        return bool((self.weights < 0).any())

    @cached_property
    def loops(self) -> NDArray[np.float64]:
        """Return the weight of each actor's ties with itself."""
        loop = self.tails == self.heads
        return np.bincount(self.tails[loop], self.weights[loop], minlength=len(self)).astype(np.float64)

    @cached_property
    def loop_counts(self) -> NDArray[np.int64]:
        """Count each actor's ties with itself."""
        return np.bincount(self.tails[self.tails == self.heads], minlength=len(self))

    @cached_property
    def out(self) -> Adjacency:
        """Return whom each actor's ties go to; in an undirected graph, all its ties."""
        return self._rows(directed=self.directed)

    @cached_property
    def into(self) -> Adjacency:
        """Return whom each actor's ties come from; in an undirected graph, the same as `out`."""
        if not self.directed:
            return self.out
        return build(len(self), self.out.indices, self.out.rows, self.out.weights)

    @cached_property
    def around(self) -> Adjacency:
        """Return each actor's ties whatever their direction; ties both ways are added up (distances: the lesser)."""
        return self.out if not self.directed else self._rows(directed=False)

    def _rows(self, *, directed: bool) -> Adjacency:
        """Build compressed rows of the ties, both ways where direction does not count."""
        tails, heads, weights = self.tails, self.heads, self.weights
        parallel: Literal["sum", "least"] = "sum" if self.weight == "strength" else "least"
        back = ~self.ties["directed"].to_numpy() if directed else None
        proper = tails != heads
        if not proper.all():
            tails, heads, weights = tails[proper], heads[proper], weights[proper]
            back = None if back is None else back[proper]
        if back is None:
            return build(len(self), tails, heads, weights, parallel=parallel, both_ways=True)
        if back.any():
            tails, heads = np.concatenate((tails, heads[back])), np.concatenate((heads, tails[back]))
            weights = np.concatenate((weights, weights[back]))
        return build(len(self), tails, heads, weights, parallel=parallel)

    # --- parts of the graph -----------------------------------------------------------------------------------------

    def keep_ties(self, which: pl.Expr | NDArray[np.bool_]) -> Graph:
        """Return the graph with all its actors and only the ties that an expression or a mask keeps."""
        mask = self.ties.select(which.fill_null(value=False)).to_series().to_numpy() if isinstance(which, pl.Expr) else which
        return replace(self, ties=self.ties.filter(pl.Series(mask)), tails=self.tails[mask], heads=self.heads[mask])

    def keep_actors(self, which: pl.Expr | NDArray[np.bool_]) -> Graph:
        """Return the graph of the actors that an expression or a mask keeps, and the ties between them."""
        mask = self.actors.select(which.fill_null(value=False)).to_series().to_numpy() if isinstance(which, pl.Expr) else which
        inside = mask[self.tails] & mask[self.heads]
        place = np.cumsum(mask, dtype=np.int32) - np.int32(1)
        return replace(
            self,
            actors=self.actors.filter(pl.Series(mask)),
            ties=self.ties.filter(pl.Series(inside)),
            tails=place[self.tails[inside]].astype(np.int32),
            heads=place[self.heads[inside]].astype(np.int32),
        )

    def only(self, *relations: str) -> Graph:
        """Return the graph with the ties of these relations only.

        Raises
        ------
        GraphError
            If the graph has no such relation.
        """
        if unknown := set(relations) - set(self.relations):
            raise GraphError("The graph has no such relation", got=", ".join(sorted(unknown)), expected=", ".join(self.relations))
        return self.keep_ties(pl.col("relation").is_in(relations))

    def undirected(self) -> Graph:
        """Return the graph with the direction of its ties left out of account."""
        return replace(self, directed=False, ties=self.ties.with_columns(directed=pl.lit(value=False)))

    def as_meaning(self, weight: WeightMeaning) -> Graph:
        """Return the graph with its weights read as the other meaning; the numbers stay as they are."""
        return replace(self, weight=weight)

    # --- what the kernels need --------------------------------------------------------------------------------------

    def positions(self, ids: Sequence[Any]) -> NDArray[np.int32]:
        """Return the rows of actors by their ids.

        Raises
        ------
        GraphError
            If an id is not in the graph.
        """
        frame = pl.DataFrame({"source": pl.Series(ids, dtype=self.actors["id"].dtype)})
        return _positions(frame, self.actors, "source")

    def attribute(self, name: str) -> pl.Series:
        """Return a column of the actors by its name.

        Raises
        ------
        GraphError
            If there is no such column.
        """
        if name not in self.actors.columns:
            raise GraphError("The actors have no such attribute", got=name, expected=", ".join(self.actors.columns))
        return self.actors[name]

    def strengths_of(self, rows: Adjacency) -> NDArray[np.float64]:
        """Return the weights of rows of this graph as strengths: a distance d counts as 1/d, and a distance of 0 as none."""
        if self.weight == "strength":
            return rows.weights
        return np.divide(1.0, rows.weights, out=np.zeros_like(rows.weights), where=rows.weights > 0)

    def need_no_negative(self, measure: str) -> None:
        """Refuse negative strengths where a measure is not defined on them.

        Raises
        ------
        GraphError
            If some strength is negative.
        """
        if self.signed:
            raise GraphError(
                f"{measure} is not defined on negative weights",
                got=f"{int((self.weights < 0).sum())} ties below 0",
                remedy='Leave them out with keep_ties(pl.col("weight") >= 0)',
            )

    # --- the first measures; all of them stand in `measures.MEASURES` ----------------------------------------------

    def degree(self, direction: Literal["all", "out", "in"] = "all") -> NDArray[np.int64]:
        """Count the others that each actor has a tie with; see `position.degree`."""
        from ecotone.network.position import degree

        return degree(self, direction)

    def strength(self, direction: Literal["all", "out", "in"] = "all") -> NDArray[np.float64]:
        """Add up the weights of each actor's ties; see `position.strength`."""
        from ecotone.network.position import strength

        return strength(self, direction)

    def components(self, connection: Literal["weak", "strong"] = "weak") -> NDArray[np.int64]:
        """Find the parts without a tie to each other, the largest 0; see `whole.components`."""
        from ecotone.network.whole import components

        return components(self, connection)

    def betweenness(self, *, by: Literal["hops", "weights"] = "hops", normalised: bool = True) -> NDArray[np.float64]:
        """Compute the share of shortest paths that run through each actor; see `paths.betweenness`."""
        from ecotone.network.paths import betweenness

        return betweenness(self, by=by, normalised=normalised)

    def layout(self, *, seed: int = 0, **options: Any) -> pl.DataFrame:
        """Compute where each actor goes on a map (`id`, `x`, `y`); see `layout.positions`."""
        from ecotone.network.layout import positions

        return positions(self, seed=seed, **options)

    def measures(self, *names: str) -> pl.DataFrame:
        """Return a frame with one column for each measure named; see `measures.MEASURES`."""
        from ecotone.network.measures import table

        return table(self, names or None)


def _need(frame: pl.DataFrame, columns: tuple[str, ...], where: str) -> None:
    """Refuse a frame that lacks a column."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise GraphError("A column is missing", where=where, got=", ".join(frame.columns) or "no columns", expected=", ".join(missing))


def _with_columns(ties: pl.DataFrame, *, directed: bool) -> pl.DataFrame:
    """Give a frame of ties the columns that every graph has, in their order, and keep the others after them."""
    given = set(ties.columns)
    weight = pl.col("weight").cast(pl.Float64).fill_null(1.0) if "weight" in given else pl.lit(1.0).alias("weight")
    relation = pl.col("relation" if "relation" in given else "kind") if given & {"relation", "kind"} else pl.lit("")
    way = pl.col("directed").fill_null(value=directed) if "directed" in given else pl.lit(value=directed).alias("directed")
    times = [pl.col(time) if time in given else pl.lit(None, pl.String).alias(time) for time in ("valid_from", "valid_to")]
    own = {"source", "target", "weight", "directed", "valid_from", "valid_to", "relation" if "relation" in given else "kind"}
    rest = [pl.col(column) for column in ties.columns if column not in own]
    return ties.select("source", "target", weight, relation.cast(pl.String).fill_null("").alias("relation"), way, *times, *rest)


def _ends(ties: pl.DataFrame) -> pl.DataFrame:
    """List the ends of ties in the order of their first appearance."""
    pairs = ties.select(pl.concat_list("source", "target").alias("id")).explode("id")
    return pairs.filter(pl.col("id").is_not_null()).unique(maintain_order=True)


def _positions(ties: pl.DataFrame, actors: pl.DataFrame, end: str) -> NDArray[np.int32]:
    """Return the row of each tie's end in the frame of actors."""
    index = actors.select(pl.col("id"), pl.int_range(pl.len(), dtype=pl.Int32).alias("__row__"))
    if ties[end].dtype == pl.Null and not ties[end].is_empty():
        raise GraphError("A tie has no end", where=end)
    ties = ties.with_columns(pl.col(end).cast(index["id"].dtype)) if ties[end].dtype == pl.Null else ties
    if ties[end].dtype != index["id"].dtype:
        raise GraphError(
            "Ids of ties and of actors are of different types", where=end, got=str(ties[end].dtype), expected=str(index["id"].dtype)
        )
    rows = ties.select(end).join(index, left_on=end, right_on="id", how="left", maintain_order="left")["__row__"]
    if rows.null_count():
        stranger = ties[end].filter(rows.is_null())
        raise GraphError(
            "A tie ends at an actor that does not exist",
            where=f"{end} of {len(stranger):,} ties",
            got=str(stranger[0]),
            expected="an id in actors",
        )
    return rows.to_numpy().astype(np.int32, copy=False)


def _check_weights(ties: pl.DataFrame, weight: WeightMeaning) -> None:
    """Refuse weights that mean nothing."""
    values = ties["weight"].to_numpy()
    wrong = ~np.isfinite(values)
    expected = "a finite number"
    if weight == "distance":
        wrong |= values < 0
        expected = "a finite number, 0 or more, for a distance"
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise GraphError("A weight cannot be used", where=f"ties, row {row}", got=str(values[row]), expected=expected)


def _check_modes(graph: Graph) -> None:
    """Refuse a two-mode graph whose ties stay within a mode."""
    mode = graph.attribute("mode")
    if not mode.is_in([0, 1]).all():
        raise GraphError("A mode is 0 or 1", where="actors, column mode", got=str(mode.unique().to_list()))
    modes = mode.to_numpy()
    within = modes[graph.tails] == modes[graph.heads]
    if within.any():
        row = int(np.flatnonzero(within)[0])
        ends = f"{graph.ties['source'][row]} and {graph.ties['target'][row]}"
        raise GraphError("A tie stays within one mode of a two-mode graph", where=f"ties, row {row}", got=ends)
