"""The process that serves: it listens, says where, and ends in order."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from socket import socket
from typing import Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from mlatlas.atlas import Atlas
from mlatlas.launch import address, listen
from mlatlas.server.application import Settings, application

#: Connections at a time; whoever comes later is told to come again.
_CONNECTIONS: Final = 200
_HEAD_BYTES: Final = 64 * 1024
_HEAD_SECONDS: Final = 10.0
_IDLE_SECONDS: Final = 15
#: A client takes so many bytes of its answer in so many seconds, or all that is left of it.
_TAKEN_BYTES: Final = 100_000
_TAKING_SECONDS: Final = 20.0
#: At the end, queries that still run are given so long.
_GRACE_SECONDS: Final = 2.0


def serve(atlas: Atlas, host: str, port: int, settings: Settings | None = None) -> None:
    """Serve until interrupted, on one address; port 0 takes any that is free.

    Raises `BadRequest` where the port is taken or the host unknown.
    """
    with listen(host, port) as listener:
        config = uvicorn.Config(
            application(atlas, settings), http=_Connection, ws="none", lifespan="on", log_level="error",
            access_log=False, server_header=False, limit_concurrency=_CONNECTIONS, timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=int(_GRACE_SECONDS) + 5, h11_max_incomplete_event_size=_HEAD_BYTES,
        )  # fmt: skip
        with suppress(KeyboardInterrupt):  # it comes or not, as whoever started this process handles Ctrl+C
            _Server(config, atlas, listener).run([listener])
        print("\nStopped.")


class _Server(uvicorn.Server):
    """Says where it listens; at the end it lets short queries finish and stops the others."""

    def __init__(self, config: uvicorn.Config, atlas: Atlas, listener: socket) -> None:
        super().__init__(config)
        self._atlas = atlas
        self._address = address(listener)

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"ML Atlas answers SPARQL at {self._address}/sparql (stop it with Ctrl+C)", flush=True)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        ending = asyncio.create_task(self._end_queries())
        await super().shutdown(sockets)
        ending.cancel()

    async def _end_queries(self) -> None:
        await asyncio.sleep(_GRACE_SECONDS)
        await asyncio.to_thread(self._atlas.close)


class _Connection(H11Protocol):
    """A connection that must begin a request and take its answer within a time: nobody holds it and does neither."""

    _left = 0
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_request()

    def on_response_complete(self) -> None:
        answered = self.cycle
        super().on_response_complete()
        if self.cycle is answered:
            self._expect_request()
        self._expect_taken()

    def _expect_taken(self) -> None:
        """Look later how much of what is to be sent was taken, unless that is on its way already."""
        self._left = self.transport.get_write_buffer_size()
        if self._left and self._taking is None:
            self._taking = self.loop.call_later(_TAKING_SECONDS, self._check_taken)

    def _check_taken(self) -> None:
        """Hang up on whoever does not read; a transport that is closed would wait for them for good."""
        self._taking = None
        if self.transport.get_write_buffer_size() > max(0, self._left - _TAKEN_BYTES):
            self.transport.abort()
        else:
            self._expect_taken()

    def _expect_request(self) -> None:
        """Hang up unless a new request has begun when the time is over."""
        self.loop.call_later(_HEAD_SECONDS + _IDLE_SECONDS * bool(self.cycle), self._check, self.cycle)

    def _check(self, before: object) -> None:
        if self.cycle is before and not self.transport.is_closing():
            self.transport.close()
