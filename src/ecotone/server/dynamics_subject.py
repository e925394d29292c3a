"""Which model a request means: the record's district, one drawn in it, one that ships, or one that was sent; read once, kept in memory.

A model that was sent stands in the request as text and has no folder, so that it can read no file of the server. Equations that
were edited stand in the request too: nothing is kept until it is saved.
"""

import contextlib
import dataclasses
import functools
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from ecotone.errors import InputError, ModelError, NotFoundError, UnknownFormatError
from ecotone.server.kept import Kept
from ecotone.server.opened import Opened
from ecotone.server.schemas import Wire

if TYPE_CHECKING:
    from ecotone.dynamics import Model
    from ecotone.dynamics.builder import Builder
    from ecotone.dynamics.drawn import Drawn
    from ecotone.dynamics.interventions import Intervention
    from ecotone.dynamics.parts import Assumption
    from ecotone.workbench.bind import Bound

RECORD: Final = "record"
SENT: Final = "sent"
DRAWN: Final = "drawn:"
"""Before the name of a model that is drawn in the record."""
ROOM: Final = "dynamics"
KIND: Final = "model"
STATE: Final = "state"
"""A model as it stood when a run of it was kept."""
LONGEST: Final = 900_000
"""Characters of a model that is sent; larger ones are run at the command line."""
MOST_VALUES: Final = 60_000_000
"""Numbers that one request may compute."""
LEAST_SHARE: Final = 0.2
"""Where nobody gave a range, a constant is moved by this share of itself."""

Formula = Annotated[str, Field(max_length=4_000)]
Name = Annotated[str, Field(min_length=1, max_length=400)]

models: Final = Kept(room=32)


class Subject(Wire):
    """The model that is meant."""

    model: str = Field(default=RECORD, max_length=300, description="`record`, `drawn:` and a name, a model that ships, or `sent`")
    state: str = Field(default="", max_length=40, description="An earlier state of a drawn model; as it stands where not given")
    file: str = Field(default="", max_length=300, description="Name of the file that was sent; its ending says what it is")
    text: str = Field(default="", max_length=LONGEST, description="What is in it")
    edits: dict[Name, Formula] = Field(default={}, max_length=200, description="Equations that were changed, by variable")


@dataclass(frozen=True)
class Shipped:
    """A model that comes with Ecotone."""

    builder: "Builder"
    assumptions: "tuple[Assumption, ...]"
    outputs: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Asked:
    """A model with its numbers and where they come from.

    Parameters
    ----------
    title : str
        What it is called.
    model : Model
        The model, compiled when first run.
    key : tuple
        What it is known by in memory.
    values, ranges : mapping
        Constants that the record gives, and the range of each constant that has one.
    bound : Bound or None
        Where the numbers of the district come from.
    outputs : tuple of str
        What is looked at first.
    district : bool
        Whether the policies of the district can be asked.
    """

    title: str
    model: "Model"
    key: tuple[object, ...]
    values: Mapping[str, float]
    ranges: Mapping[str, tuple[float, float]]
    bound: "Bound | None"
    outputs: tuple[str, ...]
    district: bool


@functools.cache
def shipped(name: str) -> Shipped:
    """Return a model that comes with Ecotone.

    Examples
    --------
    >>> shipped("diffusion").outputs
    ('adopters', 'adoption')
    """
    from ecotone.dynamics import diffusion, district, parts, pipeline, startups, talent, trust

    if name == "district":
        text = "Start-ups, talent, trust and data of a district, coupled, with five policies."
        return Shipped(district.innovation_district(), district.assumptions(), district.OUTPUTS, text)
    if name in {"startups", "talent", "trust"}:
        part, made, outputs, text = {
            "startups": (
                startups.PART,
                startups.accelerator_and_startups,
                ("firms in practice", "start-ups in trials", "start-ups in seed"),
                "Ideas become ventures and firms; an accelerator mentors them.",
            ),
            "talent": (talent.PART, talent.talent_pipeline, ("talent",), "People are trained, attracted and lost."),
            "trust": (trust.PART, trust.trust_and_knowledge, ("trust",), "Joint work builds trust, and trust lets data be shared."),
        }[name]
        return Shipped(made(), parts.assumptions([part]), outputs, text)
    if name == "pipeline":
        return Shipped(pipeline.innovation_pipeline(), (), (), "Projects pass stages, each with its time and its share of success.")
    if name == "diffusion":
        return Shipped(
            diffusion.technology_diffusion(), (), ("adopters", "adoption"), "Adoption by innovation and by imitation (Bass 1969)."
        )
    raise NotFoundError("There is no such model", got=name, expected=", ".join((RECORD, SENT, *NAMES)))


