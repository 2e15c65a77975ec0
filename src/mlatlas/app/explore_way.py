"""How two things are connected, on Explore: asked for, drawn, and told as sentences."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from mlatlas.app import finding, shared
from mlatlas.app.state import State
from mlatlas.atlas import Atlas, Path
from mlatlas.picture import paths
from mlatlas.picture.geometry import Point
from mlatlas.picture.neighbourhood import Edge, Picture
from mlatlas.terms import entity_iri


def ask(state: State, kinds: list[str], on_choose: Callable[[str], None]) -> None:
    """A search box for the other end of a way that starts from the selected thing."""
    if state.node is None:
        return
    start = shared.atlas().ref(entity_iri(state.node))
    st.caption(f"How is {shared.markdown_text(start.label)} connected with …")
    asks = "Connect with: another thing …"
    finding.box(key="explore-way", placeholder=asks, kinds=kinds, on_choose=on_choose, limit=6)


def picture_of(way: tuple[str, ...]) -> tuple[Picture, dict[str, Point]]:
    """The ways from one entity to another as a picture, and the places of its nodes."""
    atlas = shared.atlas()
    found = _found(atlas.store.key, way, atlas)
    if not found:
        return atlas.graph.among(atlas.ref(entity_iri(slug)) for slug in way), _apart(way)
    return paths.picture(atlas.graph, found), paths.positions(found)


def _apart(way: tuple[str, ...]) -> dict[str, Point]:
    return {entity_iri(slug): Point(number * 600, 0) for number, slug in enumerate(way)}


def tell(way: tuple[str, ...], is_open: bool) -> None:
    """The ways as sentences, each with its verdict and first source."""
    atlas = shared.atlas()
    found = _found(atlas.store.key, way, atlas)
    start, end = (shared.markdown_text(atlas.ref(entity_iri(slug)).label) for slug in way)
    with st.expander(f"From {start} to {end}", expanded=is_open):
        if not found:
            st.markdown("Nothing that is stated connects the two. Denied and corrected statements connect nothing.")
        for number, path in enumerate(found, 1):
            st.html(_story(number, path))


def _story(number: int, path: Path) -> str:
    labels = " → ".join(shared.escape(ref.label) for ref in path.nodes)
    steps = "".join(f"<li>{_step(edge)}</li>" for edge in path.edges)
    return f"<p><b>{number}. {labels}</b></p><ol>{steps}</ol>"


def _step(edge: Edge) -> str:
    sentence = shared.escape(paths.told(edge))
    statement = edge.statement
    if statement is None:
        return sentence
    source = f" <small>{shared.escape(statement.sources[0].text)}</small>" if statement.sources else ""
    return f"{sentence} {shared.badge(statement.verdict)}{source}"


@st.cache_resource(max_entries=128, show_spinner=False)
def _found(store: str, way: tuple[str, ...], _atlas: Atlas) -> list[Path]:
    start, end = map(entity_iri, way)
    return _atlas.path(start, end)
