"""Bars: only where they tell more than the numbers, and never longer than they should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas.compare.bars import bars
from small_world import NEAR, SUPPORTS, TIME, A, B, C, only_row, say


def test_shares_are_of_the_largest_and_a_cell_without_number_has_none() -> None:
    found = bars(only_row(say(A, TIME, (1, "MIN")), say(B, TIME, (30, "SEC")), things=(A, B, C)))
    assert found is not None
    assert (found.shares, found.is_log) == ((1.0, 0.5, None), False)


def test_huge_spans_are_told_by_powers_of_ten() -> None:
    found = bars(
        only_row(say(A, TIME, (1, "SEC")), say(B, TIME, (100, "SEC")), say(C, TIME, (10, "SEC")), things=(A, B, C))
    )
    assert found is not None
    assert found.is_log
    assert found.shares == pytest.approx((1 / 3, 1.0, 2 / 3))


def test_nothing_is_drawn_where_it_tells_nothing() -> None:
    assert bars(only_row(say(A, TIME, (1, "SEC")))) is None
    assert bars(only_row(say(A, TIME, (60, "SEC")), say(B, TIME, (1, "MIN")))) is None
    assert bars(only_row(say(A, SUPPORTS, NEAR), say(B, SUPPORTS, NEAR, holds=False))) is None
    counted = [say(A, TIME, (1, "SEC"), scope="per request"), say(B, TIME, (2, "SEC"), scope="per job")]
    assert bars(only_row(*counted)) is None


@given(some.lists(some.integers(0, 10**9), min_size=2, max_size=3))
def test_longer_bars_are_larger_numbers(numbers: list[int]) -> None:
    things = (A, B, C)[: len(numbers)]
    said = [say(thing, TIME, (number, "SEC")) for thing, number in zip(things, numbers, strict=True)]
    found = bars(only_row(*said, things=things))
    if found is None:
        assert len(set(numbers)) == 1
        return
    pairs = sorted((number, share or 0.0) for number, share in zip(numbers, found.shares, strict=True))
    assert [share for _, share in pairs] == sorted(share for _, share in pairs)
    assert all(0 <= share <= 1 for _, share in pairs)
    assert all((share > 0) == (number > 0) for number, share in pairs)
