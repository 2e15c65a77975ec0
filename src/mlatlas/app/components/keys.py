"""Keys that work anywhere on a page but where somebody types; menus that are opened by key take the focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from mlatlas.app.components import assets
from mlatlas.app.components.events import sent

_keys = st.components.v2.component("mlatlas_keys", html="<span hidden></span>", js=assets.text("gone.js", "keys.js"))


def show(*, key: str, answers: Mapping[str, Callable[[], None]]) -> None:
    """Listen for single keys, each with what answers it."""

    def pressed() -> None:
        answer = answers.get(sent(st.session_state.get(key), "pressed", "key") or "")
        if answer is not None:
            answer()

    _keys(key=key, data={"keys": list(answers)}, on_pressed_change=pressed, height=1)
