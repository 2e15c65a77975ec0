"""The atlas on any server that speaks the SPARQL 1.1 Protocol, instead of the store on this machine.

::

    Atlas ─┬─ store.RemoteStore ────────┬─▶ http.Endpoint ─ POST ─▶ server
           └─ visitors.RemoteSandbox ───┘          │
    rows, answers ◀─ results.Table, results.Triples┘

Only `Atlas` imports this package, and only where an endpoint is named: HTTP takes its share of the start-up time.
"""

from mlatlas.remote.http import Endpoint
from mlatlas.remote.store import RemoteStore
from mlatlas.remote.visitors import RemoteSandbox

__all__ = ["Endpoint", "RemoteSandbox", "RemoteStore"]
