"""What the record itself answers, as answers: its actors, ties, history, problems and counts.

A list is an answer like any other (question, scope, the batch it was read at), so that one renderer shows it and a
program reads the same shape from every command.
"""

import functools
from typing import TYPE_CHECKING, Any

import ecotone
from ecotone.answer import Answer, Column, Format, Method, Table, counted
from ecotone.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from ecotone.ecosystem import Ecosystem
    from ecotone.problems import Problem

READ = "read from the record"


def answer_of(
    eco: "Ecosystem",
    question: str,
    summary: str,
    tables: "Sequence[Table]",
    *,
    scope: Scope | None = None,
    warnings: tuple[str, ...] = (),
    parameters: dict[str, Any] | None = None,
) -> Answer:
    """Make an answer that was read off the record, with nothing computed."""
    return Answer(
        question=question,
        summary=summary,
        tables=tuple(tables),
        method=Method(READ, ecotone.__version__, parameters or {}),
        scope=scope or Scope(),
        read_at=eco.read_at(scope.as_of if scope else None),
        warnings=warnings,
    )


def table_of(title: str, frame: "pl.DataFrame", columns: "Iterable[tuple[str, str, Format]]", note: str | None = None) -> Table:
    """Make a table of those columns that the frame has."""
    return Table(title, frame, tuple(Column(name, label, form) for name, label, form in columns if name in frame.columns), note)


def actors(eco: "Ecosystem", scope: Scope, limit: int | None = None) -> Answer:
    """List the actors of a scope, with the number of names that each is known by."""
    found = eco.actors(scope)
    shown = found.head(limit) if limit else found
    columns: list[tuple[str, str, Format]] = [
        ("id", "Id", "actor"),
        ("name", "Name", "text"),
        ("sector", "Sector", "text"),
        ("city", "City", "text"),
        ("region", "Region", "text"),
        ("country", "Country", "text"),
        ("mentions", "Mentions", "integer"),
    ]
    table = table_of("Actors", shown, columns)
    summary = _told(len(found), "actor", len(shown))
    return answer_of(eco, "Who is in the ecosystem?", summary, [table], scope=scope, warnings=_unknown_places(eco, scope))


def ties(
    eco: "Ecosystem", scope: Scope, *, between: tuple[str, str] | None = None, alive_on: str | None = None, limit: int | None = None
) -> Answer:
    """List the ties of a scope, one for each source record that states it."""
    import polars as pl

    from ecotone.dates import Date

    day = Date.parse(alive_on) if alive_on else None
    found = eco.ties(scope, between=between, alive_on=day)
    shown = found.head(limit) if limit else found
    names = eco.actors().select("id", "name")
    for end in ("source", "target"):
        shown = shown.join(names.rename({"id": end, "name": f"{end}_name"}), on=end, how="left", maintain_order="left")
    if isinstance(shown.schema.get("evidence"), pl.List):
        shown = shown.with_columns(pl.col("evidence").list.first())
    table = table_of(
        "Ties",
        shown,
        [
            ("id", "Id", "text"),
            ("source", "From id", "actor"),
            ("source_name", "From", "text"),
            ("target", "To id", "actor"),
            ("target_name", "To", "text"),
            ("kind", "Kind", "text"),
            ("weight", "Weight", "number"),
            ("directed", "Directed", "text"),
            ("valid_from", "Held from", "date"),
            ("valid_to", "Held to", "date"),
            ("evidence", "Evidence", "evidence"),
        ],
    )
    parameters = {name: value for name, value in (("between", between and " and ".join(between)), ("alive on", alive_on)) if value}
    summary = _told(len(found), "tie", len(shown))
    return answer_of(
        eco,
        "Who works with whom?",
        summary,
        [table],
        scope=scope,
        parameters=parameters,
        warnings=(*_unknown_kinds(eco, scope), *_unknown_places(eco, scope)),
    )


def _unknown_kinds(eco: "Ecosystem", scope: Scope) -> tuple[str, ...]:
    """Warn of kinds that no tie of the record has: a slip of the pen looks like an empty ecosystem."""
    if not scope.kinds:
        return ()
    there = eco.ties()["kind"].unique().sort().to_list()
    unknown = [kind for kind in scope.kinds if kind not in there]
    return (f"No tie of the record is of kind {', '.join(unknown)}; there are: {', '.join(there) or 'none'}.",) if unknown else ()


