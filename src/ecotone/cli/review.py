"""The command for what matching left to a person: review, by keyboard alone or item by item."""

import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ecotone.cli.options import Author, Csv, Json, opened
from ecotone.errors import EcotoneError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from ecotone.ecosystem import Ecosystem
    from ecotone.workbench.review import Item

KEYS: Final = {"a": "accept", "r": "reject", "n": "new", "s": "skip"}
HELP: Final = "a accept · r reject · n new, the registry has none · s skip · u undo the last · q quit"
_DONE: Final = {"accept": "accepted", "reject": "rejected", "new": "new", "skip": "skipped"}

Items = Annotated[list[str] | None, typer.Option(metavar="ITEM", help="Decide this item without asking; may be repeated.")]


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: ecotone review houston.eco --list; ecotone review houston.eco --accept 126 --reason 'same address'")(
        review
    )


def review(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The record: a file such as houston.eco, or a postgresql:// address.")],
    *,
    as_list: Annotated[bool, typer.Option("--list", help="Print what waits, and ask nothing.")] = False,
    accept: Items = None,
    reject: Items = None,
    new: Items = None,
    skip: Items = None,
    registry_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="With one --accept: the organisation it is instead of the one proposed.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")] = "",
    author: Author = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Work through the matches that need a look; every decision is kept, and undone by itself.

    On a terminal one item is shown at a time and one key decides it. Elsewhere, or with --list, --json or --csv, the queue is printed.
    """
    given = [(what, item) for what, named in (("accept", accept), ("reject", reject), ("new", new), ("skip", skip)) for item in named or ()]
    if registry_id is not None and [what for what, _ in given] != ["accept"]:
        raise InputError("An id goes with exactly one --accept", got=f"--id {registry_id}", expected="--accept ITEM --id ID")
    if len({item for _, item in given}) < len(given):
        raise InputError("An item is decided once", got=", ".join(item for _, item in given))
    with opened(record) as eco:
        if given:
            _decide_all(eco, given, registry_id, reason, author, as_json=as_json)
        elif as_list or as_json or as_csv or not (sys.stdin.isatty() and sys.stdout.isatty()):
            _show_queue(eco, as_json=as_json, as_csv=as_csv)
        else:
            from ecotone.cli.render import terminal

            walk(eco, reason, author, terminal(), typer.getchar)


def _show_queue(eco: "Ecosystem", *, as_json: bool, as_csv: bool) -> None:
    from ecotone.cli.render import show
    from ecotone.workbench.review import queue

    show(queue(eco), as_json=as_json, as_csv=as_csv)


def _decide_all(
    eco: "Ecosystem", given: list[tuple[str, str]], registry_id: str | None, reason: str, author: str, *, as_json: bool
) -> None:
    """Decide what was named on the command line; nothing is decided where one of them does not wait."""
    from ecotone.workbench.review import decide, items

    waiting = {one.item: one for one in items(eco)}
    strangers = [item for _, item in given if item not in waiting]
    if strangers:
        raise InputError(
            "Nothing of this name waits for a decision; nothing was decided", got=", ".join(strangers), remedy="Look at the queue: --list"
        )
    done = [
        {"item": item, "decision": what, "batch": decide(eco, item, what, registry_id=registry_id, reason=reason, author=author)}
        for what, item in given
    ]
    if as_json:
        from ecotone.cli.render import show_json

        show_json({"decided": done, "waiting": len(items(eco))})
        return
    for one in done:
        print(f"{one['item']}: {_DONE[str(one['decision'])]} (batch {one['batch']})")
    print(f"{len(items(eco)):,} wait.")


def walk(eco: "Ecosystem", reason: str, author: str, console: "Console", key: "Callable[[], str]") -> None:
    """Show one item after the other and do what the key says.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    reason, author : str
        Kept with every decision.
    console : Console
        Where to show.
    key : callable
        Waits for a key and returns it.
    """
    from ecotone.workbench.review import decide, items

    batches: list[int] = []
    later: set[str] = set()
    console.print(HELP, style="bold")
    while waiting := [one for one in items(eco) if one.item not in later]:
        one = waiting[0]
        _show_item(one, len(waiting), console)
        try:
            pressed = key().lower()
        except (EOFError, KeyboardInterrupt):
            pressed = "q"
        if pressed in {"q", "\x03", "\x04", "\x1b"}:
            break
        try:
            if pressed == "u":
                _undo(eco, batches, later, console)
            elif pressed in KEYS:
                batch = decide(eco, one.item, KEYS[pressed], reason=reason, author=author)
                later |= {one.item} if KEYS[pressed] == "skip" else set()
                batches += [batch] if batch is not None else []
                console.print(f"  {_DONE[KEYS[pressed]]}", style="green")
            else:
                console.print(HELP, style="bold")
        except EcotoneError as error:
            console.print(str(error), style="yellow", markup=False)
    console.print(f"{len(items(eco)):,} wait; {len(batches):,} were decided.")


def _undo(eco: "Ecosystem", batches: list[int], later: set[str], console: "Console") -> None:
    if not batches:
        console.print("  nothing to undo here", style="yellow")
        return
    eco.undo(batches.pop())
    later.clear()
    console.print("  taken back", style="green")


def _show_item(one: "Item", waiting: int, console: "Console") -> None:
    from ecotone.cli.render import visible

    asked = "is one with" if one.kind == "merge" else "may be"
    console.print()
    console.print(visible(f"[{waiting:,} wait] {one.name}" + (f", {one.place}" if one.place else "")), style="bold", markup=False)
    console.print(visible(f"  {asked} {one.proposed} ({one.id}), probability {one.probability:.2f}"), markup=False)
    for reason in one.reasons:
        console.print(visible(f"    {reason}"), markup=False)
