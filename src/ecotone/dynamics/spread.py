"""Blocks of members, run here or spread over a Dask cluster by its address; the bytes are the same either way.

A member's values hang on its own constants and on noise keyed by seed, member, call and step, so it does not matter where it
runs, nor beside which others. On a cluster the compiled program goes to every worker once; then come the constants of some
members at a time, and their saved values go back, in order. At most two tasks a thread are under way, so that neither side
holds more than it must.

Dask's nodes send each other pickles: whoever can reach the scheduler can run code on every worker, and on the machine that
asks. Use a cluster that you trust, with TLS (`tls://`), and no other. Needs the extra `ecotone[dask]`.

References
----------
M. Rocklin: Dask: parallel computation with blocked algorithms and task scheduling. Proceedings of the 14th Python in Science
Conference, 2015. Dask documentation, TLS/SSL.
"""

from __future__ import annotations

import importlib.util
from collections import deque
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

import ecotone
from ecotone.dynamics import simulate
from ecotone.errors import EcotoneError, FetchError, InputError
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ecotone.dynamics.program import Program, TimeGrid
    from ecotone.work import Work

    Part = tuple[int, int, NDArray[np.float64]]

Engine: TypeAlias = str
"""`auto`, `compiled`, `numpy`, or the address of a Dask scheduler such as `tls://cluster.example:8786`."""

HERE: Final = ("auto", "compiled", "numpy")
PROTOCOLS: Final = ("tls", "tcp", "wss", "ws", "ucx", "inproc")
LEAST: Final = 128
MOST: Final = 4096
"""Members of one task; a power of two between these, so that statistics meet the same boundaries everywhere."""
HEAVIEST: Final = 64_000_000
"""Bytes that a task may send back."""
PATIENCE_S: Final = 15
NEAR: Final = ("127.0.0.1", "localhost", "[::1]")


def blocks(
    program: Program,
    grid: TimeGrid,
    members: int,
    *,
    values: Mapping[int, NDArray[np.float64]],
    seed: int,
    method: str,
    which: Engine = "auto",
    work: Work = SILENT,
) -> Iterator[Part]:
    """Yield first member, last member and saved values, as `simulate.blocks` does, from here or from a cluster.

    Raises
    ------
    InputError
        If there is no such engine.
    FetchError
        If the cluster does not answer, its workers have another Ecotone, or they are lost on the way.
    """
    if which in HERE:
        yield from simulate.blocks(program, grid, members, values=values, seed=seed, method=method, which=which, work=work)  # type: ignore[arg-type]
    elif which.partition("://")[0] in PROTOCOLS and which.partition("://")[2]:
        yield from _spread(program, grid, members, values, seed, method, which, work)
    else:
        expected = f"{', '.join(HERE)}, or the address of a Dask scheduler, for example tls://cluster.example:8786"
        raise InputError("There is no such engine", got=which, expected=expected)


def some(program: Program, grid: TimeGrid, first: int, last: int, values: Mapping[int, NDArray[np.float64]], seed: int, method: str) -> Any:
    """Run members `first` to `last` and return their saved values, shape (saves, outputs, members); this is what a worker does.

    `values` holds what belongs to these members alone.
    """
    parts = simulate.blocks(program, grid, last, values=values, seed=seed, method=method, begin=first)
    return np.concatenate([part for _, _, part in parts], axis=2)


def members_of_a_task(members: int, threads: int, numbers: int) -> int:
    """Return how many members make one task: about four tasks a thread, none of them too heavy.

    Parameters
    ----------
    members, threads : int
        What there is to do, and who can.
    numbers : int
        Numbers that are saved of one member.

    Examples
    --------
    >>> members_of_a_task(100_000, 64, 200), members_of_a_task(1_000, 64, 200), members_of_a_task(100_000, 4, 100_000)
    (256, 128, 128)
    """
    wanted = min(max(members // (4 * max(threads, 1)), LEAST), MOST, max(HEAVIEST // (8 * max(numbers, 1)), 1))
    size = LEAST
    while size * 2 <= wanted:
        size *= 2
    return size


def _spread(
    program: Program,
    grid: TimeGrid,
    members: int,
    values: Mapping[int, NDArray[np.float64]],
    seed: int,
    method: str,
    address: str,
    work: Work,
) -> Iterator[Part]:
    if importlib.util.find_spec("distributed") is None:
        raise InputError("Dask is not installed", got=address, remedy="Install the extra: pip install 'ecotone[dask]'")
    import distributed

    if address.startswith(("tcp://", "ws://")) and not address.partition("://")[2].startswith(NEAR):
        work.say(
            f"{address}: without TLS anybody on the way can read and change what the cluster sends. Use tls:// and a cluster you trust."
        )
    secured: Any = distributed.Security
    if address.startswith("tls://") and secured().get_connection_args("client").get("ssl_context") is None:
        raise InputError(
            "TLS needs certificates, and none are given to Dask",
            got=address,
            remedy="Name them to Dask: distributed.comm.tls.ca-file, distributed.comm.tls.client.cert and distributed.comm.tls.client.key",
        )
    try:
        connect: Any = distributed.Client
        client = connect(address, timeout=PATIENCE_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise FetchError(
            "The Dask cluster does not answer", where=address, got=str(error), remedy="See that its scheduler runs there"
        ) from None
    waiting: deque[tuple[int, int, Any]] = deque()
    try:
        threads = _same_ecotone(client, address)
        saved = int(grid.saved.sum()) * int(program.outputs.size)
        size = members_of_a_task(members, threads, saved)
        (everything,) = client.scatter([(program, grid)], broadcast=True, hash=False)
        starts = iter(range(0, members, size))
        done = 0
        while done < members:
            while len(waiting) < 2 * threads and (first := next(starts, None)) is not None:
                last = min(first + size, members)
                own = {register: given[first:last] if given.size > 1 else given for register, given in values.items()}
                waiting.append((first, last, client.submit(_task, everything, first, last, own, seed, method, pure=False)))
            first, last, future = waiting.popleft()
            part = future.result()
            future.release()
            yield first, last, part
            done = last
            work.step(done, members, "members")
    except EcotoneError:
        raise
    except (OSError, distributed.scheduler.KilledWorker, distributed.client.FutureCancelledError) as error:
        raise FetchError(
            "The Dask cluster lost the work", where=address, got=str(error), remedy="Look at its workers, and run again"
        ) from None
    finally:
        client.cancel([future for _, _, future in waiting])
        client.close()


def _task(
    everything: tuple[Program, TimeGrid], first: int, last: int, values: dict[int, NDArray[np.float64]], seed: int, method: str
) -> Any:
    program, grid = everything
    return some(program, grid, first, last, values, seed, method)


def _version() -> str:
    return f"{ecotone.__version__}, numpy {np.__version__}"


def _same_ecotone(client: Any, address: str) -> int:
    """See that every worker has this Ecotone and this NumPy, without which the bytes may differ; return how many threads there are."""
    threads = sum(client.nthreads().values())
    if not threads:
        raise FetchError("The Dask cluster has no workers", where=address, remedy="Start some, then run again")
    try:
        found = client.run(_version)
    except ImportError as error:
        remedy = "Install the same Ecotone on every worker"
        raise FetchError("A worker of the Dask cluster has no Ecotone", where=address, got=str(error), remedy=remedy) from None
    other = sorted({version for version in found.values() if version != _version()})
    if other:
        raise FetchError("The Dask cluster's workers have other versions", where=address, got="; ".join(other), expected=_version())
    return int(threads)
