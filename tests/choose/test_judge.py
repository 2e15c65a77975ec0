"""One option against one requirement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mlatlas.facts import Property
from small_choice import reason, when
from small_world import LATENCY, NEAR, REAL_TIME, SUPPORTS, TIME, VPC, A, B, say

ONLY = replace(LATENCY, functional=True)


def test_a_maximum_that_is_enough() -> None:
    found = reason([say(A, TIME, (60, "MIN"))], "time >= 2 min")
    assert (found.outcome, found.text) == ("fits", "max. 60 MIN, 58 min to spare")
    assert found.margin is not None
    assert found.margin.value == 58
    assert [source.label for source in found.sources] == ["Notes"]


def test_a_maximum_that_is_not() -> None:
    found = reason([say(A, TIME, (60, "SEC"))], "time >= 3 min")
    assert (found.outcome, found.text) == ("fails", "max. 60 SEC, 2 min short")


def test_just_enough() -> None:
    assert reason([say(A, TIME, (60, "SEC"))], "time >= 1 min").text == "max. 60 SEC, just enough"
    assert reason([say(A, TIME, (60, "SEC"))], "time > 1 min").text == "max. 60 SEC, and it must be beyond that"


def test_a_default_is_no_maximum() -> None:
    known = [say(A, TIME, (15, "MIN"), bound="default")]
    assert reason(known, "time >= 10 min").outcome == "fits"
    found = reason(known, "time >= 20 min")
    assert (found.outcome, found.text) == ("unknown", "default 15 MIN; more is not stated")


def test_silence_is_not_no() -> None:
    known = [say(B, SUPPORTS, VPC), say(B, TIME, (60, "SEC")), say(B, LATENCY, NEAR)]
    for asked in ("vpc = yes", "vpc = no", "time >= 1 s", "latency = nrt"):
        found = reason(known, asked)
        assert (found.outcome, found.text, found.statements) == ("unknown", "not stated", ())


def test_what_else_is_stated_is_said() -> None:
    found = reason([say(A, LATENCY, REAL_TIME), say(B, LATENCY, NEAR)], "latency = nrt")
    assert (found.outcome, found.text) == ("unknown", "not stated; stated: Real time")


@pytest.mark.parametrize(
    ("holds", "asked", "outcome"),
    [(True, "yes", "fits"), (True, "no", "fails"), (False, "yes", "fails"), (False, "no", "fits")],
)
def test_yes_and_no(holds: bool, asked: str, outcome: str) -> None:
    found = reason([say(A, SUPPORTS, VPC, holds=holds)], f"vpc = {asked}")
    assert found.outcome == outcome
    assert found.text == ("supports VPC" if holds else "does not support VPC")


def test_one_value_of_a_functional_property_excludes_the_others() -> None:
    def at(known: Property) -> list[object]:
        return [say(A, known, REAL_TIME), say(B, known, NEAR)]

    found = reason(at(ONLY), "latency = nrt")  # type: ignore[arg-type]
    assert (found.outcome, found.text) == ("fails", "latency class: Real time, not Near real time")
    assert reason(at(ONLY), "latency != nrt").outcome == "fits"  # type: ignore[arg-type]
    assert reason(at(LATENCY), "latency != nrt").outcome == "unknown"  # type: ignore[arg-type]


def test_a_condition_makes_it_conditional() -> None:
    known = [say(A, SUPPORTS, VPC, condition=when("with a subnet"))]
    found = reason(known, "vpc = yes")
    assert (found.outcome, found.condition, found.text) == (
        "conditional",
        "with a subnet",
        "supports VPC, with a subnet",
    )
    assert reason(known, "vpc = no").outcome == "unknown"


def test_a_condition_may_lift_a_bound() -> None:
    known = [say(A, TIME, (60, "SEC")), say(A, TIME, (8, "MIN"), id="more", condition=when("when streaming"))]
    assert reason(known, "time >= 30 s").outcome == "fits"
    found = reason(known, "time >= 5 min")
    assert (found.outcome, found.condition) == ("conditional", "when streaming")
    assert found.text == "max. 8 MIN, 3 min to spare, when streaming"
    assert reason(known, "time >= 9 min").outcome == "fails"


def test_a_condition_may_take_away() -> None:
    known = [say(A, SUPPORTS, VPC), say(A, SUPPORTS, VPC, id="not", holds=False, condition=when("on Mondays"))]
    found = reason(known, "vpc = yes")
    assert (found.outcome, found.condition) == ("conditional", "except on Mondays")


def test_sources_that_disagree_decide_nothing() -> None:
    found = reason([say(A, SUPPORTS, VPC), say(A, SUPPORTS, VPC, id="not", holds=False)], "vpc = yes")
    assert found.outcome == "unknown"
    assert found.text == "sources disagree: supports VPC; does not support VPC"
    assert len(found.statements) == 2
    found = reason([say(A, TIME, (60, "SEC")), say(A, TIME, (90, "SEC"), id="other")], "time >= 70 s")
    assert (found.outcome, found.text) == ("unknown", "sources disagree: max. 60 SEC; max. 90 SEC")


def test_scopes_must_agree() -> None:
    known = [
        say(A, TIME, (60, "SEC"), scope="per request"),
        say(A, TIME, (90, "SEC"), id="other", scope="per account"),
    ]
    assert reason(known, "time >= 30 s").outcome == "fits"
    assert reason(known, "time >= 70 s").outcome == "unknown"


def test_what_does_not_stand_does_not_count() -> None:
    assert reason([say(A, SUPPORTS, VPC, verdict="outdated"), say(B, SUPPORTS, VPC)], "vpc = yes").outcome == "unknown"
    found = reason([say(A, SUPPORTS, VPC, verdict="unverified")], "vpc = yes")
    assert (found.outcome, found.verdicts) == ("fits", ("unverified",))


def test_a_minimum_that_is_too_much() -> None:
    found = reason([say(A, TIME, (60, "SEC"), bound="minimum")], "time <= 10 s")
    assert (found.outcome, found.text) == ("fails", "min. 60 SEC, 50 s too much")
