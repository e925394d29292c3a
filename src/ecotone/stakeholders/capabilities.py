"""The vocabulary of capabilities: what actors of a healthcare innovation ecosystem need from each other and offer.

The words stand in `data/capabilities.yaml`, written for this package. Where a concept of the EDAM ontology, of MeSH or of ESCO lies
near one and was looked up, its id is given, so that needs and offers can be joined with data that use those.

References
----------
EDAM ontology of bioscientific data analysis and data management, edamontology.org.
National Library of Medicine, Medical Subject Headings, meshb.nlm.nih.gov.
European Commission, ESCO classification of skills, competences and occupations, esco.ec.europa.eu.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

import yaml

from ecotone.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that an actor can do or give, and another may need.

    Parameters
    ----------
    id : str
        Under which the record keeps it.
    name : str
        As the reader sees it.
    family : str
        The family it belongs to.
    means : str
        Its definition.
    also : tuple of str
        Other words for it, in lower case.
    edam, mesh, esco : str or None
        Id of the nearest concept there.
    """

    id: str
    name: str
    family: str
    means: str
    also: tuple[str, ...] = ()
    edam: str | None = None
    mesh: str | None = None
    esco: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the web addresses of the nearest concepts elsewhere."""
        near = (
            ("http://edamontology.org/", self.edam),
            ("http://id.nlm.nih.gov/mesh/", self.mesh),
            ("http://data.europa.eu/esco/skill/", self.esco),
        )
        return tuple(f"{start}{number}" for start, number in near if number)


@dataclass(frozen=True, slots=True)
class Family:
    """A family of capabilities: its name and what holds it together."""

    name: str
    means: str


def _read() -> tuple[dict[str, Family], dict[str, Capability]]:
    text = (resources.files("ecotone.stakeholders") / "data" / "capabilities.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    families: dict[str, Family] = {}
    found: dict[str, Capability] = {}
    for entry in yaml.load(text, Loader=loader):  # noqa: S506  a safe loader, in C where there is one
        families[entry["family"]] = Family(entry["family"], entry["meaning"])
        for each in entry["capabilities"]:
            also = tuple(word.casefold() for word in each.pop("also", ()))
            found[each["id"]] = Capability(**each, family=entry["family"], also=also)
    return families, found


_SHIPPED: Final = _read()
FAMILIES: Final[Mapping[str, Family]] = _SHIPPED[0]
"""Families of capabilities by name."""
CAPABILITIES: Final[Mapping[str, Capability]] = _SHIPPED[1]
"""Capabilities by id, in the order of their families."""

NEED_LEVELS: Final = {0: "no longer needed", 1: "would help", 2: "matters", 3: "cannot go on without it"}
OFFER_LEVELS: Final = {0: "no longer offered", 1: "can advise", 2: "can do part of it", 3: "can do all of it"}


def capability(text: str) -> Capability:
    """Return the capability that a text means: by its id, its name or another word for it, without regard to case.

    Parameters
    ----------
    text : str
        What somebody wrote.

    Raises
    ------
    InputError
        If none is meant, with the nearest ones, or if several are.

    Examples
    --------
    >>> capability("Trial sites").family, capability("FHIR").id, capability("biobank").name
    ('clinical access', 'data-standards', 'Biobank samples')
    """
    asked = " ".join(text.casefold().split())
    by_name = [each for each in CAPABILITIES.values() if asked in {each.id, each.id.replace("-", " "), each.name.casefold()}]
    found = by_name or [each for each in CAPABILITIES.values() if asked in each.also]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError("More than one capability may be meant", got=text, expected=", ".join(each.id for each in found))
    raise InputError(
        "No capability has this name",
        got=text,
        expected=f"for example {', '.join(nearest(asked))}",
        remedy="`ecotone stakeholders capabilities` lists them all",
    )


def nearest(text: str, most: int = 4) -> list[str]:
    """Return ids of the capabilities whose words are most like a text."""
    words = {word: each.id for each in CAPABILITIES.values() for word in (each.id, each.name.casefold(), *each.also)}
    close = difflib.get_close_matches(text.casefold(), list(words), n=12, cutoff=0.4)
    inside = [each.id for word, each in ((w, CAPABILITIES[i]) for w, i in words.items()) if len(text) > 3 and text.casefold() in word]
    return list(dict.fromkeys([*inside, *(words[word] for word in close), *CAPABILITIES]))[:most]
