"""Network files: read, write and convert what Gephi, Pajek, UCINET, Graphviz, GUESS and NetDraw use, and CSV and JSON.

`read` recognises a file by its content and returns a `NetworkFile`: every network in it, with what else it holds and
what could not be read. `write` puts one into another format and returns what that format cannot hold. Nothing is
dropped in silence, and nothing is merged: two ties between the same nodes are two ties.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final

from ecotone.errors import InputError, StorageError, UnknownFormatError, UnreadableError
from ecotone.network.formats import workbook
from ecotone.network.formats.network_file import Network, NetworkFile, NodeList
from ecotone.network.formats.opened import Raw, unpack
from ecotone.network.formats.registry import FORMATS, Format
from ecotone.problems import Problem, Problems

__all__ = ["FORMATS", "Format", "Network", "NetworkFile", "NodeList", "Raw", "convert", "dumps", "read", "recognise", "write"]

_FULLEST: Final = {"pajek": ".paj"}
"""The extension that holds most, where it is not the first."""

HEAD: Final = 1 << 16
"""Bytes that are enough to recognise a file."""


def recognise(raw: Raw) -> Format:
    r"""Return the format of a file.

    Raises
    ------
    UnknownFormatError
        If no format knows it.

    Examples
    --------
    >>> recognise(Raw("x.txt", b"*Vertices 2\n*Edges\n1 2\n")).name
    'pajek'
    """
    head = _head(raw.data)
    for each in FORMATS.values():
        if each.recognises(head, raw.suffix):
            return each
    raise UnknownFormatError(
        "This is no network file that Ecotone knows" if raw.data.strip() else "The file is empty",
        where=raw.name,
        got="bytes that are no text" if b"\x00" in raw.data[:HEAD] else head.strip()[:60] or "nothing but blanks",
        expected=", ".join(each.label for each in FORMATS.values()),
        remedy="Look at its ending; in Python its format can be named (as_=…)",
    )


def _head(data: bytes) -> str:
    """Return the first characters, whatever the encoding: what recognises a format is ASCII."""
    start = data[:HEAD]
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = start.decode("utf-16", errors="ignore")
    elif start[:3] == b"\xef\xbb\xbf":
        text = start[3:].decode("utf-8", errors="replace")
    elif b"\x00" in start:
        return ""  # a binary file: no text format holds a zero byte
    else:
        text = start.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")


def read(source: str | Path | Raw, as_: str | None = None, *, encoding: str | None = None) -> NetworkFile:
    r"""Read a network file, also gzipped or in a zip, or the sheets of a workbook.

    Parameters
    ----------
    source : str, Path or Raw
        A path, or bytes with a name.
    as_ : str, optional
        The format, by its name in `FORMATS`, where recognition must not decide.
    encoding : str, optional
        Of the text, where it is known.

    Returns
    -------
    NetworkFile
        Of an archive: the networks and lists of all files in it that are network files.

    Raises
    ------
    UnknownFormatError
        If the file is of no known format.
    UnreadableError
        If it is of a known format and nothing in it can be read.

    Examples
    --------
    >>> file = read(Raw("pair.net", b'*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n1 2 5\n'))
    >>> file.format, file.networks[0].ties()["weight"].to_list()
    ('pajek', [5.0])
    """
    problems = Problems()
    members = list(unpack(source, problems))
    sheets = PurePath(_name(source)).suffix.lower() in workbook.SUFFIXES
    files: list[NetworkFile] = []
    unknown: list[UnknownFormatError] = []
    for raw in members:
        try:
            kind = _named(as_) if as_ else recognise(raw)
        except UnknownFormatError as error:
            unknown.append(error)
            continue
        file = kind.read(raw, Problems(), encoding=encoding)
        if not file.networks and not file.lists:
            raise UnreadableError(
                "Nothing in the file can be read", where=raw.name, got=_first(file.problems), expected=f"a network in {kind.label}"
            )
        files.append(file)
    if not files:
        raise unknown[0] if unknown else UnknownFormatError("The archive holds no file", where=_name(source))
    for passed in unknown:
        what = "A sheet is no table of a network" if sheets else "A file in the archive is no network file"
        problems.add(Problem(what, file=passed.where, severity="noted"))
    for file in files:
        problems.extend(file.problems)
    if len(members) == 1:
        return replace(files[0], problems=problems)
    networks = tuple(network for file in files for network in file.networks)
    networks = workbook.joined(networks) if sheets else networks
    lists = tuple(each for file in files for each in file.lists)
    formats = sorted({file.format for file in files})
    return NetworkFile(networks, lists, name=_name(source), format=" and ".join(formats), problems=problems)


def _name(source: str | Path | Raw) -> str:
    return source.name if isinstance(source, Raw) else Path(source).name


def _first(problems: Problems) -> str:
    return str(next(iter(problems), "no network"))


def _named(name: str) -> Format:
    """Return a format by its name."""
    if name not in FORMATS:
        raise InputError("There is no such format", got=name, expected=", ".join(FORMATS))
    return FORMATS[name]


def dumps(file: NetworkFile | Network, format: str, *, suffix: str | None = None) -> tuple[bytes, list[Problem]]:  # noqa: A002  the word that users know
    """Return the bytes of a file in a format, and what that format cannot hold.

    Parameters
    ----------
    file : NetworkFile or Network
        What to write.
    format : str
        By its name in `FORMATS`.
    suffix : str, optional
        The extension, for a format whose extensions differ in what they hold (`.net`, `.paj`).
    """
    kind = _named(format)
    whole = NetworkFile((file,), name=file.name) if isinstance(file, Network) else file
    if not whole.networks and kind.name != "pajek":
        raise InputError("There is no network to write", where=whole.name or None, got="lists only" if whole.lists else "nothing")
    problems = Problems()
    if kind.name != "pajek" and whole.lists:
        whole = whole.with_lists_as_attributes()
        for each in whole.lists:
            what = f"The {each.kind} has another length than every network, or no place in this format; it is left out"
            problems.add(Problem(what, got=f"{each.name}: {len(each.values):,} numbers"))
    data = kind.write(whole, problems, suffix=_FULLEST.get(kind.name, kind.extensions[0]) if suffix is None else suffix)
    return data, list(dict.fromkeys(problems))  # the same loss said of a thousand nodes is said once


def write(file: NetworkFile | Network, path: str | Path, format: str | None = None) -> list[Problem]:  # noqa: A002
    """Write a network file.

    Parameters
    ----------
    file : NetworkFile or Network
        What to write.
    path : str or Path
        Where; an existing file is replaced only when the new one is complete.
    format : str, optional
        By its name in `FORMATS`; otherwise the extension says.

    Returns
    -------
    list of Problem
        What the format cannot hold.

    Raises
    ------
    UnknownFormatError
        If neither format nor extension says how to write.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if format is None:
        format = next((each.name for each in reversed(FORMATS.values()) if suffix in each.extensions), None)  # noqa: A001  the argument
    if format is None:
        known = ", ".join(each.extensions[0] for each in FORMATS.values())
        raise UnknownFormatError("The extension does not say how to write", where=path.name, got=suffix or "none", expected=known)
    data, problems = dumps(file, format, suffix=suffix)
    fresh = path.with_name(path.name + ".part")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise StorageError("The file cannot be written", where=path.name, got=error.strerror or str(error)) from None
    return problems


def convert(source: str | Path | Raw, target: str | Path, *, as_: str | None = None, format: str | None = None) -> list[Problem]:  # noqa: A002
    """Read a file and write it in another format.

    Parameters
    ----------
    source : str, Path or Raw
        What to read.
    target : str or Path
        What to write; its extension says the format unless `format` does.
    as_, format : str, optional
        The formats, where they must not be recognised.

    Returns
    -------
    list of Problem
        What could not be read, then what could not be written.
    """
    file = read(source, as_)
    return [*file.problems, *write(file, target, format)]
