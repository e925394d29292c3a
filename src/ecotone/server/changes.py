"""Changes to the record: its history, undo, merge, and word of what others changed."""

import asyncio
import time
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from ecotone.server.asked import ChangesQuery, HistoryQuery, Merge, Undo
from ecotone.server.opened import OpenedHere
from ecotone.server.schemas import BatchEntry, Changed, Changes, History

router = APIRouter(prefix="/api", tags=["changes"])

LOOK_EVERY_S: Final = 0.5


@router.get("/history")
def history(opened: OpenedHere, query: Annotated[HistoryQuery, Query()]) -> History:
    """List the batches, the latest first."""
    rows = opened.use().history(query.limit).to_dicts()
    return History(batches=[BatchEntry(**{name: row[name] for name in BatchEntry.model_fields}) for row in rows])


@router.post("/undo")
def undo(asked: Undo, opened: OpenedHere) -> Changed:
    """Take a batch back by a new batch; refused if later batches changed the same rows."""
    return Changed(batch=opened.use().undo(asked.batch, author=asked.author))


@router.post("/merge")
def merge(asked: Merge, opened: OpenedHere) -> Changed:
    """Say that two actors are one; nothing is lost, and undo parts them again."""
    return Changed(batch=opened.use().merge(asked.actor, asked.into, reason=asked.reason, author=asked.author))


@router.get("/changes")
async def changes(request: Request, opened: OpenedHere, query: Annotated[ChangesQuery, Query()]) -> Changes:
    """Wait until the record has a later batch than `since`, and say which; another process's batches count too."""
    until = time.monotonic() + query.wait
    while True:
        batch = await run_in_threadpool(opened.batch)
        if batch != query.since or time.monotonic() >= until or await request.is_disconnected():
            return Changes(batch=batch, changed=batch != query.since)
        await asyncio.sleep(LOOK_EVERY_S)
