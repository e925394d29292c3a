"""Matching the record's actors with a registry, as a job; and the registries that are kept for the next time.

A registry is read again whenever the record has new actors, so its file stays with the server, never in the record: the few
latest ones of each record, by their names. One that was imported as a source stays too. What a match is sure of is one batch;
what it doubts waits in the review queue.
"""

import contextlib
import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from ecotone.errors import InputError, NotFoundError, SourceError, UnreadableError
from ecotone.server.imports import JobsHere, plain_name
from ecotone.server.opened import OpenedHere
from ecotone.server.roles import Author, acting
from ecotone.server.schemas import Job, Wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecotone.work import Work

router = APIRouter(prefix="/api/matching", tags=["review"])

TASK: Final = "ecotone.server.matching:match"
KEPT: Final = 4
"""Registries kept for one record; the one used longest ago goes first."""
PROBLEMS: Final = 50
ENDINGS: Final = (".jsonl", ".json", ".jsonl.gz", ".json.gz")


class RegistryFile(Wire):
    """A registry that is kept."""

    name: str
    bytes: int


class Registries(Wire):
    """The registries that actors can be matched with at once, the latest first."""

    registries: list[RegistryFile]


class MatchWish(Wire):
    """Match with a registry that is kept."""

    registry: str = Field(min_length=1, max_length=200)
    dry_run: bool = Field(default=False, description="Say what would be found, and change nothing")
    author: Author = ""


@router.get("/registries")
def list_registries(opened: OpenedHere, jobs: JobsHere) -> Registries:
    """List the registries that are kept for this record."""
    opened.use()
    files = _latest(shelf(jobs.folder, opened.address))
    return Registries(registries=[RegistryFile(name=each.name, bytes=size) for each, size in files])


@router.post("/registries", status_code=202)
async def match_with_file(
    opened: OpenedHere,
    jobs: JobsHere,
    files: Annotated[list[UploadFile], File()],
    author: Annotated[str, Form(max_length=200)] = "",
    dry_run: Annotated[bool, Form()] = False,  # noqa: FBT002  a field of a form
) -> Job:
    """Take a registry's file, keep it, and match with it in a job."""
    await run_in_threadpool(opened.use)
    if len(files) != 1:
        raise InputError("Actors are matched with one registry", got=f"{len(files):,} files", expected="one file")
    name = plain_name(files[0].filename or "registry")
    if not name.lower().endswith(ENDINGS):
        raise InputError(
            "This is no registry's file",
            got=name,
            expected=f"a file that ends in {', '.join(ENDINGS)}",
            remedy="Download a data dump of ROR, unpack it, and send its JSON file",
        )

    def taken() -> Job:
        keep(shelf(jobs.folder, opened.address), name, files[0].file)
        return _queue(opened, jobs, name, acting.get() or author, dry_run=dry_run)

    return await run_in_threadpool(taken)


@router.post("", status_code=202)
def match_with_kept(opened: OpenedHere, jobs: JobsHere, wish: MatchWish) -> Job:
    """Match with a registry that is kept, in a job."""
    opened.use()
    return _queue(opened, jobs, wish.registry, wish.author, dry_run=wish.dry_run)


def shelf(folder: Path, record: str) -> Path:
    """Return the folder of a record's registries: those of one record are not told to who may look at another."""
    return folder / "registries" / hashlib.sha256(record.encode()).hexdigest()[:16]


def keep(folder: Path, name: str, content: Any) -> None:
    """Keep a registry's file under its name, instead of the one of that name; the oldest beyond the few go."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as out:
        try:
            shutil.copyfileobj(content, out, 1024 * 1024)
            Path(out.name).replace(folder / name)
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise
    for each, _ in _latest(folder)[KEPT:]:
        each.unlink(missing_ok=True)


def keep_imported(folder: Path, record: str, paths: "Iterable[Path]") -> None:
    """Keep those of the files just imported that are a registry, so that actors can be matched with them."""
    from ecotone.problems import Problems
    from ecotone.sources import open_files, recognise
    from ecotone.sources.ror import NAME

    for path in paths:
        with contextlib.suppress(SourceError):
            if path.name.lower().endswith(ENDINGS) and all(recognise(one).name == NAME for one in open_files([path], Problems())):
                with path.open("rb") as content:
                    keep(shelf(folder, record), path.name, content)


def match(*, record: str, registry: str, called: str, author: str, dry_run: bool, work: "Work") -> dict[str, Any]:
    """Match the actors of a record with a registry, and say what came of it."""
    from ecotone.ecosystem import Ecosystem
    from ecotone.matching.registry import read_registry
    from ecotone.problems import Problems
    from ecotone.workbench.rematch import match_record
    from ecotone.workbench.review import items

    problems = Problems()
    with Ecosystem.open(record) as eco:
        try:
            known = read_registry(registry, problems, work=work)
        except UnreadableError:
            Path(registry).unlink(missing_ok=True)  # nobody should choose it again
            raise
        done = match_record(eco, known, called=called, author=author, dry_run=dry_run, work=work)
        waiting = len(items(eco))
    Path(registry).touch()
    return {
        "registry": called,
        "dry_run": dry_run,
        "batch": done.batch,
        "matched": done.count("matched"),
        "review": done.count("review"),
        "new": done.count("new"),
        "unnamed": done.unnamed,
        "claims": done.claims,
        "merged": len(done.merged),
        "proposed": len(done.proposed),
        "sectors": len(done.sectors),
        "waiting": waiting,
        "problems": {
            "count": len(problems),
            "by_kind": problems.by_kind(),
            "first": [problem.as_dict() for problem in problems.kept[:PROBLEMS]],
        },
    }


def _latest(folder: Path) -> list[tuple[Path, int]]:
    """Return the registries with their sizes, the latest first; one that another request takes away meanwhile is left out."""
    found = []
    with contextlib.suppress(FileNotFoundError):  # nothing was kept yet
        for each in folder.iterdir():
            if not each.name.startswith("."):
                with contextlib.suppress(FileNotFoundError):
                    seen = each.stat()
                    found.append((-seen.st_mtime, each.name, each, seen.st_size))
    return [(each, size) for _, _, each, size in sorted(found)]


def _queue(opened: OpenedHere, jobs: JobsHere, name: str, author: str, *, dry_run: bool) -> Job:
    found = next((each for each, _ in _latest(shelf(jobs.folder, opened.address)) if each.name == name), None)
    if found is None:
        raise NotFoundError("No registry of this name is kept", got=name, remedy="Drop its file in again")
    arguments = {"record": opened.address, "registry": str(found), "called": name, "author": author, "dry_run": dry_run}
    return jobs.add("match", f"{'Try to match' if dry_run else 'Match'} with {name}", TASK, arguments)
