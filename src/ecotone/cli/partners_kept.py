"""Commands on what was decided and what came of it: the decision with its dissent, the impact record, and its reviews."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ecotone.cli.options import Author, Csv, Json, Record, names_of, opened
from ecotone.cli.running import LOOK, say, working
from ecotone.errors import InputError

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.partnerships.impact import Impact

SHOWN: Final = 8
"""Refused rows that are told one by one; the rest are counted."""
Name = Annotated[str | None, typer.Argument(metavar="NAME", help="Under which name it is kept; without it all are listed.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today where not given.")]


def add_to(group: typer.Typer) -> None:
    """Add the commands to `ecotone partners`."""
    example = (
        'Example: ecotone partners decide houston.eco "Imaging" --seeker 18 --candidates "29; 64" --chosen 64 --reason "Starts soonest"'
    )
    group.command(epilog=example)(decide)
    example = (
        'Example: ecotone partners impact houston.eco "Imaging partner" --seeker 18 --partner 64 --start 2026-01 --expect ties=3,days=-20'
    )
    group.command(epilog=example)(impact)
    example = (
        'Example: ecotone partners review houston.eco "Imaging partner" --reading "days to start=82" --source https://example.org/report'
    )
    group.command(epilog=example)(review)
    group.command(epilog='Example: ecotone partners instrument houston.eco "Imaging partner" answers.csv')(instrument)


def instrument(
    record: Record,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The partnership, as its impact record is called.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: instrument, version, low, high, respondent, item, value.")],
    *,
    on: On = None,
    author: Author = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Score answers to a published questionnaire, and keep the score with the partnership; never shown for fewer than five people."""
    from ecotone.cli.render import show
    from ecotone.dates import today
    from ecotone.partnerships import following, write
    from ecotone.partnerships.impact_answers import instrument as told
    from ecotone.partnerships.instruments import read_answers, score
    from ecotone.problems import Problems

    problems = Problems()
    with opened(record) as eco:
        following.impact(eco, name)
        answers = read_answers(file, problems)
        found = score(answers)
        if found.score.value is not None:
            write.keep_score(eco, name, answers, found, on=_day(on) or today(), author=author)
        show(told(answers, found, eco.read_at()), as_json=as_json, as_csv=as_csv)
    for problem in list(problems)[:SHOWN]:
        say(str(problem))
    if problems.count("refused"):
        raise typer.Exit(LOOK)