NAMES: Final = ("district", "startups", "talent", "trust", "pipeline", "diffusion")


def asked_of(subject: Subject, opened: Opened) -> Asked:
    """Return the model of a request with its numbers."""
    with understood():
        if subject.model == SENT:
            return _sent(subject)
        if subject.model.startswith(DRAWN):
            return _drawn(subject, opened)
        name = "district" if subject.model == RECORD else subject.model
        found = shipped(name)
        key = (name, tuple(sorted(subject.edits.items())))
        model = models.get(key, lambda: edited(found.builder.model(), subject.edits))
        bound = bound_of(subject.model, opened)
        ranges = bound.ranges if bound else {each.name: (each.low, each.high) for each in found.assumptions}
        # A number that was edited is the user's own, whatever the record says.
        own = set(subject.edits)
        values = {name: value for name, value in bound.values.items() if name in model.constants and name not in own} if bound else {}
        title = found.builder.title
        outputs = tuple(each for each in found.outputs if each in model.variables) or _first(model)
        return Asked(title, model, key, values, _within(model, values, ranges), bound, outputs, name == "district")


def bound_of(name: str, opened: Opened) -> "Bound | None":
    """Return where the numbers of the district come from; None of another model."""
    from ecotone.workbench import bind

    if name == RECORD:
        found: Bound = opened.at_batch("dynamics: bound", lambda: bind.district(opened.use()))
        return found
    return bind.assumed() if name == "district" else None


def _sent(subject: Subject) -> Asked:
    from ecotone.dynamics.model import Model

    if not subject.text.strip():
        raise InputError("No model was sent", expected="a Vensim or XMILE file", remedy="Choose a file")
    digest = hashlib.sha256(f"{subject.file}\n{subject.text}".encode()).hexdigest()
    key = (digest, tuple(sorted(subject.edits.items())))

    def read() -> Model:
        model = Model(parsed(subject.file, subject.text))
        return edited(model, subject.edits)

    model = models.get(key, read)
    _ = model.lowered
    title = model.document.title or subject.file
    return Asked(title, model, key, {}, _within(model, {}, {}), None, _first(model), district=False)


def drawn_of(name: str, opened: Opened, state: str = "") -> "tuple[Drawn, int]":
    """Return a model that is drawn in the record with its version, or as it stood in an earlier state."""
    from ecotone.dynamics.kept import drawn_model

    return drawn_model(opened.use(), name, state)


def _drawn(subject: Subject, opened: Opened) -> Asked:
    from ecotone.dynamics.model import Model

    name = subject.model.removeprefix(DRAWN)
    drawn, _ = drawn_of(name, opened, subject.state)
    key = (name, drawn.digest, tuple(sorted(subject.edits.items())))
    model = models.get(key, lambda: edited(Model(drawn.document(name)), subject.edits))
    _ = model.lowered
    ranges = {part.name: (part.low, part.high) for part in drawn.variables if part.low is not None and part.high is not None}
    return Asked(name, model, key, {}, _within(model, {}, ranges), None, _first(model), district=False)


def parsed(file: str, text: str):  # type: ignore[no-untyped-def]  # noqa: ANN201  a document, imported late
    """Read the text of a model file; it has no folder, so it reads no data."""
    from ecotone.dynamics.formats.vensim import parse_vensim
    from ecotone.dynamics.formats.xmile import parse_xmile

    suffix = file.lower().rpartition(".")[2]
    if suffix == "mdl":
        return parse_vensim(text, file=file)
    if suffix in {"xmile", "stmx", "itmx", "xml"}:
        return parse_xmile(text.encode("utf-8", "replace"), file=file)
    raise UnknownFormatError("This is no model file", where=file, expected=".mdl, .xmile, .stmx or .itmx")


