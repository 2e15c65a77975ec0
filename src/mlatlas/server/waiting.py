"""Slow work beside the event loop: in threads, and given up when the client hangs up."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request

from mlatlas.errors import QueryStopped
from mlatlas.sandbox import Handle, How

T = TypeVar("T")


async def in_thread(request: Request, work: Callable[[How], T]) -> T:
    """What `work` gives, called in a thread with the visitor and a handle that gives up when the client hangs up.

    Raises what `work` raises, and `ClientDisconnect`.
    """
    handle = Handle()
    watcher = asyncio.create_task(_watch(request, handle))
    limiter: CapacityLimiter = request.app.state.threads
    how = How(visitor=visitor(request), cancel=handle)
    try:
        return await to_thread.run_sync(partial(work, how), limiter=limiter)
    except QueryStopped:
        if handle.cancelled:
            raise ClientDisconnect from None
        raise
    finally:
        watcher.cancel()


async def _watch(request: Request, handle: Handle) -> None:
    """Give up when the client hangs up; until then it has nothing more to say."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    handle.cancel()


def visitor(request: Request) -> str:
    """Whom a request comes from: the client's address, of IPv6 the network that one customer has."""
    return network(request.client.host) if request.client else ""


def network(host: str) -> str:
    """The part of an address that a visitor cannot change at will.

    >>> network("192.0.2.7"), network("2001:db8:1:2:3:4:5:6"), network("testclient")
    ('192.0.2.7', '2001:db8:1:2::/64', 'testclient')
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host  # noqa: PLR2004
