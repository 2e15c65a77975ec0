"""A button that keeps a picture as PNG: the browser, which has the fonts, draws the SVG and saves what it drew."""

from __future__ import annotations

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


def show(*, key: str, svg: str, file_name: str) -> None:
    """Show the button; the file has twice the size of the picture, so that it is sharp in print."""
    _button(key=key, data={"svg": svg, "name": file_name})
