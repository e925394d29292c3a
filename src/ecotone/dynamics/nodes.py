"""The flat program as a graph: pure operations shared where they are equal, variables and states by number.

Every element of every variable is an `Instance` whose equation is a node. A `State` is what one time step carries to
the next: a stock, a held value, or a delay line. Nodes with equal operation and operands are one node, so that a
common part of two equations is computed once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from ecotone.dynamics.operations import LEAVES, LOOKUPS, Op
from ecotone.dynamics.syntax import fold

StateKind = Literal["stock", "hold", "line"]
NOWHERE: Final = -1


def label_key(label: str) -> str:
    """Fold a label, `name[element, element]`, so that two ways to write it are one.

    Examples
    --------
    >>> label_key("Birth Rate[North, Old]") == label_key("birth_rate[north,old]")
    True
    """
    name, bracket, elements = label.partition("[")
    return fold(name) + (f"[{','.join(fold(e) for e in elements.rstrip(']').split(','))}]" if bracket else "")


@dataclass(slots=True)
class Instance:
    """One element of a variable.

    Parameters
    ----------
    key : tuple
        Folded scope and name, and the folded elements.
    label : str
        How people write it: `name[element, element]`.
    equation : int
        The node of its value while the model runs.
    initial : int
        The node of its value at the start, where that differs (ACTIVE INITIAL); -1 where it does not.
    state : int
        The state it is the value of; -1 for an auxiliary.
    visible : bool
        Whether it is a variable of the model, not a part of a delay or macro.
    """

    key: tuple[str, tuple[str, ...]]
    label: str
    equation: int = NOWHERE
    initial: int = NOWHERE
    state: int = NOWHERE
    visible: bool = True
    line: int = 0
    units: str = ""
    flows: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class State:
    """What a time step carries to the next.

    Parameters
    ----------
    kind : {'stock', 'hold', 'line'}
        Integrated, replaced by `update` after each step, or a delay line fed by `update`.
    label : str
        For messages.
    initial : int
        Node of its value at the start.
    update : int
        Node of its rate, its next value, or the line's input.
    delay : int
        Node of a line's length in time.
    floor : bool
        Whether the stock may not fall below zero.
    steady : bool
        Whether a line's length must not change in the run.
    """

    kind: StateKind
    label: str
    initial: int = NOWHERE
    update: int = NOWHERE
    delay: int = NOWHERE
    floor: bool = False
    steady: bool = False


@dataclass
class Graph:
    """Nodes, instances, states, tables and noise streams of one model."""

    ops: list[Op] = field(default_factory=list)
    operands: list[tuple[int, ...]] = field(default_factory=list)
    numbers: list[float] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    tables: list[tuple[tuple[float, ...], tuple[float, ...]]] = field(default_factory=list)
    streams: list[tuple[str, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    vectors: list[tuple[Op, tuple[int, ...], tuple[int, ...], int]] = field(default_factory=list)
    by_key: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)
    _known: dict[tuple[object, ...], int] = field(default_factory=dict)
    _labelled: tuple[int, dict[str, int]] = field(default=(0, {}), repr=False)

    def labelled(self) -> dict[str, int]:
        """Return the instances by their folded labels; made anew only when instances have come since."""
        if self._labelled[0] != len(self.instances):
            self._labelled = len(self.instances), {label_key(each.label): number for number, each in enumerate(self.instances)}
        return self._labelled[1]

    def inputs(self, node: int) -> tuple[int, ...]:
        """Return the nodes that a node is computed from; a leaf, such as a number or what reads a variable or state, has none."""
        op, operands = self.ops[node], self.operands[node]
        if op is Op.PICK:
            return self.vectors[operands[0]][1]
        if op in LOOKUPS:
            return operands[:1]
        return () if op in LEAVES else operands

    def _node(self, op: Op, operands: tuple[int, ...], number: float = 0.0) -> int:
        key = (op, operands, number)
        found = self._known.get(key)
        if found is None:
            found = len(self.ops)
            self._known[key] = found
            self.ops.append(op)
            self.operands.append(operands)
            self.numbers.append(number)
        return found

    def const(self, value: float) -> int:
        """Return the node of a number."""
        value = float(value)
        # The sign of zero and NaN would compare equal or never; a text key keeps them apart.
        key = ("const", value.hex() if value == value else "nan")  # noqa: PLR0124
        found = self._known.get(key)
        if found is None:
            found = len(self.ops)
            self._known[key] = found
            self.ops.append(Op.CONST)
            self.operands.append(())
            self.numbers.append(value)
        return found

    def op(self, op: Op, *operands: int) -> int:
        """Return the node of an operation on nodes."""
        return self._node(op, operands)

    def time(self) -> int:
        """Return the node of the current time."""
        return self._node(Op.TIME, ())

    def step(self) -> int:
        """Return the node of the time step in use."""
        return self._node(Op.STEP_TIME, ())

    def ref(self, instance: int) -> int:
        """Return the node that reads a variable."""
        return self._node(Op.REF, (instance,))

    def state(self, state: int) -> int:
        """Return the node that reads a state."""
        return self._node(Op.STATE, (state,))

    def initial(self, node: int) -> int:
        """Return the node whose value is what `node` was at the start."""
        if self.ops[node] is Op.CONST:
            return node
        key = ("initial", node)
        if key not in self._known:
            self._known[key] = len(self.starts)
            self.starts.append(node)
        return self._node(Op.INITIAL, (self._known[key],))

    def lookup(self, op: Op, x: int, points: tuple[tuple[float, ...], tuple[float, ...]]) -> int:
        """Return the node that reads a table at `x`."""
        key = ("table", points)
        if key not in self._known:
            self._known[key] = len(self.tables)
            self.tables.append(points)
        return self._node(op, (x, self._known[key]))

    def noise(self, label: str, seed: int) -> int:
        """Return a node that is uniform on (0, 1) and drawn anew at every step."""
        self.streams.append((label, seed))
        return self._node(Op.NOISE, (len(self.streams) - 1,))

    def vector(self, op: Op, operands: tuple[int, ...], parameters: tuple[int, ...], results: int) -> list[int]:
        """Return the result nodes of an operation on a vector."""
        key = ("vector", op, operands, parameters)
        if key not in self._known:
            self._known[key] = len(self.vectors)
            self.vectors.append((op, operands, parameters, results))
        number = self._known[key]
        return [self._node(Op.PICK, (number, result)) for result in range(results)]

    def add_state(self, kind: StateKind, label: str) -> int:
        """Make a state whose nodes are filled in later."""
        self.states.append(State(kind, label))
        return len(self.states) - 1
