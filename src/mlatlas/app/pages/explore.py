"""Explore: a map of topics, the graph around what a person opens, and the page of each entity beside it."""

from __future__ import annotations

import streamlit as st

from mlatlas.app import as_sparql, explore_table, explorer, shared
from mlatlas.app.components import entity_panel, graph, search_box
from mlatlas.app.state import State
from mlatlas.terms import entity_iri

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
    search, *buttons, form = st.columns([3.9, 1, 1, 1, 1.3, 1.5], gap="small", vertical_alignment="center")
    with search:
        _search()
    home, undo, more, queries = buttons
    home.button(
        "Map", help="Back to the map of topics", on_click=explorer.home, disabled=not state.opened, width="stretch"
    )
    undo.button(
        "Undo", help="Take back the last opening", on_click=explorer.undo, disabled=not state.opened, width="stretch"
    )
    iri = entity_iri(state.node or "")
    more.button(
        "Open",
        help="Show what the selected thing is connected with",
        on_click=explorer.open_,
        args=(iri,),
        disabled=not state.node,
        width="stretch",
    )
    with queries.popover("SPARQL", help="The queries behind what is shown", width="stretch"):
        _queries(state)
    st.session_state[explorer.FORM_KEY] = state.view
    form.segmented_control(
        "Form", ["graph", "table"], key=explorer.FORM_KEY, format_func=str.capitalize,
        on_change=explorer.change_form, label_visibility="collapsed", width="stretch",
    )  # fmt: skip


def _queries(state: State) -> None:
    """Links that put the queries behind graph and page into the editor."""
    graph_query = as_sparql.picture([entity_iri(slug) for slug in state.opened])
    st.html(as_sparql.link(graph_query, "The graph as SPARQL"))
    if state.node is not None:
        st.html(as_sparql.link(as_sparql.entity(entity_iri(state.node)), "The page beside it as SPARQL"))


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
        rows = explore_table.rows(shared.atlas(), picture)
        columns = explore_table.widths(rows).items()
        widths = {name: st.column_config.Column(width=width) if width else None for name, width in columns}
        st.dataframe(rows, hide_index=True, height=explore_table.height(rows), column_config=widths)
        return
    graph.show(
        picture,
        key="explore-graph",
        places=places,
        height=_HEIGHT,
        scene=state.opened[0] if state.opened else "map",
        selected=entity_iri(state.node) if state.node else None,
        on_select=explorer.select,
        on_expand=explorer.open_,
    )


def _page(state: State) -> None:
    if state.node is None:
        st.markdown(_WELCOME)
        return
    entity_panel.show(explorer.page_of(state.node), key="explore-page", on_go=explorer.go, height=_HEIGHT)


main()
