"""Quantiles that turn a uniform number into one of another distribution."""

from __future__ import annotations

import math

import numpy as np

from ecotone.kernel import kernel


@kernel
def normal_quantile(p: float) -> float:
    """Return the standard normal quantile (Wichura 1988, algorithm AS 241, about 1e-16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = (
            (
                (
                    (((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r
                    + 13731.693765509461125
                )
                * r
                + 1971.5909503065514427
            )
            * r
            + 133.14166789178437745
        ) * r + 3.387132872796366608
        den = (
            (
                (
                    (((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867) * r
                    + 5394.1960214247511077
                )
                * r
                + 687.1870074920579083
            )
            * r
            + 42.313330701600911252
        ) * r + 1.0
        return q * num / den
    r = p if q < 0.0 else 1.0 - p
    r = math.sqrt(-math.log(r))
    if r <= 5.0:
        r -= 1.6
        num = (
            (
                (
                    (((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r + 1.27045825245236838258)
                    * r
                    + 3.64784832476320460504
                )
                * r
                + 5.7694972214606914055
            )
            * r
            + 4.6303378461565452959
        ) * r + 1.42343711074968357734
        den = (
            (
                (
                    (
                        ((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
                        + 0.14810397642748007459
                    )
                    * r
                    + 0.68976733498510000455
                )
                * r
                + 1.6763848301838038494
            )
            * r
            + 2.05319162663775882187
        ) * r + 1.0
    else:
        r -= 5.0
        num = (
            (
                (
                    (
                        ((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
                        + 0.026532189526576123093
                    )
                    * r
                    + 0.29656057182850489123
                )
                * r
                + 1.7848265399172913358
            )
            * r
            + 5.4637849111641143699
        ) * r + 6.6579046435011037772
        den = (
            (
                (
                    (
                        ((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
                        + 7.868691311456132591e-4
                    )
                    * r
                    + 0.0148753612908506148525
                )
                * r
                + 0.13692988092273580531
            )
            * r
            + 0.59983220655588793769
        ) * r + 1.0
    return -num / den if q < 0.0 else num / den


@kernel
def poisson_quantile(u: float, mean: float) -> float:
    """Return the Poisson quantile by summing probabilities."""
    if not mean > 0.0:
        return 0.0
    if mean > 600.0:  # exp(-mean) would vanish: the normal limit, to the nearest count
        return max(float(np.floor(mean + math.sqrt(mean) * normal_quantile(u) + 0.5)), 0.0)
    term = math.exp(-mean)
    total = term
    k = 0.0
    while total < u and k < 10000.0:
        k += 1.0
        term *= mean / k
        total += term
    return k


@kernel
def binomial_quantile(u: float, trials: float, chance: float) -> float:
    """Return the binomial quantile by summing probabilities."""
    n = float(np.floor(trials + 0.5))
    if not n > 0.0 or not chance > 0.0:
        return 0.0
    if chance >= 1.0:
        return n
    log_term = n * math.log1p(-chance)
    if log_term < -700.0:
        guess = float(np.floor(n * chance + math.sqrt(n * chance * (1.0 - chance)) * normal_quantile(u) + 0.5))
        return min(max(guess, 0.0), n)
    term = math.exp(log_term)
    total = term
    k = 0.0
    odds = chance / (1.0 - chance)
    while total < u and k < n:
        k += 1.0
        term *= odds * (n - k + 1.0) / k
        total += term
    return k
