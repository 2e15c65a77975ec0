"""`mlatlas check`: every rule of the curated data, with what it found and what it counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from mlatlas.errors import DataError
from mlatlas.sources import curated
from mlatlas.terms import ATLAS, atlas
from mlatlas.validate import Violation, violations


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The broken rules, and how many statements in how many files were looked at, by verdict."""

    statements: int
    files: int
    verdicts: dict[str, int]
    violations: tuple[Violation, ...]


def check(root: Path) -> CheckReport:
    """Check the curated files under `root`.

    A file that is no Turtle is a violation too; the others cannot be judged until it is mended.
    Raises `DataError` only where files are missing altogether.
    """
    try:
        data = curated.read(root)
    except DataError as error:
        if error.file is None:
            raise
        cause = str(error).split(": ", 1)[1]
        found = Violation(error.file, error.line, "Turtle", cause, "mend the text; nothing was read beyond it")
        return CheckReport(0, 0, {}, (found,))
    given = (str(triple.object) for triple in data.triples if triple.predicate.value == atlas("verdict"))
    verdicts = Counter(iri.strip("<>").removeprefix(ATLAS) for iri in given)
    broken = tuple(violations(data))
    return CheckReport(verdicts.total(), len(data.graph), dict(verdicts.most_common()), broken)
