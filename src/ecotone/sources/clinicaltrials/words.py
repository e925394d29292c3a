"""The words of older forms of the registry, brought to the words of API v2.

Until 2024 the registry wrote `Active, not recruiting`, `Phase 1/Phase 2` and `Anticipated`; since then `ACTIVE_NOT_RECRUITING`,
two phases, and `ESTIMATED`. One study must say the same in every form.
"""

from __future__ import annotations

import re
from typing import Final

_PHASES: Final = {
    "not applicable": ("NA",),
    "n/a": ("NA",),
    "na": ("NA",),
    "early phase 1": ("EARLY_PHASE1",),
    "phase 0": ("EARLY_PHASE1",),
}
_CLASSES: Final = {"u.s. fed": "FED", "other u.s. federal agency": "FED", "individual": "INDIV"}


def constant(text: str | None) -> str | None:
    """Return a word as API v2 writes it.

    Examples
    --------
    >>> constant("Active, not recruiting"), constant("Diagnostic Test"), constant("")
    ('ACTIVE_NOT_RECRUITING', 'DIAGNOSTIC_TEST', None)
    """
    plain = re.sub(r"\s*\[.*?\]", "", text or "")  # an observational study carried its register in brackets
    return re.sub(r"[^A-Z0-9]+", "_", plain.upper()).strip("_") or None


def klass(text: str | None) -> str | None:
    """Return the class of a sponsor as API v2 writes it.

    Examples
    --------
    >>> klass("U.S. Fed"), klass("Industry"), klass(None)
    ('FED', 'INDUSTRY', None)
    """
    return _CLASSES.get((text or "").strip().lower()) or constant(text)


def phases(text: str | None) -> tuple[str, ...]:
    """Return the phases in a text of any form.

    Examples
    --------
    >>> phases("Phase 1|Phase 2"), phases("PHASE2/PHASE3"), phases("Not Applicable"), phases("Early Phase 1"), phases("")
    (('PHASE1', 'PHASE2'), ('PHASE2', 'PHASE3'), ('NA',), ('EARLY_PHASE1',), ())
    """
    found: list[str] = []
    for part in re.split(r"[|/,](?!a)", (text or "").strip(), flags=re.IGNORECASE):
        plain = part.strip().lower().replace("_", " ")
        if not plain:
            continue
        found += _PHASES.get(plain.replace("phase1", "phase 1"), (re.sub(r"\s+", "", plain).upper(),))
    return tuple(found)


def is_actual(text: str | None) -> bool | None:
    """Tell whether a date or count came about (`Actual`), was planned, or None where the form does not say."""
    return None if not text else text.strip().lower() == "actual"


def yes(text: str | None) -> bool | None:
    """Read `Yes` and `No`."""
    return {"yes": True, "no": False}.get((text or "").strip().lower())
