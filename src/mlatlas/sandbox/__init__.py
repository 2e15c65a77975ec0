"""Visitors' SPARQL: checked as text, run in worker processes that can be killed, capped, and answered.

::

    text ─ sparql.check.check ─▶ turns.Turns ─▶ pool.Sandbox ─ pipe ─▶ worker (no network, little memory,
                                                    │                    │       read-only store)
    answers.Answer ◀─ formats ◀─────────────────────┴◀── plain tuples ◀──┘
"""

from mlatlas.sandbox.answers import Answer, AnswerKind, Dataset, Term
from mlatlas.sandbox.formats import GRAPH_FORMATS, TABLE_FORMATS, as_graph
from mlatlas.sandbox.pool import How, Limits, Sandbox, kind_of
from mlatlas.sandbox.turns import Handle

__all__ = [
    "GRAPH_FORMATS",
    "TABLE_FORMATS",
    "Answer",
    "AnswerKind",
    "Dataset",
    "Handle",
    "How",
    "Limits",
    "Sandbox",
    "Term",
    "as_graph",
    "kind_of",
]
