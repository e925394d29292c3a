"""Stock-and-flow models: Vensim and XMILE files read, run by the thousand, and understood.

A library of its own: `read_model("x.mdl").run().frame()` works with no record at all. Each name below is imported when it
is first asked for, and so are the reader of a file's format, Numba, SciPy and the spreadsheet readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecotone.dynamics.builder import Builder
    from ecotone.dynamics.formats.xmile_write import to_xmile
    from ecotone.dynamics.interventions import Intervention
    from ecotone.dynamics.loops import Loop, Loops, find_loops
    from ecotone.dynamics.model import Model, Run, read_model
    from ecotone.dynamics.printer import equations
    from ecotone.dynamics.units import check_units

__all__ = ["Builder", "Intervention", "Loop", "Loops", "Model", "Run", "check_units", "equations", "find_loops", "read_model", "to_xmile"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: who only runs a model needs no search for loops."""
    import importlib

    modules = {
        "Builder": "builder",
        "Intervention": "interventions",
        "Loop": "loops",
        "Loops": "loops",
        "Model": "model",
        "Run": "model",
        "check_units": "units",
        "equations": "printer",
        "find_loops": "loops",
        "read_model": "model",
        "to_xmile": "formats.xmile_write",
    }
    if name not in modules:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{modules[name]}"), name)
