"""The first page: each of the six questions answered in one line, what changed since last time, and how good the data is."""

from typing import TYPE_CHECKING, Annotated, Final, Literal

import polars as pl
from fastapi import APIRouter, Query
from pydantic import Field

from ecotone.answer import counted
from ecotone.errors import EcotoneError
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.schemas import MAX_ID, BatchEntry, Wire
from ecotone.vocabulary import SECTORS, Sector

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem

router = APIRouter(prefix="/api/home", tags=["home"])

THIN: Final = 3
"""A sector with fewer actors is thin."""
SMALL: Final = 2_000
"""Actors up to which gaps are looked for on the first page; beyond, on their own page."""
LATEST: Final = 20

Question = Literal["who", "network", "dynamics", "partnerships", "velocity", "report"]
Wants = Literal["undated", "unmatched", "review", "sector", "alone", "thin", "place"]


class Line(Wire):
    """One question and its answer in one line."""

    question: Question
    line: str
    known: bool = Field(description="False where the record cannot answer yet; the line then says what is missing")
    to: list[str] = Field(description="Where more is said, the best place first; a page that has no such screen takes the next")


class Lack(Wire):
    """Something that the record lacks, how much of it, and where it is mended."""

    what: Wants
    count: int
    of: int
    names: list[str] = Field(description="Which, where they are few")
    to: str | None


class HomeAnswer(Wire):
    """What the first page shows beside the six lines."""

    batch: int
    changes: list[BatchEntry] = Field(description="Batches after the one that was seen last, the latest first")
    more: int = Field(description="Later batches that are not listed")
    lacks: list[Lack]


class HomeQuery(Wire):
    """The batch that this reader saw last."""

    since: int = Field(default=0, ge=0, le=MAX_ID)


@router.get("")
def home(opened: OpenedHere, query: Annotated[HomeQuery, Query()]) -> HomeAnswer:
    """Say what changed since last time, and what the record lacks."""
    rows = opened.use().history(10_000).filter(pl.col("batch") > query.since).to_dicts()
    changes = [BatchEntry(**{name: row[name] for name in BatchEntry.model_fields}) for row in rows[:LATEST]]
    found: list[Lack] = opened.at_batch("lacks", lambda: lacks(opened.use()))
    return HomeAnswer(batch=opened.batch(), changes=changes, more=max(0, len(rows) - LATEST), lacks=found)


@router.get("/{question}")
def line(opened: OpenedHere, question: Question) -> Line:
    """Answer one of the six questions in one line."""
    found: Line = opened.at_batch(("line", question), lambda: LINES[question](opened))
    return found


def lacks(eco: "Ecosystem") -> list[Lack]:
    """Count what is missing, the largest share first; what is whole is left out."""
    from ecotone.workbench.review import items

    actors, ties, stats = eco.actors(), eco.ties(), eco.stats()
    tied = pl.concat([ties["source"], ties["target"]]).unique().implode()
    counts = dict(actors.group_by("sector").len().iter_rows())
    # Only a sector that some source of the record could have shown is thin; of the others nothing is known.
    thin = [SECTORS[sector].label for sector in sorted(shown_sectors(eco)) if counts.get(str(sector), 0) < THIN]
    found = [
        Lack(what="undated", count=ties["valid_from"].null_count(), of=ties.height, names=[], to="/map?from=1&to=9999"),
        Lack(what="unmatched", count=stats.get("unassigned", 0), of=stats.get("mentions", 0), names=[], to="/import"),
        Lack(what="review", count=len(items(eco)), of=actors.height, names=[], to="/review"),
        Lack(what="sector", count=actors["sector"].null_count(), of=actors.height, names=[], to="/actors?only=-"),
        Lack(what="place", count=actors["city"].null_count(), of=actors.height, names=[], to="/actors?sort=city"),
        Lack(
            what="alone",
            count=actors.height - actors.filter(pl.col("id").is_in(tied)).height,
            of=actors.height,
            names=[],
            to="/actors?sort=degree",
        ),
        Lack(what="thin", count=len(thin), of=len(SECTORS), names=thin, to="/actors"),
    ]
    return sorted((lack for lack in found if lack.count), key=lambda lack: -lack.count / max(lack.of, 1))


def shown_sectors(eco: "Ecosystem") -> set[Sector]:
    """Return the sectors of which some source of the record could have shown an actor."""
    from ecotone.sources import SOURCES

    names = eco.evidence()["source"].unique().to_list()
    return {Sector(sector) for name in names if name in SOURCES for sector in getattr(SOURCES[name].shows, "sectors", ())}


