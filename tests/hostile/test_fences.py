"""Each fence does something: without it, what the other tests look for happens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from hostile import costly
from hostile.canary import Canary, canary
from hostile.ways import Bystander, through_sandbox
from mlatlas.atlas import Atlas
from mlatlas.errors import QueryStopped
from mlatlas.sandbox import Limits, Sandbox, worker

_SERVICE = "SELECT * { SERVICE <http://@HOST@/sparql> { ?s ?p ?o } }"
#: A worker's way to answer, with or without its fence against sockets.
_WORKER = """
import sys
import pyoxigraph as ox
from mlatlas.sandbox import worker

if sys.argv[1] == "fenced":
    assert worker.refuse_sockets()
print(worker.evaluate(ox.Store(), sys.argv[2], {}, None, {"rows": 10, "bytes": 1000}))
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter and its notices are Linux's")


@pytest.fixture
def bird(tmp_path: Path) -> Iterator[Canary]:
    with canary(tmp_path) as watching:
        yield watching


def _evaluate(fence: str, bird: Canary) -> str:
    command = [sys.executable, "-c", _WORKER, fence, _SERVICE.replace("@HOST@", bird.host)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout


@linux
def test_the_canary_notices_whoever_reads_its_file(bird: Canary) -> None:
    assert bird.reads == 0
    bird.file.read_bytes()
    assert bird.reads > 0


def test_the_engine_by_itself_calls_wherever_a_query_says(bird: Canary) -> None:
    with pytest.raises(OSError):
        list(ox.Store().query(_SERVICE.replace("@HOST@", bird.host)))
    assert bird.connections > 0


def test_a_worker_without_its_filter_reaches_the_network(bird: Canary) -> None:
    assert "failed" in _evaluate("open", bird)
    assert bird.connections > 0


@linux
def test_a_worker_with_its_filter_does_not(bird: Canary) -> None:
    assert "failed" in _evaluate("fenced", bird)
    assert bird.connections == 0


def test_without_the_check_deep_queries_kill_workers_and_workers_alone(atlas: Atlas) -> None:
    deep = next(str(case.text) for case in costly.DEPTH if case.name == "49,000 braces")
    with Sandbox(atlas.store.path, workers=1) as sandbox:
        with pytest.raises(QueryStopped, match="went too deep"):
            sandbox._reply(deep, {})
        assert sandbox.run("ASK { }").truth


def test_without_limits_the_engine_does_not_end(atlas: Atlas) -> None:
    script = "import sys, pyoxigraph as ox; list(ox.Store.read_only(sys.argv[1]).query(sys.argv[2]))"
    text = str(costly.ENDLESS[0].text).replace("{ ?a", "{ GRAPH ?x { ?a").replace(" }", " } }")
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", script, str(atlas.store.path / "data"), text], check=False, timeout=2)


def test_without_fair_turns_others_would_wait(atlas: Atlas) -> None:
    """The bystander is taken for one of the flood here: it waits, or gets no turn at all."""
    with Sandbox(atlas.store.path, limits=Limits(wall_seconds=2)) as sandbox, ThreadPoolExecutor(4) as flood:
        bystander = Bystander(lambda: sandbox.run("ASK { }", visitor="hostile"))
        with bystander.asking():
            list(flood.map(through_sandbox, [sandbox] * 4, [str(costly.ENDLESS[0].text)] * 4))
    assert bystander.refusals or bystander.slowest > 1


def test_the_fence_knows_this_machine() -> None:
    assert sys.platform != "linux" or worker.platform.machine() in worker._NETWORK_CALLS
