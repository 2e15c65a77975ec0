"""From curated files and API models to a published store: read, check, load, verify, derive, publish."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from mlatlas import conflict_triples, conflicts, graphs, map_triples, publish, sound, verify
from mlatlas.errors import DataError
from mlatlas.picture import freeform, ground, labels, layout, neighbourhood
from mlatlas.publish import current, home
from mlatlas.resources import query_text
from mlatlas.sources import api_triples, curated, packages
from mlatlas.sources.api_models import Models
from mlatlas.staging import Skipped, Staging
from mlatlas.terms import SKOS, atlas
from mlatlas.validate import violations

__all__ = ["BuildReport", "Progress", "Skipped", "build", "current", "fingerprint", "home", "is_fresh", "refresh"]

#: Called with the stage, the steps done and the steps in all.
Progress = Callable[[str, int, int], None]

#: The services whose API models go in where nobody asked for others.
DEFAULT_SERVICES: Final = ("ml",)
#: Raised by one when the layout of a store changes.
FORMAT: Final = 3
#: The modules whose code decides what a build adds to the curated facts, beside those that verify.
_MAKERS: Final = (graphs, conflicts, conflict_triples, map_triples, ground, neighbourhood, layout, freeform, labels)
#: The stages of a build but for those that count services.
_STAGES: Final = 5
_SHOWN: Final = 5
_WAITING: Final = "Waiting for another build"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made.

    `services` counts the API models in it, `skipped` lists those that cannot be read; `seconds` is wall time.
    """

    statements: int
    triples: int
    services: int
    seconds: float
    path: str
    skipped: tuple[Skipped, ...] = ()


def fingerprint(root: Path) -> str:
    """What a store of the files under `root` is known by: the files, and the code that adds to them."""
    makers = (Path(str(module.__file__)) for module in _MAKERS)
    code = b"".join(path.read_bytes() for path in (*makers, *sorted(Path(verify.__file__).parent.glob("*.py"))))
    derivation = hashlib.sha256(query_text("derive").encode() + code).hexdigest()[:8]
    return f"{curated.digest(root)}-{derivation}-{api_triples.digest()}-{FORMAT}"


def is_fresh(root: Path, folder: Path | None = None) -> bool:
    """Whether the published store was made from the files under `root` and the botocore as they are now.

    It is not, either, where an authority has come that was missing when the statements were checked.
    """
    known = publish.manifest(folder)
    if known.get("fingerprint") != fingerprint(root) or known.get("botocore") != Models.installed().version:
        return False
    return not any(packages.find(name, package_version) for name, package_version in known.get("absent", ()))


def refresh(root: Path, folder: Path | None = None, progress: Progress | None = None) -> None:
    """Unless the store is fresh, build it again with the services that it has. Raises like `build`."""
    if is_fresh(root, folder):
        return
    where, tell = folder or home(), progress or _silent
    with publish.only_builder(where, lambda: tell(_WAITING, 0, 1)):
        if not is_fresh(root, folder):  # the build that was waited for may have made it
            _build(root, where, Models.installed(), None, tell)


def build(
    root: Path,
    folder: Path | None = None,
    progress: Progress | None = None,
    services: Sequence[str] | None = None,
    models: Models | None = None,
) -> BuildReport:
    """Build the store of the files under `root` and publish it in `folder` (default: `home()`).

    `services` are those whose API models go in, by name, or `ml`, `all`, `none`; without it, those that were
    asked for last time, at first `ml`. `models` are those of the installed botocore unless given. A model that
    cannot be read is skipped and reported.

    Raises `DataError` where a curated file is no Turtle or breaks a rule, `BadRequest` for an unknown service,
    `StoreError` where the folder cannot be written; the store published before stays as it was in all cases.
    """
    where, tell, using = folder or home(), progress or _silent, models or Models.installed()
    asked = None if services is None else [name.strip().lower() for name in services] or ["none"]
    using.choose(asked or ())  # an unknown name is refused before anything else
    with publish.only_builder(where, lambda: tell(_WAITING, 0, 1)):
        return _build(root, where, using, asked, tell)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """The progress of a build that nobody watches."""


