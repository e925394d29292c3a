"""A model: read from a file or written in Python, checked, shown, run.

`read_model` reads Vensim and XMILE; `Model.run` gives one run or an ensemble. Constants are varied by name; an
intervention takes the place of any variable from a time on.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ecotone.dynamics.interventions import Intervention, overridden
from ecotone.dynamics.lower import CONTROL, Lowering
from ecotone.dynamics.nodes import label_key
from ecotone.dynamics.operations import Op
from ecotone.dynamics.program import Compiler, Program, TimeGrid, time_grid
from ecotone.dynamics.scopes import Environment
from ecotone.dynamics.spread import Engine, blocks
from ecotone.dynamics.syntax import fold
from ecotone.errors import ModelError, NotFoundError, UnknownFormatError, UnsafeFileError
from ecotone.problems import Problem, Problems
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from numpy.typing import ArrayLike, NDArray

    from ecotone.dynamics.nodes import Graph
    from ecotone.dynamics.syntax import Document, Method
    from ecotone.work import Work

_LIMIT = 50_000_000


@dataclass(frozen=True)
class Run:
    """The saved values of one run or of an ensemble.

    Parameters
    ----------
    time : ndarray, shape (saves,)
        When.
    columns : tuple of str
        Variables, subscripts in square brackets.
    values : ndarray, shape (saves, columns, members)
        What.
    """

    time: NDArray[np.float64]
    columns: tuple[str, ...]
    values: NDArray[np.float64]

    @property
    def members(self) -> int:
        """Return how many runs there are."""
        return int(self.values.shape[2])

    def __getitem__(self, column: str) -> NDArray[np.float64]:
        """Return a variable's values: shape (saves,) for one run, else (saves, members)."""
        wanted = fold(column)
        for number, name in enumerate(self.columns):
            if fold(name) == wanted:
                found = self.values[:, number, :]
                return found[:, 0] if self.members == 1 else found
        raise NotFoundError("No such variable in the run", got=column)

    def problems(self) -> Problems:
        """Return the variables that overflowed, or became no number, each with the first time at which it did."""
        found = Problems()
        bad = ~np.isfinite(self.values)
        for column in np.flatnonzero(bad.any(axis=(0, 2))):
            at, member = np.unravel_index(int(np.argmax(bad[:, column, :])), bad[:, column, :].shape)
            got = f"{self.values[at, column, member]:g} at time {self.time[at]:g}" + (f", member {member}" if self.members > 1 else "")
            remedy = "Look for a division by zero; ZIDZ and XIDZ protect one"
            found.add(Problem("The value is not finite", column=self.columns[column], got=got, remedy=remedy, severity="noted"))
        return found

    def frame(self, member: int = 0) -> pl.DataFrame:
        """Return one member as a frame: `time`, then a column for every variable."""
        import polars as pl

        return pl.DataFrame({"time": self.time} | {name: self.values[:, at, member] for at, name in enumerate(self.columns)})

    def write_csv(self, path: str | Path, member: int = 0) -> None:
        """Write one member: `time` first, then a column for every variable, subscripts in square brackets."""
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["time", *self.columns])
            for at, time in enumerate(self.time):
                writer.writerow([repr(float(value)) for value in (time, *self.values[at, :, member])])


