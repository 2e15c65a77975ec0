"""What Compare offers to start with, and to go on to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import streamlit as st

from mlatlas.app import compare_view, shared
from mlatlas.atlas import Atlas
from mlatlas.compare.suggestions import Suggestion, suggestions

_HEADINGS: Final = {"choice": "Options of a choice", "confused": "Often confused", "api": "Operations of an API"}
#: So many suggestions for one reason can be looked through.
_MOST: Final = 12


@st.cache_resource(show_spinner=False)
def _all(_atlas: Atlas) -> list[Suggestion]:
    """Those that the graph knows; those of whose things most is stated come first."""
    stated = Counter(statement.subject for statement in _atlas.facts())
    found = suggestions(_atlas.links(), _atlas.elements)
    return sorted(found, key=lambda each: -min(stated[thing] for thing in each.things))


def invite(atlas: Atlas, things: tuple[str, ...]) -> None:
    """What to start with: all suggestions, or those with the one thing that is picked."""
    offered = _all(atlas)
    fitting = [each for each in offered if set(things) & {thing.slug for thing in each.things}]
    st.write("Pick one more thing above, or take one of these:" if things else "Pick things above, or start with:")
    _buttons(fitting or offered)


def menu(atlas: Atlas, things: tuple[str, ...]) -> None:
    """All suggestions in a menu; those with any of the things come first."""
    offered = _all(atlas)
    with st.popover("Suggested", help="Comparisons that are worth a look"):
        near = [each for each in offered if set(things) & {thing.slug for thing in each.things}]
        near = [each for each in near if {thing.slug for thing in each.things} != set(things)]
        if near:
            st.caption("With these things")
            _row(near, "near")
        _buttons([each for each in offered if each not in near])


def _buttons(offered: Iterable[Suggestion]) -> None:
    listed = list(offered)
    for why, heading in _HEADINGS.items():
        inside = [each for each in listed if each.why == why]
        if inside:
            st.caption(heading)
            _row(inside[:_MOST], why)
            if len(inside) > _MOST:
                st.caption(f"And {len(inside) - _MOST} more: pick a thing to see what it goes with.")


def _row(offered: Iterable[Suggestion], name: str) -> None:
    with st.container(horizontal=True, gap="small"):
        for number, each in enumerate(offered):
            st.button(
                shared.markdown_text(each.title),
                help=shared.markdown_text(", ".join(thing.label for thing in each.things)),
                on_click=compare_view.choose,
                args=(tuple(thing.slug for thing in each.things),),
                key=f"compare.suggested.{name}.{number}",
            )
