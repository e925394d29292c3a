"""Diffusion of a medical technology: the Bass model as stocks and flows.

Two stocks, potential users and users; adoption is moved by innovation `p` and by imitation `q`. Bass gives the time
and height of the peak in closed form, which is how the model is tested.

References
----------
F. M. Bass: A new product growth for model consumer durables. Management Science 15(5), 1969. F. Sultan, J. U. Farley,
D. R. Lehmann: A meta-analysis of applications of diffusion models. Journal of Marketing Research 27, 1990 (mean p 0.03
and q 0.38 over 213 applications).
"""

from __future__ import annotations

import math

from ecotone.dynamics.builder import Builder


def technology_diffusion(*, market: float = 1000.0, p: float = 0.03, q: float = 0.38, years: float = 20.0, step: float = 1 / 64) -> Builder:
    """Return the Bass model.

    Parameters
    ----------
    market : float
        How many organisations may adopt.
    p, q : float
        Coefficients of innovation and imitation, per year.
    years, step : float
        Horizon and time step in years.

    Examples
    --------
    >>> run = technology_diffusion().model().run()
    >>> peak = run["adoption"].argmax()
    >>> abs(float(run.time[peak]) - peak_time(0.03, 0.38)) < 0.1
    True
    """
    builder = Builder("Diffusion of a medical technology", start=0, stop=years, step=step, time_units="year", method="rk4")
    builder.stock("potential adopters", "market", outflows=["adoption"], units="organisation")
    builder.stock("adopters", 0, inflows=["adoption"], units="organisation")
    builder.flow("adoption", "(innovation + imitation * adopters / market) * potential_adopters", units="organisation/year")
    builder.aux("market", market, units="organisation", note="Assumption: give your own.")
    builder.aux("innovation", p, units="1/year", note="Mean of 213 applications: Sultan, Farley and Lehmann 1990.")
    builder.aux("imitation", q, units="1/year", note="Mean of 213 applications: Sultan, Farley and Lehmann 1990.")
    return builder


def peak_time(p: float, q: float) -> float:
    """Return when adoption peaks (Bass 1969): ln(q / p) / (p + q).

    Examples
    --------
    >>> round(peak_time(0.03, 0.38), 2)
    6.19
    """
    return math.log(q / p) / (p + q)
