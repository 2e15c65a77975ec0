"""The checks that curated statements ask for."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from mlatlas.resources import data_root
from mlatlas.sources import curated
from mlatlas.terms import UNIT
from mlatlas.validate import violations
from mlatlas.verify.plans import Amount, Plan, plans


@pytest.fixture(scope="module")
def by_statement() -> dict[str, list[Plan]]:
    found: dict[str, list[Plan]] = {}
    for plan in plans(curated.read(data_root())):
        found.setdefault(plan.statement, []).append(plan)
    return found


def test_the_statements_own_quantity_is_expected(by_statement: dict[str, list[Plan]]) -> None:
    first = by_statement["F072"][0]
    assert first.amount == Amount(Decimal(6), UNIT + "GigaBYTE", UNIT + "MegaBYTE")
    assert first.expected == ()
    assert (first.package, first.service, first.test, first.role) == ("botocore", "sagemaker", "equals", "supporting")


def test_several_expected_values_belong_to_one_check(by_statement: dict[str, list[Plan]]) -> None:
    assert [plan.expected for plan in by_statement["F079"]] == [("Input", "InputAndOutput", "Output")]


def test_a_check_of_another_package_names_a_file(by_statement: dict[str, list[Plan]]) -> None:
    plan = next(plan for plan in by_statement["F033"] if plan.package == "sagemaker")
    assert (plan.file, plan.path) == ("sagemaker/tuner.py", "WarmStartTypes.IDENTICAL_DATA_AND_ALGORITHM")


@pytest.mark.parametrize(
    "broken",
    [
        'atlas:checkedBy [ atlas:path "shapes.A" ; atlas:test atlas:equals ; atlas:expected 1 ; atlas:role atlas:supporting ] ;',
        'atlas:checkedBy [ atlas:authority src:botocore-sagemaker ; atlas:path "a" ; atlas:test atlas:equals ; atlas:role atlas:supporting ] ;',
        'atlas:checkedBy [ atlas:authority src:d2l ; atlas:path "a" ; atlas:test atlas:exists ; atlas:role atlas:supporting ] ;',
        'atlas:checkedBy [ atlas:authority src:smclarify ; atlas:path "a" ; atlas:test atlas:exists ; atlas:role atlas:supporting ] ;',
        'atlas:checkedBy [ atlas:authority src:botocore-sagemaker ; atlas:path "a" ; atlas:test atlas:exists ; atlas:role atlas:proving ] ;',
    ],
    ids=["no authority", "nothing expected", "no package", "no file", "no such role"],
)
def test_a_malformed_check_is_named_with_its_line(curated_copy: Path, broken: str) -> None:
    file = curated_copy / "graph" / "inference-options.ttl"
    text = file.read_text("utf-8")
    start = text.index("stmt:F074 a ")
    place = text.index("    atlas:verdict", start)
    file.write_text(f"{text[:place]}    {broken}\n{text[place:]}", "utf-8")
    found = [violation for violation in violations(curated.read(curated_copy)) if violation.subject == "stmt:F074"]
    assert [violation.file for violation in found] == ["graph/inference-options.ttl"]
    assert found[0].line == text.count("\n", 0, start) + 1
    assert "a check names an authority" in found[0].rule
