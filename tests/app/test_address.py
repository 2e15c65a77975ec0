from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mlatlas.app.address import quoted, short


@given(st.text(max_size=200))
def test_what_is_shown_is_short_and_printable(text: str) -> None:
    shown = short(text)
    assert len(shown) <= 41
    assert all(sign.isprintable() for sign in shown)
    assert quoted(text) == f"'{shown}'"
