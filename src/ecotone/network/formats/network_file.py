"""What a network file holds, whatever its format: networks, and lists of numbers that go with their nodes.

Every reader of this folder ends in a `NetworkFile`, every writer starts from one, so a conversion is one read and one
write. A `Network` is two Polars frames. Nodes have `id` (as the file names them), `label`, and one column for each
attribute; edges have `source` and `target` (row numbers of nodes, from 0), `weight`, `directed`, `relation`, and one
column for each attribute. Appearance stands in columns that start with `viz:` (`viz:x`, `viz:size`, `viz:colour`),
a hierarchy in the node column `parent` (a row number). Time stands beside, in spells: when a node or an edge was
there, in the words of the file, since formats count in years, days or plain numbers; `time` says in which.

Parallel edges, self-loops, equal labels and isolated nodes are kept: reading decides nothing that a measure should.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from ecotone.errors import GraphError, NotFoundError
from ecotone.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.network.graph import Graph

NODE_COLUMNS: Final = {"id": pl.String, "label": pl.String}
EDGE_COLUMNS: Final = {"source": pl.Int64, "target": pl.Int64, "weight": pl.Float64, "directed": pl.Boolean, "relation": pl.String}
SPELL_COLUMNS: Final = {"item": pl.Int64, "start": pl.String, "end": pl.String, "start_open": pl.Boolean, "end_open": pl.Boolean}
VALUE_COLUMNS: Final = {"of": pl.String, "item": pl.Int64, "attribute": pl.String, "value": pl.String, "start": pl.String, "end": pl.String}
LOOK: Final = "viz:"
LOOKS: Final = frozenset(f"{LOOK}{name}" for name in ("x", "y", "z", "size", "colour", "shape", "image", "thickness"))
"""Appearance: coordinates, size and thickness are numbers, colour is `#rrggbb` or `#rrggbbaa`, shape is a word."""

TimeFormat = Literal["", "integer", "double", "date", "dateTime"]
ListKind = Literal["partition", "vector", "permutation", "cluster"]


def no_spells() -> pl.DataFrame:
    """Return a frame of spells with no row."""
    return pl.DataFrame(schema=SPELL_COLUMNS)


def no_values() -> pl.DataFrame:
    """Return a frame of values in time with no row."""
    return pl.DataFrame(schema=VALUE_COLUMNS)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """One network of a file.

    Parameters
    ----------
    nodes : polars.DataFrame
        `id`, `label`, attributes; row numbers are what edges, spells and parents point to.
    edges : polars.DataFrame
        `source`, `target` (row numbers of nodes), `weight` (1 where the file gives none, null where it gives no
        number), `directed`, `relation` (null where the file has one relation without a name), attributes.
    name : str
        As the file calls it.
    two_mode : (int, int) or None
        Numbers of nodes of the first and the second mode; the first come first.
    node_spells, edge_spells : polars.DataFrame
        `item` (row number), `start`, `end` (null: open), `start_open`, `end_open` (whether the very end is left out).
    values : polars.DataFrame
        Attributes that change: `of` (`node` or `edge`), `item`, `attribute`, `value`, `start`, `end`.
    time : {'', 'integer', 'double', 'date', 'dateTime'}
        In what spells count.
    default_directed : bool
        What the file says of edges as such; answers `directed` where there is no edge.
    meta : mapping of str to str
        What the file says of itself.

    Examples
    --------
    >>> nodes = pl.DataFrame({"id": ["a", "b"], "label": ["Clinic", None]})
    >>> Network.of(nodes, pl.DataFrame({"source": [0], "target": [1]}), directed=True).describe()["ties"]
    1
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame
    name: str = ""
    two_mode: tuple[int, int] | None = None
    node_spells: pl.DataFrame = field(default_factory=no_spells)
    edge_spells: pl.DataFrame = field(default_factory=no_spells)
    values: pl.DataFrame = field(default_factory=no_values)
    time: TimeFormat = ""
    default_directed: bool = False
    meta: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for what, frame, columns in (("nodes", self.nodes, NODE_COLUMNS), ("edges", self.edges, EDGE_COLUMNS)):
            wrong = {name: frame.schema.get(name) for name, kind in columns.items() if frame.schema.get(name) != kind}
            if wrong:
                raise GraphError(f"The frame of {what} lacks columns or has others in their place", got=str(wrong), expected=str(columns))
        ends = self.edges.select(pl.min_horizontal("source", "target").min().alias("low"), pl.max_horizontal("source", "target").max())
        low, high = ends.row(0)
        if low is not None and (low < 0 or high >= self.nodes.height):
            raise GraphError("An edge points to a row that no node has", got=f"{low} to {high}", expected=f"0 to {self.nodes.height - 1}")

    @classmethod
    def of(cls, nodes: pl.DataFrame, edges: pl.DataFrame, *, directed: bool, name: str = "") -> Network:
        """Make a network from frames that may lack label, weight, relation and direction.

        Parameters
        ----------
        nodes : polars.DataFrame
            At least `id`.
        edges : polars.DataFrame
            At least `source` and `target` as row numbers.
        directed : bool
            Of every edge, where the frame has no column `directed`.
        name : str
            The network's name.
        """
        defaults: dict[str, pl.Expr] = {
            "label": pl.lit(None, pl.String),
            "weight": pl.lit(1.0),
            "directed": pl.lit(directed),
            "relation": pl.lit(None, pl.String),
        }
        nodes = nodes.with_columns([e.alias(c) for c, e in defaults.items() if c in NODE_COLUMNS and c not in nodes.columns])
        edges = edges.with_columns([e.alias(c) for c, e in defaults.items() if c in EDGE_COLUMNS and c not in edges.columns])
        return cls(
            nodes.cast(NODE_COLUMNS).select(*NODE_COLUMNS, pl.exclude(*NODE_COLUMNS)),  # type: ignore[arg-type]  # stubs: Mapping of str
            edges.cast(EDGE_COLUMNS).select(*EDGE_COLUMNS, pl.exclude(*EDGE_COLUMNS)),  # type: ignore[arg-type]
            name=name,
            default_directed=directed,
        )

    @property
    def directed(self) -> bool | None:
        """Tell whether all edges have a direction, none has, or some have (None)."""
        if not self.edges.height:
            return self.default_directed
        number = self.edges["directed"].sum()
        return True if number == self.edges.height else None if number else False

    @property
    def relations(self) -> tuple[str, ...]:
        """Return the names of relations in the order of their first edge; an unnamed one is left out."""
        return tuple(self.edges["relation"].drop_nulls().unique(maintain_order=True))

    @property
    def temporal(self) -> bool:
        """Tell whether anything in it changes in time."""
        return bool(self.node_spells.height or self.edge_spells.height or self.values.height)

    def node_attributes(self) -> list[str]:
        """Return the names of node columns that are attributes: neither id nor label, parent nor appearance."""
        return [c for c in self.nodes.columns if c not in NODE_COLUMNS and c != "parent" and not c.startswith(LOOK)]

    def edge_attributes(self) -> list[str]:
        """Return the names of edge columns that are attributes."""
        return [c for c in self.edges.columns if c not in EDGE_COLUMNS and not c.startswith(LOOK)]

    def describe(self) -> dict[str, Any]:
        """Return counts: nodes, ties, direction, relations, modes, loops, parallel ties, and whether it has time."""
        edges = self.edges
        directed = int(edges["directed"].sum())
        ends = edges.select(
            pl.when("directed").then("source").otherwise(pl.min_horizontal("source", "target")).alias("a"),
            pl.when("directed").then("target").otherwise(pl.max_horizontal("source", "target")).alias("b"),
            "directed",
            "relation",
        )
        return {
            "name": self.name,
            "nodes": self.nodes.height,
            "ties": edges.height,
            "arcs": directed,
            "edges": edges.height - directed,
            "directed": self.directed,
            "relations": list(self.relations),
            "two_mode": list(self.two_mode) if self.two_mode else None,
            "loops": edges.filter(pl.col("source") == pl.col("target")).height,
            "parallel": edges.height - ends.n_unique() if edges.height else 0,
            "temporal": self.temporal,
            "node_attributes": self.node_attributes(),
            "edge_attributes": self.edge_attributes(),
        }

    def ties(self) -> pl.DataFrame:
        """Return the edges with ids of nodes in place of row numbers."""
        ids = self.nodes["id"]
        return self.edges.with_columns(ids.gather(self.edges["source"]).alias("source"), ids.gather(self.edges["target"]).alias("target"))

    def graph(self, *, weight: Literal["strength", "distance"], directed: bool | None = None) -> Graph:
        """Build the graph that measures run on.

        Parameters
        ----------
        weight : {'strength', 'distance'}
            What the file's weights mean; no file says it.
        directed : bool, optional
            Whether direction counts; by default it does if any edge has one, and an edge without one goes both ways.
        """
        from ecotone.network.graph import Graph

        kind = self.directed is not False if directed is None else directed
        ties = self.ties()
        if self.edge_spells.height:
            ties = (
                ties.with_row_index("item")
                .with_columns(pl.col("item").cast(pl.Int64))
                .join(self._lives(), on="item", how="left", maintain_order="left")
            )
            ties = ties.drop("item")
        nodes = self.nodes
        if self.two_mode:
            nodes = nodes.with_columns((pl.int_range(pl.len()) >= self.two_mode[0]).cast(pl.Int8).alias("mode"))
        return Graph.from_frames(ties, nodes, directed=kind, weight=weight, two_mode=self.two_mode is not None, name=self.name)

    def _lives(self) -> pl.DataFrame:
        """Return for each edge that has spells their list and their hull, as numbers where time counts in numbers."""
        spells = self.edge_spells
        if self.time in {"integer", "double"}:
            spells = spells.with_columns(pl.col("start", "end").cast(pl.Float64, strict=False))
        hull = [
            pl.when(pl.col(end).null_count() == 0).then(pick).alias(name)
            for end, pick, name in (("start", pl.col("start").min(), "valid_from"), ("end", pl.col("end").max(), "valid_to"))
        ]
        return spells.group_by("item").agg(*hull, pl.struct("start", "end").alias("spells"))


