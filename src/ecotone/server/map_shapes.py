"""The wire types of the map: actors, ties and groups as columns of equal length, for rows would be several times as large."""

from typing import Literal

from pydantic import Field

from ecotone.server.schemas import AnswerReadAt, Value, Wire


class MapActors(Wire):
    """The actors of a map as columns of equal length. Coordinates lie within -1 and 1."""

    id: list[int]
    name: list[str]
    sector: list[str | None]
    city: list[str | None]
    region: list[str | None]
    country: list[str | None]
    x: list[float]
    y: list[float]
    component: list[int]
    measures: dict[str, list[float | None]]
    fields: dict[str, list[Value]]


class MapTies(Wire):
    """The ties of a map as columns of equal length; one row for each pair and kind, its statements added up."""

    source: list[int] = Field(description="Index into the actors' columns")
    target: list[int] = Field(description="Index into the actors' columns")
    kind: list[str]
    weight: list[float]
    directed: list[bool]
    from_: list[str | None] = Field(alias="from", description="Earliest start; null where unknown")
    to: list[str | None] = Field(description="Latest end; null where open or unknown")
    evidence: list[int] = Field(description="Number of source records behind the tie")


class MapGroups(Wire):
    """Groups of actors as columns of equal length, and those that were opened; ends of ties count on from the actors."""

    by: str
    key: list[str] = Field(description="What opens it; `-` holds those not known or without ties, `*` the smaller ones together")
    label: list[str]
    actors: list[int]
    inside: list[int] = Field(description="Ties among its own actors, one for each source record")
    weight_inside: list[float]
    sector: list[str | None] = Field(description="What most of its actors are")
    leads: list[list[str]] = Field(description="The actors with the strongest ties")
    opens: list[Literal["actors", "groups"] | None] = Field(description="What comes out when it is opened")
    opened: list[str] = Field(description="Keys of the groups whose actors came out")
    opened_labels: list[str]
    opened_actors: list[int]
    opened_of: list[int] = Field(description="For each actor the group that it came out of: index into `opened`")
    of_actors: int
    of_ties: int


class MapAnswer(Wire):
    """Everything needed to draw the map."""

    scope: dict[str, str]
    read_at: AnswerReadAt
    seed: int
    layout: Literal["force", "circular", "bands"] = Field(description="How the actors were placed")
    actors: MapActors
    ties: MapTies
    groups: MapGroups | None = Field(default=None, description="Where there are more ties than can be drawn one by one")
    warnings: list[str]


class ActorValues(Wire):
    """One number of every actor of a scope; null where there is none."""

    name: str
    id: list[int]
    value: list[float | None]
