"""How what was found is held against what is expected."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.verify.judge import parts, passage, passes, text
from mlatlas.verify.plans import Plan, Test


def plan(test: Test, *expected: str) -> Plan:
    return Plan("F001", "b0", "botocore", "1.2.0", "tiny", None, "shapes.A", test, expected, "supporting")


@pytest.mark.parametrize(
    ("test", "expected", "found", "passed"),
    [
        ("equals", ("200",), 200, True),
        ("equals", ("200",), 200.0, True),
        ("equals", ("200",), 201, False),
        ("equals", ("true",), True, True),
        ("contains", ("File",), ["Pipe", "File"], True),
        ("contains", ("S3Input",), {"S3Input": {}}, True),
        ("contains", ("a", "b"), ["a"], False),
        ("contains", ("File",), "File", False),
        ("consistsOf", ("a", "b"), ["b", "a"], True),
        ("consistsOf", ("a", "b"), ["a", "b", "c"], False),
        ("consistsOf", ("a", "b"), ["a"], False),
        ("containsNone", ("(?i)train",), ["Name", "Tags"], True),
        ("containsNone", ("(?i)train",), ["TrainingJob"], False),
        ("containsNone", ("(?i)train",), "no list at all", False),
        ("matchesPattern", ("within 60 s",), "answers within 60 seconds", True),
        ("matchesPattern", ("within 61 s",), "answers within 60 seconds", False),
        ("matchesPattern", ("6",), 60, False),
        ("matchesNoPattern", ("pos_weight",), "scale", True),
        ("matchesNoPattern", ("pos_weight",), "pos_weight", False),
        ("matchesNoPattern", ("x",), ["not", "text"], False),
        ("exists", (), "line 3", True),
    ],
)
def test_each_test(test: Test, expected: tuple[str, ...], found: Any, passed: bool) -> None:
    assert passes(plan(test, *expected), found) is passed


@given(st.lists(st.text()), st.text())
def test_containing_and_containing_none_exclude_each_other(items: list[str], wanted: str) -> None:
    if passes(plan("contains", wanted), items):
        assert not passes(plan("containsNone", re.escape(wanted)), items)


@given(st.lists(st.text(), unique=True))
def test_a_list_consists_of_itself_in_any_order(items: list[str]) -> None:
    assert passes(plan("consistsOf", *reversed(items)), items)


def test_a_passage_is_one_line() -> None:
    assert passage(plan("matchesPattern", r"a\s+b"), "x a\n  b y") == "a b"


def test_values_as_text() -> None:
    assert [text(value) for value in (1, 1.0, 1.5, True, "x")] == ["1", "1", "1.5", "true", "x"]
    assert parts({"a": 1}) == ["a"]
    assert parts(5) == []
