"""Twenty clients at `mlatlas serve` for a minute, quick queries beside endless ones; and twenty sessions of the app.

    .venv/bin/python benchmarks/load.py [SECONDS]

Each client has an address of its own and asks again as soon as it is answered; one that is told to come again
later waits half a second. The memory is that of the process and its workers together, looked at twice a second.
"""

from __future__ import annotations

import http.client
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import sections
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Origin, Subprotocol
from websockets.sync.client import ClientConnection, connect

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browser.conftest import running_app
from live_server import ENDLESS, Running, running
from mlatlas.atlas import Atlas
from mlatlas.installation import build_store
from mlatlas.queries import examples
from mlatlas.sandbox import Limits

CLIENTS = 20
SESSIONS = (1, 20)
RERUNS = 30
_PAGES = ("", "compare", "facts", "query", "changes", "about")
_PAUSE = 0.5
_DONE, _BUSY, _STOPPED = 200, 503, 504
#: Name → how many clients ask endless queries, and how many of these there are behind one address.
MIXES = {
    "20 quick": (0, 1),
    "19 quick, 1 endless": (1, 1),
    "16 quick, 4 endless from one address": (4, 4),
    "16 quick, 4 endless from 4 addresses": (4, 1),
}


@dataclass
class Load:
    """What was measured: seconds of the answers to quick queries, statuses of both kinds, peak memory in MB."""

    quick: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    endless: Counter[int] = field(default_factory=Counter)
    peak: float = 0.0
    alive: bool = False


def load(seconds: float, endless: int, per_address: int, log: Path) -> Load:
    """Let the clients ask for so many seconds."""
    found = Load()
    with running(log) as server, _watched(server.process.pid, found):
        end = time.monotonic() + seconds
        with ThreadPoolExecutor(CLIENTS) as clients:
            for number in range(CLIENTS):
                address = f"192.0.2.{number // per_address if number < endless else 100 + number}"
                act = _ask_endless if number < endless else _ask_quick
                clients.submit(act, server, address, end, found)
        answers = _ask(server, "ASK { }", "192.0.2.254", time.monotonic()) == _DONE
        found.alive = answers and server.process.poll() is None
    return found


def _ask_quick(server: Running, address: str, end: float, found: Load) -> None:
    """Ask the examples of the product, which are quick by themselves."""
    texts = [example.text for example in examples()]
    choice = random.Random(address)  # noqa: S311 - which query comes next is no secret
    while time.monotonic() < end:
        started = time.monotonic()
        status = _ask(server, choice.choice(texts), address, end)
        found.statuses[status] += 1
        if status == _BUSY:
            time.sleep(_PAUSE)
        else:
            found.quick.append(time.monotonic() - started)


def _ask_endless(server: Running, address: str, end: float, found: Load) -> None:
    while time.monotonic() < end:
        status = _ask(server, ENDLESS, address, end)
        found.endless[status] += 1
        if status == _BUSY:
            time.sleep(_PAUSE)


def _ask(server: Running, text: str, address: str, end: float) -> int:
    """The status of the answer; 0 for a connection that broke, and for one that the end of the run cut off."""
    try:
        response = server.post(text, address, timeout=max(1.0, end - time.monotonic() + 15))
        response.read()
    except (OSError, http.client.HTTPException):
        return 0
    return response.status


@contextmanager
def _watched(pid: int, found: Load) -> Iterator[None]:
    over = Event()

    def watch() -> None:
        while not over.wait(0.5):
            found.peak = max(found.peak, tree_mb(pid))

    thread = Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def tree_mb(pid: int) -> float:
    """The memory of a process and its children, in MB; what they share counts once for each that has it."""
    pages = 0
    for each in (pid, *_children(pid)):
        try:
            pages += int(Path(f"/proc/{each}/statm").read_text("ascii").split()[1])
        except OSError:
            continue  # it has just ended
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text("ascii").split())
        except OSError:
            continue
    return found


# ── The app ──────────────────────────────────────────────────────────────────


def sessions(home: Path, people: int) -> tuple[list[float], int]:
    """Seconds of each rerun of a page's script, seen from the socket that a browser opens; and how many failed.

    Each session is on one page, and reruns it as soon as it is there: nobody clicks as fast.
    """
    with running_app(home) as address, ThreadPoolExecutor(people) as crowd:
        for page in _PAGES:
            _session(address, page, 1)
        found = list(crowd.map(lambda number: _session(address, _PAGES[number % len(_PAGES)], RERUNS), range(people)))
    reruns = [each for session in found for each in session[1:]]  # the first opens the page
    return [seconds for seconds, _ in reruns], sum(failed for session in found for _, failed in session)


