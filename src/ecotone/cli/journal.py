"""Commands on what was changed: history, undo, merge, erase. Those that change something ask first."""

from typing import Annotated

import typer

from ecotone.cli.options import Author, Csv, Json, Record, Yes, confirm, number_of, opened
from ecotone.errors import InputError, NotFoundError

an_id = number_of("id of an actor", "An id is a whole number; `ecotone search RECORD NAME` finds it.")
"""A name is refused, for whom to merge or erase must not be guessed."""
a_batch = number_of("number of a batch", "`ecotone history RECORD` lists the batches with their numbers.")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Example: ecotone history houston.eco --limit 5")(history)
    app.command(epilog="Example: ecotone undo houston.eco 12 --yes")(undo)
    app.command(epilog="Example: ecotone merge houston.eco 341 --into 17 --reason 'the same hospital'")(merge)
    app.command(epilog="Example: ecotone erase houston.eco 512")(erase)


def history(
    record: Record,
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Show no more than so many batches, newest first.")] = 20,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List the batches of changes: when, why, by whom, and what undid them."""
    from ecotone.cli import listings
    from ecotone.cli.render import show

    with opened(record) as eco:
        answer = listings.history(eco, limit)
    show(answer, as_json=as_json, as_csv=as_csv)


def undo(
    record: Record,
    batch: Annotated[int, typer.Argument(metavar="BATCH", parser=a_batch, help="The batch's number, as `ecotone history` shows it.")],
    *,
    author: Author = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Take a batch back by a new batch; refused where later batches changed the same rows."""
    import polars as pl

    from ecotone.answer import counted
    from ecotone.cli.render import show_json

    with opened(record) as eco:
        found = eco.history().filter(pl.col("batch") == batch)
        if found.is_empty():
            raise NotFoundError("No such batch", got=str(batch), remedy=f"Look at them: ecotone history {record}")
        what = f"{found['reason'][0]}; {counted(found['rows'][0], 'row')}"
        confirm(f"Undo batch {batch} ({what}) of {record}?", yes=yes)
        made = eco.undo(batch, author=author)
    if as_json:
        show_json({"undone": batch, "batch": made})
    else:
        print(f"Batch {batch} is undone by batch {made}.")


def merge(
    record: Record,
    actor_id: Annotated[int, typer.Argument(metavar="ACTOR", parser=an_id, help="The id of the actor that goes into another.")],
    *,
    into: Annotated[int, typer.Option("--into", metavar="ACTOR", parser=an_id, help="The id of the actor that stays.")],
    reason: Annotated[str, typer.Option("--reason", help="Why they are one.")] = "the same actor",
    author: Author = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Make two actors one: all names move to the one that stays, nothing is lost, undo takes it back."""
    from ecotone.cli.render import show_json

    with opened(record) as eco:
        goes, stays = eco.actor(actor_id), eco.actor(into)
        confirm(f"Merge “{goes.actor.name}” ({actor_id}) into “{stays.actor.name}” ({into})?", yes=yes)
        made = eco.merge(actor_id, into, reason=reason, author=author)
    if as_json:
        show_json({"merged": actor_id, "into": into, "batch": made})
    else:
        print(f"Merged by batch {made}. To take it back: ecotone undo {record} {made}")


def erase(
    record: Record,
    actor_id: Annotated[
        int | None, typer.Argument(metavar="ACTOR", parser=an_id, help="The id of the person (or other actor) to erase.")
    ] = None,
    *,
    readmit: Annotated[
        str | None, typer.Option("--readmit", metavar="NAME", help="Instead: let imports bring in again whoever has this name.")
    ] = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Erase a person for good, the journal included; this cannot be undone, and later imports leave the person out."""
    from ecotone.cli.render import show_json

    if (actor_id is None) == (readmit is None):
        raise InputError("One actor is erased, or one name let in again", expected="ACTOR, or --readmit NAME")
    with opened(record) as eco:
        if readmit is not None:
            made = eco.readmit(readmit)
            if as_json:
                show_json({"readmitted": readmit, "batch": made})
            else:
                print(f"Imports may bring in this name again (batch {made}); read the file once more to have it back.")
            return
        assert actor_id is not None
        gone = eco.actor(actor_id)
        confirm(f"Erase “{gone.actor.name}” ({actor_id}) for good, the journal included? This cannot be undone.", yes=yes)
        eco.erase(actor_id)
    if as_json:
        show_json({"erased": actor_id})
    else:
        print(f"Erased actor {actor_id}, the journal included. Imports into this record will leave it out.")
