"""Boosted trees as a second opinion: the published row of theirs, and why the model is logistic all the same.

The published row is that of scikit-learn's histogram trees with everything at its default and the seed 0, to the last printed digit; the
last test says so where scikit-learn is installed. Of six seeds average precision on the lists ranges from .35 to .84, for the seed decides
which tenth of the pairs is set aside to say when to stop. The trees here, which need no library, are small and plain (logistic loss,
histograms, grown level by level) and their areas agree; the package ships none.

References
----------
Friedman, J. H. (2001). Greedy function approximation: a gradient boosting machine. Annals of Statistics 29, 1189-1232.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

from ecotone.partnerships.recommend.accuracy import area_under_curve, places
from ecotone.partnerships.recommend.logistic import fit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

BINS = 64


def boost(
    rows: NDArray[np.float64], found: NDArray[np.bool_], *, rounds: int = 100, depth: int = 5, rate: float = 0.1, least: int = 20
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Return a function that scores rows by the sum of so many trees, each of so many levels."""
    edges = [np.unique(np.quantile(column, np.linspace(0, 1, BINS)[1:-1])) for column in rows.T]
    binned = np.column_stack([np.searchsorted(edge, column) for edge, column in zip(edges, rows.T, strict=True)])
    at = np.zeros(len(found))
    trees = []
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-at))
        tree = _tree(binned, found - chance, chance * (1 - chance), depth, least)
        at += rate * _walk(tree, binned)
        trees.append(tree)

    def score(others: NDArray[np.float64]) -> NDArray[np.float64]:
        there = np.column_stack([np.searchsorted(edge, column) for edge, column in zip(edges, others.T, strict=True)])
        return np.asarray(rate * sum(_walk(tree, there) for tree in trees))

    return score


Tree = tuple[list[tuple["NDArray[np.int64]", "NDArray[np.int64]"]], "NDArray[np.float64]"]


def _tree(binned: NDArray[np.int64], slope: NDArray[np.float64], curve: NDArray[np.float64], depth: int, least: int) -> Tree:
    """Grow one tree level by level; a node that no split helps sends all to its left."""
    node = np.zeros(len(slope), np.int64)
    levels = []
    for level in range(depth):
        nodes = 2**level
        best = np.full(nodes, 1e-9)
        column, cut = np.zeros(nodes, np.int64), np.full(nodes, BINS, np.int64)
        for k in range(binned.shape[1]):
            key = node * BINS + binned[:, k]
            g, h, n = (
                np.bincount(key, value, minlength=nodes * BINS).reshape(nodes, BINS).cumsum(axis=1)
                for value in (slope, curve, np.ones(len(slope)))
            )
            gain = _worth(g, h) + _worth(g[:, -1:] - g, h[:, -1:] - h) - _worth(g[:, -1:], h[:, -1:])
            gain[(n < least) | (n[:, -1:] - n < least)] = 0.0
            top = gain.argmax(axis=1)
            better = gain[np.arange(nodes), top] > best
            best[better], column[better], cut[better] = gain[np.arange(nodes), top][better], k, top[better]
        levels.append((column, cut))
        node = 2 * node + (binned[np.arange(len(node)), column[node]] > cut[node])
    g, h = (np.bincount(node, value, minlength=2**depth) for value in (slope, curve))
    return levels, g / np.maximum(h, 1e-3)


def _worth(g: NDArray[np.float64], h: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(g**2 / np.maximum(h, 1e-3))


def _walk(tree: Tree, binned: NDArray[np.int64]) -> NDArray[np.float64]:
    node = np.zeros(len(binned), np.int64)
    for column, cut in tree[0]:
        node = 2 * node + (binned[np.arange(len(node)), column[node]] > cut[node])
    return np.asarray(tree[1][node])


LISTS = ("bax_j_8131767_1", "farrer_m_8094066_4", "marte_f_17602764_2", "stefanadis_c_19485928_5")


def read(corpus: Path) -> dict[str, tuple[NDArray[np.float64], NDArray[np.bool_]]]:
    """Return the pairs of every file and which became co-authors."""
    found = {}
    for name in ("training", "test", *LISTS):
        frame = pl.read_csv(corpus / "partner_recommendation" / f"{name}_features.txt", infer_schema_length=0)
        frame = frame.rename({"sim_1ition": "sim_position"}, strict=False)
        found[name] = frame.drop("connect").cast(pl.Float64).to_numpy(), frame["connect"].is_in(["1", "pos"]).to_numpy()
    return found


@pytest.mark.corpus
def test_trees_win_on_balanced_pairs_and_lose_on_real_lists(corpus: Path) -> None:
    """The published area of .882 on balanced pairs and .76 to .95 on lists; their precision there hangs on how trees are grown."""
    pairs = read(corpus)
    rows, found = pairs["training"]
    trees, model = boost(rows, found), fit(rows, found.astype(float))
    balanced = [area_under_curve(score(pairs["test"][0]), pairs["test"][1]) for score in (trees, model.log_odds)]
    assert balanced == pytest.approx([0.882, 0.871], abs=0.01)
    areas = [area_under_curve(trees(pairs[name][0]), pairs[name][1]) for name in LISTS]
    assert [min(areas), max(areas)] == pytest.approx([0.76, 0.95], abs=0.01)
    lost = [
        places(trees(pairs[name][0]), pairs[name][1]).average_precision()
        < places(model.log_odds(pairs[name][0]), pairs[name][1]).average_precision()
        for name in LISTS
    ]
    assert sum(lost) >= 3


@pytest.mark.corpus
def test_the_published_row_is_that_of_one_library_and_one_seed(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "1")  # else it asks a program of the system for them, which a bare one has not
    ensemble: Any = importlib.import_module("sklearn.ensemble")
    pairs = read(corpus)
    trees = ensemble.HistGradientBoostingClassifier(random_state=0).fit(*pairs["training"])
    scores = {name: trees.predict_proba(pairs[name][0])[:, 1] for name in ("test", *LISTS)}
    areas = [area_under_curve(scores[name], pairs[name][1]) for name in LISTS]
    precision = [places(scores[name], pairs[name][1]).average_precision() for name in LISTS]
    assert area_under_curve(scores["test"], pairs["test"][1]) == pytest.approx(0.882, abs=0.001)
    assert [min(areas), max(areas)] == pytest.approx([0.76, 0.95], abs=0.01)
    assert [min(precision), max(precision)] == pytest.approx([0.38, 0.78], abs=0.01)
