"""Ensembles on a Dask cluster: the bytes of a run here, from a cluster in the test's own process that is spoken to over TCP."""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.dynamics import Model, spread
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.loops import find_loops
from ecotone.dynamics.spread import members_of_a_task
from ecotone.dynamics.streamed import summarise
from ecotone.errors import CancelledError, EcotoneError, FetchError, InputError, ModelError
from ecotone.work import Reporting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Noise, a fixed delay, a smooth and a table: all that keeps something from step to step or hangs on the member's number.
NOISY = """{UTF-8}
stock = INTEG(inflow - late * rate, 100) ~~|
inflow = RANDOM NORMAL(0, 20, 10, 3, 1) + curve(Time) ~~|
late = DELAY FIXED(SMOOTH(stock, 2), lag, 50) ~~|
rate = 0.05 ~~|lag = 3 ~~|
curve((0,0),(8,4)) ~~|
INITIAL TIME = 0~~|\nFINAL TIME = 8~~|\nTIME STEP = 0.25~~|\nSAVEPER = 1~~|
"""
MEMBERS = 1000
RATES = np.linspace(0.01, 0.1, MEMBERS)
LAGS = np.random.Generator(np.random.Philox(5)).uniform(1, 4, MEMBERS)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    import distributed

    options = {"processes": False, "protocol": "tcp://", "host": "127.0.0.1", "n_workers": 2, "threads_per_worker": 1}
    started: Any = distributed.LocalCluster  # it has no types
    with started(**options, dashboard_address=None, silence_logs=50) as made:
        yield made.scheduler_address


@pytest.fixture
def model() -> Model:
    return Model(parse_vensim(NOISY))


@pytest.mark.parametrize("method", ["euler", "rk4"])
def test_the_bytes_are_those_of_a_run_here(cluster: str, model: Model, method: Any) -> None:
    options: dict[str, Any] = {"members": MEMBERS, "constants": {"rate": RATES, "lag": LAGS}, "seed": 7, "method": method}
    here, there = (model.run(**options, engine=engine) for engine in ("numpy", cluster))
    assert cluster.startswith("tcp://")
    assert here.columns == there.columns
    assert here.values.tobytes() == there.values.tobytes()
    assert len(set(there["inflow"][-1])) > 900  # every member has noise of its own


def test_statistics_and_loops_are_the_same_too(cluster: str, model: Model) -> None:
    many = {"members": 9000, "constants": {"rate": np.resize(RATES, 9000)}, "outputs": ["stock"], "seed": 3}
    here, there = (summarise(model, **many, engine=engine) for engine in ("numpy", cluster))  # type: ignore[arg-type]
    for name in ("mean", "deviation", "least", "most", "percentiles"):
        assert getattr(here, name).tobytes() == getattr(there, name).tobytes(), name
    one, other = (find_loops(model, members=200, constants={"rate": RATES[:200]}, engine=engine) for engine in ("numpy", cluster))
    for ours, theirs in zip(one.loops, other.loops, strict=True):
        assert ours.score.tobytes() == theirs.score.tobytes()


def test_work_is_told_stopped_and_at_fault_as_here(cluster: str, model: Model) -> None:
    seen: list[float] = []
    model.run(members=MEMBERS, constants={"rate": RATES}, engine=cluster, work=Reporting(lambda done, _total, _what: seen.append(done)))
    assert seen == sorted(seen)
    assert seen[-1] == MEMBERS
    work = Reporting(lambda *_: work.cancel())
    with pytest.raises(CancelledError):
        model.run(members=MEMBERS, constants={"rate": RATES}, engine=cluster, work=work)
    with pytest.raises(ModelError, match="length of a fixed delay"):
        model.run(members=MEMBERS, constants={"lag": np.full(MEMBERS, np.nan)}, engine=cluster)
    assert model.run(members=2, constants={"rate": RATES[:2]}, engine=cluster).members == 2  # and the cluster lives on


def test_what_is_wrong_with_a_cluster_is_said(cluster: str, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"no such engine.*tls://"):
        model.run(engine="fast")
    monkeypatch.setattr(spread, "PATIENCE_S", 0.5)
    with pytest.raises(FetchError, match=re.escape("does not answer (tcp://127.0.0.1:9)")):
        model.run(engine="tcp://127.0.0.1:9")
    with pytest.raises(InputError, match=re.escape("TLS needs certificates, and none are given to Dask. Got: tls://127.0.0.1:9")):
        model.run(engine="tls://127.0.0.1:9")
    monkeypatch.setattr(spread, "_version", _another)
    with pytest.raises(EcotoneError, match="other versions"):
        model.run(engine=cluster)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(InputError, match=re.escape("ecotone[dask]")):
        model.run(engine=cluster)


def _another() -> str:
    """Say another version on a worker than here: there another thread asks."""
    return threading.current_thread().name


def test_a_task_is_neither_too_small_nor_too_heavy() -> None:
    for members, threads, numbers in [(1, 1, 1), (1000, 2, 41), (10**6, 64, 200), (10**6, 1, 10**7)]:
        size = members_of_a_task(members, threads, numbers)
        assert 128 <= size <= 4096
        assert 4096 % size == 0


def test_the_command_takes_an_address(cluster: str, tmp_path: Path) -> None:
    path = tmp_path / "noisy.mdl"
    path.write_text(NOISY)
    made = []
    for name, engine in (("here.csv", "numpy"), ("there.csv", cluster)):
        options = ["--vary", "rate=0.01..0.1", "--members", "300", "--seed", "2", "--engine", engine, "-o", str(tmp_path / name)]
        result = CliRunner().invoke(app, ["simulate", str(path), *options])
        assert result.exit_code == 0, result.output
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    for command in (["simulate", str(path)], ["sensitivity", str(path), "--vary", "rate=0..1", "--output", "stock"]):
        result = CliRunner().invoke(app, [*command, "--engine", "fast"])
        assert result.exit_code == 2
        assert "no such engine" in result.stderr
    told = json.loads(CliRunner().invoke(app, ["model", "loops", str(path), "--engine", cluster, "--json"]).stdout)
    assert told["tables"][0]["rows"]
