"""How a query takes each way into the product: the sandbox, the endpoint, the app."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from hostile.cases import End, Outcome
from hostile.requests import Request
from mlatlas.errors import AtlasError, BadQuery, BadRequest, QueryStopped
from mlatlas.sandbox import Sandbox

_TIMEOUT = 20.0
#: Everything else of 400 and more is a refusal.
_OUTCOMES: dict[int, Outcome] = {200: "answered", 204: "answered", 303: "answered", 500: "failed", 504: "stopped"}


def through_sandbox(sandbox: Sandbox, text: str) -> End:
    """Run a query as Atlas does, and write its answer in a format."""
    started = time.monotonic()
    outcome, said = _asked(lambda: sandbox.run(text, "table", visitor="hostile"))
    return End(outcome, time.monotonic() - started, said)


def _asked(ask: Callable[[], object]) -> tuple[Outcome, str]:
    try:
        return "answered", str(ask())
    except (BadQuery, BadRequest) as error:
        return "refused", str(error)
    except QueryStopped as error:
        return "stopped", str(error)
    except AtlasError as error:
        return "failed", str(error)


def through_endpoint(port: int, text: str | bytes, visitor: str = "192.0.2.66") -> End:
    """Post a query to the endpoint, as if from the address of a visitor."""
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    headers = {"Content-Type": "application/sparql-query", "X-Forwarded-For": visitor, "Connection": "close"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    started = time.monotonic()
    try:
        connection.request("POST", "/sparql", body, headers)
        response = connection.getresponse()
        said = f"{response.headers}{response.read().decode('utf-8', 'replace')}"
    except OSError as error:
        return End("closed", time.monotonic() - started, str(error))
    finally:
        connection.close()
    return End(_OUTCOMES.get(response.status, "refused"), time.monotonic() - started, said)


def over_a_socket(port: int, request: Request, host: str, file: str) -> End:
    """Send the bytes of a request and read until the server closes."""
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT) as connection:
        said = _talk(connection, request, host, file)
    status = said.split(b" ", 2)[1:2] if said.startswith(b"HTTP/1.1 ") else []
    outcome: Outcome = _OUTCOMES.get(int(status[0]), "refused") if status else "closed"
    return End(outcome, time.monotonic() - started, said.decode("utf-8", "replace"))


def _talk(connection: socket.socket, request: Request, host: str, file: str) -> bytes:
    said = bytearray()
    try:
        for piece in request.pieces:
            if isinstance(piece, float):
                time.sleep(piece)
            else:
                connection.sendall(piece.replace(b"@HOST@", host.encode()).replace(b"@FILE@", file.encode()))
        while not request.gone and (chunk := connection.recv(65_536)):
            said += chunk
    except (ConnectionError, TimeoutError):
        pass  # what was said until then is what counts
    return bytes(said)


class Bystander:
    """Another visitor, who asks `ASK { }` over and over; `slowest` is the longest answer in seconds."""

    def __init__(self, ask: Callable[[], object]) -> None:
        self._ask = ask
        self._over = Event()
        self.answers = 0
        self.slowest = 0.0
        self.refusals: list[str] = []

    def _go_on(self) -> None:
        while not self._over.wait(0.05):
            started = time.monotonic()
            try:
                self._ask()
                self.answers += 1
            except AtlasError as error:
                self.refusals.append(str(error))
            self.slowest = max(self.slowest, time.monotonic() - started)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask as long as the block runs."""
        thread = Thread(target=self._go_on)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()


def endpoint_bystander(port: int) -> Bystander:
    """Another visitor of the endpoint."""

    def ask() -> None:
        end = through_endpoint(port, "ASK { }", "192.0.2.1")
        if end.outcome != "answered":
            raise QueryStopped(end.said)

    return Bystander(ask)