@dataclass(frozen=True)
class Model:
    """A model that was read.

    Parameters
    ----------
    document : Document
        What the file says.
    data : tuple of Path
        Data files named by the user.
    """

    document: Document
    data: tuple[Path, ...] = ()
    _programs: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def lowered(self) -> Lowering:
        """Return the model with names resolved and subscripts expanded."""
        lowering = Lowering(self.document, self.data)
        lowering.build()
        self._settle(lowering)
        return lowering

    @staticmethod
    def _settle(lowering: Lowering) -> None:
        lowering.settings = {name: lowering.control(name, Environment(lowering.root)) for name in CONTROL}
        lowering._drain()  # noqa: SLF001  the settings may need variables of their own

    @property
    def graph(self) -> Graph:
        """Return the flat program as a graph."""
        return self.lowered.graph

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the names of all variables, subscripts in square brackets, in the order of the file."""
        order = sorted((i for i in self.graph.instances if i.visible), key=lambda i: self.graph.by_key[i.key])
        return tuple(instance.label for instance in order)

    @cached_property
    def constants(self) -> dict[str, float]:
        """Return the constants by name."""
        graph = self.graph
        return {i.label: graph.numbers[i.equation] for i in graph.instances if i.visible and graph.ops[i.equation] is Op.CONST}

    def grid(self) -> TimeGrid:
        """Return the times of a run."""
        return time_grid(self.graph, self.lowered.settings)

    def _numbers(self, graph: Graph, names: Sequence[str] | None) -> list[int]:
        if names is None:
            return [number for number, instance in enumerate(graph.instances) if instance.visible]
        by_label = graph.labelled()
        found = []
        for name in names:
            key = label_key(name)
            if key in by_label:
                found.append(by_label[key])
                continue
            elements = [number for number, instance in enumerate(graph.instances) if instance.visible and instance.key[0] == fold(name)]
            if not elements:
                import difflib

                near = difflib.get_close_matches(key, list(by_label), 1)
                raise NotFoundError("The model has no such variable", got=name, remedy=f"Did you mean '{near[0]}'?" if near else None)
            found += elements
        return found

    def program(self, outputs: Sequence[str] | None = None, interventions: Sequence[Intervention] = ()) -> tuple[Program, TimeGrid]:
        """Return the compiled program for some variables (None: all), and when it runs."""
        key = (None if outputs is None else tuple(outputs), tuple(interventions))
        if key not in self._programs:
            lowering = self.changed(interventions) if interventions else self.lowered
            program = Compiler(lowering.graph, self._numbers(lowering.graph, outputs)).run()
            self._programs[key] = (program, time_grid(lowering.graph, lowering.settings), lowering)
        program, grid, _ = self._programs[key]
        return program, grid

    def changed(self, interventions: Sequence[Intervention]) -> Lowering:
        """Return the model with interventions in the place of its variables."""
        for item in interventions:
            self._numbers(self.graph, [item.variable])
        overrides = overridden(interventions, self.document.dialect)
        lowering = Lowering(self.document, self.data, overrides)
        lowering.build()
        self._settle(lowering)
        return lowering

    def run(
        self,
        *,
        members: int = 1,
        constants: Mapping[str, ArrayLike] | None = None,
        outputs: Sequence[str] | None = None,
        interventions: Sequence[Intervention] = (),
        seed: int = 0,
        method: Method | None = None,
        engine: Engine = "auto",
        strict: bool = False,
        work: Work = SILENT,
    ) -> Run:
        """Run the model, once or many times.

        Parameters
        ----------
        members : int
            How many runs.
        constants : mapping, optional
            Name of a constant to its value, or to one value for every member.
        outputs : sequence of str, optional
            Which variables to keep; None is all.
        interventions : sequence of Intervention
            What is different.
        seed : int
            Of the random functions.
        method : {'euler', 'rk4', 'rk45'}, optional
            How to integrate; None is what the file says.
        engine : str
            `auto`, `compiled` or `numpy`, which give the same values; or a Dask cluster by its address, `tls://host:8786`
            (see `spread`), which gives the same bytes.
        strict : bool
            Fail where a value is not finite, and name variable, time and what it was computed from. Otherwise the run
            carries on, and `Run.problems` tells.
        """
        if members < 1:
            raise ModelError("A run needs at least one member", got=str(members))
        program, grid = self.program(outputs, interventions)
        _, _, lowering = self._programs[(None if outputs is None else tuple(outputs), tuple(interventions))]
        graph = lowering.graph
        given = self.given(program, graph, members, constants or {})
        settings = {
            number: float(np.asarray(value).reshape(-1)[0])
            for name, value in (constants or {}).items()
            for number in self._numbers(graph, [name])
            if graph.instances[number].key[0] in CONTROL
        }
        if settings:
            grid = self._regrid(graph, lowering, settings)
        chosen = method or self.document.specification.method
        saved = np.empty((int(grid.saved.sum()), program.outputs.size, members))
        for first, last, values in blocks(program, grid, members, values=given, seed=seed, method=chosen, which=engine, work=work):
            saved[:, :, first:last] = values
        run = Run(grid.times[grid.saved], program.labels, saved)
        if strict:
            self._refuse(run, graph)
        return run

    @staticmethod
    def _refuse(run: Run, graph: Graph) -> None:
        """Fail at the first value that is not finite: of those at that time, one whose own inputs are finite."""
        from ecotone.dynamics.causes import Causes

        bad = ~np.isfinite(run.values)
        if not bad.any():
            return
        when, member = (int(place) for place in np.argwhere(bad.any(axis=1))[0])
        at = dict(zip(run.columns, run.values[when, :, member].tolist(), strict=True))
        causes = Causes(graph)
        numbers = {instance.label: number for number, instance in enumerate(graph.instances)}
        broken = [name for name, value in at.items() if not np.isfinite(value)]
        read = {name: sorted(graph.instances[i].label for i in causes.inputs[numbers[name]]) for name in broken}
        name = next((name for name in broken if all(np.isfinite(at.get(i, 0.0)) for i in read[name])), broken[0])
        inputs = ", ".join(f"{label} = {at[label]:g}" for label in read[name] if label in at)
        where = f"{name}, time {run.time[when]:g}" + (f", member {member}" if run.members > 1 else "")
        raise ModelError("A value is not finite", where=where, got=f"{at[name]:g}" + (f" from {inputs}" if inputs else ""))

    def given(self, program: Program, graph: Graph, members: int, constants: Mapping[str, ArrayLike]) -> dict[int, NDArray[np.float64]]:
        """Return the registers of the constants and their values: the model's own, or those given by name."""
        given = {register: np.array([graph.numbers[graph.instances[number].equation]]) for number, register in program.parameters.items()}
        for name, value in constants.items():
            array = np.atleast_1d(np.asarray(value, dtype=np.float64))
            if array.size not in {1, members}:
                raise ModelError(
                    "A constant needs one value, or one for every member", where=name, got=str(array.size), expected=f"1 or {members}"
                )
            for label in self._numbers(graph, [name]):
                key = graph.instances[label].key
                number = graph.by_key.get((f"{key[0]}#own", key[1]), label)
                if graph.ops[graph.instances[number].equation] is not Op.CONST:
                    raise ModelError(
                        "Only a constant can be given a value", where=graph.instances[number].label, remedy="Use an intervention"
                    )
                if number in program.parameters:
                    given[program.parameters[number]] = array
        return given

    @staticmethod
    def _regrid(graph: Graph, lowering: Lowering, changed: dict[int, float]) -> TimeGrid:
        before = {number: graph.instances[number].equation for number in changed}
        for number, value in changed.items():
            graph.instances[number].equation = graph.const(value)
        try:
            return time_grid(graph, lowering.settings)
        finally:
            for number, node in before.items():
                graph.instances[number].equation = node


