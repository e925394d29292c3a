"""What `ecotone.dynamics` offers: every name is there, and is loaded when it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import ecotone.dynamics


def test_every_public_name_is_there() -> None:
    found = {name: getattr(ecotone.dynamics, name) for name in ecotone.dynamics.__all__}
    assert all(each.__name__ == name and each.__doc__ for name, each in found.items())


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(AttributeError, match=r"ecotone\.dynamics.*simulation"):
        _ = ecotone.dynamics.simulation


def test_running_a_model_needs_neither_the_compiler_nor_the_search_for_loops() -> None:
    script = (
        "import sys\n"
        "from ecotone.dynamics import Builder\n"
        "Builder('Cup', start=0, stop=1, step=1).stock('x', 1).model().run()\n"
        "heavy = ('numba', 'scipy', 'polars', 'ecotone.dynamics.loops', 'ecotone.dynamics.formats.vensim')\n"
        "print(*(name for name in heavy if name in sys.modules))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.strip() == ""
