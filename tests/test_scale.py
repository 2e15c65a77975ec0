"""Where amounts lie on one scale: in order, within it, and apart by powers of ten where one is far larger."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas.scale import Scale

AMOUNTS = some.lists(some.decimals(min_value="0.001", max_value="1e9", places=3), min_size=1, max_size=8)


def test_amounts_that_are_near_lie_on_a_plain_scale() -> None:
    near = Scale.of([Decimal(10), Decimal(20)])
    assert not near.is_log
    assert near.share(Decimal(10)) * 2 == pytest.approx(near.share(Decimal(20)))


def test_nothing_has_no_length() -> None:
    assert Scale.of([Decimal(0), Decimal(5)]).share(Decimal(0)) == 0.0
    assert Scale.of([]).share(Decimal(5)) == 0.0


@given(AMOUNTS, some.booleans())
def test_more_is_never_shorter_and_nothing_leaves_the_scale(amounts: list[Decimal], is_log: bool) -> None:
    made = Scale(min(amounts), max(amounts), is_log)
    shares = [made.share(each) for each in sorted(amounts)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
