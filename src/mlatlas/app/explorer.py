"""What happens on Explore: every event reads the state from the address and writes the next one there.

The address is the only state, so a link gives another person the same picture, and the browser's Back
button takes back a step. Entities arrive as IRIs from the graph and the panel.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal, get_args

import streamlit as st

from mlatlas.api.elements import is_element
from mlatlas.app import api_page, entity_page, explore_way, shared
from mlatlas.app.entity_page import Page
from mlatlas.app.state import State, View, entity_of, read, write
from mlatlas.atlas import Atlas
from mlatlas.picture import growth, layout
from mlatlas.picture.geometry import Point
from mlatlas.picture.growth import Family, Grown
from mlatlas.picture.looks import LOOKS
from mlatlas.picture.neighbourhood import API_KINDS, Node, Picture
from mlatlas.picture.overview import Level, Overview
from mlatlas.picture.shapes import Shape
from mlatlas.terms import entity_iri, entity_slug

FORM_KEY = "explore-form"
LEVEL_KEY = "explore-level"
LAYOUT_KEY = "explore-layout"
#: What was before the last changes of the graph, and what was after those that were taken back.
_PAST: Final = "explore-past"
_FUTURE: Final = "explore-future"
_MOST_STEPS: Final = 100


def page_of(slug: str) -> Page:
    """The page of an entity, or of an API's element."""
    make = api_page.page_of if is_element(entity_iri(slug)) else entity_page.page_of
    return make(shared.atlas(), slug)


def current() -> tuple[State, list[str]]:
    """The state in the address, and what of the address made no sense."""
    return read(st.query_params, shared.atlas().knows)


def remember(state: State) -> None:
    """Write a state into the address."""
    st.query_params.from_dict(write(state))


def picture_of(state: State) -> tuple[Picture, dict[str, Point]]:
    """What a state shows, and the places of all nodes, hidden ones too."""
    atlas = shared.atlas()
    if state.way:
        return explore_way.picture_of(state.way)
    if not state.opened:
        shown = map_of(state)
        return shown.picture, shown.places
    whole, places = _grown(atlas.store.key, state.opened, state.layout, atlas)
    return whole.shown(_view(state)), places


def map_of(state: State) -> Overview:
    """The map at the level of a state."""
    atlas = shared.atlas()
    return _map(atlas.store.key, state.level, atlas)


def _view(state: State) -> growth.View:
    def iris(slugs: tuple[str, ...]) -> frozenset[str]:
        return frozenset(map(entity_iri, slugs))

    return growth.View(iris(state.without), iris(state.closed), frozenset(state.off), iris(state.pinned))


def families_of(state: State) -> list[Family]:
    """What the selected entity is connected with, by property and direction, and how much of it is shown."""
    if not state.opened or state.node is None:
        return []
    atlas = shared.atlas()
    whole, _ = _grown(atlas.store.key, state.opened, state.layout, atlas)
    shown = {node.ref.iri for node in picture_of(state)[0].nodes}
    return whole.families(atlas.ref(entity_iri(state.node)), shown)


def kinds() -> list[str]:
    """The classes that things have, in the order of the palette."""
    atlas = shared.atlas()
    return _kinds(atlas.store.key, atlas)


# Cached by the path of the store, so that a new store is never answered from an old one.


@st.cache_resource(max_entries=4, show_spinner=False)
def _kinds(store: str, _atlas: Atlas) -> list[str]:
    have = _atlas.kinds() | (set(API_KINDS) if _atlas.api.services else set())
    return [kind for kind in LOOKS if kind in have]


@st.cache_resource(max_entries=4, show_spinner=False)
def _map(store: str, level: Level, _atlas: Atlas) -> Overview:
    return _atlas.map(level)


@st.cache_resource(max_entries=512, show_spinner=False)
def _grown(store: str, opened: tuple[str, ...], shape: Shape, _atlas: Atlas) -> tuple[Grown, dict[str, Point]]:
    """The picture after these openings. Places build on those of one opening less, which is mostly at hand."""
    whole = _atlas.grown(opened)
    known = _grown(store, opened[:-1], shape, _atlas)[1] if opened[1:] else None
    return whole, layout.positions(whole.full, known=known, shape=shape)


# ── Events ───────────────────────────────────────────────────────────────────


def select(iri: str) -> None:
    """Show the page of a node; a group has none, and opens."""
    slug = entity_slug(iri)
    if slug == entity_of(slug):
        remember(current()[0].select(slug))
    else:
        open_(iri)


def open_(iri: str) -> None:
    """Bring the neighbours of an entity, or what is in a group, onto the graph; says so where nothing comes."""
    state, token = current()[0], entity_slug(iri)
    refusal = _refusal(state, iri)
    if refusal:
        st.toast(refusal)
        remember(state.select(entity_of(token)))
        return
    after = _change(_with_removed(state, iri).open(token))
    left = _node(after, iri)
    if left is not None and token != entity_of(token):
        st.toast(f"{shared.markdown_text(left.ref.label)} more are in the group: open it again.")


def _refusal(state: State, iri: str) -> str:
    """Why an opening would bring nothing; empty where it brings something."""
    node = _node(state, iri)
    if entity_slug(iri) in state.closed or (node and state.opened and _is_removed_around(state, iri)):
        return ""
    if node is not None and state.opened and node.hidden == 0 and node.ref.kind != growth.GROUP:
        return f"All that belongs to {shared.markdown_text(node.ref.label)} is on the graph already."
    if state.is_full or len(picture_of(state)[0].nodes) > growth.MOST_NODES:
        return (
            f"The graph is full: it holds {growth.MOST_NODES} things. Collapse or remove some, or focus on one of them."
        )
    return ""


