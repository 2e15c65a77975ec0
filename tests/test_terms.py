from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.terms import KB, local, shorten, slug


@given(st.text())
def test_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@given(st.text())
def test_slug_is_safe_in_an_iri_and_on_a_command_line(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("DefaultModelMonitor", "default-model-monitor"),
        ("SageMaker Model Monitor", "sagemaker-model-monitor"),
        ("F1 score", "f1-score"),
        ("TRANSFER_LEARNING", "transfer-learning"),
    ],
)
def test_slug_follows_the_house_style(label: str, expected: str) -> None:
    assert slug(label) == expected


def test_shorten_keeps_what_has_no_prefix() -> None:
    assert shorten("https://example.org/x") == "<https://example.org/x>"
    assert shorten(KB + "a/b") == f"<{KB}a/b>"


def test_local_name_of_hash_and_slash() -> None:
    assert (local("http://x/y#z"), local("http://x/y")) == ("z", "y")
