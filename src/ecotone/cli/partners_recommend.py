"""Commands on partnerships that do not exist yet: whom to look at, whether that has worked before, and what one would change."""

from enum import StrEnum
from typing import Annotated

import typer

from ecotone.cli.options import Csv, Json, Record, opened, scoped
from ecotone.cli.running import LOOK, working
from ecotone.errors import InputError
from ecotone.scope import Scope

Seed = Annotated[int, typer.Option("--seed", help="Decides the random draws: the same seed gives the same answer.")]
Years = Annotated[
    float | None, typer.Option("--years", min=0.1, help="How many years each of the three windows lasts; found where not given.")
]


class By(StrEnum):
    """What ranks the candidates."""

    MODEL = "model"
    ADAMIC_ADAR = "adamic-adar"


def add_to(_app: typer.Typer) -> None:
    """Add the commands to `ecotone partners`, which must be there."""
    from ecotone.cli.partners import group

    group.command(epilog='Example: ecotone partners recommend houston.eco --seeker "Rice University" --top 10')(recommend)
    group.command(epilog="Example: ecotone partners backtest houston.eco --kind sponsor-collaborator")(backtest)
    group.command("what-if", epilog='Example: ecotone partners what-if houston.eco --add "Rice University—Johnson Space Center"')(what_if)


@scoped
def recommend(
    record: Record,
    *,
    scope: Scope,
    seeker: Annotated[str | None, typer.Option("--seeker", help="For whom, by name or id; the best pairs of all where not given.")] = None,
    partner: Annotated[
        list[str] | None, typer.Option("--partner", help="Look at this partner only, by name or id; may be repeated.")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many are listed.")] = 10,
    by: Annotated[By, typer.Option("--by", help="The model, or partners in common alone, which need no test.")] = By.MODEL,
    years: Years = None,
    seed: Seed = 0,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Say who should partner with whom, and why; ends with 1 and the reason where the record cannot bear it."""
    from ecotone.cli.render import show
    from ecotone.partnerships.recommend import answers
    from ecotone.partnerships.recommend.read import find, find_pair

    if partner and seeker is None:
        raise InputError("A partner needs a seeker", got=partner[0], remedy="Say for whom with --seeker")
    with opened(record) as eco, working("Recommending") as work:
        number = None if seeker is None else find(eco, seeker)
        others = [find_pair(eco, str(number), text)[1] for text in partner or ()]
        answer = answers.recommend(
            eco, scope, seeker=number, partners=others, top=top, by="model" if by is By.MODEL else "adamic-adar", years=years, seed=seed,
            work=work,
        )  # fmt: skip
    show(answer, as_json=as_json, as_csv=as_csv)
    if not answer.tables:
        raise typer.Exit(LOOK)


@scoped
def backtest(
    record: Record,
    *,
    scope: Scope,
    years: Years = None,
    seekers: Annotated[int, typer.Option("--seekers", min=1, help="How many seekers are tested at most, drawn at random.")] = 2000,
    seed: Seed = 0,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Say whether recommending partners would have worked in this record, against simpler rankings."""
    from ecotone.cli.render import show
    from ecotone.partnerships.recommend import answers

    with opened(record) as eco, working("Testing") as work:
        answer = answers.backtest(eco, scope, years=years, most=seekers, seed=seed, work=work)
    show(answer, as_json=as_json, as_csv=as_csv)
    if not answer.tables:
        raise typer.Exit(LOOK)


@scoped
def what_if(
    record: Record,
    *,
    scope: Scope,
    add: Annotated[list[str], typer.Option("--add", metavar="A—B", help="The tie that is added, by names or ids; may be repeated.")],
    draws: Annotated[int, typer.Option("--draws", min=20, help="How many random ties of its kind it is held against.")] = 1000,
    members: Annotated[
        int, typer.Option("--members", min=0, max=100_000, help="Draws of the district model for the effect over time; 0 leaves it out.")
    ] = 500,
    seed: Seed = 0,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Say what a partnership would change in the network and, simulated, over time; the record stays as it is."""
    from ecotone.cli.network_change import Actors
    from ecotone.cli.render import show
    from ecotone.workbench import whatif

    with opened(record) as eco, working("Computing") as work:
        actors = Actors(eco, scope)
        answer = whatif.what_if(eco, [actors.pair(text) for text in add], scope, draws=draws, members=members, seed=seed, work=work)
    show(answer, as_json=as_json, as_csv=as_csv)
