"""Maps of more ties than can be drawn: actors gathered into groups, ties between two groups added up.

A map of a million ties is a hairball nobody can read, and takes minutes to send and to draw. So the server sends what
the eye can take in: one circle for each sector, community or place with how many actors it holds, one line for each two
groups with the sum of their ties. A group is opened by its key: its actors come out one by one where they are few enough
to be drawn, else its communities do, which can be opened in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import polars as pl

from ecotone.server.answers import column
from ecotone.vocabulary import SECTORS, UNKNOWN_SECTOR_LABEL, Sector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GroupBy = Literal["sector", "community", "city", "region", "country"]

OPENS: Final = 3_000
"""A group of so many actors comes out as actors when it is opened; a larger one as its communities."""
MOST: Final = 200
"""So many groups stand alone; the smaller ones stand together."""
UNKNOWN: Final = "-"
REST: Final = "*"
INTO: Final = "\u203a"
"""Parts the key of a group from that of a community inside it."""


class Gathering:
    """Actors on their way into groups.

    Parameters
    ----------
    actors : DataFrame
        `id`, `name`, `sector`, `city`, `region`, `country`.
    ties : DataFrame
        `source` and `target` (ids), `kind`, `weight`, `valid_from`, one row a source record.
    seed : int
        Decides communities and places.
    """

    def __init__(self, actors: pl.DataFrame, ties: pl.DataFrame, seed: int = 1) -> None:
        self.actors, self.ties, self.seed = actors, ties, seed
        ids = self.actors["id"].to_numpy()
        order = np.argsort(ids, kind="stable")
        ends = []
        here = np.ones(self.ties.height, bool)
        for name in ("source", "target"):
            wanted = self.ties[name].to_numpy()
            at = np.minimum(np.searchsorted(ids, wanted, sorter=order), max(len(ids) - 1, 0))
            found = order[at] if len(ids) else at
            here &= (ids[found] == wanted) if len(ids) else False
            ends.append(found.astype(np.int32))
        self.ties = self.ties.filter(pl.Series(here))
        self.tail, self.head = ends[0][here], ends[1][here]
        self.weight = self.ties["weight"].to_numpy()
        self.strength = np.bincount(self.tail, self.weight, len(ids)) + np.bincount(self.head, self.weight, len(ids))
        self.single: NDArray[np.bool_] = np.zeros(len(ids), bool)
        self.key: NDArray[np.object_] = np.full(len(ids), UNKNOWN, object)

    def gathered(self, by: GroupBy) -> NDArray[np.object_]:
        """Return for each actor the key of its group."""
        return self._communities(np.ones(len(self.key), bool)) if by == "community" else self._named(by)

    def open(self, keys: Sequence[str]) -> list[str]:
        """Take groups apart, the outer before the inner; return the keys of those whose actors came out."""
        opened = []
        for key in sorted(set(keys), key=lambda one: (one.count(INTO), one)):
            members = (self.key == key) & ~self.single
            number = int(members.sum())
            if 0 < number <= OPENS and number + int(self.single.sum()) <= 2 * OPENS:
                self.single |= members
                opened.append(key)
            elif number > OPENS and not key.endswith((UNKNOWN, REST)):
                inner = self._communities(members)
                self.key[members] = [f"{key}{INTO}{one}" for one in inner[members]]
        return opened

    def _named(self, by: str) -> NDArray[np.object_]:
        """Return each actor's value of a column, rare ones together."""
        values = self.actors[by].fill_null(UNKNOWN)
        known = values.filter(values != UNKNOWN)
        often = [UNKNOWN, *known.value_counts().sort(["count", by], descending=[True, False])[by].head(MOST)]
        return pl.select(pl.when(values.is_in(often)).then(values).otherwise(pl.lit(REST))).to_series().to_numpy().astype(object)

    def _communities(self, members: NDArray[np.bool_]) -> NDArray[np.object_]:
        """Return the number of each member's community by Leiden's method, small ones and those without ties together."""
        from ecotone.network import Graph
        from ecotone.network.groups import leiden, strengths

        inside = members[self.tail] & members[self.head]
        frame = pl.DataFrame({"source": self.tail[inside], "target": self.head[inside], "weight": self.weight[inside]})
        graph = Graph.from_frames(frame, pl.DataFrame({"id": np.flatnonzero(members).astype(np.int32)}), directed=False, weight="strength")
        number = leiden(strengths(graph), resolution=1.0, quality="modularity", seed=self.seed)
        size = np.bincount(number)
        words = np.array([str(one + 1) if one < MOST else REST for one in range(size.shape[0])], object)
        words[size == 1] = UNKNOWN
        found = np.full(len(self.key), UNKNOWN, object)
        found[members] = words[number]
        return found

    # ── what is sent ────────────────────────────────────────────────────────────────────────────────────────────

    def columns(self, by: GroupBy, opened: Sequence[str]) -> dict[str, Any]:
        """Return actors that came out, ties between all that is drawn, and the groups, as columns."""
        out = np.flatnonzero(self.single)
        shut = np.flatnonzero(~self.single)
        # The largest first; those not known and the small ones together last.
        last = pl.col("key").str.contains(r"(^|\u203a)[-*]$")
        sizes = pl.Series("key", self.key[shut], pl.String).value_counts().sort(last, "count", "key", descending=[False, True, False])
        place = {key: number for number, key in enumerate(sizes["key"].to_list())}
        node = np.empty(len(self.key), np.int32)
        node[out] = np.arange(out.shape[0], dtype=np.int32)
        node[shut] = [out.shape[0] + place[key] for key in self.key[shut]]
        ties, inside = self._summed(node, out.shape[0], len(place))
        return {
            "actors": self._actors(out, opened),
            "ties": ties,
            "groups": {
                "by": by,
                "key": list(place),
                "label": [self._label(key, by) for key in place],
                "actors": sizes["count"].to_list(),
                "inside": inside["ties"].tolist(),
                "weight_inside": inside["weight"].tolist(),
                **self._told(node, shut, out.shape[0], len(place)),
                "opens": [self._opens(key, count) for key, count in sizes.iter_rows()],
                "opened": list(opened),
                "opened_labels": [self._label(key, by) for key in opened],
                "opened_actors": [int((self.key[out] == key).sum()) for key in opened],
                "opened_of": [list(opened).index(key) for key in self.key[out]],
                "of_actors": len(self.key),
                "of_ties": self.ties.height,
            },
        }

    @staticmethod
    def _opens(key: str, count: int) -> str | None:
        if count <= OPENS:
            return "actors"
        return None if key.endswith((UNKNOWN, REST)) else "groups"

    def _label(self, key: str, by: GroupBy) -> str:
        """Return the name of a sector or place, or of the actor with the strongest ties in a community."""
        if by == "community" or INTO in key:
            members = np.flatnonzero(self.key == key)
            return str(self.actors["name"][int(members[np.argmax(self.strength[members])])])
        if by != "sector":
            return key
        return SECTORS[Sector(key)].label if key in set(Sector) else UNKNOWN_SECTOR_LABEL

    def _summed(self, node: NDArray[np.int32], singles: int, groups: int) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Add up the ties between what is drawn, one row for each pair and kind, and count those inside of a group."""
        one, other = node[self.tail], node[self.head]
        within = (one == other) & (one >= singles)
        inside = {
            "ties": np.bincount(one[within] - singles, minlength=groups),
            "weight": np.bincount(one[within] - singles, self.weight[within], minlength=groups),
        }
        between = self.ties.select(
            pl.Series("source", np.minimum(one, other)), pl.Series("target", np.maximum(one, other)), "kind", "weight", "valid_from"
        ).filter(pl.Series(~within))
        rows = (
            between.group_by("source", "target", "kind")
            .agg(pl.col("weight").sum(), pl.col("valid_from").min(), pl.len().alias("ties"))
            .sort("source", "target", "kind")
        )
        empty = [None] * rows.height
        return {
            "source": column(rows["source"]),
            "target": column(rows["target"]),
            "kind": column(rows["kind"]),
            "weight": column(rows["weight"]),
            "directed": [False] * rows.height,
            "from": column(rows["valid_from"]),
            "to": empty,
            "evidence": column(rows["ties"]),
        }, inside

    def _told(self, node: NDArray[np.int32], shut: NDArray[np.int64], singles: int, groups: int) -> dict[str, Any]:
        """Say of each group which sector most of it is, and who in it has most ties."""
        frame = pl.DataFrame(
            {
                "group": node[shut] - singles,
                "sector": self.actors["sector"].gather(shut),
                "name": self.actors["name"].gather(shut),
                "strength": self.strength[shut],
            }
        )
        most = (
            frame.group_by("group", "sector")
            .len()
            .sort("group", "len", "sector", descending=[False, True, False], nulls_last=True)
            .group_by("group", maintain_order=True)
            .first()
        )
        leads = (
            frame.sort("strength", descending=True, maintain_order=True).group_by("group", maintain_order=True).agg(pl.col("name").head(3))
        )
        sector = dict(most.select("group", "sector").iter_rows())
        names = dict(leads.iter_rows())
        return {"sector": [sector[number] for number in range(groups)], "leads": [names[number] for number in range(groups)]}

    def _actors(self, out: NDArray[np.int64], opened: Sequence[str]) -> dict[str, Any]:
        """Return the columns of the actors that came out; each stands where the layout of its own group puts it."""
        frame = self.actors[out]
        x, y = np.zeros(out.shape[0]), np.zeros(out.shape[0])
        for key in opened:
            mine = np.flatnonzero(self.key[out] == key)
            x[mine], y[mine] = self._places(out[mine])
        degree = np.zeros(out.shape[0])
        if out.shape[0]:
            touched = self.single[self.tail] | self.single[self.head]
            low, high = np.minimum(self.tail, self.head)[touched], np.maximum(self.tail, self.head)[touched]
            pairs = np.unique(low.astype(np.int64) * len(self.key) + high)
            pairs = pairs[pairs // len(self.key) != pairs % len(self.key)]
            partners = np.bincount(np.concatenate((pairs // len(self.key), pairs % len(self.key))), minlength=len(self.key))
            degree = partners[out].astype(float)
        return {
            **{name: column(frame[name]) for name in ("id", "name", "sector", "city", "region", "country")},
            "x": x.round(5).tolist(),
            "y": y.round(5).tolist(),
            "component": [0] * out.shape[0],
            "measures": {"degree": degree.tolist(), "strength": self.strength[out].tolist()},
            "fields": {},
        }

    def _places(self, members: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lay out the members of one group by the ties among them, within 1 of the centre."""
        from ecotone.network import Graph

        chosen = np.zeros(len(self.key), bool)
        chosen[members] = True
        inside = chosen[self.tail] & chosen[self.head]
        frame = pl.DataFrame({"source": self.tail[inside], "target": self.head[inside], "weight": self.weight[inside]})
        graph = Graph.from_frames(frame, pl.DataFrame({"id": members.astype(np.int32)}), directed=False, weight="strength")
        place = graph.layout(seed=self.seed)
        return place["x"].to_numpy() / 1000.0, place["y"].to_numpy() / 1000.0
