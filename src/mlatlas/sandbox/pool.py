"""The workers, and how a query gets its turn, is watched, and is stopped."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import Pipe
from pathlib import Path
from queue import Empty, Queue
from threading import BoundedSemaphore, Lock
from types import TracebackType
from typing import Any, Final, Self

from mlatlas.errors import AtlasError, BadRequest, QueryStopped, StoreError
from mlatlas.sandbox.answers import Answer, AnswerKind, Term
from mlatlas.sandbox.formats import check_format, written
from mlatlas.sparql import errors
from mlatlas.sparql.check import check
from mlatlas.sparql.text import Token
from mlatlas.terms import PREFIXES

_SCRIPT: Final = Path(__file__).with_name("worker.py")
_START_SECONDS: Final = 30.0
_LONGEST_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use. `memory_bytes` is growth beyond what the open store takes.

    `waiting` queries may wait for a free worker, each for `wall_seconds` at most.
    """

    wall_seconds: float = 10.0
    memory_bytes: int = 512 * 1024 * 1024
    rows: int = 10_000
    bytes: int = 8_000_000
    waiting: int = 8

    @classmethod
    def from_environment(cls) -> Self:
        """The defaults, but as many seconds as `$MLATLAS_QUERY_SECONDS` says.

        Raises `BadRequest` where that is no number of seconds.
        """
        text = os.environ.get("MLATLAS_QUERY_SECONDS", "")
        if not text:
            return cls()
        try:
            seconds = float(text)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds <= _LONGEST_SECONDS:
            raise BadRequest(f"MLATLAS_QUERY_SECONDS is '{text}': give a number from 0.1 to {_LONGEST_SECONDS}")
        return cls(wall_seconds=seconds)


class Sandbox:
    """Runs visitors' SPARQL on a published store (the folder with `data/`), in `workers` processes.

    It may be shared between threads. Close it, or use it as a context manager; its processes also end
    with this one, however that ends.
    """

    def __init__(self, store_path: Path, workers: int = 2, limits: Limits | None = None) -> None:
        self._data = Path(store_path) / "data"
        if not self._data.is_dir():
            raise StoreError(f"{store_path}: no store there; run `mlatlas build`")
        self.limits = limits or Limits()
        self._seats = BoundedSemaphore(workers + self.limits.waiting)
        self._idle: Queue[_Worker] = Queue()
        self._hired: set[_Worker] = set()
        self._lock = Lock()
        self._closed = False
        # Workers die with the *thread* that started them, so one thread that stays starts them all.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="mlatlas-sandbox")
        for _ in range(workers):
            self._starter.submit(self._hire)

    def run(self, text: str, format: str = "json") -> Answer:
        """Answer a query, with its bytes in a format: json, csv, tsv, xml; turtle, ntriples; table for none.

        Raises `BadQuery` (refused, or no SPARQL), `QueryStopped` (a limit was reached), `BadRequest` (the
        format does not fit the form of the query) and `StoreError` (no worker can open the store).
        """
        tokens = check(text)
        check_format(_kind(tokens), format)
        reply = self._reply(text)
        if "error" in reply:
            raise self._error(text, tokens, reply)
        return written(_in_written_order(_answer(reply), tokens), format)

    def close(self) -> None:
        """Stop all workers; queries that still run end with `QueryStopped`."""
        with self._lock:
            self._closed = True
            hired = list(self._hired)
        self._starter.shutdown(wait=True, cancel_futures=True)
        for worker in hired:
            worker.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── Turns ────────────────────────────────────────────────────────────────

    def _reply(self, text: str) -> dict[str, Any]:
        if self._closed or not self._seats.acquire(blocking=False):
            raise QueryStopped("too many queries are waiting; try again in a moment")
        try:
            worker = self._take()
        except Empty:
            raise QueryStopped("all query workers are busy; try again in a moment") from None
        else:
            return self._watch(worker, text)
        finally:
            self._seats.release()

    def _take(self) -> _Worker:
        """An idle worker; one that was killed meanwhile, from outside, is nobody's fault and replaced."""
        while (worker := self._idle.get(timeout=self.limits.wall_seconds)).is_lost:
            self._replace(worker)
        return worker

    def _watch(self, worker: _Worker, text: str) -> dict[str, Any]:
        """Have a worker answer; one that fails, or is left in the middle, is replaced."""
        sound = False
        try:
            reply = worker.ask((text, PREFIXES), self.limits.wall_seconds)
            sound = True
        except TimeoutError:
            seconds = f"{self.limits.wall_seconds:g} s"
            raise QueryStopped(f"the query was stopped after {seconds}; add a LIMIT or narrow a pattern") from None
        except (EOFError, OSError):
            raise self._out_of_memory() from None
        finally:
            if sound:
                self._idle.put(worker)
            else:
                self._replace(worker)
        return reply

    def _error(self, text: str, tokens: list[Token], reply: Mapping[str, str]) -> AtlasError:
        if reply["error"] == "syntax":
            return errors.readable(text, tokens, reply["reason"])
        if reply["error"] == "memory":
            return self._out_of_memory()
        return QueryStopped("the engine gave up on the query; simplify it")

    def _out_of_memory(self) -> QueryStopped:
        size = f"{self.limits.memory_bytes // 1024**2:,} MB"
        return QueryStopped(f"the query was stopped: it needed more than {size} or went too deep; narrow a pattern")

    # ── Workers ──────────────────────────────────────────────────────────────

    def _hire(self) -> None:
        worker = _Worker(self._data, self.limits)
        with self._lock:
            self._hired.add(worker)
        self._idle.put(worker)

    def _replace(self, worker: _Worker) -> None:
        worker.kill()
        with self._lock:
            self._hired.discard(worker)
            if not self._closed:
                self._starter.submit(self._hire)


