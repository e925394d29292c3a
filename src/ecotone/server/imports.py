"""Files that the browser sends, imported as a job; and the jobs themselves."""

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi import Path as InPath
from starlette.concurrency import run_in_threadpool

from ecotone.errors import InputError
from ecotone.server import schemas
from ecotone.server.jobs import Jobs
from ecotone.server.opened import OpenedHere
from ecotone.server.schemas import Job

if TYPE_CHECKING:
    from collections.abc import Sequence

router = APIRouter(prefix="/api", tags=["jobs"])

TASK: Final = "ecotone.server.worker:import_files"
MOST_FILES: Final = 1_000


def jobs_of(request: Request) -> Jobs:
    """Return the jobs of the application that a request came to."""
    found: Jobs = request.app.state.jobs
    return found


JobsHere = Annotated[Jobs, Depends(jobs_of)]
Number = Annotated[int, InPath(ge=0, le=schemas.MAX_ID)]


@router.post("/import", status_code=202)
async def import_files(
    opened: OpenedHere, jobs: JobsHere, files: Annotated[list[UploadFile], File()], author: Annotated[str, Form(max_length=200)] = ""
) -> Job:
    """Take files and import them in a job of their own; what they are is recognised by their content."""
    await run_in_threadpool(opened.use)  # a record that cannot be opened is told before the files are taken
    if len(files) > MOST_FILES:
        raise InputError("There are too many files", got=f"{len(files):,}", expected=f"at most {MOST_FILES:,}", remedy="Send them as a zip")
    return await run_in_threadpool(_queue, jobs, opened.address, files, author)


def _queue(jobs: Jobs, record: str, files: "Sequence[UploadFile]", author: str) -> Job:
    """Put the files into a folder of the job's own, under their plain names, and queue the job."""
    uploads = jobs.folder / "uploads"
    uploads.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix="import-", dir=uploads))
    try:
        names: list[str] = []
        for file in files:
            name = plain_name(file.filename or "file", taken=names)
            with (folder / name).open("wb") as out:
                shutil.copyfileobj(file.file, out, 1024 * 1024)
            names.append(name)
        title = f"Import {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        return jobs.add("import", title, TASK, {"record": record, "folder": str(folder), "names": names, "author": author})
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
