"""A list to pick from, in sections, with a box that narrows it while a person types.

The browser does the narrowing, as the lists are short; the server is told what was picked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

import streamlit as st

from mlatlas.app.components import assets
from mlatlas.app.components.events import sent

_HTML: Final = """
<div class="picker">
  <input type="search" autocomplete="off" spellcheck="false" maxlength="100">
  <div class="sections"></div>
  <p class="nothing" hidden>Nothing has these words.</p>
  <div class="spoken" aria-live="polite"></div>
</div>
"""
_picker = st.components.v2.component(
    "mlatlas_picker",
    html=_HTML,
    css=assets.text("picker.css", "spoken.css"),
    js=assets.text("picker.js"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """What can be picked: its title, a line on it, a remark, and more text by which it is found."""

    id: str
    title: str
    detail: str = ""
    remark: str = ""
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its items; `about` says what they have in common."""

    title: str
    items: tuple[Item, ...]
    about: str = ""


def show(sections: Sequence[Section], *, key: str, placeholder: str, on_pick: Callable[[str], None]) -> None:
    """Show the list; `on_pick` is told the id of the item that was picked."""

    def picked() -> None:
        id_ = sent(st.session_state.get(key), "pick", "id")
        if id_ is not None:
            on_pick(id_)

    data = {"sections": [asdict(section) for section in sections], "placeholder": placeholder}
    _picker(key=key, data=data, on_pick_change=picked)
