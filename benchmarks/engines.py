"""The product's own questions on several engines, each with the same triples, in one run."""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import oxrdflib
import pyoxigraph as ox
import rdflib

from mlatlas.atlas import Atlas
from mlatlas.remote import Endpoint, RemoteStore
from mlatlas.resources import query_text
from mlatlas.store import bind
from mlatlas.terms import KB, PREFIXES, aws
from mlatlas.terms import atlas as term

HUB = KB + "sagemaker-model-monitor"
JOB = aws("sagemaker", "operations.CreateTrainingJob")
#: Family, question, shipped query, what is bound.
QUESTIONS = (
    ("entities", "one entity", "entities", {"entity": HUB}),
    ("entities", "its names", "names", {"entity": HUB}),
    ("entities", "links of it", "links", {"source": HUB}),
    ("statements", "facts about it", "statements", {"role": term("subject"), "about": HUB}),
    ("statements", "their sources", "sources", {"role": term("subject"), "about": HUB}),
    ("statements", "their checks", "checks", {"role": term("subject"), "about": HUB}),
    ("statements", "facts that point to a hub", "statements", {"role": term("object"), "about": KB + "amazon-sagemaker"}),
    ("vocabulary", "all properties", "properties", {}),
    ("API models", "one operation", "api-element", {"element": JOB}),
    ("API models", "members of its input", "api-members",
     {"structure": aws("sagemaker", "shapes.CreateTrainingJobRequest")}),
    ("API models", "who uses a shape", "api-uses", {"element": aws("sagemaker", "shapes.RoleArn")}),
)  # fmt: skip

Ask = Callable[[str], object]
#: Slow engines are asked less often: the median of five is steady enough for minutes of work.
_RUNS = 15
_SLOW_RUNS = 5
_SLOW_SECONDS = 0.2


@dataclass(frozen=True)
class Engine:
    """An engine with the triples in it: seconds to open or load, and MB of memory that takes."""

    name: str
    ready: float
    memory: float
    ask: Ask


@dataclass(frozen=True)
class Result:
    """The medians (ms) of every question, in the order of `QUESTIONS`."""

    engine: Engine
    medians: tuple[float, ...]


def measured(atlas: Atlas) -> list[Result]:
    """Every question on every engine; the atlas itself comes first."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "all.nq"
        with data.open("wb") as output:
            atlas.write(output, "nquads", api=True)
        with oxigraph_server(Path(folder), data) as server:
            engines = [ours(atlas), raw(atlas), in_memory(data), oxrdflib_store(data), server, rdflib_memory(data)]
            return [Result(engine, tuple(median_ms(engine.ask, text) for text in texts())) for engine in engines]


def texts() -> list[str]:
    """The questions as they are sent, with what is bound in place."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    return [prefixes + bind(query_text(query), given) for _, _, query, given in QUESTIONS]


def median_ms(ask: Ask, text: str) -> float:
    """The median time of a question, after one warm-up."""
    start = time.perf_counter()
    ask(text)
    runs = _SLOW_RUNS if time.perf_counter() - start > _SLOW_SECONDS else _RUNS
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        ask(text)
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


# ── Engines ──────────────────────────────────────────────────────────────────


def ours(atlas: Atlas) -> Engine:
    """The store as the product opens and asks it."""
    path = atlas.store.path
    return _opened("ML Atlas", lambda: type(atlas.store)(path).select)


def raw(atlas: Atlas) -> Engine:
    """The engine below it, on the same files."""
    path = str(atlas.store.path / "data")
    return _opened("pyoxigraph, the same store", lambda: _listed(ox.Store.read_only(path)))


def in_memory(data: Path) -> Engine:
    """The engine with everything in memory."""

    def load() -> Ask:
        store = ox.Store()
        store.bulk_load(path=str(data), format=ox.RdfFormat.N_QUADS)
        return _listed(store)

    return _opened("pyoxigraph in memory", load)


def oxrdflib_store(data: Path) -> Engine:
    """rdflib's interface on the engine in memory."""

    def load() -> Ask:
        graph = rdflib.Dataset(store=oxrdflib.OxigraphStore(), default_union=True)
        graph.parse(data, format="ox-nq")
        return lambda text: list(graph.query(text))

    return _opened("oxrdflib in memory", load)


def rdflib_memory(data: Path) -> Engine:
    """rdflib as most people use it."""

    def load() -> Ask:
        graph = rdflib.Dataset(default_union=True)
        graph.parse(data, format="nquads")
        return lambda text: list(graph.query(text))

    return _opened("rdflib in memory", load)


@contextmanager
def oxigraph_server(folder: Path, data: Path) -> Iterator[Engine]:
    """The Oxigraph server on loopback, asked as the product asks a remote engine."""
    program, store, port = str(Path(sys.executable).with_name("oxigraph")), str(folder / "server"), _free_port()
    start = time.perf_counter()
    subprocess.run([program, "load", "-l", store, "--file", str(data)], check=True, capture_output=True)
    command = [program, "serve-read-only", "-l", store, "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            ready = time.perf_counter() - start
            remote = RemoteStore(Endpoint(f"http://127.0.0.1:{port}/query"))
            yield Engine("Oxigraph server, over HTTP", ready, _resident(server.pid), remote.select)
        finally:
            server.kill()


def _listed(store: ox.Store) -> Ask:
    return lambda text: list(store.query(text, use_default_graph_as_union=True))  # type: ignore[arg-type]


def _opened(name: str, load: Callable[[], Ask]) -> Engine:
    before, start = _resident(), time.perf_counter()
    ask = load()
    ready = time.perf_counter() - start
    return Engine(name, ready, _resident() - before, ask)


def _resident(process: int | str = "self") -> float:
    """The memory of a process in MB."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the Oxigraph server does not answer")
