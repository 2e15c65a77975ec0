"""One line on standard error for each request: when, status, milliseconds, what, rows, and which query.

`2026-11-23T14:20:01Z 200 12ms GET /sparql rows=42 query=9f86d081`. Queries may hold what is nobody's business:
the line has a digest of them, which tells equal from different, and their text only where that was asked for.
Addresses of visitors are not kept.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from datetime import UTC, datetime
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlatlas.server.replies import HUNG_UP


class Log:
    """The outermost layer of the application, which writes the lines."""

    def __init__(self, app: ASGIApp, with_queries: bool = False) -> None:
        self._app = app
        self._with_queries = with_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status, headers = 500, dict[bytes, bytes]()

        async def watch(message: Message) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], dict(message["headers"])
            await send(message)

        scope.setdefault("state", {})
        try:
            await self._app(scope, receive, watch)
        finally:
            self._write(scope, status, headers, time.perf_counter() - started)

    def _write(self, scope: Scope, status: int, headers: dict[bytes, bytes], seconds: float) -> None:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        words = [now, str(status), f"{seconds * 1000:.0f}ms", scope["method"], quote(scope["path"])]
        if b"x-row-count" in headers:
            words.append(f"rows={headers[b'x-row-count'].decode()}")
        if b"x-truncated" in headers:
            words.append("truncated")
        if status == HUNG_UP:
            words.append("hung-up")
        query = scope["state"].get("query")
        if query is not None:
            words.append(f"query={json.dumps(query) if self._with_queries else digest(query)}")
        sys.stderr.write(" ".join(words) + "\n")
        sys.stderr.flush()


def digest(query: str) -> str:
    """What tells one query from another.

    >>> digest("ASK { }")
    '1e5e817e'
    """
    return hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest()[:8]
