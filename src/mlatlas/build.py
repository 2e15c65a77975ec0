"""From curated files to a published store: read, validate, derive, load, rename.

A store is a folder: `data/` (the triples) and `manifest.json` (what is in it, from which files).
`stores/current` is a symbolic link that one rename moves from the old store to the new one, so that
readers see either, never something between; a build that fails or is killed leaves the old one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import platformdirs
import pyoxigraph as ox

from mlatlas import terms
from mlatlas.errors import DataError, StoreError
from mlatlas.resources import query_text
from mlatlas.sources import curated
from mlatlas.terms import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, atlas
from mlatlas.validate import violations

#: Called with the stage, the steps done and the steps in all.
Progress = Callable[[str, int, int], None]

#: Raised by one when the layout of a store changes.
FORMAT: Final = 1
_STAGES: Final = (
    "Reading the files",
    "Checking the rules",
    "Deriving triples",
    "Writing the store",
    "Publishing",
)
_KEPT_STORES: Final = 3


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made. `services` counts the API models in it; `seconds` is wall time."""

    statements: int
    triples: int
    services: int
    seconds: float
    path: str


def home() -> Path:
    """The folder for everything the atlas keeps: `$MLATLAS_HOME`, or the user's data folder."""
    return Path(os.environ.get("MLATLAS_HOME") or platformdirs.user_data_path("mlatlas", appauthor=False))


def current(folder: Path | None = None) -> Path:
    """The published store in `folder` (default: `home()`), as the link that `build` moves."""
    return (folder or home()) / "stores" / "current"


def fingerprint(root: Path) -> str:
    """What a store of the files under `root` is known by."""
    derivation = hashlib.sha256(query_text("derive").encode()).hexdigest()[:8]
    return f"{curated.digest(root)}-{derivation}-{FORMAT}"


def is_fresh(root: Path, folder: Path | None = None) -> bool:
    """Whether the published store was made from the files under `root` as they are now."""
    try:
        manifest = json.loads((current(folder) / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(manifest.get("fingerprint") == fingerprint(root))


def build(root: Path, folder: Path | None = None, progress: Progress | None = None) -> BuildReport:
    """Build the store of the files under `root` and publish it in `folder` (default: `home()`).

    Raises `DataError` where a file is no Turtle or breaks a rule, `StoreError` where the folder cannot
    be written; the store published before stays as it was in both cases.
    """
    started = time.perf_counter()
    tell = progress or (lambda _stage, _done, _all: None)
    tell(_STAGES[0], 0, len(_STAGES))
    data = curated.read(root)
    tell(_STAGES[1], 1, len(_STAGES))
    _refuse(data)
    tell(_STAGES[2], 2, len(_STAGES))
    quads = _quads(data)
    stores = current(folder).parent
    try:
        stores.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".building-", dir=stores))
    except OSError as error:
        raise StoreError(
            f"{stores}: cannot be written ({error.strerror}); set MLATLAS_HOME to another folder"
        ) from error
    try:
        tell(_STAGES[3], 3, len(_STAGES))
        manifest = _write(work, quads, data, fingerprint(root))
        tell(_STAGES[4], 4, len(_STAGES))
        path = _publish(work, stores)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    tell("Done", len(_STAGES), len(_STAGES))
    seconds = round(time.perf_counter() - started, 3)
    return BuildReport(manifest.statements, manifest.triples, 0, seconds, str(path))


def _refuse(data: curated.Curated) -> None:
    broken = violations(data)
    if broken:
        more = f"\n… and {len(broken) - 5} more; `mlatlas check` lists them all" if len(broken) > 5 else ""  # noqa: PLR2004
        raise DataError("\n".join(map(str, broken[:5])) + more)


# ── Quads ────────────────────────────────────────────────────────────────────


def _quads(data: curated.Curated) -> list[ox.Quad]:
    return [
        *_in_graph(data.ontology.triples, terms.ONTOLOGY),
        *_in_graph(data.triples, terms.CURATED),
        *_in_graph(derive(data), terms.DERIVED),
        *_in_graph(_provenance(data), terms.PROVENANCE),
    ]


def _in_graph(triples: Iterable[ox.Triple], graph: str) -> list[ox.Quad]:
    name = ox.NamedNode(graph)
    return [ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples]


def derive(data: curated.Curated) -> list[ox.Triple]:
    """The triples that follow from the curated ones.

    - `subject property object` for every statement that holds without condition and is confirmed by an
      authority, so that simple questions need no statement nodes;
    - `a atlas:Statement` and `a skos:Concept` for the members of their subclasses.
    """
    store = ox.Store()
    store.extend(_in_graph([*data.ontology.triples, *data.triples], terms.CURATED))
    query = query_text("derive")
    return list(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]


def _provenance(data: curated.Curated) -> list[ox.Triple]:
    """Each named graph described with PROV: what it is, from which files, by which version, when."""
    now = ox.Literal(datetime.now(UTC).isoformat(timespec="seconds"), datatype=ox.NamedNode(XSD + "dateTime"))
    software = ox.Literal(f"mlatlas {version('mlatlas')}")
    labels = {
        terms.CURATED: f"Curated facts ({len(data.graph)} files)",
        terms.ONTOLOGY: "Vocabulary",
        terms.DERIVED: "Derived triples",
    }
    described = []
    for iri, label in labels.items():
        graph = ox.NamedNode(iri)
        described += [
            ox.Triple(graph, ox.NamedNode(RDF + "type"), ox.NamedNode(PROV + "Entity")),
            ox.Triple(graph, ox.NamedNode(RDFS + "label"), ox.Literal(label)),
            ox.Triple(graph, ox.NamedNode(PROV + "generatedAtTime"), now),
            ox.Triple(graph, ox.NamedNode(DCTERMS + "creator"), software),
        ]
    derived, whole = ox.NamedNode(terms.DERIVED), ox.NamedNode(terms.CURATED)
    return [*described, ox.Triple(derived, ox.NamedNode(PROV + "wasDerivedFrom"), whole)]


# ── Publishing ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Manifest:
    fingerprint: str
    version: str
    built: str
    statements: int
    entities: int
    triples: int


def _write(work: Path, quads: list[ox.Quad], data: curated.Curated, mark: str) -> _Manifest:
    store = ox.Store(str(work / "data"))
    store.bulk_extend(quads)
    store.flush()
    store.optimize()
    subjects = {triple.subject for triple in data.triples if triple.predicate.value == atlas("property")}
    entities = {triple.subject for triple in data.triples if triple.predicate.value == SKOS + "prefLabel"}
    built = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = _Manifest(mark, version("mlatlas"), built, len(subjects), len(entities), len(store))
    del store
    (work / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    return manifest


def _publish(work: Path, stores: Path) -> Path:
    """Give the finished store its name, then move the link `current` to it in one rename."""
    target = stores / f"{time.strftime('%Y%m%dT%H%M%S')}-{work.name.removeprefix('.building-')}"
    work.rename(target)
    link = stores / f".link-{target.name}"
    link.symlink_to(target.name)
    link.replace(stores / "current")
    _sweep(stores)
    return target


def _sweep(stores: Path) -> None:
    """Remove old stores, but the newest few: somebody may still be reading those."""
    finished = sorted(path for path in stores.iterdir() if path.is_dir() and path.name[0].isdigit())
    for path in finished[:-_KEPT_STORES]:
        shutil.rmtree(path, ignore_errors=True)
