"""Records that a file gives twice.

An export that joins departments or pages repeats rows. The same said twice is one piece of evidence. Two different rows under one
number are two, numbered in the order of the file, so that neither is lost and reading the file again changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from ecotone.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecotone.ecosystem.statements import Statement
    from ecotone.problems import Problems


def apart(statements: Iterable[Statement], file: str, problems: Problems) -> Iterator[Statement]:
    """Pass statements on; a second of the same number and day that says something else gets a number of its own.

    Examples
    --------
    >>> from ecotone.ecosystem.statements import Evidence, Mention, Statement
    >>> from ecotone.problems import Problems
    >>> one = Statement(Evidence("nih", "R01"), (Mention("g", "Rice", "grantee"),))
    >>> two = Statement(Evidence("nih", "R01"), (Mention("g", "UTMB", "grantee"),))
    >>> [said.evidence.id_in_source for said in apart([one, one, two, two], "a.csv", Problems())]
    ['R01', 'R01', 'R01 (2)', 'R01 (2)']
    """
    seen: dict[tuple[str, str], list[bytes]] = {}
    for said in statements:
        key = (said.evidence.id_in_source, str(said.evidence.date))
        digest = blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        before = seen.setdefault(key, [])
        if digest in before:
            problems.add(Problem("The record stands in the file twice", file=file, got=key[0], severity="noted"))
        else:
            before.append(digest)
            if len(before) > 1:
                problems.add(
                    Problem("Two records of one number say different things; both were kept", file=file, got=key[0], severity="noted")
                )
        place = before.index(digest) + 1
        yield said if place == 1 else replace(said, evidence=replace(said.evidence, id_in_source=f"{key[0]} ({place})"))
