"""The answer of a calibration: constants with intervals, what the data cannot tell, and how well the data are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ecotone
from ecotone.answer import Answer, Column, Method, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.dynamics.calibration import Fit
    from ecotone.dynamics.posterior import Posterior
    from ecotone.dynamics.quality import Quality


def calibrated(fit: Fit, model: str, *, seed: int, hold_out: float | None = None, posterior: Posterior | None = None) -> Answer:
    """Say what a calibration found.

    Parameters
    ----------
    fit : Fit
        The calibration.
    model : str
        What the model is called.
    seed, hold_out
        As they were given.
    posterior : Posterior, optional
        Draws to show beside the profile intervals.
    """
    blurred = [each.name for each in fit.constants if not each.told]
    tables = [_constants(fit, posterior), _qualities("How well the data are followed", fit.followed)]
    if fit.held_out:
        tables.append(_qualities("How well the data held out are followed", fit.held_out))
    warnings = [f"The data do not bound {name}: it cannot be identified." for name in blurred]
    warnings += [f"{one} and {other} are told only together (correlation {r:.3f})." for one, other, r in fit.together]
    if len(fit.starts) > 1 and fit.starts[-1] > 1.01 * fit.starts[0] + 1e-12:
        warnings.append("Other starts ended in worse fits: there are several valleys, and more starts may find a better one.")
    if posterior is not None and max(posterior.r_hat.values()) > 1.05:
        warnings.append(f"The chains have not quite met (split R-hat {max(posterior.r_hat.values()):.2f}); draw more.")
    parameters: dict[str, Any] = {"noise": fit.noise, "starts followed": len(fit.starts), "runs": fit.runs}
    if hold_out is not None:
        parameters["hold out after"] = hold_out
    return Answer(
        question=f"With which constants does {model} follow the data?",
        summary=f"{len(fit.constants) - len(blurred)} of {len(fit.constants)} constants are told by {fit.points:,} values.",
        tables=tuple(tables),
        method=Method(
            "least squares, profile likelihood",
            ecotone.__version__,
            parameters,
            seed=seed,
            reference="Raue et al. 2009, doi 10.1093/bioinformatics/btp358; Sterman 1984",
        ),
        warnings=tuple(warnings),
    )


def _constants(fit: Fit, posterior: Posterior | None) -> Table:
    import polars as pl

    frame = pl.DataFrame(
        {
            "constant": [each.name for each in fit.constants],
            "value": pl.Series([each.estimate for each in fit.constants], dtype=pl.Object),
            "low": [each.low for each in fit.constants],
            "high": [each.high for each in fit.constants],
            "told": ["yes" if each.told else "no" for each in fit.constants],
        }
    )
    columns = [
        Column("constant", "Constant"),
        Column("value", "Best value", "estimate"),
        Column("low", "Bound below", "number"),
        Column("high", "Bound above", "number"),
        Column("told", "Told by the data", caveat="No: the fit is as good at a bound, so the interval ends there for no better reason."),
    ]
    if posterior is not None:
        found = [posterior.estimate(each.name) for each in fit.constants]
        frame = frame.with_columns(pl.Series("posterior", found, dtype=pl.Object))
        columns.insert(2, Column("posterior", "Posterior", "estimate"))
    return Table("Constants", frame, tuple(columns))


def _qualities(title: str, found: Mapping[str, Quality]) -> Table:
    import polars as pl

    rows = [
        (name, q.points, q.rmse, q.relative, q.r_squared, q.bias, q.variation, q.covariation, q.inequality) for name, q in found.items()
    ]
    names = ("points", "rmse", "relative", "r_squared", "bias", "variation", "covariation", "inequality")
    schema: dict[str, Any] = {"variable": pl.String, **{name: pl.Int64 if name == "points" else pl.Float64 for name in names}}
    columns = (
        Column("variable", "Variable"),
        Column("points", "Values", "integer"),
        Column("rmse", "RMSE", "number", caveat="Root mean squared error, in the variable's unit."),
        Column("relative", "Relative", "percent"),
        Column("r_squared", "R²", "number"),
        Column("bias", "Bias", "percent", caveat="Theil's parts of the error add up to one; error of bias or variation is systematic."),
        Column("variation", "Variation", "percent"),
        Column("covariation", "Covariation", "percent"),
        Column("inequality", "Theil's U", "number"),
    )
    return Table(title, pl.DataFrame(rows, schema=schema, orient="row"), columns)
