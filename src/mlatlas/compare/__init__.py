"""Side by side: what two to six entities have in common, and where they differ.

::

    rows.compare ─▶ records.Comparison ─▶ formats (csv, markdown, latex, html, json), page, table (terminal)
"""