def read_model(path: str | Path, *, data: Sequence[str | Path] = ()) -> Model:
    """Read a model file: Vensim `.mdl`, or XMILE `.xmile`, `.stmx`, `.itmx`.

    Parameters
    ----------
    path : path
        The file.
    data : sequence of path
        Files with the values of its data variables (`.dat`, `.tab`, `.csv`).

    Raises
    ------
    ModelError
        If it cannot be understood; the message names variable, line and column.
    """
    path = Path(path)
    if not path.is_file():
        raise NotFoundError("There is no such model file", got=str(path))
    if path.stat().st_size > _LIMIT:
        raise UnsafeFileError(
            "The model file is too large", where=path.name, got=f"{path.stat().st_size:,} bytes", expected=f"at most {_LIMIT:,}"
        )
    content = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix == ".mdl":
        from ecotone.dynamics.formats.vensim import parse_vensim

        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        document = parse_vensim(text, file=path.name, folder=path.parent)
    elif suffix in {".xmile", ".stmx", ".itmx", ".xml"}:
        from ecotone.dynamics.formats.xmile import parse_xmile

        document = parse_xmile(content, file=path.name, folder=path.parent)
    else:
        raise UnknownFormatError("This is no model file", where=path.name, expected=".mdl, .xmile, .stmx or .itmx")
    return Model(document, tuple(Path(item) for item in data))
