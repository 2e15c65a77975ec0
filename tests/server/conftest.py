"""The application in this process, and a real server in one of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from live_server import Running, running
from mlatlas.atlas import Atlas
from mlatlas.server import Settings, application


@pytest.fixture
def client(atlas: Atlas) -> Iterator[TestClient]:
    with TestClient(application(atlas), raise_server_exceptions=False, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def client_of(atlas: Atlas) -> Iterator[Callable[[Settings], TestClient]]:
    """A client of an application with settings of its own."""
    yield lambda settings: TestClient(application(atlas, settings), follow_redirects=False)
    atlas.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server") / "log") as started:
        yield started
