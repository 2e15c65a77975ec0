"""A real server: hang-ups, floods, bodies that are too large or too slow, and its end."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from live_server import ENDLESS, Running, running

HEAD = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nX-Forwarded-For: "


def _children(pid: int) -> set[int]:
    return {
        int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in (task / "children").read_text().split()
    }


def _until(holds, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(holds())


@contextlib.contextmanager
def _asked(server: Running, query: str, visitor: str) -> Iterator[socket.socket]:
    """A connection on which a query was sent and no answer read yet; it is hung up at the end."""
    head = HEAD + f"{visitor}\r\nContent-Length: {len(query)}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head + query.encode())
        yield connection


def _quick(server: Running, visitor: str) -> float:
    started = time.monotonic()
    response = server.post("ASK { }", visitor)
    assert (response.status, b"true" in response.read()) == (200, True)
    return time.monotonic() - started


def test_a_client_that_hangs_up_frees_its_worker_at_once(server: Running) -> None:
    """One visitor has one quick place of two: so the next query of the same visitor would wait for a second."""
    for _ in range(5):
        with _asked(server, ENDLESS, "192.0.2.9"):
            time.sleep(0.3)
        assert _quick(server, "192.0.2.9") < 1
    assert _until(lambda: server.log.read_text().count(" 499 ") >= 5)


def test_a_client_that_hangs_up_while_it_waits_leaves_the_queue(server: Running) -> None:
    with _asked(server, ENDLESS, "192.0.2.8"):
        for _ in range(20):
            with _asked(server, "ASK { }", "192.0.2.8"):
                time.sleep(0.02)
        time.sleep(0.2)
        assert _quick(server, "192.0.2.7") < 1
    assert _quick(server, "192.0.2.8") < 1


def test_while_one_visitor_floods_another_is_answered(server: Running) -> None:
    statuses: list[int] = []
    with contextlib.ExitStack() as flood:
        connections = [flood.enter_context(_asked(server, ENDLESS, "192.0.2.6")) for _ in range(30)]
        slowest = max(_quick(server, "192.0.2.5") for _ in range(20))
        for connection in connections:
            connection.settimeout(0.05)
            with contextlib.suppress(TimeoutError):
                statuses.append(int(connection.recv(64).split()[1]))
    assert slowest < 1
    assert statuses == [503] * 17  # one runs, and twelve may wait


def test_who_is_refused_is_told_when_to_come_again(server: Running) -> None:
    with contextlib.ExitStack() as flood:
        for _ in range(13):
            flood.enter_context(_asked(server, ENDLESS, "192.0.2.4"))
        time.sleep(0.3)
        response = server.post("ASK { }", "192.0.2.4")
        assert response.status == 503
        assert 1 <= int(response.headers["Retry-After"]) <= 10
        assert response.read() == b"you have too many queries running and waiting; wait for one of them\n"


def test_a_network_of_ipv6_is_one_visitor(server: Running) -> None:
    with contextlib.ExitStack() as flood:
        for position in range(20):
            flood.enter_context(_asked(server, ENDLESS, f"2001:db8::{position}"))
        assert _quick(server, "2001:db8:0:1::1") < 1
        assert server.post("ASK { }", "2001:db8::ffff").status == 503


@pytest.mark.parametrize("with_length", [True, False])
def test_ten_megabytes_are_refused_and_the_refusal_is_read(server: Running, with_length: bool) -> None:
    """`http.client` writes all before it reads: it must get the answer all the same."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    body = b"a" * 10_000_000 if with_length else iter([b"a" * 100_000] * 100)
    connection.request(
        "POST", "/sparql", body, {"Content-Type": "application/sparql-query"}, encode_chunked=not with_length
    )
    response = connection.getresponse()
    assert response.status == 413
    assert response.read() == b"the request is too large; a query has 100,000 bytes at most\n"