def decide(
    record: Record,
    name: Name = None,
    *,
    seeker: Annotated[str | None, typer.Option("--seeker", metavar="ACTOR", help="Who looked for a partner.")] = None,
    candidates: Annotated[
        list[str] | None, typer.Option("--candidates", metavar="ACTORS", help="Who might have been chosen, separated by semicolons.")
    ] = None,
    chosen: Annotated[str | None, typer.Option("--chosen", metavar="ACTOR", help="Who was chosen; `none` where nobody was.")] = None,
    reason: Annotated[list[str] | None, typer.Option("--reason", help="Why; may be repeated.")] = None,
    dissent: Annotated[
        list[str] | None, typer.Option("--dissent", metavar="WHO: WHAT", help="Who disagreed, and with what; may be repeated.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who decided.")] = "",
    on: On = None,
    add_tie: Annotated[bool, typer.Option("--add-tie", help="Put the partnership on the map, as your own statement.")] = False,
    author: Author = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Keep a decision: who was chosen of whom, why, who dissented, and how the candidates stood; or show what is kept."""
    from ecotone.cli.render import show
    from ecotone.partnerships import write
    from ecotone.partnerships.asking import evaluate
    from ecotone.partnerships.following import decisions
    from ecotone.partnerships.impact_answers import decided
    from ecotone.stakeholders import read as stakeholders

    with opened(record) as eco:
        if chosen is not None:
            if name is None or seeker is None or not candidates:
                raise InputError("A decision has a name, a seeker and candidates", expected="NAME, --seeker and --candidates")
            names = names_of(candidates)
            with working("Looking how the candidates stand") as work:
                found, notes = evaluate(eco, seeker, names, work=work)
            number = None if chosen.strip().casefold() == "none" else stakeholders.actor(eco, chosen)
            version = write.decide(
                eco, name, found, number, reasons=reason or [], dissent=dissent or [], by=by, on=_day(on), add_tie=add_tie, author=author
            )
            for note in notes:
                say(note)
            if number is not None and number != found.order[0]:
                first = found.names[found.order[0]]
                say(f"{found.names[number]} is not the first by the ranking of that day ({first} is); the reasons say why.")
            say(f"Kept as decision {name!r}, version {version}.")
        show(decided(decisions(eco, name), eco.read_at()), as_json=as_json, as_csv=as_csv)


def impact(
    record: Record,
    name: Name = None,
    *,
    seeker: Annotated[str | None, typer.Option("--seeker", metavar="ACTOR", help="One side; opens a new impact record.")] = None,
    partner: Annotated[str | None, typer.Option("--partner", metavar="ACTOR", help="The other side.")] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help="When the partnership began.")] = None,
    expect: Annotated[
        str | None,
        typer.Option("--expect", metavar="NAME=NUMBER,...", help="What it should bring: ties, reach, bridges, days, technologies."),
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator",
            metavar="INDICATOR",
            help="'name=…; unit=…; baseline=…; target=…; date=…; owner=…; source=…; about=patients'; may be repeated.",
        ),
    ] = None,
    every: Annotated[int, typer.Option("--every", min=1, max=120, help="Months between reviews.")] = 6,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="A YAML file with expected, indicators and every.")] = None,
    on: On = None,
    author: Author = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Follow a partnership: open its impact record, add indicators, or show its effect against what was expected."""
    from ecotone.cli.render import show
    from ecotone.dates import today
    from ecotone.partnerships import following, write
    from ecotone.partnerships.impact_answers import effect, listed
    from ecotone.stakeholders import read as stakeholders

    with opened(record) as eco, working("Following the partnership") as work:
        work.step(0, 1)
        day = _day(on) or today()
        if seeker is not None or partner is not None:
            if name is None or seeker is None or partner is None or start is None:
                raise InputError("An impact record has a name, two sides and a start", expected="NAME, --seeker, --partner and --start")
            ends = (stakeholders.actor(eco, seeker), stakeholders.actor(eco, partner))
            write.open_impact(eco, _of(name, ends, start, expect, indicator, every, file), author=author)
        elif name is not None and indicator:
            write.add_indicators(eco, name, indicator, author=author)
        elif expect or file or start:
            raise InputError(
                "What was expected is written when the record is opened", remedy="Open another with --seeker, --partner and --start"
            )
        if name is None:
            known = following.impacts(eco)
            names = {number: eco.actor(number).actor.name for one, _ in known for number in (one.seeker, one.partner)}
            answer = listed(known, names, day, eco.read_at())
        else:
            answer = effect(following.follow(eco, *following.impact(eco, name), day), eco.read_at())
    show(answer, as_json=as_json, as_csv=as_csv)


def review(
    record: Record,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The partnership, as its impact record is called.")],
    *,
    reading: Annotated[
        list[str] | None, typer.Option("--reading", metavar="INDICATOR=VALUE", help="What an indicator shows; may be repeated.")
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Where that is written.")] = "",
    note: Annotated[str, typer.Option("--note", help="What was said.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who reviewed.")] = "",
    state: Annotated[str | None, typer.Option("--state", help="running, paused or ended.")] = None,
    on: On = None,
    author: Author = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Keep a review: readings of indicators, a note, a change of state; then show where the partnership stands."""
    from ecotone.cli.render import show
    from ecotone.dates import today
    from ecotone.partnerships import following, write
    from ecotone.partnerships.impact_answers import effect

    with opened(record) as eco:
        day = _day(on) or today()
        readings = []
        for text in reading or ():
            indicator, sign, value = text.rpartition("=")
            if not sign:
                raise InputError("A reading has an indicator and a value", got=text, expected="for example sites=4")
            readings.append((indicator, value))
        write.review(eco, name, readings, on=day, source=source, note=note, by=by, state=state, author=author)
        answer = effect(following.follow(eco, *following.impact(eco, name), day), eco.read_at())
    show(answer, as_json=as_json, as_csv=as_csv)


def _day(text: str | None) -> "Date | None":
    from ecotone.dates import Date

    return Date.parse(text) if text else None


def _of(
    name: str, ends: tuple[int, int], start: str, expect: str | None, indicators: list[str] | None, every: int, file: Path | None
) -> "Impact":
    """Put an impact record together from options and a file."""
    import dataclasses

    from ecotone.partnerships.criteria import read_yaml
    from ecotone.partnerships.impact import indicator_of, of_body

    body: dict[str, Any] = {}
    if file is not None:
        told = read_yaml(file)
        if not isinstance(told, dict):
            raise InputError("The file is no impact record", where=str(file), expected="expected, indicators, every")
        body |= told
    expected = dict(body.get("expected") or {})
    for piece in (expect or "").split(","):
        if piece.strip():
            key, sign, value = piece.partition("=")
            if not sign:
                raise InputError("An expectation has a name and a number", got=piece.strip(), expected="for example ties=3")
            expected[key.strip()] = value.strip()
    whole = {"every": every, **body, "seeker": ends[0], "partner": ends[1], "start": start, "expected": expected}
    made = of_body(name, whole, str(file) if file else name)
    return dataclasses.replace(made, indicators=(*made.indicators, *(indicator_of(text) for text in indicators or ())))
