"""The arguments of a call: how many there must be, and their nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecotone.dynamics.syntax import display
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from ecotone.dynamics.lower import Lowering
    from ecotone.dynamics.scopes import Environment
    from ecotone.dynamics.syntax import Call


def wrong_number(call: Call, env: Environment, expected: str) -> ModelError:
    """Make the error for a wrong number of arguments."""
    return ModelError(
        f"{display(call.name).upper()} has the wrong number of arguments", where=env.where, got=str(len(call.arguments)), expected=expected
    )


def arguments(lowering: Lowering, call: Call, env: Environment, least: int, most: int | None = None) -> list[int]:
    """Return the nodes of a call's arguments, or fail if there are too few or too many."""
    most = least if most is None else most
    if not least <= len(call.arguments) <= most:
        raise wrong_number(call, env, str(least) if least == most else f"{least} to {most}")
    return [lowering.lower(argument, env) for argument in call.arguments]
