"""A network under construction: readers say nodes and edges one by one, and it makes the frames.

What every format may get wrong is decided here once: an edge to a node that was never declared makes that node
where the format allows it and is refused where not; a weight that is no finite number is dropped and reported;
a second node with the same id is refused.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from ecotone.network.formats.columns import Sparse
from ecotone.network.formats.network_file import EDGE_COLUMNS, LOOK, LOOKS, NODE_COLUMNS, SPELL_COLUMNS, VALUE_COLUMNS, Network, TimeFormat
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Spells:
    """Collect when items were there."""

    rows: list[tuple[int, str | None, str | None, bool, bool]] = field(default_factory=list)

    def add(self, item: int, start: str | None, end: str | None, *, start_open: bool = False, end_open: bool = False) -> None:
        """Say one spell of one item."""
        self.rows.append((item, start, end, start_open, end_open))

    def overlapping(self, time: TimeFormat) -> int | None:
        """Return an item of which one spell starts before the last has ended, if there is one; touching is no overlap."""
        ends: dict[int, list[tuple[Any, Any]]] = {}
        for item, start, end, _, _ in self.rows:
            ends.setdefault(item, []).append((_order(start, time, -math.inf), _order(end, time, math.inf)))
        for item, spans in ends.items():
            if len(spans) > 1:
                spans.sort()
                if any(after[0] < before[1] for before, after in itertools.pairwise(spans)) or len(set(spans)) < len(spans):
                    return item
        return None

    def frame(self) -> pl.DataFrame:
        """Return the spells, sorted by item."""
        return pl.DataFrame(self.rows, schema=SPELL_COLUMNS, orient="row").sort("item", maintain_order=True)


def _order(text: str | None, time: TimeFormat, open_end: float) -> tuple[float, str]:
    """Return what a time sorts by: a number where time counts in numbers, else its text."""
    if text is None:
        return (open_end, "")
    if time in {"date", "dateTime"}:
        return (0.0, text)
    try:
        return (float(text), "")
    except ValueError:
        return (0.0, text)


def node_column(name: str) -> str:
    """Return the column of a node attribute: a name that means something else gets a mark."""
    return _marked(name) if name in NODE_COLUMNS or name == "parent" else _unlooked(name)


def edge_column(name: str) -> str:
    """Return the column of an edge attribute: a name that means something else gets a mark."""
    return _marked(name) if name in EDGE_COLUMNS else _unlooked(name)


def _marked(name: str) -> str:
    return f"{name} (attribute)"


def _unlooked(name: str) -> str:
    return _marked(name.removeprefix(LOOK)) if name.startswith(LOOK) and name not in LOOKS else name


@dataclass(slots=True)
class Builder:
    """Collect one network.

    Parameters
    ----------
    file : str
        For problems.
    problems : Problems
        Takes what is refused or changed.
    name : str
        The network's name.
    """

    file: str
    problems: Problems
    name: str = ""
    ids: list[str] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    row_of: dict[str, int] = field(default_factory=dict)
    sources: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    weights: list[float | None] = field(default_factory=list)
    directions: list[bool] = field(default_factory=list)
    relations: list[str | None] = field(default_factory=list)
    node_values: Sparse = field(default_factory=Sparse)
    edge_values: Sparse = field(default_factory=Sparse)
    node_types: dict[str, pl.DataType | type[pl.DataType]] = field(default_factory=dict)
    edge_types: dict[str, pl.DataType | type[pl.DataType]] = field(default_factory=dict)
    node_spells: Spells = field(default_factory=Spells)
    edge_spells: Spells = field(default_factory=Spells)
    changes: list[tuple[str, int, str, str, str | None, str | None]] = field(default_factory=list)
    two_mode: tuple[int, int] | None = None
    time: TimeFormat = ""
    default_directed: bool = False
    meta: dict[str, str] = field(default_factory=dict)

    def node(self, id_: str, label: str | None = None, *, row: int | None = None) -> int | None:
        """Declare a node and return its row number; None, with a problem, if the id is taken."""
        if id_ in self.row_of:
            self.problem("Two nodes have the same id; the second is left out", row=row, got=id_)
            return None
        self.row_of[id_] = len(self.ids)
        self.ids.append(id_)
        self.labels.append(label)
        return len(self.ids) - 1

    def need(self, id_: str) -> int:
        """Return the row number of a node, made if it is new."""
        known = self.row_of.get(id_)
        if known is not None:
            return known
        self.row_of[id_] = len(self.ids)
        self.ids.append(id_)
        self.labels.append(None)
        return len(self.ids) - 1

    def find(self, id_: str, *, row: int | None = None) -> int | None:
        """Return the row number of a declared node; None, with a problem, if there is none."""
        known = self.row_of.get(id_)
        if known is None:
            self.problem("The edge names a node that is not declared", row=row, got=id_)
        return known

    def edge(
        self, source: int, target: int, *, weight: float | None = 1.0, directed: bool, relation: str | None = None, row: int | None = None
    ) -> int:
        """Add an edge between row numbers and return its own row number."""
        if weight is not None and not math.isfinite(weight):
            self.problem("The weight is no finite number; the tie is kept without one", row=row, got=str(weight), severity="changed")
            weight = None
        self.sources.append(source)
        self.targets.append(target)
        self.weights.append(weight)
        self.directions.append(directed)
        self.relations.append(relation)
        return len(self.sources) - 1

    def edges(
        self, sources: Sequence[int], targets: Sequence[int], weights: Sequence[float], *, directed: bool, relation: str | None
    ) -> None:
        """Add many edges without attributes, whose weights are finite."""
        self.sources.extend(sources)
        self.targets.extend(targets)
        self.weights.extend(weights)
        self.directions.extend([directed] * len(sources))
        self.relations.extend([relation] * len(sources))

    def node_value(self, name: str, row: int, value: Any) -> None:
        """Say an attribute of a node."""
        self.node_values.put(node_column(name), row, value)

    def edge_value(self, name: str, row: int, value: Any) -> None:
        """Say an attribute of an edge."""
        self.edge_values.put(edge_column(name), row, value)

    def node_type(self, name: str, dtype: pl.DataType | type[pl.DataType]) -> str:
        """Say the type of a node attribute, before its values; return the name of its column."""
        own = node_column(name)
        self.node_types[own] = dtype
        self.node_values.values[own]  # an attribute that no node has is an attribute still
        return own

    def edge_type(self, name: str, dtype: pl.DataType | type[pl.DataType]) -> str:
        """Say the type of an edge attribute, before its values; return the name of its column."""
        own = edge_column(name)
        self.edge_types[own] = dtype
        self.edge_values.values[own]
        return own

    def number(self, text: str, *, row: int | None = None, what: str = "weight") -> float | None:
        """Read a weight; None, with a problem, if it is no number. Infinite and NaN come back as they are."""
        try:
            return float(text)
        except ValueError:
            self.problem(f"The {what} is no number; it is left out", row=row, got=text, severity="changed")
            return None

    def problem(
        self, what: str, *, row: int | None = None, got: str | None = None, severity: Any = "refused", remedy: str | None = None
    ) -> None:
        """Report a problem in this file."""
        self.problems.add(Problem(what, file=self.file, row=row, got=got, severity=severity, remedy=remedy))

    def settled(self, frame: pl.DataFrame, texts: tuple[str, ...]) -> pl.DataFrame:
        """Return a frame whose ids, labels and appearance have the types that they have in every format."""
        casts = []
        for name, dtype in frame.schema.items():
            if name in texts or name in {f"{LOOK}colour", f"{LOOK}shape", f"{LOOK}image"}:
                casts.append(pl.col(name).list.join("|") if isinstance(dtype, pl.List) else pl.col(name).cast(pl.String))
            elif name in LOOKS and dtype != pl.Float64:
                numbers = (
                    frame[name].cast(pl.Float64, strict=False) if not isinstance(dtype, pl.List) else pl.Series(name, [None] * frame.height)
                )
                if numbers.null_count() > frame[name].null_count():
                    self.problem("A place or a size is no number; it is left out", got=name, severity="changed")
                casts.append(pl.lit(numbers.cast(pl.Float64)).alias(name))
        return frame.with_columns(casts)

    def network(self) -> Network:
        """Return the network as it stands."""
        nodes = pl.DataFrame({"id": self.ids, "label": self.labels}, schema=NODE_COLUMNS)
        edges = pl.DataFrame(
            {
                "source": self.sources,
                "target": self.targets,
                "weight": self.weights,
                "directed": self.directions,
                "relation": self.relations,
            },
            schema=EDGE_COLUMNS,
        )
        for what, spells in (("node", self.node_spells), ("edge", self.edge_spells)):
            if (item := spells.overlapping(self.time)) is not None:
                self.problem(f"Time intervals of a {what} overlap; they are kept as they are", got=f"{what} {item + 1}", severity="noted")
        nodes = self.settled(nodes.with_columns(self.node_values.columns(len(self.ids), dtypes=self.node_types)), ())
        edges = self.settled(edges.with_columns(self.edge_values.columns(len(self.sources), dtypes=self.edge_types)), ("id", "label"))
        return Network(
            nodes,
            edges,
            name=self.name,
            two_mode=self.two_mode,
            node_spells=self.node_spells.frame(),
            edge_spells=self.edge_spells.frame(),
            values=pl.DataFrame(self.changes, schema=VALUE_COLUMNS, orient="row"),
            time=self.time,
            default_directed=self.default_directed,
            meta=self.meta,
        )
