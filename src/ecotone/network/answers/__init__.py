"""The questions that network analysis answers, each a function of a record or a graph that returns an `Answer`.

`describe`, `central`, `brokers`, `groups`, `emerging`, `gaps`, `flow`, `what_if`, `compare`, `null`, `periods`, `places`,
`descent`, `flow_from`. The first argument is an open `Ecosystem`, of which `scope` takes a part, or a `Graph` from a file.
"""

from ecotone.network.answers.change import what_if
from ecotone.network.answers.descent import descent
from ecotone.network.answers.flow_from import flow_from
from ecotone.network.answers.missing import gaps
from ecotone.network.answers.people import brokers, central
from ecotone.network.answers.periods import periods
from ecotone.network.answers.places import places
from ecotone.network.answers.shape import compare, describe, null
from ecotone.network.answers.spread import flow
from ecotone.network.answers.time import emerging
from ecotone.network.answers.together import groups

__all__ = [
    "brokers",
    "central",
    "compare",
    "descent",
    "describe",
    "emerging",
    "flow",
    "flow_from",
    "gaps",
    "groups",
    "null",
    "periods",
    "places",
    "what_if",
]
