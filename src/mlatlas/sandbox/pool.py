"""The workers, and how a query gets its turn, is watched, and is stopped."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing import Pipe
from pathlib import Path
from queue import Queue
from threading import Lock
from types import TracebackType
from typing import Any, Final, Self, TypedDict, Unpack

from mlatlas.errors import AtlasError, BadRequest, QueryStopped, StoreError
from mlatlas.sandbox.answers import Answer, AnswerKind, Dataset, Term
from mlatlas.sandbox.asked import check_graphs, in_written_order, kind
from mlatlas.sandbox.formats import check_format, written
from mlatlas.sandbox.turns import Handle, Turn, Turns
from mlatlas.sparql import errors
from mlatlas.sparql.check import check
from mlatlas.sparql.dots import dots, escaped, in_original
from mlatlas.sparql.text import Token
from mlatlas.terms import PREFIXES

_SCRIPT: Final = Path(__file__).with_name("worker.py")
_START_SECONDS: Final = 30.0
_LONGEST_SECONDS: Final = 3600
#: Long queries give way to quick ones: of a processor that both want, they get about a tenth.
_NICENESS: Final = 10
#: So many times as long again, a query that waits for a processor is not thought to be heavy.
_MORE: Final = 2
#: How Linux numbers the clocks of other processes: clock_getcpuclockid(3).
_PROCESS_CLOCK: Final = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use. `memory_bytes` is growth beyond what the open store takes.

    `waiting` queries may wait for a free worker, each for `wall_seconds` at most.
    """

    wall_seconds: float = 10.0
    memory_bytes: int = 512 * 1024 * 1024
    rows: int = 10_000
    bytes: int = 8_000_000
    waiting: int = 24

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


class How(TypedDict, total=False):
    """How a query is to be run, where that is not as usual.

    What one `visitor` may run and have waiting at a time is limited; `cancel` gives the query up from another
    thread; a `dataset` narrows what it sees, which is all graphs, and as default graph their union.
    """

    visitor: str | None
    cancel: Handle | None
    dataset: Dataset | None


class Sandbox:
    """Runs visitors' SPARQL on a published store (the folder with `data/`), in a process for each query.

    So many `workers` run quick queries at a time; a query that takes long gives its place away, and `slow` of these
    run on beside. One more process is kept ready, for the next query, also where one had to be killed. A sandbox may
    be shared between threads. Close it, or use it as a context manager; its processes also end with this one,
    however that ends.
    """

    def __init__(self, store_path: Path, workers: int = 2, limits: Limits | None = None, slow: int = 2) -> None:
        self._data = Path(store_path) / "data"
        if not self._data.is_dir():
            raise StoreError(f"{store_path}: no store there; run `mlatlas build`")
        self.limits = limits or Limits()
        self._turns = Turns(workers, self.limits.waiting, self.limits.wall_seconds, slow)
        self._least, self._most = workers + 1, workers + slow + 1
        self._idle: Queue[_Worker] = Queue()
        self._hired: set[_Worker] = set()
        self._hiring = 0
        self._lock = Lock()
        self._closed = False
        # Workers die with the *thread* that started them, so one thread that stays starts them all.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="mlatlas-sandbox")
        for _ in range(self._least):
            self._keep_spare()

    def run(self, text: str, format: str = "json", **how: Unpack[How]) -> Answer:
        """Answer a query, with its bytes in a format: json, csv, tsv, xml; turtle, ntriples, json-ld, rdf-xml; table.

        The format "table" writes no bytes. `how` says who asks, how to give up, and in which graphs: see `How`.

        Raises `BadQuery` (refused, or no SPARQL), `QueryStopped` (a limit was reached, or given up), `Busy` (no
        turn), `BadRequest` (the format does not fit the form of the query, or a graph is named by no IRI) and
        `StoreError` (no worker can open the store).
        """
        tokens = check(text)
        check_format(kind(tokens), format)
        check_graphs(how.get("dataset"))
        places = dots(tokens)
        reply = self._reply(escaped(text, places), how)
        if "error" in reply:
            raise self._error(text, tokens, {**reply, "reason": in_original(reply["reason"], text, places)})
        return written(in_written_order(_answer(reply), tokens), format)

    def close(self) -> None:
        """Stop all workers; queries that still run end with `QueryStopped`, those that wait with `Busy`."""
        self._turns.close()
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

    def _reply(self, text: str, how: How) -> dict[str, Any]:
        dataset, cancel = how.get("dataset"), how.get("cancel") or Handle()
        with self._turns.turn(how.get("visitor"), cancel) as turn:
            return self._watch(self._take(), (text, PREFIXES, dataset and tuple(dataset)), cancel, turn)

    def _take(self) -> _Worker:
        """An idle worker; one that was killed meanwhile, from outside, is nobody's fault and replaced."""
        while (worker := self._idle.get(timeout=_START_SECONDS)).is_lost:
            self._dismiss(worker)
        self._keep_spare()
        return worker

    def _watch(self, worker: _Worker, request: _Request, cancel: Handle, turn: Turn) -> dict[str, Any]:
        """Have a worker answer; one that fails, is left in the middle, or has taken long, is not used again."""
        sound = False

        def lengthen(is_heavy: bool) -> None:
            if is_heavy:
                turn.is_heavy = True
                worker.give_way()
            self._turns.lengthen(turn)

        try:
            with cancel.during(worker.interrupt), turn.stop.during(worker.interrupt):
                reply = worker.ask(request, self.limits.wall_seconds, turn.quick_seconds, lengthen)
            cancel.check()
            sound = not turn.is_heavy and not turn.stop.cancelled
        except TimeoutError:
            seconds = f"{self.limits.wall_seconds:g} s"
            raise QueryStopped(f"the query was stopped after {seconds}; add a LIMIT or narrow a pattern") from None
        except StoreError:
            cancel.check()  # it was given up before its worker was ready
            raise
        except (EOFError, OSError):
            cancel.check()
            raise self._turns.stopped() if turn.stop.cancelled else self._died() from None
        finally:
            if sound:
                self._idle.put(worker)
            else:
                self._dismiss(worker)
        return reply

    def _died(self) -> QueryStopped:
        return QueryStopped("the query workers were shut down") if self._closed else self._out_of_memory()

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
        try:
            worker = _Worker(self._data, self.limits)
        finally:
            with self._lock:
                self._hiring -= 1
        with self._lock:
            self._hired.add(worker)
        self._idle.put(worker)

    def _dismiss(self, worker: _Worker) -> None:
        worker.kill()
        with self._lock:
            self._hired.discard(worker)
        self._keep_spare()

    def _keep_spare(self) -> None:
        """Have one more worker start where there are too few, or all of them have something to do."""
        with self._lock:
            there = len(self._hired) + self._hiring
            is_short = self._idle.empty() and not self._hiring and there < self._most
            if (there < self._least or is_short) and not self._closed:
                self._hiring += 1
                self._starter.submit(self._hire)


