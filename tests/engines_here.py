"""SPARQL servers of others, started on loopback and stopped again, with the atlas loaded into them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_START_SECONDS = 60
_STOP_SECONDS = 20


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def needed(program: str) -> str:
    """The path of a program. Without one of Debian's the test is skipped aloud; those of our environment must be there."""
    beside = Path(sys.executable).parent / program
    found = str(beside) if beside.is_file() else shutil.which(program)
    if found is None:
        say = pytest.fail if program == "oxigraph" else pytest.skip
        say(f"there is no {program} here: see docs/engines.md")
    return str(found)


@contextmanager
def oxigraph(folder: Path, data: Path, *options: str) -> Iterator[str]:
    """The address of an Oxigraph server with the quads of a file."""
    program, port = needed("oxigraph"), free_port()
    store = folder / "oxigraph"
    subprocess.run([program, "load", "-l", store, "--file", data], check=True, capture_output=True)
    command = [program, "serve-read-only", "-l", str(store), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, folder / "oxigraph.log", port):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path, data: Path) -> Iterator[str]:
    """The address of a Virtuoso with the quads of a file."""
    program, isql, port, sql_port = needed("virtuoso-t"), needed("isql-vt"), free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(folder=folder, port=port, sql_port=sql_port), "utf-8")
    command = [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    with _running(command, folder / "virtuoso.log", port):
        load = f"ld_dir('{data.parent}', '{data.name}', 'http://example.org/none'); rdf_loader_run(); checkpoint;"
        words = [isql, f"127.0.0.1:{sql_port}", "dba", "dba", f"exec={load}"]
        subprocess.run(words, check=True, capture_output=True, timeout=_START_SECONDS)
        yield f"http://127.0.0.1:{port}/sparql"


_VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso-errors.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DirsAllowed = {folder}
NumberOfBuffers = 10000

[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}

[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""

ENGINES: dict[str, Callable[[Path, Path], object]] = {
    "oxigraph": lambda folder, data: oxigraph(folder, data, "--union-default-graph"),
    "virtuoso": virtuoso,
}


@contextmanager
def _running(command: list[str], log: Path, port: int) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        try:
            _await(process, port, log)
            yield
        finally:
            _stop(process)


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"{process.args} did not start: {log.read_text('utf-8', 'replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
