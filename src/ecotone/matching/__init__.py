"""Which organisation is this name? Normal forms, the decision who is who, and the sector of an actor."""

from ecotone.matching.by_normal_form import METHOD, Group, Named, group
from ecotone.matching.countries import country_code, country_name
from ecotone.matching.normal_form import normal_form
from ecotone.matching.sector import SectorGuess, sector_of

__all__ = ["METHOD", "Group", "Named", "SectorGuess", "country_code", "country_name", "group", "normal_form", "sector_of"]
