"""What every showing of a decision says in words."""

from __future__ import annotations

import pytest

from mlatlas.choose.records import Decision, Judgement
from mlatlas.choose.wording import doubts, reasoned, relaxations, summary, under, wishes
from mlatlas.facts import Ref
from mlatlas.terms import kb
from small_choice import choose, judged, reason, when
from small_world import SUPPORTS, TIME, VPC, A, B, C, say

CERTAIN = [say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC, holds=False), say(C, SUPPORTS, VPC, condition=when("if x"))]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (CERTAIN, "A fits. C fits under a condition."),
        (CERTAIN[1:], "Nothing fits without a condition; C fits under one."),
        (CERTAIN[1:2], "None of the 3 options fits. Of A and C nobody can tell."),
        ([], "None of the 3 options fits. Of A, B and C nobody can tell."),
    ],
)
def test_the_answer_in_a_sentence(said: list[object], sentence: str) -> None:
    assert summary(choose(said, "vpc")) == sentence  # type: ignore[arg-type]


def test_without_requirements_all_is_open() -> None:
    assert summary(choose([])) == "No requirement is stated yet: all 3 options are open."


@pytest.mark.parametrize(
    ("labels", "named"),
    [
        (["One", "Two"], "One and Two fit."),
        (["One", "Two", "Three", "Four"], "One, Two, Three and Four fit."),
        (["One", "Two", "Three", "Four", "Five"], "One, Two, Three and 2 more fit."),
        (["O" * 50, "T" * 50, "Three"], f"{'O' * 50} and 2 more fit."),
        (["O" * 200], f"{'O' * 200} fits."),
    ],
)
def test_many_and_long_names_are_counted(labels: list[str], named: str) -> None:
    fitting = tuple(Judgement(Ref(kb(str(n)), label, "Option"), "fits", ()) for n, label in enumerate(labels))
    asked = choose(CERTAIN, "vpc").requirements
    assert summary(Decision("Choice", kb("choice"), asked, fitting)) == named


def test_a_condition_is_added_unless_it_was_told() -> None:
    better = reason([say(A, SUPPORTS, VPC, condition=when("only on Mondays"))], "vpc")
    assert reasoned(better).count("only on Mondays") == 1
    worse = reason([say(A, SUPPORTS, VPC), say(A, SUPPORTS, VPC, holds=False, condition=when("on Mondays"))], "vpc")
    assert reasoned(worse) == "supports VPC, except on Mondays"
    assert under("only x") == under("x") == "only x"


def test_doubts_are_told() -> None:
    assert "imprecise" in doubts(reason([say(A, SUPPORTS, VPC, verdict="imprecise")], "vpc"))
    assert doubts(reason([say(A, SUPPORTS, VPC)], "vpc")) == ""


def test_wishes_are_counted() -> None:
    decision = choose(CERTAIN, prefer=["vpc", "time >= 1 s"])
    assert wishes(decision, judged(decision, A)) == "1 of 2 wishes"
    assert wishes(decision, judged(decision, C)) == "0.5 of 2 wishes"
    assert wishes(choose(CERTAIN, "vpc"), judged(decision, A)) == ""


def test_what_gives_way_would_do_if_it_gave_way() -> None:
    said = [say(A, TIME, (60, "SEC")), say(B, TIME, (30, "SEC"))]
    assert relaxations(choose(said, "time > 2 min")) == [
        "A: time >= 60 s instead of 2 min",
        "B: time >= 30 s instead of 2 min",
    ]
    for decision in (choose(said, "time > 2 min"), choose(said, "time >= 2 min", "vpc")):
        for each in decision.relaxations:
            kept = [change.relaxed.text for change in each.changes if change.relaxed]
            assert judged(choose(said, *kept), each.option).outcome == "fits"
