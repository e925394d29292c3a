"""A graph with positions as a network that files can hold: attributes as they are, places in `viz:x` and `viz:y`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ecotone.network.formats.network_file import Network

if TYPE_CHECKING:
    from ecotone.network.graph import Graph


def placed(graph: Graph, positions: pl.DataFrame) -> Network:
    """Return the network of a graph whose actors stand where a layout put them.

    Parameters
    ----------
    graph : Graph
        Its attributes are kept; columns that are lists (evidence) are left out.
    positions : polars.DataFrame
        `id`, `x`, `y`, as `layout.positions` gives them.

    Examples
    --------
    >>> from ecotone.network import Graph
    >>> graph = Graph.from_frames(pl.DataFrame({"source": ["a"], "target": ["b"]}), directed=False, weight="strength")
    >>> placed(graph, pl.DataFrame({"id": ["a", "b"], "x": [0.0, 1.0], "y": [2.0, 3.0]})).nodes["viz:y"].to_list()
    [2.0, 3.0]
    """
    plain = [name for name, kind in graph.actors.schema.items() if not kind.is_nested() and not name.startswith("viz:")]
    nodes = graph.actors.select(plain).join(
        positions.select("id", pl.col("x").alias("viz:x"), pl.col("y").alias("viz:y")), on="id", how="left", maintain_order="left"
    )
    kept = [name for name, kind in graph.ties.schema.items() if not kind.is_nested() and name not in {"source", "target", "id"}]
    edges = graph.ties.select(kept).with_columns(source=pl.Series(graph.tails), target=pl.Series(graph.heads))
    if not graph.directed:
        edges = edges.with_columns(directed=pl.lit(value=False))
    return Network.of(nodes.with_columns(pl.col("id").cast(pl.String)), edges, directed=graph.directed, name=graph.name)
