"""Visitors' SPARQL: checked as text, run in worker processes that can be killed, capped, and answered.

::

    text ─ sparql.check.check ─▶ pool.Sandbox ─ pipe ─▶ worker (no network, little memory, read-only store)
                                      │                    │
    answers.Answer ◀─ formats ◀───────┴◀── plain tuples ◀──┘
"""

from mlatlas.sandbox.answers import Answer, Term
from mlatlas.sandbox.formats import GRAPH_FORMATS, TABLE_FORMATS
from mlatlas.sandbox.pool import Limits, Sandbox

__all__ = ["GRAPH_FORMATS", "TABLE_FORMATS", "Answer", "Limits", "Sandbox", "Term"]
