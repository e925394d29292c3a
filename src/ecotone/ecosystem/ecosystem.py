"""The door to a record: open it, ask it, change it in batches, undo them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ecotone.ecosystem import kept, opening, tables, undo, views
from ecotone.ecosystem.address import Address
from ecotone.ecosystem.batch import Batch
from ecotone.ecosystem.store import PATIENCE_S, Store
from ecotone.errors import NotFoundError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path
    from types import TracebackType

    import polars as pl

    from ecotone.answer import ReadAt
    from ecotone.dates import Date
    from ecotone.ecosystem.kept import Kept
    from ecotone.ecosystem.removal import Removal
    from ecotone.ecosystem.views import ActorView
    from ecotone.problems import Problem
    from ecotone.scope import Scope
    from ecotone.vocabulary import Sector


class Ecosystem:
    """One record of an ecosystem: a file, or a schema in PostgreSQL.

    Made by `Ecosystem.create` or `Ecosystem.open`; closed by `close` or at the end of a `with` block. Reading may
    happen from several threads at once; one batch writes at a time, in this process and in others.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = tempfile.TemporaryDirectory()
    >>> with Ecosystem.create(pathlib.Path(folder.name) / "houston.eco", title="Houston") as eco:
    ...     with eco.batch("first actors", author="Ana") as batch:
    ...         hospital = batch.add_actor("Memorial Hermann", sector="provider")
    ...         maker = batch.add_actor("Procyrion", sector="industry")
    ...         _ = batch.add_tie(hospital, maker, "relation", own_statement=True)
    ...     eco.search("herm")["name"].to_list(), eco.stats()["ties"]
    (['Memorial Hermann'], 1)
    >>> folder.cleanup()
    """

    def __init__(self, store: Store, title: str) -> None:
        self._store = store
        self.title = title

    # Opening and closing

    @classmethod
    def create(cls, path_or_url: str | Path, *, title: str = "", patience_s: float = PATIENCE_S) -> Self:
        """Make a new, empty record.

        Parameters
        ----------
        path_or_url : str or Path
            A file that does not exist yet, or `postgresql://…?schema=…` with a schema that holds no record yet.
        title : str, optional
            What the ecosystem is called.
        patience_s : float, optional
            How many seconds to wait for another process that is writing.

        Raises
        ------
        StorageError
            If something stands there already, or the place cannot be written to.
        """
        address = Address.of(path_or_url)
        return cls(opening.create(address, title, patience_s), title)

    @classmethod
    def open(cls, path_or_url: str | Path, *, trusted: bool = False, patience_s: float = PATIENCE_S) -> Self:
        """Open a record; one of an older schema is copied beside (`x.eco.before-0001`), then brought up to date.

        Parameters
        ----------
        path_or_url : str or Path
            The record.
        trusted : bool, optional
            Skip the comparison of every table, index and trigger with those of a record of ours. Leave it off for a
            file that came from somewhere else.
        patience_s : float, optional
            How many seconds to wait for another process that is writing.

        Raises
        ------
        RecordError
            See `ecotone.errors`: no record, newer, locked, damaged, untrusted, or storage that does not allow it.
        """
        store = opening.opened(Address.of(path_or_url), patience_s, trusted=trusted)
        try:
            with store.read() as link:
                title = link.value("SELECT value FROM setting WHERE name = 'title'") or ""
        except BaseException:
            store.close()
            raise
        return cls(store, title)

    @staticmethod
    def look(path: Path, *, patience_s: float = PATIENCE_S, whole: bool = False) -> str:
        """Check a file as `open` does and return its title; an older record stays as it is.

        Parameters
        ----------
        path : Path
            The record's file, absolute.
        patience_s : float, optional
            How many seconds to wait for another process that is writing.
        whole : bool, optional
            Whether to look at each value too, as of a record that somebody sent.

        Raises
        ------
        RecordError
            As for `open`.

        Examples
        --------
        >>> import tempfile, pathlib
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder) / "boston.eco"
        ...     Ecosystem.create(path, title="Boston").close()
        ...     Ecosystem.look(path)
        'Boston'
        """
        return opening.look(path, patience_s, whole=whole)

    def close(self) -> None:
        """Let go of the record; of a file nothing but the one file remains."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def address(self) -> str:
        """Return where the record is, without a password."""
        return str(self._store.address)

    @property
    def path(self) -> Path | None:
        """Return the file, None for a record in PostgreSQL."""
        return self._store.address.path

    def read_at(self, as_of: Date | None = None) -> ReadAt:
        """Say where an answer is read: the name of the file (not its folder, which is nobody's business) or the address, and the batch."""
        from ecotone.answer import ReadAt

        with self._store.read() as link:
            batch = link.value("SELECT max(id) FROM batch")
        return ReadAt(self.path.name if self.path else self.address, int(batch or 0), as_of)

    # Asking

    def actors(self, scope: Scope = tables.WHOLE) -> pl.DataFrame:
        """Return actors: id, name, kind, sector, place, custom fields (JSON), version and number of mentions."""
        with self._store.read() as link:
            return tables.actors(link, scope)

    def ties(
        self,
        scope: Scope = tables.WHOLE,
        *,
        kind: str | None = None,
        between: tuple[Sector | str, Sector | str] | None = None,
        alive_on: dt.date | Date | str | None = None,
        self_ties: bool = False,
    ) -> pl.DataFrame:
        """Return ties between actors, one row a stored tie: id, source, target, kind, weight, directed, dates, evidence.

        Parameters
        ----------
        scope : Scope, optional
            Kinds, sectors and places (of both ends), span of time, and `as_of` for what was known on a day.
        kind : str, optional
            One kind.
        between : pair of sectors, optional
            Ties from the one sector to the other, either way round.
        alive_on : date, optional
            Ties that held on that day, or on some day of that month or year.
        self_ties : bool, optional
            Keep ties whose two ends are the same actor since matching or a merge.
        """
        with self._store.read() as link:
            return tables.ties(link, scope, kind, between, tables.as_date(alive_on), self_ties=self_ties)

    def actor(self, number: int, *, as_of: Date | None = None) -> ActorView:
        """Return one actor with mentions, ties, claims, events, evidence and notes; an id merged away leads to the other."""
        with self._store.read() as link:
            return views.view(link, number, as_of)

    def standing(self, number: int) -> int | None:
        """Return who stands for an actor since mergers; None where there is no such actor, or none any more since it was erased."""
        with self._store.read() as link:
            try:
                return views.resolve(link, number)
            except NotFoundError:
                return None

    def initiatives(self) -> pl.DataFrame:
        """Return initiatives: id, source, id in the source, kind, title."""
        with self._store.read() as link:
            return tables.initiatives(link)

    def events(self, *, as_of: Date | None = None) -> pl.DataFrame:
        """Return events, one row for each object of an event."""
        with self._store.read() as link:
            return tables.events(link, as_of)

    def claims(self, *, as_of: Date | None = None) -> pl.DataFrame:
        """Return claims: what is said of actors and initiatives, those that disagree side by side."""
        with self._store.read() as link:
            return tables.claims(link, as_of)

    def sources(self) -> pl.DataFrame:
        """Return the sources of the record's evidence and how many of their records it holds: source, records."""
        with self._store.read() as link:
            return tables.sources(link)

    def evidence(self, number: int | None = None) -> pl.DataFrame:
        """Return evidence, all of it or that of one id: source, id there, web address, title, dates."""
        with self._store.read() as link:
            return tables.evidence(link) if number is None else tables.evidence(link, "e.id = ?", (number,))

    def mentions(self, *, unassigned: bool = False) -> pl.DataFrame:
        """Return mentions with the actor that each is assigned to, or only those that wait for one."""
        with self._store.read() as link:
            return tables.mentions(link, "s.actor IS NULL" if unassigned else "1 = 1")

    def removal(self, number: int) -> Removal:
        """Say what removing an actor would take along."""
        from ecotone.ecosystem import removal

        with self._store.read() as link:
            return removal.removal(link, number)

    def search(self, text: str, limit: int = 20) -> pl.DataFrame:
        """Find actors by beginnings of words in any of their names: id, name, sector, city, country, matched."""
        with self._store.read() as link:
            return tables.found(link, text, limit)

    def history(self, limit: int | None = None) -> pl.DataFrame:
        """Return batches, the latest first: batch, time, reason, author, entries, rows, undoes, undone_by."""
        with self._store.read() as link:
            return tables.history(link, limit)

    def kept(self, room: str, kind: str | None = None, name: str | None = None) -> list[Kept]:
        """Return what a capability keeps in the record, ordered by kind and name; see `Batch.keep`."""
        with self._store.read() as link:
            return kept.read(link, room, kind, name)

    def stats(self) -> dict[str, int]:
        """Count what the record holds."""
        with self._store.read() as link:
            return tables.stats(link)

    # Changing

    def batch(self, reason: str, author: str = "") -> Batch:
        """Open a batch: `with eco.batch("why") as batch: …` is kept as a whole or not at all."""
        return Batch(self._store, reason, author)

    def undo(self, batch: int, *, author: str = "") -> int:
        """Take a batch back by a new batch, and return that one's id; undoing it redoes.

        Raises
        ------
        UndoRefusedError
            If later batches changed the same rows or build on them; they are listed.
        """
        with self._store.write() as link:
            return undo.undo(link, batch, author)

    def merge(self, actor: int, into: int, *, reason: str, author: str = "") -> int:
        """Say that two actors are one; moves assignments only, so that undo parts them again. Return the batch's id."""
        with self.batch(reason, author) as batch:
            batch.merge(actor, into)
        assert batch.id is not None
        return batch.id

    # Keeping

    def export(self) -> bytes:
        """Return the whole content as canonical JSON: equal content gives equal bytes."""
        from ecotone.ecosystem import export

        with self._store.read() as link:
            return "".join(export.pieces(link, self.title)).encode()

    def check(self) -> list[Problem]:
        """Look for damage, dangling pointers, impossible dates and links that are none."""
        from ecotone.ecosystem import check

        with self._store.read() as link:
            return check.check(link)

    def backup(self, path: str | Path) -> None:
        """Write a whole copy into a file, journal included, while others go on writing; of a record in PostgreSQL too."""
        from ecotone.ecosystem import copies

        copies.backup(self._store, path)

    def share(self, path: str | Path) -> None:
        """Write a copy to give away: without assessors' judgements, notes, authors, persons' reasons, and journal."""
        from ecotone.ecosystem import copies

        copies.share(self._store, path)

    def erase(self, actor: int, *, author: str = "") -> None:
        """Erase a person everywhere, journal and free pages included; this cannot be undone.

        Later imports leave the person out (see `ecotone.ecosystem.erased`), until `readmit`.
        """
        from ecotone.ecosystem import erase

        erase.erase(self._store, actor, author)

    def readmit(self, name: str, *, author: str = "") -> int:
        """Let later imports bring in again whoever has a name that was erased; return the batch's id.

        Raises
        ------
        NotFoundError
            If nobody of the name was erased.
        """
        from ecotone.ecosystem import erased

        with self._store.read() as link:
            key = erased.key_of(link, name)
        with self.batch("A name that was erased may be imported again", author) as batch:
            batch.forget(erased.ROOM, erased.KIND, key)
        assert batch.id is not None
        return batch.id
