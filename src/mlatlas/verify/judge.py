"""How what was found is held against what is expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from mlatlas.quantities import readings
from mlatlas.verify.plans import Plan, Test


def passes(plan: Plan, found: Any) -> bool:
    """Whether what was found is what a check expects."""
    return _TESTS[plan.test](plan, found)


def _contains_none(plan: Plan, found: Any) -> bool:
    return isinstance(found, list | dict) and not any(re.search(plan.expected[0], part) for part in parts(found))


def expected(plan: Plan) -> tuple[str, ...]:
    """The texts that are expected; a quantity in each reading of its unit (6 GB are 6000 or 6144 MB)."""
    if plan.amount is None:
        return plan.expected
    amount = plan.amount
    return tuple(map(text, readings(amount.value, amount.unit, amount.wanted)))


def passage(plan: Plan, found: Any) -> str | None:
    """The passage of a text that matches the expected pattern."""
    match = re.search(plan.expected[0], found) if isinstance(found, str) else None
    return " ".join(match[0].split()) if match else None


def text(value: Any) -> str:
    """A value of JSON as it is compared and shown: `6144`, `true`, `File`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def parts(found: Any) -> list[str]:
    """The items of a list, or the keys of an object; nothing of anything else."""
    return [text(part) for part in found] if isinstance(found, list | dict) else []


_TESTS: Final[dict[Test, Callable[[Plan, Any], bool]]] = {
    "equals": lambda plan, found: text(found) in expected(plan),
    "contains": lambda plan, found: set(plan.expected) <= set(parts(found)),
    "consistsOf": lambda plan, found: set(plan.expected) == set(parts(found)),
    "containsNone": _contains_none,
    "matchesPattern": lambda plan, found: passage(plan, found) is not None,
    "matchesNoPattern": lambda plan, found: isinstance(found, str) and passage(plan, found) is None,
    "exists": lambda _plan, _found: True,
}
