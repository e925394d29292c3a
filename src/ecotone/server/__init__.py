"""The HTTP API and the pages: one record, served on loopback to the person who started it.

`create_app` makes the application, `serve` runs it in this process. `guard` says who may ask, `failures` how errors are
told, `schemas` what goes over the wire; routes are grouped by what they are about: `record`, `map`, `actors`,
`changes`, `imports`, `saving`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecotone.server.app import create_app
    from ecotone.server.running import serve

__all__ = ["create_app", "serve"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: a job's own process needs no web server."""
    import importlib

    rooms = {"create_app": "ecotone.server.app", "serve": "ecotone.server.running"}
    if name not in rooms:
        raise AttributeError(name)
    return getattr(importlib.import_module(rooms[name]), name)
