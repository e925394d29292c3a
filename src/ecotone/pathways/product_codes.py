"""FDA's product codes: what class and which submission a type of device has, by its three letters or by words of its name.

The classification is the work of the United States government and in the public domain. It is a decision table of 7,088 rows with one
question, the code; kept as columns, it tells in a fraction of a millisecond which outcomes are still possible for the codes that fit.

References
----------
FDA, Product classification, https://www.fda.gov/medical-devices/classify-your-medical-device/product-code-classification-database.
"""

from __future__ import annotations

import csv
import functools
import gzip
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from ecotone.errors import NotFoundError

FILE: Final = Path(__file__).with_name("data") / "product_codes.csv.gz"
SOURCE: Final = "https://www.fda.gov/medical-devices/classify-your-medical-device/product-code-classification-database"
READ_ON: Final = "2026-08"
"""The month of the file."""
_WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ProductCode:
    """A type of device.

    Parameters
    ----------
    code, name : str
        Three letters, and what FDA calls it.
    device_class : str
        `1`, `2`, `3`, `U` unclassified, `N` not classified, `F` humanitarian use.
    submission : str
        As the question `us-submission` answers: `510k`, `exempt`, `pma`, `hde`, `eua`, `discretion`, `contact`.
    regulation : str
        Section of 21 CFR, with its four digits; empty where there is none.
    specialty : str
        The review panel's field.
    third_party, implant, life_sustaining, gmp_exempt : str
        `yes`, `no`, or empty where the file does not say.
    """

    code: str
    name: str
    device_class: str
    submission: str
    regulation: str
    specialty: str
    third_party: str
    implant: str
    life_sustaining: str
    gmp_exempt: str

    def answers(self) -> dict[str, str]:
        """Return the answers that the code gives."""
        found = {"us-submission": self.submission, "us-class": self.device_class, "us-third-party": self.third_party}
        return {name: answer for name, answer in found.items() if answer}


@functools.cache
def product_codes() -> dict[str, ProductCode]:
    """Return all product codes by code, in order."""
    text = gzip.decompress(FILE.read_bytes()).decode()
    rows = csv.reader(io.StringIO(text))
    next(rows)
    return {row[0]: ProductCode(*row) for row in rows}


def product_code(code: str) -> ProductCode:
    """Return a product code.

    Raises
    ------
    NotFoundError
        If there is none.

    Examples
    --------
    >>> product_code("qda").name, product_code("QDA").regulation
    ('Electrocardiograph Software For Over-The-Counter Use', '870.2345')
    """
    found = product_codes().get(code.strip().upper())
    if found is None:
        raise NotFoundError(
            "There is no such FDA product code", got=code, expected="three letters", remedy="Find one with: ecotone pathway codes WORDS"
        )
    return found


def search(words: str, limit: int | None = None) -> list[ProductCode]:
    """Return the product codes whose name, code or regulation holds every word, or the beginning of one, in order of code.

    Examples
    --------
    >>> [each.code for each in search("sepsis prediction")]
    ['SAK']
    """
    wanted = _WORD.findall(words.lower())
    places = [place for place, found in enumerate(_words()) if all(any(word.startswith(want) for word in found) for want in wanted)]
    codes = list(product_codes().values())
    return [codes[place] for place in places[:limit]] if wanted else []


def possible(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Counter[tuple[str, str]]:
    """Count, among codes that are still possible, the pairs of class and submission.

    Parameters
    ----------
    mask : array of bool, shape (7088,)
        Which codes are possible, in order of code.
    """
    names, numbers = _pairs()
    counts = np.bincount(numbers[mask], minlength=len(names))
    return Counter({names[place]: int(counts[place]) for place in np.flatnonzero(counts)})


@functools.cache
def _words() -> list[tuple[str, ...]]:
    """Return the words by which each code can be found."""
    return [(*_WORD.findall(f"{each.name} {each.code} {each.specialty}".lower()), each.regulation) for each in product_codes().values()]


@functools.cache
def _pairs() -> tuple[list[tuple[str, str]], np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Return the pairs of class and submission, and the pair of each code."""
    pairs = [(each.device_class, each.submission) for each in product_codes().values()]
    names = sorted(set(pairs))
    places = {name: place for place, name in enumerate(names)}
    return names, np.array([places[pair] for pair in pairs], dtype=np.intp)
