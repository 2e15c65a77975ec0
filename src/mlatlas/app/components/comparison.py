"""The table of a comparison, in which heads can be moved and left out, with the mouse and with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from mlatlas.app.components import assets
from mlatlas.app.components.events import sent
from mlatlas.compare import page
from mlatlas.compare.records import Comparison
from mlatlas.facts import Ref

_HTML: Final = '<div class="root"><div class="place"></div><div class="spoken" aria-live="polite"></div></div>'
_table = st.components.v2.component(
    "mlatlas_comparison",
    html=_HTML,
    css=f"{page.style()}\n{assets.text('comparison.css', 'spoken.css')}",
    js=assets.text("comparison.js"),
)


def show(comparison: Comparison, pivot: bool, *, key: str, on_act: Callable[[str, str, str], None]) -> None:
    """Show the table. `on_act` is told what a person did, to which thing or row, and before which it was put.

    The first is `baseline-thing`, or `move` or `drop` with `thing` or `row`, or `drop-group`; the second a slug or
    a key of a row or group; the third is empty where something was put last.
    """

    def acted() -> None:
        state = st.session_state.get(key)
        act, name, before = (sent(state, "act", part) for part in ("act", "name", "before"))
        if act and name:
            on_act(act, name, before or "")

    _table(key=key, data={"html": page.table(comparison, pivot, address)}, on_act_change=acted)


def address(entity: Ref) -> str:
    """Where the page about a thing is."""
    return f"./?open={entity.slug}&node={entity.slug}"
