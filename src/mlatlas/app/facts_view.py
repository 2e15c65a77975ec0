"""The parts of the Facts page: the controls, and the list of what they leave."""

from __future__ import annotations

from typing import Final

import streamlit as st

from mlatlas.app import entity_page, filter_view
from mlatlas.app.components import entity_panel
from mlatlas.app.facts_state import View, read
from mlatlas.atlas import Atlas, Statement

_FILTER: Final = "facts"
_WORDS: Final = "facts.words"
_CONFLICTS: Final = "facts.conflicts"
_WRITTEN: Final = "facts.written"
_LISTED: Final = "facts.listed"
#: So many statements are listed at first, and more at a time: thousands keep a browser busy for seconds.
_MORE: Final = 100


def synchronise(atlas: Atlas) -> list[str]:
    """Take the view from the address where that has changed; give what of it made no sense."""
    asked = st.query_params.to_dict()
    entered = _WORDS not in st.session_state  # Streamlit forgets the widgets of a page that is left
    if entered and not asked:
        asked = st.session_state.get(_WRITTEN, {})
    if not entered and asked == st.session_state.get(_WRITTEN):
        return []
    view, ignored = read(asked, filter_view.works(atlas))
    filter_view.fill(view.filter, _FILTER)
    st.session_state[_WORDS] = view.words
    st.session_state[_CONFLICTS] = view.conflicts
    return ignored


def controls(atlas: Atlas) -> View:
    """The widgets; gives the view they make up and writes it into the address."""
    st.text_input("Words", key=_WORDS, placeholder="serverless memory, F072 …", max_chars=100)
    filter_view.show(filter_view.works(atlas), _FILTER)
    st.toggle("Only where sources disagree", key=_CONFLICTS)
    view = View(filter_view.chosen(_FILTER), " ".join(st.session_state[_WORDS].split()), st.session_state[_CONFLICTS])
    if st.session_state.get(_WRITTEN) != view.parameters():
        st.session_state[_LISTED] = _MORE
    st.session_state[_WRITTEN] = view.parameters()
    if st.query_params.to_dict() != view.parameters():
        st.query_params.from_dict(view.parameters())
    return view


@st.cache_resource(show_spinner=False)
def statements(_atlas: Atlas) -> list[Statement]:
    """All curated statements in the order of the list."""
    return entity_page.by_subject(_atlas.facts())


def show(atlas: Atlas, found: list[Statement]) -> None:
    """The first of these statements, each with its evidence one click away; more on demand."""
    listed = found[: st.session_state[_LISTED]]
    elements = entity_page.elements_of(
        atlas, [*listed, *(side for each in atlas.conflicts for side in each.statements)]
    )
    page = entity_page.list_of(listed, atlas.conflicts, elements)
    entity_panel.show(page, key="facts-list", on_go=lambda _iri: None, height="auto", is_list=True)
    left = len(found) - len(listed)
    if left:
        st.button(f"List {min(left, _MORE)} more of {left:,}", on_click=_list_more)


def _list_more() -> None:
    st.session_state[_LISTED] += _MORE
