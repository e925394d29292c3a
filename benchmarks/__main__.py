"""Run the benchmarks named on the command line, or all, and write what was measured.

`python3 dev.py bench record network` runs two of them; `--quick` takes small inputs, to see that they run, and
writes nothing. Results are merged by benchmark into `benchmarks/results.json`, and `docs/benchmarks.md` is written from it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

from ecotone import __version__
from ecotone.dates import today

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.json"
PAGE = FOLDER.parent / "docs" / "benchmarks.md"

TITLES = {
    "record": "The record",
    "importing": "Importing",
    "serving": "Serving",
    "browser": "The browser",
    "network": "Network analysis",
    "network_large": "Network analysis, large",
    "formats": "Network files",
    "dynamics": "System dynamics",
    "matching": "Matching",
    "partnerships": "Partnerships",
    "velocity": "Velocity",
    "pathways": "The regulatory way",
    "recommendation": "Partner recommendation",
}

INTRODUCTION = """# Benchmarks

Measured, not promised: every figure below was written by `python3 dev.py bench` (the table is made from
`benchmarks/results.json`), with the peer in the same run where there is one. Timing on a shared machine is noisy:
read the ratios, not the seconds. A bar that was missed says so.
"""


def machine() -> dict[str, Any]:
    """Describe the machine in the words that a reader needs to compare."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0] if names else model
    return {"processor": model, "cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()}


def names() -> list[str]:
    """List the benchmarks that are there, in the order of the titles, unknown ones last."""
    there = {path.stem for path in FOLDER.glob("*.py") if "def run(" in path.read_text()} - {"__main__"}
    return [name for name in TITLES if name in there] + sorted(there - set(TITLES))


def number(value: object, unit: object) -> str:
    """Write a figure with three digits that matter and its unit."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{value}"
    text = f"{value:,.0f}" if abs(value) >= 1000 or (isinstance(value, int) and abs(value) >= 1) else f"{value:.3g}"
    return f"{text} {unit or ''}".strip()


def verdict(figure: dict[str, Any]) -> str:
    """Say whether a bar (`<= 20` or `>= 500`) was met."""
    bar = figure.get("bar")
    if not isinstance(bar, str) or not isinstance(figure["value"], int | float):
        return ""
    sign, _, limit = bar.partition(" ")
    try:
        met = figure["value"] <= float(limit) if sign in {"<=", "≤", "<"} else figure["value"] >= float(limit)
    except ValueError:
        return ""
    return "met" if met else "**missed**"


def line(cells: list[Any]) -> str:
    """Write one line of a Markdown table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def markdown(rows: list[list[str]]) -> list[str]:
    """Write a table whose first row is its head."""
    return [line(rows[0]), "|---" * len(rows[0]) + "|", *(line(row) for row in rows[1:])]


def page(results: dict[str, Any]) -> str:
    """Write the table of every benchmark as one Markdown page."""
    parts = [INTRODUCTION]
    for name in [n for n in TITLES if n in results] + sorted(set(results) - set(TITLES)):
        result = results[name]
        where = result["machine"]
        parts.append(f"## {TITLES.get(name, name)}\n")
        parts.append(
            f"{result['date']}, Ecotone {result['version']}, {where['processor']}, {where['cores']} cores, Python {where['python']}.\n"
        )
        parts.append("| what | measured | bar | | peer | peer measured | note |\n|---|---:|---:|---|---|---:|---|")
        for f in result["figures"]:
            if "table" in f:
                continue
            bar = f"{f['bar']} {f.get('unit') or ''}".strip() if f.get("bar") else "–"
            cells = [
                f["name"],
                number(f["value"], f.get("unit")),
                bar,
                verdict(f),
                f.get("peer") or "–",
                number(f.get("peer_value"), f.get("unit")),
                f.get("note") or "",
            ]
            parts.append(line(cells))
        parts.append("")
        for f in result["figures"]:
            if "table" in f:
                parts += [f"### {f['name']}\n", *markdown(f["table"]), ""]
    return "\n".join(parts)


def main() -> int:
    """Run, print, and write."""
    there = names()
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure Ecotone beside its peers.")
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(there)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="small inputs, to see that they run; writes nothing")
    parser.add_argument("--page", action="store_true", help="only write docs/benchmarks.md from results.json")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(there):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(there)}")
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    if not asked.page:
        for name in asked.names or there:
            print(f"── {TITLES.get(name, name)} ──", flush=True)
            start = time.perf_counter()
            figures = importlib.import_module(f"benchmarks.{name}").run(quick=asked.quick)
            for figure in figures:
                if "table" in figure:
                    print(f"  {figure['name']}:", *(f"    {row}" for row in markdown(figure["table"])), sep="\n", flush=True)
                    continue
                print(
                    f"  {figure['name']}: {number(figure['value'], figure.get('unit'))} {figure.get('bar') or ''} {verdict(figure)}",
                    flush=True,
                )
            print(f"  ({time.perf_counter() - start:.0f} s)")
            results[name] = {"date": str(today()), "version": __version__, "machine": machine(), "figures": figures}
    if asked.quick:
        return 0
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    PAGE.write_text(page(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
