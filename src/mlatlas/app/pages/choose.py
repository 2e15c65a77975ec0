"""Choose: which option meets the requirements, and why every other does not."""

from __future__ import annotations

import streamlit as st

from mlatlas.app import choose_builder, choose_view, shared
from mlatlas.errors import AtlasError


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    st.title("Choose")
    shared.report_ignored(choose_view.synchronise(atlas))
    view = choose_view.pick(atlas)
    if not view.choice:
        choose_view.invite(atlas)
        return
    options = atlas.options(view.choice)
    choose_builder.show(options, view)
    choose_view.stated(view)
    try:
        decision = options.decide(view.require, view.prefer)
    except AtlasError as error:
        st.error(shared.markdown_text(str(error)))
        return
    choose_view.answer(decision, view)
    choose_view.consequences(decision)
    choose_view.onwards(atlas, decision)


main()