def test_a_refusal_comes_before_the_body_does(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(HEAD + b"192.0.2.3\r\nContent-Length: 10000000\r\n\r\nASK")
        assert connection.recv(64).startswith(b"HTTP/1.1 413 ")


def test_a_head_that_is_too_large_is_refused(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(b"GET /sparql?query=" + b"a" * 100_000)
        assert connection.recv(64).startswith(b"HTTP/1.1 400 ")


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that waits for nobody longer than half a second."""
    before = "import mlatlas.server.reading as a, mlatlas.server.run as b\na.BODY_SECONDS = b._HEAD_SECONDS = b._TAKING_SECONDS = 0.5\nb._IDLE_SECONDS = 1"
    with running(tmp_path_factory.mktemp("hasty") / "log", before=before) as started:
        yield started


@pytest.mark.parametrize("earlier", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_whoever_does_not_finish_a_head_is_hung_up_on(hasty: Running, earlier: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port), timeout=5) as connection:
        connection.sendall(earlier)
        if earlier:
            assert connection.recv(64).startswith(b"HTTP/1.1 200 ")
        with contextlib.suppress(ConnectionError):
            for letter in b"GET /sparql?query=ASK":
                connection.sendall(bytes([letter]))
                time.sleep(0.1)
        with contextlib.suppress(ConnectionError):
            while connection.recv(10_000):
                pass
    assert _quick(hasty, "192.0.2.1") < 1


def test_whoever_does_not_finish_a_body_is_told(hasty: Running) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port), timeout=5) as connection:
        connection.sendall(HEAD + b"192.0.2.1\r\nContent-Length: 100\r\n\r\nASK")
        answer = b"".join(iter(lambda: connection.recv(10_000), b""))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert answer.endswith(b"the query did not arrive within 0.5 s\n")


def _is_held(server: Running, client: socket.socket) -> bool:
    """Whether the server still holds its end of a client's connection."""
    ends = [line.split()[1:4] for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    ports = [(int(ours.rpartition(":")[2], 16), int(theirs.rpartition(":")[2], 16)) for ours, theirs, _ in ends]
    established = {pair for pair, (*_, state) in zip(ports, ends, strict=True) if state == "01"}
    return (server.port, client.getsockname()[1]) in established


def _ask_much(server: Running, buffer: int) -> socket.socket:
    """A connection on which an answer of some megabytes comes, of which the kernel takes so many bytes by itself."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.settimeout(10)
    connection.connect(("127.0.0.1", server.port))
    query = b"SELECT * { ?s ?p ?o . ?s ?q ?r }"
    connection.sendall(HEAD + b"192.0.2.1\r\nContent-Length: %d\r\n\r\n%s" % (len(query), query))
    return connection


def test_whoever_does_not_read_the_answer_is_hung_up_on(hasty: Running) -> None:
    with _ask_much(hasty, 20_000) as connection:
        assert connection.recv(12) == b"HTTP/1.1 200"
        assert _is_held(hasty, connection)
        assert _until(lambda: not _is_held(hasty, connection))


def test_whoever_reads_slowly_gets_all(hasty: Running) -> None:
    with _ask_much(hasty, 200_000) as connection, connection.makefile("rb", 0) as answer:
        head = b"".join(iter(answer.readline, b"\r\n")).lower()
        left = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        assert left > 2_000_000
        started = time.monotonic()
        while left and (part := answer.read(min(left, 100_000))):
            left -= len(part)
            time.sleep(0.05)
    assert left == 0
    assert time.monotonic() - started > 1  # twice as long as whoever takes nothing is given


def test_the_end_of_the_server_ends_its_queries_and_its_workers(tmp_path: Path) -> None:
    with running(tmp_path / "log", seconds="60") as server:
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(server.post(ENDLESS).status))
        asking.start()
        assert _until(lambda: len(_children(server.process.pid)) == 3)
        workers = _children(server.process.pid)
        time.sleep(0.3)
        started = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=10)
        asking.join()
        assert time.monotonic() - started < 5
        assert answers == [504]
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
        assert "Traceback" not in server.log.read_text()


def test_ctrl_c_ends_a_server_that_is_idle_at_once(tmp_path: Path) -> None:
    with running(tmp_path / "log") as server:
        assert server.post("ASK { }").status == 200
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=3) == 0
        assert "Stopped." in (server.process.stdout.read() if server.process.stdout else "")


def test_workers_end_with_a_server_that_is_killed(tmp_path: Path) -> None:
    with running(tmp_path / "log") as server:
        assert server.post("ASK { }").status == 200
        workers = _children(server.process.pid)
        server.process.kill()
        server.process.wait()
        assert _until(lambda: not any(_lives(pid) for pid in workers))


def _lives(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "\nState:\tZ" not in status.read_text()


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-c", "from mlatlas.cli import main; main()", "serve", "--port", str(port)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith(f"mlatlas: cannot listen on 127.0.0.1:{port} (")


def test_the_server_answers_at_the_end_of_all_this(server: Running) -> None:
    assert _quick(server, "192.0.2.1") < 1
    assert server.process.poll() is None
    assert "Traceback" not in server.log.read_text()
