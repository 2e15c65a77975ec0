"""What is possible by the bounds that are stated."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.choose.records import Operator
from mlatlas.choose.spans import Span, span
from mlatlas.terms import UNIT
from small_world import TIME, A, say

SECONDS = UNIT + "SEC"
AMOUNTS = st.integers(0, 1000).map(Decimal)


def stated(**bounds: int) -> Span:
    names = {
        "at_most": "maximum",
        "at_least": "minimum",
        "by_default": "default",
        "listed": "allowed",
        "advised": "recommended",
    }
    return span([say(A, TIME, (value, "SEC"), bound=names[name], id=name) for name, value in bounds.items()], SECONDS)


@pytest.mark.parametrize(
    ("known", "operator", "amount", "meets"),
    [
        (stated(at_most=60), ">=", 60, True),
        (stated(at_most=60), ">", 60, False),
        (stated(at_most=60), ">=", 61, False),
        (stated(at_most=60), "<=", 5, True),
        (stated(at_most=60), "=", 5, True),
        (stated(at_most=60), "=", 61, False),
        (stated(at_least=60), "<=", 59, False),
        (stated(at_least=60), "<=", 60, True),
        (stated(at_least=60), "<", 60, False),
        (stated(at_least=60), ">=", 61, None),
        (stated(at_least=60), "=", 61, None),
        (stated(at_least=10, at_most=60), "=", 9, False),
        (stated(at_least=10, at_most=60), "=", 10, True),
        (stated(by_default=15), ">=", 15, True),
        (stated(by_default=15), ">=", 16, None),
        (stated(by_default=15), "=", 15, True),
        (stated(by_default=15, at_most=60), ">=", 16, True),
        (stated(listed=2), "=", 3, False),
        (stated(listed=2), ">=", 3, False),
        (stated(listed=2), "<=", 1, False),
        (stated(advised=50), ">=", 10, None),
        (stated(), "=", 1, None),
    ],
)
def test_bounds_decide(known: Span, operator: Operator, amount: int, meets: bool | None) -> None:
    assert known.meets(operator, Decimal(amount)) is meets


def test_amounts_are_brought_to_one_unit() -> None:
    known = span([say(A, TIME, (1, "HR")), say(A, TIME, (2, "MIN"), bound="minimum", id="low")], SECONDS)
    assert (known.low, known.high) == (120, 3600)


def test_of_two_maxima_the_stricter_counts() -> None:
    assert span([say(A, TIME, (60, "SEC")), say(A, TIME, (30, "SEC"), id="other")], SECONDS).high == 30


def test_an_exact_value_is_both_ends() -> None:
    known = span([say(A, TIME, (60, "SEC"), bound=None)], SECONDS)
    assert known.meets("=", Decimal(60)) is True
    assert known.meets("<=", Decimal(59)) is False


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_what_reaches_far_reaches_near(high: Decimal, one: Decimal, other: Decimal) -> None:
    near, far = sorted((one, other))
    known = Span(high=high, known=(high,))
    assert not known.meets(">=", far) or known.meets(">=", near)
