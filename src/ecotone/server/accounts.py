"""Who may use which record, when a server is reached by others: users, roles, sessions, API tokens, and who read what.

All of it stands in the server's own database in the user's state folder, never in a record, which may be mailed. Passwords are
hashed by Argon2id; of sessions and tokens only a hash is kept, so that a stolen database opens nothing. A name that does not
exist is refused as a wrong password is: in the same words, after as long, and with the same waits.

References
----------
OWASP, Password Storage, Session Management and Authentication cheat sheets. RFC 9106, Argon2.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import secrets
import sqlite3
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from ecotone import dates
from ecotone.errors import AccessError, InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argon2 import PasswordHasher

Role = Literal["viewer", "commenter", "rater", "editor", "owner"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""What one may do, each also what stands before it: look, write notes, rate, change, everything."""

LONGEST_NAME: Final = 100
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 1_000
SESSION_HOURS: Final = 12
TRIES: Final = 5
"""So many wrong passwords for a name, then each further try waits."""
LONGEST_WAIT_S: Final = 900
LONGEST_LINK_DAYS: Final = 90
MOST_CANDIDATES: Final = 40
"""That one link is for."""

TABLES: Final = """
CREATE TABLE IF NOT EXISTS user (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, password TEXT NOT NULL, made TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tried (name TEXT PRIMARY KEY, wrong INTEGER NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS role (
    record TEXT NOT NULL, user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE, role TEXT NOT NULL, PRIMARY KEY (record, user));
CREATE TABLE IF NOT EXISTS session (
    hash TEXT PRIMARY KEY, user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE, kind TEXT NOT NULL, label TEXT NOT NULL DEFAULT '',
    made TEXT NOT NULL, ends TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outside (
    issuer TEXT NOT NULL, subject TEXT NOT NULL, user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject), UNIQUE (issuer, user));
CREATE TABLE IF NOT EXISTS link (
    hash TEXT PRIMARY KEY, record TEXT NOT NULL, name TEXT NOT NULL, seeker INTEGER NOT NULL, candidates TEXT NOT NULL,
    made TEXT NOT NULL, ends TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reading (
    id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, record TEXT NOT NULL, who TEXT NOT NULL, method TEXT NOT NULL,
    path TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who asks, and what they may do with the record."""

    name: str
    role: Role

    def may(self, needed: Role) -> bool:
        """Tell whether the role is enough."""
        return ROLES.index(self.role) >= ROLES.index(needed)


@dataclass(frozen=True, slots=True)
class RaterLink:
    """What a personal link opens: rating these candidates of one seeker under one name, until it ends."""

    name: str
    seeker: int
    candidates: tuple[int, ...]
    ends: str


