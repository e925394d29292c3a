"""The dossier: what stands on it, that it runs and loads nothing, and that it is the same to the byte."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.report import dossier
from ecotone.scope import Scope
from ecotone.workbench import demo

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "<script>alert('x')</script>"
LONG = "a" * 1000
RTL = "\u202eمستشفى الملك"


class Tags(HTMLParser):
    """Collect tags with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "houston.eco"
    demo.build(path).close()
    return path


@pytest.fixture(scope="module")
def page(record: Path) -> str:
    with Ecosystem.open(record) as eco:
        return dossier(eco)


def test_it_has_the_map_and_the_ten_most_connected_each_with_evidence(page: str) -> None:
    assert '<svg class="map"' in page
    cards = re.findall(r"<li>\n<h3><bdi>(.*?)</bdi></h3>(.*?)</div>\n</li>", page, re.DOTALL)
    assert len(cards) == 10
    assert cards[0][0] == "Baylor College of Medicine"
    assert all(re.search(r'<a href="https?://', body) for _, body in cards)


def test_the_partners_are_those_that_the_ties_say(record: Path, page: str) -> None:
    with Ecosystem.open(record) as eco:
        ties, actors = eco.ties(), eco.actors()
    partners: dict[int, set[int]] = {}
    for one, other in ties.select("source", "target").iter_rows():
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    most = max(len(each) for each in partners.values())
    names = dict(actors.select("id", "name").iter_rows())
    first = [names[number] for number, each in partners.items() if len(each) == most]
    assert f"{first[0]} works with most: {most:,} partners." in page


def test_it_says_what_its_sources_cannot_show(page: str) -> None:
    assert "What the sources can and cannot show" in page
    assert "which are rarely named" in page
    assert "money from anybody but NIH" in page


def test_it_loads_and_runs_nothing(page: str) -> None:
    tags = Tags(page).found
    assert {tag for tag, _ in tags} & {
        "script",
        "link",
        "iframe",
        "img",
        "object",
        "embed",
        "form",
        "base",
        "image",
        "use",
        "foreignobject",
    } == set()
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on") or name == "style"]
    assert "url(" not in page
    assert "@import" not in page
    policy = next(a["content"] for tag, a in tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    hrefs = [a["href"] or "" for tag, a in tags if tag == "a"]
    assert all(href.startswith(("https://", "http://", "#part-")) for href in hrefs)


def test_the_policy_names_the_hash_of_the_style_sheet(page: str) -> None:
    import base64
    import hashlib

    style = page.split("<style>")[1].split("</style>", maxsplit=1)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.replace("&#39;", "'")


def test_figures_have_words_and_tables_have_heads(page: str) -> None:
    tags = Tags(page).found
    assert all(a.get("aria-label") for tag, a in tags if tag == "svg")
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags) == sum(tag == "thead" for tag, _ in tags)
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))


def test_the_same_record_gives_the_same_bytes(record: Path, page: str) -> None:
    with Ecosystem.open(record) as eco:
        assert dossier(eco) == page


def test_a_scope_is_said_and_kept(record: Path) -> None:
    with Ecosystem.open(record) as eco:
        page = dossier(eco, Scope.parse("kind=funder-grantee&as-of=2027"))
    assert "ties of kind funder-grantee" in page
    assert "As known on 2027" in page


def test_an_empty_record_has_a_page_too(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "e.eco", title="Nothing yet") as eco:
        page = dossier(eco)
    assert "There is no tie to draw yet." in page
    assert "No actor has a tie yet." in page


def test_hostile_names_are_shown_and_never_obeyed(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "h.eco", title=SCRIPT) as eco:
        with eco.batch("hostile") as batch:
            ids = [batch.add_actor(name) for name in (SCRIPT, LONG, RTL, '" onload="x')]
            for other in ids[1:]:
                batch.add_tie(ids[0], other, "relation", own_statement=True)
        page = dossier(eco)
    assert {tag for tag, _ in Tags(page).found} & {"script"} == set()
    assert not [name for _, attributes in Tags(page).found for name in attributes if name.startswith("on")]
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "a" * 200 not in page
    assert "1,000 characters" in page
