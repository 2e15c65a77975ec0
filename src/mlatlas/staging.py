"""The graphs of API models in a store of their own, from which builds start.

It only grows: services are loaded in batches, each written down in `services.json` once it is in. A build that
is killed leaves what it loaded to the next one, and a change of the curated files alone loads no API model again:
a build takes a copy, which costs milliseconds because the engine links its files instead of copying them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

import pyoxigraph as ox

from mlatlas import files
from mlatlas.errors import DataError
from mlatlas.sources.api_models import Models
from mlatlas.sources.api_triples import ApiGraph, api_graph_of, digest

#: Triples that are loaded at once: more takes memory, fewer takes time.
_BATCH: Final = 150_000

_Item = TypeVar("_Item")

#: Called with the number of services and triples that are in, after each batch.
Loaded = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A service whose model cannot be used, and why."""

    service: str
    reason: str


@dataclass(frozen=True, slots=True)
class ApiService:
    """A service that is in the store: the version of its API, its number of triples, and when they were made."""

    name: str
    api_version: str
    triples: int
    made: str


class Staging:
    """The API graphs of one version of botocore, staged in `folder`. One process at a time may use it.

    `services` are those that are in; `skipped` those that `fill` could not read.
    """

    def __init__(self, folder: Path, models: Models) -> None:
        self.services: dict[str, ApiService] = {}
        self.skipped: list[Skipped] = []
        self.models = models
        self._folder = folder / f"{models.version}-{digest()}"
        self._data = self._folder / "data"
        self._compact = True

    def fill(self, wanted: Sequence[str], loaded: Loaded) -> None:
        """Load those of the wanted services that are not in yet; where others are in, begin anew."""
        if not wanted:
            return
        self._sweep()
        self._recall()
        if not {*self.services} <= {*wanted}:
            self._clear()
        store = self._open()
        for batch in _ahead(self._batches([name for name in wanted if name not in self.services])):
            store.bulk_load(b"".join(graph.content for graph in batch), ox.RdfFormat.N_QUADS, lenient=True)
            store.flush()
            self._add(batch)
            loaded(len(self.services) + len(self.skipped), self.triples)
        if not self._compact:
            store.optimize()
            self._note(compact=True)

    @property
    def triples(self) -> int:
        """The number of triples that are in."""
        return sum(service.triples for service in self.services.values())

    def copy(self, target: Path) -> None:
        """Put a copy of what is in at `target`, which does not exist yet."""
        if self.services:
            ox.Store.read_only(str(self._data)).backup(str(target))

    def about(self, elements: Iterable[str]) -> list[ox.Quad]:
        """What the models that are in say of these elements (by IRI)."""
        if not self.services:
            return []
        store = ox.Store.read_only(str(self._data))
        return [quad for iri in elements for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None)]

    # ── Generating ───────────────────────────────────────────────────────────

    def _batches(self, services: Sequence[str]) -> Iterator[list[ApiGraph]]:
        batch: list[ApiGraph] = []
        for name in services:
            try:
                batch.append(api_graph_of(name, self.models.read(name)))
            except DataError as error:
                self.skipped.append(Skipped(name, str(error)))
            if sum(graph.triples for graph in batch) >= _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    # ── What is in ───────────────────────────────────────────────────────────

    @property
    def _notes(self) -> Path:
        return self._folder / "services.json"

    def _recall(self) -> None:
        try:
            notes = json.loads(self._notes.read_text("utf-8"))
            services = [ApiService(**one) for one in notes["services"]]
            self._compact = bool(notes["compact"])
        except (OSError, ValueError, KeyError, TypeError):
            services = []  # nothing is known of what is in: it will be made anew
        self.services = {service.name: service for service in services}

    def _add(self, batch: Sequence[ApiGraph]) -> None:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        for graph in batch:
            self.services[graph.service] = ApiService(graph.service, graph.api_version, graph.triples, made)
        self._note(compact=False)

    def _note(self, *, compact: bool) -> None:
        self._compact = compact
        notes = {"compact": compact, "services": [asdict(service) for service in self.services.values()]}
        files.write(self._notes, json.dumps(notes, indent=1).encode())

    # ── The folder ───────────────────────────────────────────────────────────

    def _open(self) -> ox.Store:
        """The staged store; one that is broken, or that nothing says what is in it, is made anew."""
        if not self.services:
            self._clear()
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            return ox.Store(str(self._data))
        except (OSError, RuntimeError):
            self._clear()
            self._folder.mkdir(parents=True)
            return ox.Store(str(self._data))

    def _clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self.services, self._compact = {}, True

    def _sweep(self) -> None:
        """Remove the graphs of other versions: of botocore, or of the code that makes them."""
        for path in self._folder.parent.glob("*"):
            if path != self._folder:
                shutil.rmtree(path, ignore_errors=True)


def _ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """The same items, each made in a thread while the one before it is used."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item
