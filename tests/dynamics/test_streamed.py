"""Streamed statistics against those of the whole ensemble."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.dynamics.diffusion import technology_diffusion
from ecotone.dynamics.streamed import summarise
from ecotone.errors import NotFoundError


def test_statistics_are_those_of_the_whole() -> None:
    model = technology_diffusion(years=4, step=0.5).model()
    draws = np.random.Generator(np.random.Philox(1)).gamma(2.0, 0.2, 20_000)
    whole = model.run(members=20_000, constants={"imitation": draws}, outputs=["adopters", "adoption"], engine="numpy")
    found = summarise(model, members=20_000, constants={"imitation": draws}, outputs=["adopters", "adoption"], engine="numpy")
    np.testing.assert_allclose(found.mean, whole.values.mean(axis=2))
    np.testing.assert_allclose(found.deviation, whole.values.std(axis=2, ddof=1), atol=1e-9)
    np.testing.assert_array_equal(found.least, whole.values.min(axis=2))
    np.testing.assert_array_equal(found.most, whole.values.max(axis=2))
    for share, values in zip(found.shares, found.band("adopters"), strict=True):
        # The rank of what is called a percentile is right to a tenth of a per cent.
        ranks = (whole["adopters"][1:] < values[1:, None]).mean(axis=1)
        np.testing.assert_allclose(ranks, share, atol=0.002)
    with pytest.raises(NotFoundError, match="in the summary"):
        found.band("none")
