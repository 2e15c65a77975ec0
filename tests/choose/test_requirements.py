"""Requirements as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.choose.records import Requirement
from mlatlas.choose.requirements import gather, read, sample
from mlatlas.errors import BadRequest
from mlatlas.facts import Criterion, Quantity
from small_choice import criteria
from small_world import LATENCY, NEAR, REAL_TIME, SUPPORTS, TIME, VPC, A, B, say

KNOWN = criteria(
    say(A, TIME, (60, "SEC")), say(A, SUPPORTS, VPC), say(A, LATENCY, REAL_TIME), say(B, LATENCY, NEAR, holds=False)
)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("time >= 2 min", "time >= 2 min"), ("Time ≥ 2 minutes", "time >= 2 min"), ("time at least 2min", "time >= 2 min"),
        ("time=>2 min", "time >= 2 min"), ("time at most 2 min", "time <= 2 min"), ("time < 2 min", "time < 2 min"),
        ("time = 120 s", "time = 120 s"), ("vpc = yes", "vpc = yes"), ("vpc", "vpc = yes"), ("VPC is not no", "vpc = yes"),
        ("vpc = none", "vpc = no"), ("vpc != yes", "vpc = no"), ("latency = near-real-time", "latency = Near real time"),
        ("latency is not Real Time", "latency != Real time"), ("latency includes nrt", "latency = Near real time"),
        ("supports = VPC", "supports = VPC"), ("supports includes vpc", "supports = VPC"),
    ],
)  # fmt: skip
def test_many_ways_of_writing_mean_the_same(text: str, means: str) -> None:
    assert read(text, KNOWN).text == means


@pytest.mark.parametrize("written", ["XGBoost", "xgboost", "XGBOOST", "xg-boost"])
def test_a_name_that_looks_like_several_words_is_known_in_small_letters_too(written: str) -> None:
    known = gather([Criterion("XGBoost", SUPPORTS, VPC)], [], {})
    assert read(f"{written} = yes", known).text == "XGBoost = yes"


def test_values_have_their_kinds() -> None:
    assert read("time >= 2 min", KNOWN).wanted == Quantity(Decimal(2), TIME.unit.replace("SEC", "MIN"), "2 min")  # type: ignore[union-attr]
    assert read("latency = rt", KNOWN).wanted == REAL_TIME
    assert read("vpc = no", KNOWN).wanted is False
    assert read("vpc = no", KNOWN, soft=True).soft


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "a requirement is empty: say what you need, as in payload >= 300 MB"),
        ("   ", "a requirement is empty"),
        ("time", "'time' does not say how much or what; say it as in time >= 2 min"),
        ("time >=", "does not say how much or what; say it as in time >= 2 min"),
        ("tiem >= 2 min", "nothing is called 'tiem' here: did you mean time?"),
        ("flavour = sweet", "nothing is called 'flavour' here: choose from time, vpc, latency"),
        (">= 2 min", "nothing is called '' here: choose from time"),
        ("vpc = perhaps", "vpc is yes or no, and not 'perhaps'"),
        ("vpc >= yes", "vpc has no more or less: ask with = or !=, as in vpc = yes"),
        ("latency >= rt", "latency has no more or less"),
        ("latency = reel time", "no option has 'reel time' as latency: did you mean Real time"),
        ("latency = purple", "no option has 'purple' as latency: choose from Real time, Near real time"),
        ("time != 2 min", "time is a quantity: ask with >=, <=, >, < or ="),
        ("time >= 2 MB", "time is a time; 2 MB is a size"),
        ("x" * 500, "nothing is called 'xxxx"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadRequest) as raised:
        read(text, KNOWN)
    assert sentence in str(raised.value)
    assert len(str(raised.value)) < 250


@given(st.text(max_size=250))
def test_any_text_is_a_requirement_or_a_sentence(text: str) -> None:
    try:
        read(text, KNOWN)
    except BadRequest as refusal:
        assert str(refusal)


@given(
    st.sampled_from(["time >= 2 min", "time < 1.5 h", "vpc = no", "latency != Real time", "supports = VPC"]),
    st.booleans(),
)
def test_a_requirement_reads_back_as_itself(text: str, soft: bool) -> None:
    once = read(text, KNOWN, soft)
    assert read(once.text, KNOWN, soft) == once


def test_every_sample_reads() -> None:
    for criterion in (*KNOWN.declared, *KNOWN.further):
        assert isinstance(read(f"{criterion.name} {sample(criterion, KNOWN)}", KNOWN), Requirement)
