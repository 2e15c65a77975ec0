"""`mlatlas serve` in a process of its own, for what only shows on real connections."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

#: Runs until it is stopped, with little memory, on a store of any size.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER (STRLEN(STR(?c)) < STRLEN(STR(?f))) }"


@dataclass(frozen=True)
class Running:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def post(self, query: str, visitor: str = "192.0.2.1", timeout: float = 30) -> http.client.HTTPResponse:
        """Ask as if from another address: the server believes a proxy on its own machine."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Content-Type": "application/sparql-query", "X-Forwarded-For": visitor}
        connection.request("POST", "/sparql", query.encode(), headers)
        return connection.getresponse()


@contextmanager
def running(log: Path, *options: str, seconds: str = "10", before: str = "") -> Iterator[Running]:
    """A server with these options, whose queries run so many seconds; it runs the Python of `before` first."""
    script = f"{before}\nfrom mlatlas.cli import main\nmain()"
    command = [sys.executable, "-c", script, "serve", "--port", "0", *options]
    environment = {**os.environ, "MLATLAS_QUERY_SECONDS": seconds}
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert "answers SPARQL at http://127.0.0.1:" in line, log.read_text()
        yield Running(process, line.split(" at ")[1].split("/sparql")[0], log)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
