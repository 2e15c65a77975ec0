"""A search box for one thing: the one in the head of every page, and those that a page asks with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import streamlit as st

from mlatlas.app import shared
from mlatlas.app.components import search_box
from mlatlas.terms import entity_slug

_KEY: Final = "search-everywhere"
_ASKS: Final = "Search: a service, an API name …"
#: What was chosen on another page than Explore, until Explore opens it.
_WANTED: Final = "search-wanted"


@st.fragment
def box(  # noqa: PLR0913 - all by keyword
    *,
    key: str,
    placeholder: str,
    kinds: Iterable[str],
    on_choose: Callable[[str], None],
    limit: int,
    shortcut: bool = False,
) -> None:
    """A search box in a fragment: typing reruns nothing else, choosing reruns the page.

    `kinds` are the classes that a search can be narrowed to. `on_choose` is told the IRI; `limit` is the number of
    hits; with `shortcut`, the key / leads to this box.
    """
    chosen = f"{key}-chosen"

    def choose(iri: str) -> None:
        on_choose(iri)
        st.session_state[chosen] = True

    search_box.show(
        key=key,
        placeholder=placeholder,
        find=lambda text, kind: shared.atlas().search(text, kind, limit=limit),
        on_choose=choose,
        kinds=kinds,
        shortcut=shortcut,
    )
    if st.session_state.pop(chosen, False):
        st.rerun()


def everywhere(kinds: Iterable[str], *, stay: Callable[[str], None] | None, leave: Callable[[str], None]) -> None:
    """The box in the head of a page. What is chosen opens on Explore.

    There, `stay` is told its IRI; on other pages (None) `leave` goes there with its name in addresses.
    """
    wanted: str | None = st.session_state.pop(_WANTED, None)
    if wanted is not None:
        leave(entity_slug(wanted))

    def keep(iri: str) -> None:
        st.session_state[_WANTED] = iri

    with st.container(key=_KEY):
        box(key="search", placeholder=_ASKS, kinds=kinds, on_choose=stay or keep, limit=8, shortcut=True)
