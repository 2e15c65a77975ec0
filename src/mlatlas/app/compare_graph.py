"""The graph of Compare: what the things lead to together, and what only one of them does."""

from __future__ import annotations

from typing import Final

import streamlit as st

from mlatlas.app import shared
from mlatlas.app.components import comparison, graph
from mlatlas.atlas import Atlas, Ref
from mlatlas.picture.geometry import Point
from mlatlas.picture.neighbourhood import Picture
from mlatlas.picture.together import Together, positions, together

_CHOSEN: Final = "compare.node"
_HEIGHT: Final = "max(400px, 100dvh - 18.5rem)"


def show(atlas: Atlas, things: tuple[str, ...]) -> None:
    """The picture, and what is said of the node that was clicked."""
    found, places = _picture(atlas.store.key, things, atlas)
    refs = [atlas.ref(slug) for slug in things]
    st.caption(shared.markdown_text(_told(found, refs)))
    graph.show(
        found.picture, key="compare.graph", places=places, scene=",".join(things), height=_HEIGHT, bent=True,
        selected=st.session_state.get(_CHOSEN), on_select=_choose,
    )  # fmt: skip
    _chosen(found.picture)


@st.cache_resource(max_entries=64, show_spinner=False)
def _picture(store: str, things: tuple[str, ...], _atlas: Atlas) -> tuple[Together, dict[str, Point]]:
    found = together(_atlas.graph, [_atlas.ref(slug) for slug in things])
    return found, positions(found.picture)


def _told(found: Together, refs: list[Ref]) -> str:
    """How much lies where, in words."""
    own = " · ".join(f"only {ref.label} {count}" for ref, count in zip(refs, found.own, strict=True))
    more = f" · {found.hidden} of them not shown" if found.hidden else ""
    return f"Between them: {found.shared or 'nothing'} in common · outside: {own}{more}"


def _choose(iri: str) -> None:
    st.session_state[_CHOSEN] = iri


def _chosen(picture: Picture) -> None:
    chosen = next((node.ref for node in picture.nodes if node.ref.iri == st.session_state.get(_CHOSEN)), None)
    if chosen is None:
        return
    said = dict.fromkeys(edge.sentence for edge in picture.edges if chosen in (edge.source, edge.target))
    label, address = shared.escape(chosen.label), shared.escape(comparison.address(chosen))
    link = f'<a href="{address}" target="_self" style="color:inherit">{label} in Explore</a>'
    lines = "".join(f"<li>{shared.escape(sentence)}</li>" for sentence in said)
    st.html(f"<p>{link}: facts, sources and neighbours</p><ul>{lines}</ul>")
