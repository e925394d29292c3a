"""The causal graph of a model: what each equation reads, its strongly connected parts, and their cycles.

References
----------
R. E. Tarjan: Depth-first search and linear graph algorithms. SIAM Journal on Computing 1(2), 1972. D. B. Johnson: Finding
all the elementary circuits of a directed graph. SIAM Journal on Computing 4(1), 1975.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ecotone.dynamics.nodes import Instance
from ecotone.dynamics.operations import Op

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecotone.dynamics.nodes import Graph

Vertex: TypeAlias = int


class Causes:
    """The causal graph of a model: its variables and states, and what each one's equation reads."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        # A state is read as the variable that shows it; a hidden one gets a variable of its own.
        self.shown: dict[int, int] = {}
        for number, instance in enumerate(graph.instances):
            if graph.ops[instance.equation] is Op.STATE:
                self.shown.setdefault(graph.operands[instance.equation][0], number)
        for state in range(len(graph.states)):
            if state not in self.shown:
                self.shown[state] = len(graph.instances)
                label = graph.states[state].label
                graph.instances.append(Instance((f"#state {state}", ()), label, graph.state(state), visible=False))
        self.state_of = {number: state for state, number in self.shown.items()}
        # What was kept from the start is a variable that never changes.
        self.kept: dict[int, int] = {}
        for start in range(len(graph.starts)):
            key = (f"#initial {start}", ())
            known = next((number for number, instance in enumerate(graph.instances) if instance.key == key), None)
            if known is None:
                known = len(graph.instances)
                graph.instances.append(Instance(key, f"initial {start}", graph.op(Op.INITIAL, start), visible=False))
            self.kept[start] = known
        self.inputs: dict[Vertex, list[Vertex]] = {}
        still = set(self.kept.values())
        for number in range(len(graph.instances)):
            self.inputs[number] = [] if number in still else self._reads(self.equation(number))

    def equation(self, vertex: Vertex) -> int:
        """Return the node whose changes make the vertex' changes: a stock's rate, else its equation."""
        if vertex in self.state_of:
            return self.graph.states[self.state_of[vertex]].update
        return self.graph.instances[vertex].equation

    def _reads(self, root: int) -> list[Vertex]:
        graph = self.graph
        found: dict[Vertex, None] = {}
        stack, seen = [root], set()
        while stack:
            node = stack.pop()
            if node in seen or node < 0:
                continue
            seen.add(node)
            op, operands = graph.ops[node], graph.operands[node]
            if op is Op.REF:
                target = operands[0]
                if graph.ops[graph.instances[target].equation] is Op.STATE:
                    target = self.shown[graph.operands[graph.instances[target].equation][0]]
                found[target] = None
            elif op is Op.STATE:
                found[self.shown[operands[0]]] = None
            elif op is Op.INITIAL:
                found[self.kept[operands[0]]] = None
            else:
                stack += graph.inputs(node)
        return list(found)


def components(inputs: Mapping[Vertex, Sequence[Vertex]]) -> list[list[Vertex]]:
    """Return the strongly connected components with a cycle (Tarjan 1972), the largest first."""
    index: dict[Vertex, int] = {}
    low: dict[Vertex, int] = {}
    on: set[Vertex] = set()
    stack: list[Vertex] = []
    found: list[list[Vertex]] = []
    for root in inputs:
        if root in index:
            continue
        work: list[tuple[Vertex, int]] = [(root, 0)]
        while work:
            vertex, at = work.pop()
            if vertex not in index:
                index[vertex] = low[vertex] = len(index)
                stack.append(vertex)
                on.add(vertex)
            children = inputs[vertex]
            for position in range(at, len(children)):
                child = children[position]
                if child not in index:
                    work += [(vertex, position), (child, 0)]
                    break
                if child in on:
                    low[vertex] = min(low[vertex], low[child])
            else:
                if low[vertex] == index[vertex]:
                    component = []
                    while True:
                        top = stack.pop()
                        on.discard(top)
                        component.append(top)
                        if top == vertex:
                            break
                    if len(component) > 1 or vertex in inputs[vertex]:
                        found.append(sorted(component))
    return sorted(found, key=lambda component: (-len(component), component))


def cycles(inputs: Mapping[Vertex, Sequence[Vertex]], component: Sequence[Vertex], limit: int) -> tuple[list[tuple[Vertex, ...]], bool]:
    """Return elementary cycles of a component (Johnson 1975), at most `limit`, and whether these are all."""
    found: list[tuple[Vertex, ...]] = []
    after: dict[Vertex, list[Vertex]] = {vertex: [] for vertex in component}
    inside = set(component)
    for vertex in component:
        for source in inputs[vertex]:
            if source in inside:
                after[source].append(vertex)
    for start in component:
        blocked: set[Vertex] = {start}
        waiting: dict[Vertex, set[Vertex]] = {}
        path = [start]
        closed: set[Vertex] = set()
        stack = [(start, [v for v in after[start] if v >= start])]
        while stack:
            vertex, children = stack[-1]
            if children:
                child = children.pop()
                if child == start:
                    found.append(tuple(path))
                    closed.update(path)
                    if len(found) >= limit:
                        return found, False
                elif child not in blocked:
                    path.append(child)
                    blocked.add(child)
                    closed.discard(child)
                    stack.append((child, [v for v in after[child] if v >= start]))
                continue
            stack.pop()
            path.pop()
            if vertex in closed:
                release = [vertex]
                while release:
                    free = release.pop()
                    if free in blocked:
                        blocked.discard(free)
                        release += waiting.pop(free, set())
                if stack:
                    closed.add(stack[-1][0])
            else:
                for child in after[vertex]:
                    if child >= start:
                        waiting.setdefault(child, set()).add(vertex)
    return found, True