def _session(address: str, page: str, reruns: int) -> list[tuple[float, bool]]:
    socket = f"{address.replace('http', 'ws')}/_stcore/stream"
    with connect(socket, subprotocols=[Subprotocol("streamlit")], max_size=None, origin=Origin(address)) as connection:
        return [_rerun(connection, page) for _ in range(reruns + 1)]


def _rerun(connection: ClientConnection, page: str) -> tuple[float, bool]:
    """Seconds until the script has run to its end, and whether it raised."""
    request = BackMsg()
    request.rerun_script.page_name = page
    started = time.perf_counter()
    connection.send(request.SerializeToString())
    failed = False
    while True:
        message = ForwardMsg()
        message.ParseFromString(bytes(connection.recv(timeout=60)))
        failed |= message.HasField("delta") and message.delta.new_element.HasField("exception")
        if message.HasField("script_finished") and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            return time.perf_counter() - started, failed


# ── The page ─────────────────────────────────────────────────────────────────


def written(
    loads: dict[str, Load], apps: dict[int, tuple[list[float], int]], seconds: float, triples: int, before: float
) -> str:
    """The section of the page; `before` is the load average that the machine had without this."""
    lines = [
        f"Written by `benchmarks/load.py`: {CLIENTS} clients at `mlatlas serve` for {seconds:g} s, on a store of {triples:,} "
        f"triples, with the default limits ({_limits()}). Quick: the product's examples, in any order; they follow each other "
        f"without a pause, so that {CLIENTS} of them keep both processors busy. Load average of the machine before: {before:.1f}.",
        "",
        "| clients | quick answers | p50, ms | p95, ms | slowest, ms | told to come again | errors | endless: stopped / told to come again | peak memory, MB | still there |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|",
        *(_row(name, one) for name, one in loads.items()),
        "",
        f"The app: each session reruns the script of one of its {len(_PAGES)} pages {RERUNS} times without a pause, over the "
        "socket that browsers use.",
        "",
        "| sessions at once | p50, ms | p95, ms | slowest, ms | errors |",
        "|---:|---:|---:|---:|---:|",
        *(
            f"| {people} | {_ms(reruns, 50)} | {_ms(reruns, 95)} | {1000 * max(reruns):,.0f} | {failed} |"
            for people, (reruns, failed) in apps.items()
        ),
    ]
    return "\n".join(lines)


def _limits() -> str:
    limits = Limits()
    return f"2 quick queries at a time, 2 slow ones, {limits.wall_seconds:g} s, a queue of {limits.waiting}"


def _row(name: str, one: Load) -> str:
    errors = sum(count for status, count in one.statuses.items() if status not in {_DONE, _BUSY})
    stopped = f"{one.endless[_STOPPED]} / {one.endless[_BUSY]}" if one.endless else "–"
    quick = one.quick or [0.0]
    return (
        f"| {name} | {one.statuses[_DONE]:,} | {_ms(quick, 50)} | {_ms(quick, 95)} | {1000 * max(quick):,.0f} | "
        f"{one.statuses[_BUSY]:,} | {errors} | {stopped} | {one.peak:,.0f} | {'yes' if one.alive else 'no'} |"
    )


def _ms(seconds: list[float], percent: int) -> str:
    return (
        f"{1000 * statistics.quantiles(seconds, n=100, method='inclusive')[percent - 1]:,.0f}"
        if len(seconds) > 1
        else "–"
    )


def main() -> None:
    """Measure, write the section, and show it."""
    seconds, before = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MLATLAS_HOME"] = str(Path(folder) / "home")
        build_store(services=["ml"])
        triples = int(Atlas.open().store.manifest["triples"])
        loads = {name: load(seconds, *mix, Path(folder) / "log") for name, mix in MIXES.items()}
        apps = {people: sessions(Path(folder) / "home", people) for people in SESSIONS}
    text = written(loads, apps, seconds, triples, before)
    sections.put("Under load", text)
    print(text)


if __name__ == "__main__":
    main()
