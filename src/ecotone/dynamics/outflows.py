"""What a stock that may not fall below zero lets flow out: no more than it holds and receives within the step.

XMILE lists a stock's outflows in the order in which they are served. Each takes its full value while there is enough, and the
rest of what there is after that, so that nothing reaches the next stock that was not in this one.

References
----------
OASIS: XML Interchange Language for System Dynamics (XMILE) Version 1.0, 2015, sections 4.2 and 4.3.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ecotone.dynamics.nodes import NOWHERE
from ecotone.dynamics.operations import Op

if TYPE_CHECKING:
    from ecotone.dynamics.nodes import Graph


def limit_outflows(graph: Graph) -> None:
    """Limit the outflows of stocks that may not fall below zero, in place.

    A flow out of two stocks at once is left as it is, and so is one that is no variable. An inflow that itself follows from
    the outflow within the same step does not count as received.
    """
    out_of = Counter(
        graph.operands[node][0] for each in graph.instances for sign, node in each.flows if sign < 0 and _variable(graph, node)
    )
    for stock in list(graph.instances):
        if stock.state < 0 or not graph.states[stock.state].floor:
            continue
        outflows = [graph.operands[node][0] for sign, node in stock.flows if sign < 0 and _variable(graph, node)]
        outflows = [flow for flow in outflows if out_of[flow] == 1]
        if not outflows:
            continue
        zero = graph.const(0.0)
        room = graph.op(Op.DIV, graph.state(stock.state), graph.step())
        for sign, node in stock.flows:
            if sign > 0 and not _reaches(graph, node, set(outflows)):
                room = graph.op(Op.ADD, room, node)
        for flow in outflows:
            limited = graph.op(Op.MIN, graph.instances[flow].equation, graph.op(Op.MAX, room, zero))
            graph.instances[flow].equation = limited
            room = graph.op(Op.SUB, room, graph.ref(flow))


def _variable(graph: Graph, node: int) -> bool:
    return graph.ops[node] is Op.REF and graph.instances[graph.operands[node][0]].state < 0


def _reaches(graph: Graph, node: int, wanted: set[int]) -> bool:
    """Tell whether a node follows from one of some variables within a step."""
    stack, seen = [node], set()
    while stack:
        at = stack.pop()
        if at in seen or at == NOWHERE:
            continue
        seen.add(at)
        stack += graph.inputs(at)
        if graph.ops[at] is Op.REF:
            variable = graph.operands[at][0]
            if variable in wanted:
                return True
            stack.append(graph.instances[variable].equation)
    return False
