"""Commands for the users of a record that a server shows to others: add, list, role, remove, token, revoke, log, and raters' links."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ecotone.cli.options import Json, Record

if TYPE_CHECKING:
    from ecotone.server.accounts import Accounts

Name = Annotated[str, typer.Argument(metavar="NAME", help="The user's name.")]
Rater = Annotated[str, typer.Argument(metavar="RATER", help="The rater's name, as it stands beside the ratings.")]
RoleOf = Annotated[str, typer.Option("--role", help="viewer, commenter, rater, editor or owner.")]

group = typer.Typer(
    help="Say who may sign in to a record that is served to others, and what each may do.",
    epilog="Example: ecotone users add houston.eco ana --role editor",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(epilog="Example: ecotone users add houston.eco ana --role editor")(add)
    group.command("list", epilog="Example: ecotone users list houston.eco")(list_)
    group.command(epilog="Example: ecotone users role houston.eco ana --role viewer")(role)
    group.command(epilog="Example: ecotone users remove houston.eco ana")(remove)
    group.command(epilog="Example: ecotone users token houston.eco ana --label nightly-import")(token)
    group.command(epilog="Example: ecotone users revoke houston.eco ana")(revoke)
    group.command(epilog="Example: ecotone users log houston.eco")(log)
    example = "Example: ecotone users link houston.eco Ada --seeker 18 --candidates '29; 64' --days 14"
    group.command(epilog=example)(link)
    group.command(epilog="Example: ecotone users links houston.eco")(links)
    group.command(epilog="Example: ecotone users unlink houston.eco Ada")(unlink)
    app.add_typer(group, name="users")


def _accounts(record: str) -> "Accounts":
    """Open the accounts of a record that exists."""
    from ecotone.cli.options import opened
    from ecotone.server.accounts import Accounts
    from ecotone.server.jobs import state_folder

    opened(record).close()
    return Accounts(state_folder(), record)


def add(
    record: Record,
    name: Name,
    *,
    role: RoleOf = "viewer",
    organisation: Annotated[
        bool, typer.Option("--organisation", help="They sign in through the organisation (serve --oidc), by this name; no password here.")
    ] = False,
) -> None:
    """Add a user; the password is asked for, or read from standard input."""
    accounts = _accounts(record)
    if organisation:
        accounts.expect(name, role)  # type: ignore[arg-type]  # checked there
        print(f"{name} may sign in to {record} as {role}, through the organisation. Serve it with: ecotone serve {record} --users --oidc …")
        return
    if sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    accounts.add(name, password, role)  # type: ignore[arg-type]  # checked there
    print(f"{name} may sign in to {record} as {role}. Serve it with: ecotone serve {record} --users")


def list_(record: Record, *, as_json: Json = False) -> None:
    """List the users and their roles."""
    from ecotone.cli.render import show_json, visible

    users = _accounts(record).users()
    if as_json:
        show_json([{"name": name, "role": role} for name, role in users])
        return
    print("\n".join(f"{role:<10} {visible(name)}" for name, role in users) or "There are no users; add one: ecotone users add")


def role(record: Record, name: Name, *, role: RoleOf) -> None:
    """Give a user another role."""
    _accounts(record).give(name, role)  # type: ignore[arg-type]  # checked there
    print(f"{name} is {role} of {record} now.")


def remove(record: Record, name: Name) -> None:
    """Take a user's role away; open sessions end at once."""
    _accounts(record).remove(name)
    print(f"{name} may no longer sign in to {record}.")


def token(
    record: Record,
    name: Name,
    *,
    label: Annotated[str, typer.Option("--label", help="What the token is for.")] = "",
    days: Annotated[int, typer.Option("--days", min=1, max=730, help="How long it holds.")] = 90,
) -> None:
    """Make a token with which a program asks as this user; it is shown once."""
    from ecotone.cli.running import say

    print(_accounts(record).token(name, label, days))
    say(f"Keep it: it is shown only this once. It holds for {days} days.")


def revoke(record: Record, name: Name) -> None:
    """End all sessions and tokens of a user."""
    count = _accounts(record).revoke_all(name)
    print(f"{count} {'session or token' if count == 1 else 'sessions and tokens'} of {name} ended.")


def log(
    record: Record, *, limit: Annotated[int, typer.Option("--limit", min=1, help="So many of the latest.")] = 100, as_json: Json = False
) -> None:
    """Show what users other than owners read, and all exports, the latest first."""
    from ecotone.cli.render import show_json, visible

    rows = _accounts(record).readings(limit)
    if as_json:
        show_json([dict(zip(("time", "who", "method", "path"), row, strict=True)) for row in rows])
        return
    print(
        "\n".join(f"{time[:19]}  {visible(who):<20} {method:<5} {visible(path)}" for time, who, method, path in rows) or "Nobody read yet."
    )


def link(
    record: Record,
    name: Rater,
    *,
    seeker: Annotated[str, typer.Option("--seeker", metavar="ACTOR", help="Who looks for a partner, by id or name.")],
    candidates: Annotated[
        list[str], typer.Option("--candidates", metavar="ACTORS", help="Names separated by semicolons, or ids by commas; may be repeated.")
    ],
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="How long it holds.")] = 14,
    address: Annotated[str, typer.Option("--address", help="Where the record is served, such as https://hub.example.org.")] = "",
) -> None:
    """Make a personal link by which somebody without an account rates a seeker's candidates; it is shown once."""
    from ecotone.cli.options import names_of, opened
    from ecotone.cli.running import say
    from ecotone.partnerships.rated import rater_name
    from ecotone.server.rating import PATH
    from ecotone.stakeholders.read import actor

    accounts = _accounts(record)
    with opened(record) as eco:
        whom = [actor(eco, text) for text in names_of(candidates)]
        secret = accounts.link(rater_name(name), actor(eco, seeker), whom, days)
    print(f"{address.rstrip('/')}{PATH}{secret}")
    where = "" if address else " Put the address at which the record is served before it, or give it as --address."
    say(f"Send it to {name}: it is shown only this once. It holds for {days} days.{where}")


def links(record: Record, *, as_json: Json = False) -> None:
    """List the raters' links that hold, and until when; not the links themselves."""
    from ecotone.answer import counted
    from ecotone.cli.render import show_json, visible

    found = _accounts(record).links()
    if as_json:
        show_json([{"name": one.name, "seeker": one.seeker, "candidates": list(one.candidates), "ends": one.ends} for one in found])
        return
    lines = [
        f"until {one.ends[:10]}  {visible(one.name)}: {counted(len(one.candidates), 'candidate')} of actor {one.seeker}" for one in found
    ]
    print("\n".join(lines) or "No link holds; make one: ecotone users link")


def unlink(record: Record, name: Rater) -> None:
    """Revoke all links of a rater, at once."""
    from ecotone.answer import counted
    from ecotone.cli.running import LOOK, say

    revoked = _accounts(record).unlink(name)
    if not revoked:
        say(f"No link of {name} holds. Those that do: ecotone users links {record}")
        raise typer.Exit(LOOK)
    print(f"{counted(revoked, 'link')} of {name} revoked.")