def _is_removed_around(state: State, iri: str) -> bool:
    return _with_removed(state, iri) != state


def _with_removed(state: State, iri: str) -> State:
    """The state with what was removed around an entity back, where nothing else is left to be brought."""
    node = _node(state, iri)
    if node is None or not state.without:
        return state
    around = {entity_slug(ref.iri) for ref in shared.atlas().graph.neighbours(iri)}
    back = around & set(state.without)
    return replace(state, without=tuple(slug for slug in state.without if slug not in back))


def go(iri: str) -> None:
    """Follow a link of the panel: select the entity, and open it where the graph does not show it yet."""
    state = current()[0]
    if _node(state, iri) is not None:
        remember(state.select(entity_slug(iri)))
    else:
        open_(iri)


def start(iri: str) -> None:
    """Start afresh from an entity."""
    _change(current()[0].start(entity_of(entity_slug(iri))))


def connect(iri: str) -> None:
    """Show how the selected entity is connected with another one."""
    state, end = current()[0], entity_slug(iri)
    if state.node is None or state.node == end:
        st.toast("Choose another thing than the selected one.")
    else:
        _change(state.connect(state.node, end))


def home() -> None:
    """Back to the map."""
    _change(current()[0].home())


def remove(iri: str) -> None:
    """Take a node off the graph. What the graph started from stays."""
    state = current()[0]
    if state.opened and iri == entity_iri(entity_of(state.opened[0])):
        st.toast("The graph started from this: focus on something else to be rid of it.")
    else:
        _change(state.switch("without", entity_slug(iri)))


def collapse(iri: str) -> None:
    """Hide what was opened from an entity; once more brings it back."""
    _change(current()[0].switch("closed", entity_slug(iri)))


def pin(iri: str) -> None:
    """Keep a node on the graph whatever is hidden; once more lets it go."""
    _change(current()[0].switch("pinned", entity_slug(iri)))


def switch_off(name: str) -> None:
    """Hide a class or a kind of line, or show it again."""
    _change(current()[0].switch("off", name))


def switch_family(slug: str, family: str, shown: int) -> None:
    """Show the neighbours of an entity by one property, or hide them where some are shown."""
    token = f"{slug}~{family}"
    if shown or token in current()[0].closed:
        _change(current()[0].switch("closed", token))
    else:
        open_(entity_iri(token))


def show_all() -> None:
    """Bring back everything that was hidden."""
    _change(replace(current()[0], without=(), closed=(), off=()))


_ACTS: Final = {"remove": remove, "collapse": collapse, "pin": pin, "start": start, "off": switch_off}


def act(name: str, about: str) -> None:
    """What the graph asks for by key or legend; nothing for what it cannot ask for."""
    if name in {"undo", "redo"}:
        travel(name)  # type: ignore[arg-type] # it is one of the two
    elif name in _ACTS:
        _ACTS[name](about)


# ── Taking back ──────────────────────────────────────────────────────────────


def _change(state: State) -> State:
    """Change what is on the graph, so that it can be taken back."""
    before = current()[0]
    if state != before:
        past = [*st.session_state.get(_PAST, []), before]
        st.session_state[_PAST], st.session_state[_FUTURE] = past[-_MOST_STEPS:], []
    remember(state)
    return state


def can(direction: Literal["undo", "redo"]) -> bool:
    """Whether there is something to take back, or to bring back."""
    return bool(st.session_state.get(_PAST if direction == "undo" else _FUTURE))


def travel(direction: Literal["undo", "redo"]) -> None:
    """Take back the last change of the graph, or bring back what was taken back.

    At an address that came from elsewhere, undo takes back its last opening.
    """
    state = current()[0]
    here, there = (_PAST, _FUTURE) if direction == "undo" else (_FUTURE, _PAST)
    steps: list[State] = st.session_state.get(here, [])
    if not steps and (direction == "redo" or not state.opened):
        return
    found = steps[-1] if steps else state.undo()
    st.session_state[here] = steps[:-1]
    st.session_state[there] = [*st.session_state.get(there, []), state]
    last = entity_of(found.opened[-1]) if found.opened else None
    remember(found if found.opened == state.opened else replace(found, node=last))


def change_form() -> None:
    """Show the graph or the table, as the switch says; a switch that was switched off stays where it was."""
    state = current()[0]
    view: View = "table" if st.session_state.get(FORM_KEY) == "table" else "graph"
    remember(state.show(view))


def turn() -> None:
    """The graph as a table, or the table as a graph."""
    state = current()[0]
    remember(state.show("graph" if state.view == "table" else "table"))


def change_level() -> None:
    """Show as much of the map as the switch says."""
    state = current()[0]
    level = next((level for level in get_args(Level) if level == st.session_state.get(LEVEL_KEY)), state.level)
    _change(replace(state, level=level, node=None))


def change_layout() -> None:
    """Lay the graph out as the switch says."""
    state = current()[0]
    wanted = st.session_state.get(LAYOUT_KEY)
    _change(replace(state, layout=next((shape for shape in get_args(Shape) if shape == wanted), state.layout)))


def _node(state: State, iri: str) -> Node | None:
    return next((node for node in picture_of(state)[0].nodes if node.ref.iri == iri), None)
