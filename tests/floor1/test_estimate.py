"""A figure comes with its interval or with the reason why there is none."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from ecotone.errors import InputError
from ecotone.estimate import Estimate, wilson


def test_an_interval_is_shown_with_level_and_method() -> None:
    assert str(Estimate(2.5, 1, 4, level=0.95, method="bootstrap")) == "2.5 (95 % interval 1 to 4; bootstrap)"
    assert Estimate.exact(2, "a count").as_dict() == {"value": 2, "reason": "a count"}
    assert Estimate.none("one event").value is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 1.0}, "reason"),
        ({"value": 1.0, "low": 0.0}, "both its ends"),
        ({"value": None, "low": 0.0, "high": 1.0, "level": 0.9, "method": "m"}, "value, a level and a method"),
        ({"value": 1.0, "low": 0.0, "high": 1.0, "level": 95, "method": "m"}, "level"),
        ({"value": 1.0, "low": 2.0, "high": 1.0, "level": 0.9, "method": "m"}, "ends before"),
    ],
)
def test_half_an_interval_is_refused(fields: dict[str, float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Estimate(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kept", "number"), [(0, 10), (3, 17), (50, 50), (421, 1000)])
def test_wilsons_interval(kept: int, number: int) -> None:
    assert wilson(kept / number, number) == pytest.approx(tuple(binomtest(kept, number).proportion_ci(method="wilson")), abs=1e-9)


def test_a_share_of_nothing_has_no_interval() -> None:
    with pytest.raises(InputError, match="no case"):
        wilson(0.5, 0)
    with pytest.raises(InputError, match="no coverage"):
        wilson(0.5, 10, 95)
