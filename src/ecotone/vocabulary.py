"""The words of an ecosystem: sectors with their crosswalks, kinds of tie, and stages of an initiative.

Sectors follow what an actor *is in the ecosystem*, not its legal form. One table maps them to the five stakeholders
of the MIT Regional Entrepreneurship Acceleration Program and to the quadruple helix.

References
----------
Budden and Murray (2019), MIT's Stakeholder Framework for Building & Accelerating Innovation Ecosystems.
Carayannis and Campbell (2009), "Mode 3" and "Quadruple Helix", Int. J. Technology Management 46.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Reap = Literal["university", "corporate", "entrepreneur", "risk capital", "government"]
Helix = Literal["academia", "industry", "government", "society"]


class Sector(StrEnum):
    """What an actor is in the ecosystem."""

    PROVIDER = "provider"
    TECHNOLOGY = "technology"
    ACADEMIA = "academia"
    REGULATOR = "regulator"
    INVESTOR = "investor"
    INDUSTRY = "industry"
    CONNECTOR = "connector"
    PATIENTS = "patients"
    PAYER = "payer"


@dataclass(frozen=True, slots=True)
class SectorEntry:
    """One row of the sector table: label, meaning, crosswalks and the colours that every screen and figure uses."""

    sector: Sector
    label: str
    meaning: str
    reap: Reap | None
    helix: Helix
    light: str
    dark: str


SECTORS: Final[dict[Sector, SectorEntry]] = {
    entry.sector: entry
    for entry in (
        SectorEntry(
            Sector.PROVIDER, "Provider", "hospitals, clinics, health systems and their units", None, "society", "#0b6e99", "#4cb5e6"
        ),
        SectorEntry(
            Sector.TECHNOLOGY,
            "Technology",
            "start-ups and companies whose product is digital, data or software",
            "entrepreneur",
            "industry",
            "#6b4fbb",
            "#a996ec",
        ),
        SectorEntry(
            Sector.ACADEMIA,
            "Academia",
            "universities, medical schools, research institutes",
            "university",
            "academia",
            "#b35900",
            "#f0a04b",
        ),
        SectorEntry(
            Sector.REGULATOR, "Regulator", "regulators, policy makers, public agencies", "government", "government", "#7a2e2e", "#e08585"
        ),
        SectorEntry(
            Sector.INVESTOR,
            "Investor",
            "funders of innovation: public programmes, foundations, venture capital",
            "risk capital",
            "government",
            "#2f7d32",
            "#7cc77f",
        ),
        SectorEntry(
            Sector.INDUSTRY, "Industry", "pharmaceutical, device and diagnostics companies", "corporate", "industry", "#b0286e", "#ec7ab2"
        ),
        SectorEntry(
            Sector.CONNECTOR, "Connector", "accelerators, hubs, networks, societies", "entrepreneur", "society", "#8a7a00", "#d6c544"
        ),
        SectorEntry(Sector.PATIENTS, "Patients", "patients, carers and communities", None, "society", "#00796b", "#4fc4b5"),
        SectorEntry(Sector.PAYER, "Payer", "insurers, sickness funds, purchasers of care", None, "government", "#5a5a5a", "#b0b0b0"),
    )
}

UNKNOWN_SECTOR_LABEL: Final = "Not known"
UNKNOWN_SECTOR_COLOURS: Final = ("#8c8c8c", "#8f8f8f")


@dataclass(frozen=True, slots=True)
class TieKind:
    """A kind of tie: what its two ends are, whether it has a direction, and what its weight counts."""

    name: str
    label: str
    source_role: str
    target_role: str
    directed: bool
    weight: str


TIE_KINDS: Final[dict[str, TieKind]] = {
    kind.name: kind
    for kind in (
        TieKind("sponsor-collaborator", "Sponsor and collaborator", "lead sponsor", "collaborator", directed=True, weight="studies"),
        TieKind("sponsor-site", "Sponsor and site", "lead sponsor", "site", directed=True, weight="studies"),
        TieKind("funder-grantee", "Funder and grantee", "funder", "grantee", directed=True, weight="awards"),
        TieKind("co-authorship", "Co-authorship", "institution", "institution", directed=False, weight="works"),
        TieKind("part-of", "Part of", "part", "whole", directed=True, weight="statements"),
        TieKind("succeeded-by", "Succeeded by", "predecessor", "successor", directed=True, weight="statements"),
        TieKind("acquired", "Acquired", "acquirer", "acquired", directed=True, weight="statements"),
        TieKind("invested-in", "Invested in", "investor", "company", directed=True, weight="rounds"),
        TieKind("project-partner", "Partners in a project", "partner", "partner", directed=False, weight="projects"),
        TieKind("manufactured-by", "Manufactured by", "registrant", "manufacturer", directed=True, weight="products"),
        TieKind("relation", "Relation", "from", "to", directed=True, weight="as given"),
    )
}
"""The kinds that sources of ours write. A user's own kinds are allowed; they show under their own name."""

TRIAL_EVENTS: Final = ("registered", "started", "primary completion", "completed", "results posted", "status changed")
GRANT_EVENTS: Final = ("awarded", "project started", "project ended")
