"""Explore: a map of topics, the graph around what a person opens, and the page of each entity beside it."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from mlatlas.app import as_sparql, explore_share, explore_table, explore_way, explorer, shared
from mlatlas.app.components import entity_panel, graph, keys
from mlatlas.app.state import State, entity_of
from mlatlas.picture.overview import Level
from mlatlas.picture.shapes import Shape
from mlatlas.terms import entity_iri

#: The height of the graph and the panel: what the window has left below navigation and tools.
_HEIGHT = "var(--explore-height, max(400px, 100dvh - 8.5rem))"
#: So many switches a person looks through.
_MOST_FAMILIES: Final = 24
_WELCOME = """
#### Machine learning on AWS, as a map

Each box is a topic of the MLA-C01 exam; lines join topics that have something in common.

- **Click** a box to go in: what belongs to it, and its page. The number is what there is to see.
- **Double-click** a thing there to see what it is connected with, and go on from thing to thing.
- **Click a line** to read the fact, with its condition, verdict and sources.
- *Services* and *Features* above show more of the map. Or **search**: typing errors are fine.

Every fact says where it comes from and whether AWS's own documents agree.

By keyboard: / searches on any page. Tab into the graph: arrow keys move along lines, N goes from neighbour to
neighbour, Enter opens, E reads a line, ? shows all keys. T turns the graph into a table and back.
"""


def main() -> None:
    """Show the page."""
    shared.use_style("explore.css")
    state, ignored = explorer.current()
    shared.report_ignored(ignored)
    with st.container(key="explore-tools", horizontal=True, vertical_alignment="center", gap="small"):
        _tools(state)
    left, right = st.container(key="explore-main").columns([2, 1], gap="small")
    with left:
        _picture(state)
    with right:
        _page(state)
    explorer.remember(state)
    keys.show(key="explore-keys", answers={"t": explorer.turn})


def _tools(state: State) -> None:
    _home_undo_redo(state)
    if state.is_map:
        _level(state)
    else:
        with st.popover("Around", help="What the selected thing is connected with", width="content"):
            _around(state)
    with st.popover("Share", help="Files of what is shown, and the queries behind it", width="content"):
        explore_share.show(shared.atlas(), *explorer.picture_of(state), title=state.scene)
        _queries(state)
    st.session_state[explorer.FORM_KEY] = state.view
    st.segmented_control(
        "Form", ["graph", "table"], key=explorer.FORM_KEY, format_func=str.capitalize,
        on_change=explorer.change_form, label_visibility="collapsed", width="content",
    )  # fmt: skip


def _home_undo_redo(state: State) -> None:
    st.button("Map", help="Back to the map", on_click=explorer.home, disabled=state.is_map)
    can_undo = bool(state.opened) or explorer.can("undo")
    st.button(
        "Undo", help="Take back the last change of the graph (Z)", on_click=explorer.travel, args=("undo",),
        disabled=not can_undo,
    )  # fmt: skip
    st.button(
        "Redo", help="Bring back what was taken back (Y)", on_click=explorer.travel, args=("redo",),
        disabled=not explorer.can("redo"),
    )  # fmt: skip


def _level(state: State) -> None:
    """How much of the map is shown."""
    st.session_state[explorer.LEVEL_KEY] = state.level
    st.segmented_control(
        "Level", get_args(Level), key=explorer.LEVEL_KEY, format_func=str.capitalize,
        on_change=explorer.change_level, label_visibility="collapsed", width="content",
        help="How deep the map goes: topics, the services in them, their features too",
    )  # fmt: skip


def _around(state: State) -> None:
    """What can be done with the selected thing, and a switch for each of its properties."""
    iri = entity_iri(state.node or "")
    acts = {
        "Open": (explorer.open_, "Show what it is connected with (Enter)"),
        "Focus": (explorer.start, "Start afresh from it (F)"),
        "Collapse": (explorer.collapse, "Hide what was opened from it, or show it again (C)"),
        "Remove": (explorer.remove, "Take it off the graph (Delete)"),
        "Pin": (explorer.pin, "Keep it whatever is hidden, or let it go (P)"),
    }
    with st.container(horizontal=True, gap="small"):
        for name, (answer, help_) in acts.items():
            usable = state.node is not None and (bool(state.opened) or name in {"Open", "Focus"})
            st.button(name, help=help_, on_click=answer, args=(iri,), disabled=not usable)
    explore_way.ask(state, explorer.kinds(), explorer.connect)
    st.session_state[explorer.LAYOUT_KEY] = state.layout
    st.segmented_control(
        "Layout", get_args(Shape), key=explorer.LAYOUT_KEY, format_func=str.capitalize,
        on_change=explorer.change_layout, width="stretch",
        help="Radial: around the start. Force: what is joined lies close. Layered: wholes left, parts right",
    )  # fmt: skip
    if not state.is_whole:
        st.button("Show all that was hidden", on_click=explorer.show_all)
    _families(state)


def _families(state: State) -> None:
    families = explorer.families_of(state)
    if not families:
        st.caption("Select something on the graph: its properties are listed here, each with a count and a switch.")
        return
    st.caption("What it is connected with: how much of it is on the graph, of how much there is.")
    for family in families[:_MOST_FAMILIES]:
        key = f"family-{state.node}-{family.key}"
        st.session_state[key] = family.shown > 0
        st.toggle(
            shared.markdown_text(family.title), key=key,
            on_change=explorer.switch_family, args=(state.node, family.key, family.shown),
        )  # fmt: skip
    if len(families) > _MOST_FAMILIES:
        st.caption(f"{len(families) - _MOST_FAMILIES} rarer properties are on the page beside the graph.")


def _queries(state: State) -> None:
    """Links that put the queries behind graph and page into the editor."""
    graph_query = as_sparql.picture([entity_iri(entity_of(token)) for token in state.opened])
    st.html(as_sparql.link(graph_query, "The graph as SPARQL"))
    if state.node is not None:
        st.html(as_sparql.link(as_sparql.entity(entity_iri(state.node)), "The page beside it as SPARQL"))


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
        scene=_scene(state),
        bent=bool(state.opened) and state.layout == "layered",
        frames=explorer.map_of(state).frames if state.is_map else None,
        selected=entity_iri(state.node) if state.node else None,
        on_select=explorer.select,
        on_expand=explorer.open_,
        on_act=explorer.act if state.opened else None,
        pinned=[entity_iri(slug) for slug in state.pinned],
        off=state.off,
        sentence_of=lambda id_: shared.atlas().statement(id_).sentence,
    )


def _scene(state: State) -> str:
    """What has positions of its own: within a scene, nothing moves."""
    is_usual = state.layout == "radial" or not state.opened
    return state.scene if is_usual else f"{state.scene}: {state.layout}"


def _page(state: State) -> None:
    if state.way:
        explore_way.tell(state.way, is_open=state.node is None)
    if state.node is None and not state.way:
        st.markdown(_WELCOME)
        return
    if state.node is not None:
        entity_panel.show(explorer.page_of(state.node), key="explore-page", on_go=explorer.go, height=_HEIGHT)


main()
