"""Commands that hold two networks side by side: the same before and after a change, or two of them.

An actor is named by its id or its name. A tie is two actors with a dash between, `"A—B"`; as names have dashes of their
own, every place where the text could part is tried, and the one is taken where both sides are actors.
"""

import re
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ecotone.cli.networks import Draws, Network, Seed, Top, Which, asked
from ecotone.cli.options import Csv, Json, read_scope, scoped
from ecotone.cli.running import working
from ecotone.errors import InputError, NotFoundError
from ecotone.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.ecosystem import Ecosystem
    from ecotone.network import Graph
    from ecotone.network.whatif import Change

DASH: Final = re.compile(r"\s*(?:—|–|--|-)\s*")
NAMED: Final = 5
"""So many actors are proposed where a name is not found or is of several."""


@scoped
def what_if(
    network: Network,
    *,
    scope: Scope,
    add: Annotated[list[str] | None, typer.Option("--add", metavar="A—B", help="A tie that is added; may be repeated.")] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="A—B", help="A tie, or an actor with all its ties, that goes; may be repeated.")
    ] = None,
    weight: Annotated[float, typer.Option("--weight", min=0.0, help="How strong the added ties are.")] = 1.0,
    chance: Annotated[float, typer.Option("--chance", min=0.0, max=1.0, help="Chance that a tie passes something on.")] = 0.1,
    top: Top = 20,
    draws: Draws = 500,
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show what ties added, or ties and actors removed, would change; the record stays as it is."""
    from ecotone.cli.render import show
    from ecotone.network import answers

    if not add and not remove:
        raise InputError("No change is named", expected='--add "A—B" or --remove "A—B"')
    with asked(network, which, scope) as source, working("Computing") as work:
        change = _change(Actors(source, scope), add or [], remove or [], weight)
        answer = answers.what_if(source, change, scope, top=top, chance=chance, draws=draws, seed=seed, work=work)
    show(answer, as_json=as_json, as_csv=as_csv)


@scoped
def compare(
    network: Network,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other record or network file; may be the same, in another time.")],
    *,
    scope: Scope,
    other_from: Annotated[str | None, typer.Option("--other-from", metavar="DATE", help="As --from, of the other alone.")] = None,
    other_to: Annotated[str | None, typer.Option("--other-to", metavar="DATE", help="As --to, of the other alone.")] = None,
    other_as_of: Annotated[str | None, typer.Option("--other-as-of", metavar="DATE", help="As --as-of, of the other alone.")] = None,
    draws: Draws = 200,
    seed: Seed = 0,
    which: Which = 1,
    which_other: Annotated[int, typer.Option("--other-network", min=1, help="Which network of the other file.")] = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Hold two networks side by side: two files, two records, or one record in two times."""
    from dataclasses import replace

    from ecotone.cli.render import show
    from ecotone.network import answers

    own = read_scope(from_=other_from, to=other_to, as_of=other_as_of)
    second = replace(own, kinds=scope.kinds, sectors=scope.sectors, places=scope.places) if own else scope
    with asked(network, which, scope) as one, asked(other, which_other, second) as two, working("Computing") as work:
        answer = answers.compare(one, two, scope, second, draws=draws, seed=seed, work=work)
    show(answer, as_json=as_json, as_csv=as_csv)


def _change(actors: "Actors", add: list[str], remove: list[str], weight: float) -> "Change":
    """Read what is added and removed."""
    from ecotone.network.whatif import Change

    gone = [(text, actors.find(text)) for text in remove]
    return Change(
        add_ties=tuple((*actors.pair(text), weight) for text in add),
        remove_ties=tuple(actors.pair(text) for text, found in gone if not found),
        remove_actors=tuple(actors.one(text) for text, found in gone if found),
    )


class Actors:
    """The actors of a network, found by what a user writes.

    Parameters
    ----------
    source : Ecosystem or Graph
        Where they are.
    scope : Scope
        Which part of a record.
    """

    def __init__(self, source: "Ecosystem | Graph", scope: Scope) -> None:
        from ecotone.network import Graph
        from ecotone.network.read import graph

        actors = (source if isinstance(source, Graph) else graph(source, scope)).actors
        self.labels: dict[Any, str] = {row[0]: str(row[1]) for row in actors.select("id", "label").iter_rows()}
        self.by_id: dict[str, Any] = {str(number): number for number in self.labels}
        self.by_name: dict[str, list[Any]] = {}
        for number, label in self.labels.items():
            self.by_name.setdefault(label.strip().casefold(), []).append(number)

    def find(self, text: str) -> list[Any]:
        """Return the ids that a text may mean: one by its id, else all of its name."""
        text = text.strip()
        return [self.by_id[text]] if text in self.by_id else self.by_name.get(text.casefold(), [])

    def one(self, text: str) -> Any:
        """Return the one id that a text means.

        Raises
        ------
        NotFoundError
            If no actor of the network has the id or the name; those that begin like it are named.
        InputError
            If several have the name.
        """
        found = self.find(text)
        if len(found) > 1:
            raise InputError("More than one actor has this name", got=text, expected=f"one id of {', '.join(map(str, found[:NAMED]))}")
        if not found:
            like = self._like(text)
            near = f"for example {'; '.join(like)}" if like else "an id or a whole name, as `ecotone actors` lists them"
            raise NotFoundError("The network has no such actor", got=text, expected=near)
        return found[0]

    def _like(self, text: str) -> list[str]:
        """Name actors of which the text, written in another way, is a part."""
        from ecotone.matching import normal_form

        asked = normal_form(text)
        return [f"{number} {label}" for number, label in self.labels.items() if asked and asked in normal_form(label)][:NAMED]

    def pair(self, text: str) -> tuple[Any, Any]:
        """Return the two ids of a tie written as `A—B`."""
        parted = list(_parted(text))
        if not parted:
            raise InputError("A tie needs two actors", got=text.strip() or "nothing", expected='"A—B", by names or ids')
        one, other = next((pair for pair in parted if all(map(self.find, pair))), parted[0])
        ends = self.one(one), self.one(other)
        if ends[0] == ends[1]:
            raise InputError("A tie needs two different actors", got=text)
        return ends


def _parted(text: str) -> "Iterator[tuple[str, str]]":
    """Yield every way to part a text at a dash, the long dashes first."""
    found = sorted(DASH.finditer(text), key=lambda dash: dash[0].strip() == "-")
    return ((text[: dash.start()], text[dash.end() :]) for dash in found if text[: dash.start()].strip() and text[dash.end() :].strip())
