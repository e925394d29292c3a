"""Write the generated pages of the documentation: the reference of the command line, and of the measures.

`python3 dev.py docs` runs it; a test fails where a page is not what this file would write, so that no command, option
or measure goes undocumented.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer.main

from ecotone.cli import app
from ecotone.network.measures import MEASURES

FOLDER = Path(__file__).resolve().parent


def cli_reference() -> str:
    """Return the reference of every command, read from the commands themselves."""
    group: Any = typer.main.get_command(app)
    parts = [
        "# The command line",
        "Written by `python3 dev.py docs` from the commands themselves.",
        (
            "Exit codes: 0 is fine; 1 is finished with something to look at (problems found, all rows refused, stopped by the user); "
            "2 is what cannot be done as asked, with one message on standard error. `--json` prints JSON for programs and nothing else on "
            "standard output. Dates are written as `2024`, `2024-05` or `2024-05-17` and keep that precision."
        ),
    ]
    for name, command in group.commands.items():
        parts += _command(f"ecotone {name}", command)
    return "\n\n".join(parts) + "\n"


def _command(path: str, command: Any) -> list[str]:
    """Describe one command, and those under it."""
    if hasattr(command, "commands"):
        below = [part for name, inner in command.commands.items() for part in _command(f"{path} {name}", inner)]
        return [f"## {path}", command.help or "", *below]
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    needed = [f"{p.opts[-1]} {p.metavar or p.name.upper()}" for p in options if p.required]
    usage = " ".join([path, *(p.metavar or p.name.upper() for p in arguments), *needed, "[OPTIONS]"])
    example = (command.epilog or "").removeprefix("Example: ")
    rows = [f"| `{p.metavar or p.name.upper()}` | {p.help or ''} |" for p in arguments]
    rows += [f"| {_names(p)} | {p.help or ''}{_default(p)} |" for p in options]
    parts = [f"## {path}", " ".join((command.help or "").split()), f"```\n{usage}\n```"]
    if rows:
        parts.append("\n".join(["| argument or option | meaning |", "|---|---|", *rows]))
    if example:
        parts.append(f"Example: `{example}`")
    return parts


def _names(option: Any) -> str:
    """Return how an option is written, with what it takes."""
    takes = "" if option.is_flag else f" {option.metavar or ('NUMBER' if option.min is not None else 'TEXT')}"
    return ", ".join(f"`{name}{takes}`" for name in option.opts)


def _default(option: Any) -> str:
    """Say what holds where the option is not given, if that says anything."""
    silent = option.is_flag or option.required or option.default in (None, "", ()) or callable(option.default)
    return "" if silent else f" Otherwise {option.default}."


def measures_reference() -> str:
    """Return the table of measures, read from their registry."""
    parts = [
        "# Measures",
        "Written by `python3 dev.py docs` from the registry that the map's menus and the pages read, too.",
    ]
    for measure in MEASURES.values():
        parts += [
            f"## {measure.label} (`{measure.name}`)",
            measure.meaning,
            "\n".join(
                [
                    f"* Formula: {measure.formula}",
                    f"* Weights: {measure.weight}",
                    f"* Direction: {measure.direction}",
                    f"* Careful: {measure.caveat}",
                    f"* Source: {measure.reference}",
                ]
            ),
        ]
    return "\n\n".join(parts) + "\n"


PAGES = {"cli.md": cli_reference, "measures.md": measures_reference}


def main() -> int:
    """Write every generated page that changed."""
    for name, write in PAGES.items():
        path, text = FOLDER / name, write()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
