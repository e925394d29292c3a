"""Operations that few models use, in a kernel of their own, so that only a model that needs them waits until they are compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.interpreter.codes import BINOMIAL, MANY_RESULTS, POISSON
from ecotone.dynamics.interpreter.quantiles import binomial_quantile, poisson_quantile
from ecotone.dynamics.interpreter.rows import row
from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def execute_rare(code: NDArray[np.int64], at: int, r: NDArray[np.float64], lists: NDArray[np.int64]) -> int:
    """Run the rare instructions from number `at` on, and return the number of the first that is not rare."""
    lanes = r.shape[1]
    while at < code.shape[0]:
        op = code[at, 0]
        d = code[at, 1]
        if op == BINOMIAL:
            for i in range(lanes):
                r[d, i] = binomial_quantile(r[code[at, 2], i], r[code[at, 3], i], r[code[at, 4], i])
        elif op == POISSON:
            for i in range(lanes):
                r[d, i] = poisson_quantile(r[code[at, 2], i], r[code[at, 3], i])
        elif op >= MANY_RESULTS:
            start = code[at, 2] + 1
            count = code[at, 3]
            x_row = np.empty(count)
            out_row = np.empty(code[at, 4])
            for i in range(lanes):
                for k in range(count):
                    x_row[k] = r[lists[start + k], i]
                row(op, x_row, lists[start + count : start + count + 4], out_row)
                for k in range(out_row.size):
                    r[d + k, i] = out_row[k]
        else:
            break
        at += 1
    return at
