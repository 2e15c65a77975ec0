"""Choose: which option meets the requirements, and why every other does not."""

from __future__ import annotations

import streamlit as st

from mlatlas.app import choose_answer, choose_builder, choose_view, shared
from mlatlas.errors import AtlasError


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    shared.use_style("choose.css")
    ignored = choose_view.synchronise(atlas)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.title("Choose", width="content")
        view = choose_view.pick(atlas)
    shared.report_ignored(ignored)
    if not view.choice:
        choose_view.invite(atlas)
        return
    options = atlas.options(view.choice)
    choose_builder.show(options, view)
    choose_builder.stated(options, view)
    try:
        decision = options.decide(view.require, view.prefer)
    except AtlasError as error:
        st.error(shared.markdown_text(str(error)))
        return
    choose_answer.show(atlas, options, decision, view)


main()
