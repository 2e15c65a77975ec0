"""A server on loopback that answers what it is told to, for the tests of what remote engines may do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

JSON = "application/sparql-results+json"


@dataclass
class Asked:
    """One request: its headers, with their names in lower case, and the fields of its form."""

    headers: dict[str, str]
    form: dict[str, list[str]]


Answers = Callable[["Handler"], None]


@dataclass
class Server:
    """The address, what was asked so far, and what is answered; that may be changed at any time."""

    address: str
    answers: Answers
    asked: list[Asked] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Reads a request, keeps it, and has the server's function answer it."""

    protocol_version = "HTTP/1.1"
    server_record: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server_record.asked.append(Asked(headers, parse_qs(body)))
        try:
            self.server_record.answers(self)
        except OSError:  # the client hung up
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def begin(self, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """The head of a response whose body ends with the connection, unless it has a length."""
        self.send_response(status)
        for name, value in (headers or {"Content-Type": JSON}).items():
            self.send_header(name, value)
        if "Content-Length" not in (headers or {}):
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()


def says(body: bytes | str, status: int = 200, media_type: str = JSON, **headers: str) -> Answers:
    """Answers with this body; an underscore in the name of a header is a dash."""
    content = body.encode() if isinstance(body, str) else body
    more = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(handler: Handler) -> None:
        handler.begin(status, {"Content-Type": media_type, "Content-Length": str(len(content)), **more})
        handler.wfile.write(content)

    return answer


def table(*rows: Mapping[str, str]) -> str:
    """SPARQL JSON with these rows of plain texts."""
    names = sorted({name for row in rows for name in row})
    cells = [{name: {"type": "literal", "value": text} for name, text in row.items()} for row in rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": cells}})


def hangs_up(handler: Handler) -> None:
    """Closes the connection without a word."""
    handler.close_connection = True
    handler.connection.close()


@contextmanager
def serving(answers: Answers) -> Iterator[Server]:
    """A server that answers so, until the block ends."""
    record = Server("", answers)
    handler = type("OwnHandler", (Handler,), {"server_record": record})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        record.address = f"http://127.0.0.1:{server.server_address[1]}/sparql"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield record
        finally:
            server.shutdown()
