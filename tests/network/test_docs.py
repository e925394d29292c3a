"""The page on network analysis: every row of the comparison leads to a function that exists, and so does every other link."""

from __future__ import annotations

import operator
import re
from importlib import import_module
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "network.md").read_text(encoding="utf-8")
LINK = re.compile(r"\[`([\w.]+)`\]\(network-functions\.md#([\w.]+)\)")


def table() -> list[str]:
    """Return the rows of the comparison that say something."""
    start = PAGE.index("## Row by row")
    lines = PAGE[start : PAGE.index("\n## ", start + 1)].splitlines()
    return [line for line in lines if line.startswith("| ") and not line.startswith(("| | ", "| **"))]


@pytest.mark.parametrize("row", table(), ids=lambda row: row.split("|")[1].strip())
def test_each_row_of_the_comparison_leads_to_what_does_it(row: str) -> None:
    cells = row.strip("|").split("|")
    assert len(cells) == 5
    assert LINK.search(cells[4]), "no function is linked"


def test_every_linked_function_exists_and_is_in_the_reference() -> None:
    reference = (DOCS / "network-functions.md").read_text(encoding="utf-8")
    links = LINK.findall(PAGE)
    assert len(links) > 80
    for shown, anchor in links:
        assert anchor == shown or anchor.endswith(f".{shown}")
        assert f'<a id="{anchor}"></a>' in reference, anchor
        module, _, attribute = anchor.partition(".")
        assert operator.attrgetter(attribute)(import_module(f"ecotone.network.{module}"))


def test_every_page_linked_is_there() -> None:
    for page in re.findall(r"\]\(([\w-]+\.md)", PAGE):
        assert (DOCS / page).exists(), page


def test_names_in_the_text_resolve() -> None:
    """Check what stands in code marks and looks like `module.function`: where the module exists, so must the function."""
    modules = {path.stem for path in Path(import_module("ecotone.network").__path__[0]).iterdir()}
    for module, attribute in re.findall(r"`([a-z_]+)\.([a-z_]+)(?:\([^`]*\))?`", PAGE):
        if module in modules:
            assert hasattr(import_module(f"ecotone.network.{module}"), attribute), f"{module}.{attribute}"
