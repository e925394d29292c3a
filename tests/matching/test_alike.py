"""Which names a new one is so like that the same organisation may be meant."""

from __future__ import annotations

from ecotone.matching.alike import alike

NAMES = [
    (1, "Memorial Hermann Health System"),
    (1, "Memorial Hermann"),
    (2, "Baylor College of Medicine"),
    (3, "Baylor University"),
    (4, "University Hospital"),
    (5, "סורוקה"),
]


def test_a_name_is_found_however_it_is_spelt() -> None:
    for name in ("memorial hermann", "MEMORIAL HERMANN, Inc.", "Memorial Herman", "Hermann Memorial"):
        assert [found.id for found in alike(name, NAMES)][:1] == [1], name
    assert alike("Memorial Hermann", NAMES)[0].likeness == 1
    assert [(found.id, found.reason) for found in alike("Baylor College", NAMES)] == [(2, "one name has all words of the other")]
    assert [found.id for found in alike("סורוקה", NAMES)] == [5]


def test_names_of_words_that_hundreds_share_are_not_taken_for_one() -> None:
    assert [found.id for found in alike("University Hospital Cleveland Clinic Ohio", NAMES)] == []
    assert alike("Texas Medical Center", NAMES) == []
    assert alike("", NAMES) == []
    assert alike("x" * 10_000, NAMES) == []
