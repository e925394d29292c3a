"""What a request may ask: queries and bodies, validated before a route sees them."""

from typing import Annotated, Literal

from pydantic import Field

from ecotone.scope import Scope
from ecotone.server.gathering import GroupBy
from ecotone.server.roles import Author
from ecotone.server.schemas import MAX_ID, Wire

Id = Annotated[int, Field(ge=0, le=MAX_ID)]
Text = Annotated[str, Field(max_length=10_000)]
Layout = Literal["force", "circular", "bands"]


class ScopeQuery(Wire):
    """The conditions of `ecotone.scope.Scope` as an HTTP query; `kind`, `sector` and `place` may be repeated or hold commas."""

    kind: list[Text] = Field(default=[], description="Kinds of tie")
    sector: list[Text] = Field(default=[], description="Sectors an actor may be of")
    place: list[Text] = Field(default=[], description="Country, region or city, compared without case")
    from_: Text | None = Field(default=None, alias="from", description="Keep ties that held on or after this date")
    to: Text | None = Field(default=None, description="Keep ties that held on or before this date")
    as_of: Text | None = Field(default=None, alias="as-of", description="Answer as the record was known on that day")

    def scope(self) -> Scope:
        """Read the conditions; an unreadable one is refused with the reason."""
        lists = [(key, value) for key in ("kind", "sector", "place") for value in getattr(self, key)]
        return Scope.of([*lists, ("from", self.from_), ("to", self.to), ("as-of", self.as_of)])


class MapQuery(ScopeQuery):
    """A scope, the layout and its seed, and how actors are gathered where there are too many to draw each."""

    layout: Layout = Field(default="force", description="By force; on a circle, sector by sector; or in rings, one a sector")
    seed: int = Field(default=1, ge=0, le=2**31 - 1, description="Seed of the layout: the same seed draws the same map")
    group: GroupBy = Field(default="sector", description="What makes a group, where there are more ties than can be drawn")
    open_: list[Text] = Field(default=[], alias="open", max_length=50, description="Keys of groups whose inside is shown")


class SearchQuery(Wire):
    """What to look for."""

    q: str = Field(max_length=1_000, description="Part of a name; the first letters of words are enough")
    limit: int = Field(default=20, ge=1, le=200)


class ReportQuery(ScopeQuery):
    """A scope, and whether the dossier is shown or saved."""

    download: bool = False


class HistoryQuery(Wire):
    """How many batches to list."""

    limit: int = Field(default=100, ge=1, le=10_000)


class Undo(Wire):
    """Which batch to undo."""

    batch: Id
    author: Author = ""


class Merge(Wire):
    """Make `actor` one with `into`: its mentions move, nothing is lost."""

    actor: Id
    into: Id
    reason: str = Field(min_length=1, max_length=1_000)
    author: Author = ""


class ChangesQuery(Wire):
    """The batch that the caller has seen, and how long to wait for a later one."""

    since: int = Field(ge=0, le=MAX_ID)
    wait: float = Field(default=25, ge=0, le=60, description="Seconds to wait before answering that nothing changed")
