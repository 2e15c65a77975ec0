"""What checks come to: never a pass where nobody could look."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas.checked import MEANINGS, VERDICT_SIGNS, WORDS, Checked, by_authority, checked, line, sign, summed_up
from mlatlas.facts import Check, Outcome, Role, Verdict
from small_world import SUPPORTS, VPC, A, say

CHECK = Check("botocore 1.44.5, sagemaker", "shapes.X.max", "6", "6", "supporting", "agrees", "agrees with botocore")
IN_TEXT = replace(CHECK, reads_text=True)
ABSENT = replace(CHECK, outcome="not checked")
WRONG = replace(CHECK, outcome="disagrees")
GONE = replace(CHECK, outcome="no such path")


@pytest.mark.parametrize(
    ("checks", "word"),
    [
        ((), "no check"),
        ((CHECK,), "checked"),
        ((CHECK, IN_TEXT), "checked"),
        ((IN_TEXT,), "checked in text"),
        ((ABSENT,), "not checked here"),
        ((CHECK, ABSENT), "checked"),
        ((CHECK, WRONG), "not as expected"),
        ((GONE,), "not as expected"),
    ],
)
def test_checks_come_to_a_word(checks: tuple[Check, ...], word: Checked) -> None:
    assert checked(say(A, SUPPORTS, VPC, checks=checks)) == word


@given(some.lists(some.builds(replace, some.just(CHECK), role=some.sampled_from(get_args(Role)),
                              outcome=some.sampled_from(get_args(Outcome)), reads_text=some.booleans())))  # fmt: skip
def test_a_check_that_was_not_run_changes_no_other_result(checks: list[Check]) -> None:
    if any(check.outcome != "not checked" for check in checks):
        assert summed_up([*checks, ABSENT]) == summed_up(checks)
        assert "checked" not in summed_up([check for check in checks if check.outcome == "not checked"]).split()[:1]


def test_signs_say_how_a_check_bears_on_the_statement() -> None:
    refuting, qualifying = replace(CHECK, role="refuting"), replace(CHECK, role="qualifying")
    assert [sign(check) for check in (CHECK, WRONG, GONE, ABSENT, refuting, qualifying)] == [
        "✓",
        "✗",
        "⚠",
        "–",
        "✗",
        "≈",
    ]


def test_text_is_told_as_weaker_only_where_it_was_read() -> None:
    assert "weaker" in line(IN_TEXT)
    assert "weaker" not in line(CHECK)
    assert "weaker" not in line(replace(ABSENT, reads_text=True))


def test_checks_are_counted_by_package_and_version() -> None:
    other = replace(ABSENT, authority="sagemaker 2.257.7")
    statements = [say(A, SUPPORTS, VPC, checks=(CHECK, WRONG)), say(A, SUPPORTS, VPC, checks=(other, CHECK))]
    assert by_authority(statements) == {
        "botocore 1.44.5": {"agrees": 2, "disagrees": 1},
        "sagemaker 2.257.7": {"not checked": 1},
    }


def test_every_word_and_verdict_has_its_meaning_and_sign() -> None:
    assert set(MEANINGS) == set(WORDS)
    assert set(VERDICT_SIGNS) == set(get_args(Verdict))
    assert len(set(VERDICT_SIGNS.values())) == len(VERDICT_SIGNS)
