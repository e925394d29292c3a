"""The leader's page of a network: every question that needs no further word, one below the other.

`ecotone network RECORD` means `ecotone network page RECORD`: who has something to ask of the whole should not have to
know the name of a method first.
"""

import json
from typing import TYPE_CHECKING, Any, Final

from typer.core import TyperGroup

from ecotone.cli.networks import Draws, Network, Seed, Which, asked
from ecotone.cli.options import Csv, Json, scoped
from ecotone.cli.running import working, write_out
from ecotone.errors import GraphError
from ecotone.scope import Scope

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem
    from ecotone.network import Graph
    from ecotone.work import Work

PAGE: Final = "page"
QUESTIONS: Final = {
    "describe": "The whole",
    "central": "Central",
    "brokers": "Brokers between sectors",
    "groups": "Groups",
    "emerging": "Emerging",
    "gaps": "Gaps and single points of failure",
}
"""The page's headings, by the question that each asks."""
SHORT: Final = {"groups": "Actors and their community"}
"""Tables that are longer than a page: JSON has them, the page does not."""
DRAWN: Final = frozenset({"central", "brokers"})
"""Questions whose intervals rest on draws of the evidence."""


class Questions(TyperGroup):
    """The group of the network's commands; a first word that is none of them is the record of the page."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; `ecotone network houston.eco` asks for the page."""
        first = args[0]
        is_network = first not in self.commands and not first.startswith("-") and ("." in first or "/" in first)
        return super().resolve_command(ctx, [PAGE, *args] if is_network else args)


@scoped
def page(
    network: Network, *, scope: Scope, draws: Draws = 50, seed: Seed = 0, which: Which = 1, as_json: Json = False, as_csv: Csv = False
) -> None:
    """Print the leader's page: the whole, central, brokers, groups, emerging, gaps, single points of failure."""
    from ecotone.cli.render import csv_text, show, show_json, terminal

    with asked(network, which, scope) as source, working("Computing") as work:
        answers = {name: _ask(name, source, scope, draws=draws, seed=seed, work=work) for name in QUESTIONS}
    if as_json:
        parts = {
            name: {"unanswered": answer} if isinstance(answer, str) else json.loads(answer.to_json()) for name, answer in answers.items()
        }
        show_json({"network": network, "answers": parts})
        return
    if as_csv:
        write_out("\n".join(csv_text(answer) for answer in answers.values() if not isinstance(answer, str)))
        return
    console = terminal()
    for name, answer in answers.items():
        console.print(f"\n{QUESTIONS[name]}\n{'=' * len(QUESTIONS[name])}\n", style="bold")
        if isinstance(answer, str):
            console.print(f"Not answered: {answer}\n")
        else:
            show(_shortened(answer, name))


def _ask(name: str, source: "Ecosystem | Graph", scope: Scope, *, draws: int, seed: int, work: "Work") -> "Answer | str":
    """Ask one question; where the network cannot answer it, say why and go on with the page."""
    from ecotone.network import answers

    options: dict[str, Any] = {} if name == "emerging" else {"seed": seed, "work": work}
    if name in DRAWN:
        options["draws"] = draws
    try:
        answer: Answer = getattr(answers, name)(source, scope, **options)
    except GraphError as error:
        return str(error)
    return answer


def _shortened(answer: "Answer", name: str) -> "Answer":
    """Leave out what is longer than a page."""
    import dataclasses

    return dataclasses.replace(answer, tables=tuple(table for table in answer.tables if table.title != SHORT.get(name)))
