"""What changed: two versions of AWS's API models, and which curated statements break between them."""

from __future__ import annotations

import streamlit as st

from mlatlas.app import changes_view, shared
from mlatlas.errors import AtlasError


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    shared.use_style("changes.css")
    st.title("What changed")
    shared.report_ignored(changes_view.synchronise())
    view = changes_view.controls()
    if not changes_view.ready(view):
        return
    try:
        report = changes_view.report_of(view, atlas)
    except AtlasError as error:
        changes_view.tell(error)
        return
    changes_view.show_effects(report, atlas)
    changes_view.show_changes(report.changes, view, changes_view.stored_services(atlas))
    changes_view.download(report)


main()
