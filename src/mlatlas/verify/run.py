"""Running the checks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from jmespath.exceptions import JMESPathError

from mlatlas.deadline import deadline
from mlatlas.errors import DataError
from mlatlas.facts import Check, Outcome
from mlatlas.sources.curated import Curated
from mlatlas.terms import aws
from mlatlas.verify import evidence
from mlatlas.verify.authorities import MISSING, Authorities
from mlatlas.verify.judge import passes
from mlatlas.verify.plans import Plan, plans

#: What a check that cannot be run raises: its path, its pattern, or what it expects, makes no sense.
_WRONG: Final = (JMESPathError, re.error, RecursionError, OverflowError, LookupError)
#: A pattern can be such that it never comes to an end.
_SECONDS: Final = 5.0


def verify(data: Curated, authorities: Authorities | None = None) -> dict[str, tuple[Check, ...]]:
    """Run every check that the curated statements ask for.

    `authorities` says where to look (default: this machine's). The results are by the statement's id (`F072`);
    a statement without a check is absent.
    """
    return by_statement(run(plans(data), authorities))


def run(planned: Iterable[Plan], authorities: Authorities | None = None) -> list[tuple[Plan, Check]]:
    """Each check with its result."""
    places = authorities or Authorities()
    return [(plan, check(plan, places)) for plan in planned]


def by_statement(results: Iterable[tuple[Plan, Check]]) -> dict[str, tuple[Check, ...]]:
    """The results by the statement's id (`F072`)."""
    found: dict[str, list[Check]] = defaultdict(list)
    for plan, result in results:
        found[plan.statement].append(result)
    return {statement: tuple(checks) for statement, checks in found.items()}


def check(plan: Plan, authorities: Authorities) -> Check:
    """Run one check. An authority that is not on this machine, or cannot be read, gives `not checked`, never a pass."""
    package = authorities.package(plan)
    if package is None:
        authority = f"{plan.package} {plan.version}"
        return _result(plan, authority, "not checked", None, evidence.not_checked(plan))
    authority = f"{package.label}, {plan.service}" if plan.service else package.label
    try:
        found = authorities.look_up(plan, package)
        with deadline(_SECONDS):
            passed = found is not MISSING and passes(plan, found)
    except DataError as error:
        return _result(plan, authority, "not checked", None, f"not checked here: {error}")
    except TimeoutError:
        slow = f"the check itself is wrong: its pattern is not through after {_SECONDS:g} s; write a simpler one"
        return _result(plan, authority, "no such path", None, slow)
    except _WRONG as error:
        return _result(plan, authority, "no such path", None, f"the check itself is wrong: {error}".splitlines()[0])
    outcome: Outcome = "no such path" if found is MISSING else "agrees" if passed else "disagrees"
    observed = None if found is MISSING else evidence.observed(plan, found)
    return _result(plan, authority, outcome, observed, evidence.sentence(plan, package, outcome, found))


def _result(plan: Plan, authority: str, outcome: Outcome, observed: str | None, sentence: str) -> Check:
    path = f"{plan.file}: {plan.path}" if plan.file and plan.path != plan.file else plan.path
    return Check(
        authority=authority,
        path=path,
        expected=evidence.wanted(plan),
        observed=observed,
        role=plan.role,
        outcome=outcome,
        evidence=sentence,
        reads_text=plan.reads_text or path.endswith("documentation"),
        element=element(plan),
    )


def element(plan: Plan) -> str | None:
    """The IRI of the part of an API model that a check looks at: the shape, member or operation, not the bound."""
    if plan.service is None:
        return None
    inside = plan.path.removeprefix("keys(").removesuffix(")")
    if plan.test == "contains" and (inside == "operations" or inside.endswith(".members")):
        return aws(plan.service, f"{inside}.{plan.expected[0]}")
    found = re.match(r"operations\.\w+|shapes\.\w+(?:\.members\.\w+)?", inside)
    return aws(plan.service, found[0] if found else "")
