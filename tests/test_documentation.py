"""The documentation does what it shows: commands parse, Python blocks run, links and anchors lead somewhere.

What stands on a page is typed by somebody who believes it. So every command line is given to the parser of the command
itself (not run: that is the business of the commands' own tests), every Python block of a page runs in the order of the
page beside the demo's record, and every link is followed.
"""

from __future__ import annotations

import doctest
import functools
import gzip
import re
import shlex
import shutil
import zipfile
from pathlib import Path
from typing import Any, cast

import pytest
import typer
import typer.main

from ecotone.cli import app
from ecotone.dynamics import to_xmile
from ecotone.dynamics.diffusion import technology_diffusion
from ecotone.workbench import demo

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
DOORS = "architecture.md"
"""The page whose Python block lists doors and is no program."""
REFUSED = cast("type[Exception]", typer.BadParameter.__mro__[1])
"""What a parser raises: a usage error, which Typer does not export."""
USAGES = "cli.md"
"""The page whose blocks are usages, written from the parsers themselves."""
OUT_OF_REACH = ("tls://", "spark://", "s3://")
"""A block with an address of a cluster is not run."""


def blocks(page: Path, *languages: str) -> list[str]:
    """Return the fenced blocks of a page in these languages."""
    return [text for language, text in BLOCK.findall(page.read_text(encoding="utf-8")) if language in languages]


def typed(text: str) -> list[list[str]]:
    """Return the words of each `ecotone` command of a block, without prompt, comment, redirection and settings before it."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line.removeprefix("$ "), comments=True) if "ecotone " in line else []
        while words and "=" in words[0]:
            words.pop(0)
        if words[:1] == ["ecotone"]:
            end = next((at for at, word in enumerate(words) if word in {">", "|", "&&"}), len(words))
            found.append(words[1:end])
    return found


def inline(text: str) -> list[list[str]]:
    """Return the words of each command that stands in a sentence; it may leave out what the sentence is not about."""
    found = []
    lines = [line for sentence in re.findall(r"`ecotone ([^`]+)`", BLOCK.sub("", text)) for line in sentence.split("; ecotone ")]
    for line in lines:
        words = shlex.split(line.replace("…", "SOMETHING").replace("RECORD", "houston.eco"))
        end = next((at for at, word in enumerate(words) if word in {">", "|", "&&"}), len(words))
        found += [words[:end]] if words != ["SOMETHING"] else []
    return found


@functools.cache
def commands() -> Any:
    """Return the program's commands, put together once."""
    return typer.main.get_command(app)


def parse(words: list[str], *, whole: bool) -> None:
    """Let a command read its words as it does when typed, without running it; a sentence may name it alone."""
    command, context = commands(), None
    while True:
        try:
            context = command.make_context(command.name, list(words), parent=context)
        except REFUSED as error:
            if not whole and type(error).__name__ in {"MissingParameter", "NoArgsIsHelpError"}:
                return
            raise
        rest = [*getattr(context, "_protected_args", ()), *context.args]
        if not hasattr(command, "commands"):
            return
        if not rest:
            if whole:
                raise typer.BadParameter("a group is no command")
            return
        _, command, words = command.resolve_command(context, rest)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_of_a_page_parses(name: str) -> None:
    page = ROOT / name
    lines = [] if page.name == USAGES else [words for text in blocks(page, "", "sh", "console") for words in typed(text)]
    wrong = []
    for words, whole in [(words, True) for words in lines] + [(words, False) for words in inline(page.read_text(encoding="utf-8"))]:
        try:
            parse(words, whole=whole)
        except REFUSED as error:
            wrong.append(f"ecotone {shlex.join(words)}: {error}")
    assert wrong == []


def programs() -> list[str]:
    """Return the pages that hold Python to run; those of examples with a prompt are run by the tests of their rooms."""
    return [n for n, p in zip(NAMES, PAGES, strict=True) if p.name != DOORS and any(">>>" not in b for b in blocks(p, "python"))]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that the pages speak of: the demo's record, and the source files behind it."""
    folder = tmp_path_factory.mktemp("desk")
    demo.build(folder / "houston.eco").close()
    given = Path(demo.__file__).parent
    shutil.copy(given / "nih_awards_houston.csv", folder / "awards.csv")
    with zipfile.ZipFile(folder / "studies.zip", "w") as archive:
        archive.write(given / "clinicaltrials_houston.json", "studies.json")
    (folder / "registry.jsonl.gz").write_bytes(gzip.compress((given / "ror_houston.jsonl").read_bytes()))
    (folder / "diffusion.xmile").write_bytes(to_xmile(technology_diffusion().document()))
    (folder / "strike.paj").write_text('*Network strike\n*Vertices 3\n1 "Bob"\n2 "Norm"\n3 "Ike"\n*Edges\n1 2\n2 3\n', encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", programs())
def test_the_python_of_a_page_runs_in_its_order(
    name: str, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(desk, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    shared: dict[str, Any] = {"__name__": "page"}
    for number, text in enumerate(blocks(ROOT / name, "python"), 1):
        if any(address in text for address in OUT_OF_REACH):
            continue
        code = doctest.script_from_examples(text) if ">>>" in text else text
        exec(compile(code, f"{name}, block {number}", "exec"), shared)  # the pages are ours
    capsys.readouterr()


def anchors(page: Path) -> set[str]:
    """Return what a link to a page may point at: its headings as GitHub writes them, and named anchors."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles} | set(re.findall(r'<a id="([^"]+)"', text))


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_a_page_leads_somewhere(name: str) -> None:
    page = ROOT / name
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path) if path else page
        if not other.exists() or (anchor and anchor not in anchors(other)):
            dead.append(target)
    assert dead == []


def test_every_page_is_reached_from_the_first_page() -> None:
    """A page that nobody links cannot be found by who reads."""
    seen: set[Path] = set()
    todo = [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        seen.add(page)
        links = re.findall(r"\]\(([\w./-]+\.md)", page.read_text(encoding="utf-8"))
        todo += [other for other in {(page.parent / link).resolve() for link in links} if other.exists() and other not in seen]
    assert [page.name for page in PAGES if page not in seen] == []
