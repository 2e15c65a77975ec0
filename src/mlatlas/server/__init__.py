"""The atlas over HTTP: a SPARQL 1.1 endpoint, its description, and pages of RDF for what the atlas names.

::

    request ─ log ─▶ application ─┬─ /sparql ─▶ protocol ─ reading ──▶ Atlas.query, in a thread,
                                  │                                    given up when the client hangs up
                                  └─ /id/…, /aws/…, /ontology ─▶ things ─▶ pages
    response ◀─ replies ◀─ negotiation
"""

from mlatlas.server.application import Settings, application
from mlatlas.server.run import serve

__all__ = ["Settings", "application", "serve"]
