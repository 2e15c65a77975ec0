"""Statements in words: what they say, and when it applies, as seen from a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mlatlas.facts import Property, Ref, Statement
from mlatlas.terms import atlas, kb
from small_world import SUPPORT, VPC, A, say

AVAILABILITY = Property(atlas("availability"), "availability", "not", "", "", SUPPORT, "entity", False, functional=True)
GONE = Ref(kb("no-longer-available"), "No longer available", "Phenomenon")
OLD = Ref(kb("out-of-support"), "Out of support", "Phenomenon")
DAY, EVE, MORROW = date(2026, 10, 7), date(2026, 10, 6), date(2026, 10, 8)


def closing(about: Ref = GONE, **more: Any) -> Statement:
    return say(A, AVAILABILITY, about, kind="Lifecycle", valid_from=DAY, **more)


@pytest.mark.parametrize(
    ("today", "timing"),
    [(EVE, "announced for 2026-10-07"), (DAY, "closed since 2026-10-07"), (MORROW, "closed since 2026-10-07")],
)
def test_a_closing_is_announced_until_its_day_comes(today: date, timing: str) -> None:
    assert closing().timing(today) == timing
    assert closing().told(today) == f"A has the availability No longer available, {timing}"


def test_what_is_not_closed_is_so_since_a_day() -> None:
    assert closing(OLD).timing(MORROW) == "since 2026-10-07"
    assert closing(holds=False).timing(MORROW) == "since 2026-10-07"


def test_what_is_no_matter_of_a_life_is_not_announced() -> None:
    assert say(A, AVAILABILITY, VPC, valid_from=DAY).timing(EVE) == "from 2026-10-07"


def test_the_end_is_told_too() -> None:
    assert closing(OLD, valid_through=MORROW).timing(DAY) == "since 2026-10-07, until 2026-10-08"
    assert say(A, AVAILABILITY, VPC, valid_through=DAY).timing(EVE) == "until 2026-10-07"
    assert say(A, AVAILABILITY, VPC).timing(DAY) == ""


def test_a_sentence_is_of_today() -> None:
    far = say(A, AVAILABILITY, GONE, kind="Lifecycle", valid_from=date.max)
    assert far.sentence == "A has the availability No longer available, announced for 9999-12-31"
    assert far.sentence == far.told(date.today())
