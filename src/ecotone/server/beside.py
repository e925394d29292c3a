"""The records that lie beside the one that is served, in the same folder: looked at, and opened under an address of their own.

All routes and pages of a record `boston.eco` beside the served one are found again under `/beside/boston/`. The guard takes
that beginning off an address (`split`) and judges the rest as ever; `Entered`, behind it, opens the record and hands it to the
routes through `opened_of` and `jobs_of`. So each record has its own jobs, its own batches and its own kept answers, and no
route knows whose it is serving.

Only whoever started a server for this machine alone has this: with sign-in a role is of one record, and beyond loopback one
record was meant to be shown. Only ordinary files of that one folder are reached: no other folder, no hidden file, no link.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import stat
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool

from ecotone.ecosystem import Ecosystem
from ecotone.errors import AccessError, EcotoneError, InputError, NotFoundError, RecordError, StorageError, sentence
from ecotone.server import failures
from ecotone.server.jobs import Jobs
from ecotone.server.opened import HERE, Opened
from ecotone.server.schemas import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

ENDING: Final = ".eco"
BESIDE: Final = re.compile(r"/beside/([^/]+)(/.*)?")
NAME: Final = "ecotone.beside"
OPEN_AT_ONCE: Final = 8
"""Records beside the served one that are kept open; then the one that was not used for longest is closed."""
LISTED: Final = 200
"""Records that are listed; a folder with more is no folder of records."""
LONGEST: Final = 240
"""Bytes of a file's name, so that there is room for what SQLite adds to it."""
GLANCE_S: Final = 0.2
"""How long a look into a record waits for another process that holds it."""


def split(scope: Scope) -> Scope:
    """Take the name of a record off an address, and note it.

    Examples
    --------
    >>> found = split({"path": "/beside/boston/api/record"})
    >>> found["path"], found[NAME]
    ('/api/record', 'boston')
    >>> split({"path": "/map"})
    {'path': '/map'}
    """
    found = BESIDE.fullmatch(scope["path"])
    return scope if found is None else {**scope, "path": found[2] or "/", NAME: found[1]}


@dataclass(frozen=True, slots=True)
class Seen:
    """A record in the folder, as a look at its file shows it."""

    name: str
    file: str
    title: str
    size_bytes: int
    changed: dt.datetime
    here: bool
    served: bool
    problem: str | None


@dataclass(slots=True, eq=False)
class Held:
    """A record that is open, with its jobs, and how many requests use it now."""

    opened: Opened
    jobs: Jobs
    file: tuple[int, int]
    users: int = 0
    used: float = field(default_factory=time.monotonic)

    def idle(self) -> bool:
        """Tell whether nobody would miss it."""
        return not self.users and not self.jobs.busy()

    def close(self) -> None:
        """Stop its jobs and let go of its file."""
        self.jobs.close()
        with contextlib.suppress(EcotoneError, OSError):  # its file may be gone
            self.opened.close()


