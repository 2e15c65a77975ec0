"""Compare: two to six things side by side, with a source for every cell."""

from __future__ import annotations

import streamlit as st

from mlatlas.app import compare_graph, compare_suggestions, compare_view, shared
from mlatlas.compare.rows import FEWEST
from mlatlas.errors import AtlasError


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    st.title("Compare")
    shared.report_ignored(compare_view.synchronise(atlas))
    things = compare_view.pick(atlas)
    bar = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with bar:
        view = compare_view.controls(atlas, things)
    if len(things) < FEWEST:
        compare_suggestions.invite(atlas, things)
        return
    try:
        comparison = compare_view.compared(atlas, view)
    except AtlasError as error:
        st.error(shared.markdown_text(str(error)))
        return
    with bar:
        compare_view.rows_menu(comparison)
        compare_suggestions.menu(atlas, things)
        compare_view.form()
    if view.form == "graph":
        compare_graph.show(atlas, things)
    else:
        compare_view.show(atlas, comparison, view)
    compare_view.downloads(atlas, comparison, view)


main()
