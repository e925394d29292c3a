"""Ecotone: one record of a healthcare innovation ecosystem, and every question on top of it."""

from ecotone.dates import Date, Interval
from ecotone.errors import EcotoneError
from ecotone.estimate import Estimate
from ecotone.scope import Scope

__all__ = ["Date", "EcotoneError", "Estimate", "Interval", "Scope", "__version__"]

__version__ = "0.1.0"
