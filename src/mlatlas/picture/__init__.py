"""The graph as a picture: what belongs on it, where it lies, and how it looks.

::

    neighbourhood (nodes, edges, paths)
      ├─▶ layout ─ ring, freeform, geometry, labels     where each node lies
      ├─▶ looks, captions                               colours, strokes, words on lines
      └─▶ drawing                                       a pyvis network, a page, a legend

`drawing` is the only module that knows pyvis; all others are plain logic on records.
"""
