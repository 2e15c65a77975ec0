"""Send the hostile corpus (tests/hostile) every way into the product, and write what came of it.

    .venv/bin/python benchmarks/corpus.py

Queries may run for two seconds, on a store with the ML services; meanwhile another visitor asks `ASK { }`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import sections

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from hostile import addresses, costly, folders, reaching, requests
from hostile.canary import Canary, canary
from hostile.cases import ENDS, End, Outcome, Query
from hostile.importing import checker
from hostile.pages import opened
from hostile.ways import (
    Bystander,
    endpoint_bystander,
    over_a_socket,
    through_endpoint,
    through_sandbox,
)
from live_server import running
from mlatlas.app import shared
from mlatlas.app.pages import ALL as PAGES
from mlatlas.atlas import Atlas
from mlatlas.installation import build_store
from mlatlas.resources import data_root
from mlatlas.sandbox import Limits, Sandbox

SECONDS = 2.0
QUERIES = (*reaching.ALL, *costly.ALL)


@dataclass
class Tally:
    """What came of the cases of one class on one way: outcomes, the slowest end, and ends that were not allowed."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, end: End, may: frozenset[Outcome]) -> None:
        """Count a case."""
        self.outcomes[end.outcome] += 1
        self.slowest = max(self.slowest, end.seconds)
        if end.outcome not in may:
            self.wrong.append(f"{name}: {end.outcome} ({end.said[:80]!r})")

    def __str__(self) -> str:
        return ", ".join(f"{count} {outcome}" for outcome, count in self.outcomes.most_common()) or "–"


Way = dict[str, Tally]


@dataclass
class Report:
    """Everything that the page says; `ways` is by way and class, `beside` by way."""

    ways: dict[str, Way] = field(default_factory=dict)
    beside: dict[str, Bystander] = field(default_factory=dict)
    deaths: int = 0

    def send(self, way: str, cases: Iterable[tuple[str, str, frozenset[Outcome], Callable[[], End]]]) -> None:
        """Send cases (class, name, how they may end, how they are sent) a way."""
        tallies = self.ways.setdefault(way, {})
        for group, name, may, act in cases:
            tallies.setdefault(group, Tally()).add(name, act(), may)


def _queries(send: Callable[[str | bytes], End], bird: Canary, bytes_too: bool = False) -> Iterable[tuple]:
    for case in QUERIES:
        if bytes_too or isinstance(case.text, str):
            text = case.filled(bird.host, str(bird.file))
            yield case.group, case.name, _may(case), lambda text=text: send(text)


def _may(case: Query) -> frozenset[Outcome]:
    """On a store that is forty times as large, what ended by itself may be stopped."""
    return case.may | ENDS if "answered" in case.may else case.may


def send_to_sandbox(report: Report, atlas: Atlas, bird: Canary) -> None:
    """Every query through a sandbox of its own."""
    with Sandbox(atlas.store.path, limits=Limits(wall_seconds=SECONDS)) as sandbox:
        beside = report.beside["sandbox"] = Bystander(lambda: sandbox.run("ASK { }", visitor="another"))
        with beside.asking():
            report.send("sandbox", _queries(lambda text: through_sandbox(sandbox, str(text)), bird))


def send_to_endpoint(report: Report, bird: Canary, log: Path) -> None:
    """Every query and request to a server, which must be there at the end."""
    with running(log, seconds=str(SECONDS)) as server:
        beside = report.beside["endpoint"] = endpoint_bystander(server.port)
        with beside.asking():
            report.send("endpoint", _queries(lambda text: through_endpoint(server.port, text), bird, bytes_too=True))
            report.send(
                "endpoint",
                (
                    (f"requests: {group}", case.name, case.may,
                     lambda case=case: over_a_socket(server.port, case, bird.host, str(bird.file)))
                    for group, cases in requests.ALL.items() for case in cases
                ),
            )  # fmt: skip
        report.deaths += server.process.poll() is not None


