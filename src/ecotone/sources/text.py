"""Text out of bytes of doubtful encoding, in bounded memory.

Files travel through programs that guess: UTF-8 with a byte order mark, UTF-16 from spreadsheets, cp1252 from Windows,
MacRoman from old Macs, and UTF-8 that was once read as one of these and saved again ("mojibake"). UTF-8 is tried
first and strictly, since no other text passes for it by chance; single bytes that are none are read as cp1252 or
MacRoman, whichever gives letters where letters should stand, and counted.

References
----------
Unicode 15.0, section 23.8 (byte order mark). RFC 3629, UTF-8.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, Final

from ecotone.problems import Problem
from ecotone.sources.opened import READING, unreadable, wide_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened

_CHUNK: Final = 1 << 20
_LONE: Final = re.compile("[\udc80-\udcff]+")
_MAC_LETTERS: Final = re.compile(rb"(?<=[A-Za-z])[\x87-\x91\x93-\x95\x97-\x9b\x9d-\x9f](?=[A-Za-z])")
_WINDOWS_LETTERS: Final = re.compile(rb"(?<=[A-Za-z])[\xc0-\xd6\xd8-\xf6\xf8-\xff](?=[A-Za-z])")

_MOJIBAKE: Final = {
    "mac_roman": re.compile("[√¬][\u0080-\uffff]"),  # the first byte of é, ü, ñ … read as MacRoman
    "cp1252": re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]"),
}
_GAPS: Final[dict[str, dict[str, int]]] = {"mac_roman": {}, "cp1252": {chr(byte): byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}}


def fallback_encoding(sample: bytes) -> str:
    """Choose what single bytes that are no UTF-8 mean: cp1252, or MacRoman where that gives more letters inside words.

    Examples
    --------
    >>> fallback_encoding("Universität Köln".encode("cp1252")), fallback_encoding("Universität Köln".encode("mac_roman"))
    ('cp1252', 'mac_roman')
    """
    return "mac_roman" if len(_MAC_LETTERS.findall(sample)) > len(_WINDOWS_LETTERS.findall(sample)) else "cp1252"


def mend(text: str) -> str:
    """Undo one round of mojibake, if the text is UTF-8 that was read as MacRoman or cp1252; else return it as it is.

    Examples
    --------
    >>> mend("Universit√© de Gen√®ve"), mend("UniversitÃ© de GenÃ¨ve"), mend("Universität Köln")
    ('Université de Genève', 'Université de Genève', 'Universität Köln')
    """
    if text.isascii():
        return text
    for encoding, signs in _MOJIBAKE.items():
        if signs.search(text):
            try:
                return b"".join(_byte(letter, encoding) for letter in text).decode("utf-8")
            except UnicodeError:
                continue
    return text


def _byte(letter: str, encoding: str) -> bytes:
    """Return the byte that was read as this letter; cp1252 has gaps that most programs read as control characters."""
    gap = _GAPS[encoding].get(letter)
    return bytes([gap]) if gap is not None else letter.encode(encoding)


def chunks(opened: Opened, problems: Problems) -> Iterator[str]:
    """Read a file as text, about a million characters at a time.

    Yields
    ------
    str
        Text without byte order mark. Bytes that are no UTF-8 are read as cp1252 or MacRoman and noted once.

    Raises
    ------
    UnreadableError
        If the file breaks off in its packing.
    """
    encoding = wide_encoding(opened.head) or "utf-8"
    fallback = ""  # looked for when it is needed: most files are what they say
    decoder = codecs.getincrementaldecoder(encoding)(errors="surrogateescape" if encoding == "utf-8" else "replace")
    mended = 0
    first = True
    try:
        with opened.open() as stream:
            while True:
                data = stream.read(_CHUNK)
                text = decoder.decode(data, final=not data)
                if first:
                    text = text.removeprefix("\ufeff")
                    first = not text
                if not _is_unicode(text):
                    fallback = fallback or fallback_encoding(opened.head + data[:_CHUNK])
                    text, count = _replaced(text, fallback)
                    mended += count
                if text:
                    yield text
                if not data:
                    break
    except READING as error:
        raise unreadable(opened.name, error) from None
    finally:
        if mended:
            problems.add(
                Problem(
                    "Some letters are no UTF-8 and were read in an older encoding",
                    file=opened.name,
                    got=f"{mended:,} bytes, read as {fallback}",
                    remedy="Save the file as UTF-8 if names look wrong",
                    severity="noted",
                )
            )


def _is_unicode(text: str) -> bool:
    """Tell whether no byte was kept as it stood; encoding is ten times as fast as looking at each letter."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def _replaced(text: str, fallback: str) -> tuple[str, int]:
    """Read lone bytes in the fallback encoding, and count them."""
    count = 0

    def as_letters(match: re.Match[str]) -> str:
        nonlocal count
        count += len(match[0])
        return match[0].encode("utf-8", "surrogateescape").decode(fallback, "replace")

    return _LONE.sub(as_letters, text), count


def lines(opened: Opened, problems: Problems) -> Iterator[str]:
    r"""Read a file line by line, each ending in `\n` whatever it ended in; a line beyond the limit is a problem and left out.

    NUL characters, with which old programs fill fields, are dropped and counted.
    """
    filling = 0
    for line in _lines(opened, problems):
        if "\x00" in line:
            filling += line.count("\x00")
            yield line.replace("\x00", "")
        else:
            yield line
    if filling:
        problems.add(Problem("NUL characters were dropped", file=opened.name, got=f"{filling:,}", severity="changed"))


def _lines(opened: Opened, problems: Problems) -> Iterator[str]:
    """Read a file line by line, whatever is in the lines."""
    limit = opened.limits.record_bytes
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    rest: list[str] = []
    length = number = 0
    skipping = False
    for text in chunks(opened, problems):
        first, *others = str(newlines.decode(text)).split("\n")
        if not skipping:
            rest.append(first)
            length += len(first)
        if others:
            if not skipping:
                yield "".join(rest) + "\n"
            for line in others[:-1]:
                yield line + "\n"
            number += len(others)
            rest, length, skipping = [others[-1]], len(others[-1]), False
        if length > limit:
            problems.add(Problem("The line is too long", file=opened.name, row=number + 1, expected=f"at most {limit:,} characters"))
            rest, length, skipping = [], 0, True
    if any(rest):
        yield "".join(rest)
