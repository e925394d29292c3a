"""The generated pages are what the program says of itself: no command, option or measure goes undocumented."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


def generator() -> Any:
    """Load docs/generate.py, which is no part of the package."""
    specification = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["cli.md", "measures.md", "network-functions.md"])
def test_the_generated_page_is_up_to_date(page: str) -> None:
    assert (DOCS / page).read_text(encoding="utf-8") == generator().PAGES[page](), "run: python3 dev.py docs"


def below(group: Any, path: str = "") -> dict[str, Any]:
    """Return the commands under a group by their names, groups inside it opened."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        found |= below(command, f"{path}{name} ") if hasattr(command, "commands") else {f"{path}{name}": command}
    return found


def test_every_command_and_option_is_there_with_a_meaning() -> None:
    import typer.main

    from ecotone.cli import app

    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    for name, command in below(typer.main.get_command(app)).items():
        assert f"## ecotone {name}" in text
        assert command.help
        assert command.epilog
        assert all(option.help and option.opts[-1] in text for option in command.params if option.param_type_name == "option")


def test_every_measure_has_a_meaning_a_caveat_and_a_source() -> None:
    from ecotone.network.measures import MEASURES

    assert MEASURES
    for measure in MEASURES.values():
        assert all((measure.meaning, measure.formula, measure.caveat, measure.reference))
