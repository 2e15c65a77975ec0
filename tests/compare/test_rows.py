"""Side by side: which rows there are, what each cell says, and laws that hold for any statements."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas.atlas import Atlas
from mlatlas.compare.rows import Cell, CompareRow, compare
from mlatlas.errors import BadRequest
from mlatlas.facts import Check, Condition, Quantity, Ref, Source, Statement
from mlatlas.terms import UNIT, kb
from small_world import FORMAT, LATENCY, NEAR, REAL_TIME, SUPPORTS, TIME, VPC, A, B, C, only_row, say, side_by_side

# ── What is refused ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [0, 1, 7])
def test_too_few_or_too_many_things_are_refused(count: int) -> None:
    things = [Ref(kb(str(number)), str(number), "Option") for number in range(count)]
    with pytest.raises(BadRequest, match=f"compare takes 2 to 6 different things, and here are {count}"):
        side_by_side(things=things)


def test_a_thing_twice_is_refused_by_name() -> None:
    with pytest.raises(BadRequest, match="'a' is there twice"):
        side_by_side(things=(A, B, A))


def test_a_baseline_beside_the_things_is_refused() -> None:
    with pytest.raises(BadRequest, match="none of a, b"):
        side_by_side(baseline=C.iri)


# ── Rows ─────────────────────────────────────────────────────────────────────


def test_a_default_is_a_row_of_its_own_and_no_maximum() -> None:
    made = side_by_side(say(A, TIME, (60, "SEC")), say(B, TIME, (15, "MIN"), bound="default"))
    assert [row.label for row in made.rows] == ["processing time (maximum)", "processing time (default)"]
    assert [cell.state for row in made.rows for cell in row.cells] == ["value", "not-stated", "not-stated", "value"]


def test_a_yes_no_property_has_a_row_for_each_object() -> None:
    made = side_by_side(say(A, SUPPORTS, VPC), say(B, SUPPORTS, NEAR))
    assert [row.label for row in made.rows] == ["supports Near real time", "supports VPC"]


def test_rows_come_in_the_order_of_the_properties() -> None:
    made = side_by_side(say(A, LATENCY, NEAR), say(A, SUPPORTS, VPC), say(A, TIME, (1, "SEC")))
    assert [row.property for row in made.rows] == [TIME, SUPPORTS, LATENCY]
    assert [row.group for row in made.rows] == ["Limits", "Supports", "Supports"]


def test_what_nobody_states_makes_no_row() -> None:
    assert side_by_side().rows == ()


def test_a_scope_that_all_share_belongs_to_the_row() -> None:
    shared = only_row(say(A, TIME, (1, "SEC"), scope="per request"), say(B, TIME, (2, "SEC"), scope="per request"))
    mixed = only_row(say(A, TIME, (1, "SEC"), scope="per request"), say(B, TIME, (2, "SEC"), scope="per day"))
    assert (shared.scope, mixed.scope) == ("per request", None)


# ── States ───────────────────────────────────────────────────────────────────


def test_yes_no_and_not_stated_are_told_apart() -> None:
    row = only_row(say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC, holds=False), things=(A, B, C))
    assert [cell.state for cell in row.cells] == ["yes", "no", "not-stated"]
    assert [cell.text for cell in row.cells] == ["yes", "no", "not stated"]


def test_a_property_that_makes_no_sense_for_a_class_is_not_applicable() -> None:
    row = only_row(say(A, TIME, (60, "SEC")), things=(A, FORMAT))
    assert [cell.state for cell in row.cells] == ["value", "not-applicable"]


def test_two_certain_statements_that_disagree_are_a_conflict() -> None:
    yes_no = only_row(say(A, SUPPORTS, VPC), say(A, SUPPORTS, VPC, id="other", holds=False))
    numbers = only_row(say(A, TIME, (60, "SEC")), say(A, TIME, (30, "SEC")))
    assert (yes_no.cells[0].state, yes_no.cells[0].text) == ("conflict", "yes ≠ no")
    assert (numbers.cells[0].state, numbers.cells[0].text) == ("conflict", "30 SEC ≠ 60 SEC")
    assert numbers.cells[0].value is None


def test_a_condition_resolves_what_would_be_a_conflict() -> None:
    where = Condition("only in a VPC")
    row = only_row(say(A, SUPPORTS, VPC), say(A, SUPPORTS, VPC, id="other", holds=False, condition=where))
    assert (row.cells[0].state, row.cells[0].condition) == ("yes", "no: only in a VPC")


def test_yes_under_one_condition_and_no_under_another_depends() -> None:
    yes = say(A, SUPPORTS, VPC, condition=Condition("on instances"))
    no = say(A, SUPPORTS, VPC, id="other", holds=False, condition=Condition("without"))
    cell = only_row(yes, no).cells[0]
    assert (cell.state, cell.text, cell.condition) == ("value", "depends", "yes: on instances; no: without")


@pytest.mark.parametrize("scopes", [("per request", "per request"), ("per request", "per account")])
def test_numbers_of_different_scopes_do_not_conflict(scopes: tuple[str, str]) -> None:
    row = only_row(say(A, TIME, (60, "SEC"), scope=scopes[0]), say(A, TIME, (30, "SEC"), scope=scopes[1]))
    assert row.cells[0].state == ("conflict" if scopes[0] == scopes[1] else "value")


def test_several_allowed_values_do_not_conflict() -> None:
    row = only_row(*(say(A, TIME, (number, "SEC"), bound="allowed") for number in (10, 20)))
    assert (row.cells[0].state, row.cells[0].text, row.cells[0].value) == ("value", "10 SEC; 20 SEC", None)


def test_a_denied_value_is_said_to_be_denied() -> None:
    cell = only_row(say(A, LATENCY, NEAR, holds=False)).cells[0]
    assert (cell.state, cell.text) == ("no", "not Near real time")


@pytest.mark.parametrize("verdict", ["outdated", "contradicted"])
def test_a_wrong_claim_is_never_shown_as_valid(verdict: str) -> None:
    wrong = say(A, SUPPORTS, VPC, verdict=verdict, corrected_by="right")
    right = say(A, SUPPORTS, VPC, id="right", holds=False)
    cell = only_row(wrong, right).cells[0]
    assert (cell.state, cell.statements, cell.replaced) == ("no", ("right",), (wrong,))
    assert side_by_side(wrong).rows == ()


def test_the_worst_verdict_shows() -> None:
    cell = only_row(say(A, LATENCY, NEAR), say(A, LATENCY, REAL_TIME, verdict="unverified")).cells[0]
    assert cell.verdict == "unverified"


def test_statements_that_say_the_same_are_one_claim_with_all_sources() -> None:
    again = say(A, SUPPORTS, VPC, id="again", sources=(Source("Guide"),), verdict="imprecise")
    cell = only_row(say(A, SUPPORTS, VPC), again).cells[0]
    assert len(cell.claims) == 1
    assert {source.label for source in cell.sources} == {"Notes", "Guide"}
    assert cell.verdict == "confirmed"


# ── Alike, and differences ───────────────────────────────────────────────────


def test_60_seconds_and_1_minute_are_alike() -> None:
    assert only_row(say(A, TIME, (60, "SEC")), say(B, TIME, (1, "MIN"))).equal


def test_a_condition_is_a_difference() -> None:
    assert not only_row(say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC, condition=Condition("sometimes"))).equal


def test_means_are_a_difference() -> None:
    assert not only_row(say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC, through=(NEAR,))).equal


def test_differences_hide_rows_that_are_alike_and_count_them() -> None:
    said = (say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC), say(A, LATENCY, NEAR))
    whole, view = side_by_side(*said), side_by_side(*said, differences=True)
    assert (len(whole.rows), whole.hidden_equal, whole.alike) == (2, 0, 1)
    assert (len(view.rows), view.hidden_equal, view.alike) == (1, 1, 1)


# ── Units and the baseline ───────────────────────────────────────────────────


def test_different_units_come_down_to_one() -> None:
    row = only_row(say(A, TIME, (60, "SEC")), say(B, TIME, (60, "MIN")), baseline=A.iri)
    cell = row.cells[1]
    assert (cell.value, cell.unit, cell.text, cell.comparable) == (3600, UNIT + "SEC", "60 MIN", "3600 s")
    assert (cell.delta, cell.ratio, cell.better) == (3540, 60, True)
    assert cell.against_baseline == "+3540 s (×60), better"
    assert row.cells[0].delta is None


def test_numbers_that_measure_different_things_stand_side_by_side_as_written() -> None:
    row = only_row(say(A, TIME, (5, "SEC")), say(B, TIME, (3, "BYTE")), baseline=A.iri)
    assert [(cell.text, cell.value, cell.delta) for cell in row.cells] == [
        ("5 SEC", None, None),
        ("3 BYTE", None, None),
    ]
    assert row.unit is None
    assert not only_row(say(A, TIME, (5, "SEC")), say(B, TIME, (5, "BYTE"))).equal


def test_large_numbers_get_a_larger_unit() -> None:
    row = only_row(say(A, TIME, (2, "HR")), say(B, TIME, (14, "DAY")))
    assert [(cell.value, cell.unit) for cell in row.cells] == [(2, UNIT + "HR"), (336, UNIT + "HR")]


def test_small_numbers_get_a_smaller_unit() -> None:
    row = only_row(say(A, TIME, (5, "MilliSEC")), say(B, TIME, (1, "SEC")))
    assert [(cell.value, cell.unit) for cell in row.cells] == [(5, UNIT + "MilliSEC"), (1000, UNIT + "MilliSEC")]


def test_a_number_beside_the_baseline_of_zero_has_no_ratio() -> None:
    cell = only_row(say(A, TIME, (0, "SEC")), say(B, TIME, (5, "SEC")), baseline=A.iri).cells[1]
    assert (cell.delta, cell.ratio, cell.against_baseline) == (5, None, "+5 s, better")


def test_numbers_of_different_scopes_are_not_held_against_each_other() -> None:
    one, other = say(A, TIME, (1, "SEC"), scope="per request"), say(B, TIME, (5, "SEC"), scope="per job")
    assert only_row(one, other, baseline=A.iri).cells[1].delta is None


def test_a_higher_default_is_not_better() -> None:
    one, other = (say(thing, TIME, (size, "SEC"), bound="default") for thing, size in ((A, 1), (B, 5)))
    cell = only_row(one, other, baseline=A.iri).cells[1]
    assert (cell.delta, cell.better) == (4, None)


def test_better_follows_the_property() -> None:
    lower = replace(TIME, better_when="lower")
    about = {thing.iri: [say(thing, lower, (size, "SEC"))] for thing, size in ((A, 1), (B, 5))}
    made = compare((A, B), about, {lower.iri: lower}, baseline=A.iri)
    assert made.rows[0].cells[1].better is False


# ── Laws ─────────────────────────────────────────────────────────────────────

_statements = some.builds(
    lambda thing, about, holds, condition, verdict: say(
        thing,
        TIME if isinstance(about, tuple) else SUPPORTS,
        about,
        id=f"{thing.slug}{about}{holds}{condition}{verdict}",
        holds=holds or isinstance(about, tuple),
        condition=Condition(condition) if condition else None,
        verdict=verdict,
    ),
    some.sampled_from([A, B, C]),
    some.sampled_from([VPC, NEAR, (60, "SEC"), (1, "MIN"), (90, "SEC"), (2, "HR")]),
    some.booleans(),
    some.sampled_from([None, "sometimes"]),
    some.sampled_from(["confirmed", "imprecise", "outdated"]),
)
_worlds = some.lists(_statements, max_size=12, unique_by=lambda statement: statement.id)


@given(_worlds, some.permutations([0, 1, 2]))
def test_the_order_of_things_only_moves_columns(said: list[Statement], order: list[int]) -> None:
    things = (A, B, C)
    straight = side_by_side(*said, things=things)
    turned = side_by_side(*said, things=[things[position] for position in order])
    moved = [replace(row, cells=tuple(row.cells[position] for position in order)) for row in straight.rows]
    assert list(turned.rows) == moved


@given(_worlds)
def test_without_its_statements_a_cell_is_not_stated_and_no_other_changes(said: list[Statement]) -> None:
    for row in side_by_side(*said, things=(A, B, C)).rows:
        for place in range(3):
            left = [each for each in said if each.id not in row.cells[place].statements]
            others = {other.key: other for other in side_by_side(*left, things=(A, B, C)).rows}
            now = others[row.key].cells if row.key in others else [Cell("not-stated")] * 3
            assert now[place].state == "not-stated"
            assert [cell.state for cell in now[:place]] == [cell.state for cell in row.cells[:place]]


@given(_worlds)
def test_no_two_rows_have_the_same_key(said: list[Statement]) -> None:
    keys = [row.key for row in side_by_side(*said, things=(A, B, C)).rows]
    assert len(set(keys)) == len(keys)


@given(_worlds)
def test_the_unit_in_which_a_source_writes_does_not_matter(said: list[Statement]) -> None:
    def in_milliseconds(statement: Statement) -> Statement:
        if statement.quantity is None:
            return statement
        size = {"SEC": 1000, "MIN": 60_000, "HR": 3_600_000}[statement.quantity.unit.removeprefix(UNIT)]
        return replace(statement, quantity=Quantity(statement.quantity.value * size, UNIT + "MilliSEC", "…"))

    written = side_by_side(*said, baseline=A.iri)
    rewritten = side_by_side(*map(in_milliseconds, said), baseline=A.iri)
    assert [_figures(row) for row in written.rows] == [_figures(row) for row in rewritten.rows]


def _figures(row: CompareRow) -> list[object]:
    cells = [(cell.state, cell.value, cell.unit, cell.delta, cell.ratio, cell.better) for cell in row.cells]
    return [row.label, row.equal, row.unit, cells]


@given(_worlds)
def test_only_standing_statements_are_shown(said: list[Statement]) -> None:
    standing = {each.id for each in said if each.stands}
    shown = {id_ for row in side_by_side(*said, things=(A, B, C)).rows for cell in row.cells for id_ in cell.statements}
    assert shown == standing


# ── The curated facts ────────────────────────────────────────────────────────


def test_the_inference_options(atlas: Atlas) -> None:
    names = ("real-time-inference", "serverless-inference", "asynchronous-inference", "batch-transform")
    made = atlas.compare(*names, baseline="real-time-inference")
    rows = {row.label: row.cells for row in made.rows}
    assert [cell.value for cell in rows["processing time (maximum)"]] == [60, 60, 3600, 3600]
    assert rows["memory (maximum)"][1].text == "6 GB"
    assert [cell.state for cell in rows["supports VPC configuration"]].count("no") == 1
    idle = rows["incurs Cost while idle"][0]
    assert (idle.text, [each.id for each in idle.replaced]) == ("depends", ["F066"])
    assert all(cell.sources for cells in rows.values() for cell in cells if cell.claims)


# ── Filters ──────────────────────────────────────────────────────────────────


def test_what_a_filter_leaves_out_is_not_shown_never_not_stated() -> None:
    said = [say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC, verdict="imprecise")]
    made = side_by_side(*said, things=(A, B, C), shown=lambda statement: statement.verdict == "confirmed")
    assert [cell.state for cell in made.rows[0].cells] == ["yes", "not-shown", "not-stated"]
    assert made.rows[0].cells[1].text == "not shown"


def test_a_row_of_which_nothing_is_shown_is_left_out_and_counted() -> None:
    said = [say(A, SUPPORTS, VPC), say(A, TIME, (60, "SEC"), verdict="imprecise")]
    made = side_by_side(*said, shown=lambda statement: statement.verdict == "confirmed")
    assert [row.property for row in made.rows] == [SUPPORTS]
    assert (made.hidden_filtered, made.hidden_equal) == (1, 0)


def test_a_filter_that_lets_everything_through_changes_nothing() -> None:
    said = [say(A, SUPPORTS, VPC), say(B, TIME, (60, "SEC"))]
    assert side_by_side(*said, shown=lambda _: True) == side_by_side(*said)


# ── Evidence and conflicts of a cell ─────────────────────────────────────────


def test_a_cell_has_the_checks_of_its_claims_and_the_least_of_what_they_come_to() -> None:
    check = Check("botocore 1.44.5, sagemaker", "x", "6", "6", "supporting", "agrees", "agrees with …")
    both = [say(A, SUPPORTS, VPC, checks=(check,)), say(A, SUPPORTS, VPC, id="x", holds=False)]
    cell = only_row(*both).cells[0]
    assert (cell.checks, cell.checked) == ((check,), "no check")
    assert only_row(both[0]).cells[0].checked == "checked"
    assert [conflict.kind for conflict in cell.conflicts] == ["affirmed and denied"]
