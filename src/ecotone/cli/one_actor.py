"""One actor as an answer: its names, ties, claims and events, each with the evidence behind it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ecotone.answer import Answer, Table, counted
from ecotone.cli.listings import answer_of, table_of
from ecotone.cli.options import LARGEST_ID, LONGEST_ID
from ecotone.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from ecotone.ecosystem import ActorView, Ecosystem


def identify(eco: "Ecosystem", text: str) -> int:
    """Return the id that a text means: an id, or a name that one actor alone has."""
    if text.strip().isdecimal():
        number = int(text) if len(text.strip()) <= LONGEST_ID else LARGEST_ID + 1
        if number > LARGEST_ID:
            raise NotFoundError("No such actor", got=text, remedy="Look for it with `ecotone search`")
        return number
    found = eco.search(text, limit=20)
    same = found.filter(found["name"].str.to_lowercase() == text.strip().lower())
    candidates = same if len(same) else found
    if not len(candidates):
        raise NotFoundError("No actor has this name", got=text, remedy="Look for it with `ecotone search`")
    if len(candidates) > 1:
        names = "; ".join(f"{row['id']} {row['name']}" for row in candidates.head(5).iter_rows(named=True))
        raise InputError("More than one actor may be meant", got=text, expected=f"one id, for example of: {names}")
    return int(candidates["id"][0])


def answer(eco: "Ecosystem", actor_id: int) -> Answer:
    """Show what the record says of one actor, each part with its evidence."""
    view = eco.actor(actor_id)
    actor = view.actor
    place = ", ".join(part for part in (actor.place.city, actor.place.region, actor.place.country) if part)
    about = "; ".join(part for part in (actor.sector.value if actor.sector else "sector not known", place) if part)
    parts = [
        counted(len(view.ties), "tie"),
        counted(len(view.claims), "claim"),
        counted(len(view.evidence), "source record"),
    ]
    return answer_of(
        eco,
        f"What is known of {actor.name}?",
        f"{actor.name} ({about}): {', '.join(parts)}.",
        _tables(view),
        parameters={"actor": actor.id},
    )


def _tables(view: "ActorView") -> Sequence[Table]:
    """Make the tables of an actor's page; those with nothing in them are left out, except names and ties."""
    ties = view.ties.sort("valid_from", "id", descending=[True, False], nulls_last=True)
    made = [
        table_of(
            "Names",
            view.mentions,
            [("name", "Name", "text"), ("role", "Role", "text"), ("source", "Source", "text"), ("city", "City", "text")],
        ),
        table_of(
            "Ties",
            ties,
            [
                ("other", "Id", "actor"),
                ("other_name", "With", "text"),
                ("kind", "Kind", "text"),
                ("weight", "Weight", "number"),
                ("valid_from", "Held from", "date"),
                ("valid_to", "Held to", "date"),
                ("evidence", "Evidence", "evidence"),
            ],
        ),
        table_of(
            "Claims",
            view.claims,
            [
                ("field", "Field", "text"),
                ("value", "Value", "text"),
                ("unit", "Unit", "text"),
                ("as_of", "As of", "date"),
                ("evidence", "Evidence", "evidence"),
            ],
        ),
        table_of(
            "Events",
            view.events,
            [("date", "Date", "date"), ("kind", "Event", "text"), ("role", "Role", "text"), ("evidence", "Evidence", "evidence")],
        ),
        table_of(
            "Evidence",
            view.evidence,
            [
                ("id", "Id", "evidence"),
                ("source", "Source", "text"),
                ("id_in_source", "Record", "text"),
                ("date", "Date", "date"),
                ("address", "Address", "link"),
            ],
        ),
    ]
    return [table for table in made if len(table.frame) or table.title in {"Names", "Ties"}]