def who(opened: Opened) -> Line:
    """Answer who is in the ecosystem, and what they need."""
    eco = opened.use()
    actors = eco.actors()
    if not actors.height:
        return Line(question="who", line="Nobody yet: import a file, or fill the record with the sample.", known=False, to=["/import"])
    counts = actors["sector"].drop_nulls().value_counts(sort=True).sort(["count", "sector"], descending=[True, False])
    most = [f"{SECTORS[Sector(sector)].label.lower()} ({count:,})" for sector, count in counts.head(3).iter_rows()]
    needs = eco.claims().filter(pl.col("field").is_in(["need", "needs"]))["actor"].drop_nulls().n_unique()
    said = f"{needs:,} say what they need" if needs else "nobody has said yet what they need"
    line = f"{actors.height:,} actors in {counts.height} of {len(SECTORS)} sectors, most of them {', '.join(most)}; {said}."
    return Line(question="who", line=line, known=True, to=["/stakeholders", "/actors"])


def network(opened: Opened) -> Line:
    """Answer who bridges sectors, and where the gaps are."""
    from ecotone.network import answers as questions

    eco = opened.use()
    brokers = questions.brokers(eco, top=3, draws=2).table("Brokers").frame
    if not brokers.height:
        return Line(question="network", line="Nobody stands between two others yet: there are too few ties.", known=False, to=["/network"])
    line = f"{brokers['label'][0]} joins most actors across sectors that have no tie of their own"
    if eco.stats()["actors"] <= SMALL:
        thin = next((table.frame for table in gaps(opened).tables if table.title == "Thin pairs of groups"), None)
        sure = thin.filter(pl.col("q") < 0.05).head(2).select("one", "other").rows() if thin is not None else []
        if sure:
            line += f"; fewer ties than chance gives between {' and between '.join(f'{a} and {b}' for a, b in sure)}"
    return Line(question="network", line=f"{line}.", known=True, to=["/network?ask=brokers", "/map?overlay=brokers"])


def dynamics(opened: Opened) -> Line:
    """Say which models there are to ask what an intervention would do."""
    models = opened.use().kept("dynamics")
    names = sorted({kept.name for kept in models})
    if names:
        kept = counted(len(names), "model or scenario is", "models and scenarios are")
        line = f"{kept} kept: {', '.join(names[:2])}{' …' if names[2:] else '.'}"
        return Line(question="dynamics", line=line, known=True, to=["/dynamics"])
    line = "No model is kept in this record yet: begin with the innovation district, whose numbers the record can give."
    return Line(question="dynamics", line=line, known=False, to=["/dynamics"])


def gaps(opened: Opened) -> "Answer":
    """Ask for the gaps once, for the two lines that tell of them."""
    from ecotone.network import answers as questions

    found: Answer = opened.at_batch("gaps for lines", lambda: questions.gaps(opened.use(), top=5))
    return found


def partnerships(opened: Opened) -> Line:
    """Name the new tie that would bring all nearest to each other, or what has been decided."""
    eco = opened.use()
    to = ["/partnerships", "/network?ask=gaps"]
    decided = eco.kept("partnerships", "decision")
    if decided:
        return Line(question="partnerships", line=f"{len(decided):,} decisions are kept, the first: {decided[0].name}.", known=True, to=to)
    if eco.stats()["actors"] > SMALL:
        return Line(question="partnerships", line="Ask for recommendations on the page of partnerships.", known=False, to=to)
    best = gaps(opened).table("New ties that would bring all nearer").frame
    if not best.height:
        return Line(question="partnerships", line="Too few ties to propose a partnership from.", known=False, to=to)
    return Line(
        question="partnerships",
        line=f"A tie between {best['label'][0]} and {best['label_target'][0]} would bring all actors nearest to each other.",
        known=True,
        to=to,
    )


def velocity(opened: Opened) -> Line:
    """Say how long the stages take."""
    from ecotone.velocity import answers, read, stages

    to = ["/velocity"]
    try:
        summary = answers.stage_times(read.ways(opened.use(), stages.stage_model("trials"))).summary
    except EcotoneError as error:
        return Line(question="velocity", line=f"Not known: {error.what[0].lower()}{error.what[1:]}.", known=False, to=to)
    return Line(question="velocity", line=summary, known=True, to=to)


def report(opened: Opened) -> Line:
    """Say what there is to report."""
    eco = opened.use()
    views = len(eco.kept("views", "view"))
    told = f", with {views:,} saved {'view' if views == 1 else 'views'} to tell it by" if views else ""
    if not eco.stats()["actors"]:
        return Line(question="report", line="Nothing to report yet.", known=False, to=["/dossier"])
    return Line(
        question="report",
        line=f"The dossier stands ready: one page in one file, from {eco.stats()['evidence']:,} source records{told}.",
        known=True,
        to=["/dossier", "/api/report"],
    )


LINES: Final[dict[Question, "Callable[[Opened], Line]"]] = {
    "who": who,
    "network": network,
    "dynamics": dynamics,
    "partnerships": partnerships,
    "velocity": velocity,
    "report": report,
}
