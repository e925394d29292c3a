"""Where a record is: a file, or a schema of a PostgreSQL database.

`houston.eco` is a file; `postgresql://user@host/database?schema=houston` is one schema of a database, one record a
schema (`public` where none is named). Passwords are not part of an address that is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self

from ecotone.errors import InputError

_SCHEMA: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a record is.

    Parameters
    ----------
    kind : {'sqlite', 'postgresql'}
        What holds it.
    path : Path or None
        The file, absolute.
    url : str or None
        The database's address for SQLAlchemy, without the schema.
    schema : str or None
        The schema in that database.

    Examples
    --------
    >>> str(Address.of("postgresql://me:secret@db/hub?schema=houston"))
    'postgresql://me:***@db/hub?schema=houston'
    """

    kind: Literal["sqlite", "postgresql"]
    path: Path | None = None
    url: str | None = None
    schema: str | None = None

    @classmethod
    def of(cls, path_or_url: str | Path) -> Self:
        """Read an address as a user gives it.

        Raises
        ------
        InputError
            If it is the address of something else than a file or PostgreSQL, or names no valid schema.
        """
        if isinstance(path_or_url, Path) or "://" not in path_or_url:
            text = str(path_or_url)
            if not text or "\x00" in text:
                raise InputError("A record needs the name of a file", got=text)
            return cls("sqlite", path=Path(text).expanduser().absolute())
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            url = make_url(path_or_url)
        except ArgumentError:
            raise InputError("This is no address", got=path_or_url, expected="a file, or postgresql://…?schema=…") from None
        if url.get_backend_name() != "postgresql":
            raise InputError("A record is a file or lives in PostgreSQL", got=url.drivername, expected="a file, or postgresql://…?schema=…")
        schema = url.query.get("schema", "public")
        if not isinstance(schema, str) or not _SCHEMA.fullmatch(schema) or schema.startswith("pg_"):
            raise InputError("This is no name of a schema", got=str(schema), expected="lower-case letters, digits and _, at most 63")
        plain = url.difference_update_query(["schema"]).set(drivername="postgresql+psycopg")
        return cls("postgresql", url=plain.render_as_string(hide_password=False), schema=schema)

    def __str__(self) -> str:
        if self.url is None:
            return str(self.path)
        from sqlalchemy.engine import make_url

        shown = make_url(self.url).set(drivername="postgresql").update_query_dict({"schema": self.schema or "public"})
        return shown.render_as_string(hide_password=True)

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"  # the generated one would show the password
