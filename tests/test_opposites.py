"""Statements that say opposite things are refused where both apply, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas import build
from mlatlas.facts import Condition
from mlatlas.opposites import Claim, opposed, opposites
from mlatlas.reading import Reading
from mlatlas.resources import data_root, query_text
from mlatlas.sources import curated
from mlatlas.store import EmbeddedStore
from mlatlas.terms import UNIT, XSD, kb
from mlatlas.validate import violations

YES = Claim("stmt:A", "kb:a", "atlas:supports", True, "kb:gpu")
NO = replace(YES, iri="stmt:B", holds=False)
SIX = Claim("stmt:C", "kb:a", "atlas:memory", True, Decimal(6), UNIT + "GigaBYTE", "maximum", scope="per endpoint")
FIVE = replace(SIX, iri="stmt:D", value=Decimal(5))
STAGE = Claim("stmt:E", "kb:a", "atlas:stage", True, "kb:before-training", single=True)
LATER = replace(STAGE, iri="stmt:F", value="kb:after-training")
SPOT, ON_DEMAND = Condition("on spot instances"), Condition("on demand")


def count(operator: str, operand: str) -> Condition:
    return Condition(f"where the count is {operator} {operand}", "InstanceCount", operator, operand)


OPPOSED: dict[str, tuple[Claim, Claim]] = {
    "yes and no": (YES, NO),
    "yes always, no in a case": (YES, replace(NO, condition=SPOT)),
    "yes and no in one case": (replace(YES, condition=SPOT), replace(NO, condition=SPOT)),
    "yes by some means, no by any": (replace(YES, through=frozenset({"kb:m"})), NO),
    "yes and no by the same means": (
        replace(YES, through=frozenset({"kb:m", "kb:n"})),
        replace(NO, through=frozenset({"kb:m"})),
    ),
    "yes in all scopes, no in one": (YES, replace(NO, scope="per account")),
    "two maxima": (SIX, FIVE),
    "two maxima in different units": (SIX, replace(FIVE, value=Decimal(5000), unit=UNIT + "MegaBYTE")),
    "two minima": (replace(SIX, bound="minimum"), replace(FIVE, bound="minimum")),
    "two defaults": (replace(SIX, bound="default"), replace(FIVE, bound="default")),
    "two maxima in one case": (replace(SIX, condition=SPOT), replace(FIVE, condition=SPOT)),
    "a maximum denied": (SIX, replace(SIX, iri="stmt:B", holds=False)),
    "two values of what has one": (STAGE, LATER),
    "two numbers of what has one": (
        replace(SIX, bound="allowed", single=True),
        replace(FIVE, bound="allowed", single=True),
    ),
    "from a day on, until a later day": (replace(YES, since="2026-05-01"), replace(NO, until="2026-06-01")),
    "on one day": (replace(YES, since="2026-06-01"), replace(NO, until="2026-06-01")),
    "counts that overlap": (replace(YES, condition=count("<", "5")), replace(NO, condition=count(">=", "4.5"))),
    "a count within others": (replace(YES, condition=count("=", "0")), replace(NO, condition=count("<=", "3"))),
    "any but one": (replace(YES, condition=count("!=", "a")), replace(NO, condition=count("!=", "b"))),
}
PARTED: dict[str, tuple[Claim, Claim]] = {
    "the same": (YES, replace(YES, iri="stmt:B")),
    "two objects": (YES, replace(NO, value="kb:vpc")),
    "different cases": (replace(YES, condition=SPOT), replace(NO, condition=ON_DEMAND)),
    "yes, but not by these means": (YES, replace(NO, through=frozenset({"kb:m"}))),
    "different means": (replace(YES, through=frozenset({"kb:n"})), replace(NO, through=frozenset({"kb:m"}))),
    "different scopes": (replace(YES, scope="per endpoint"), replace(NO, scope="per account")),
    "one day after the other": (replace(YES, until="2026-05-31"), replace(NO, since="2026-06-01")),
    "the same in different units": (SIX, replace(FIVE, value=Decimal(6000), unit=UNIT + "MegaBYTE")),
    "maximum and default": (SIX, replace(FIVE, bound="default")),
    "maxima per endpoint and per account": (SIX, replace(FIVE, scope="per account")),
    "a maximum and its exception": (SIX, replace(FIVE, condition=SPOT)),
    "maxima by different means": (SIX, replace(FIVE, through=frozenset({"kb:m"}))),
    "maxima of different things": (SIX, replace(FIVE, unit=UNIT + "SEC")),
    "several that are allowed": (replace(SIX, bound="allowed"), replace(FIVE, bound="allowed")),
    "two values of what has many": (replace(STAGE, single=False), replace(LATER, single=False)),
    "what it is and is not": (STAGE, replace(LATER, holds=False)),
    "counts that exclude each other": (replace(YES, condition=count("=", "0")), replace(NO, condition=count(">", "0"))),
    "names that exclude each other": (replace(YES, condition=count("=", "a")), replace(NO, condition=count("=", "b"))),
}


@pytest.mark.parametrize("name", OPPOSED)
def test_what_is_opposite_is_found_in_either_order(name: str) -> None:
    one, other = OPPOSED[name]
    assert opposed(one, other) == opposed(other, one) is not None


@pytest.mark.parametrize("name", PARTED)
def test_what_is_parted_is_let_be_in_either_order(name: str) -> None:
    one, other = PARTED[name]
    assert opposed(one, other) is opposed(other, one) is None


@given(
    one=some.tuples(some.dates(), some.dates()).map(sorted), other=some.tuples(some.dates(), some.dates()).map(sorted)
)
def test_days_part_claims_exactly_where_they_have_none_in_common(one: list[date], other: list[date]) -> None:
    yes, no = (
        replace(claim, since=days[0].isoformat(), until=days[1].isoformat())
        for claim, days in ((YES, one), (NO, other))
    )
    assert bool(opposed(yes, no)) is (max(one[0], other[0]) <= min(one[1], other[1]))


OPERATORS = some.sampled_from(["=", "!=", "<", "<=", ">", ">="])


@given(one=OPERATORS, other=OPERATORS, low=some.integers(-3, 3), high=some.integers(-3, 3))
def test_counts_part_claims_exactly_where_no_number_meets_both(one: str, other: str, low: int, high: int) -> None:
    yes, no = replace(YES, condition=count(one, str(low))), replace(NO, condition=count(other, str(high)))
    relation = {"=": "==", "!=": "!="}
    numbers = (number / 4 for number in range(-20, 21))
    both = f"n {relation.get(one, one)} {low} and n {relation.get(other, other)} {high}"
    assert bool(opposed(yes, no)) is any(eval(both, {"n": n}) for n in numbers)  # noqa: S307 - of this test's own making


# ── In the files ─────────────────────────────────────────────────────────────

FILE = "graph/inference-options.ttl"
TWIN = """
stmt:R998 a atlas:Limit ; atlas:factID "R998" ;
    atlas:subject kb:serverless-inference ; atlas:property atlas:memory ; atlas:bound atlas:maximum ;
    atlas:value 10 ; atlas:unit unit:GigaBYTE ; atlas:asWritten "10 GB" ; atlas:scope "per endpoint" ;
    atlas:holds true ; prov:wasDerivedFrom src:docs-serverless ; atlas:verdict atlas:confirmed .
