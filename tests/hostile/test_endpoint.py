"""Hostile queries and requests at `mlatlas serve`, in a process of its own."""

from __future__ import annotations

import contextlib
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hostile import costly, reaching, requests
from hostile.canary import Canary
from hostile.cases import Query
from hostile.conftest import check_end
from hostile.requests import Request
from hostile.ways import endpoint_bystander, over_a_socket, through_endpoint
from live_server import Running, running
from mlatlas.atlas import Atlas

REQUESTS = [case for group in requests.ALL.values() for case in group]
#: Heads and bodies are waited for a second each here, and a way there and back comes on top.
_SLOWEST_REQUEST = 6.0


@pytest.mark.parametrize("case", (*reaching.ALL, *costly.ALL), ids=str)
def test_a_query_ends_in_order(case: Query, server: Running, bird: Canary) -> None:
    end = through_endpoint(server.port, case.filled(bird.host, str(bird.file)))
    check_end(end, case.may, bird)


@pytest.mark.parametrize("case", REQUESTS, ids=str)
def test_a_request_ends_in_order(case: Request, server: Running, bird: Canary) -> None:
    end = over_a_socket(server.port, case, bird.host, str(bird.file))
    check_end(end, case.may, bird, _SLOWEST_REQUEST)
    assert "<script>" not in end.said or "content-type: text/plain" in end.said
    assert "\nset-cookie" not in end.said.lower()
    assert through_endpoint(server.port, "ASK { }").outcome == "answered"


def test_whoever_keeps_silent_is_not_waited_for(server: Running) -> None:
    for case in (requests.NO_HTTP[-1], requests.BODIES[-2]):
        started = time.monotonic()
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            connection.sendall(b"".join(piece for piece in case.pieces if isinstance(piece, bytes)))
            while connection.recv(65_536):
                pass
        assert time.monotonic() - started < 5


def test_many_connections_at_a_time_leave_room_for_others(server: Running) -> None:
    with contextlib.ExitStack() as held:
        for _ in range(150):
            held.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        assert through_endpoint(server.port, "ASK { }").outcome == "answered"
    with ThreadPoolExecutor(40) as crowd:
        ends = list(crowd.map(lambda _: through_endpoint(server.port, "ASK { }"), range(400)))
    assert {end.outcome for end in ends} <= {"answered", "refused"}
    assert "failed" not in {end.outcome for end in ends}
    assert through_endpoint(server.port, "ASK { }").outcome == "answered"


def test_while_they_run_others_are_answered(atlas: Atlas, tmp_path: Path) -> None:
    with running(tmp_path / "log", seconds="3") as server, ThreadPoolExecutor(8) as flood:
        bystander = endpoint_bystander(server.port)
        with bystander.asking():
            endless = str(costly.ENDLESS[0].text)
            ends = list(flood.map(lambda _: through_endpoint(server.port, endless), range(8)))
    assert {end.outcome for end in ends} == {"stopped", "refused"}  # refused: no turn for so many
    assert bystander.refusals == []
    assert bystander.answers > 20
    assert bystander.slowest < 1
