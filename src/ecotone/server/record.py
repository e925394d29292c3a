"""What the record holds: its figures, words, sources and the measures that a map can show."""

from typing import TYPE_CHECKING

import polars as pl
from fastapi import APIRouter, Request

from ecotone import __version__
from ecotone.errors import EcotoneError
from ecotone.server.fields import entries
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.schemas import Health, KindCount, Me, Measure, Record, SectorCount, SourceCount, Years
from ecotone.vocabulary import SECTORS, TIE_KINDS, UNKNOWN_SECTOR_COLOURS, UNKNOWN_SECTOR_LABEL

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem
    from ecotone.server.accounts import Signed

router = APIRouter(prefix="/api", tags=["record"])


@router.get("/health")
def health(request: Request, opened: OpenedHere) -> Health:
    """Say whether the record can be read; the title only to who holds the token."""
    try:
        opened.use().history(1)
    except EcotoneError:
        return Health(status="unwell", version=__version__, title=None)
    return Health(status="ok", version=__version__, title=opened.use().title if request.scope.get("ecotone.known") else None)


@router.get("/me")
def me(request: Request) -> Me:
    """Say who is signed in and what they may do; whoever started the server has no name and may do all."""
    signed: Signed | None = request.scope.get("ecotone.signed")
    return Me(name=None, role="owner") if signed is None else Me(name=signed.name, role=signed.role)


@router.get("/record")
def record(opened: OpenedHere) -> Record:
    """Return what the record holds, in figures, and the words to read it by."""
    found: Record = opened.at_batch("record", lambda: summarise(opened))
    return found


@router.get("/measures")
def measures() -> list[Measure]:
    """List the measures of an actor's place in the network, as the library registers them."""
    from ecotone.network.measures import MEASURES

    names = Measure.model_fields
    return [Measure(**{name: str(getattr(measure, name)) for name in names}) for measure in MEASURES.values()]


def summarise(opened: Opened) -> Record:
    """Count sectors, kinds, years, sources and fields."""
    eco = opened.use()
    # Counted while another request reads the frames, which are then shared.
    stats = eco.stats()
    frames = opened.frames()
    ties = frames.ties()
    years = pl.concat([ties["valid_from"], ties["valid_to"]]).str.slice(0, 4).cast(pl.Int32, strict=False).drop_nulls()
    low, high = years.min(), years.max()
    warnings = []
    undated = ties["valid_from"].null_count()
    if undated:
        warnings.append(f"{undated:,} of {ties.height:,} ties have no start date: they are shown in every year.")
    if stats.get("unassigned"):
        warnings.append(f"{stats['unassigned']:,} names are not yet matched to an actor; their ties are not on the map.")
    return Record(
        title=eco.title,
        batch=opened.batch(),
        stats=stats,
        sectors=_sectors(frames.actors()),
        kinds=_kinds(ties),
        years=Years(min=low if isinstance(low, int) else None, max=high if isinstance(high, int) else None),
        sources=_sources(eco),
        fields=entries(eco, frames.actors()),
        warnings=warnings,
    )


def _sectors(actors: pl.DataFrame) -> list[SectorCount]:
    """Count actors by sector, every sector listed, the unknown last."""
    counts = dict(actors.group_by("sector").len().iter_rows())
    known = [
        SectorCount(sector=e.sector, label=e.label, meaning=e.meaning, light=e.light, dark=e.dark, count=counts.get(str(e.sector), 0))
        for e in SECTORS.values()
    ]
    light, dark = UNKNOWN_SECTOR_COLOURS
    rest = actors.height - sum(entry.count for entry in known)
    meaning = "actors of whom no source and no person has said what they are"
    return [*known, SectorCount(sector=None, label=UNKNOWN_SECTOR_LABEL, meaning=meaning, light=light, dark=dark, count=rest)]


def _kinds(ties: pl.DataFrame) -> list[KindCount]:
    """Count ties by kind, the most frequent first; a user's own kind shows under its own name."""
    counts = ties.group_by("kind").agg(pl.len().alias("count"), pl.col("directed").any()).sort(["count", "kind"], descending=[True, False])
    found = []
    for name, count, directed in counts.iter_rows():
        kind = TIE_KINDS.get(name)
        found.append(
            KindCount(
                name=name,
                label=kind.label if kind else name,
                directed=kind.directed if kind else directed,
                weight=kind.weight if kind else "as given",
                source_role=kind.source_role if kind else "from",
                target_role=kind.target_role if kind else "to",
                count=count,
            )
        )
    return found


def _sources(eco: "Ecosystem") -> list[SourceCount]:
    """Count evidence by source; a source that is registered says what it can show."""
    from ecotone.sources import SOURCES

    counts = eco.evidence().group_by("source").agg(pl.len().alias("records"), pl.col("date").max()).sort("source")
    found = []
    for name, records, date in counts.iter_rows():
        source = SOURCES.get(name)
        kinds = tuple(str(kind) for kind in getattr(source.shows, "kinds", ())) if source else ()
        label = source.label if source else "Own statements" if name == "user" else name
        licence = source.licence if source else None
        found.append(SourceCount(name=name, label=label, licence=licence, shows=sorted(kinds), records=records, as_of=date))
    return found
