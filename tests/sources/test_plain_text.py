"""Documentation in HTML becomes plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.sources.plain_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("the <code>Max</code>, and <a href='x'>more</a>.", "the Max, and more."),
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("<ul><li>x</li><li>y</li></ul>", "x y"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("", ""),
    ],
)
def test_words_stay_and_tags_go(html: str, text: str) -> None:
    assert plain_text(html) == text


@given(st.text(alphabet=st.characters(blacklist_characters="<&"), max_size=200))
def test_text_without_tags_keeps_its_words(text: str) -> None:
    assert plain_text(text).split() == text.split()
