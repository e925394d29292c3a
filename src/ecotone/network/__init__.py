"""Network analysis: who is central, who bridges sectors, what is emerging, where the gaps are, how knowledge flows.

A `Graph` is built from frames (`Graph.from_frames`), from a record (`network.read.graph`) or from a file
(`network.formats`). Measures are functions of a graph in files named by their job (`position`, `brokerage`, `groups`,
`gaps`, `flow` ...); `measures.MEASURES` lists those that give one number an actor. Questions in plain words are
functions that return an `Answer`: `describe`, `central`, `brokers`, `groups`, `emerging`, `gaps`, `flow`, `what_if`.
"""

from ecotone.network.graph import Graph, WeightMeaning

__all__ = ["Graph", "WeightMeaning"]
