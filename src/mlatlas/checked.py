"""What the checks of a statement come to, in a word and in a sign; for badges, lists and totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Literal, get_args

from mlatlas.facts import Check, Outcome, Role, Statement, Verdict

Checked = Literal["checked", "checked in text", "not as expected", "not checked here", "no check"]

#: What each word means, for legends.
MEANINGS: Final[dict[Checked, str]] = {
    "checked": "a machine found it in the structure of a model or package",
    "checked in text": "a machine found it in documentation only, which is weaker than a bound of a model",
    "not as expected": "a machine looked and did not find what the statement expects",
    "not checked here": "the authority is not on this machine; that is never a pass",
    "no check": "confirmed or judged by reading alone",
}
#: All words, from the strongest to none.
WORDS: Final[tuple[Checked, ...]] = get_args(Checked)

#: The sign of each verdict, so that colour is never all there is.
VERDICT_SIGNS: Final[dict[Verdict, str]] = {
    "confirmed": "✓", "imprecise": "≈", "outdated": "†", "contradicted": "✗", "unverified": "?",
}  # fmt: skip

_SIGNS: Final[dict[tuple[Role, Outcome], str]] = {
    ("supporting", "agrees"): "✓",
    ("supporting", "disagrees"): "✗",
    ("qualifying", "agrees"): "≈",
    ("refuting", "agrees"): "✗",
}


def checked(statement: Statement) -> Checked:
    """How the statement fared with machines. What nobody could look at is never a pass."""
    return summed_up(statement.checks)


def summed_up(checks: Sequence[Check]) -> Checked:
    """What the checks of one claim come to."""
    if not checks:
        return "no check"
    run = [check for check in checks if check.outcome != "not checked"]
    if not run:
        return "not checked here"
    if any(not check.agrees for check in run):
        return "not as expected"
    return "checked in text" if all(check.reads_text for check in run) else "checked"


def by_authority(statements: Iterable[Statement]) -> dict[str, Counter[Outcome]]:
    """How the checks went, by package and version (`botocore 1.44.5`), the most used first."""
    found: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for statement in statements:
        for check in statement.checks:
            found[check.authority.split(",")[0]][check.outcome] += 1
    return dict(sorted(found.items(), key=lambda each: -each[1].total()))


def sign(check: Check) -> str:
    """The sign of a check as it bears on the statement: ✓ agrees, ≈ more exactly, ✗ against it, ⚠ gone, – not run."""
    if check.outcome == "not checked":
        return "–"
    return _SIGNS.get((check.role, check.outcome), "⚠")


def line(check: Check) -> str:
    """The check as a line: sign and evidence, and whether it only reads text.

    >>> line(Check("botocore 1.44.5, sagemaker", "shapes.X.max", "6", "6", "supporting", "agrees", "agrees with …"))
    '✓ agrees with …'
    """
    weaker = " (read in a text: weaker than a bound)" if is_weak(check) else ""
    return f"{sign(check)} {check.evidence}{weaker}"


def is_weak(check: Check) -> bool:
    """Whether the check was run and only read text."""
    return check.reads_text and check.outcome != "not checked"
