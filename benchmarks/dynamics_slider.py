"""What the server computes when a slider of the district moves: over the application itself, on the demo record."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from ecotone.server import create_app
from ecotone.workbench import demo

MOVED = "startups per idea founded"
DRAWS = (1, 100, 300, 1000)


async def _seconds(path: Path, state: Path, moves: int) -> dict[int, float]:
    app = create_app(path, token="t", state=state)
    app.state.opened.use()
    found: dict[int, float] = {}
    headers = {"authorization": "Bearer t"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", headers=headers, timeout=600) as client:
        for members in DRAWS:
            taken = []
            for move in range(moves):
                body = {"model": "record", "constants": {MOVED: 0.1 + 0.01 * move}, "policies": ["accelerator"], "members": members}
                start = time.process_time()
                answer = await client.post("/api/dynamics/run", json=body)
                taken.append(time.process_time() - start)
                assert answer.status_code == 200, answer.text[:300]
            found[members] = sorted(taken[1:])[len(taken[1:]) // 2]  # the first move fills what is kept
    app.state.opened.close()
    return found


def slider(*, quick: bool) -> list[dict[str, Any]]:
    """Measure a moved slider of the district, with one run and with ranges over draws."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.eco"
        demo.build(path).close()
        found = asyncio.run(_seconds(path, Path(folder) / "state", 3 if quick else 15))
    return [
        {
            "name": f"District: a moved slider over HTTP, {f'{members:,} draws' if members > 1 else 'one run'} and the baseline",
            "value": 1000 * seconds,
            "unit": "ms CPU",
            "bar": "<= 50",
            "note": "middle of the moves; reading the answer is in it",
        }
        for members, seconds in found.items()
    ]
