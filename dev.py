"""Run every task of the developer's day from nothing but Python and pip.

`python3 dev.py demo` builds and serves the demo; `python3 dev.py test` proves it. The file uses the standard
library alone: it finds or fetches uv, lets uv make the environment that `uv.lock` names, builds the browser
pages if their sources changed, and runs the task inside.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PAGES = ROOT / "src" / "ecotone" / "server" / "static"
STAMP = "ecotone-sync-stamp"


def environment() -> dict[str, str]:
    """Return the environment of every child: system certificates on, the project's own tools first."""
    env = dict(os.environ)
    env.setdefault("UV_SYSTEM_CERTS", "true")
    env.setdefault("NODE_USE_SYSTEM_CA", "1")
    env["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = os.pathsep.join([str(BIN), env.get("PATH", "")])
    env.pop("PYTHONHOME", None)
    return env


def call(command: Sequence[str | Path], **extra: str) -> int:
    """Run a command in the project's folder and return its exit code."""
    try:
        return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment() | extra, check=False).returncode
    except KeyboardInterrupt:
        return 130


def must(command: Sequence[str | Path], what: str) -> None:
    """Run a command that the rest depends on; end with its code if it fails."""
    code = call(command)
    if code:
        print(f"dev.py: {what} failed (exit code {code}).", file=sys.stderr)
        sys.exit(code)


def uv() -> Path:
    """Find uv, or install it beside the project with pip; touch nothing outside this folder."""
    ours = TOOLS / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    if ours.exists():
        return ours
    found = shutil.which("uv")
    if found:
        return Path(found)
    print("dev.py: fetching uv into .tools (once) …", flush=True)
    must(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", TOOLS, "uv"],
        "installing uv with pip",
    )
    return ours


def digest(paths: Iterator[Path] | Sequence[Path]) -> str:
    """Hash the contents of files, with their names, in a fixed order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.relative_to(ROOT).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def sync(*groups: str) -> None:
    """Bring the environment to what the lock file says, if lock, project file or groups changed since."""
    stamp = VENV / STAMP
    wanted = digest([ROOT / "pyproject.toml", ROOT / "uv.lock", ROOT / "hatch_build.py"])
    have = dict(line.split(" ", 1) for line in stamp.read_text().splitlines()) if stamp.exists() else {}
    installed = set(have.get("groups", "").split(",")) if have.get("lock") == wanted else set()
    if have.get("lock") == wanted and set(groups) <= installed:
        return
    union = sorted((installed | set(groups)) - {""})
    print("dev.py: bringing the environment to uv.lock …", flush=True)
    options = [part for group in union for part in ("--group", group)]
    must([uv(), "sync", "--frozen", "--quiet", *options], "uv sync")
    stamp.write_text(f"lock {wanted}\ngroups {','.join(union)}\n")


def web_sources() -> list[Path]:
    """List the files that decide what the pages look like."""
    skipped = {"node_modules", "dist", ".cache", "coverage"}
    return [p for p in (ROOT / "web").rglob("*") if p.is_file() and not skipped & set(p.relative_to(ROOT).parts)]


def pages() -> None:
    """Build the browser application if its sources changed since it was built."""
    stamp = PAGES / ".stamp"
    wanted = digest(web_sources())
    if (PAGES / "index.html").exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    sync("web")
    must([BIN / "python", "hatch_build.py"], "building the browser pages")
    stamp.write_text(wanted)


def shared() -> Path:
    """Return where the corpus of genuine files lies, whether or not it is there."""
    return ROOT.parent / "shared"


def demo(rest: list[str]) -> int:
    """Build the demo's record and serve it."""
    sync()
    pages()
    return call([BIN / "ecotone", "demo", *rest])


def test(rest: list[str]) -> int:
    """Run every test: Python with coverage, a leg without compiled kernels, TypeScript, browser."""
    sync("dev")
    pages()
    if rest:
        return call([BIN / "python", "-m", "pytest", *rest])
    (ROOT / ".coverage").unlink(missing_ok=True)
    # One worker a core; the files of one module stay together so that a database or browser starts once.
    legs: list[tuple[str, list[str | Path], dict[str, str]]] = [
        ("tests", [BIN / "python", "-m", "pytest", "-n", "2", "--dist", "loadfile", "--cov", "--cov-report=", "--cov-fail-under=0"], {}),
        (
            "kernels as plain Python",
            [BIN / "python", "-m", "pytest", "-m", "kernel", "-q", "--cov", "--cov-append", "--cov-report=", "--cov-fail-under=0"],
            {"ECOTONE_KERNELS": "python"},
        ),
        ("coverage", [BIN / "python", "-m", "coverage", "report"], {}),
        ("TypeScript", [BIN / "python", "hatch_build.py", "test"], {}),
    ]
    failed = []
    for name, command, extra in legs:
        print(f"\n── {name} ──", flush=True)
        if call(command, **extra):
            failed.append(name)
    if failed:
        print(f"dev.py: failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def lint(rest: list[str]) -> int:
    """Check style, docstrings, floors and the pages' sources."""
    sync("dev")
    fix = ["--fix"] if "--fix" in rest else []
    codes = [
        call([BIN / "ruff", "check", *fix, "."]),
        call([BIN / "ruff", "format", *([] if fix else ["--check"]), "."]),
        call([BIN / "lint-imports", "--no-cache"]),
        call([BIN / "python", "hatch_build.py", "lint"]),
    ]
    return 1 if any(codes) else 0


def types(_rest: list[str]) -> int:
    """Check types: mypy strict, then TypeScript strict with the API's generated types up to date."""
    sync("dev")
    codes = [call([BIN / "mypy"]), call([BIN / "python", "hatch_build.py", "types"])]
    return 1 if any(codes) else 0


def bench(rest: list[str]) -> int:
    """Run the benchmarks named, or all, and write benchmarks/results.json."""
    sync("dev", "bench")
    pages()
    return call([BIN / "python", "-m", "benchmarks", *rest])


def docs(_rest: list[str]) -> int:
    """Write the generated parts of the documentation: CLI reference, measures, HTTP API."""
    sync("dev")
    return call([BIN / "python", "-m", "docs.generate"])


def build(_rest: list[str]) -> int:
    """Make the wheel and the source distribution."""
    return call([uv(), "build"])


def run(rest: list[str]) -> int:
    """Run any command inside the project's environment."""
    sync()
    pages()
    if not rest:
        print("dev.py: run what? For example: python3 dev.py run ecotone --help", file=sys.stderr)
        return 2
    program = BIN / rest[0]
    return call([program if program.exists() else rest[0], *rest[1:]])


TASKS = {task.__name__: task for task in (demo, test, lint, types, bench, docs, build, run)}


def main() -> int:
    """Read the task's name and hand it the rest of the line."""
    lines = "\n".join(f"  {name:<6} {(task.__doc__ or '').splitlines()[0]}" for name, task in TASKS.items())
    parser = argparse.ArgumentParser(prog="dev.py", description=f"tasks:\n{lines}", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    return TASKS[asked.task](asked.rest)


if __name__ == "__main__":
    sys.exit(main())
