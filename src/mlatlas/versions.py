"""Two versions of botocore side by side: fetched, compared, and what their differences do to the curated facts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mlatlas import changes
from mlatlas.changes import Changes
from mlatlas.check import CheckReport, check
from mlatlas.errors import FetchError
from mlatlas.facts import Outcome
from mlatlas.resources import data_root
from mlatlas.sources import curated, packages
from mlatlas.sources.api_models import PACKAGE, Elements, Models
from mlatlas.sources.curated import Curated
from mlatlas.terms import AWS, atlas, shorten
from mlatlas.verify import Authorities, plans, run

#: What people may write for the installed version.
INSTALLED: Final = "installed"
_fetching = threading.Lock()

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Effect:
    """A check of a curated statement that comes out otherwise with the new version than with the old one.

    `observed` and `evidence` are those of the new version. `element` is the IRI of the part of the API model.
    """

    statement: str
    path: str
    expected: str
    observed: str | None
    before: Outcome
    after: Outcome
    evidence: str
    element: str | None

    @property
    def is_broken(self) -> bool:
        """Whether the check agreed before and does not any more."""
        return self.before == "agrees"


@dataclass(frozen=True, slots=True)
class LostElement:
    """A curated entity (`kb:training-job`) points to a part of an API model that the new version does not have."""

    entity: str
    element: str


@dataclass(frozen=True, slots=True)
class Report:
    """What changed in the models, and what that means for the curated facts about the same services."""

    changes: Changes
    effects: tuple[Effect, ...]
    lost: tuple[LostElement, ...]

    @property
    def broken(self) -> tuple[Effect, ...]:
        """The checks that agreed with the old version and do not agree with the new one."""
        return tuple(effect for effect in self.effects if effect.is_broken)

    @property
    def mended(self) -> tuple[Effect, ...]:
        """The checks that agree with the new version and did not with the old one."""
        return tuple(effect for effect in self.effects if not effect.is_broken)


# ── Versions ─────────────────────────────────────────────────────────────────


def installed() -> str:
    """The version of the installed botocore."""
    return Models.installed().version


def is_version(text: str) -> bool:
    """Whether a text can be a version at all."""
    return packages.is_version(text)


def is_at_hand(version: str) -> bool:
    """Whether a version can be read without fetching anything."""
    return packages.find(PACKAGE, version) is not None


def at_hand() -> list[str]:
    """The versions that were fetched before, the newest first, after the installed one."""
    here = installed()
    return [here, *(version for version in packages.cached_versions(PACKAGE) if version != here)]


def fetch(version: str, tell: Tell | None = None) -> Models:
    """The models of a version, or of the `installed` one; `tell` hears of a download before it starts.

    One download at a time: raises `FetchError` while another one runs, and where the package index is out of
    reach; `BadRequest` for a text that is no version, or a version that was never published.
    """
    if version == INSTALLED:
        return Models.installed()
    if not is_version(version) or is_at_hand(version):
        return Models(packages.fetch(PACKAGE, version))
    if not _fetching.acquire(blocking=False):
        raise FetchError("another version is being fetched right now: try again in a minute")
    try:
        if tell is not None:
            tell(f"Fetching {PACKAGE} {version} …")
        return Models(packages.fetch(PACKAGE, version))
    finally:
        _fetching.release()


def known_services() -> tuple[str, ...]:
    """The services of the installed botocore."""
    return Models.installed().services


# ── Comparing ────────────────────────────────────────────────────────────────


def compare(old: str, new: str, services: Sequence[str], tell: Tell | None = None) -> Report:
    """What changed from one version to the other in services (names, `ml` or `all`), and which facts that concerns.

    Versions that are not on this machine are fetched; see `fetch` for what that raises. Raises `BadRequest` for
    a service that neither version has, `DataError` for a model that cannot be read.

    >>> compare("installed", "installed", ["polly"]).effects
    ()
    """
    before, after = fetch(old, tell), fetch(new, tell)
    chosen = changes.services_of(before, after, services)
    data = curated.read(data_root())
    found = (effect for effect in effects(data, before, after) if _service(effect.element) in chosen)
    lost = (element for element in lost_elements(data, before, after) if _service(element.element) in chosen)
    return Report(changes.between(before, after, chosen), tuple(found), tuple(lost))


def check_against(
    version: str, root: Path | None = None, tell: Tell | None = None
) -> tuple[CheckReport, tuple[Effect, ...]]:
    """Check the curated files under `root` with another version of botocore, and what comes out otherwise than with
    the installed one. Raises what `fetch` raises.
    """
    models = fetch(version, tell)
    report = check(root or data_root(), Authorities(botocore=models))
    is_readable = report.files > 0
    found = effects(curated.read(root or data_root()), Models.installed(), models) if is_readable else ()
    return report, found


def without(report: CheckReport, found: Sequence[Effect]) -> CheckReport:
    """A report without the violations that are told as effects of another version: those ask for no repair."""
    told = [effect.evidence for effect in found]
    left = (broken for broken in report.violations if not any(evidence in broken.rule for evidence in told))
    return replace(report, violations=tuple(left))


def effects(data: Curated, old: Models, new: Models) -> tuple[Effect, ...]:
    """The checks against API models that come out otherwise, those that agree no more before the others."""
    planned = [plan for plan in plans(data) if plan.package == PACKAGE]
    results = (run(planned, Authorities(botocore=models)) for models in (old, new))
    found = [
        Effect(plan.statement, after.path, after.expected, after.observed, before.outcome, after.outcome,
               after.evidence, after.element)
        for (plan, before), (_, after) in zip(*results, strict=True)
        if before.outcome != after.outcome and "agrees" in {before.outcome, after.outcome}
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda effect: (not effect.is_broken, effect.statement, effect.path)))


def lost_elements(data: Curated, old: Models, new: Models) -> tuple[LostElement, ...]:
    """The targets of `atlas:apiElement` that the old version has and the new one has not, by entity."""
    looked = Elements(old), Elements(new)
    found = {
        LostElement(shorten(str(triple.subject).strip("<>")), iri)
        for triple in data.triples
        if triple.predicate.value == atlas("apiElement")
        for iri in [str(triple.object).strip("<>")]
        if looked[0].has(iri) and not looked[1].has(iri)
    }
    return tuple(sorted(found, key=lambda lost: (lost.entity, lost.element)))


def _service(iri: str | None) -> str:
    return (iri or "").removeprefix(AWS).partition(".")[0]
