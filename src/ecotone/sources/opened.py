"""The files behind a list of paths: folders walked, zip and gz read in place, nothing unpacked to disk.

Whatever cannot be opened (no permission, empty, damaged, unsafe) is a problem and not an error, so that one bad file
among a thousand costs one line. Only a path that does not exist at all is the caller's mistake and stops.

References
----------
PKWARE (2022), .ZIP File Format Specification 6.3.10. RFC 1952, GZIP file format specification 4.3.
"""

from __future__ import annotations

import codecs
import contextlib
import gzip
import io
import shutil
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from ecotone.errors import EcotoneError, NotFoundError, UnreadableError, UnsafeFileError
from ecotone.problems import Problem
from ecotone.sources.limits import Counted, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ecotone.problems import Problems

HEAD: Final = 65_536
"""How many first bytes a source may look at to recognise a file."""

LIMITS: Final = Limits()

_WIDE_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The longer marks first: the mark of UTF-32 begins as that of UTF-16 does."""
_BESIDE_A_RECORD: Final = (".eco-wal", ".eco-shm")
"""What lies beside a record while it is open."""
_SPREADSHEET_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".ods", ".docx", ".pptx"})
READING: Final = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What Python's own readers raise on a damaged, encrypted or unknown kind of archive."""


@dataclass(frozen=True)
class Opened:
    """One file to read, wherever it lies.

    Parameters
    ----------
    name : str
        What to call it in messages: `studies.zip/NCT01234567.json`.
    head : bytes
        The first bytes, at most 64 KiB.
    size : int
        Bytes, unpacked, as far as is known.
    limits : Limits
        What is refused while reading.
    """

    name: str
    head: bytes
    size: int
    limits: Limits
    _start: Callable[[], IO[bytes]] = field(repr=False)
    _beside: Callable[[str], Opened | None] = field(repr=False, default=lambda _: None)

    @property
    def suffix(self) -> str:
        """Return the ending of the name in lower case, `.gz` left out."""
        return Path(self.name.lower().removesuffix(".gz")).suffix

    @cached_property
    def start(self) -> bytes:
        """Return the first bytes as UTF-8 without a byte order mark, whether they are UTF-16, UTF-32 or carry one.

        JSON may write a slash with a backslash before it; here it stands alone.
        """
        wide = wide_encoding(self.head)
        if wide:
            found = self.head.decode(wide, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
        else:
            found = self.head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")
        return found.replace(b"\\/", b"/") if found.lstrip()[:1] in {b"{", b"["} else found

    def beside(self, name: str) -> Opened | None:
        """Return a file of another name in the same folder or archive, None where there is none that can be read."""
        return self._beside(name)

    def open(self) -> IO[bytes]:
        """Start reading at the first byte; use it as a context manager.

        Raises
        ------
        UnreadableError
            If the file cannot be opened.
        """
        try:
            return self._start()
        except READING as error:
            raise unreadable(self.name, error) from None

    def read(self) -> bytes:
        """Return all bytes of a file that is small by nature, such as one spreadsheet.

        Raises
        ------
        UnreadableError
            If the file cannot be read to its end.
        """
        try:
            with self.open() as stream:
                return stream.read()
        except READING as error:
            raise unreadable(self.name, error) from None


def wide_encoding(head: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 by their mark, or UTF-16 without one by its zeros; None for any other text.

    Examples
    --------
    >>> wide_encoding("Label,Type".encode("utf-16-le")), wide_encoding(b"Label,Type")
    ('utf-16-le', None)
    """
    marked = next((name for mark, name in _WIDE_MARKS if head.startswith(mark)), None)
    if marked:
        return marked
    sample = head[:128]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    low, high = sample[::2].count(0), sample[1::2].count(0)
    if high * 10 >= pairs * 8 and low == 0:
        return "utf-16-le"
    return "utf-16-be" if low * 10 >= pairs * 8 and high == 0 else None


def unreadable(name: str, error: BaseException) -> UnreadableError:
    """Say why a file could not be read to its end."""
    if isinstance(error, PermissionError):
        return UnreadableError(
            "There is no permission to read the file", where=name, remedy="Ask its owner, or copy it to where you may read"
        )
    if isinstance(error, RuntimeError) and "encrypted" in str(error):
        return UnreadableError("The archive is locked with a password", where=name, remedy="Unpack it yourself, and give the files")
    return UnreadableError("The file is damaged or cut off", where=name, got=str(error) or type(error).__name__, remedy="Fetch it again")


def open_files(paths: Iterable[str | Path], problems: Problems, *, limits: Limits = LIMITS) -> Iterator[Opened]:
    """Open every file under the paths, in a fixed order.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, folders (walked to the bottom, hidden files left out), zip and gz archives.
    problems : Problems
        Takes what could not be opened.
    limits : Limits
        What is refused as unsafe.

    Yields
    ------
    Opened
        A file that can be read at least at its start; read it before asking for the next, since its archive is closed then.

    Raises
    ------
    NotFoundError
        If a path does not exist.

    Examples
    --------
    >>> from ecotone.problems import Problems
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.csv").write_bytes(b"Label,Type")
    ...     [opened.head for opened in open_files([folder], Problems())]
    [b'Label,Type']
    """
    given = [Path(path) for path in paths]
    for path in given:
        if not _exists(path):
            raise NotFoundError("There is no such file", got=str(path), remedy="Check the name")
    for path in given:
        for file in _walk(path, problems):
            yield from _one(file, problems, limits)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder above it that may not be entered, or a name too long: say so when it is read
        return True


def _walk(path: Path, problems: Problems) -> Iterator[Path]:
    """Return the files below a path in the order of their names; links to folders are not followed."""
    if not path.is_dir():
        yield path
        return
    try:
        inside = sorted(path.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        problems.add(Problem(unreadable(str(path), error).what, file=str(path), got=str(error)))
        return
    for entry in inside:
        if entry.name.startswith(".") or entry.name.endswith(_BESIDE_A_RECORD) or (entry.is_dir() and entry.is_symlink()):
            continue
        yield from _walk(entry, problems)


def _one(path: Path, problems: Problems, limits: Limits) -> Iterator[Opened]:
    name = path.name
    try:
        if not path.is_file():
            problems.add(Problem("This is no ordinary file", file=name, expected="a file or a folder"))
            return
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        problems.add(_as_problem(unreadable(name, error)))
        return
    opened = Opened(name, head, size, limits, lambda: path.open("rb"), lambda other: _in_folder(path, other, limits))
    yield from _unpacked(opened, problems, limits, 0)


def _in_folder(path: Path, name: str, limits: Limits) -> Opened | None:
    """Open the file of another name beside a file."""
    other = path.with_name(name)
    try:
        with other.open("rb") as stream:
            return Opened(name, stream.read(HEAD), other.stat().st_size, limits, lambda: other.open("rb"))
    except OSError:
        return None


def _unpacked(opened: Opened, problems: Problems, limits: Limits, depth: int) -> Iterator[Opened]:
    """Yield the file itself, or what is in it if it is an archive."""
    is_zip = opened.head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and opened.suffix not in _SPREADSHEET_SUFFIXES
    is_gzip = opened.head.startswith(b"\x1f\x8b")
    try:
        if not opened.head:
            problems.add(Problem("The file is empty", file=opened.name))
        elif not (is_zip or is_gzip):
            yield opened
        elif depth >= limits.depth:
            raise UnsafeFileError("Archives stand inside each other too deeply", where=opened.name, expected=f"at most {limits.depth}")
        elif is_gzip:
            yield from _gzip(opened, problems, limits, depth)
        else:
            yield from _zip(opened, problems, limits, depth)
    except EcotoneError as error:
        problems.add(_as_problem(error))
    except READING as error:
        problems.add(_as_problem(unreadable(opened.name, error)))


def _gzip(opened: Opened, problems: Problems, limits: Limits, depth: int) -> Iterator[Opened]:
    name = opened.name[:-3] if opened.name.lower().endswith(".gz") else opened.name

    def start() -> IO[bytes]:
        packed = opened.open()
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
        return io.BufferedReader(Counted(stream, name, opened.size, limits, also_close=packed), HEAD)

    with start() as stream:
        head = stream.read(HEAD)
    yield from _unpacked(Opened(name, head, opened.size, limits, start), problems, limits, depth + 1)


def _zip(opened: Opened, problems: Problems, limits: Limits, depth: int) -> Iterator[Opened]:
    with contextlib.ExitStack() as stack:
        stream: IO[bytes] = stack.enter_context(opened.open())
        if depth:  # a stream out of an archive cannot jump back and forth, and the directory of a zip stands at its end
            limits.check(opened.name, opened.size, 0)
            stream = _held(stack, stream, opened.name, limits)
        archive = stack.enter_context(zipfile.ZipFile(stream))
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry.filename)]
        if any(entry.filename in {"[Content_Types].xml", "mimetype"} for entry in entries):  # a workbook under another name
            yield opened
            return
        if len(entries) > limits.entries:
            raise UnsafeFileError(
                "The archive holds too many files", where=opened.name, got=f"{len(entries):,}", expected=f"{limits.entries:,}"
            )
        # Files that share their packed bytes declare more than they pack; each file's own ratio is looked at below.
        total = sum(entry.file_size for entry in entries)
        limits.check(opened.name, total, total)
        for entry in entries:
            yield from _entry(archive, entry, opened, problems, depth)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, opened: Opened, problems: Problems, depth: int) -> Iterator[Opened]:
    limits = opened.limits
    name = f"{opened.name}/{entry.filename}"
    if _climbs(entry.filename):
        problems.add(
            Problem("A name in the archive points outside it", file=opened.name, got=entry.filename, expected="a name inside the archive")
        )
        return

    try:
        inside = _in_archive(archive, entry, name, limits)
    except EcotoneError as error:
        problems.add(_as_problem(error))
        return
    except READING as error:
        problems.add(_as_problem(unreadable(name, error)))
        return
    yield from _unpacked(inside, problems, limits, depth + 1)


def _in_archive(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits) -> Opened:
    """Open one file of an archive at its start."""

    def start() -> IO[bytes]:
        return io.BufferedReader(Counted(archive.open(entry), name, entry.compress_size, limits), HEAD)

    def beside(other: str) -> Opened | None:
        folder, slash, _ = entry.filename.rpartition("/")
        try:
            return _in_archive(archive, archive.getinfo(f"{folder}{slash}{other}"), f"{name.rpartition('/')[0]}/{other}", limits)
        except (KeyError, EcotoneError, *READING):
            return None

    limits.check(name, entry.compress_size, entry.file_size)
    with start() as stream:
        head = stream.read(HEAD)
    return Opened(name, head, entry.file_size, limits, start if len(head) == HEAD else lambda: io.BytesIO(head), beside)


def _held(stack: contextlib.ExitStack, stream: IO[bytes], name: str, limits: Limits) -> IO[bytes]:
    """Hold an inner archive in memory, or in an unnamed temporary file where it is large."""
    held: Any = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=64 << 20))  # noqa: SIM115  the stack closes it
    shutil.copyfileobj(io.BufferedReader(Counted(stream, name, limits.nested_bytes, Limits(unpacked_bytes=limits.nested_bytes))), held)
    held.seek(0)
    inner: IO[bytes] = held
    return inner


def _is_hidden(name: str) -> bool:
    """Tell whether an entry is what systems leave behind: `__MACOSX/`, `.DS_Store`."""
    return name.startswith("__MACOSX/") or (name.rsplit("/", 1)[-1].startswith(".") and not _climbs(name))


def _climbs(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":")


def _as_problem(error: EcotoneError) -> Problem:
    return Problem(error.what, file=error.where, got=error.got, expected=error.expected, remedy=error.remedy)
