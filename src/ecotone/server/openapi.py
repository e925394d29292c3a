"""Print the description of the HTTP API, the same bytes each time: `python -m ecotone.server.openapi > web/openapi.json`."""

from __future__ import annotations

import json
import sys


def description() -> str:
    """Return the OpenAPI description as JSON with sorted keys.

    Examples
    --------
    >>> "/api/map" in json.loads(description())["paths"]
    True
    """
    from ecotone.server.app import create_app

    return json.dumps(create_app("record.eco", token="none").openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"  # noqa: S106


if __name__ == "__main__":
    sys.stdout.write(description())
