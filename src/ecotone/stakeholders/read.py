"""The one door in: what a record says of stakeholders, as frames.

A claim of this room has a field that says what it is, and says more in its unit:

=====================  =======================  =====================================
field                  value                    unit
=====================  =======================  =====================================
a name in `SCALES`     the rating               `of 5`, `of 2`
`need`, `offer`        id of a capability       `level 3`
`goal`                 a sentence               none
`expectation`          a sentence               `of the ecosystem`, or `of actor 17`
`expectation met`      `yes`, `partly`, `no`    `claim 4711`: the expectation meant
`stakeholder`          one of the nine Cs       none
=====================  =======================  =====================================

Whose word a claim is stands in its assessor. Every frame holds the claims' ids and evidence, so that an answer can say where a
figure comes from. Actors that were merged away appear as the actor that stands for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.errors import InputError, NotFoundError
from ecotone.stakeholders.capabilities import capability
from ecotone.stakeholders.scales import SCALES

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecotone.dates import Date
    from ecotone.ecosystem import Ecosystem

ROOM: Final = "stakeholders"
NEED: Final = "need"
OFFER: Final = "offer"
GOAL: Final = "goal"
EXPECTATION: Final = "expectation"
MET: Final = "expectation met"
CATEGORY: Final = "stakeholder"
FIELDS: Final = frozenset({*SCALES, NEED, "needs", OFFER, "offers", GOAL, "goals", EXPECTATION, "expectations", MET, CATEGORY})
"""Fields that this room reads, in lower case; sheets list needs and offers in the plural."""
OUTCOMES: Final = ("yes", "partly", "no")
OF_ECOSYSTEM: Final = "of the ecosystem"
UNNAMED: Final = "not said"
"""The rater of a rating whose source names none."""
_LEVEL: Final = re.compile(r"level (\d)")
_OTHER: Final = re.compile(r"of actor (\d+)")
_CLAIM: Final = re.compile(r"claim (\d+)")
MOST_LEVEL: Final = 3

RATING_SCHEMA: Final = {
    "claim": pl.Int64, "actor": pl.Int64, "scale": pl.String, "value": pl.Float64, "rater": pl.String, "date": pl.String,
    "confidence": pl.Float64, "evidence": pl.Int64,
}  # fmt: skip
CAPABILITY_SCHEMA: Final = {
    "claim": pl.Int64, "actor": pl.Int64, "capability": pl.String, "level": pl.Int64, "words": pl.String, "said_by": pl.String,
    "date": pl.String, "evidence": pl.Int64,
}  # fmt: skip
GOAL_SCHEMA: Final = {
    "claim": pl.Int64, "actor": pl.Int64, "goal": pl.String, "said_by": pl.String, "date": pl.String, "until": pl.String,
    "evidence": pl.Int64,
}  # fmt: skip
EXPECTATION_SCHEMA: Final = {
    "claim": pl.Int64, "actor": pl.Int64, "of": pl.Int64, "expectation": pl.String, "said_by": pl.String, "date": pl.String,
    "due": pl.String, "met": pl.String, "met_on": pl.String, "met_by": pl.String, "evidence": pl.Int64,
}  # fmt: skip
CATEGORY_SCHEMA: Final = {
    "claim": pl.Int64, "actor": pl.Int64, "category": pl.String, "said_by": pl.String, "date": pl.String, "evidence": pl.Int64,
}  # fmt: skip


def claims(eco: Ecosystem, fields: Collection[str] = FIELDS, as_of: Date | None = None) -> pl.DataFrame:
    """Return the claims about actors whose field is one of these, the case of its letters left out of account.

    `date` is the day of the value where it has one, else the start of its validity, else the day on which it was learnt. The other
    functions take all claims of this room as `known`, so that several questions read the record once.
    """
    found = eco.claims(as_of=as_of)
    names = found["field"].cast(pl.String).unique()
    mine = names.filter(names.str.to_lowercase().is_in(list(fields)))
    found = found.filter(pl.col("actor").is_not_null() & pl.col("field").cast(pl.String).is_in(mine.to_list()))
    field = pl.col("field").cast(pl.String).str.to_lowercase()
    return found.with_columns(field, pl.coalesce("as_of", "valid_from", "known_from").alias("date"))


def _of(eco: Ecosystem, fields: set[str], as_of: Date | None, known: pl.DataFrame | None) -> pl.DataFrame:
    return claims(eco, fields, as_of) if known is None else known.filter(pl.col("field").is_in(list(fields)))


def ratings(eco: Ecosystem, as_of: Date | None = None, known: pl.DataFrame | None = None) -> tuple[pl.DataFrame, list[str]]:
    """Return who rated whom on which scale, and what had to be set aside.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    as_of : Date, optional
        As known on that day.
    known : polars.DataFrame, optional
        What `claims` returned, where that is at hand.

    Returns
    -------
    polars.DataFrame
        The latest rating of each rater: `claim`, `actor`, `scale`, `value`, `rater`, `date`, `confidence`, `evidence`.
    list of str
        What was set aside, one line for each reason.
    """
    found = _of(eco, set(SCALES), as_of, known)
    rows, outside = [], 0
    for row in found.sort("date", "id").iter_rows(named=True):
        value = row["number"] if row["type"] == "number" else _number(row["value"])
        if not SCALES[row["field"]].holds(value):
            outside += 1
            continue
        rater = row["assessor"] or UNNAMED
        rows.append((row["id"], row["actor"], row["field"], value, rater, row["date"], row["confidence"], row["evidence"]))
    frame = pl.DataFrame(rows, schema=RATING_SCHEMA, orient="row")
    latest = frame.group_by("actor", "scale", "rater", maintain_order=True).last().select(*RATING_SCHEMA).sort("actor", "scale", "rater")
    aside = [f"{outside:,} ratings that lie outside their scale, or are no number, were set aside."] if outside else []
    return latest, aside


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


def needs(eco: Ecosystem, as_of: Date | None = None, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return what actors need, the latest word of each who said so.

    Returns
    -------
    polars.DataFrame
        `claim`, `actor`, `capability` (id, or null where the words are none of the vocabulary's), `level` 1 to 3, `words` as
        written, `said_by` (null: the record's owner, or the source), `date`, `evidence`. What is no longer needed is left out.
    """
    return _capabilities(_of(eco, {NEED, "needs"}, as_of, known))


