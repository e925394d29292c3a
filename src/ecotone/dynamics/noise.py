"""Random numbers by counter (Philox 4x64, Salmon et al. 2011): keyed by seed, member, call and step.

The number that a call draws at a step depends on nothing else, so that one run and the same run inside an ensemble
share their noise, and so do two scenarios.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def uniforms(streams: Sequence[tuple[str, int]], *, seed: int, members: Sequence[int], begin: int, end: int) -> NDArray[np.float64]:
    """Return numbers in (0, 1), shape (steps, streams, members), for steps `begin` to `end`.

    Examples
    --------
    >>> whole = uniforms([("x", 0)], seed=1, members=[0, 1], begin=0, end=9)
    >>> part = uniforms([("x", 0)], seed=1, members=[1], begin=4, end=9)
    >>> bool((whole[4:, :, 1:] == part).all())
    True
    """
    out = np.empty((end - begin, len(streams), len(members)))
    for number, (label, own) in enumerate(streams):
        call = zlib.crc32(label.encode()) ^ (own & 0xFFFFFFFF)
        for lane, member in enumerate(members):
            generator = np.random.Philox(key=[(seed & 0xFFFFFFFF) << 32 | call, member], counter=[0, 0, 0, 0])
            # One block of the counter gives four numbers; a step uses one.
            block, rest = divmod(begin, 4)
            generator.advance(block)
            raw = generator.random_raw(end - begin + rest)[rest:]
            out[:, number, lane] = ((raw >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    return out
