"""Every exception that Ecotone raises on purpose, as one tree.

EcotoneError
├── InputError            something the caller gave cannot be used
│   ├── DateError         a text that is no date
│   ├── ScopeError        a filter that cannot be read
│   └── NotFoundError     no such actor, batch, field, file ...
├── RecordError           the record itself
│   ├── NotARecordError   a file of another program, or no database at all
│   ├── NewerRecordError  written by a newer Ecotone
│   ├── LockedRecordError another process holds it
│   ├── DamagedRecordError  truncated or corrupt
│   ├── UntrustedRecordError  holds triggers, views or code that no record of ours has
│   ├── StaleWriteError   the row changed since it was read
│   ├── UndoRefusedError  later batches changed the same rows
│   ├── EvidenceError     a statement without a source
│   └── StorageError      disk full, no permission, read-only
├── SourceError           a file or service from outside
│   ├── UnknownFormatError  no source recognises the file
│   ├── UnreadableError   recognised, but nothing in it can be read
│   ├── UnsafeFileError   archive bombs, path tricks, entities, depth
│   └── FetchError        a service that does not answer as it should
├── KernelError           a method that cannot be computed on what it was given
│   ├── GraphError        network analysis
│   ├── ModelError        system dynamics: equations, units, runs
│   ├── DecisionError     partnership criteria, weights, ratings
│   └── SpellError        event logs and survival
├── AccessError           not signed in, or not allowed
└── CancelledError        the user stopped the work

An error stops; what was merely unreadable in an otherwise good input is a `problems.Problem`, which is data. A
message says what was wrong, where, what was got, what was expected and what to do; at the command line it is one
message and exit code 2, never a traceback.
"""

from __future__ import annotations


class EcotoneError(Exception):
    """Say what went wrong so that the reader knows what to do.

    Parameters
    ----------
    what : str
        What was wrong, as a sentence without its full stop.
    where : str, optional
        File, row, column, variable or address.
    got, expected : str, optional
        What was found, and what would have been right.
    remedy : str, optional
        What to do about it, in the imperative.

    Examples
    --------
    >>> print(EcotoneError("The weight is negative", where="ties.csv, row 7", got="-2", remedy="Give a weight of 0 or more"))
    The weight is negative (ties.csv, row 7). Got: -2. Give a weight of 0 or more.
    """

    def __init__(
        self, what: str, *, where: str | None = None, got: str | None = None, expected: str | None = None, remedy: str | None = None
    ) -> None:
        self.what = what
        self.where = where
        self.got = got
        self.expected = expected
        self.remedy = remedy
        super().__init__(sentence(what, where=where, got=got, expected=expected, remedy=remedy))


def sentence(what: str, *, where: str | None = None, got: str | None = None, expected: str | None = None, remedy: str | None = None) -> str:
    """Join the parts of a message into plain sentences; `Problem` and every error read alike."""
    parts = [f"{what.rstrip('.')} ({where})" if where else what.rstrip(".")]
    if got is not None:
        parts.append(f"Got: {shorten(got)}")
    if expected is not None:
        parts.append(f"Expected: {expected.rstrip('.')}")
    if remedy is not None:
        parts.append(remedy.rstrip("."))
    return ". ".join(parts) + "."


def shorten(text: str, limit: int = 120) -> str:
    """Cut a quoted value so that a message stays one message, control characters shown as escapes."""
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[: limit + 1])
    return shown if len(text) <= limit else f"{shown[:limit]}… ({len(text):,} characters)"


class InputError(EcotoneError):
    """Something the caller gave cannot be used."""


class DateError(InputError):
    """A text that is no date."""


class ScopeError(InputError):
    """A filter that cannot be read."""


class NotFoundError(InputError):
    """No such actor, batch, field or file."""


class RecordError(EcotoneError):
    """The record itself cannot be used as asked."""


class NotARecordError(RecordError):
    """A file of another program, or no database at all."""


class NewerRecordError(RecordError):
    """A record written by a newer Ecotone."""


class LockedRecordError(RecordError):
    """Another process holds the record."""


class DamagedRecordError(RecordError):
    """A truncated or corrupt record."""


class UntrustedRecordError(RecordError):
    """A received file that holds triggers, views or code that no record of ours has."""


class StaleWriteError(RecordError):
    """The row changed since it was read; both values are in the message."""


class UndoRefusedError(RecordError):
    """Later batches changed the same rows; their list is in the message."""


class EvidenceError(RecordError):
    """A statement without a source."""


class StorageError(RecordError):
    """The disk is full, read-only or forbidden."""


class SourceError(EcotoneError):
    """A file or service from outside cannot be used."""


class UnknownFormatError(SourceError):
    """No source recognises the file."""


class UnreadableError(SourceError):
    """The file is of a known kind, but nothing in it can be read."""


class UnsafeFileError(SourceError):
    """An archive bomb, a path trick, an entity, or nesting beyond reason."""


class FetchError(SourceError):
    """A service that does not answer as it should."""


class KernelError(EcotoneError):
    """A method that cannot be computed on what it was given."""


class GraphError(KernelError):
    """A network measure that is not defined here."""


class ModelError(KernelError):
    """A model whose equations, units or run are at fault."""


class DecisionError(KernelError):
    """Criteria, weights or ratings that allow no decision."""


class SpellError(KernelError):
    """An event log or a set of spells that allows no estimate."""


class AccessError(EcotoneError):
    """Not signed in, or not allowed."""


class CancelledError(EcotoneError):
    """The user stopped the work."""
