"""Where statements disagree, and where they only seem to."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas.atlas import Atlas
from mlatlas.conflicts import at_odds, conflicts
from mlatlas.facts import Condition, Statement
from small_world import LATENCY, NEAR, REAL_TIME, SUPPORTS, TIME, VPC, A, B, say


def test_a_claim_and_its_correction_conflict_with_the_notes_as_the_reason() -> None:
    wrong = say(A, SUPPORTS, VPC, id="F1", verdict="contradicted", corrected_by="F1-exact", note="Only in dreams.")
    right = say(A, SUPPORTS, VPC, id="F1-exact", holds=False, note="Since ever.")
    (found,) = conflicts([wrong, right])
    assert found.kind == "contradicted"
    assert found.is_sharp
    assert [side.id for side in found.statements] == ["F1-exact", "F1"]
    assert found.reason == "An authority says the opposite. Only in dreams. Since ever."


def test_claims_with_one_correction_are_one_conflict() -> None:
    vague = [
        say(A, SUPPORTS, about, id=f"F{n}", verdict="imprecise", corrected_by="F9") for n, about in [(1, B), (2, VPC)]
    ]
    (found,) = conflicts([*vague, say(A, SUPPORTS, REAL_TIME, id="F9")])
    assert (found.kind, found.is_sharp) == ("imprecise", False)
    assert [side.id for side in found.statements] == ["F9", "F1", "F2"]


def test_what_denies_a_corrected_claim_joins_its_conflict() -> None:
    wrong = say(A, SUPPORTS, VPC, id="F1", verdict="contradicted", corrected_by="F1-exact")
    right, denial = say(A, SUPPORTS, B, id="F1-exact"), say(A, SUPPORTS, VPC, id="F1-absent", holds=False)
    (found,) = conflicts([denial, wrong, right])
    assert [side.id for side in found.statements] == ["F1-exact", "F1-absent", "F1"]


def test_a_correction_that_is_not_there_is_not_seen() -> None:
    assert conflicts([say(A, SUPPORTS, VPC, id="F1", verdict="outdated", corrected_by="F9")]) == []


def test_yes_and_no_conflict() -> None:
    (found,) = conflicts([say(A, SUPPORTS, VPC, id="F1"), say(A, SUPPORTS, VPC, id="F2", holds=False)])
    assert found.kind == "affirmed and denied"


def test_two_maxima_conflict_unless_they_are_the_same_in_another_unit() -> None:
    hour, minutes, minute = (say(A, TIME, about, id=f"F{about}") for about in [(1, "HR"), (60, "MIN"), (1, "MIN")])
    assert conflicts([hour, minutes]) == []
    (found,) = conflicts([hour, minute])
    assert found.kind == "different values"
    assert found.reason == "Sources give different values: max. 1 HR and max. 1 MIN."


def test_a_default_and_a_maximum_are_told_but_no_mistake() -> None:
    (found,) = conflicts([say(A, TIME, (60, "MIN")), say(A, TIME, (15, "MIN"), bound="default")])
    assert (found.kind, found.is_sharp) == ("default and maximum", False)
    assert "default is 15 MIN" in found.reason


@pytest.mark.parametrize(
    "other",
    [
        {"condition": Condition("on Mondays")},
        {"scope": "per account"},
        {"through": (B,)},
    ],
    ids=["condition", "scope", "means"],
)
def test_other_circumstances_are_another_matter(other: dict[str, Any]) -> None:
    assert conflicts([say(A, SUPPORTS, VPC, id="F1"), say(A, SUPPORTS, VPC, id="F2", holds=False, **other)]) == []


def test_a_mark_makes_overlapping_circumstances_one_matter() -> None:
    always = say(A, SUPPORTS, VPC, id="F1", in_conflict_with=("F2",))
    on_mondays = say(A, SUPPORTS, VPC, id="F2", holds=False, condition=Condition("on Mondays"))
    for order in permutations([always, on_mondays]):
        (found,) = conflicts(order)
        assert (found.kind, found.is_sharp) == ("affirmed and denied", True)


def test_two_values_of_a_property_that_has_one_are_told_where_they_are_marked() -> None:
    real_time, near = say(A, LATENCY, REAL_TIME, id="F1"), say(A, LATENCY, NEAR, id="F2", in_conflict_with=("F1",))
    (found,) = conflicts([real_time, near])
    assert found.reason == "Sources give different values: Real time and Near real time."


def test_other_subjects_minima_and_allowed_values_are_no_conflict() -> None:
    assert conflicts([say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC, holds=False)]) == []
    assert conflicts([say(A, TIME, (1, "SEC"), bound="minimum"), say(A, TIME, (60, "SEC"))]) == []
    allowed = [say(A, TIME, (number, "SEC"), bound="allowed") for number in (1, 2)]
    assert conflicts(allowed) == []


_statements = some.builds(
    lambda about, holds, bound, n: (
        say(A, TIME, about, bound=bound, id=f"F{n}") if isinstance(about, tuple) else say(A, SUPPORTS, about, holds=holds, id=f"F{n}")
    ),
    some.sampled_from([VPC, B, (1, "MIN"), (60, "SEC"), (2, "MIN")]),
    some.booleans(),
    some.sampled_from(["maximum", "minimum", "default", "allowed"]),
    some.integers(0, 99),
)  # fmt: skip


@given(_statements, _statements)
def test_being_at_odds_is_mutual_and_nobody_is_at_odds_with_himself(one: Statement, other: Statement) -> None:
    assert at_odds(one, other) == at_odds(other, one)
    assert at_odds(one, one) is None


@given(some.lists(_statements, max_size=3, unique_by=lambda said: said.id))
def test_the_order_of_statements_does_not_matter(said: list[Statement]) -> None:
    found = {frozenset(side.id for side in each.statements) for each in conflicts(said)}
    for order in permutations(said):
        assert {frozenset(side.id for side in each.statements) for each in conflicts(order)} == found


def test_the_curated_conflicts_are_the_known_ones(atlas: Atlas) -> None:
    sharp = {found.id for found in atlas.conflicts if found.is_sharp}
    assert sharp == {
        "E094-exact.E094",
        "R001.E001",
        "F046-today.F046",
        "F066-today.F066",
        "F095-exact.F095",
        "F096-exact.F096",
        "F097-exact.F097",
        "F177-exact.F177-absent.F177",
    }
    pairs = {found.id for found in atlas.conflicts if found.kind == "default and maximum"}
    assert pairs >= {"E005.E006", "E009.E010", "F059.F059-default", "R180.R180-default"}


def test_every_replaced_claim_is_in_a_conflict(atlas: Atlas) -> None:
    replaced = {statement.id for statement in atlas.facts() if statement.corrected_by}
    assert replaced <= {side.id for found in atlas.conflicts for side in found.statements}
    assert all(len(found.statements) > 1 and found.reason.endswith(".") for found in atlas.conflicts)
