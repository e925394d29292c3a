"""The command line: one command for each question.

Every command takes `--json` for programs, answers `--help` with an example, tells long work on standard error, and
ends with 0 (fine), 1 (finished, but there is something to look at: problems found, all rows refused, stopped by the
user) or 2 (what was asked cannot be done: one message, no traceback). Commands import their rooms when they are
called, so that `ecotone --help` answers at once.
"""

import sys

from ecotone.cli.commands import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command that the process was started with, and end the process with its exit code.

    Examples
    --------
    >>> import ecotone.cli
    >>> callable(ecotone.cli.main)
    True
    """
    sys.exit(app(prog_name="ecotone"))
