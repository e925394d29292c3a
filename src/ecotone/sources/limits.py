"""How much a file from outside may ask for before it is refused.

An archive can say little and unpack to much (a "zip bomb"), hold names that climb out of a folder, or hold itself. A
reader here never writes to disk and never trusts what an archive declares: it counts what comes out.

References
----------
Fifield (2019), A better zip bomb. 13th USENIX Workshop on Offensive Technologies.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from ecotone.errors import UnsafeFileError

if TYPE_CHECKING:
    from typing_extensions import Buffer

MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused as unsafe.

    Parameters
    ----------
    unpacked_bytes : int
        Most bytes that one packed file may unpack to.
    ratio : float
        Most bytes out for each byte in, once more than `ratio_from` bytes have come out.
    ratio_from : int
        Bytes from which the ratio counts: small files may be as repetitive as they like.
    depth : int
        How many archives may stand inside each other: 2 allows a zip in a zip.
    entries : int
        Most files in one archive.
    nested_bytes : int
        Largest archive inside an archive; it has to be held in memory or in a temporary file.
    record_bytes : int
        Longest line, cell or JSON record.

    Examples
    --------
    >>> Limits().depth
    2
    """

    unpacked_bytes: int = 16 << 30
    ratio: float = 200.0
    ratio_from: int = 32 * MEGABYTE
    depth: int = 2
    entries: int = 1_000_000
    nested_bytes: int = 2 << 30
    record_bytes: int = 32 * MEGABYTE

    def check(self, name: str, packed: int, unpacked: int) -> None:
        """Refuse what unpacks to too much, or to suspiciously much.

        Raises
        ------
        UnsafeFileError
            If either limit is passed.
        """
        if unpacked > self.unpacked_bytes:
            raise UnsafeFileError(
                "The packed file unpacks to more than is allowed",
                where=name,
                got=f"more than {unpacked:,} bytes",
                expected=f"at most {self.unpacked_bytes:,} bytes",
                remedy="Unpack it yourself if you trust it, and give the files",
            )
        if unpacked > self.ratio_from and unpacked > self.ratio * max(packed, 1):
            raise UnsafeFileError(
                "The packed file looks like a zip bomb",
                where=name,
                got=f"{packed:,} bytes that unpack to {unpacked:,}",
                expected=f"at most {self.ratio:,.0f} bytes out for each byte in",
                remedy="Unpack it yourself if you trust it, and give the files",
            )


class Counted(io.RawIOBase):
    """Read a packed stream and stop as soon as what came out is too much, whatever was declared."""

    def __init__(self, stream: IO[bytes], name: str, packed: int, limits: Limits, also_close: IO[bytes] | None = None) -> None:
        self._also_close = also_close
        self._stream = stream
        self._name = name
        self._packed = packed
        self._limits = limits
        self._out = 0

    def readable(self) -> bool:
        """Say that the stream can be read."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill the buffer, counting."""
        view = memoryview(buffer)
        data = self._stream.read(min(len(view), MEGABYTE))
        self._out += len(data)
        self._limits.check(self._name, self._packed, self._out)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the streams underneath too."""
        self._stream.close()
        if self._also_close is not None:  # Python's gzip reader leaves the file that it was given open
            self._also_close.close()
        super().close()
