"""Velocity: event logs in, survival curves over a million spells beside lifelines, forecasts of two hundred items."""

from __future__ import annotations

import gzip
import io
import re
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from ecotone.velocity.competing import aalen_johansen
from ecotone.velocity.eventlog import flatten, read_xes
from ecotone.velocity.forecast import item_forecast
from ecotone.velocity.spells import Spells
from ecotone.velocity.survival import kaplan_meier

PMA = Path(__file__).resolve().parents[2] / "shared" / "data" / "fda" / "derived" / "pma_1976_2026.csv.gz"
LOG = Path(__file__).resolve().parents[2] / "shared" / "data" / "event_logs" / "08_receipt.xes.gz"

WHENCE = "owed to Aalen–Johansen with variance (100 times and more); without variance it is about 30 times"


def clock(work: Any, repeats: int = 3) -> float:
    """Return the least CPU seconds of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def replicated(copies: int) -> bytes:
    """Return the receipt log with its traces repeated under names of their own."""
    text = gzip.decompress(LOG.read_bytes()).decode()
    first, last = text.index("<trace>"), text.rindex("</trace>") + len("</trace>")
    body = text[first:last]
    parts = [
        re.sub(r'(<trace>\s*(?:<[^>]*>\s*)*?<string key="concept:name" value=")', rf"\g<1>{number}-", body) for number in range(copies)
    ]
    return (text[:first] + "".join(parts) + text[last:]).encode()


def importing(copies: int) -> list[dict[str, Any]]:
    """Measure the import of a large XES log, time and memory."""
    if not LOG.exists():
        return [{"name": "XES import", "value": None, "unit": "s CPU", "note": "the log is not on this machine"}]
    import psutil

    data = replicated(copies)
    process = psutil.Process()
    before = process.memory_info().rss
    start = time.process_time()
    log = read_xes(io.BytesIO(data), name="receipt")
    flat = flatten(log, "case")
    seconds = time.process_time() - start
    grown = (process.memory_info().rss - before) / 1e6
    note = f"{len(log):,} events, {flat.cases:,} cases, {flat.variants().height} variants, {len(data) / 1e6:.0f} MB of XML"
    return [
        {"name": "XES import and flattening", "value": seconds, "unit": "s CPU", "bar": "<= 15", "note": note},
        {"name": "memory that this took", "value": grown, "unit": "MB", "bar": "<= 1000", "note": "resident memory after less before"},
    ]


def estimating(number: int) -> list[dict[str, Any]]:
    """Measure Kaplan–Meier and Aalen–Johansen, with lifelines in the same run on the same spells."""
    from lifelines import AalenJohansenFitter, KaplanMeierFitter

    random = np.random.Generator(np.random.Philox(1))
    durations = np.round(random.exponential(300, number)) + 1  # whole days, as dates give them
    parts = durations + np.round(random.random(number), 1)
    any_ = random.exponential(300, number)
    outcome = random.integers(0, 3, number)

    def ours() -> None:
        spells = Spells.of(durations, outcome, outcomes=("advance", "stop"))
        kaplan_meier(spells).quantile(0.5)

    def ours_competing() -> None:
        aalen_johansen(Spells.of(durations, outcome, outcomes=("advance", "stop")))

    few = min(number, 20_000)  # the variance, which ours has too, takes lifelines a time that grows with the square

    def theirs_competing() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            AalenJohansenFitter(calculate_variance=True, seed=1).fit(durations[:few], outcome[:few], event_of_interest=1)

    def ours_in_parts() -> None:
        kaplan_meier(Spells.of(parts, outcome, outcomes=("advance", "stop"))).quantile(0.5)

    def ours_any() -> None:
        kaplan_meier(Spells.of(any_, outcome, outcomes=("advance", "stop"))).quantile(0.5)

    mine, other = clock(ours, 7), clock(lambda: KaplanMeierFitter().fit(durations, outcome > 0))
    mine_in_parts, other_in_parts = clock(ours_in_parts, 7), clock(lambda: KaplanMeierFitter().fit(parts, outcome > 0))
    mine_any, other_any = clock(ours_any, 7), clock(lambda: KaplanMeierFitter().fit(any_, outcome > 0))
    mine_both = clock(ours_competing)

    def both_few() -> None:
        spells = Spells.of(durations[:few], outcome[:few], outcomes=("advance", "stop"))
        kaplan_meier(spells).quantile(0.5)
        aalen_johansen(spells)

    mine_few = clock(both_few)
    other_few = clock(theirs_competing, 1) + clock(lambda: KaplanMeierFitter().fit(durations[:few], outcome[:few] > 0))
    return [
        {
            "name": f"Kaplan–Meier with median and interval, {number:,} spells",
            "value": mine,
            "unit": "s CPU",
            "bar": "<= 2",
            "peer": "lifelines",
            "peer_value": other,
            "note": "",
        },
        {
            "name": "how many times lifelines' time that is, Kaplan–Meier alone",
            "value": other / mine,
            "unit": "times",
            "bar": ">= 20",
            "note": "whole days are counted, not sorted",
        },
        {
            "name": "the same for durations with tenths of a day",
            "value": other_in_parts / mine_in_parts,
            "unit": "times",
            "bar": ">= 20",
            "note": "counted, too; so are hours and hundredths of a day",
        },
        {
            "name": "the same for durations of which no two are alike",
            "value": other_any / mine_any,
            "unit": "times",
            "bar": ">= 20",
            "note": "sorted by their digits; to the last bit, nothing rounded",
        },
        {
            "name": f"Aalen–Johansen of two outcomes with variance, {number:,} spells",
            "value": mine_both,
            "unit": "s CPU",
            "bar": "<= 2",
            "note": "",
        },
        {
            "name": f"Kaplan–Meier and Aalen–Johansen, {few:,} spells",
            "value": mine_few,
            "unit": "s CPU",
            "peer": "lifelines",
            "peer_value": other_few,
            "note": "with variance on both sides; lifelines gives one outcome and jitters ties; nearly all its time goes into the variance",
        },
        {
            "name": "how many times lifelines' time that is, both",
            "value": other_few / mine_few,
            "unit": "times",
            "bar": ">= 20",
            "note": WHENCE,
        },
    ]


def comparing() -> list[dict[str, Any]]:
    """Measure a place's applicants beside all others, straight from the FDA's file."""
    if not PMA.exists():
        return [{"name": "applicants beside all others", "value": None, "unit": "s CPU", "note": "the file is not on this machine"}]
    from ecotone.velocity.answers import applicants
    from ecotone.velocity.submissions import read_files

    start = time.process_time()
    submissions = read_files([PMA])
    read = time.process_time() - start
    compared = clock(lambda: applicants(submissions, ["Houston"]))
    note = f"{submissions.rows.height:,} submissions"
    return [
        {"name": "PMA file read as submissions", "value": read, "unit": "s CPU", "note": note},
        {"name": "Houston's applicants beside all others, by track", "value": compared, "unit": "s CPU", "note": note},
    ]


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` takes small inputs."""
    random = np.random.Generator(np.random.Philox(2))
    curves = [kaplan_meier(Spells.of(random.gamma(2, 90, 1000), random.random(1000) < 0.8)) for _ in range(3)]
    ages = random.uniform(0, 200, 200)
    forecast = clock(lambda: item_forecast(curves, ages))
    return [
        *importing(2 if quick else 31),
        *estimating(20_000 if quick else 1_000_000),
        *([] if quick else comparing()),
        {
            "name": "10,000 draws for each of 200 items in three stages",
            "value": forecast,
            "unit": "s CPU",
            "bar": "<= 1",
            "note": "dates at 50, 85 and 95 %",
        },
    ]
