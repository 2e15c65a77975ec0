from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.spreadsheet import harmless


@pytest.mark.parametrize("start", list("=+-−@\t\r\n＝＋－＠"))
def test_what_starts_a_formula_is_quoted(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@given(st.text())
def test_the_text_itself_stays(text: str) -> None:
    assert harmless(text).removeprefix("'") == text.removeprefix("'")