@dataclass(frozen=True, slots=True, eq=False)
class NodeList:
    """A list of numbers, one for each node of some network of the same size.

    Parameters
    ----------
    kind : {'partition', 'vector', 'permutation', 'cluster'}
        A class for each node (whole numbers), a measurement, a new order, or a set of node numbers (from 1).
    name : str
        As the file calls it.
    values : polars.Series
        Int64, or Float64 for a vector.
    """

    kind: ListKind
    name: str
    values: pl.Series


@dataclass(frozen=True, slots=True, eq=False)
class NetworkFile:
    """All that one file holds.

    Parameters
    ----------
    networks : tuple of Network
        In the order of the file.
    lists : tuple of NodeList
        Partitions, vectors, permutations and clusters (Pajek).
    name : str
        The file's name.
    format : str
        Which reader read it.
    problems : Problems
        What could not be read.
    """

    networks: tuple[Network, ...] = ()
    lists: tuple[NodeList, ...] = ()
    name: str = ""
    format: str = ""
    problems: Problems = field(default_factory=Problems)

    @property
    def partitions(self) -> tuple[NodeList, ...]:
        """Return the partitions."""
        return tuple(each for each in self.lists if each.kind == "partition")

    @property
    def vectors(self) -> tuple[NodeList, ...]:
        """Return the vectors."""
        return tuple(each for each in self.lists if each.kind == "vector")

    def network(self, which: str | int = 0) -> Network:
        """Return one network by its name or its place.

        Raises
        ------
        NotFoundError
            If there is no such network.
        """
        for place, network in enumerate(self.networks):
            if which in (place, network.name):
                return network
        names = ", ".join(repr(each.name) for each in self.networks) or "none"
        raise NotFoundError("No such network in the file", where=self.name or None, got=repr(which), expected=names)

    def describe(self) -> dict[str, Any]:
        """Return what the file holds, in counts, for JSON."""
        return {
            "file": self.name,
            "format": self.format,
            "networks": [network.describe() for network in self.networks],
            "lists": [{"kind": each.kind, "name": each.name, "length": len(each.values)} for each in self.lists],
            "problems": self.problems.by_kind(),
        }

    def with_lists_as_attributes(self) -> NetworkFile:
        """Put each partition and vector beside the nodes of every network of the same size; the rest stay as they are.

        Formats other than Pajek's have no lists, so a conversion goes through here.
        """
        used: set[int] = set()
        networks = []
        for network in self.networks:
            nodes = network.nodes
            for place, each in enumerate(self.lists):
                if each.kind in {"partition", "vector"} and len(each.values) == nodes.height:
                    nodes = nodes.with_columns(each.values.alias(_free_name(each.name or each.kind, nodes.columns)))
                    used.add(place)
            networks.append(replace(network, nodes=nodes))
        left = tuple(each for place, each in enumerate(self.lists) if place not in used)
        return replace(self, networks=tuple(networks), lists=left)


def _free_name(wanted: str, taken: list[str]) -> str:
    """Return the wanted column name, numbered if it is taken or means something else."""
    reserved = {*taken, *NODE_COLUMNS, "parent"}
    name, number = wanted, 2
    while name in reserved or name.startswith(LOOK):
        name, number = f"{wanted.removeprefix(LOOK)} {number}", number + 1
    return name
