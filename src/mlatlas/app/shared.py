"""What all pages share: the opened atlas, verdict badges, notices on what a URL said."""

from __future__ import annotations

import gc
import html
from collections.abc import Iterable
from pathlib import Path
from threading import Timer
from typing import Final

import streamlit as st

from mlatlas.atlas import Atlas
from mlatlas.checked import VERDICT_SIGNS
from mlatlas.facts import Verdict

_COLOURS: Final[dict[Verdict, tuple[str, str]]] = {
    "confirmed": ("#0f5132", "#d1e7dd"),
    "imprecise": ("#664d03", "#fff3cd"),
    "outdated": ("#5c3a00", "#ffe0b8"),
    "contradicted": ("#842029", "#f8d7da"),
    "unverified": ("#41464b", "#e2e3e5"),
}
#: Verdict → (sign, text colour, ground) in a pair that reads on light and dark pages alike.
VERDICTS: Final[dict[str, tuple[str, str, str]]] = {
    verdict: (sign, *_COLOURS[verdict]) for verdict, sign in VERDICT_SIGNS.items()
}


#: Seconds that the first page gets to itself.
_PATIENCE: Final = 0.5


@st.cache_resource(show_spinner="Opening the atlas …")
def atlas() -> Atlas:
    """The atlas, opened once for all sessions."""
    opened = Atlas.open()
    gc.collect()
    gc.freeze()  # Streamlit collects garbage after every script run; what stays for good need not be looked at
    _read_ahead(opened)
    return opened


def _read_ahead(opened: Atlas) -> None:
    """Read what the first click and the first search need while people look at the first page: it takes a second."""

    def read() -> None:
        _ = opened.graph
        opened.api.warm()

    later = Timer(_PATIENCE, read)
    later.daemon = True
    later.start()


def use_style(name: str) -> None:
    """Apply a style sheet of the app."""
    st.html(Path(__file__).with_name(name))


def escape(text: str) -> str:
    """Text of the data, safe inside `st.html`."""
    return html.escape(text, quote=True)


def markdown_text(text: str) -> str:
    """Text of the data, safe inside Markdown: no image, link, HTML, colour or formula arises from it."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|$:~&" else sign for sign in text)


def badge(verdict: str) -> str:
    """A verdict as HTML: a sign and a word, so that colour is never all there is."""
    sign, colour, ground = VERDICTS[verdict]
    style = f"background:{ground};color:{colour};border-radius:8px;padding:1px 8px;font-size:.8rem;white-space:nowrap"
    return f'<span style="{style}">{sign} {verdict}</span>'


def report_ignored(ignored: Iterable[str]) -> None:
    """Say what of the page's address made no sense; the page opens all the same."""
    problems = list(ignored)
    if problems:
        st.warning(
            "The address of this page was only partly understood. Ignored: " + markdown_text("; ".join(problems))
        )