class Accounts:
    """The users of a server and their roles for one record.

    Parameters
    ----------
    folder : Path
        The server's state folder; made if need be, for its user alone.
    record : str
        Address of the record that the roles are for.
    """

    def __init__(self, folder: Path, record: str) -> None:
        self.path = folder / "accounts.sqlite"
        self.record = record if "://" in record else str(Path(record).expanduser().resolve())
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._open() as link:
            for statement in TABLES.split(";"):
                link.execute(statement)
        self.path.chmod(0o600)

    # Users

    def add(self, name: str, password: str, role: Role) -> None:
        """Add a user, or give a user that exists another password and role for this record.

        Raises
        ------
        InputError
            If the name, the password or the role is none.
        """
        name = _name(name)
        if role not in ROLES:
            raise InputError("There is no such role", got=role, expected=", ".join(ROLES))
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or password.casefold() == name.casefold():
            raise InputError(
                "This is no password",
                expected=f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,} characters that are not the name",
                remedy="Several words are easy to keep",
            )
        hashed = _hasher().hash(password)
        with self._open() as link:
            link.execute(
                "INSERT INTO user (name, password, made) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET password = excluded.password",
                (name, hashed, _now()),
            )
            user = link.execute("SELECT id FROM user WHERE name = ?", (name,)).fetchone()[0]
            if role != "owner":
                self._keep_an_owner(link, user)
            link.execute("DELETE FROM session WHERE user = ?", (user,))
            link.execute("DELETE FROM tried WHERE name = ?", (name,))
            self._give(link, user, role)

    def expect(self, name: str, role: Role) -> None:
        """Add a user who signs in through an organisation, and has no password here.

        Raises
        ------
        InputError
            If the name or the role is none, or a user with a password has the name.
        """
        name = _name(name)
        if role not in ROLES:
            raise InputError("There is no such role", got=role, expected=", ".join(ROLES))
        with self._open() as link:
            link.execute("INSERT INTO user (name, password, made) VALUES (?, '', ?) ON CONFLICT (name) DO NOTHING", (name, _now()))
            user, password = link.execute("SELECT id, password FROM user WHERE name = ?", (name,)).fetchone()
            if password:
                raise InputError("A user with a password has this name", got=name, remedy="Remove that user first, or give another role")
            if role != "owner":
                self._keep_an_owner(link, user)
            self._give(link, user, role)

    def give(self, name: str, role: Role) -> None:
        """Give a user a role for this record."""
        if role not in ROLES:
            raise InputError("There is no such role", got=role, expected=", ".join(ROLES))
        with self._open() as link:
            user = self._user(link, name)
            if role != "owner":
                self._keep_an_owner(link, user)
            self._give(link, user, role)

    def remove(self, name: str) -> None:
        """Take a user's role for this record away; sessions end at once."""
        with self._open() as link:
            user = self._user(link, name)
            self._keep_an_owner(link, user)
            link.execute("DELETE FROM role WHERE record = ? AND user = ?", (self.record, user))
            if link.execute("SELECT 1 FROM role WHERE user = ?", (user,)).fetchone() is None:
                link.execute("DELETE FROM user WHERE id = ?", (user,))

    def users(self) -> list[tuple[str, str]]:
        """List the users of this record with their roles, by name."""
        with self._open(write=False) as link:
            rows = link.execute(
                "SELECT u.name, r.role FROM role r JOIN user u ON u.id = r.user WHERE r.record = ? ORDER BY u.name",
                (self.record,),
            )
            return [(row[0], row[1]) for row in rows.fetchall()]

    # Signing in

    def sign_in(self, name: str, password: str) -> str:
        """Return the secret of a new session.

        Raises
        ------
        AccessError
            If name and password do not go together, or there were too many wrong tries: the message is the same for both parts,
            and whether there is such a user or not.
        """
        name = unicodedata.normalize("NFC", name.strip())[:LONGEST_NAME]
        with self._open() as link:
            link.execute("DELETE FROM tried WHERE at < ?", ((dates.now() - dt.timedelta(days=1)).isoformat(),))
            wrong, at = link.execute("SELECT wrong, at FROM tried WHERE name = ?", (name,)).fetchone() or (0, None)
            if (wait := _wait(wrong, at)) > 0:
                raise AccessError("There were too many wrong tries", got=f"{wrong}", remedy=f"Wait {wait} s, then try again")
            # Counted before the password is looked at, so that many tries at once count too.
            link.execute(
                "INSERT INTO tried VALUES (?, 1, ?) ON CONFLICT (name) DO UPDATE SET wrong = wrong + 1, at = excluded.at", (name, _now())
            )
            row = link.execute("SELECT id, password FROM user WHERE name = ?", (name,)).fetchone()
        # Slow on purpose, and therefore outside of any transaction: nobody else waits for it.
        good = _verify(row[1] if row is not None and row[1] else _nobody(), password[: LONGEST_PASSWORD + 1])
        if row is None or not good:
            raise AccessError("Name and password do not go together", remedy="Look at both, or ask whoever runs this server")
        with self._open() as link:
            link.execute("DELETE FROM tried WHERE name = ?", (name,))
        return self._session(row[0], "session", "", dt.timedelta(hours=SESSION_HOURS))

    def sign_in_from(self, issuer: str, subject: str, name: str) -> str:
        """Return the secret of a new session for somebody whom an organisation's provider vouches for.

        Parameters
        ----------
        issuer, subject : str
            The provider, and its lasting identifier of a person: once known, it alone decides.
        name : str
            By which an owner added them (`expect`); capital and small letters are alike.

        Raises
        ------
        AccessError
            If nobody added them, or the name belongs to another person of the same provider.
        """
        with self._open() as link:
            known = link.execute("SELECT user FROM outside WHERE issuer = ? AND subject = ?", (issuer, subject)).fetchone()
            if known is None:
                wanted = unicodedata.normalize("NFC", name).casefold()
                users = link.execute(
                    "SELECT u.id, u.name FROM user u WHERE u.password = '' AND u.id NOT IN (SELECT user FROM outside WHERE issuer = ?)",
                    (issuer,),
                )
                found = [user for user, called in users.fetchall() if called.casefold() == wanted]
                if len(found) != 1:
                    raise AccessError(
                        "This server does not know you",
                        got=name[:LONGEST_NAME],
                        remedy="Ask an owner: ecotone users add RECORD NAME --organisation",
                    )
                link.execute("INSERT INTO outside VALUES (?, ?, ?)", (issuer, subject, found[0]))
                known = (found[0],)
        return self._session(known[0], "session", "", dt.timedelta(hours=SESSION_HOURS))

    def token(self, name: str, label: str, days: int = 90) -> str:
        """Make a token for programs of a user; it is shown once and kept as a hash."""
        if not 1 <= days <= 730:
            raise InputError("A token holds for 1 to 730 days", got=str(days))
        with self._open() as link:
            user = self._user(link, name)
        return "eco_" + self._session(user, "token", label.strip() or "token", dt.timedelta(days=days), prefix="eco_")

    def revoke(self, secret: str) -> None:
        """End a session or token."""
        with self._open() as link:
            link.execute("DELETE FROM session WHERE hash = ?", (_hash(secret),))

    def revoke_all(self, name: str) -> int:
        """End all sessions and tokens of a user; return how many there were."""
        with self._open() as link:
            return link.execute("DELETE FROM session WHERE user = ?", (self._user(link, name),)).rowcount

    def known(self, secret: str) -> Signed | None:
        """Return who holds a session or token that has not ended, and has a role for this record."""
        with self._open(write=False) as link:
            row = link.execute(
                "SELECT u.name, r.role FROM session s JOIN user u ON u.id = s.user JOIN role r ON r.user = u.id AND r.record = ?"
                " WHERE s.hash = ? AND s.ends > ?",
                (self.record, _hash(secret), _now()),
            ).fetchone()
        return None if row is None else Signed(row[0], row[1])

    # Links of raters, who need no account

    def link(self, name: str, seeker: int, candidates: Sequence[int], days: int = 14) -> str:
        """Make a personal link for a rater, and return its secret; it is told only this once and kept as a hash.

        Raises
        ------
        InputError
            If the name is none or a user's, there is no candidate, the seeker is one, or it would hold too long.
        """
        name = _name(name)
        if not 1 <= days <= LONGEST_LINK_DAYS:
            raise InputError("A link cannot hold so long", got=f"{days} days", expected=f"1 to {LONGEST_LINK_DAYS}")
        whom = list(dict.fromkeys(candidates))
        if not 1 <= len(whom) <= MOST_CANDIDATES or seeker in whom:
            raise InputError(
                "A link is for rating a seeker's candidates",
                got=f"{len(whom)}, among them the seeker" if seeker in whom else f"{len(whom)}",
                expected=f"1 to {MOST_CANDIDATES} candidates, without the seeker",
            )
        if name in dict(self.users()):
            raise InputError(
                "A user has this name and rates after signing in", got=name, remedy="Give the role instead, or use another name"
            )
        secret = secrets.token_urlsafe(32)
        with self._open() as link:
            link.execute("DELETE FROM link WHERE ends <= ?", (_now(),))
            link.execute(
                "INSERT INTO link (hash, record, name, seeker, candidates, made, ends) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (_hash(secret), self.record, name, seeker, json.dumps(whom), _now(), (dates.now() + dt.timedelta(days=days)).isoformat()),
            )
        return secret

    def linked(self, secret: str) -> RaterLink | None:
        """Return what a link opens in this record; None where it is none, has ended or was revoked."""
        return next((each for hashed, each in self._links() if hashed == _hash(secret)), None)

    def links(self) -> list[RaterLink]:
        """List the links of this record that hold, by name."""
        return [each for _, each in self._links()]

    def unlink(self, name: str) -> int:
        """Revoke all links of a rater; return how many there were."""
        with self._open() as link:
            return link.execute("DELETE FROM link WHERE record = ? AND name = ? AND ends > ?", (self.record, _name(name), _now())).rowcount

    def _links(self) -> list[tuple[str, RaterLink]]:
        with self._open(write=False) as link:
            rows = link.execute(
                "SELECT hash, name, seeker, candidates, ends FROM link WHERE record = ? AND ends > ? ORDER BY name, ends",
                (self.record, _now()),
            ).fetchall()
        return [(row[0], RaterLink(row[1], row[2], tuple(json.loads(row[3])), row[4])) for row in rows]

    # Who read what

    def note(self, who: str, method: str, path: str) -> None:
        """Write down that somebody read or exported."""
        with self._open() as link:
            link.execute(
                "INSERT INTO reading (time, record, who, method, path) VALUES (?, ?, ?, ?, ?)",
                (_now(), self.record, who, method, path[:500]),
            )

    def readings(self, limit: int = 100) -> list[tuple[str, str, str, str]]:
        """List what was read: time, who, method, path, the latest first."""
        with self._open(write=False) as link:
            rows = link.execute(
                "SELECT time, who, method, path FROM reading WHERE record = ? ORDER BY id DESC LIMIT ?",
                (self.record, limit),
            )
            return [(row[0], row[1], row[2], row[3]) for row in rows.fetchall()]

    # Inside

    @contextlib.contextmanager
    def _open(self, *, write: bool = True) -> Iterator[sqlite3.Connection]:
        """Open the database for one transaction; those that only read wait for nobody."""
        link = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            link.execute("PRAGMA foreign_keys=ON")
            link.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield link
            except BaseException:
                link.execute("ROLLBACK")
                raise
            link.execute("COMMIT")
        finally:
            link.close()

    def _give(self, link: sqlite3.Connection, user: int, role: Role) -> None:
        link.execute(
            "INSERT INTO role (record, user, role) VALUES (?, ?, ?) ON CONFLICT (record, user) DO UPDATE SET role = excluded.role",
            (self.record, user, role),
        )

    def _user(self, link: sqlite3.Connection, name: str) -> int:
        row = link.execute(
            "SELECT u.id FROM user u JOIN role r ON r.user = u.id AND r.record = ? WHERE u.name = ?", (self.record, _name(name))
        ).fetchone()
        if row is None:
            raise NotFoundError("This record has no such user", got=name, remedy="Look who there is: ecotone users list RECORD")
        return int(row[0])

    def _keep_an_owner(self, link: sqlite3.Connection, user: int) -> None:
        """Refuse to lose the last owner."""
        owners = link.execute("SELECT user FROM role WHERE record = ? AND role = 'owner'", (self.record,)).fetchall()
        if owners == [(user,)]:
            raise InputError("A record keeps at least one owner", remedy="Make somebody else an owner first")

    def _session(self, user: int, kind: str, label: str, lasts: dt.timedelta, prefix: str = "") -> str:
        secret = secrets.token_urlsafe(32)
        with self._open() as link:
            link.execute("DELETE FROM session WHERE ends <= ?", (_now(),))
            link.execute(
                "INSERT INTO session (hash, user, kind, label, made, ends) VALUES (?, ?, ?, ?, ?, ?)",
                (_hash(prefix + secret), user, kind, label, _now(), (dates.now() + lasts).isoformat()),
            )
        return secret


