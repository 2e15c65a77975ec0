"""The page of an entity beside the graph: one component, so that forty facts cost no more than one.

Every entity in it is a link that moves the selection; opened in another tab it is an address of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Final

import streamlit as st

from mlatlas.app.components import assets
from mlatlas.app.components.events import sent
from mlatlas.app.entity_page import Page
from mlatlas.app.shared import VERDICTS
from mlatlas.picture.looks import LOOKS
from mlatlas.terms import AWS, KB

_panel = st.components.v2.component(
    "mlatlas_entity_panel",
    html='<article class="panel" tabindex="0"></article>',
    css=assets.text("entity_panel.css"),
    js=assets.text("entity_panel.js"),
)
_SIGNS: Final = {
    verdict: {"sign": sign, "colour": colour, "ground": ground} for verdict, (sign, colour, ground) in VERDICTS.items()
}
#: Where entities have their IRIs → what stands before the rest of the IRI in a page's address.
_BASES: Final = {KB: "", AWS: "aws:"}
_LOOKS: Final = {kind: {"fill": look.fill, "border": look.border} for kind, look in LOOKS.items()}


def show(page: Page, *, key: str, on_go: Callable[[str], None], height: str = "600px", is_list: bool = False) -> None:
    """Show a page; `on_go` is told the IRI of the entity whose link was followed.

    `height` is a length of CSS; what is longer scrolls inside the panel. A list has neither head
    nor filter, and its links leave the page.
    """

    def went() -> None:
        iri = sent(st.session_state.get(key), "go", "iri")
        if iri is not None:
            on_go(iri)

    data = {
        "page": asdict(page), "verdicts": _SIGNS, "looks": _LOOKS, "bases": _BASES, "height": height, "list": is_list,
    }  # fmt: skip
    _panel(key=key, data=data, on_go_change=went)
