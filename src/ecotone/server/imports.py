"""Files that the browser sends, imported as a job; and the jobs themselves."""

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi import Path as InPath
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from ecotone.errors import InputError, NotFoundError
from ecotone.server import schemas, trying
from ecotone.server.jobs import QUESTION, Jobs
from ecotone.server.opened import HERE, OpenedHere
from ecotone.server.roles import Author, acting
from ecotone.server.schemas import Job, Wire

if TYPE_CHECKING:
    from collections.abc import Sequence

router = APIRouter(prefix="/api", tags=["jobs"])

TASK: Final = "ecotone.server.worker:import_files"
TRY: Final = "ecotone.server.trying:try_files"
TRIED: Final = "ecotone.server.trying:import_tried"
SAMPLE: Final = "ecotone.server.trying:fill_with_sample"
MOST_FILES: Final = 1_000


def jobs_of(request: Request) -> Jobs:
    """Return the jobs of the record that a request is about."""
    found: Jobs = request.scope.get(HERE, request.app.state).jobs
    return found


JobsHere = Annotated[Jobs, Depends(jobs_of)]
Number = Annotated[int, InPath(ge=0, le=schemas.MAX_ID)]


class Again(Wire):
    """What was tried, to be imported, or to be tried otherwise."""

    dry_run: bool = Field(default=False, description="Try once more, writing nothing")
    source: str | None = Field(
        default=None, max_length=100, description="Read the files as this source; each is recognised where not given"
    )
    columns: dict[str, str] = Field(default={}, max_length=50, description="What columns of spreadsheets mean: meaning to name of column")
    author: Author = ""


class Sample(Wire):
    """Who fills the record with the sample."""

    author: Author = ""


@router.post("/import", status_code=202)
async def import_files(
    opened: OpenedHere,
    jobs: JobsHere,
    files: Annotated[list[UploadFile], File()],
    author: Annotated[str, Form(max_length=200)] = "",
    dry_run: Annotated[bool, Form()] = False,  # noqa: FBT002  a field of a form
) -> Job:
    """Take files and import them in a job of their own, or only try them; what they are is recognised by their content."""
    await run_in_threadpool(opened.use)  # a record that cannot be opened is told before the files are taken
    if len(files) > MOST_FILES:
        raise InputError("There are too many files", got=f"{len(files):,}", expected=f"at most {MOST_FILES:,}", remedy="Send them as a zip")
    return await run_in_threadpool(_queue, jobs, opened.address, files, acting.get() or author, dry_run)


@router.post("/import/{number}/again", status_code=202)
def import_again(opened: OpenedHere, jobs: JobsHere, number: Number, again: Again) -> Job:
    """Import the files of a trial, or try them otherwise, without sending them again."""
    folder, names = _tried(jobs, number)
    arguments = {"record": opened.address, "folder": str(folder), "names": names, "source": again.source, "columns": again.columns}
    if again.dry_run:
        return jobs.add("try", _title("Try", names), TRY, arguments)
    return jobs.add("import", _title("Import", names), TRIED, arguments | {"author": again.author})


@router.post("/import/{number}/drop")
def drop_trial(jobs: JobsHere, number: Number) -> Job:
    """Give up a trial: its files are taken away."""
    folder, _ = _tried(jobs, number)
    shutil.rmtree(folder, ignore_errors=True)
    return jobs.get(number)


@router.post("/sample", status_code=202)
def fill_with_sample(opened: OpenedHere, jobs: JobsHere, asked: Sample) -> Job:
    """Fill an empty record with the sample, in a job."""
    opened.use()
    return jobs.add("sample", "Fill with the sample", SAMPLE, {"record": opened.address, "author": asked.author})


@router.get("/sources")
def list_sources() -> schemas.Sources:
    """List the sources that can be read, and what columns of a spreadsheet can mean."""
    from ecotone.sources import SOURCES
    from ecotone.sources.spreadsheet import MEANINGS

    return schemas.Sources(
        sources=[schemas.SourceName(name=name, label=each.label) for name, each in SOURCES.items()], meanings=list(MEANINGS)
    )


def _tried(jobs: Jobs, number: int) -> tuple[Path, list[str]]:
    """Return the folder and the files of a trial that has ended well."""
    job = jobs.get(number)
    if job.kind != "try" or job.state != "done" or job.answer is None:
        raise InputError("This job is no trial that has ended", got=f"{job.kind}, {job.state}", expected="try, done")
    return trying.folder_of(jobs.folder / "uploads", str(job.answer["upload"])), list(job.answer["files"])


def _title(what: str, names: list[str]) -> str:
    return f"{what} {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")


def _queue(jobs: Jobs, record: str, files: "Sequence[UploadFile]", author: str, dry_run: bool) -> Job:  # noqa: FBT001
    """Put the files into a folder of the job's own, under their plain names, and queue the job."""
    uploads = jobs.folder / "uploads"
    uploads.mkdir(parents=True, exist_ok=True, mode=0o700)
    trying.clear_old(uploads)
    folder = Path(tempfile.mkdtemp(prefix="import-", dir=uploads))
    try:
        names: list[str] = []
        for file in files:
            name = plain_name(file.filename or "file", taken=names)
            with (folder / name).open("wb") as out:
                shutil.copyfileobj(file.file, out, 1024 * 1024)
            names.append(name)
        arguments = {"record": record, "folder": str(folder), "names": names}
        if dry_run:
            return jobs.add("try", _title("Try", names), TRY, arguments)
        return jobs.add("import", _title("Import", names), TASK, arguments | {"author": author})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def plain_name(given: str, *, taken: "Sequence[str]" = ()) -> str:
    r"""Return a name that is a file's name and nothing else: no folders, no control characters, no clash.

    Examples
    --------
    >>> plain_name("../../etc/passwd"), plain_name("a.csv", taken=["a.csv"]), plain_name("C:\\x\\b.zip"), plain_name("..")
    ('passwd', '2-a.csv', 'b.zip', 'file')
    """
    last = re.split(r"[/\\]", given)[-1]
    clean = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in last).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    name = (f"{stem[:100]}.{ending[:20]}" if dot and stem else clean[:100]) or "file"
    number = 2
    wanted = name
    while wanted.casefold() in {other.casefold() for other in taken}:
        wanted, number = f"{number}-{name}", number + 1
    return wanted


@router.get("/jobs")
def list_jobs(jobs: JobsHere) -> schemas.Jobs:
    """List the jobs of this record, the latest first."""
    return schemas.Jobs(jobs=jobs.all())


@router.get("/jobs/{number}")
def read_job(jobs: JobsHere, number: Number) -> Job:
    """Return a job with its progress, and its answer or error when it has ended."""
    return jobs.get(number)


@router.post("/jobs/{number}/cancel")
def cancel_job(jobs: JobsHere, number: Number) -> Job:
    """Ask a job to stop; nothing of it is kept."""
    return jobs.cancel(number)


@router.post("/questions/{number}/cancel")
def cancel_question(jobs: JobsHere, number: Number) -> Job:
    """Ask a job to stop that only looks for an answer: whoever asked may stop it."""
    if jobs.get(number).kind != QUESTION or jobs.asker(number) != acting.get():
        raise NotFoundError("This job is no question of yours", got=str(number), remedy="An editor may stop it")
    return jobs.cancel(number)
