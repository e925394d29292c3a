"""Ask a service politely: pauses between requests, waits that grow after a refusal, limits, and messages that say what to do.

References
----------
RFC 9110, HTTP Semantics, 10.2.3 Retry-After. RFC 6585, 429 Too Many Requests.
"""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from ecotone import __version__, dates
from ecotone.errors import FetchError
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from ecotone.sources.live.services import Request
    from ecotone.work import Work

PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Status codes after which the same request may succeed a little later."""
LONGEST_WAIT_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the bytes as sent, the status and the `Link` header."""

    status: int
    body: bytes
    link: str


@dataclass(slots=True)
class Client:
    """Ask one service.

    Parameters
    ----------
    address : str
        Where the service is; https, or a server on this machine.
    pause_s : float
        Least time between two requests.
    key : str
        Sent as `api_key`, and never written anywhere.
    contact : str
        An address at which the service's keepers can reach whoever asks; sent in the name of the program.
    tries : int
        How often a request is made before giving up.
    timeout_s : float
        How long to wait for the next bytes.
    largest : int
        Bytes that an answer may have.
    sleep : callable
        How to wait; tests give their own.
    """

    address: str
    pause_s: float = 0.0
    key: str = ""
    contact: str = ""
    tries: int = 6
    timeout_s: float = 60.0
    largest: int = 200 << 20
    sleep: Callable[[float], None] = time.sleep
    _last: float = field(default=0.0, init=False, repr=False)
    _http: httpx.Client | None = field(default=None, init=False, repr=False)

    def ask(self, request: Request, *, work: Work = SILENT) -> Reply:
        """Make a request, again where it may help, and return the answer of the service, whatever its status.

        Raises
        ------
        FetchError
            If there is no network, no such host, or no whole answer after several tries.
        """
        import httpx

        refused = ""
        for attempt in range(self.tries):
            self._keep_pace()
            wait = min(2.0**attempt, LONGEST_WAIT_S)
            try:
                reply, asked_to_wait = self._once(request)
            except httpx.ConnectError as error:
                raise self._offline(error) from None
            except (httpx.TimeoutException, httpx.TransportError) as error:
                refused = f"{type(error).__name__}: {error}".rstrip(": ")
            else:
                if reply.status not in PASSING:
                    return reply
                refused = f"status {reply.status}"
                wait = asked_to_wait if asked_to_wait is not None else wait
                if wait > LONGEST_WAIT_S:
                    raise FetchError(
                        "The service asks to wait longer than a person would",
                        where=self.address,
                        got=f"{refused}, and to come back in {wait:,.0f} s",
                        remedy="Run the same command again then; what was fetched is kept",
                    )
            if attempt + 1 < self.tries:
                work.step(0, None, f"waiting {wait:.0f} s after {refused}")
                self.sleep(wait)
        raise FetchError(
            "The service does not answer as it should",
            where=self.address,
            got=f"{refused}, {self.tries} times",
            remedy="Run the same command again later; what was fetched is kept",
        )

    def close(self) -> None:
        """Let go of the connection."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def _once(self, request: Request) -> tuple[Reply, float | None]:
        parameters = dict(request.query) | ({"api_key": self.key} if self.key else {})
        method = "GET" if request.body is None else "POST"
        chunks: list[bytes] = []
        size = 0
        with self._open().stream(method, request.path, params=parameters, json=request.body) as response:
            for chunk in response.iter_bytes():
                chunks.append(chunk)
                size += len(chunk)
                if size > self.largest:
                    raise FetchError(
                        "The answer is larger than can be right", where=self.address, got=f"more than {self.largest:,} bytes",
                        remedy="Ask for less",
                    )  # fmt: skip
            reply = Reply(response.status_code, b"".join(chunks), response.headers.get("link", ""))
            return reply, _seconds(response.headers.get("retry-after", ""))

    def _open(self) -> httpx.Client:
        if self._http is None:
            import httpx

            name = f"Ecotone/{__version__}" + (f" ({self.contact})" if self.contact else "")
            self._http = httpx.Client(
                base_url=self.address,
                headers={"User-Agent": name, "Accept": "application/json"},
                timeout=self.timeout_s,
                # The system's own certificates: hospital networks look into TLS with theirs.
                verify=ssl.create_default_context(),
                follow_redirects=False,
            )
        return self._http

    def _keep_pace(self) -> None:
        ahead = self._last + self.pause_s - time.monotonic()
        if self._last and ahead > 0:
            self.sleep(ahead)
        self._last = time.monotonic()

    def _offline(self, error: Exception) -> FetchError:
        return FetchError(
            "The service cannot be reached; this machine may be off line",
            where=self.address,
            got=str(error) or type(error).__name__,
            remedy="Check the network, or fetch the files elsewhere and import them",
        )


def _seconds(text: str) -> float | None:
    """Read a `Retry-After` header: seconds, or a date.

    Examples
    --------
    >>> _seconds("30"), _seconds("soon"), _seconds("")
    (30.0, None, None)
    """
    if text.strip().isdigit():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (then - dates.now()).total_seconds())
