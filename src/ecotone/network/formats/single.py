"""One network out of a file of several, for formats that hold one.

Networks on the same nodes are relations of one network: that is how UCINET and Pajek store them, and nothing is lost.
Otherwise the first is taken, and the rest are reported.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from ecotone.problems import Problem

if TYPE_CHECKING:
    from ecotone.network.formats.network_file import Network, NetworkFile
    from ecotone.problems import Problems


def only_network(file: NetworkFile, problems: Problems) -> Network:
    """Return the network to write.

    Parameters
    ----------
    file : NetworkFile
        With at least one network.
    problems : Problems
        Told what happened to the others.
    """
    first, *rest = file.networks
    if not rest:
        return first
    joined = join(file.networks)
    if joined is not None:
        what = "The networks have the same nodes; they are written as relations of one"
        problems.add(Problem(what, file=file.name, got=", ".join(each.name for each in file.networks), severity="changed"))
        return joined
    names = ", ".join(each.name or "without name" for each in rest)
    remedy = "Write each network to a file of its own, or choose a format that holds several (.paj, .graphml, .json)"
    problems.add(Problem("The format holds one network; the others are left out", file=file.name, got=names, remedy=remedy))
    return first


def in_modes(network: Network, problems: Problems) -> Network:
    """Return the network, without its modes if ties within one of them would have no place between rows and columns.

    Parameters
    ----------
    network : Network
        To be written as rows and columns.
    problems : Problems
        Told if the modes are left out.
    """
    if not network.two_mode:
        return network
    second = [pl.col(end) >= network.two_mode[0] for end in ("source", "target")]
    within = network.edges.filter(second[0] == second[1]).height
    if not within:
        return network
    what = "The network has ties within a mode; it is written as one of one mode"
    problems.add(Problem(what, got=f"{within:,} ties", severity="changed"))
    return replace(network, two_mode=None)


def join(networks: tuple[Network, ...]) -> Network | None:
    """Return networks as relations of one, or None if their nodes differ or anything would be lost.

    Parameters
    ----------
    networks : tuple of Network
        Each with ties of at most one relation, without time.
    """
    first = networks[0]
    for each in networks:
        if not each.nodes.select("id", "label").equals(first.nodes.select("id", "label")) or each.two_mode != first.two_mode:
            return None
        if each.temporal or each.relations:
            return None
    names = [each.name or f"relation {place}" for place, each in enumerate(networks, start=1)]
    if len(set(names)) < len(names):
        return None
    edges = [each.edges.with_columns(pl.lit(name).alias("relation")) for name, each in zip(names, networks, strict=True)]
    nodes = first.nodes
    for each in networks[1:]:
        nodes = nodes.with_columns([each.nodes[column] for column in each.nodes.columns if column not in nodes.columns])
    return replace(first, nodes=nodes, edges=pl.concat(edges, how="diagonal_relaxed"))
