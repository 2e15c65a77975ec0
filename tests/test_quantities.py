from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.errors import BadRequest
from mlatlas.quantities import UNITS, convert, number, plain, symbol
from mlatlas.terms import ATLAS, UNIT

_TIMES = [UNIT + name for name in ("MilliSEC", "SEC", "MIN", "HR", "DAY")]
_values = st.integers(min_value=0, max_value=10**6).map(Decimal)


@given(_values, st.sampled_from(_TIMES), st.sampled_from(_TIMES))
def test_there_and_back_again(value: Decimal, unit: str, other: str) -> None:
    # A day has 86,400,000 milliseconds: nine decimals on the way lose at most that much of a billionth.
    assert abs(convert(convert(value, unit, other), other, unit) - value) <= Decimal("0.1")


@given(_values, _values, st.sampled_from(_TIMES))
def test_order_does_not_depend_on_the_unit(a: Decimal, b: Decimal, unit: str) -> None:
    hours = UNIT + "SEC"
    assert (a <= b) == (convert(a, unit, hours) <= convert(b, unit, hours))


def test_sixty_minutes_are_3600_seconds() -> None:
    assert convert(Decimal(60), UNIT + "MIN", UNIT + "SEC") == 3600


def test_a_size_is_no_time() -> None:
    with pytest.raises(BadRequest, match="GB and s measure different things"):
        convert(Decimal(6), UNIT + "GigaBYTE", UNIT + "SEC")


def test_requests_and_jobs_are_not_mixed() -> None:
    with pytest.raises(BadRequest, match="different things"):
        convert(Decimal(1), ATLAS + "request", ATLAS + "job")


def test_an_unknown_unit_names_the_known_ones() -> None:
    with pytest.raises(BadRequest, match=r"unknown unit .*furlong.*GB"):
        symbol(UNIT + "furlong")


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_known_to_the_registry(unit: str) -> None:
    assert convert(Decimal(1), unit, unit) == 1
    assert isinstance(symbol(unit), str)


def test_numbers_read_as_people_write_them() -> None:
    assert plain(Decimal("1E+3")) == Decimal(1000)
    assert (number(Decimal("6.0")), number(Decimal("0.5"))) == (6, 0.5)
