"""All options against all requirements."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mlatlas.choose.wording import headline
from mlatlas.errors import BadRequest
from small_choice import choose, judged, outcomes, when
from small_world import LATENCY, NEAR, REAL_TIME, SUPPORTS, TIME, VPC, A, B, C, say

WORLD = [
    say(A, TIME, (60, "SEC")), say(A, SUPPORTS, VPC), say(A, LATENCY, REAL_TIME),
    say(B, TIME, (60, "MIN")), say(B, SUPPORTS, VPC, condition=when("in a subnet")), say(B, LATENCY, NEAR),
    say(C, TIME, (30, "SEC")), say(C, SUPPORTS, VPC, holds=False),
]  # fmt: skip


def test_every_option_gets_every_reason() -> None:
    decision = choose(WORLD, "time >= 45 s", "vpc = yes", prefer=["latency = rt"])
    assert outcomes(decision) == {"A": "fits", "B": "conditional", "C": "fails"}
    assert [each.option.label for each in decision.judgements] == ["A", "B", "C"]
    assert all(len(each.reasons) == 3 for each in decision.judgements)
    assert judged(decision, B).conditions == ("in a subnet",)
    assert not decision.relaxations


def test_what_surely_fails_is_worse_than_what_nobody_knows() -> None:
    assert outcomes(choose(WORLD, "time >= 45 s", "latency = rt"))["C"] == "fails"
    assert outcomes(choose(WORLD, "latency = rt"))["C"] == "unknown"


def test_wishes_only_rank() -> None:
    decision = choose(WORLD, "time >= 1 s", prefer=["vpc = yes", "latency = nrt"])
    assert outcomes(decision) == {"A": "fits", "B": "fits", "C": "fits"}
    assert [(each.option.label, each.wishes) for each in decision.judgements] == [("B", 1.5), ("A", 1.0), ("C", 0.0)]


def test_without_requirements_everything_is_open() -> None:
    assert set(outcomes(choose(WORLD)).values()) == {"fits"}


@pytest.mark.parametrize(
    "pair",
    [
        ("time >= 2 min", "time <= 1 min"), ("time > 60 s", "time <= 1 min"), ("time = 3 s", "time = 4 s"),
        ("vpc = yes", "vpc = no"), ("vpc = yes", "supports != vpc"), ("latency = rt", "latency != rt"),
    ],
)  # fmt: skip
def test_contradictions_are_said(pair: tuple[str, str]) -> None:
    with pytest.raises(BadRequest, match="contradict each other"):
        choose(WORLD, *pair)


def test_wishes_may_contradict() -> None:
    assert choose(WORLD, "vpc = yes", prefer=["vpc = no"]).requirements[1].soft


def test_what_would_have_to_give_way() -> None:
    decision = choose(WORLD, "time >= 2 h", "vpc = yes")
    assert outcomes(decision) == {"A": "fails", "B": "fails", "C": "fails"}
    told = [
        (each.option.label, [change.text for change in each.changes], each.outcome) for each in decision.relaxations
    ]
    assert told == [
        ("A", ["time >= 60 s instead of 2 h"], "fits"),
        ("B", ["time >= 60 min instead of 2 h"], "conditional"),
    ]  # C would have to do without a VPC as well


def test_what_is_no_number_gives_way_altogether() -> None:
    world = [say(A, SUPPORTS, VPC, holds=False), say(A, TIME, (60, "SEC"))]
    (found,) = choose(world, "vpc = yes", "time >= 10 s").relaxations
    assert [change.text for change in found.changes] == ["without vpc = yes"]
    assert found.outcome == "fits"


def test_up_to_where_an_option_fits() -> None:
    (moving,) = choose(WORLD, "time >= 45 s", "vpc = yes").sensitivities
    assert {each.option.label: each.text for each in moving.thresholds} == {
        "A": "up to 60 s",
        "B": "up to 60 min",
        "C": "fails at any time, for vpc = yes",
    }


def test_a_threshold_knows_what_is_not_stated() -> None:
    world = [say(A, TIME, (15, "MIN"), bound="default"), say(B, TIME, (60, "SEC"), bound="minimum")]
    (moving,) = choose(world, "time >= 10 min").sensitivities
    said = {each.option.label: each.text for each in moving.thresholds}
    assert said["A"] == "up to 15 min for certain; of more nobody says"
    assert said["C"] == "cannot be told: no time is stated that would do"
    (moving,) = choose([*world, say(C, TIME, (60, "SEC"))], "time <= 10 min").sensitivities
    assert {each.option.label: each.text for each in moving.thresholds}["B"] == "down to 60 s"
    assert {each.option.label: each.text for each in moving.thresholds}["C"] == "fits at any time"


def test_the_same_requirement_twice_counts_once() -> None:
    assert len(choose(WORLD, "vpc = yes", "vpc", "VPC = true").requirements) == 1


def test_conditions_that_exclude_each_other() -> None:
    by_index, by_name = (
        replace(when(f"{word} index"), parameter="index", operator="=", operand=word) for word in ("yes", "no")
    )
    world = [
        say(A, SUPPORTS, VPC, condition=by_index),
        say(A, TIME, (60, "SEC"), condition=by_name),
        say(B, SUPPORTS, VPC),
    ]
    found = judged(choose(world, "vpc = yes", "time >= 30 s"), A)
    assert found.outcome == "fails"
    assert headline(found) == "does not fit: vpc = yes only yes index and time >= 30 s only no index exclude each other"
    (relaxation,) = choose(world, "vpc = yes", "time >= 30 s").relaxations
    assert ([change.text for change in relaxation.changes], relaxation.outcome) == (
        ["without time >= 30 s"],
        "conditional",
    )
    assert judged(choose(world, "vpc = yes", prefer=["time >= 30 s"]), A).outcome == "conditional"