def offers(eco: Ecosystem, as_of: Date | None = None, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return what actors offer; the columns are those of `needs`."""
    return _capabilities(_of(eco, {OFFER, "offers"}, as_of, known))


def _capabilities(found: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for row in found.sort("date", "id").iter_rows(named=True):
        words = (row["value"] or "").strip()
        if not words:
            continue
        # Sources list several in one cell; the vocabulary's own ids hold neither sign.
        for part in re.split(r"\s*[;|]\s*", words):
            if not part:
                continue
            try:
                known: str | None = capability(part).id
            except InputError:
                known = None
            level = _LEVEL.fullmatch(row["unit"] or "")
            number = min(int(level[1]), MOST_LEVEL) if level else 1
            rows.append((row["id"], row["actor"], known, number, part, row["assessor"], row["date"], row["evidence"]))
    frame = pl.DataFrame(rows, schema=CAPABILITY_SCHEMA, orient="row")
    same = [pl.col("actor"), pl.coalesce("capability", "words").alias("what"), pl.col("said_by")]
    latest = frame.group_by(same, maintain_order=True).last().select(*CAPABILITY_SCHEMA)
    return latest.filter(pl.col("level") > 0).sort("actor", "capability", "words", "claim")


def goals(eco: Ecosystem, as_of: Date | None = None, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return what actors aim at: `claim`, `actor`, `goal`, `said_by`, `date`, `until`, `evidence`."""
    rows = [
        (row["id"], row["actor"], row["value"], row["assessor"], row["date"], row["valid_to"], row["evidence"])
        for row in _of(eco, {GOAL, "goals"}, as_of, known).iter_rows(named=True)
        if row["value"]
    ]
    return pl.DataFrame(rows, schema=GOAL_SCHEMA, orient="row").sort("actor", "claim")


def expectations(eco: Ecosystem, as_of: Date | None = None, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return what stakeholders expect, of whom, by when, and what came of it.

    Returns
    -------
    polars.DataFrame
        `claim`, `actor` (who expects), `of` (the partner; null: the ecosystem as a whole), `expectation`, `said_by`, `date`, `due`,
        `met` (`yes`, `partly`, `no`; null: not said yet), `met_on`, `met_by`, `evidence`.
    """
    outcome: dict[int, tuple[str, str, str | None]] = {}
    for row in _of(eco, {MET}, as_of, known).sort("date", "id").iter_rows(named=True):
        meant = _CLAIM.fullmatch(row["unit"] or "")
        if meant and row["value"] in OUTCOMES:
            outcome[int(meant[1])] = (row["value"], row["date"], row["assessor"])
    rows = []
    standing: dict[int, int] = {}
    for row in _of(eco, {EXPECTATION, "expectations"}, as_of, known).iter_rows(named=True):
        if not row["value"]:
            continue
        other = _OTHER.fullmatch(row["unit"] or "")
        of = _standing(eco, int(other[1]), standing) if other else None
        met = outcome.get(row["id"], (None, None, None))
        rows.append((row["id"], row["actor"], of, row["value"], row["assessor"], row["date"], row["valid_to"], *met, row["evidence"]))
    return pl.DataFrame(rows, schema=EXPECTATION_SCHEMA, orient="row").sort("actor", "claim")


def _standing(eco: Ecosystem, number: int, seen: dict[int, int]) -> int:
    """Return the actor that stands for one that may have been merged away."""
    if number not in seen:
        seen[number] = eco.standing(number) or number
    return seen[number]


def categories(eco: Ecosystem, as_of: Date | None = None, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return which of the nine Cs somebody put actors in: `claim`, `actor`, `category`, `said_by`, `date`, `evidence`."""
    rows = [
        (row["id"], row["actor"], row["value"].casefold(), row["assessor"], row["date"], row["evidence"])
        for row in _of(eco, {CATEGORY}, as_of, known).iter_rows(named=True)
        if row["type"] == "text" and row["value"]
    ]
    return pl.DataFrame(rows, schema=CATEGORY_SCHEMA, orient="row").sort("actor", "claim")


def actor(eco: Ecosystem, text: str) -> int:
    """Return the actor that a text means: an id, or a name that one actor alone has; merged ones lead to who stands for them.

    Raises
    ------
    NotFoundError
        If no actor has it.
    InputError
        If several may be meant.
    """
    clean = text.strip()
    if clean.isdecimal() and len(clean) < 19:
        return eco.actor(int(clean)).actor.id
    found = eco.search(clean, limit=20)
    same = found.filter((pl.col("name").str.to_lowercase() == clean.lower()) | (pl.col("matched").str.to_lowercase() == clean.lower()))
    candidates = same if same.height else found
    if not candidates.height:
        raise NotFoundError("No actor has this name", got=text, remedy="Look for it with `ecotone search`")
    if candidates.height > 1:
        names = "; ".join(f"{row['id']} {row['name']}" for row in candidates.head(5).iter_rows(named=True))
        raise InputError("More than one actor may be meant", got=text, expected=f"one id, for example of: {names}")
    return int(candidates["id"][0])
