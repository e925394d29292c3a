"""The command for edge tables that one machine's memory does not hold: network table."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecotone.cli.options import Json
from ecotone.cli.running import working, write_out
from ecotone.errors import InputError

if TYPE_CHECKING:
    import polars as pl


def table(
    ties: Annotated[str, typer.Argument(metavar="TIES", help="A Parquet or CSV file of ties (or a pattern), where the engine sees it.")],
    *,
    engine: Annotated[
        str, typer.Option("--engine", help="duckdb:// (here), duckdb://FILE (spills there) or spark://host:port.")
    ] = "duckdb://",
    measure: Annotated[str, typer.Option("--measure", help="Measures with commas, common_neighbours among them.")] = "degree,components",
    source: Annotated[str, typer.Option("--source", help="Column of the one end.")] = "source",
    target: Annotated[str, typer.Option("--target", help="Column of the other end.")] = "target",
    weight: Annotated[str | None, typer.Option("--weight", help="Column of strengths; each tie counts 1 without it.")] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many pairs of common_neighbours.")] = 1_000,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="A .parquet or .csv file.")] = None,
    as_json: Json = False,
) -> None:
    """Measure an edge table in DuckDB or on a Spark cluster; worth it beyond some fifty million ties."""
    from ecotone.cli.models import check_output
    from ecotone.cli.render import show_json
    from ecotone.network.edge_tables import MEASURES, EdgeTable, connect
    from ecotone.workbench.export import TABLE_ENDINGS, frame_csv, write_table

    names = [name.strip() for name in measure.split(",") if name.strip()]
    known = (*MEASURES, "common_neighbours")
    if not names or set(names) - set(known):
        raise InputError("There is no such measure of edge tables", got=measure, expected=", ".join(known))
    if "common_neighbours" in names and len(names) > 1:
        raise InputError("Pairs and actors do not fit in one table", got=measure, remedy="Ask for common_neighbours by itself")
    check_output(output, TABLE_ENDINGS)
    rows = EdgeTable.read(connect(engine), ties, source=source, target=target, weight=weight)
    found: pl.DataFrame | None = None
    with working("Computing") as work:
        for number, name in enumerate(names):
            work.step(number, len(names), name)
            one = rows.common_neighbours(top) if name == "common_neighbours" else getattr(rows, name)().rename({"value": name})
            found = one if found is None else found.join(one, on="id", how="left", maintain_order="left")
    assert found is not None
    if output is not None:
        write_table(found, output)
    if as_json:
        show_json({"rows": found.height, "written": None if output is None else str(output), "first": found.head(20).to_dicts()})
    elif output is not None:
        print(f"Wrote {output}: {found.height:,} rows.")
    else:
        write_out(frame_csv(found))
