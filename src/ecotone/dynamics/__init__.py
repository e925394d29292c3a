"""Stock-and-flow models: Vensim and XMILE files read, run by the thousand, and understood.

A library of its own: `read_model("x.mdl").run().frame()` works with no record at all. Numba, SciPy and the spreadsheet
readers are imported when first used.
"""

from __future__ import annotations

from ecotone.dynamics.model import Intervention, Model, Run, read_model

__all__ = ["Intervention", "Model", "Run", "read_model"]
