"""A search box that answers while a person types, and forgives typing errors; the key / leads to it.

The browser sends what was typed; `Atlas.search` answers on the server, so that it makes no difference
whether the atlas knows three hundred names or a hundred and fifty thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import streamlit as st

from mlatlas.app.components import assets
from mlatlas.app.components.events import sent
from mlatlas.atlas import Hit
from mlatlas.picture.looks import class_name

_HTML: Final = """
<div class="search">
  <input type="text" role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="hits"
    autocomplete="off" spellcheck="false" maxlength="200" aria-keyshortcuts="/">
  <kbd aria-hidden="true">/</kbd>
  <ul id="hits" role="listbox" aria-label="Found" hidden></ul>
  <select aria-label="Only this class"></select>
  <div class="spoken" aria-live="polite"></div>
</div>
"""
_box = st.components.v2.component(
    "mlatlas_search_box",
    html=_HTML,
    css=assets.text("search_box.css", "spoken.css"),
    js=assets.text("gone.js", "search_box.js"),
)


def show(  # noqa: PLR0913 - all by keyword
    *,
    key: str,
    placeholder: str,
    find: Callable[[str, str | None], Sequence[Hit]],
    on_choose: Callable[[str], None],
    kinds: Iterable[str] = (),
    shortcut: bool = True,
) -> None:
    """Show the box; `find` is asked for each text and class, `on_choose` is told the IRI that was chosen.

    `kinds` are the classes that a search can be narrowed to; with `shortcut`, the key / leads to this box.

    Call it in a fragment: then a key stroke costs one search and not a rerun of the page.
    """
    typed, chosen = f"{key}-typed", f"{key}-kind"
    offered = {kind: class_name(kind) for kind in kinds}

    def typing() -> None:
        st.session_state[typed] = sent(st.session_state.get(key), "typed", "text") or ""
        kind = sent(st.session_state.get(key), "typed", "kind")
        st.session_state[chosen] = kind if kind in offered else None

    def chose() -> None:
        st.session_state[typed] = ""
        iri = sent(st.session_state.get(key), "choose", "iri")
        if iri:
            on_choose(iri)

    text, kind = st.session_state.get(typed, ""), st.session_state.get(chosen)
    hits = [_shown(hit) for hit in find(text, kind)] if text else []
    classes = [{"kind": each, "name": name} for each, name in offered.items()]
    data: dict[str, object] = {
        "text": text,
        "kind": kind or "",
        "hits": hits,
        "placeholder": placeholder,
        "classes": classes,
    }
    data["shortcut"] = shortcut
    _box(key=key, data=data, on_typed_change=typing, on_choose_change=chose)


def _shown(hit: Hit) -> dict[str, str]:
    """A hit for the list; `by` says why it was found where its label does not."""
    kind = " · ".join(part for part in (class_name(hit.entity.kind), hit.place) if part)
    return {"iri": hit.entity.iri, "label": hit.entity.label, "kind": kind, "by": hit.reason}
