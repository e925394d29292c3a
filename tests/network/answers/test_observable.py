"""What no source could have shown is not a gap: the declarations of sources decide, and ties themselves where nobody declares."""

from __future__ import annotations

import polars as pl
import pytest

from ecotone.network import Graph, answers
from ecotone.network.answers.observable import observable, shown_pairs
from ecotone.scope import Scope
from ecotone.vocabulary import Sector

GROUPS = ["investor", "payer", "academia", "provider", "patients", "industry"]


class Declared:
    """A record of six actors, one a sector, with three ties, that says which sources its evidence is of."""

    path = "x.eco"
    title = ""

    def __init__(self, *sources: str, kinds: tuple[str, ...] = ("funder-grantee", "funder-grantee", "sponsor-site")) -> None:
        self._sources = sources
        self._ties = pl.DataFrame(
            {
                "source": [1, 1, 6],
                "target": [3, 4, 4],
                "kind": list(kinds),
                "weight": [1.0] * 3,
                "directed": [True] * 3,
                "valid_from": ["2019"] * 3,
                "valid_to": [None] * 3,
                "evidence": [1, 2, 3],
            },
            schema_overrides={"valid_to": pl.String},
        )

    def actors(self, scope: Scope = Scope()) -> pl.DataFrame:  # noqa: B008
        return pl.DataFrame({"id": range(1, 7), "name": [f"The {group}" for group in GROUPS], "sector": GROUPS})

    def ties(self, scope: Scope = Scope()) -> pl.DataFrame:  # noqa: B008
        return self._ties.filter(pl.col("kind").is_in(scope.kinds)) if scope.kinds else self._ties

    def sources(self) -> pl.DataFrame:
        return pl.DataFrame({"source": list(self._sources), "records": [1] * len(self._sources)})


def _pairs(record: Declared, query: str = "", by: str = "sector") -> set[str]:
    from ecotone.network import read

    scope = Scope.parse(query)
    found = observable(record, read.graph(record, scope), by, scope)
    return {" – ".join(pair) for pair in found.pairs}


def test_pairs_that_a_source_declares_are_judged_even_if_never_tied() -> None:
    assert _pairs(Declared("nih", kinds=("funder-grantee",) * 3)) == {"academia – investor", "investor – provider", "industry – investor"}


def test_sources_add_up_and_payers_stay_unjudged() -> None:
    found = _pairs(Declared("nih", "clinicaltrials"))
    assert {"academia – industry", "provider – provider", "industry – investor"} <= found
    assert not [pair for pair in found if "payer" in pair or "patients" in pair]


def test_only_the_kinds_asked_about_count() -> None:
    found = _pairs(Declared("nih", "clinicaltrials"), "kind=funder-grantee")
    assert "academia – industry" not in found
    assert "academia – investor" in found


@pytest.mark.parametrize(
    ("query", "judged"), [("to=1980", False), ("from=1975&to=1984", False), ("from=1980&to=1990", True), ("from=2020", True)]
)
def test_a_source_of_other_years_could_not_have_shown_it(query: str, judged: bool) -> None:
    record = Declared("nih", kinds=("other", "other", "other"))
    assert ("industry – investor" in _pairs(record, query)) == judged


def test_kinds_that_nobody_declares_are_judged_by_the_ends_they_were_seen_at() -> None:
    mine = Declared("spreadsheet", kinds=("buys from", "buys from", "relation"))
    assert _pairs(mine) == {"academia – investor", "investor – provider", "industry – provider"}
    assert _pairs(Declared("user", kinds=("relation",) * 3)) == _pairs(Declared(kinds=("relation",) * 3))
    assert _pairs(Declared("user", kinds=("relation",) * 3)) >= {"academia – industry", "investor – provider"}


def test_other_groups_than_sectors_are_judged_by_the_ties() -> None:
    record = Declared("nih", "clinicaltrials")
    from ecotone.network import read

    graph = read.graph(record)
    assert observable(record, graph, "label", Scope()).pairs == tuple(shown_pairs(graph, "label"))


def test_another_form_of_the_same_records_counts_where_it_says_more() -> None:
    lists = Declared("gtr", kinds=("funder-grantee",) * 3)
    overviews = Declared("gtr", kinds=("funder-grantee", "project-partner", "project-partner"))
    assert "academia – industry" not in _pairs(lists)
    assert "academia – industry" in _pairs(overviews)


def test_pairs_that_no_kind_of_tie_reaches_are_not_shown() -> None:
    ties = pl.DataFrame({"source": [1, 2, 1], "target": [3, 4, 4], "kind": ["award", "award", "trial"], "directed": [True] * 3})
    actors = pl.DataFrame({"id": [1, 2, 3, 4, 5], "sector": ["investor", "payer", "academia", "provider", "patients"]})
    graph = Graph.from_frames(ties, actors, directed=True, weight="strength")
    assert shown_pairs(graph, "sector") == [
        ("academia", "investor"),
        ("academia", "payer"),
        ("investor", "provider"),
        ("payer", "provider"),
    ]
    assert shown_pairs(graph, "sector", ["trial"]) == [("investor", "provider")]


def test_the_answer_says_what_its_sources_cannot_show() -> None:
    found = answers.gaps(Declared("nih", "clinicaltrials"), draws=20)
    shown = found.table("What the sources can show").frame
    assert shown["source"].to_list() == ["NIH awards", "ClinicalTrials.gov"]
    judged = {sector for row in found.table("Thin pairs of groups").frame.select("one", "other").rows() for sector in row}
    assert judged.isdisjoint({"payer", "patients"})
    assert "No source of the record shows ties of patients or payer: that there are none is no gap that it could find." in found.warnings
    assert any("payer – provider" in warning and "No source could have shown" in warning for warning in found.warnings)


def test_a_record_that_declares_nothing_shows_no_table() -> None:
    found = answers.gaps(Declared("user", kinds=("relation",) * 3), draws=20)
    assert "What the sources can show" not in [table.title for table in found.tables]
    assert set(Sector) >= {Sector(name) for name in GROUPS}
