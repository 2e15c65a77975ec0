"""What happens on Explore: every event reads the state from the address and writes the next one there.

The address is the only state, so a link gives another person the same picture, and the browser's Back
button takes back a step. Entities arrive as IRIs from the graph and the panel.
"""

from __future__ import annotations

from threading import Thread

import streamlit as st

from mlatlas.api.elements import is_element
from mlatlas.app import api_page, entity_page, shared
from mlatlas.app.entity_page import Page
from mlatlas.app.state import State, View, read, write
from mlatlas.atlas import Atlas
from mlatlas.picture import layout
from mlatlas.picture.geometry import Point
from mlatlas.picture.neighbourhood import Node, Picture
from mlatlas.terms import entity_iri, entity_slug

FORM_KEY = "explore-form"


def page_of(slug: str) -> Page:
    """The page of an entity, or of an API's element."""
    make = api_page.page_of if is_element(entity_iri(slug)) else entity_page.page_of
    return make(shared.atlas(), slug)


def current() -> tuple[State, list[str]]:
    """The state in the address, and what of the address made no sense."""
    atlas = shared.atlas()
    _warm(atlas.store.key, atlas)
    return read(st.query_params, atlas.knows)


def remember(state: State) -> None:
    """Write a state into the address."""
    st.query_params.from_dict(write(state))


def picture_of(state: State) -> tuple[Picture, dict[str, Point]]:
    """The picture of a state and the places of its nodes."""
    atlas = shared.atlas()
    return _picture(atlas.store.key, state.opened, atlas)


# Cached by the path of the store, so that a new store is never answered from an old one.


@st.cache_resource(max_entries=4, show_spinner=False)
def _warm(store: str, _atlas: Atlas) -> None:
    """Make the index of API names while people look at the first page: it takes a while where all APIs are there."""
    Thread(target=_atlas.api.warm, daemon=True).start()


@st.cache_resource(max_entries=256, show_spinner=False)
def _picture(store: str, opened: tuple[str, ...], _atlas: Atlas) -> tuple[Picture, dict[str, Point]]:
    picture = _atlas.neighbourhood(opened) if opened else _atlas.topic_map()
    return picture, layout.positions(picture)


# ── Events ───────────────────────────────────────────────────────────────────


def select(iri: str) -> None:
    """Show the page of a node."""
    remember(current()[0].select(_slug(iri)))


def open_(iri: str) -> None:
    """Bring the neighbours of an entity onto the graph; says so where all of them are there."""
    state = current()[0]
    node = _node(state, iri)
    if node is not None and state.opened and node.hidden == 0:
        st.toast(f"All that belongs to {shared.markdown_text(node.ref.label)} is on the graph already.")
        remember(state.select(_slug(iri)))
    else:
        remember(state.open(_slug(iri)))


def go(iri: str) -> None:
    """Follow a link of the panel: select the entity, and open it where the graph does not show it yet."""
    state = current()[0]
    is_shown = _node(state, iri) is not None
    remember(state.select(_slug(iri)) if is_shown else state.open(_slug(iri)))


def start(iri: str) -> None:
    """Start afresh from an entity."""
    remember(current()[0].start(_slug(iri)))


def home() -> None:
    """Back to the map of topics."""
    remember(current()[0].home())


def undo() -> None:
    """Take back the last opening."""
    remember(current()[0].undo())


def change_form() -> None:
    """Show the graph or the table, as the switch says; a switch that was switched off stays where it was."""
    state = current()[0]
    view: View = "table" if st.session_state.get(FORM_KEY) == "table" else "graph"
    remember(state.show(view))


def _node(state: State, iri: str) -> Node | None:
    return next((node for node in picture_of(state)[0].nodes if node.ref.iri == iri), None)


def _slug(iri: str) -> str:
    return entity_slug(iri)
