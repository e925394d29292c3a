"""The towns that a string names, with their coordinates, as far as the registry has an organisation there.

A town counts where it stands between commas of its own, states and postcodes aside ("Gainesville, FL 32611"), or right
before a state or country at the end ("… University of Florida Gainesville FL USA"); so "Reading" in "Department of Reading"
is none. Towns of one name in several countries are all kept, unless the string names a country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.matching.parts import Parts
    from ecotone.matching.registry import Registry

_LONGEST: Final = 4
_ROUND: Final = 1
_KM: Final = 6371.0


class Towns:
    """The towns of a registry by the words of their names.

    Parameters
    ----------
    registry : Registry
        Whose towns.
    """

    def __init__(self, registry: Registry) -> None:
        spots: dict[tuple[str, ...], dict[tuple[str, float, float], None]] = {}
        for city, country, (latitude, longitude) in zip(
            registry.city_names, registry.countries, registry.coordinates.tolist(), strict=True
        ):
            if city and latitude == latitude:  # noqa: PLR0124  not a number is not itself
                spots.setdefault(city, {})[country, round(latitude, _ROUND), round(longitude, _ROUND)] = None
        self._spots = {words: tuple(places) for words, places in spots.items()}

    def named(self, found: Parts) -> tuple[frozenset[int], NDArray[np.float64]]:
        """Return the places of the words that name towns, and the coordinates of all these towns in radians."""
        where: set[int] = set()
        spots: list[tuple[float, float]] = []
        first = 0
        while first < len(found.words):
            end = first
            while end < len(found.words) and found.segments[end] == found.segments[first]:
                end += 1
            last = end
            while last > first and found.words[last - 1] in found.states:
                last -= 1
            for length in range(min(_LONGEST, last - first), 0, -1):
                alone = length == last - first
                if not alone and last == end:
                    continue
                here = [
                    (latitude, longitude)
                    for country, latitude, longitude in self._spots.get(found.words[last - length : last], ())
                    if not found.countries or country in found.countries
                ]
                if here:
                    where.update(range(last - length, last))
                    spots += here
                    break
            first = end
        return frozenset(where), np.radians(np.array(spots, dtype=np.float64).reshape(-1, 2))

    def are_all(self, found: Parts) -> bool:
        """Tell whether a string names places and nothing else."""
        return len(found.regions | self.named(found)[0]) == len(found.words)


def kilometres(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance on a sphere of each of some coordinates (in radians) from each of others.

    Examples
    --------
    >>> houston, dallas = np.radians([[29.76, -95.37]]), np.radians([[32.78, -96.80]])
    >>> kilometres(houston, dallas).round().tolist()
    [[362.0]]
    """
    half = np.sin((one[:, None, :] - other[None, :, :]) / 2) ** 2
    across = half[..., 0] + np.cos(one[:, None, 0]) * np.cos(other[None, :, 0]) * half[..., 1]
    distance: NDArray[np.float64] = 2 * _KM * np.arcsin(np.sqrt(np.clip(across, 0, 1)))
    return distance
