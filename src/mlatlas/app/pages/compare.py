"""Compare: two to six things side by side, with a source for every cell."""

from __future__ import annotations

import streamlit as st

from mlatlas.app import compare_view, shared
from mlatlas.compare.rows import FEWEST
from mlatlas.errors import AtlasError


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    st.title("Compare")
    shared.report_ignored(compare_view.synchronise(atlas))
    view = compare_view.controls(atlas)
    if len(view.things) < FEWEST:
        compare_view.invite(atlas, view.things)
        return
    try:
        comparison = atlas.compare(
            *view.things, baseline=view.baseline, differences=view.differences, shown=view.filter.keeps
        )
    except AtlasError as error:
        st.error(shared.markdown_text(str(error)))
        return
    compare_view.show(comparison, view)
    compare_view.downloads(atlas, comparison, view)


main()
