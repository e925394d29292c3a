"""Which names are so like a new one that the same organisation may be meant.

This is for a person who is about to enter a name, so it errs on the side of showing one too many: names of one normal form,
names whose words are nearly spelt alike in any order, and names of which one is the other with more words.

References
----------
Christen (2012), Data Matching, chapter 5 (token sort and token set comparison).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.matching.normal_form import is_generic, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST: Final = 0.85
"""Likeness from which on two names may be one."""
CONTAINED: Final = 0.9
"""Likeness of names of which one has all words of the other."""
_PARTS: Final = 2


@dataclass(frozen=True, slots=True, order=True)
class Alike:
    """A name that is like another.

    Parameters
    ----------
    likeness : float
        In [0, 1]; 1 for one normal form.
    id : int
        Whose name it is.
    name : str
        As given.
    reason : str
        In plain words.
    """

    likeness: float
    id: int
    name: str
    reason: str


def alike(name: str, names: Iterable[tuple[int, str]], *, limit: int = 5) -> list[Alike]:
    """Return those whose names are like one, the likest first, each once by its likest name.

    Parameters
    ----------
    name : str
        The new name.
    names : iterable of (int, str)
        Ids with their names; one id may have several.
    limit : int
        So many at the most.

    Examples
    --------
    >>> [found.id for found in alike("Memorial Herman", [(1, "Memorial Hermann"), (2, "Baylor College of Medicine")])]
    [1]
    >>> alike("The Methodist Hospital, Inc.", [(3, "Methodist Hospital")])[0].reason
    'the same name but for its spelling'
    """
    from rapidfuzz import fuzz

    form = normal_form(name)
    words = set(form.split())
    best: dict[int, Alike] = {}
    for number, other in names:
        likeness, reason = 0.0, ""
        its = normal_form(other)
        if its == form:
            likeness, reason = 1.0, "the same name but for its spelling"
        else:
            likeness, reason = fuzz.token_sort_ratio(form, its, score_cutoff=100 * LEAST) / 100, "spelt nearly alike"
            shorter = min(words, set(its.split()), key=len)
            if (
                likeness < CONTAINED
                and len(shorter) >= _PARTS
                and shorter <= words & set(its.split())
                and not is_generic(" ".join(shorter))
            ):
                likeness, reason = CONTAINED, "one name has all words of the other"
        if likeness >= LEAST and (number not in best or likeness > best[number].likeness):
            best[number] = Alike(likeness, number, other, reason)
    return sorted(best.values(), key=lambda one: (-one.likeness, one.id))[:limit]
