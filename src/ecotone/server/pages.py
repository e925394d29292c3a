"""The built browser application: hashed assets kept for ever, the one page never, deep links led to it.

The pages are built from `web/` into `static/` beside this file. Where they are absent, as in a fresh clone, one plain
page says how to build them; the API works without them.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from ecotone.server.guard import DOCUMENT_POLICY

if TYPE_CHECKING:
    from fastapi import FastAPI

STATIC: Final = Path(__file__).parent / "static"
TYPES: Final = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".txt": "text/plain",
}
"""Types that must not depend on what the machine's registry says."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
_HASHED = re.compile(r"assets/.*[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+")

NOT_BUILT: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Ecotone: pages not built</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>The pages are not built yet</h1>
<p>Ecotone's server is running, but this copy of it holds no browser pages. In the project's folder, run</p>
<pre>python3 dev.py demo</pre>
<p>which builds them once. The HTTP API under <code>/api</code> works without them.</p>
"""


def find(folder: Path, path: str) -> Path | None:
    """Return the file that a path names inside the folder, or None; nothing outside the folder is ever found."""
    if "\x00" in path or "\\" in path:
        return None
    root = folder.resolve()
    try:
        wanted = (root / path.lstrip("/")).resolve()
        return wanted if wanted.is_relative_to(root) and wanted.is_file() else None
    except (OSError, ValueError):  # a name too long for the file system, or one that it cannot hold
        return None


def install(app: FastAPI, folder: Path = STATIC) -> None:
    """Serve the pages from the folder; add it last, because it answers every path that no route has."""

    def page(path: str) -> Response:
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404)
        found = find(folder, path) if path else None
        if found is not None and found.name != "index.html":
            kind = TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
            lasting = FOR_EVER if _HASHED.fullmatch(found.relative_to(folder.resolve()).as_posix()) else "no-cache"
            return FileResponse(found, media_type=kind, headers={"cache-control": lasting})
        if Path(path).suffix in TYPES and Path(path).name != "index.html":
            raise HTTPException(404)  # a missing script must fail as one, not come back as a page
        index = folder / "index.html"
        if not index.is_file():
            alone = {"cache-control": "no-store", "content-security-policy": DOCUMENT_POLICY}
            return HTMLResponse(NOT_BUILT, 200 if not path else 404, headers=alone)
        return FileResponse(index, media_type="text/html", headers={"cache-control": "no-cache"})

    app.add_api_route("/{path:path}", page, methods=["GET", "HEAD"], include_in_schema=False)
