"""Write the generated pages of the documentation: commands, measures, and the functions of network analysis.

`python3 dev.py docs` runs it; a test fails where a page is not what this file would write, so that no command, option
or measure goes undocumented.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from pathlib import Path
from typing import Any, Final

import typer.main

from ecotone.cli import app
from ecotone.network.measures import MEASURES

FOLDER = Path(__file__).resolve().parent

MODULES: Final = {
    "Graphs": ("graph", "read", "moments", "two_mode"),
    "Position": ("position", "paths", "sampled", "spectral", "cohesion", "influence"),
    "Brokerage": ("holes", "brokerage"),
    "The whole": ("whole", "mixing", "triads", "clubs", "robustness"),
    "Groups": ("groups", "louvain", "core_periphery", "cliques", "islands", "equivalence", "blockmodel", "stochastic", "balance"),
    "Citation": ("acyclic", "main_path", "genealogy"),
    "Time": ("temporal", "temporal_betweenness", "tracking", "emergence"),
    "Gaps, flow and change": ("gaps", "link_scores", "flow", "spreading", "whatif"),
    "Chance and comparison": ("null", "resample", "similarity"),
    "Maps": ("layout",),
    "Beyond one machine": ("edge_tables",),
    "Files": ("formats",),
    "Questions in plain words": ("answers",),
}
"""Modules of `ecotone.network` by what they are for."""
METHODS: Final = {"graph": ("Graph",), "edge_tables": ("EdgeTable",)}
"""Classes whose methods are listed too."""


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
    parts.append("\n".join(["| command | what it does |", "|---|---|", *_index(group)]))
    for name, command in group.commands.items():
        parts += _command(f"ecotone {name}", command)
    return "\n\n".join(parts) + "\n"


def _index(group: Any) -> list[str]:
    """Return a row a command, those under a group in the group's own row: what to look for on a long page."""
    rows = []
    for name, command in group.commands.items():
        inner = " · ".join(f"[{below}](#ecotone-{name}-{below})" for below in getattr(command, "commands", {}))
        what = " ".join((command.help or "").split()).split(". ")[0].removesuffix(".")
        rows.append(f"| [`ecotone {name}`](#ecotone-{name}) | {what}.{'<br>' if inner else ''}{inner} |")
    return rows


def _command(path: str, command: Any) -> list[str]:
    """Describe one command, and those under it."""
    if hasattr(command, "commands"):
        below = [part for name, inner in command.commands.items() for part in _command(f"{path} {name}", inner)]
        return [f"## {path}", command.help or "", *below]
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    needed = [f"{p.opts[-1]} {p.metavar or p.name.upper()}" for p in options if p.required]
    usage = " ".join([path, *(_argument(p) for p in arguments), *needed, "[OPTIONS]"])
    example = (command.epilog or "").removeprefix("Example: ")
    rows = [f"| `{_argument(p)}` | {p.help or ''} |" for p in arguments]
    rows += [f"| {_names(p)} | {p.help or ''}{_default(p)} |" for p in options]
    parts = [f"## {path}", " ".join((command.help or "").split()), f"```\n{usage}\n```"]
    if rows:
        parts.append("\n".join(["| argument or option | meaning |", "|---|---|", *rows]))
    if example:
        parts.append(f"Example: `{example}`")
    return parts


def _argument(argument: Any) -> str:
    """Return how an argument is written: in brackets where it can be left out."""
    name = argument.metavar or argument.name.upper()
    return name if argument.required or name.startswith("[") else f"[{name}]"


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


def network_functions() -> dict[str, Any]:
    """Return everything that the reference lists, by its name below `ecotone.network`."""
    found: dict[str, Any] = {}
    for modules in MODULES.values():
        for name in modules:
            module = importlib.import_module(f"ecotone.network.{name}")
            public = getattr(module, "__all__", None) or [key for key in vars(module) if not key.startswith("_")]
            for key in public:
                value = getattr(module, key)
                own = getattr(value, "__module__", "").startswith(module.__name__)
                if own and (inspect.isfunction(value) or inspect.isclass(value)):
                    found[f"{name}.{key}"] = value
                if own and key in METHODS.get(name, ()):
                    found |= {
                        f"{name}.{key}.{method}": getattr(value, method)
                        for method, inner in vars(value).items()
                        if not method.startswith("_") and (inspect.isfunction(inner) or isinstance(inner, classmethod))
                    }
    return found


def network_reference() -> str:
    """Return the page."""
    listed = network_functions()
    parts = [
        "# Network analysis: the functions",
        (
            "Written by `python3 dev.py docs` from the functions themselves. Names are below `ecotone.network`: "
            "`from ecotone.network import paths`, then `paths.betweenness(graph)`. [Network analysis](network.md) says what they are for."
        ),
    ]
    for title, modules in MODULES.items():
        parts.append(f"## {title}")
        for module in modules:
            parts += [_entry(name, value) for name, value in listed.items() if name.split(".")[0] == module]
    return "\n\n".join(parts) + "\n"


def _entry(name: str, value: Any) -> str:
    """Describe one function or class."""
    text = inspect.getdoc(value) or ""
    lines = [f'<a id="{name}"></a>', f"### `{name}`", "", _sentence(text)]
    if not inspect.isclass(value):
        lines += ["", f"`{name.rsplit('.', 1)[-1]}({_takes(value)})`"]
    source = re.search(r"^References\n-+\n(.+?)(?=\n\n[A-Z][a-z]+\n-+\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if source:
        lines += ["", f"Source: {' '.join(source[1].split())}"]
    return "\n".join(lines)


def _sentence(text: str) -> str:
    """Return the first paragraph of a docstring as Markdown."""
    return " ".join(text.split("\n\n", maxsplit=1)[0].split()).replace("|", "\\|")


def _takes(value: Any) -> str:
    """Return the parameters with their defaults, as one calls it."""
    shown, starred = [], False
    for parameter in inspect.signature(value).parameters.values():
        if parameter.name in {"self", "cls"}:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            shown.append("*")
            starred = True
        star = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**" if parameter.kind is parameter.VAR_KEYWORD else ""
        starred = starred or star == "*"
        plain = isinstance(parameter.default, str | int | float | bool | tuple | None)
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}" if plain else "=…"
        shown.append(f"{star}{parameter.name}{default}")
    return ", ".join(shown)


PAGES = {"cli.md": cli_reference, "measures.md": measures_reference, "network-functions.md": network_reference}


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
