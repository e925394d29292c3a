"""Commands by which a person enters what no file tells: add, edit, tie, say, end, remove. Each is one batch that undo takes back."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecotone.cli.journal import an_id
from ecotone.cli.one_actor import identify
from ecotone.cli.options import Json, Record, Yes, confirm, number_of, opened
from ecotone.errors import InputError, NotFoundError
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.ecosystem import Ecosystem
    from ecotone.workbench.by_hand import Said

Actor = Annotated[str, typer.Argument(metavar="ACTOR", help="Who is meant: an id, or a name that one actor alone has.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so and makes the change.")]
Source = Annotated[str, typer.Option("--source", help="What it rests on, in a few words.")]
Address = Annotated[str, typer.Option("--evidence", metavar="ADDRESS", help="Web address of what it rests on.")]
Name = Annotated[str | None, typer.Option("--name", help="What it is called from now on.")]
Kind = Annotated[str | None, typer.Option("--kind", help="organisation, unit, community, role or person.")]
SectorOf = Annotated[str | None, typer.Option("--sector", help=f"{', '.join(Sector)}; empty for not known.")]
City = Annotated[str | None, typer.Option("--city", help="City; empty for not known.")]
Region = Annotated[str | None, typer.Option("--region", help="Region or state; empty for not known.")]
Country = Annotated[str | None, typer.Option("--country", help="Country; empty for not known.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Since when it held: a year, a month or a day.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Until when it held.")]
a_tie = number_of("id of a tie", "`ecotone ties RECORD --json` lists the ties with their ids.")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog='Example: ecotone add houston.eco "New Clinic" --sector provider --city Houston --by "Ana Ruiz"')(add)
    app.command(epilog='Example: ecotone edit houston.eco "New Clinic" --sector connector --source "Annual report 2025"')(edit)
    app.command(epilog='Example: ecotone tie houston.eco "New Clinic" "Rice University" --kind relation --from 2024 --by "Ana Ruiz"')(tie)
    app.command(epilog='Example: ecotone say houston.eco "New Clinic" beds 120 --by "Ana Ruiz"')(say)
    app.command(epilog='Example: ecotone end houston.eco 4711 2025-03 --by "Ana Ruiz"')(end)
    app.command(epilog="Example: ecotone remove houston.eco 200 --yes")(remove)


def add(
    record: Record,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the actor is called.")],
    *,
    kind: Kind = None,
    sector: SectorOf = None,
    city: City = None,
    region: Region = None,
    country: Country = None,
    by: By = "",
    source: Source = "",
    evidence: Address = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Add an actor; asks first where one of a name so like it is there already."""
    from ecotone.cli.render import show_json
    from ecotone.ecosystem import Place
    from ecotone.matching.alike import alike
    from ecotone.workbench import by_hand

    said = _said(by, source, evidence)
    with opened(record) as eco:
        names = eco.mentions().drop_nulls("actor").select("actor", "name").unique(maintain_order=True).iter_rows()
        like = alike(name, [*eco.actors().select("id", "name").iter_rows(), *names])
        if like:
            listed = "; ".join(f"{one.id} {one.name} ({one.reason})" for one in like)
            confirm(f"May be the same: {listed}. Add “{name}” all the same?", yes=yes)
        values = {"kind": kind, "sector": sector or None, "place": Place(city or None, region or None, country or None)}
        number, batch = by_hand.add(eco, name, values=values, said=said, author=by)
    if as_json:
        show_json({"actor": number, "batch": batch})
    else:
        print(f"Added actor {number} by batch {batch}.")


def edit(
    record: Record,
    actor: Actor,
    *,
    name: Name = None,
    kind: Kind = None,
    sector: SectorOf = None,
    city: City = None,
    region: Region = None,
    country: Country = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Since when; without it this corrects a mistake, and both stay visible.")
    ] = None,
    by: By = "",
    source: Source = "",
    evidence: Address = "",
    as_json: Json = False,
) -> None:
    """Change an actor's name, kind, sector or place, and say what that rests on."""
    from ecotone.ecosystem import Place
    from ecotone.workbench import by_hand

    said = _said(by, source, evidence)
    with opened(record) as eco:
        now = eco.actor(identify(eco, actor)).actor
        values: dict[str, Any] = {key: given for key, given in (("name", name), ("kind", kind)) if given is not None}
        if sector is not None:
            values["sector"] = sector or None
        if (city, region, country) != (None, None, None):
            here = now.place
            parts = ((city, here.city), (region, here.region), (country, here.country))
            city, region, country = (old if given is None else given or None for given, old in parts)
            values["place"] = Place(city, region, country, here.latitude, here.longitude)
        if not values:
            raise InputError("Nothing to change", expected="--name, --kind, --sector, --city, --region or --country")
        batch = by_hand.edit(eco, now.id, version=now.version, values=values, said=said, since=_date(since), author=by)
    _tell(as_json=as_json, actor=now.id, batch=batch)