def _unknown_places(eco: "Ecosystem", scope: Scope) -> tuple[str, ...]:
    """Warn of places where the record has nobody: most are misspelt."""
    if not scope.places:
        return ()
    frame = eco.actors().select("city", "region", "country")
    known = {str(name).casefold() for column in frame.columns for name in frame[column].drop_nulls().unique().to_list()}
    strangers = [place for place in scope.places if place.casefold() not in known]
    return (f"No actor of the record is in {', '.join(strangers)}: look at the spelling.",) if strangers else ()


def search(eco: "Ecosystem", text: str, limit: int) -> Answer:
    """Find actors by any name that a source gave them."""
    found = eco.search(text, limit=limit)
    # How many more there are is not counted, for a search looks no further than it must.
    more = f"The {limit:,} best are shown; there may be more." if len(found) == limit else f"{counted(len(found), 'actor')}."
    table = table_of(
        "Found",
        found,
        [
            ("id", "Id", "actor"),
            ("name", "Name", "text"),
            ("matched", "Found as", "text"),
            ("sector", "Sector", "text"),
            ("city", "City", "text"),
            ("country", "Country", "text"),
        ],
    )
    return answer_of(eco, f"Who is called “{text}”?", more, [table], parameters={"limit": limit})


def history(eco: "Ecosystem", limit: int) -> Answer:
    """List the newest batches of changes."""
    found = eco.history(limit=limit)
    table = table_of(
        "Batches",
        found,
        [
            ("batch", "Batch", "text"),
            ("time", "Time (UTC)", "text"),
            ("reason", "Reason", "text"),
            ("author", "Author", "text"),
            ("rows", "Rows changed", "integer"),
            ("undone_by", "Undone by", "text"),
        ],
    )
    summary = _told(eco.stats()["batches"], "batch", len(found), "batches", "newest")
    return answer_of(eco, "What was changed, when, by whom?", summary, [table], parameters={"limit": limit})


def checked(eco: "Ecosystem", problems: "Sequence[Problem]") -> Answer:
    """List what `Ecosystem.check` found."""
    summary = "Nothing is wrong with the record." if not problems else f"{counted(len(problems), 'problem')}."
    return answer_of(eco, "Is the record sound?", summary, [problem_table("Problems", problems)])


def problem_table(title: str, problems: "Sequence[Problem]", note: str | None = None) -> Table:
    """Make a table of problems."""
    import polars as pl

    fields = ("severity", "what", "file", "row", "column", "got", "expected", "remedy")
    frame = pl.DataFrame(
        [[getattr(problem, name) for name in fields] for problem in problems],
        schema={name: pl.Int64 if name == "row" else pl.String for name in fields},
        orient="row",
    )
    labels = ("", "What is wrong", "File", "Row", "Column", "Got", "Expected", "What to do")
    used = [(name, label) for name, label in zip(fields, labels, strict=True) if frame[name].null_count() < len(frame)]
    return table_of(title, frame, [(name, label, "integer" if name == "row" else "text") for name, label in used], note)


def _told(number: int, one: str, shown: int, many: str | None = None, which: str = "first") -> str:
    """Say how many there are, and how many of them are shown.

    Examples
    --------
    >>> _told(1, "tie", 1), _told(1200, "actor", 10)
    ('1 tie.', '1,200 actors; the first 10 are shown.')
    """
    cut = f"; the {which} {shown:,} are shown" if shown < number else ""
    return f"{counted(number, one, many)}{cut}."


@functools.cache
def stats_labels() -> dict[str, str]:
    """Return what each count of `Ecosystem.stats` counts, in words."""
    return {
        "actors": "Actors",
        "mentions": "Names as sources wrote them",
        "ties": "Ties, one a source record",
        "evidence": "Source records",
        "claims": "Claims",
        "initiatives": "Initiatives",
        "events": "Events",
        "batches": "Batches of changes",
    }


def stats(eco: "Ecosystem") -> Answer:
    """Count what the record holds."""
    import polars as pl

    counts = eco.stats()
    labels = stats_labels()
    frame = pl.DataFrame(
        {"what": [labels.get(name, name.replace("_", " ").capitalize()) for name in counts], "number": list(counts.values())},
        schema={"what": pl.String, "number": pl.Int64},
    )
    title = eco.title or "This record"
    summary = f"{title} holds {counts['actors']:,} actors, {counts['ties']:,} ties and {counts['evidence']:,} source records."
    return answer_of(
        eco, "What is in the record?", summary, [table_of("Counts", frame, [("what", "What", "text"), ("number", "Number", "integer")])]
    )
