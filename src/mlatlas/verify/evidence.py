"""The result of a check in words."""

from __future__ import annotations

import re
from typing import Any, Final

from mlatlas.facts import Outcome
from mlatlas.quantities import plain, symbol
from mlatlas.sources.packages import Package
from mlatlas.verify.judge import expected, parts, passage, text
from mlatlas.verify.plans import Plan

_LEADS: Final = {
    ("supporting", "agrees"): "agrees with",
    ("supporting", "disagrees"): "disagrees with",
    ("qualifying", "agrees"): "is put more exactly by",
    ("qualifying", "disagrees"): "is no longer put more exactly by",
    ("refuting", "agrees"): "is refuted by",
    ("refuting", "disagrees"): "is no longer refuted by",
}
_ENOUGH: Final = 8
_LONGEST: Final = 160


def sentence(plan: Plan, package: Package, outcome: Outcome, found: Any) -> str:
    """What the check showed: `agrees with botocore 1.44.5: shapes.ServerlessMemorySizeInMB.max = 6144`."""
    if outcome == "no such path":
        return _gone(plan, package)
    lead = _LEADS[plan.role, outcome]
    return f"{lead} {package.label}: {_finding(plan, found)}"


def not_checked(plan: Plan) -> str:
    """Why a check was not run."""
    return f"not checked here: {plan.package} {plan.version} is not on this machine; `mlatlas check --fetch` gets it"


def wanted(plan: Plan) -> str:
    """What a check expects, for people."""
    if plan.amount is not None:
        amount = plan.amount
        numbers = " or ".join(expected(plan))
        return f"{numbers} {symbol(amount.wanted)} ({plain(amount.value)} {symbol(amount.unit)})"
    return ", ".join(plan.expected) or "it exists"


def observed(plan: Plan, found: Any) -> str | None:
    """What a check found, for people; long lists are cut."""
    if plan.reads_text:
        seen = passage(plan, found)
        return f"{seen[: _LONGEST // 2]} … {seen[-_LONGEST // 2 :]}" if seen and len(seen) > _LONGEST else seen
    if isinstance(found, list | dict):
        return _listed(parts(found), plan)
    return text(found)


def _listed(all_parts: list[str], plan: Plan) -> str:
    """The parts that matter first."""
    first = sorted(all_parts, key=lambda part: part not in plan.expected)
    more = f" and {len(all_parts) - _ENOUGH} more" if len(all_parts) > _ENOUGH else ""
    return ", ".join(first[:_ENOUGH]) + more


def _finding(plan: Plan, found: Any) -> str:
    if plan.reads_text:
        return _said(plan, found)
    if plan.test == "exists":
        return f"{plan.file} is there" if plan.path == plan.file else f"{plan.file} defines {plan.path} ({found})"
    if plan.test == "equals":
        seen = observed(plan, found)
        return f"{plan.path} = {seen}{_in_words(plan, seen)}"
    return _membership(plan, plan.path.removeprefix("keys(").removesuffix(")"), found)


def _said(plan: Plan, found: Any) -> str:
    seen = observed(plan, found)
    part = plan.path.removesuffix(".documentation").removesuffix("documentation") or f"the service {plan.service}"
    place = f"the text of {part}" if plan.service else f"the source of {plan.file}"
    return f"{place} says “{seen}”" if seen else f"{place} says nothing like “{_bare(plan)}”"


def _membership(plan: Plan, place: str, found: Any) -> str:
    if plan.test == "consistsOf":
        return f"{place} consists of {observed(plan, found)}"
    if plan.test == "containsNone":
        alike = [part for part in parts(found) if re.search(plan.expected[0], part)]
        return f"{place} contains {', '.join(alike)}" if alike else f"{place} has nothing like “{_bare(plan)}”"
    missing = [part for part in plan.expected if part not in parts(found)]
    return f"{place} lacks {', '.join(missing)}" if missing else f"{place} contains {', '.join(plan.expected)}"


def _in_words(plan: Plan, seen: str | None) -> str:
    """A number in the statement's own unit: ` (6 GB = 6144 MB)`; what was expected where it is another."""
    if plan.amount is None:
        return "" if seen in plan.expected else f", not {wanted(plan)}"
    own = f"{plain(plan.amount.value)} {symbol(plan.amount.unit)}"
    here = f"{seen} {symbol(plan.amount.wanted)}"
    if seen not in expected(plan):
        return f", not {wanted(plan)}"
    return "" if own == here else f" ({own} = {here})"


def _bare(plan: Plan) -> str:
    """A regular expression without its signs, as far as people need it."""
    return re.sub(r"\(\?\w+\)|\\[sSbdw]\+?|[\\^$]|\{[\d,]+\}", " ", plan.expected[0]).strip()


def _gone(plan: Plan, package: Package) -> str:
    place = f"{plan.file}: {plan.path}" if plan.file and plan.path != plan.file else plan.path
    known, here = (tuple(map(_number, version.split("."))) for version in (plan.version, package.version))
    what = "the model" if plan.service else "the package"
    if here > known:
        return f"{what} has no such path since {package.label}: {place} (it was there in {plan.version})"
    if here < known:
        return f"{what} has no such path yet in {package.label}: {place} (it is there in {plan.version})"
    return f"{package.label} has no such path: {place}; correct the atlas:path of the check"


def _number(part: str) -> int:
    digits = re.match(r"\d+", part)
    return int(digits[0]) if digits else 0
