"""The checks that curated statements ask for (`atlas:checkedBy`), as records."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import pyoxigraph as ox

from mlatlas.facts import Role
from mlatlas.resources import query_text
from mlatlas.sources.curated import Curated
from mlatlas.terms import STMT, local

Test = Literal["equals", "contains", "consistsOf", "containsNone", "matchesPattern", "matchesNoPattern", "exists"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A statement's own quantity (`value` in `unit`), expected in another unit (`wanted`); units are IRIs."""

    value: Decimal
    unit: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One check to run. `node` is the label of its blank node.

    `version` is the version of the package for which the check was written; `service` names the API model
    inside botocore, `file` a file inside another package. `expected` is empty where `amount` says it, or where
    something must merely exist.
    """

    statement: str
    node: str
    package: str
    version: str
    service: str | None
    file: str | None
    path: str
    test: Test
    expected: tuple[str, ...]
    role: Role
    amount: Amount | None = None

    @property
    def reads_text(self) -> bool:
        """Whether the check reads prose or source text, which is weaker than a bound, an enum or a key."""
        return self.test in {"matchesPattern", "matchesNoPattern"}


def plans(data: Curated) -> list[Plan]:
    """Every check of the curated statements, by statement and path."""
    store = ox.Store()
    graph = ox.DefaultGraph()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in data.triples)
    found: dict[str, tuple[dict[str, Any], list[str]]] = {}
    solutions: Any = store.query(query_text("planned-checks"))
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row = {name: solution[name].value for name in names if solution[name] is not None}
        _, expected = found.setdefault(row["check"], (row, []))
        expected += [row["expected"]] if "expected" in row else []
    return sorted((_plan(row, expected) for row, expected in found.values()), key=_place)


def _plan(row: dict[str, Any], expected: list[str]) -> Plan:
    amount = Amount(Decimal(row["value"]), row["valueUnit"], row["unit"]) if "unit" in row else None
    test: Any = local(row["test"])
    role: Any = local(row["role"])
    return Plan(
        statement=row["statement"].removeprefix(STMT),
        node=row["check"],
        package=row["package"],
        version=row["version"],
        service=row.get("service"),
        file=row.get("file"),
        path=row["path"],
        test=test,
        expected=tuple(sorted(expected)),
        role=role,
        amount=amount,
    )


def _place(plan: Plan) -> tuple[str, bool, bool, bool, str, str, str]:
    """Structure before text, AWS's own model before other packages, the statement's own number before names."""
    telling = plan.reads_text, plan.service is None, plan.amount is None
    return plan.statement, *telling, plan.package, plan.file or "", plan.path
