"""The command `model convert`: a model as XMILE, or its causal-loop diagram for Kumu, for Graphviz, or as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ecotone.cli import models
from ecotone.cli.models import Data, ModelFile, Set, understood
from ecotone.cli.options import Json
from ecotone.cli.running import say, working
from ecotone.errors import InputError

if TYPE_CHECKING:
    from ecotone.dynamics import Model
    from ecotone.dynamics.causal_map import CausalMap

MODELS: Final = (".xmile", ".stmx", ".itmx", ".xml")
DIAGRAMS: Final = (".json", ".xlsx", ".dot", ".gv", ".svg")


def add_to(group: typer.Typer) -> None:
    """Add the command to the group of those on models."""
    group.command(epilog="Example: ecotone model convert district loops.svg")(convert)


def convert(
    model: ModelFile,
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="What to write: a model (.xmile, .stmx, .itmx), or its causal-loop diagram for Kumu (.json, .kumu.xlsx), "
            "for Graphviz (.dot, .gv) or as a picture (.svg).",
        ),
    ] = None,
    *,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The same, as an option.")] = None,
    set_: Set = None,
    constants: Annotated[bool, typer.Option("--constants", help="Draw constants, tables and data too, which never move.")] = False,
    loops: Annotated[
        int | None, typer.Option("--loops", min=0, max=100, help="How many loops a diagram names, the strongest first; else 12.")
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Write a model as XMILE 1.0, of Vensim what means the same in both; or its causal-loop diagram with polarities, delays and loops."""
    from ecotone.cli.render import show_json

    path = _one(target, output)
    models.check_output(path, (*MODELS, *DIAGRAMS))
    drawn = path.suffix.lower() in DIAGRAMS
    if not drawn and (constants or loops is not None):
        got = "--constants" if constants else "--loops"
        raise InputError("Only a diagram is drawn so", where=str(path), got=got, expected="a name such as loops.svg")
    with understood(model), working("Converting"):
        values = models.settings(set_ or ())
        read = models.opened(model, data or ())
        told = _diagram(read, path, values, 12 if loops is None else loops, still=constants) if drawn else _xmile(read, path, values)
    if as_json:
        show_json({"written": str(path), **told})
        return
    notes = told.pop("notes", [])
    print(f"Wrote {path}: {', '.join(models.counted(count, name) for name, count in told.items())}.")
    for note in notes:
        say(note)


def _one(target: Path | None, output: Path | None) -> Path:
    if target is not None and output is not None:
        raise InputError("There are two files to write", got=f"{target} and {output}", remedy="Give one")
    path = target or output
    if path is None:
        raise InputError("There is no file to write", expected="a name such as loops.svg")
    return path


def _xmile(model: "Model", path: Path, values: dict[str, float]) -> dict[str, Any]:
    from ecotone.dynamics import to_xmile
    from ecotone.workbench.export import replacing

    if values:
        raise InputError("--set is for diagrams; a model is written with its own numbers", got=", ".join(values))
    written = to_xmile(model.document, model.data)
    with replacing(path) as out:
        out.write(written)
    return {"bytes": len(written), "equations": len(model.document.equations)}


def _diagram(model: "Model", path: Path, values: dict[str, float], loops: int, *, still: bool) -> dict[str, Any]:
    from ecotone.dynamics.causal_map import causal_map

    found = causal_map(model, still=still, loops=loops, values=values)
    _save(found, path)
    counts = {"variables": len(found.variables), "links": len(found.links), "loops named": len(found.loops)}
    return counts | ({"notes": list(found.notes)} if found.notes else {})


def _save(found: "CausalMap", path: Path) -> None:
    from ecotone.dynamics.causal_map import dot, kumu
    from ecotone.workbench.export import replacing

    if path.suffix.lower() in {".json", ".xlsx"}:
        from ecotone.workbench.kumu import save

        save(kumu(found), path)
        return
    if path.suffix.lower() == ".svg":
        from ecotone.dynamics.causal_svg import svg

        text = svg(found)
    else:
        text = dot(found)
    with replacing(path) as out:
        out.write(text.encode())
