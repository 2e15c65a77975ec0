"""Query: SPARQL on the whole graph, with examples, completion, and results as table or graph."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mlatlas.app import query_view, shared

_STYLE = Path(__file__).parents[1] / "query.css"


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    st.html(_STYLE)
    shared.report_ignored(query_view.synchronise())
    query_view.gallery()
    query_view.write_query(atlas)
    query_view.result(atlas)


main()
