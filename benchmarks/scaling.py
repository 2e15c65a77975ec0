"""Measure how everything grows with the store, and write it into docs/scaling.md.

    make scaling

Three stores: the API model of sagemaker, those of the ML services, all. Each is built in a process of its own, then
asked through `Atlas` in others: from its files, and by HTTP from an Oxigraph server on the same files.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from builds import Build, build

from mlatlas.atlas import Atlas

STORES = {"sagemaker": "sagemaker", "ML services": "ml", "all services": "all"}
PAGE = Path(__file__).parents[1] / "docs" / "scaling.md"
BEGIN, END = "<!-- measured by benchmarks/scaling.py -->\n", "<!-- end of what was measured -->\n"
RUNS = 9
_START_SECONDS = 30

NOUNS = ("Action", "Artifact", "Context", "Domain", "Endpoint", "Experiment", "FeatureGroup", "Hub", "Image")
COUNT = "SELECT ?kind (COUNT(*) AS ?things) WHERE { ?thing a ?kind } GROUP BY ?kind ORDER BY DESC(?things)"
LISTED = "SELECT ?shape ?max WHERE { ?shape a atlas:Shape ; atlas:max ?max } LIMIT 10000"


# ── One store, in a process of its own ───────────────────────────────────────


def measure() -> dict[str, float]:
    """Milliseconds by question, on the store that the environment names; what is new each time is asked once."""
    start = time.perf_counter()
    atlas = Atlas.open()
    atlas.entity("dropout")
    found = {"open, first answer": 1000 * (time.perf_counter() - start)}
    labels = timed(lambda: atlas.search("creat trainng job"))
    found |= {
        "facts of an option": median(lambda: atlas.facts("serverless-inference")),
        "four options side by side": median(lambda: atlas.compare(*_OPTIONS)),
        "three paths": median(lambda: atlas.path("sagemaker-model-monitor", "shapley-values")),
        "facts of an operation, asked for the first time": each("Describe", atlas.facts),
        "all limits of an operation, first time": each("Create", atlas.limits),
        "a click on an operation, first time": each("Update", lambda name: atlas.neighbourhood([name])),
        "search, with the first index of labels": labels,
        "search with typing errors": median(lambda: atlas.search("creat trainng job")),
        "visitor: ASK {}": median(lambda: atlas.query("ASK {}")),
        "visitor: things by class": median(lambda: atlas.query(COUNT)),
        "visitor: 10,000 rows as JSON": median(lambda: atlas.query(LISTED)),
    }
    found["memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    atlas.close()
    return found


_OPTIONS = ("real-time-inference", "serverless-inference", "asynchronous-inference", "batch-transform")


def timed(task: Callable[[], object]) -> float:
    """Milliseconds of a task, done once."""
    start = time.perf_counter()
    task()
    return 1000 * (time.perf_counter() - start)


def median(task: Callable[[], object]) -> float:
    """The median of a task that is done again and again."""
    task()
    return statistics.median(timed(task) for _ in range(RUNS))


def each(verb: str, task: Callable[[str], object]) -> float:
    """The median of a task that is done once for each of some operations of sagemaker."""
    return statistics.median(timed(lambda n=noun: task(f"sagemaker.{verb}{n}")) for noun in NOUNS)


# ── All of them ──────────────────────────────────────────────────────────────


def asked(**environment: str) -> dict[str, float]:
    """What `measure` finds in a new process."""
    command = [sys.executable, __file__, "measure"]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def serving(store: Path) -> Iterator[tuple[str, Callable[[], float]]]:
    """The address of an Oxigraph server on the files of a store, and what gives its memory in MB."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("oxigraph")
    command = [program, "serve-read-only", "-l", store / "data", "--union-default-graph", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _await(port)
            yield f"http://127.0.0.1:{port}/query", lambda: _memory(server.pid)
        finally:
            server.terminate()


def _await(port: int) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the Oxigraph server did not start")


def _memory(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def grown(home: Path, name: str, services: str) -> dict[str, Any]:
    """Build one store and ask it in both ways."""
    made = build(home, name, services)
    store = (home / "stores" / "current").resolve()
    size = sum(file.stat().st_size for file in (store / "data").rglob("*") if file.is_file())
    own = asked(MLATLAS_HOME=str(home))
    with serving(store) as (address, memory):
        remote = asked(MLATLAS_ENDPOINT=address)
        return {"built": made, "size": size / 1e6, "own": own, "remote": remote, "server": memory()}


def tables(found: dict[str, dict[str, Any]]) -> list[str]:
    """The tables of the page, in Markdown."""
    built: dict[str, Build] = {name: each["built"] for name, each in found.items()}
    figures: list[tuple[str, list[str]]] = [
        ("services", [f"{one.services}" for one in built.values()]),
        ("triples", [f"{one.triples:,}" for one in built.values()]),
        ("build and publish, s", [f"{one.seconds:.1f}" for one in built.values()]),
        ("peak memory of the build, MB", [f"{one.peak:.0f}" for one in built.values()]),
        ("size of the store, MB", [f"{each['size']:.0f}" for each in found.values()]),
        ("memory of the process that asks, MB", [f"{each['own']['memory, MB']:.0f}" for each in found.values()]),
        ("the same by HTTP, MB", [f"{each['remote']['memory, MB']:.0f}" for each in found.values()]),
        ("memory of the Oxigraph server, MB", [f"{each['server']:.0f}" for each in found.values()]),
    ]
    questions = [name for name in next(iter(found.values()))["own"] if name != "memory, MB"]
    return [
        f"| | {' | '.join(found)} |", f"|---|{'---:|' * len(found)}",
        *(f"| {name} | {' | '.join(values)} |" for name, values in figures),
        "", "Milliseconds through `Atlas`, from the files / by HTTP from an Oxigraph server on the same files:", "",
        f"| | {' | '.join(found)} |", f"|---|{'---:|' * len(found)}",
        *(f"| {name} | {' | '.join(_both(each, name) for each in found.values())} |" for name in questions),
    ]  # fmt: skip


def _both(one: dict[str, Any], name: str) -> str:
    return f"{one['own'][name]:.1f} / {one['remote'][name]:.1f}"


def main() -> None:
    """Measure all stores, and put the tables into the page."""
    with tempfile.TemporaryDirectory() as folder:
        found = {name: grown(Path(folder) / services, name, services) for name, services in STORES.items()}
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    measured = "\n".join([f"Medians, `make scaling`. Machine: {machine}.", "", *tables(found), ""])
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{measured}\n{END}{after}", "utf-8")
    print(measured)


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        print(json.dumps(measure()))
    else:
        main()
