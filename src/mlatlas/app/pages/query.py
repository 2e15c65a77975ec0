"""Query: SPARQL on the whole graph, with examples, completion, and results as table, graph, chart and files."""

from __future__ import annotations

from mlatlas.app import query_result, query_view, shared


def main() -> None:
    """Show the page."""
    atlas = shared.atlas()
    shared.use_style("query.css")
    shared.report_ignored(query_view.synchronise())
    query_view.write_query(atlas)
    query_view.dialog()
    found = query_view.outcome()
    if found is None:
        query_view.gallery()
    else:
        query_result.show(atlas, found)


main()
