"""Explore: a map of topics, the graph around what a person opens, and the page of each entity beside it.

The address is the only state: every event writes a new address, and the page shows what it says. So a link
gives another person the same picture, and the browser's Back button takes back a step.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mlatlas import layout
from mlatlas.app import entity_page, explore_table, shared
from mlatlas.app.components import entity_panel, graph, search_box
from mlatlas.app.state import State, View, read, write
from mlatlas.atlas import Atlas
from mlatlas.geometry import Point
from mlatlas.neighbourhood import Picture
from mlatlas.terms import KB

_STYLE = Path(__file__).parents[1] / "explore.css"
_WELCOME = """
### Machine learning on AWS, as a map

Each box is a topic of the MLA-C01 exam notes. Lines join topics that share things.

- **Click** a box to read about it here.
- **Double-click** it to open what belongs to it, and again to go on from there.
- Or **search** above: typing errors and abbreviations are fine.

Every fact says where it comes from and whether AWS's own documents agree. With the keyboard: Tab into the
graph, arrow keys move, Enter opens.
"""


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    st.html(_STYLE)
    state, ignored = read(st.query_params, _slugs(atlas))
    shared.report_ignored(ignored)
    _tools(atlas, state)
    picture, places = _picture(str(atlas.store.path), state.opened, atlas)
    left, right = st.columns([2, 1], gap="small")
    with left:
        _show(atlas, state, picture, places)
    with right:
        if state.node:
            entity_panel.show(entity_page.page_of(atlas, state.node), key="entity", on_go=_go)
        else:
            st.markdown(_WELCOME)
    st.query_params.from_dict(write(state))


def _slugs(atlas: Atlas) -> frozenset[str]:
    return frozenset(entity.slug for entity in atlas.entities())


@st.cache_resource(max_entries=256, show_spinner=False)
def _picture(_store: str, opened: tuple[str, ...], _atlas: Atlas) -> tuple[Picture, dict[str, Point]]:
    """The picture and its places; computed once for all sessions that open the same."""
    picture = _atlas.neighbourhood(opened) if opened else _atlas.topic_map()
    return picture, layout.positions(picture)


def _show(atlas: Atlas, state: State, picture: Picture, places: dict[str, Point]) -> None:
    if state.view == "table":
        st.dataframe(explore_table.rows(atlas, picture), hide_index=True, height=560)
        return
    selected = KB + state.node if state.node else None
    scene = state.opened[0] if state.opened else "map"
    graph.show(
        picture, key="graph", places=places, scene=scene, selected=selected, on_select=_select, on_expand=_open
    )


# ── Tools ────────────────────────────────────────────────────────────────────


def _tools(atlas: Atlas, state: State) -> None:
    search, home, undo, expand, form = st.columns([4, 1, 1, 1, 1.2], gap="small", vertical_alignment="center")
    with search:
        _search(atlas)
    has_opened = bool(state.opened)
    home.button("🗺️ Map", on_click=_change, args=("home",), disabled=not has_opened, width="stretch")
    undo.button("↩️ Undo", on_click=_change, args=("undo",), disabled=not has_opened, width="stretch")
    expand.button("➕ Open", on_click=_open, args=(KB + (state.node or ""),), disabled=not state.node, width="stretch")
    with form:
        st.segmented_control("Form", ["graph", "table"], key="form", default=state.view, label_visibility="collapsed")


@st.fragment
def _search(atlas: Atlas) -> None:
    def start(iri: str) -> None:
        _write(_state().start(iri.removeprefix(KB)))
        st.session_state["searched"] = True

    search_box.show(
        key="search",
        placeholder="Search: a service, a setting, an API name …",
        find=lambda text: atlas.search(text, limit=8),
        on_choose=start,
    )
    if st.session_state.pop("searched", False):
        st.rerun()
