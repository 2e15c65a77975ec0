"""The graph as a picture: what belongs on it, where it lies, and how it looks.

::

    neighbourhood (nodes, edges) ─▶ paths               what surrounds one thing, and leads to another
      ├─▶ layout ─ ring, freeform, geometry, labels     where each node lies
      ├─▶ looks, captions                               colours, strokes, words on lines
      ├─▶ svg, graphml                                  files for papers and other programs
      └─▶ drawing                                       a pyvis network, a page, a legend

`drawing` is the only module that knows pyvis; all others are plain logic on records.
"""
