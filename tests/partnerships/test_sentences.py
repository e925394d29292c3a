"""The sentence model: word pieces as published, the model file pinned, and likeness through a stand-in and, where installed, the model."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import InputError
from ecotone.partnerships.alignment import Texts
from ecotone.partnerships.measured import Known, Said, text_alignment
from ecotone.partnerships.sentences import PARTS, WINDOW, Sentences
from ecotone.partnerships.wordpiece import VOCABULARY, pieces, vocabulary, words

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


class Session:
    """Stands in for the model: each number has a direction of its own, and what was given is remembered."""

    def __init__(self) -> None:
        self.given: list[NDArray[np.int64]] = []

    def run(self, _names: None, given: dict[str, NDArray[np.int64]]) -> list[Any]:
        assert given.keys() == {"input_ids", "attention_mask", "token_type_ids"}
        ids = given["input_ids"]
        assert ids.shape[1] <= WINDOW + 2
        self.given.append(ids[0])
        directions = np.random.Generator(np.random.Philox(5)).normal(size=(len(vocabulary()), 8)).astype(np.float32)
        return [directions[ids]]


def test_the_vocabulary_is_berts_own() -> None:
    # The checksum under which Google's uncased vocabulary is known.
    assert hashlib.sha256(VOCABULARY.read_bytes()).hexdigest() == "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
    assert (len(vocabulary()), vocabulary()["[CLS]"], vocabulary()["[SEP]"]) == (30522, 101, 102)


def test_pieces_as_the_authors_test_them() -> None:
    # google-research/bert, tokenization_test.py: test_full_tokenizer, test_wordpiece_tokenizer, test_chinese, test_basic_tokenizer_lower.
    small = {name: at for at, name in enumerate(["[UNK]", "[CLS]", "[SEP]", "want", "##want", "##ed", "wa", "un", "runn", "##ing", ","])}
    assert pieces("UNwant\u00e9d,running", small) == ["un", "##want", "##ed", ",", "runn", "##ing"]
    assert pieces("unwanted running", small) == ["un", "##want", "##ed", "runn", "##ing"]
    assert pieces("unwantedX running", small) == ["[UNK]", "runn", "##ing"]
    assert words("ah\u535a\u63a8zz") == ["ah", "\u535a", "\u63a8", "zz"]
    assert words(" \tHeLLo!how  \n Are yoU?  ") == ["hello", "!", "how", "are", "you", "?"]
    assert words("H\u00e9llo") == ["hello"]


def test_numbers_that_the_model_is_given() -> None:
    session = Session()
    Sentences(session).vector("Hello world")
    # As every library that holds this vocabulary gives them: [CLS] hello world [SEP].
    assert session.given[0].tolist() == [101, 7592, 2088, 102]


def test_long_texts_are_read_in_parts_and_only_so_far() -> None:
    session = Session()
    model = Sentences(session)
    model.vector("lung " * 2000)
    assert [len(part) for part in session.given] == [WINDOW + 2] * PARTS
    model.vector("lung " * 2000)
    assert len(session.given) == PARTS  # once is enough


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_vector_of_length_one_or_none(text: str) -> None:
    found = Sentences(Session()).vector(text)
    assert found is None or np.linalg.norm(found) == pytest.approx(1)


def test_the_band_is_calibrated_and_says_which_model_was_used() -> None:
    about = [
        f"{one} and {other}"
        for one in ["stroke", "sepsis", "imaging", "insulin", "vaccine"]
        for other in ["nurse", "robot", "gene", "lung", "data"]
    ]
    known = Texts(about, model=Sentences(Session()))
    same, other = known.compare("stroke and lung", "lung and stroke"), known.compare("stroke and nurse", "vaccine and data")
    assert same.band == "very much alike"
    assert "sentence model all-MiniLM-L6-v2" in same.share.method
    assert same.share.value is not None
    assert other.share.value is not None
    assert other.share.value < same.share.value
    assert Texts(about, model=Sentences(Session())).compare("17", "stroke").band is None


def test_the_answer_says_which_model_compared_the_texts() -> None:
    texts = [
        f"{one} {other}"
        for one in ["stroke", "sepsis", "imaging", "insulin", "vaccine"]
        for other in ["nurse", "robot", "gene", "lung", "data"]
    ]
    letters = Known(
        names={1: "Seeker", 2: "Candidate"}, sectors={}, partners={}, position={}, needs={}, offers={}, goals={}, data_terms={},
        sponsors={}, indicators={}, corpus=Texts(texts), texts={1: (Said("stroke lung", 1),), 2: (Said("lung stroke", 2),)},
    )  # fmt: skip
    assert "(letter n-grams)" in text_alignment(letters, 1, 2).reason
    meaning = dataclasses.replace(letters, meaning=Texts(texts, model=Sentences(Session())))
    assert "(sentence model all-MiniLM-L6-v2, eight bits)" in text_alignment(meaning, 1, 2).reason


def test_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(b"another model")
    with pytest.raises(InputError, match="not the one that Ecotone knows"):
        Sentences.load(file)


def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecotone.partnerships.sentences.PACKAGE", "no_such_package_here")
    with pytest.raises(InputError, match=r"not installed.*ecotone\[semantic\]"):
        Sentences.load()
    with pytest.raises(InputError, match="not installed"):
        Sentences.load(tmp_path / "nothing.onnx")


def test_the_genuine_model_gives_what_was_published() -> None:
    # Sentence Transformers' own example with all-MiniLM-L6-v2 in full precision; eight bits move it by less than 0.01.
    model = Sentences.load()
    said = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    found = [model.cosine(said[a], said[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    assert found == pytest.approx([0.6660, 0.1046, 0.1411], abs=0.01)
    assert model.cosine(said[0], said[0]) == pytest.approx(1)


def test_a_line_or_paragraph_separator_parts_words() -> None:
    """A text copied from a slide holds them; BERT's own reader splits at every kind of white space."""
    assert words("lung\u2028heart\u2029liver") == ["lung", "heart", "liver"]
