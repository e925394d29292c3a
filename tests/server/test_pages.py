from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from ecotone.server import create_app
from ecotone.server.pages import find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient


def test_deep_links_lead_to_the_page_and_missing_files_do_not(stranger: TestClient) -> None:
    for path in ("/", "/map", "/actors/17", "/index.html", "/anything/else?from=2019"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
        assert "<title>Ecotone</title>" in answer.text
    missing = stranger.get("/assets/gone-12345678.js")
    assert missing.status_code == 404
    assert missing.json()["error"]["what"] == "There is nothing at this address"


def test_hashed_assets_are_kept_for_ever_and_the_rest_is_asked_for_again(stranger: TestClient) -> None:
    asset = stranger.get("/assets/index-Ab12Cd34.js")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["content-type"].startswith("text/javascript")
    assert stranger.get("/icon.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "assets/../../secret.txt", "..\\secret.txt", "%2e%2e%5csecret.txt", "%00", "assets/%00.js",
     "../hub.eco", "//etc/passwd", "a" * 5000],
)  # fmt: skip
def test_nothing_outside_the_pages_is_served(app: FastAPI, path: str) -> None:
    from urllib.parse import unquote

    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()  # the browser sends nothing more, and does not go away
        return {}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    # Straight to the application: a client would tidy the path before it is sent.
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/" + unquote(path),
        "raw_path": ("/" + path).encode(), "query_string": b"", "root_path": "", "headers": [(b"host", b"127.0.0.1:8123")], "client": None,
        "server": ("127.0.0.1", 8123),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    body = b"".join(message.get("body", b"") for message in sent)  # type: ignore[misc]
    assert b"not for the web" not in body
    assert b"SQLite format" not in body
    assert b"root:" not in body
    assert sent[0]["status"] in {200, 404}


def test_a_link_out_of_the_folder_is_not_followed(pages: Path, tmp_path: Path) -> None:
    (pages / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert find(pages, "link.txt") is None
    assert find(pages, "icon.svg") == (pages / "icon.svg").resolve()
    assert find(pages, "assets") is None


def test_pages_that_are_not_built_say_how_to_build_them(record: Path, tmp_path: Path, connect: Callable[..., TestClient]) -> None:
    client = connect(create_app(record, static=tmp_path / "none", state=tmp_path / "state"))
    answer = client.get("/")
    assert answer.status_code == 200
    assert "python3 dev.py demo" in answer.text
    assert client.get("/map").status_code == 404
