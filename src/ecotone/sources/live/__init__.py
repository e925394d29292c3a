"""The world's services, asked over the network: raw answers are kept as files, and read like any file that a user brings.

`fetch` asks a service page by page and keeps each answer as it came; `intake` then reads the folder with the source of
that service. So what was fetched can be looked at, mailed, and read again without the network.
"""

from ecotone.sources.live.client import Client
from ecotone.sources.live.fetching import Fetched, fetch
from ecotone.sources.live.services import SERVICES, Service

__all__ = ["SERVICES", "Client", "Fetched", "Service", "fetch"]
