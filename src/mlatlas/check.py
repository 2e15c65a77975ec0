"""`mlatlas check`: every rule of the curated data and every check against an authority, with what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mlatlas import sound
from mlatlas.errors import DataError
from mlatlas.facts import Check
from mlatlas.sources import curated, packages
from mlatlas.sources.curated import Curated
from mlatlas.terms import ATLAS, STMT, atlas, shorten
from mlatlas.validate import Violation, missing_elements, violations
from mlatlas.verify import Authorities, Plan, plans, run


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The broken rules, and what was looked at.

    `verdicts` counts the statements by verdict, `checks` the checks by outcome; `checked` is the number of
    statements that an authority was found for, `absent` names the authorities that are not on this machine.
    """

    statements: int
    files: int
    verdicts: dict[str, int]
    violations: tuple[Violation, ...]
    checks: dict[str, int]
    checked: int = 0
    absent: tuple[str, ...] = ()


def check(root: Path, authorities: Authorities | None = None) -> CheckReport:
    """Check the curated files under `root`, also against `authorities` (default: those of this machine).

    A file that is no Turtle is a violation too; the others cannot be judged until it is mended.
    Raises `DataError` only where files are missing altogether, or an API model cannot be read.
    """
    try:
        data = curated.read(root)
    except DataError as error:
        if error.file is None:
            raise
        cause = str(error).split(": ", 1)[1]
        found = Violation(error.file, error.line, "Turtle", cause, "mend the text; nothing was read beyond it")
        return CheckReport(0, 0, {}, (found,), {})
    places = authorities or Authorities()
    results = run(plans(data), places)
    verdicts = _verdicts(data)
    unsound = violations(data)
    if not unsound:
        sound.remember(root)
    broken = [*unsound, *missing_elements(data, places.botocore), *disagreements(data, verdicts, results)]
    counted = Counter(verdicts.values())
    return CheckReport(
        statements=counted.total(),
        files=len(data.graph),
        verdicts=dict(counted.most_common()),
        violations=tuple(sorted(broken, key=_place)),
        checks=dict(Counter(result.outcome for _, result in results).most_common()),
        checked=len({plan.statement for plan, result in results if result.agrees is not None}),
        absent=tuple(sorted({result.authority for _, result in results if result.outcome == "not checked"})),
    )


def fetch_authorities(root: Path, tell: Callable[[str], None]) -> None:
    """Download the authorities that the checks under `root` need and this machine lacks; `tell` is told of each.

    Raises `FetchError` where the package index cannot be reached.
    """
    authorities = Authorities()
    for plan in {(plan.package, plan.version): plan for plan in plans(curated.read(root))}.values():
        if authorities.package(plan) is None:
            tell(f"Fetching {plan.package} {plan.version} …")
            packages.fetch(plan.package, plan.version)


def disagreements(
    data: Curated, verdicts: dict[str, str], results: Iterable[tuple[Plan, Check]]
) -> Iterator[Violation]:
    """Where a machine found that a statement, its verdict or its check cannot be right."""
    for plan, result in results:
        found = _disagreement(verdicts.get(STMT + plan.statement, ""), result)
        if found is not None:
            file, line = data.locate(STMT + plan.statement)
            yield Violation(file, line, shorten(STMT + plan.statement), *found)


def _disagreement(verdict: str, result: Check) -> tuple[str, str] | None:
    """The broken rule and its repair."""
    if result.outcome == "no such path":
        return result.evidence, "look where the fact is stated now, and correct atlas:path or the statement"
    if result.outcome == "disagrees":
        repair = "correct the statement; or, where the service has changed, call it outdated with atlas:correctedBy"
        return f"it {result.evidence}", repair
    if result.outcome == "agrees" and result.role == "refuting" and verdict in {"confirmed", "unverified"}:
        repair = "call it contradicted and point atlas:correctedBy to what is right"
        return f"it is {verdict}, but {result.evidence}", repair
    return None


def _verdicts(data: Curated) -> dict[str, str]:
    """The verdict of each statement, by its IRI."""
    given = (triple for triple in data.triples if triple.predicate.value == atlas("verdict"))
    return {str(each.subject).strip("<>"): str(each.object).strip("<>").removeprefix(ATLAS) for each in given}


def _place(violation: Violation) -> tuple[str, int, str, str]:
    return violation.file, violation.line or 0, violation.subject, violation.rule
