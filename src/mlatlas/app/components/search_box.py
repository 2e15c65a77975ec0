"""A search box that answers while a person types, and forgives typing errors.

The browser sends what was typed; `Atlas.search` answers on the server, so that it makes no difference
whether the atlas knows three hundred names or a hundred and fifty thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from mlatlas.app.components import assets
from mlatlas.app.components.events import sent
from mlatlas.atlas import Hit
from mlatlas.picture.looks import class_name

_HTML: Final = """
<div class="search">
  <input type="text" role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="hits"
    autocomplete="off" spellcheck="false" maxlength="200">
  <ul id="hits" role="listbox" aria-label="Found" hidden></ul>
  <div class="spoken" aria-live="polite"></div>
</div>
"""
_box = st.components.v2.component(
    "mlatlas_search_box",
    html=_HTML,
    css=assets.text("search_box.css", "spoken.css"),
    js=assets.text("search_box.js"),
)


def show(
    *,
    key: str,
    placeholder: str,
    find: Callable[[str], Sequence[Hit]],
    on_choose: Callable[[str], None],
) -> None:
    """Show the box; `find` is asked for each text, `on_choose` is told the IRI that was chosen.

    Call it in a fragment: then a key stroke costs one search and not a rerun of the page.
    """
    typed = f"{key}-typed"

    def typing() -> None:
        st.session_state[typed] = sent(st.session_state.get(key), "typed", "text") or ""

    def chose() -> None:
        st.session_state[typed] = ""
        iri = sent(st.session_state.get(key), "choose", "iri")
        if iri:
            on_choose(iri)

    text = st.session_state.get(typed, "")
    hits = [_shown(hit) for hit in find(text)] if text else []
    data = {"text": text, "hits": hits, "placeholder": placeholder}
    _box(key=key, data=data, on_typed_change=typing, on_choose_change=chose)


def _shown(hit: Hit) -> dict[str, str]:
    """A hit for the list; `by` is the other name by which it was found."""
    kind = " · ".join(part for part in (class_name(hit.entity.kind), hit.place) if part)
    by = hit.matched if hit.matched.casefold() != hit.entity.label.casefold() else ""
    return {"iri": hit.entity.iri, "label": hit.entity.label, "kind": kind, "by": by}
