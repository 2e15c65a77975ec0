"""Query: SPARQL on the whole graph, with examples, completion, and results as table or graph."""

from __future__ import annotations

from mlatlas.app import query_view, shared


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    shared.use_style("query.css")
    shared.report_ignored(query_view.synchronise())
    query_view.gallery()
    query_view.write_query(atlas)
    query_view.result(atlas)


main()