def send_to_app(report: Report, bird: Canary) -> None:
    """Every query on the Query page, and every address on every page."""
    with opened(SECONDS) as pages:
        beside = report.beside["app"] = Bystander(lambda: shared.atlas().query("ASK { }", visitor="another"))
        with beside.asking():
            report.send("app", _queries(lambda text: pages.ask(str(text)), bird))
        answered = frozenset[Outcome]({"answered"})
        for name, junk in addresses.ALL.items():
            given = addresses.filled(junk, bird.host, str(bird.file))
            opening = (
                (f"addresses: {title}", name, answered, lambda path=path, given=given: pages.open(path, given))
                for path, title in PAGES
            )
            report.send("app", opening)


def send_to_import(report: Report, bird: Canary, work: Path) -> None:
    """Every folder through `mlatlas check --root`."""
    refused = frozenset[Outcome]({"refused"})
    with checker() as checking:
        for group, cases in folders.ALL.items():
            for position, case in enumerate(cases):
                root = work / f"{group}-{position}"
                root.mkdir()
                for name in ("ontology.ttl", "shapes.ttl"):
                    shutil.copy(data_root() / name, root)
                case.make(root, bird.host, str(bird.file))
                log = work / f"{group}-{position}.log"
                act = lambda root=root, log=log: checking.check(root, log)  # noqa: E731
                report.send("import", [(f"folders: {group}", case.name, refused, act)])


def written(report: Report, bird: Canary, triples: int) -> str:
    """The section of the page."""
    groups = list(dict.fromkeys(group for way in report.ways.values() for group in way))
    wrong = [text for way in report.ways.values() for tally in way.values() for text in tally.wrong]
    total = sum(max(sum(tally.outcomes.values()) for tally in _tallies(report, group)) for group in groups)
    lines = [
        f"Written by `benchmarks/corpus.py`: every case of tests/hostile every way that takes it, on a store of {triples:,} "
        f"triples, with a limit of {SECONDS:g} s. {total} cases (an address counts on each page).",
        "",
        "| class | sandbox | endpoint | app | import | slowest end, s |",
        "|---|---|---|---|---|---:|",
        *(_row(report, group) for group in groups),
        "",
        f"Connections at the canary's port: {bird.connections}. Its file opened: {bird.reads}. Serving processes that "
        f"died: {report.deaths}. Ends that were not allowed: {len(wrong)}. "
        "Requests that fall silent end when the server's patience does: 10 s for a head, 20 s for a body.",
        "",
        "Another visitor's `ASK { }` meanwhile:",
        "",
        "| way | asked | refused | slowest answer, ms |",
        "|---|---:|---:|---:|",
        *(
            f"| {way} | {one.answers} | {len(one.refusals)} | {1000 * one.slowest:.0f} |"
            for way, one in report.beside.items()
        ),
        *(f"- {text}" for text in wrong),
    ]
    return "\n".join(lines)


def _tallies(report: Report, group: str) -> list[Tally]:
    return [way[group] for way in report.ways.values() if group in way]


def _row(report: Report, group: str) -> str:
    cells = [str(report.ways[way].get(group, "–")) for way in ("sandbox", "endpoint", "app", "import")]
    slowest = max(tally.slowest for tally in _tallies(report, group))
    return f"| {group} | {' | '.join(cells)} | {slowest:.1f} |"


def main() -> None:
    """Send everything, write the section, and show it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        work = Path(folder)
        os.environ["MLATLAS_HOME"] = str(work / "home")
        build_store(services=["ml"])
        atlas = Atlas.open()
        (work / "canary").mkdir()
        bird = stack.enter_context(canary(work / "canary"))
        report = Report()
        send_to_sandbox(report, atlas, bird)
        send_to_endpoint(report, bird, work / "log")
        send_to_app(report, bird)
        send_to_import(report, bird, work)
        text = written(report, bird, int(atlas.store.manifest["triples"]))
    sections.put("Hostile corpus", text)
    print(text)


if __name__ == "__main__":
    main()
