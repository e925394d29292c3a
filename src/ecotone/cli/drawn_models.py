"""The commands `model list` and `model keep`: the models that are drawn in a record, and a model of a file drawn into it."""

from typing import Annotated

import typer

import ecotone
from ecotone.answer import Answer, Column, Method, Table, counted
from ecotone.cli import models
from ecotone.cli.models import Data, ModelFile, understood
from ecotone.cli.options import Author, Csv, Json, Record, opened
from ecotone.cli.running import working
from ecotone.errors import InputError


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group of those on models."""
    group.command("list", epilog="Example: ecotone model list houston.eco")(list_)
    group.command(epilog='Example: ecotone model keep teacup.xmile "houston.eco#cup of tea"')(keep)


def list_(record: Record, *, as_json: Json = False, as_csv: Csv = False) -> None:
    """List the models that are drawn in a record; the other commands open one as RECORD#NAME."""
    import polars as pl

    from ecotone.cli import render
    from ecotone.dynamics.kept import drawn_models

    with opened(record) as eco:
        found = drawn_models(eco)
        answer_at = eco.read_at()
    schema = {"name": pl.String, "variables": pl.Int64, "missing": pl.Int64, "runs": pl.String, "version": pl.Int64}
    rows = [
        {
            "name": each.name,
            "variables": len(each.drawn.variables) if each.drawn else None,
            "missing": len(each.drawn.missing) if each.drawn else None,
            "runs": f"{each.drawn.start:g} to {each.drawn.stop:g} {each.drawn.time_units}".strip() if each.drawn else "",
            "version": each.version,
        }
        for each in found
    ]
    columns = (
        Column("name", "Model"),
        Column("variables", "Variables", "integer"),
        Column("missing", "Without an equation", "integer", caveat="A model runs once this is 0."),
        Column("runs", "Runs"),
        Column("version", "Version", "integer"),
    )
    example = f' Open one with, for example: ecotone simulate "{record}#{found[0].name}"' if found else ""
    answer = Answer(
        question="Which models are drawn in this record?",
        summary=(
            f"{counted(len(found), 'model')}.{example}" if found else "None yet: draw one in the browser, or keep one with `model keep`."
        ),
        tables=(Table("Models", pl.DataFrame(rows, schema=schema), columns),),
        method=Method("what the record keeps", ecotone.__version__),
        read_at=answer_at,
    )
    render.show(answer, as_json=as_json, as_csv=as_csv)


def keep(
    model: ModelFile,
    target: Annotated[str, typer.Argument(metavar="RECORD#NAME", help="The record, and what the model is called in it.")],
    *,
    author: Author = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Draw a model into a record, where the browser can change it; its places are kept, undo takes it back."""
    from ecotone.cli.render import show_json
    from ecotone.dynamics.drawn import Drawn
    from ecotone.dynamics.kept import KIND, ROOM
    from ecotone.dynamics.redraw import settled

    inside = models.in_record(target)
    if inside is None or not inside[1]:
        raise InputError("This names no model in a record", got=target, expected='RECORD#NAME, for example "houston.eco#cup of tea"')
    record, name = inside
    with understood(model), working("Drawing"):
        drawn = settled(Drawn.of(models.opened(model, data or ()).document))
    with opened(record) as eco:
        if eco.kept(ROOM, KIND, name):
            raise InputError("The record has a model of this name already", got=name[:80], remedy="Choose another name")
        with eco.batch(f"Begin the model “{name}”", author) as batch:
            batch.keep(ROOM, KIND, name, drawn.body())
    told = {"record": record, "name": name, "variables": len(drawn.variables)}
    if as_json:
        show_json(told)
    else:
        print(f"Drew {name} into {record}: {counted(len(drawn.variables), 'variable')}.")