class _Worker:
    """The near end of one worker process."""

    def __init__(self, data: Path, limits: Limits) -> None:
        self._pipe, far_end = Pipe()
        limits_text = json.dumps(asdict(limits))
        command = [sys.executable, "-P", str(_SCRIPT), str(data), str(far_end.fileno()), limits_text]
        with far_end, Path(os.devnull).open("r+b") as nowhere:
            self._process = subprocess.Popen(  # noqa: S603 - our own script, and no text of a visitor
                command, pass_fds=[far_end.fileno()], stdin=nowhere, stdout=nowhere, stderr=nowhere
            )
        self._ready = False

    def ask(self, request: tuple[str, dict[str, str]], seconds: float) -> dict[str, Any]:
        """Send a request and wait for its reply.

        Raises `TimeoutError` after `seconds`, `EOFError` or `OSError` where the process has died, and
        `StoreError` where it could not even start.
        """
        if not self._ready:
            self._await_start()
        self._pipe.send(request)
        if not self._pipe.poll(seconds):
            raise TimeoutError
        reply: dict[str, Any] = self._pipe.recv()
        return reply

    @property
    def is_lost(self) -> bool:
        """Whether the process served queries and is there no more."""
        return self._ready and self._process.poll() is not None

    def _await_start(self) -> None:
        try:
            self._ready = self._pipe.poll(_START_SECONDS) and self._pipe.recv() == "ready"
        except (EOFError, OSError):
            self._ready = False
        if not self._ready:
            raise StoreError("the query worker could not open the store; run `mlatlas build`")

    def kill(self) -> None:
        """End the process, whatever it does, and wait until it is gone."""
        self._process.kill()
        self._process.wait()


def _kind(tokens: list[Token]) -> AnswerKind:
    if any(token.says("CONSTRUCT") or token.says("DESCRIBE") for token in tokens):
        return "graph"  # both words stand only at the start of a query
    first = next((token for token in tokens if token.says("SELECT") or token.says("ASK")), None)
    return "ask" if first and first.says("ASK") else "select"


def _answer(reply: Mapping[str, Any]) -> Answer:
    rows = tuple(tuple(Term(*cell) if cell else None for cell in row) for row in reply["rows"])
    return Answer(
        reply["kind"], tuple(reply["variables"]), rows, reply["truth"], reply["elapsed_ms"], reply["truncated"]
    )


def _in_written_order(answer: Answer, tokens: list[Token]) -> Answer:
    """Columns in the order in which the query first names them, where `SELECT *` leaves it to the engine."""
    forms = [position for position, token in enumerate(tokens) if token.says("SELECT")]
    if answer.kind != "select" or not any(token.text == "*" for token in tokens[forms[0] + 1 : forms[0] + 3]):
        return answer
    named = [token.text[1:] for token in tokens if token.kind == "variable"]
    order = sorted(range(len(answer.variables)), key=lambda column: named.index(answer.variables[column]))
    variables = tuple(answer.variables[column] for column in order)
    return replace(
        answer, variables=variables, rows=tuple(tuple(row[column] for column in order) for row in answer.rows)
    )
