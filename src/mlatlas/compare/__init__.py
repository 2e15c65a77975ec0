"""Side by side: what two to six entities have in common, and where they differ.

::

    rows.compare ─▶ records.Comparison ─▶ arrange.arranged ─▶ formats (csv, markdown, latex, html, json), page, table
    suggestions: which comparisons are worth a look
"""
