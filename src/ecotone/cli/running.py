"""How a command runs: expected errors become one message and an exit code, long work shows where it is.

The codes are 0 (fine), 1 (finished with something to look at, or stopped by the user) and 2 (cannot be done as
asked). A reader that closes the pipe early (`| head`) has what it wanted: that is 0. A fault of Ecotone itself is
one message that says so and where; `ECOTONE_TRACEBACK=1` shows the whole.
"""

import contextlib
import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import typer
from typer.core import TyperGroup

from ecotone import kernel
from ecotone.errors import CancelledError, EcotoneError, sentence
from ecotone.work import Reporting

FINE: Final = 0
LOOK: Final = 1
"""Finished, but with something that the user must look at."""
CANNOT: Final = 2

_SYSTEM: Final = {
    errno.ENOENT: "No such file or folder",
    errno.EACCES: "No permission",
    errno.EPERM: "No permission",
    errno.EISDIR: "This is a folder, not a file",
    errno.ENOTDIR: "A part of this path is a file, not a folder",
    errno.EEXIST: "This exists already",
    errno.ENOSPC: "The disk is full",
    errno.EROFS: "The disk is read-only",
    errno.EADDRINUSE: "Another program listens on this port",
    errno.ENAMETOOLONG: "The path is too long",
}


class Commands(TyperGroup):
    """The group of all commands, with one way of ending for every one of them."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn what can go wrong into a message on standard error and an exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort):
            raise
        except BrokenPipeError:
            _close_quietly()
            raise typer.Exit(FINE) from None
        except KeyboardInterrupt:
            complain("Stopped. What was not finished was not kept.")
            raise typer.Exit(LOOK) from None
        except CancelledError:
            complain("Stopped on request. What was not finished was not kept.")
            raise typer.Exit(LOOK) from None
        except EcotoneError as error:
            complain(str(error))
            raise typer.Exit(CANNOT) from None
        except OSError as error:
            complain(system_message(error))
            raise typer.Exit(CANNOT) from None
        except MemoryError:
            complain(sentence("There is not enough memory for this", remedy="Ask for less: give a scope, such as --from or --sector"))
            raise typer.Exit(CANNOT) from None
        except Exception as error:
            if _is_usage(error):
                raise
            complain(fault_message(error))
            raise typer.Exit(CANNOT) from None
        return result


def _is_usage(error: Exception) -> bool:
    """Tell an error of usage, which Typer reports itself (it also has an exit code, 2)."""
    return hasattr(error, "exit_code")


def complain(message: str) -> None:
    """Write one message for the user on standard error."""
    with contextlib.suppress(OSError):
        print(f"ecotone: {message}", file=sys.stderr, flush=True)


def system_message(error: OSError) -> str:
    """Say in plain words what the operating system refused."""
    what = _SYSTEM.get(error.errno or 0, error.strerror or str(error))
    return sentence(what, where=str(error.filename) if error.filename else None)


def fault_message(error: Exception) -> str:
    """Say that Ecotone itself is at fault, and where; the whole way there only where it was asked for."""
    if os.environ.get("ECOTONE_TRACEBACK"):
        return "".join(traceback.format_exception(error))
    last = traceback.extract_tb(error.__traceback__)[-1]
    return sentence(
        f"Ecotone itself failed: {type(error).__name__}: {error}",
        where=f"{Path(last.filename).name}, line {last.lineno}",
        remedy="This is a fault of the program; set ECOTONE_TRACEBACK=1, run again and report what it prints",
    )


def _close_quietly() -> None:
    """Point standard output nowhere, so that nothing complains when Python flushes it at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_out(text: str) -> None:
    """Write text for programs to standard output as UTF-8, whatever the terminal's own encoding is."""
    stream: IO[bytes] | None = getattr(sys.stdout, "buffer", None)
    sys.stdout.flush()
    if stream is None:
        sys.stdout.write(text)
    else:
        stream.write(text.encode())
    sys.stdout.flush()


def say(message: str) -> None:
    """Tell the user something on standard error that is no part of the answer."""
    print(message, file=sys.stderr, flush=True)


@contextlib.contextmanager
def working(title: str) -> Iterator[Reporting]:
    """Give long work something to report to: a progress bar on a terminal, bare messages elsewhere.

    The first Ctrl+C asks the work to stop at its next step, so that it can leave everything as it was; the second
    stops it wherever it is (the record's transaction still rolls back).

    Parameters
    ----------
    title : str
        What is being done, for example `Importing`.

    Yields
    ------
    Reporting
        What the work reports to, as its argument `work=`.
    """
    with contextlib.ExitStack() as stack:
        report, tell = stack.enter_context(_progress_bar(title)) if sys.stderr.isatty() else (_report_nothing, say)
        work = Reporting(report, tell)
        stack.enter_context(_telling_compilation(tell))
        stack.enter_context(_cancelled_by_interrupt(work))
        yield work


def _report_nothing(_done: float, _total: float | None, _what: str) -> None:
    """Report no progress where nobody watches."""


@contextlib.contextmanager
def _progress_bar(title: str) -> Iterator[tuple[Callable[[float, float | None, str], None], Callable[[str], None]]]:
    """Show a bar that goes away when the work is done."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[counts]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(escape(title), total=None, counts="")

        def report(done: float, total: float | None, what: str) -> None:
            counts = f"{done:,.0f} of {total:,.0f}" if total else f"{done:,.0f}"
            progress.update(task, completed=done, total=total, description=escape(what or title), counts=counts)

        yield report, lambda message: progress.console.print(escape(message), highlight=False)


@contextlib.contextmanager
def _telling_compilation(tell: Callable[[str], None]) -> Iterator[None]:
    """Say once that kernels are being compiled: it takes some seconds, and only the first time on a machine."""
    told = False

    def compiling(_name: str) -> None:
        nonlocal told
        if not told:
            told = True
            tell("Compiling kernels for this machine; this happens once and is kept …")

    kernel.on_compile.append(compiling)
    try:
        yield
    finally:
        kernel.on_compile.remove(compiling)


@contextlib.contextmanager
def _cancelled_by_interrupt(work: Reporting) -> Iterator[None]:
    """Let the first Ctrl+C cancel the work and the second interrupt it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def cancel(_number: int, _frame: object) -> None:
        work.cancel()
        signal.signal(signal.SIGINT, before)
        say("Stopping …")

    signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
