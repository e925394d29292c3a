"""A scope says the same as text, as options and as an object."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.dates import Date
from ecotone.errors import ScopeError
from ecotone.scope import Scope
from ecotone.vocabulary import Sector

words = st.text(st.characters(exclude_characters=",", exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12)
scopes = st.builds(
    Scope,
    kinds=st.lists(words, max_size=3).map(tuple),
    sectors=st.lists(st.sampled_from(Sector), max_size=3).map(tuple),
    places=st.lists(words, max_size=3).map(tuple),
    start=st.none() | st.just(Date("2019-05")),
    end=st.none() | st.just(Date("2021")),
    as_of=st.none() | st.just(Date("2022-01-31")),
)


@given(scopes)
def test_the_text_form_is_read_back_the_same(scope: Scope) -> None:
    assert Scope.parse(str(scope)) == scope
    assert Scope.parse("?" + str(scope)) == scope
    assert bool(scope) == bool(str(scope))


def test_order_and_repetition_do_not_matter() -> None:
    assert Scope.parse("sector=payer&kind=b,a&sector=provider,payer") == Scope.parse("kind=a&kind=b&sector=provider,payer")


def test_empty_values_are_no_condition() -> None:
    assert Scope.of({"kind": "", "from": None, "sector": None}) == Scope()
    assert Scope().explain() == "the whole record"
    assert Scope.parse("place=Houston, TX&as-of=2020").explain() == "places Houston, TX; as known on 2020"


@pytest.mark.parametrize(
    ("query", "said"), [("colour=red", "colour"), ("sector=wizards", "wizards"), ("from=soon", "soon"), ("from=2021&to=2020", "2021")]
)
def test_a_condition_that_cannot_be_read_is_named(query: str, said: str) -> None:
    with pytest.raises(ScopeError, match=said):
        Scope.parse(query)
