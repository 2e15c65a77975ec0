"""The application: addresses, what every response has, and the life of the workers behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlatlas.atlas import Atlas
from mlatlas.server import description, pages, protocol, things
from mlatlas.server.log import Log
from mlatlas.server.replies import EXPOSED, HANDLERS

#: Requests that are worked on at a time; queries among them wait their turn in the sandbox.
_THREADS: Final = 32
_ALWAYS: Final = (
    (b"content-security-policy", pages.POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve: the sites whose pages may ask, the address of the app, and whether queries are logged as text."""

    cors: tuple[str, ...] = ()
    app: str | None = None
    log_queries: bool = False


def application(atlas: Atlas, settings: Settings | None = None) -> Starlette:
    """The ASGI application that serves an atlas; the atlas is closed when the application ends."""
    chosen = settings or Settings()
    made = Starlette(
        routes=_routes(),
        middleware=[Middleware(Log, with_queries=chosen.log_queries), Middleware(_Always), *_cors(chosen.cors)],
        exception_handlers={**HANDLERS},
        lifespan=_life,
    )
    made.state.atlas = atlas
    made.state.settings = chosen
    made.state.threads = CapacityLimiter(_THREADS)
    return made


def _routes() -> list[Route]:
    return [
        Route("/", _front),
        Route("/sparql", protocol.sparql, methods=protocol.METHODS),
        Route("/ontology", things.ontology),
        Route("/.well-known/void", _void),
        *(Route(f"/{kind}/{{name:path}}", things.thing) for kind in things.KINDS),
    ]


def _cors(sites: tuple[str, ...]) -> list[Middleware]:
    if not sites:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=[site.rstrip("/") for site in sites],  # browsers name a site without it
            allow_methods=protocol.METHODS,
            allow_headers=["Accept", "Content-Type", "If-None-Match"],
            expose_headers=EXPOSED,
        )
    ]


@asynccontextmanager
async def _life(app: Starlette) -> AsyncIterator[None]:
    yield
    await to_thread.run_sync(app.state.atlas.close)


class _Always:
    """Adds what every response has: no script, no style and no picture from anywhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_ALWAYS]
            await send(message)

        await self._app(scope, receive, add if scope["type"] == "http" else send)


async def _front(request: Request) -> Response:
    atlas: Atlas = request.app.state.atlas
    return HTMLResponse(pages.front(atlas.name, description.endpoint(request), request.app.state.settings.app))


async def _void(_request: Request) -> Response:
    return RedirectResponse("../sparql", 303)
