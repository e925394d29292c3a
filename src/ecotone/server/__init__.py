"""The HTTP API and the pages: one record, served on loopback to the person who started it.

`create_app` makes the application, `serve` runs it in this process. `guard` says who may ask, `failures` how errors are
told, `schemas` what goes over the wire; routes are grouped by what they are about: `record`, `map`, `actors`,
`changes`, `imports`, `saving`.
"""

from ecotone.server.app import create_app
from ecotone.server.running import serve

__all__ = ["create_app", "serve"]
