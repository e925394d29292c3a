"""Companies of one accelerator's directory: facts only, the batch dated, prose left behind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.dates import Date
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(path: Path, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    assert source.name == "yc"
    return list(source.read(opened, problems))


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "year"), [("S20", "2020"), ("W20", "2020"), ("W22", "2022")])
def test_every_company_of_a_batch_is_an_actor(corpus: Path, name: str, year: str) -> None:
    path = corpus / "yc" / f"{name}.json"
    hits = json.loads(path.read_text(encoding="utf-8"))["results"][0]["hits"]
    problems = Problems()
    said = _read(path, problems)
    assert len(problems) == 0
    assert [one.mentions[0].name for one in said] == [" ".join(hit["name"].split()) for hit in hits]
    assert {(claim.value, claim.as_of) for one in said for claim in one.claims if claim.field == "batch"} == {(name, Date(year))}
    cities = {one.mentions[0].place.city for one in said if one.mentions[0].place}
    assert {"Houston", "Singapore"} & cities
    houston = [hit["name"] for hit in hits if hit["all_locations"].startswith("Houston, TX")]
    assert [one.mentions[0].name for one in said if (place := one.mentions[0].place) and place.city == "Houston"] == houston
    prose = {hit["long_description"] for hit in hits if len(hit["long_description"] or "") > 80}
    told = {claim.value for one in said for claim in one.claims}
    assert not prose & told
    assert not any(hit["one_liner"] in told for hit in hits if len(hit["one_liner"] or "") > 30)


def _company(**more: Any) -> dict[str, Any]:
    return {"id": 7, "name": "A", "slug": "a", "one_liner": "We do.", "batch": "W09", **more}


def test_other_forms_of_the_same_answer_and_what_is_wrong_in_it(tmp_path: Path) -> None:
    companies = [
        _company(all_locations="Remote; Oxford, England, United Kingdom", former_names=["A", "B"], tags=["Bio", "Bio"], nonprofit=True),
        _company(batch="Winter 2022", website="javascript:alert(1)", industry="Healthcare", subindustry="Healthcare -> Medical Devices"),
        _company(batch="Unspecified", team_size=3, website="https://a.example", all_locations="TX, USA"),
        _company(name=""),
        7,
        _company(former_names=7),
    ]
    forms = ({"results": [{"hits": companies, "nbHits": 9}]}, {"hits": companies}, companies)
    results = []
    for number, form in enumerate(forms):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(form))
        problems = Problems()
        results.append(_read(path, problems))
        assert (problems.count("refused"), problems.by_kind()["The batch names no year"]) == (3, 1)
        assert ("The answer holds only a part of the companies found" in problems.by_kind()) == (number == 0)
    assert results[0] == results[1] == results[2]
    first, second, third = results[0]
    assert [(m.name, m.role, m.id_in_source) for m in first.mentions] == [("A", "organisation", "YC 7"), ("B", "also known as", "YC 7")]
    assert first.mentions[0].place is not None
    assert first.mentions[0].place.city == "Oxford"
    assert {(c.field, c.value) for c in first.claims} == {("batch", "W09"), ("tag", "Bio"), ("nonprofit", True)}
    assert first.claims[0].as_of == Date("2009")
    assert "javascript" not in repr(second)
    assert (second.mentions[0].sector, second.claims[0].as_of) == ("industry", Date("2022"))
    assert third.mentions[0].place is not None
    assert (third.mentions[0].place.city, third.mentions[0].place.region) == (None, "Texas")
    assert third.claims[0].as_of is None
    assert {c.unit for c in third.claims if c.field == "team size"} == {"persons"}
