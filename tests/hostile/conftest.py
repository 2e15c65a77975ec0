"""The canary, a sandbox and a server whose queries end soon."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hostile.canary import MARK, Canary, canary
from hostile.cases import End, Outcome
from live_server import Running, running
from mlatlas.atlas import Atlas
from mlatlas.sandbox import Limits, Sandbox

#: So long a query may run in these tests, and so much later it must have ended.
SECONDS = 0.3
GRACE = 1.0
#: Requests are waited for as well: for so many seconds, head and body alike.
_PATIENCE = 1
_IMPATIENT = (
    "from mlatlas.server import reading, replies, run; reading.BODY_SECONDS = replies._DRAINED_SECONDS = "
    f"run._HEAD_SECONDS = run._IDLE_SECONDS = {_PATIENCE}"
)


@pytest.fixture(scope="module")
def bird(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    with canary(tmp_path_factory.mktemp("canary")) as watching:
        yield watching
        assert (watching.connections, watching.reads) == (0, 0)


@pytest.fixture(scope="module")
def sandbox(atlas: Atlas) -> Iterator[Sandbox]:
    with Sandbox(atlas.store.path, limits=Limits(wall_seconds=SECONDS)) as opened:
        yield opened


@pytest.fixture(scope="module")
def server(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that must still be there at the end, with no traceback in its log."""
    with running(tmp_path_factory.mktemp("server") / "log", seconds=str(SECONDS), before=_IMPATIENT) as started:
        yield started
        assert started.process.poll() is None
        assert "Traceback" not in started.log.read_text("utf-8")


def check_end(end: End, may: frozenset[Outcome], bird: Canary, seconds: float = SECONDS + GRACE) -> None:
    """What holds of every case, whatever it is."""
    assert end.outcome in may, end.said[:300]
    assert end.seconds < seconds
    assert (bird.connections, bird.reads) == (0, 0)
    assert MARK not in end.said
    assert "Traceback" not in end.said
