"""The layout of any answer, and figures: escaping, links, formats, labels that do not overlap."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest

from ecotone.answer import Answer, Column, Method, Table
from ecotone.estimate import Estimate
from ecotone.network import Graph
from ecotone.report import page
from ecotone.report.figures import FONT, LETTER, bars, map_figure
from ecotone.report.page import shown, web_address


def answer(frame: pl.DataFrame, *columns: Column) -> Answer:
    return Answer(
        "Who?", "<b>bold</b>", (Table("T", frame, columns, "A note."),), Method("m", "1", {"k": 2}, 5, "Author (2020)"), warnings=("W.",)
    )


def test_any_answer_is_a_page() -> None:
    frame = pl.DataFrame({"name": ["<i>x</i>"], "n": [1234], "where": ["https://example.org/a?b=1&c=2"]})
    text = page(
        [answer(frame, Column("name", "Name", caveat="Beware."), Column("n", "N", "integer", "USD"), Column("where", "Where", "link"))],
        "Title",
    )
    for part in (
        "&lt;b&gt;",
        "&lt;i&gt;x",
        "1,234",
        "N (USD)",
        "A note.",
        "Careful: W.",
        "k 2",
        "seed 5",
        "Author (2020)",
        "Name: Beware.",
    ):
        assert part in text
    assert 'href="https://example.org/a?b=1&amp;c=2"' in text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", " https://x", "", None]
)
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_address(address) is None
    frame = pl.DataFrame({"where": [address]}, schema={"where": pl.String})
    assert "<a href" not in page([answer(frame, Column("where", "Where", "link"))], "T")


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (None, "text", "–"),
        (False, "text", "no"),
        (float("nan"), "number", "not defined"),
        (0.123456, "number", "0.1235"),
        (1.5, "percent", "150 %"),
        (12345.6, "money", "12,346"),
        (2024, "evidence", "2024"),
        (["a", "b"], "list", "a, b"),
        (Estimate(2.0, 1.0, 3.0, level=0.95, method="m"), "estimate", "2 (95 % interval 1 to 3)"),
        (Estimate.none("thin data"), "estimate", "not estimated: thin data"),
        (Estimate.exact(3.0, "a count"), "estimate", "3 (no interval: a count)"),
    ],
)
def test_each_format(value: Any, form: Any, expected: str) -> None:
    assert shown(value, Column("x", "X", form)) == expected


def star(size: int) -> Graph:
    names = [f"Institute number {i:03d}" for i in range(size)]
    ties = pl.DataFrame({"source": [0] * (size - 1), "target": list(range(1, size))})
    actors = pl.DataFrame({"id": list(range(size)), "label": names, "sector": ["provider", None] * (size // 2)})
    return Graph.from_frames(ties, actors, directed=False, weight="strength")


def test_labels_of_a_crowded_map_do_not_overlap() -> None:
    graph = star(60)
    svg = map_figure(graph, graph.layout(seed=1), labels=40).svg
    boxes = []
    for x, y, anchor, text in re.findall(r'<text class="label" x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)">(.*?)</text>', svg):
        width = len(text) * FONT * LETTER
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        boxes.append((left, float(y) - FONT, left + width, float(y)))
    assert len(boxes) > 5
    for i, one in enumerate(boxes):
        assert all(one[2] <= b[0] + 0.2 or b[2] <= one[0] + 0.2 or one[3] <= b[1] + 0.2 or b[3] <= one[1] + 0.2 for b in boxes[:i])
        assert one[0] >= 0
        assert one[2] <= 1000


def test_every_actor_is_drawn_in_its_sectors_colour() -> None:
    graph = star(10)
    svg = map_figure(graph, graph.layout(seed=1)).svg
    assert (svg.count('class="actor s-provider"'), svg.count('class="actor s-unknown"')) == (5, 5)


def test_a_chart_takes_its_colours_from_the_page() -> None:
    figure = bars(["2019", "2020"], [3, 5], x="Year", y="Ties", caption="Ties <by> year")
    assert 'aria-label="Ties &lt;by&gt; year"' in figure.svg
    assert "bar-fill" in figure.svg
    assert "style=" not in figure.svg
    assert "#0102" not in figure.svg
    assert bars(["2019", "2020"], [3, 5], x="Year", y="Ties", caption="Ties <by> year") == figure


def test_what_a_source_cannot_show_is_never_cut() -> None:
    from ecotone.report.page import LONGEST
    from ecotone.sources import SOURCES

    assert [source.name for source in SOURCES.values() if max(len(source.shows.cannot), len(source.shows.places)) > LONGEST] == []