def tie(
    record: Record,
    actor: Actor,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="With whom: an id, or a name that one actor alone has.")],
    *,
    kind: Annotated[str, typer.Option("--kind", help="Kind of tie, such as relation or part-of; a kind of your own is one too.")],
    weight: Annotated[float, typer.Option("--weight", help="How much.")] = 1.0,
    both: Annotated[bool, typer.Option("--both-ways", help="It has no direction; otherwise it goes from the first to the second.")] = False,
    from_: From = None,
    until: Until = None,
    by: By = "",
    source: Source = "",
    evidence: Address = "",
    as_json: Json = False,
) -> None:
    """Add a tie between two actors, with its source or as your own statement."""
    from ecotone.workbench.by_hand import Tied

    said = _said(by, source, evidence)
    with opened(record) as eco:
        one = identify(eco, actor)
        step = Tied(identify(eco, other), kind, said, "both" if both else "out", weight, _date(from_), _date(until))
        batch = _step(eco, one, step, by)
    _tell(as_json=as_json, actor=one, batch=batch)


def say(
    record: Record,
    actor: Actor,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="What is said, such as beds or website.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="A number, true or false, or a text.")],
    *,
    unit: Annotated[str, typer.Option("--unit", help="Unit of a number.")] = "",
    from_: From = None,
    until: Until = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day of which it is true; today where not given.")
    ] = None,
    by: By = "",
    source: Source = "",
    evidence: Address = "",
    as_json: Json = False,
) -> None:
    """Say something of an actor, with its source or as your own statement; what others say stays visible."""
    from ecotone.workbench.by_hand import Claimed

    said = _said(by, source, evidence)
    with opened(record) as eco:
        one = identify(eco, actor)
        batch = _step(eco, one, Claimed(field, _value(value), said, unit, _date(from_), _date(until), _date(as_of)), by)
    _tell(as_json=as_json, actor=one, batch=batch)


def end(
    record: Record,
    number: Annotated[int, typer.Argument(metavar="TIE", parser=a_tie, help="The id of the tie.")],
    on: Annotated[str, typer.Argument(metavar="DATE", help="Until when it held.")],
    *,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Say until when a tie of your own statement held; what a source says is left as it is."""
    import polars as pl

    from ecotone.workbench.by_hand import Ended

    with opened(record) as eco:
        found = eco.ties().filter(pl.col("id") == number)
        if found.is_empty():
            raise NotFoundError("No such tie", got=str(number), remedy=f"Look at them: ecotone ties {record} --json")
        view = eco.actor(int(found["source"][0]))
        version = int(view.ties.filter(pl.col("id") == number)["version"][0])
        batch = _step(eco, view.actor.id, Ended("tie", number, version, _day(on)), by)
    _tell(as_json=as_json, actor=view.actor.id, batch=batch)


def remove(
    record: Record,
    actor_id: Annotated[int, typer.Argument(metavar="ACTOR", parser=an_id, help="The id of the actor to take out.")],
    *,
    by: By = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Take an actor out with what was stated of it by hand; undo brings it back. To erase a person for good: `ecotone erase`."""
    from ecotone.answer import counted
    from ecotone.workbench import by_hand

    with opened(record) as eco:
        actor, goes = eco.actor(actor_id).actor, eco.removal(actor_id)
        own = ", ".join(
            counted(number, what) for number, what in ((goes.ties, "own tie"), (goes.claims, "own claim"), (goes.notes, "note"))
        )
        left = f"{counted(goes.waiting, 'name')} in sources then without an actor, {counted(goes.stated, 'stated tie')} left out"
        confirm(f"Remove “{actor.name}” ({actor.id}) with {own}; {left}?", yes=yes)
        batch = by_hand.remove(eco, actor.id, version=actor.version, author=by)
    _tell(as_json=as_json, actor=actor.id, batch=batch)


def _step(eco: "Ecosystem", actor: int, step: Any, by: str) -> int | None:
    from ecotone.workbench import by_hand

    return by_hand.edit(eco, actor, steps=[step], author=by)


def _tell(*, as_json: bool, actor: int, batch: int | None) -> None:
    from ecotone.cli.render import show_json

    if as_json:
        show_json({"actor": actor, "batch": batch})
    else:
        print("Nothing was changed." if batch is None else f"Done by batch {batch}.")


def _said(by: str, source: str, evidence: str) -> "Said":
    """Return what a change rests on, which must be something."""
    from ecotone.workbench.by_hand import Said

    if not (by.strip() or source.strip() or evidence.strip()):
        raise InputError("A change needs what it rests on", expected="--source, --evidence ADDRESS, or --by NAME")
    return Said(by, source, evidence)


def _date(text: str | None) -> "Date | None":
    return None if text is None else _day(text)


def _day(text: str) -> "Date":
    from ecotone.dates import Date

    return Date.parse(text)


def _value(text: str) -> str | float | bool:
    """Read a value as it is typed.

    Examples
    --------
    >>> _value("120"), _value("true"), _value("1e400"), _value("Main Street 1")
    (120.0, True, '1e400', 'Main Street 1')
    """
    if text.strip().lower() in {"true", "false"}:
        return text.strip().lower() == "true"
    try:
        number = float(text)
    except ValueError:
        return text
    return number if abs(number) < float("inf") else text