class Folder:
    """The folder of the served record, and what is open of it.

    Parameters
    ----------
    served : Opened
        The record that is served.
    jobs : Jobs
        Its jobs.
    offered : bool
        Whether the other records are reached at all.
    patience_s : float
        Seconds to wait for another process that writes to a record.
    """

    def __init__(self, served: Opened, jobs: Jobs, *, offered: bool, patience_s: float) -> None:
        self.offered = offered and "://" not in served.address
        self._served = Held(served, jobs, (0, 0))
        self._path = Path(served.address).expanduser().absolute()
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._counting = threading.Lock()  # apart, so that leaving never waits for a record to be closed
        self._held: dict[str, Held] = {}

    @property
    def path(self) -> Path:
        """Return the folder."""
        return self._path.parent

    def require(self) -> None:
        """Refuse where the other records are not to be reached."""
        if not self.offered:
            raise AccessError(
                "This server serves one record",
                expected="a record in a file, served to this machine alone and without sign-in",
                remedy="Start another server for another record: ecotone serve",
            )

    # Looking

    def listed(self, here: str | None) -> tuple[list[Seen], int]:
        """Return the records, the latest first, and how many more there are; `here` is the one that asks."""
        self.require()
        try:
            names = [one.name for one in self.path.iterdir()]
        except OSError as error:
            raise StorageError("The folder cannot be read", where=str(self.path), got=error.strerror) from None
        files: list[tuple[dt.datetime, str, os.stat_result]] = []
        for name in names:
            served = name == self._path.name
            if served or (plain(name) and name.endswith(ENDING)):
                with contextlib.suppress(OSError):  # gone meanwhile
                    found = (self.path / name).stat(follow_symlinks=served)
                    if stat.S_ISREG(found.st_mode):
                        files.append((_changed(self.path / name, found), name, found))
        files.sort(key=lambda one: (-one[0].timestamp(), one[1]))
        return [self._seen(name, changed, found, here) for changed, name, found in files[:LISTED]], max(0, len(files) - LISTED)

    def _seen(self, file: str, changed: dt.datetime, found: os.stat_result, here: str | None) -> Seen:
        served = file == self._path.name
        title, problem = "", None
        try:
            if not served:
                _one_name(self.path / file, found)
            title = Ecosystem.look(self.path / file, patience_s=GLANCE_S)
        except EcotoneError as error:
            problem = sentence(error.what, got=error.got, expected=error.expected, remedy=error.remedy)
        name = file.removesuffix(ENDING)
        return Seen(name, file, title[:200], found.st_size, changed, served if here is None else name == here, served, problem)

    # Opening

    def enter(self, name: str) -> Held:
        """Return a record for one request, opened where it was not; to be left when the request has ended.

        Raises
        ------
        AccessError
            If the other records are not to be reached.
        NotFoundError
            If the folder holds no such record.
        RecordError
            If too many are in use.
        """
        self.require()
        path, found = self._find(name)
        file = (found.st_dev, found.st_ino)
        with self._lock:
            held = self._served if self._is_served(file) else self._of(name, path, file)
            with self._counting:
                held.users += 1
            held.used = time.monotonic()
            return held

    def _of(self, name: str, path: Path, file: tuple[int, int]) -> Held:
        """Return what is held of a file, under whatever case its name is written, or hold it."""
        held = self._held.get(name) or next((one for one in self._held.values() if one.file == file), None)
        if held is not None and held.file != file and not held.users:  # in use, it says itself that its file was replaced
            self._held.pop(name).close()
            held = None
        return held or self._hold(name, path, file)

    def leave(self, held: Held) -> None:
        """Say that a request has ended."""
        with self._counting:
            held.users -= 1
        held.used = time.monotonic()

    def _find(self, name: str) -> tuple[Path, os.stat_result]:
        """Return the file of a record by its name, which leads nowhere else."""
        path = self.path / (name + ENDING)
        try:
            found = path.lstat() if plain(name) and len(os.fsencode(path.name)) <= LONGEST else None
        except FileNotFoundError:
            found = None
        except OSError as error:
            raise StorageError("The record cannot be reached", where=name, got=error.strerror) from None
        if found is None or not stat.S_ISREG(found.st_mode):
            self._let_go(name)
            raise NotFoundError(
                "There is no such record in this folder",
                got=name[:100] + ENDING,
                remedy="It may have been moved, renamed or deleted: go to the first page of the record that is served",
            )
        if not self._is_served((found.st_dev, found.st_ino)):
            _one_name(path, found)
        return path, found

    def _is_served(self, file: tuple[int, int]) -> bool:
        """Tell whether a file is the served record's, whatever it is called."""
        try:
            found = self._path.stat()
        except OSError:
            return False
        return file == (found.st_dev, found.st_ino)

    def _hold(self, name: str, path: Path, file: tuple[int, int]) -> Held:
        """Hold one more record, and close the one that nobody used for longest where there are too many."""
        while len(self._held) >= OPEN_AT_ONCE:
            idle = sorted((held.used, other) for other, held in self._held.items() if held.idle())
            if not idle:
                raise RecordError(
                    "Too many records are in use",
                    got=f"{len(self._held):,}",
                    expected=f"at most {OPEN_AT_ONCE:,} beside the one that is served",
                    remedy="Close some of their pages, or let their jobs end",
                )
            self._held.pop(idle[0][1]).close()
        jobs = Jobs(self._served.jobs.folder, str(path))
        jobs.start()
        held = self._held[name] = Held(Opened(path, patience_s=self._patience_s), jobs, file)
        return held

    def _let_go(self, name: str) -> None:
        """Close a record whose file is gone."""
        with self._lock:
            held = self._held.get(name)
            if held is not None and not held.users:
                self._held.pop(name).close()

    def close(self) -> None:
        """Close all of them."""
        with self._lock:
            for held in self._held.values():
                held.close()
            self._held.clear()

    # Making

    def begin(self, title: str) -> str:
        """Make an empty record and return its name."""
        self.require()
        name = name_of(title)
        with self._free(name) as path:
            Ecosystem.create(path, title=title, patience_s=self._patience_s).close()
        return name

    def receive(self, given: str, content: IO[bytes]) -> str:
        """Take a record that was sent, once it is checked as any that is opened, and return its name.

        Raises
        ------
        InputError
            If it is not called as a record is, or a file of that name is there.
        RecordError
            If it is no record, or one that would not be opened.
        """
        self.require()
        if not given.lower().endswith(ENDING) or not plain(given) or len(os.fsencode(given)) > LONGEST:
            raise InputError("This is not the name of a record", got=given[:100], expected=f"a file that ends in {ENDING}")
        name = given[: -len(ENDING)]
        with self._free(name) as path, tempfile.TemporaryDirectory(prefix=".receiving-", dir=self.path) as folder:
            part = Path(folder) / path.name
            with part.open("xb") as out:
                shutil.copyfileobj(content, out, 1024 * 1024)
            try:
                Ecosystem.look(part, patience_s=self._patience_s, whole=True)
            except EcotoneError as error:
                # The place where it lay while it was looked at would tell nobody anything.
                raise type(error)(error.what, where=path.name, got=error.got, expected=error.expected, remedy=error.remedy) from None
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))  # whoever took the name meanwhile keeps it
            part.chmod(0o600)
            part.replace(path)
        return name

    @contextlib.contextmanager
    def _free(self, name: str) -> Iterator[Path]:
        """Give the place of a new record, refused where anything stands there, and tell what the file system refuses."""
        path = self.path / (name + ENDING)
        taken = InputError("There is a file of this name already", got=path.name, remedy="Choose another name; nothing was changed")
        # What SQLite left beside a record that is gone would be read into a new one.
        if any(os.path.lexists(f"{path}{rest}") for rest in ("", "-wal", "-shm", "-journal")):
            raise taken
        try:
            yield path
        except FileExistsError:
            raise taken from None
        except OSError as error:
            raise StorageError("The record cannot be written", where=str(self.path), got=error.strerror) from None


