"""Stock-and-flow models: Vensim and XMILE files read, run by the thousand, and understood.

A library of its own: `read_model("x.mdl").run().frame()` works with no record at all. Numba, SciPy and the spreadsheet
readers are imported when first used.
"""

from __future__ import annotations

from ecotone.dynamics.builder import Builder
from ecotone.dynamics.formats.xmile_write import to_xmile
from ecotone.dynamics.interventions import Intervention
from ecotone.dynamics.loops import Loop, Loops, find_loops
from ecotone.dynamics.model import Model, Run, read_model
from ecotone.dynamics.printer import equations
from ecotone.dynamics.units import check_units

__all__ = ["Builder", "Intervention", "Loop", "Loops", "Model", "Run", "check_units", "equations", "find_loops", "read_model", "to_xmile"]
