"""Bytes of network files: plain, gzipped, or inside a zip, read in place and within limits; and text out of bytes.

Files come from strangers. A zip of 40 kB can hold a terabyte, so nothing is unpacked to disk, and unpacking stops at
a size and at a ratio. Text comes in whatever encoding its program had: UTF-8 and UTF-16 are recognised by their
marks or by being valid; the rest is taken as Windows-1252, or Windows-1250 where the letters speak for Central
Europe, and that guess is told.
"""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from ecotone.errors import NotFoundError, UnreadableError, UnsafeFileError
from ecotone.network.formats import workbook
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST: Final = 1 << 29
"""Bytes of one file after unpacking (512 MiB): a hundred times the largest network of the usual collections."""

STEEPEST: Final = 200
"""Times that unpacking may enlarge: text of networks shrinks 5 to 50 times, a bomb 1,000."""

SMALL: Final = 1 << 20
"""Below a mebibyte the ratio does not matter."""

MEMBERS: Final = 10_000
"""Files in one archive."""

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CENTRAL: Final = frozenset(b"\xb9\xb3\xbf\xbe\xbc\xa3\xa5\xaf\x9f\x9d\x8d\x8f")
"""Bytes that are letters in Windows-1250 and signs or nothing in Windows-1252."""
_CARONS: Final = frozenset(b"\x8a\x9a\x8e\x9e")
"""Š š Ž ž, in both."""
_SLAVIC: Final = frozenset(b"\xe8\xc8\xe6\xc6\xf0\xd0")
"""č Č ć Ć đ Đ in Windows-1250; è È æ Æ ð Ð in Windows-1252."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One file's name and bytes, unpacked.

    Parameters
    ----------
    name : str
        The file's name; inside an archive, the archive's name, a colon and the member's.
    data : bytes
        All of it.
    """

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """Return the extension in lower case, dot included."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """Return the name without folders and extension."""
        return PurePosixPath(self.name.rpartition(":")[2]).stem


def unpack(source: str | Path | Raw, problems: Problems) -> Iterator[Raw]:
    """Yield the file, or what is in it if it is packed.

    Parameters
    ----------
    source : str, Path or Raw
        A path, or bytes already read.
    problems : Problems
        Takes what was passed over.

    Yields
    ------
    Raw
        Each file; of an archive each member that is no folder and no system file; of a workbook each sheet as CSV.

    Raises
    ------
    NotFoundError
        If there is no such file.
    UnsafeFileError
        If unpacking goes over a limit.
    UnreadableError
        If the archive is damaged.
    """
    raw = source if isinstance(source, Raw) else _load(Path(source))
    if raw.data[:2] == b"\x1f\x8b":
        yield Raw(raw.name.removesuffix(".gz"), _gunzip(raw))
    elif workbook.is_one(raw.data, raw.suffix):
        if raw.data[:2] == b"PK":
            for _ in _unzip(raw, Problems()):  # the limits of archives hold for workbooks too
                pass
        for name, data in workbook.sheets(raw.data, raw.name):
            yield Raw(f"{raw.name}:{name}.csv", data)
    elif raw.data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        yield from _unzip(raw, problems)
    else:
        yield raw


def _load(path: Path) -> Raw:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UnsafeFileError("The file is too large", where=path.name, got=f"{size:,} bytes", expected=f"{LARGEST:,} at most")
        return Raw(path.name, path.read_bytes())
    except FileNotFoundError:
        raise NotFoundError("There is no such file", got=str(path), remedy="Check the path") from None
    except IsADirectoryError:
        raise NotFoundError("This is a folder, not a file", got=str(path), remedy="Give one network file") from None
    except OSError as error:
        raise UnreadableError("The file cannot be opened", where=path.name, got=error.strerror or str(error)) from None


def _gunzip(raw: Raw) -> bytes:
    most = max(SMALL, min(LARGEST, STEEPEST * len(raw.data)))
    unpacker = zlib.decompressobj(wbits=31)
    try:
        data = unpacker.decompress(raw.data, most + 1)
    except zlib.error:
        raise UnreadableError("The gzip file is damaged", where=raw.name) from None
    if len(data) > most:
        raise UnsafeFileError("Unpacking goes beyond the limit", where=raw.name, expected=f"{most:,} bytes at most")
    if not unpacker.eof:
        raise UnreadableError("The gzip file is cut off", where=raw.name, remedy="Fetch it again")
    return data


def _unzip(raw: Raw, problems: Problems) -> Iterator[Raw]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            members = [each for each in archive.infolist() if not each.is_dir() and not _of_the_system(each.filename)]
            total = sum(each.file_size for each in members)
            if len(members) > MEMBERS or total > max(SMALL, min(LARGEST, STEEPEST * len(raw.data))):
                raise UnsafeFileError(
                    "The archive holds more than is safe to unpack",
                    where=raw.name,
                    got=f"{len(members):,} files, {total:,} bytes",
                    expected=f"at most {MEMBERS:,} files, {LARGEST:,} bytes and {STEEPEST} times its own size",
                )
            for member in members:
                name = f"{raw.name}:{member.filename}"
                if member.flag_bits & 1:
                    problems.add(Problem("The file is encrypted", file=name, remedy="Unpack it first"))
                    continue
                with archive.open(member) as stream:  # a header may lie about the size; read one byte more to see
                    data = stream.read(member.file_size + 1)
                if len(data) > member.file_size:
                    raise UnsafeFileError(
                        "A file in the archive is larger than it says", where=name, got=f"over {member.file_size:,} bytes"
                    )
                yield Raw(name, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):  # a negative seek is a ValueError
        raise UnreadableError("The zip archive is damaged or packed in an unknown way", where=raw.name, remedy="Fetch it again") from None


def _of_the_system(name: str) -> bool:
    """Tell whether a member is what file managers leave behind."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or (bool(parts) and parts[-1].startswith("."))


def decode(raw: Raw, problems: Problems, *, encoding: str | None = None) -> str:
    r"""Return the text of a file with plain line ends.

    Parameters
    ----------
    raw : Raw
        The file.
    problems : Problems
        Told when the encoding is a guess.
    encoding : str, optional
        Where the reader knows better.

    Examples
    --------
    >>> decode(Raw("a.net", "Šimunić\r\n".encode("cp1250")), Problems())
    'Šimunić\n'
    """
    data = raw.data
    for mark, name in _MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], encoding or name
            break
    if encoding is None:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            encoding = guess(data)
            problems.add(Problem("The file is not UTF-8; its encoding is a guess", file=raw.name, got=encoding, severity="noted"))
    if encoding is not None:
        try:
            text = data.decode(encoding, errors="replace")
        except LookupError:
            raise UnreadableError("There is no such encoding", where=raw.name, got=encoding) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")  # the end-of-file mark of DOS


def guess(data: bytes) -> str:
    """Choose between Windows-1252 and Windows-1250 by what the bytes above 127 would be."""
    high = [byte for byte in data if byte > 127]
    central = sum(byte in _CENTRAL for byte in high)
    slavic = sum(byte in _SLAVIC for byte in high)
    carons = sum(byte in _CARONS for byte in high)
    western = len(high) - central - slavic - carons
    if 2 * central > len(high) - central or (carons and slavic and slavic + carons > western):
        return "cp1250"
    return "cp1252"
