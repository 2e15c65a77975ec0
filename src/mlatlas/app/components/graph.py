"""The graph on a page: click selects, double-click opens, the keyboard does both.

Two Streamlit components work together. One carries vis-network, read from pyvis's wheel: its message never
changes, so the browser keeps it. The other carries the glue (graph*.js) and, with every picture, its data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Final

import streamlit as st

from mlatlas.app.components import assets
from mlatlas.app.components.events import sent
from mlatlas.picture import drawing
from mlatlas.picture.frames import Frame
from mlatlas.picture.geometry import Point
from mlatlas.picture.neighbourhood import Picture

#: Keys → what they do; those of the second group only where the graph can be changed.
_KEYS: Final = {
    "← ↑ → ↓": "go along a line to the next thing.",
    "N": "goes round the neighbours, one by one; Shift N back.",
    "Enter": "opens what a thing is connected with.",
    "E": "reads its lines, one fact after the other.",
    "+ −": "zoom,",
    "0": "shows everything.",
    "/": "searches, on any page.",
    "T": "on Explore shows the same as a table, and the graph again.",
    "?": "shows these keys.",
}
_CHANGING: Final = {
    "C": "collapses a thing,",
    "Delete": "removes it,",
    "P": "pins it,",
    "F": "starts afresh from it.",
    "Z": "takes back,",
    "Y": "brings back.",
}


def _listed(keys: Mapping[str, str]) -> str:
    return " ".join(f"<kbd>{key}</kbd> {text}" for key, text in keys.items())


_HTML: Final = f"""
<div class="graph">
  <div class="pane" tabindex="0" role="application" aria-describedby="keys"></div>
  <div class="facts" role="region" aria-label="What the line says" hidden></div>
  <div class="help" role="region" aria-label="Keys" hidden>
    <div id="keys">
      <p>{_listed(_KEYS)}</p>
      <p class="changing">{_listed(_CHANGING)}</p>
    </div>
  </div>
  <div class="foot">
    <div class="legend" role="group" aria-label="Legend"></div>
    <div class="tools">
      <button type="button" data-zoom="0.8" title="Zoom out" aria-label="Zoom out">−</button>
      <button type="button" data-zoom="1.25" title="Zoom in" aria-label="Zoom in">+</button>
      <button type="button" data-fit title="Show everything">Fit</button>
      <button type="button" data-help aria-label="Keys" aria-expanded="false" aria-controls="keys">?</button>
    </div>
  </div>
  <div class="spoken" aria-live="polite"></div>
</div>
"""


@cache
def _library() -> str:
    """vis-network's code, out of pyvis's wheel."""
    script = files("pyvis").joinpath("lib/vis-9.1.2/vis-network.min.js").read_text("utf-8")
    return f"{script}\nexport default function () {{}}"


_vis = st.components.v2.component("mlatlas_vis", js=_library())
_graph = st.components.v2.component(
    "mlatlas_graph",
    html=_HTML,
    css=assets.text("graph.css", "spoken.css"),
    js=assets.text("gone.js", "graph.js", "graph_looks.js", "graph_telling.js"),
)


def show(  # noqa: PLR0913 - all but the picture are by keyword
    picture: Picture,
    *,
    key: str,
    places: Mapping[str, Point] | None = None,
    scene: str = "",
    selected: str | None = None,
    height: str = "560px",
    bent: bool = False,
    on_select: Callable[[str], None] | None = None,
    on_expand: Callable[[str], None] | None = None,
    on_act: Callable[[str, str], None] | None = None,
    pinned: Collection[str] = (),
    off: Collection[str] = (),
    sentence_of: Callable[[str], str] | None = None,
    frames: Sequence[Frame] | None = None,
) -> None:
    """Show a picture; `on_select` and `on_expand` are told the IRI of the node.

    `places` are those of `layout.positions` and computed where not given. While `scene` stays the same,
    nodes keep their place on the screen, also where a person dragged them; a new scene starts afresh.
    `height` is a length of CSS, legend included; `bent` lines reach boxes from the side.

    With `on_act`, keys and the legend ask for more: it is told what ("remove", "collapse", "pin", "start", "undo",
    "redo", "off") and about what. `pinned` nodes look so; `off` are the classes and kinds of lines that the legend
    switched off. `sentence_of` gives the sentence of a statement by its id, to tell corrections. `frames` make the
    picture a map: they are drawn as its ground, in place of the lines of memberships, and a click on a node goes in.
    """

    def told(event: str, answer: Callable[[str], None] | None) -> Callable[[], None]:
        def call() -> None:
            iri = sent(st.session_state.get(key), event, "iri")
            if answer is not None and iri is not None:
                answer(iri)

        return call

    def acted() -> None:
        state = st.session_state.get(key)
        name, about = sent(state, "act", "act"), sent(state, "act", "iri")
        if on_act is not None and name is not None and about is not None:
            on_act(name, about)

    _graph(
        key=key,
        data={
            **drawing.component_data(picture, places, bent=bent, pinned=pinned, off=off, sentence_of=sentence_of),
            "acts": on_act is not None,
            "frames": [asdict(frame) for frame in frames or ()],
            "goes_in": frames is not None,
            "pinned": list(pinned),
            "scene": scene,
            "selected": selected,
            "height": height,
        },
        on_select_change=told("select", on_select),
        on_expand_change=told("expand", on_expand),
        on_act_change=acted,
    )
    _vis(key=f"{key}-vis")  # after the graph, which waits for it: before it, it would leave a gap
