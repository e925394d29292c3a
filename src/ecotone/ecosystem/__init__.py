"""The record of one ecosystem: actors, ties, claims, events, and the evidence behind each."""

from ecotone.ecosystem.batch import Batch
from ecotone.ecosystem.ecosystem import Ecosystem
from ecotone.ecosystem.kept import Kept
from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.ecosystem.states import Stated
from ecotone.ecosystem.views import Actor, ActorView

__all__ = [
    "Actor",
    "ActorView",
    "Batch",
    "Claim",
    "Ecosystem",
    "Event",
    "Evidence",
    "Initiative",
    "Kept",
    "Mention",
    "Place",
    "Stated",
    "Statement",
    "Tie",
]