class _Steps:
    """Tells the progress of a build: its stages, and within one the services that are in."""

    def __init__(self, tell: Progress, services: int) -> None:
        self._tell = tell
        self._services = services
        self._stages = 0
        self._loaded = 0

    def next(self, stage: str) -> None:
        self._say(stage)
        self._stages += 1

    def loaded(self, services: int, triples: int) -> None:
        self._loaded = services
        self._say(f"API models: {services} of {self._services}, {triples:,} triples")

    def done(self) -> None:
        self._loaded = self._services
        self._say("Done")

    def _say(self, stage: str) -> None:
        self._tell(stage, self._stages + self._loaded, _STAGES + self._services)


def _build(root: Path, folder: Path, models: Models, asked: Sequence[str] | None, tell: Progress) -> BuildReport:
    started = time.perf_counter()
    wanted = asked or _remembered(folder, models)
    chosen = models.choose(wanted)
    known = {"fingerprint": fingerprint(root), "asked": list(wanted)}  # before reading: what changes later is stale
    steps = _Steps(tell, len(chosen))
    data = _checked(root, steps)
    with publish.work_folder(folder) as work:
        api = Staging(folder / "api", models)
        api.fill(chosen, steps.loaded)
        manifest = known | _write(work, data, api, steps)
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
        steps.next("Publishing")
        path = publish.publish(work)
    steps.done()
    seconds = round(time.perf_counter() - started, 3)
    statements, triples = manifest["statements"], manifest["triples"]
    return BuildReport(statements, triples, len(api.services), seconds, str(path), tuple(api.skipped))


def _checked(root: Path, steps: _Steps) -> curated.Curated:
    steps.next("Reading the files")
    data = curated.read(root)
    steps.next("Checking the rules")
    if not sound.is_known(root):
        _refuse(data)
        sound.remember(root)
    return data


def _write(work: Path, data: curated.Curated, api: Staging, steps: _Steps) -> dict[str, Any]:
    """Put all triples into `work / "data"`, and say what is in there."""
    steps.next("Deriving and verifying")
    results = verify.run(verify.plans(data), verify.Authorities(api.models))
    named = {triple.object.value for triple in data.triples if triple.predicate.value == atlas("apiElement")}  # type: ignore[union-attr]
    own = {*graphs.quads(data, results, api.models.version, [*api.services.values()], api.about(sorted(named)))}
    manifest = _manifest(data, len(own), api)
    manifest["triples"] += len(graphs.described(manifest))
    steps.next("Writing the store")
    api.copy(work / "data")
    _load(work / "data", own.union(graphs.described(manifest)))
    missing = {(plan.package, plan.version) for plan, result in results if result.agrees is None and not plan.service}
    return manifest | {"absent": sorted(missing)}


def _remembered(folder: Path, models: Models) -> list[str]:
    """The services that were asked for last time; those that this botocore does not have are left out."""
    names = publish.manifest(folder).get("asked", DEFAULT_SERVICES)
    return [name for name in names if name in {"ml", "all", "none", *models.services}]


def _refuse(data: curated.Curated) -> None:
    broken = violations(data)
    if broken:
        left = len(broken) - _SHOWN
        more = f"\n… and {left} more; `mlatlas check` lists them all" if left > 0 else ""
        raise DataError("\n".join(map(str, broken[:_SHOWN])) + more)


def _load(place: Path, own: Collection[ox.Quad]) -> None:
    """Put the quads of our own into the store at `place`, beside the API models that may be there."""
    empty = not place.exists()
    store = ox.Store(str(place))
    store.bulk_extend(own)
    store.flush()
    if empty:
        store.optimize()


def _manifest(data: curated.Curated, own: int, api: Staging) -> dict[str, Any]:
    """What a store says about itself; `triples` are all, `services` those of the API models in it."""
    subjects = {triple.subject for triple in data.triples if triple.predicate.value == atlas("property")}
    entities = {triple.subject for triple in data.triples if triple.predicate.value == SKOS + "prefLabel"}
    return {
        "version": version("mlatlas"),
        "built": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),  # as every store writes it, too
        "statements": len(subjects),
        "entities": len(entities),
        "triples": own + api.triples,
        "botocore": api.models.version,
        "services": {service.name: asdict(service) for service in api.services.values()},
        "skipped": [asdict(one) for one in api.skipped],
    }
