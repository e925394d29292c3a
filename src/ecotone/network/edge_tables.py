"""Measures of edge tables too large for one machine's memory: one expression each, run by DuckDB here or by Spark elsewhere.

The same figures as the kernels give (tests hold both to each other), for networks beyond some fifty million ties; below that the kernels
are tens of times faster. Needs the extra `ecotone[tables]`, or `ecotone[spark]` for a cluster.

References
----------
Lü, L., Zhou, T., Zhang, Q.-M. and Stanley, H. E. (2016). The H-index of a network node and its relation to degree and coreness. Nature
Communications 7, 10168. Rastogi, V. et al. (2013). Finding connected components in Map-Reduce in logarithmic rounds. ICDE.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import GraphError, NotFoundError
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    import polars as pl

MEASURES: Final = ("degree", "strength", "components", "pagerank", "core_number", "triangles", "clustering", "label_propagation")
"""Those that give one number an actor."""
ROUNDS: Final = 1_000


def connect(address: str = "duckdb://") -> Any:
    """Connect to what runs the expressions.

    Parameters
    ----------
    address : str
        `duckdb://` (in memory), `duckdb://FILE` (spills there), `spark://host:port` or `spark://local[2]`.

    Raises
    ------
    NotFoundError
        If the extra is not installed, or there is no such engine.
    """
    try:
        import ibis
    except ImportError:
        raise NotFoundError("Edge tables need Ibis", remedy="Install ecotone[tables], or ecotone[spark] for a cluster") from None
    kind, _, rest = address.partition("://")
    if kind == "duckdb":
        return ibis.duckdb.connect(rest or ":memory:")
    if kind == "spark":
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise NotFoundError("There is no Spark here", got=address, remedy="Install ecotone[spark]; it needs Java 17") from None
        master = rest if rest.startswith("local") else address
        session = SparkSession.builder.master(master).appName("ecotone").config("spark.sql.shuffle.partitions", "8").getOrCreate()
        return ibis.pyspark.connect(session)
    raise NotFoundError("There is no such engine", got=address, expected="duckdb:// or spark://host:port")


@dataclass(frozen=True)
class EdgeTable:
    """Ties as a table of an engine: each pair once in each direction, without loops, parallel strengths added up.

    Parameters
    ----------
    engine : ibis connection
        What runs the expressions; see `connect`.
    rows : ibis table
        `source`, `target`, `weight`.
    """

    engine: Any
    rows: Any

    @classmethod
    def read(cls, engine: Any, path: str | Path, *, source: str = "source", target: str = "target", weight: str | None = None) -> EdgeTable:
        """Read ties from Parquet or CSV files, where the engine sees them; direction is left out of account.

        Raises
        ------
        NotFoundError
            If there is no such file.
        GraphError
            If the engine cannot read the file, or a column is missing.
        """
        text = str(path)
        if "://" not in text and "*" not in text and not Path(text).exists():
            raise NotFoundError("No such file", got=text)
        kind = "CSV" if text.lower().endswith((".csv", ".csv.gz")) else "Parquet"
        try:
            given = engine.read_csv(text) if kind == "CSV" else engine.read_parquet(text)
        except Exception as error:  # each engine has errors of its own
            raise GraphError(
                f"The ties cannot be read as {kind}",
                where=text,
                got=str(error).splitlines()[0][:200],
                expected="a Parquet or CSV file of ties",
            ) from error
        return cls.of(engine, given, source=source, target=target, weight=weight)

    @classmethod
    def of(cls, engine: Any, given: Any, *, source: str = "source", target: str = "target", weight: str | None = None) -> EdgeTable:
        """Take a table of the engine, or a Polars frame."""
        import ibis

        table = given if isinstance(given, ibis.Table) else ibis.memtable(given)
        missing = [name for name in (source, target, weight) if name is not None and name not in table.columns]
        if missing:
            raise GraphError("A column is missing", got=", ".join(table.columns), expected=", ".join(missing))
        strength = ibis.literal(1.0) if weight is None else table[weight].cast("float64")
        ties = table.select(source=table[source], target=table[target], weight=strength)
        ties = ties.filter(ties.source.notnull() & ties.target.notnull() & (ties.source != ties.target))
        both = ties.union(ties.select(source=ties.target, target=ties.source, weight=ties.weight))
        rows = both.group_by("source", "target").aggregate(weight=both.weight.sum())
        return cls(engine, rows.cache())

    # --- one number an actor ------------------------------------------------------------------------------------------

    @cached_property
    def _degree(self) -> Any:
        return self.rows.group_by(id=self.rows.source).aggregate(value=self.rows.count()).cache()

    def degree(self) -> pl.DataFrame:
        """Count the partners of each actor: `id`, `value`."""
        return _frame(self._degree)

    def strength(self) -> pl.DataFrame:
        """Add up the strength of each actor's ties."""
        return _frame(self.rows.group_by(id=self.rows.source).aggregate(value=self.rows.weight.sum()))

    def components(self, *, work: Work = SILENT) -> pl.DataFrame:
        """Name each actor's component by the least id in it: take the least name among neighbours, then that name's own name, again."""
        import ibis

        label = self._degree.select("id", label=self._degree.id).cache()
        for number in range(ROUNDS):
            near = self.rows.join(label, self.rows.target == label.id).select(id="source", other="label")
            least = near.group_by("id").aggregate(other=near.other.min())
            hooked = label.join(least, "id").select("id", before=label.label, label=ibis.least(label.label, least.other)).cache()
            onward = hooked.view()
            jumped = hooked.join(onward, hooked.label == onward.id).select(
                id=hooked.id, before=hooked.before, label=ibis.least(hooked.label, onward.label)
            )
            jumped = jumped.cache()
            changed = int(jumped.filter(jumped.label != jumped.before).count().execute())
            label = jumped.select("id", "label").cache()
            work.step(number, None, f"components: {changed:,} changed")
            if not changed:
                return _frame(label.select("id", value="label"))
        raise GraphError("The components did not come to rest", got=f"{ROUNDS} rounds")  # pragma: no cover  a path of 2^1000 actors

    def pagerank(self, *, damping: float = 0.85, tolerance: float = 1e-10, work: Work = SILENT) -> pl.DataFrame:
        """Compute PageRank along strengths, until the values change by less than the tolerance in all."""
        import ibis

        total = self.rows.group_by(id=self.rows.source).aggregate(out=self.rows.weight.sum()).cache()
        count = int(total.count().execute())
        if not count:
            return _frame(total.select("id", value="out"))
        step = self.rows.join(total, self.rows.source == total.id).select("source", "target", share=self.rows.weight / total.out).cache()
        rank = total.select("id", value=ibis.literal(1.0 / count)).cache()
        for number in range(ROUNDS):
            moved = step.join(rank, step.source == rank.id).select(id="target", part=step.share * rank.value)
            new = moved.group_by("id").aggregate(value=ibis.literal((1 - damping) / count) + damping * moved.part.sum()).cache()
            change = float(new.join(rank, "id").select(d=(new.value - rank.value).abs()).d.sum().execute())
            rank = new
            work.step(number, None, f"PageRank: change {change:.1e}")
            if change < tolerance:
                return _frame(rank)
        raise GraphError("PageRank did not come to rest", got=f"{ROUNDS} rounds", remedy="Ask for a greater tolerance")

    def core_number(self, *, work: Work = SILENT) -> pl.DataFrame:
        """Compute core numbers as the limit of h-indices: at least h partners with a value of h or more, from the degrees on."""
        import ibis

        core = self._degree.select("id", value=self._degree.value.cast("int64")).cache()
        for number in range(ROUNDS):
            near = self.rows.join(core, self.rows.target == core.id).select(id="source", value="value")
            place = ibis.row_number().over(ibis.window(group_by=near.id, order_by=near.value.desc())) + 1
            ranked = near.select("id", reach=ibis.least(near.value, place.cast("int64")))
            new = ranked.group_by("id").aggregate(value=ranked.reach.max().cast("int64")).cache()
            before = core
            changed = int(new.join(before, "id").filter(new.value != before.value).count().execute())
            core = new
            work.step(number, None, f"core numbers: {changed:,} changed")
            if not changed:
                return _frame(core)
        raise GraphError("Core numbers did not come to rest", got=f"{ROUNDS} rounds")  # pragma: no cover  a path of a million actors

    @cached_property
    def _triangles(self) -> Any:
        """Count triangles by looking, from the end with fewest partners, at pairs of partners further on."""
        degree = self._degree
        tail = self.rows.join(degree, self.rows.source == degree.id).select("source", "target", d=degree.value)
        other = degree.view()
        ends = tail.join(other, tail.target == other.id).select("source", "target", d="d", e=other.value)
        onward = ends.filter((ends.d < ends.e) | ((ends.d == ends.e) & (ends.source < ends.target))).select("source", "target").cache()
        second, closing = onward.view(), onward.view()
        wedges = onward.join(second, onward.target == second.source).select(a=onward.source, b=onward.target, c=second.target)
        found = wedges.join(closing, (wedges.a == closing.source) & (wedges.c == closing.target)).select("a", "b", "c").cache()
        corners = found.select(id="a").union(found.select(id="b")).union(found.select(id="c"))
        counts = corners.group_by("id").aggregate(t=corners.count())
        joined = degree.left_join(counts, degree.id == counts.id)
        return joined.select(id=degree.id, d=degree.value, value=counts.t.fill_null(0)).cache()

    def triangles(self) -> pl.DataFrame:
        """Count the triangles that each actor is in."""
        return _frame(self._triangles.select("id", "value"))

    def clustering(self) -> pl.DataFrame:
        """Compute the share of pairs of partners that are tied; 0 with fewer than two."""
        import ibis

        found = self._triangles
        pairs = found.d * (found.d - 1)
        share = ibis.ifelse(pairs > 0, 2.0 * found.value / pairs.nullif(0), 0.0)
        return _frame(found.select("id", value=share))

    def label_propagation(self, *, rounds: int = 20, work: Work = SILENT) -> pl.DataFrame:
        """Let all actors at once take the strongest label around them, their own counting as a mean tie; the least id of equals.

        All change at the same time, so unlike `louvain.label_propagation` this needs no seed; it stops after `rounds` or at rest.
        """
        import ibis

        label = self._degree.select("id", value=self._degree.id).cache()
        own = self.rows.group_by(id=self.rows.source).aggregate(weight=self.rows.weight.mean()).cache()
        for number in range(rounds):
            votes = self.rows.join(label, self.rows.target == label.id).select(id="source", label="value", weight="weight")
            mine = own.join(label, "id").select(id="id", label="value", weight="weight")
            every = votes.union(mine)
            summed = every.group_by("id", "label").aggregate(weight=every.weight.sum().round(9))
            place = ibis.row_number().over(ibis.window(group_by=summed.id, order_by=[summed.weight.desc(), summed.label]))
            new = summed.mutate(place=place).filter(ibis._.place == 0).select("id", value="label").cache()
            before = label
            changed = int(new.join(before, "id").filter(new.value != before.value).count().execute())
            label = new
            work.step(number, rounds, f"label propagation: {changed:,} changed")
            if not changed:
                break
        return _frame(label)

    # --- pairs --------------------------------------------------------------------------------------------------------

    def common_neighbours(self, top: int = 1_000) -> pl.DataFrame:
        """List the pairs without a tie that have most partners in common: `source`, `target`, `value`; of equals the least ids."""
        one, other = self.rows, self.rows.view()
        pairs = one.join(other, one.target == other.target).select(source=one.source, target=other.source)
        pairs = pairs.filter(pairs.source < pairs.target)
        counts = pairs.group_by("source", "target").aggregate(value=pairs.count())
        open_pairs = counts.anti_join(self.rows, ["source", "target"])
        best = open_pairs.order_by([open_pairs.value.desc(), open_pairs.source, open_pairs.target]).limit(top)
        found: pl.DataFrame = best.to_polars()
        return found

    def mixing(self, groups: Any) -> pl.DataFrame:
        """Count the tied pairs and their strength between groups: `one`, `other` (in order), `pairs`, `weight`.

        Parameters
        ----------
        groups : ibis table or Polars frame
            `id` and `group`; actors without a group are left out.
        """
        import ibis

        table = groups if isinstance(groups, ibis.Table) else ibis.memtable(groups.select("id", "group"))
        second = table.view()
        once = self.rows.filter(self.rows.source < self.rows.target)
        named = once.join(table, once.source == table.id).select("target", "weight", a=table.group)
        named = named.join(second, named.target == second.id).select(a="a", b=second.group, weight="weight")
        ordered = named.select(one=ibis.least(named.a, named.b), other=ibis.greatest(named.a, named.b), weight="weight")
        found = ordered.group_by("one", "other").aggregate(pairs=ordered.count(), weight=ordered.weight.sum())
        table_of_pairs: pl.DataFrame = found.order_by("one", "other").to_polars()
        return table_of_pairs


def _frame(table: Any) -> pl.DataFrame:
    """Fetch a measure, ordered by id."""
    found: pl.DataFrame = table.order_by("id").to_polars()
    return found
