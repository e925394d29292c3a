"""What was computed is kept until newer things push it out, and is computed once however many ask at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class Kept:
    """Keep the results used last.

    Examples
    --------
    >>> kept = Kept(room=1)
    >>> kept.get("a", lambda: 1), kept.get("a", lambda: 2), kept.get("b", lambda: 3), kept.get("a", lambda: 4)
    (1, 1, 3, 4)
    """

    def __init__(self, room: int = 16) -> None:
        self.room = room
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def get(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """Return the result under the key; compute it, or wait for whoever is computing it. A failure is not kept."""
        with self._lock:
            waiting = self._results.get(key)
            mine: Future[Any] = Future()
            if waiting is None:
                self._results[key] = mine
                while len(self._results) > self.room:
                    self._results.popitem(last=False)
            else:
                self._results.move_to_end(key)
        if waiting is not None:
            return waiting.result()
        try:
            result = compute()
        except BaseException as error:
            with self._lock:
                if self._results.get(key) is mine:
                    del self._results[key]
            mine.set_exception(error)
            raise
        mine.set_result(result)
        return result
