"""Explore: a map of topics, the graph around what a person opens, and the page of each entity beside it."""

from __future__ import annotations

import streamlit as st

from mlatlas.app import entity_page, explore_table, explorer, shared
from mlatlas.app.components import entity_panel, graph, search_box
from mlatlas.app.state import State
from mlatlas.terms import KB

#: The height of the graph and the panel: what the window has left below navigation and tools.
_HEIGHT = "max(400px, 100dvh - 8.25rem)"
_WELCOME = """
### Machine learning on AWS, as a map

Each box is a topic of the MLA-C01 exam notes; lines join topics that have something in common.

- **Click** a box to read about it here.
- **Double-click** it to see what belongs to it, and go on from there.
- Or **search**: typing errors and abbreviations are fine.

Every fact says where it comes from and whether AWS's own documents agree.

By keyboard: Tab into the graph, the arrow keys move along lines, Enter opens.
"""


def main() -> None:
    """Show the page."""
    shared.use_style("explore.css")
    state, ignored = explorer.current()
    shared.report_ignored(ignored)
    _tools(state)
    left, right = st.columns([2, 1], gap="small")
    with left:
        _picture(state)
    with right:
        _page(state)
    explorer.remember(state)


def _tools(state: State) -> None:
    search, *buttons, form = st.columns([4.4, 1, 1, 1, 1.5], gap="small", vertical_alignment="center")
    with search:
        _search()
    home, undo, more = buttons
    home.button(
        "Map", help="Back to the map of topics", on_click=explorer.home, disabled=not state.opened, width="stretch"
    )
    undo.button(
        "Undo", help="Take back the last opening", on_click=explorer.undo, disabled=not state.opened, width="stretch"
    )
    iri = KB + (state.node or "")
    more.button(
        "Open",
        help="Show what the selected thing is connected with",
        on_click=explorer.open_,
        args=(iri,),
        disabled=not state.node,
        width="stretch",
    )
    st.session_state[explorer.FORM_KEY] = state.view
    form.segmented_control(
        "Form", ["graph", "table"], key=explorer.FORM_KEY, format_func=str.capitalize,
        on_change=explorer.change_form, label_visibility="collapsed", width="stretch",
    )  # fmt: skip


@st.fragment
def _search() -> None:
    """The search box, in a fragment: typing reruns nothing else, choosing reruns the page."""

    def choose(iri: str) -> None:
        explorer.start(iri)
        st.session_state["explore-chosen"] = True

    search_box.show(
        key="explore-search",
        placeholder="Search: a service, a setting, an API name …",
        find=lambda text: shared.atlas().search(text, limit=8),
        on_choose=choose,
    )
    if st.session_state.pop("explore-chosen", False):
        st.rerun()


def _picture(state: State) -> None:
    picture, places = explorer.picture_of(state)
    if state.view == "table":
        widths = {name: st.column_config.Column(width=width) for name, width in explore_table.WIDTHS.items()}
        rows = explore_table.rows(shared.atlas(), picture)
        st.dataframe(rows, hide_index=True, height=explore_table.height(rows), column_config=widths)
        return
    graph.show(
        picture,
        key="explore-graph",
        places=places,
        height=_HEIGHT,
        scene=state.opened[0] if state.opened else "map",
        selected=KB + state.node if state.node else None,
        on_select=explorer.select,
        on_expand=explorer.open_,
    )


def _page(state: State) -> None:
    if state.node is None:
        st.markdown(_WELCOME)
        return
    entity_panel.show(
        entity_page.page_of(shared.atlas(), state.node), key="explore-page", on_go=explorer.go, height=_HEIGHT
    )


main()
