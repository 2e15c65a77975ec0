"""A button that keeps a picture as PNG: the browser, which has the fonts, draws the SVG and saves what it drew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from mlatlas.app.components import assets

_HTML: Final = """
<div class="file">
  <button type="button">PNG</button>
  <span class="spoken" aria-live="polite"></span>
</div>
"""
_button = st.components.v2.component(
    "mlatlas_picture_file",
    html=_HTML,
    css=assets.text("picture_file.css", "spoken.css"),
    js=assets.text("picture_file.js"),
)


@st.fragment
def show(*, key: str, svg: Callable[[], str], file_name: str) -> None:
    """Show the button, in a fragment; `svg` is called when a person clicks it.

    The file has twice the size of the picture, so that it is sharp in print.
    """
    asked = f"{key}-asked"

    def ask() -> None:
        st.session_state[asked] = True

    drawn = svg() if st.session_state.pop(asked, False) else None
    _button(key=key, data={"svg": drawn, "name": file_name}, on_ask_change=ask)