def _name(name: str) -> str:
    """Return a user's name in one form, or refuse it."""
    found = unicodedata.normalize("NFC", name.strip())
    if not 1 <= len(found) <= LONGEST_NAME or any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in found):
        raise InputError("This is no name of a user", got=repr(name[:100]), expected=f"1 to {LONGEST_NAME} characters")
    return found


def _now() -> str:
    return dates.now().isoformat()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _wait(wrong: int, at: str | None) -> int:
    """Return how many seconds a name has to wait after wrong tries: twice as long after each."""
    if wrong < TRIES or at is None:
        return 0
    longest = min(2.0 ** (wrong - TRIES) * 5, LONGEST_WAIT_S)
    return max(0, int(longest - (dates.now() - dt.datetime.fromisoformat(at)).total_seconds()))


def _hasher() -> PasswordHasher:
    """Return the hasher, loaded late: it takes a while."""
    from argon2 import PasswordHasher

    return PasswordHasher()


_NOBODY: list[str] = []


def _nobody() -> str:
    """Return the hash of a password that nobody has, so that an unknown name takes as long as a known one."""
    if not _NOBODY:
        _NOBODY.append(_hasher().hash(secrets.token_urlsafe(32)))
    return _NOBODY[0]


def _verify(hashed: str, password: str) -> bool:
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return bool(_hasher().verify(hashed, password))
    except (Argon2Error, InvalidHashError):
        return False
