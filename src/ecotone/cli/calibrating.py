"""The command that fits a model to data: calibrate."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from ecotone.cli import models
from ecotone.cli.models import Data, ModelFile, Seed, Set, understood
from ecotone.cli.options import Csv, Json
from ecotone.cli.running import say, working
from ecotone.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from ecotone.dynamics.calibration import Noise


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    example = "ecotone calibrate diffusion --to adopters.csv --fit innovation=0.001..0.1 --fit imitation=0.1..0.9"
    app.command(epilog=f"Example: {example}")(calibrate)


def calibrate(
    model: ModelFile,
    *,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The data, CSV: times in the first column, then a column a variable.")],
    fit: Annotated[list[str], typer.Option("--fit", metavar="NAME=LOW..HIGH", help="Fit a constant within bounds; repeat for others.")],
    noise: Annotated[
        str, typer.Option("--noise", help="What errors of the data are like: normal, relative (in proportion), poisson (counts).")
    ] = "normal",
    hold_out: Annotated[
        float | None, typer.Option("--hold-out", metavar="TIME", help="Do not fit data after this time; judge the fit on them.")
    ] = None,
    starts: Annotated[int, typer.Option("--starts", min=1, max=100_000, help="How many starts are tried.")] = 64,
    draws: Annotated[int, typer.Option("--posterior", min=0, max=1_000_000, metavar="STEPS", help="Draw the posterior so long.")] = 0,
    set_: Set = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the best values as a scenario file, .json.")
    ] = None,
    seed: Seed = 0,
    data: Data = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Fit constants to data: best values with intervals, what the data cannot tell, and how well they are followed."""
    from ecotone.cli import render
    from ecotone.dynamics.calibration import calibrate as fitted
    from ecotone.dynamics.calibration import read_observations
    from ecotone.dynamics.calibration_answer import calibrated
    from ecotone.dynamics.posterior import posterior
    from ecotone.workbench.export import replacing

    models.check_output(output, (".json",))
    bounds = models.ranges(fit, where="--fit")
    if noise not in {"normal", "relative", "poisson"}:
        raise InputError("There is no such noise model", where="--noise", got=noise, expected="normal, relative or poisson")
    if not to.is_file():
        raise NotFoundError("There is no such data file", got=str(to))
    with understood(model), working("Calibrating") as work:
        read = models.opened(model, data or ())
        observed = read_observations(to)
        constants = models.settings(set_ or ())
        found = fitted(
            read,
            observed,
            bounds,
            constants=constants,
            noise=cast("Noise", noise),
            hold_out=hold_out,
            starts=starts,
            seed=seed,
            work=work,
        )
        inside = observed if hold_out is None else observed.part(until=hold_out)
        drawn = posterior(read, inside, bounds, found, constants=constants, steps=draws, seed=seed, work=work) if draws else None
    if output is not None:
        with replacing(output) as out:
            out.write((json.dumps({"set": {**constants, **found.values}}, indent=2) + "\n").encode())
        say(f"Wrote {output}: a scenario for `ecotone simulate --scenario`.")
    render.show(calibrated(found, models.stem(model), seed=seed, hold_out=hold_out, posterior=drawn), as_json=as_json, as_csv=as_csv)
