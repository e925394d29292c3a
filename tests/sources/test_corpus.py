"""Every genuine file of every folder is read by the source that it belongs to, or refused with a reason; and twice is once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.errors import UnknownFormatError
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from pathlib import Path

OF: dict[str, set[str]] = {
    "affiliation_matching": set(),
    "bibliographic": {"pubmed", "scopus", "web-of-science"},
    "classic_r": {"spreadsheet"},
    "clinicaltrials": {"clinicaltrials"},
    "cordis": {"cordis"},
    "crunchbase": {"crunchbase"},
    "event_logs": set(),
    "fda": {"fda", "fda-mdufa"},
    "gephi_datasets": {"network-file"},
    "gephi_import_tests": {"network-file", "spreadsheet"},
    "gexf_spec": {"network-file"},
    "grants_other": {"nsf", "nserc"},
    "gtr": {"gtr", "gtr-overview"},
    "hospitals": {"cms"},
    "hsa_singapore": {"hsa"},
    "kumu": {"kumu", "spreadsheet"},
    "network_reference": {"network-file"},
    "nih": {"nih", "nih-reporter"},
    "openalex": {"openalex"},
    "pajek": {"network-file"},
    "pajek_nets": {"network-file"},
    "partner_recommendation": set(),
    "ror": {"ror"},
    "scorecards": set(),
    "sd_models": {"spreadsheet"},
    "ucinet_dl": {"network-file"},
    "velocity_reference": {"fda-mdufa"},
    "yc": {"yc"},
}
"""The sources that read the files of each folder; documents beside the data and data of other kinds are nobody's."""

SMALL = (
    "nih",
    "openalex",
    "bibliographic",
    "gtr",
    "crunchbase",
    "fda/ai_devices",
    "fda/mdufa",
    "grants_other",
    "yc",
    "kumu",
    "ror/v1",
    "ror/v2",
)


@pytest.mark.corpus
@pytest.mark.parametrize("folder", OF)
def test_each_file_goes_to_its_source_or_is_refused_with_a_reason(corpus: Path, folder: str) -> None:
    problems = Problems()
    found: set[str] = set()
    reasons: list[str | None] = []
    for opened in open_files([corpus / folder], problems):
        try:
            found.add(recognise(opened).name)
        except UnknownFormatError as error:
            reasons.append(error.got)
    assert found == OF[folder]
    assert all(reasons)
    assert problems.count("refused") == 0


@pytest.mark.corpus
def test_what_was_imported_once_changes_nothing_the_second_time(corpus: Path, tmp_path: Path) -> None:
    paths = [corpus / name for name in SMALL]
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        first = import_files(eco, paths)
        before = eco.export()
        again = import_files(eco, paths)
        assert set(first.by_source) >= set().union(*(OF.get(name, set()) for name in SMALL)) - {"spreadsheet"}
        assert (again.kept, again.changed, again.batch) == (first.kept, 0, None)
        assert eco.export() == before
        assert eco.check() == []
