"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.choose.units import amount, choices, example, kind
from mlatlas.errors import BadRequest
from mlatlas.quantities import UNITS, convert
from mlatlas.terms import ATLAS, UNIT

SIZE, TIME = UNIT + "MegaBYTE", UNIT + "SEC"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("300 MB", SIZE, "300"), ("300mb", SIZE, "300"), ("0.3 GB", SIZE, "300"), ("1 TB", SIZE, "1000000"),
        ("1,000 KB", SIZE, "1"), ("1 MiB", SIZE, "1.048576"), ("2 minutes", TIME, "120"), ("2min", TIME, "120"),
        ("1 week", TIME, "604800"), ("1500 ms", TIME, "1.5"), ("200", ATLAS + "request", "200"),
        ("200 requests", ATLAS + "request", "200"), ("1 request", ATLAS + "request", "1"),
        ("50", UNIT + "PERCENT", "50"), ("50 %", UNIT + "PERCENT", "50"), ("-1", UNIT + "UNITLESS", "-1"),
        (".5", UNIT + "UNITLESS", "0.5"), ("12", UNIT + "NUM", "12"),
    ],
)  # fmt: skip
def test_amounts_are_read(text: str, unit: str, value: str) -> None:
    found = amount(text, unit, "it")
    assert convert(found.value, found.unit, unit) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit", "sentence"),
    [
        ("3 min", SIZE, "it is a size; 3 min is a time"),
        ("3 requests", SIZE, "it is a size; 3 requests is a number of requests"),
        ("300", SIZE, "it is a size: say the unit, as in 300 MB"),
        ("3 lightyears", TIME, "unknown unit 'lightyears': it is a time, say it as in 2 min"),
        ("-3 GB", SIZE, "it is a size, and never less than zero: -3 GB makes no sense"),
        ("−3 GB", SIZE, "it is a size, and never less than zero: −3 GB makes no sense"),
        ("many", SIZE, "'many' is no amount: say it as in 300 MB"),
        ("", SIZE, "'' is no amount: say it as in 300 MB"),
        ("nan", SIZE, "'nan' is no amount: say it as in 300 MB"),
        ("1e9 MB", SIZE, "unknown unit 'e9 MB': it is a size, say it as in 300 MB"),
        ("9" * 20 + " MB", SIZE, "is out of any sense for it"),
        ("9" * 100 + " MB", SIZE, "is no amount"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(text: str, unit: str, sentence: str) -> None:
    with pytest.raises(BadRequest) as raised:
        amount(text, unit, "it")
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_a_kind_choices_and_an_example_that_reads(unit: str) -> None:
    assert kind(unit)
    assert choices(unit)
    assert amount(example(unit), unit, "it").value > 0


@given(st.text(max_size=60))
def test_any_text_is_an_amount_or_a_sentence(text: str) -> None:
    try:
        assert amount(text, SIZE, "it").value >= 0
    except BadRequest as refusal:
        assert str(refusal)


@given(st.decimals(0, 10**9, places=3), st.sampled_from(choices(SIZE)))
def test_what_is_written_reads_back_as_the_same(value: Decimal, sign: str) -> None:
    once = amount(f"{value} {sign}", SIZE, "it")
    assert amount(once.as_written, SIZE, "it") == once
