"""Stakeholders: who has a stake, what they need and offer, what they expect, and how to engage them.

What people judge (power, interest, legitimacy, urgency, position, engagement) and what actors need, offer, aim at and expect are
claims of the record, each with its date, its evidence and whose word it is. `read` turns them into frames, `write` adds them; the
kernels between know nothing of a record: `ratings` (several raters make an interval), `grid` (power and interest), `salience`
(power, legitimacy, urgency), `categories` (sectors and the nine Cs), `coverage` (needs met by offers), `proposals` (values where
nobody has rated, with their reason). `answers` puts them together; `survey` asks members whom they work with.
"""

from ecotone.stakeholders.capabilities import CAPABILITIES, FAMILIES, Capability, capability

__all__ = ["CAPABILITIES", "FAMILIES", "Capability", "capability"]