#: Text, prefixes, and the default and the named graphs, or None for all.
_Request = tuple[str, dict[str, str], tuple[tuple[str, ...], ...] | None]


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

    def ask(self, request: _Request, seconds: float, quick: float, lengthen: Callable[[bool], None]) -> dict[str, Any]:
        """Send a request and wait for its reply.

        Where that takes more than `quick` seconds, call `lengthen`: at first with False, where the process had a
        processor for less than half of them, as on a busy machine; and with True when it has taken long by itself.

        Raises `TimeoutError` after `seconds`, `EOFError` or `OSError` where the process has died, and
        `StoreError` where it could not even start.
        """
        if not self._ready:
            self._await_start()
        end, used = time.monotonic() + seconds, self._used()
        self._pipe.send(request)
        if not self._pipe.poll(quick):
            is_heavy = self._used() - used > quick / 2
            lengthen(is_heavy)
            if not is_heavy and not self._pipe.poll(quick * _MORE):
                lengthen(True)
            if not self._pipe.poll(max(0.0, end - time.monotonic())):
                raise TimeoutError
        reply: dict[str, Any] = self._pipe.recv()
        return reply

    def _used(self) -> float:
        """Seconds of processor that the process has used; where the system does not tell, those that go by."""
        with suppress(OSError, AttributeError):
            return time.clock_gettime((~self._process.pid << 3) | _PROCESS_CLOCK)
        return time.monotonic()

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

    def give_way(self) -> None:
        """Let the process have only what others leave of the processors; that cannot be taken back."""
        with suppress(OSError):  # it has just ended
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICENESS)

    def interrupt(self) -> None:
        """End the process, and with it what is asked of it, from another thread."""
        self._process.kill()

    def kill(self) -> None:
        """End the process, whatever it does, and wait until it is gone."""
        self._process.kill()
        self._process.wait()


def kind_of(text: str) -> AnswerKind:
    """The kind of answer that a query has. Raises `BadQuery` for one that may not run.

    >>> kind_of("PREFIX a: <http://example.org/> ASK { }")
    'ask'
    """
    return kind(check(text))


def _answer(reply: Mapping[str, Any]) -> Answer:
    rows = tuple(tuple(Term(*cell) if cell else None for cell in row) for row in reply["rows"])
    return Answer(
        reply["kind"], tuple(reply["variables"]), rows, reply["truth"], reply["elapsed_ms"], reply["truncated"]
    )