class Entered:
    """Open the record that an address names, for as long as the request lasts; behind the guard."""

    def __init__(self, app: ASGIApp, *, folder: Folder) -> None:
        self.app = app
        self.folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open the record, pass the request on, leave the record."""
        if scope["type"] != "http" or NAME not in scope or not scope["path"].startswith(("/api/", "/survey/", "/rate/")):
            await self.app(scope, receive, send)
            return
        try:
            held = await run_in_threadpool(self.folder.enter, scope[NAME])
        except EcotoneError as error:
            await failures.answer(failures.status_of(error), Failure.of(error))(scope, receive, send)
            return
        try:
            await self.app({**scope, HERE: held}, receive, send)
        finally:
            self.folder.leave(held)


def plain(name: str) -> bool:
    r"""Tell whether a name is a file's in its folder: not hidden, and no way to another.

    Examples
    --------
    >>> plain("boston"), plain(".hidden"), plain("../boston"), plain("a\\b"), plain("a\x00")
    (True, False, False, False, False)
    """
    return bool(name) and not name.startswith(".") and name.isprintable() and not set(name) & set("/\\:")


def name_of(title: str) -> str:
    """Return the name of the file for a new record of that title.

    Examples
    --------
    >>> name_of("Boston: hubs & labs"), name_of("<script>"), name_of("מרכז רפואי"), name_of("…")
    ('boston-hubs-labs', 'script', 'מרכז-רפואי', 'record')
    """
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-")[:60].strip("-") or "record"


def _changed(path: Path, found: os.stat_result) -> dt.datetime:
    """Return when a record was last written: what was written last may still stand in the file beside it."""
    moment = found.st_mtime
    with contextlib.suppress(OSError):
        wal = path.with_name(path.name + "-wal").stat()
        moment = max(moment, wal.st_mtime) if wal.st_size else moment
    return dt.datetime.fromtimestamp(moment, tz=dt.UTC).replace(microsecond=0)


def _one_name(path: Path, found: os.stat_result) -> None:
    """Refuse a file with a second name: what SQLite keeps beside it goes by the name, and two would not see each other's."""
    if found.st_nlink > 1:
        raise InputError(
            "The file has a second name (a hard link), perhaps in another folder",
            got=path.name,
            remedy="Make a copy of it under a name of its own",
        )
