"""The vocabulary of capabilities as an answer, so that it can be read, searched and exported like any other."""

from __future__ import annotations

import ecotone
from ecotone.answer import Answer, Column, Method, counted
from ecotone.errors import InputError
from ecotone.stakeholders.answers.asking import table
from ecotone.stakeholders.capabilities import CAPABILITIES, FAMILIES


def capabilities(family: str | None = None) -> Answer:
    """List the capabilities that actors need and offer, of one family or of all.

    Examples
    --------
    >>> capabilities("capital").tables[0].frame["id"][0]
    'research-grants'
    """
    if family is not None and family not in FAMILIES:
        raise InputError("There is no such family of capabilities", got=family, expected=", ".join(FAMILIES))
    shown = [each for each in CAPABILITIES.values() if family in {None, each.family}]
    rows = [
        {
            "family": each.family,
            "id": each.id,
            "name": each.name,
            "means": each.means,
            "also": ", ".join(each.also),
            "near": ", ".join(each.addresses),
        }
        for each in shown
    ]
    columns = (
        Column("family", "Family"),
        Column("id", "Id"),
        Column("name", "Capability"),
        Column("means", "Means"),
        Column("also", "Also"),
        Column(
            "near",
            "Nearest concept elsewhere",
            caveat="A field of knowledge or a skill near to it in EDAM, MeSH or ESCO, not the same thing.",
        ),
    )
    families = counted(len({each.family for each in shown}), "family", "families")
    return Answer(
        "What can actors need and offer?",
        f"{counted(len(shown), 'capability', 'capabilities')} in {families}.",
        (table("Capabilities", rows, columns),),
        Method("read from the vocabulary", ecotone.__version__, reference="EDAM ontology, development file of 1.26; MeSH; ESCO"),
    )