def edited(model: "Model", edits: Mapping[str, str]) -> "Model":
    """Return the model with other equations in the place of some."""
    from ecotone.dynamics.formats.expression import parse_expression
    from ecotone.dynamics.model import Model
    from ecotone.dynamics.syntax import fold

    if not edits:
        return model
    wanted = {fold(name): (name, text) for name, text in edits.items()}
    known = {fold(equation.name): equation for equation in model.document.equations if not equation.subscripts}
    for folded, (name, _) in wanted.items():
        if folded not in known:
            raise NotFoundError("The model has no such variable without subscripts", got=name)
    equations = []
    for equation in model.document.equations:
        if fold(equation.name) in wanted and not equation.subscripts:
            name, text = wanted[fold(equation.name)]
            expression = parse_expression(text, model.document.dialect, where=name)
            equations.append(dataclasses.replace(equation, expression=expression, text=text))
        else:
            equations.append(equation)
    changed = Model(model.document.with_equations(tuple(equations)), model.data)
    _ = changed.lowered
    return changed


def with_policies(asked: Asked, policies: "list[str]", start: float) -> "tuple[Model, tuple[Intervention, ...]]":
    """Return the model in which some policies begin, each combination compiled once."""
    from ecotone.dynamics import district
    from ecotone.dynamics.model import Model

    if not policies:
        return asked.model, ()
    if not asked.district:
        raise InputError("Only the district has policies", got=", ".join(policies))
    items = tuple(item for name in policies for item in district.policy(name, start=start))
    model = models.get((asked.key, items), lambda: Model(asked.model.document, asked.model.data))
    return model, items


def _first(model: "Model") -> tuple[str, ...]:
    """Return what is looked at first of a model that does not say: its first stocks."""
    stocks = [each.label for each in model.graph.instances if each.visible and each.state >= 0]
    return tuple(stocks[:4] or [name for name in model.variables if name not in model.constants][:4])


def _within(model: "Model", values: Mapping[str, float], ranges: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return the range of each constant: as given, or a share of itself on both sides."""
    from ecotone.dynamics.lower import CONTROL

    found = {}
    for name, own in model.constants.items():
        if name.lower() in CONTROL:
            continue
        value = values.get(name, own)
        low, high = ranges.get(name, (value - LEAST_SHARE * abs(value), value + LEAST_SHARE * abs(value)))
        found[name] = (min(low, value), max(high, value))
    return found


def small_enough(model: "Model", members: int) -> None:
    """Refuse a request that would keep the server busy for long."""
    size = model.grid().times.size * max(1, len(model.graph.instances)) * members
    if size > MOST_VALUES:
        remedy = "Ask for fewer draws, or run the model at the command line: ecotone simulate"
        raise InputError(
            "The run is larger than the page can wait for", got=f"{size:,} values", expected=f"at most {MOST_VALUES:,}", remedy=remedy
        )


@contextlib.contextmanager
def understood() -> Iterator[None]:
    """Say of a model what Python would say of the program: nesting too deep, a number too large, a division by zero."""
    try:
        yield
    except RecursionError:
        raise ModelError("The model's expressions are nested too deeply, or call each other without end") from None
    except ArithmeticError as error:
        raise ModelError("The model cannot be computed", got=str(error)) from error


_COLUMN: Final = re.compile(r", column (\d+)$")


def spot(error: ModelError, text: str) -> int | None:
    """Return the place in an equation that an error is about, counted from 1; None where it cannot be told."""
    found = _COLUMN.search(error.where or "")
    if found:
        return int(found[1])
    got = (error.got or "").strip("'\"").lower()
    # A name stands in an equation with blanks or underscores.
    at = text.lower().replace("_", " ").find(got.replace("_", " ")) if got else -1
    return at + 1 if at >= 0 else None