stmt:R999 a atlas:Statement ; atlas:factID "R999" ;
    atlas:subject kb:serverless-inference ; atlas:property atlas:supports ; atlas:object kb:vpc-configuration ;
    atlas:holds true ; prov:wasDerivedFrom src:docs-serverless ; atlas:verdict atlas:confirmed .
"""


def test_the_curated_statements_are_not_opposed() -> None:
    assert opposites(curated.read(data_root())) == []


def test_both_sides_are_named_with_their_files_and_the_repair(curated_copy: Path) -> None:
    head = "".join(line for line in (curated_copy / FILE).open(encoding="utf-8") if line.startswith("@prefix"))
    (curated_copy / "graph" / "zz-twin.ttl").write_text(head + TWIN, "utf-8")
    limit, denial = violations(curated.read(curated_copy))
    lines = (curated_copy / FILE).read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines, 1) if line.startswith("stmt:F072 "))
    twin = (curated_copy / "graph" / "zz-twin.ttl").read_text("utf-8").splitlines()
    assert (limit.file, twin[(limit.line or 0) - 1][:9], limit.subject) == (
        "graph/zz-twin.ttl",
        "stmt:R998",
        "stmt:R998",
    )
    assert limit.rule.startswith(f"it says the opposite of stmt:F072 ({FILE}, line {place}): ")
    assert "different values for the maximum" in limit.rule
    assert "condition" in limit.repair
    assert "atlas:inConflictWith" in limit.repair
    assert "stmt:F074" in denial.rule
    assert "one affirms what the other denies" in denial.rule


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("atlas:holds true", "atlas:inConflictWith stmt:{} ; atlas:holds true"),
        ("atlas:verdict atlas:confirmed", "atlas:verdict atlas:contradicted ; atlas:correctedBy stmt:{}"),
        ("atlas:holds true", f"atlas:validThrough '2020-01-01'^^<{XSD}date> ; atlas:holds true"),
    ],
    ids=["marked", "corrected", "over"],
)
def test_what_is_marked_corrected_or_over_may_stand(curated_copy: Path, old: str, new: str) -> None:
    text = (curated_copy / FILE).read_text("utf-8")
    limit, denial = TWIN.split("stmt:R999")
    twin = limit.replace(old, new.format("F072")) + "stmt:R999" + denial.replace(old, new.format("F074"))
    for statement in ("F072", "F074"):
        text = text.replace(f"stmt:{statement} a", f'stmt:{statement} atlas:validFrom "2021-01-01"^^<{XSD}date> ; a')
    (curated_copy / FILE).write_text(text + twin, "utf-8")
    assert violations(curated.read(curated_copy)) == []


def test_what_is_marked_is_told_as_a_conflict(curated_copy: Path, tmp_path: Path) -> None:
    path = curated_copy / FILE
    denial = TWIN.split("stmt:R999", maxsplit=1)[0].replace(
        "atlas:holds true", "atlas:inConflictWith stmt:F072 ; atlas:holds true"
    )
    path.write_text(path.read_text("utf-8") + denial, "utf-8")
    made = build.build(curated_copy, tmp_path / "home", services=["none"])
    store = EmbeddedStore(Path(made.path))
    found = Reading(lambda name, **given: store.select(query_text(name), given)).disputes(kb("serverless-inference"))
    assert [sorted(side.id for side in each.statements) for each in found if each.kind == "different values"] == [
        ["F072", "R998"]
    ]
