"""Facts: every curated statement with its verdict and evidence, by words, verdict, source and conflict."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mlatlas import exchange
from mlatlas.app import facts_view, shared


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    st.title("Facts")
    shared.report_ignored(facts_view.synchronise(atlas))
    left, right = st.columns([1, 2.4], gap="large")
    with left:
        view = facts_view.controls(atlas)
    statements = facts_view.statements(atlas)
    found = view.select(statements, atlas.conflicts)
    with right:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{len(found):,}** of {len(statements):,} statements", width="content")
            st.download_button(
                "Download CSV",
                partial(exchange.statements_csv, found),
                "mlatlas-facts.csv",
                "text/csv",
                on_click="ignore",
            )
        facts_view.show(atlas, found)


main()
