"""Responses: refusals in a sentence, answers with what caches and clients want to know of them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from mlatlas.errors import AtlasError, BadQuery, BadRequest, Busy, QueryStopped, UnknownEntity
from mlatlas.sandbox import Answer
from mlatlas.server import pages
from mlatlas.server.negotiation import PAGE, Offer, accepts_gzip, choose

#: What clients on other sites may read of an answer, beside what they always may.
EXPOSED: Final = ("ETag", "Retry-After", "X-Row-Count", "X-Truncated")
#: The status of a request whose client has gone, as nginx logs it; nobody receives it.
HUNG_UP: Final = 499

_STATUS: Final[Mapping[type[AtlasError], int]] = {
    BadQuery: 400,
    BadRequest: 400,
    UnknownEntity: 404,
    Busy: 503,
    QueryStopped: 504,
}
_WORTH_PACKING: Final = 1_000
_LEVEL: Final = 5
_DRAINED_BYTES: Final = 64 * 1024 * 1024
_DRAINED_SECONDS: Final = 10.0


class Refusal(HTTPException):
    """A request that is refused with a status and one sentence."""

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(status, sentence, named)


class TooLarge(Refusal):
    """A body that is larger than any query, noticed before it is all read."""

    SENTENCE: Final = "the request is too large; a query has 100,000 bytes at most"

    def __init__(self) -> None:
        super().__init__(413, self.SENTENCE, Connection="close")


class _Draining(PlainTextResponse):
    """A refusal that is sent while the client still talks.

    Many clients read only after they have written all; so what they write is taken, for a while, and thrown away.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        with suppress(TimeoutError):
            async with asyncio.timeout(_DRAINED_SECONDS):
                await _drain(receive)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _drain(receive: Receive) -> None:
    left, more = _DRAINED_BYTES, True
    while more and left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        more = message.get("more_body", False)


def refused(_request: Request, error: Exception) -> Response:
    """The response to a request that was refused; for a path or method that is not there, in our words."""
    if not isinstance(error, HTTPException):
        raise error
    sentence = error.detail
    if not isinstance(error, Refusal) and error.status_code == 404:  # noqa: PLR2004
        sentence = "nothing is here: SPARQL is answered at /sparql, and things are at /id/, /aws/ and /statement/"
    elif not isinstance(error, Refusal):
        allowed = (error.headers or {}).get("Allow", "")
        sentence = f"this method is not for this address; it takes {allowed}"
    kind = _Draining if isinstance(error, TooLarge) else PlainTextResponse
    return kind(f"{sentence}\n", error.status_code, {"Cache-Control": "no-store", **(error.headers or {})})


def failed(_request: Request, error: Exception) -> Response:
    """The response to what the atlas could not do, with the sentence of the error."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, Busy):
        headers["Retry-After"] = str(error.retry_after)
    return PlainTextResponse(f"{error}\n", status, headers)


def gone(_request: Request, _error: Exception) -> Response:
    """For the log: the client hung up."""
    return Response(status_code=HUNG_UP)


def agreed(request: Request, offers: tuple[Offer, ...], named: str | None) -> Offer:
    """The format that was named, else what the client likes best. Raises `Refusal` (406) where there is none.

    A name that is none of ours is passed over: some clients name formats in words of their own, and say in
    `Accept` what they mean.
    """
    found = next((offer for offer in offers if offer.format == named), None)
    found = found or choose(request.headers.get("accept"), offers)
    if found is None:
        kinds = ", ".join(offer.media_type for offer in offers)
        raise Refusal(406, f"this can be had as {kinds}", Vary="Accept")
    return found


def answered(request: Request, answer: Answer, offer: Offer, tag: str | None = None) -> Response:
    """An answer to a query with its number of rows, and whether it was cut short."""
    headers = {} if answer.kind == "ask" else {"X-Row-Count": str(answer.row_count)}
    if answer.truncated:
        headers["X-Truncated"] = "true"
    body = pages.result(answer).encode() if offer is PAGE else answer.content
    return content(request, body, offer, headers, tag)


def content(
    request: Request, body: bytes, offer: Offer, headers: Mapping[str, str] | None = None, tag: str | None = None
) -> Response:
    """A negotiated body, packed where the client takes that; caches keep one with a tag, and ask if it still holds."""
    more = {"Vary": "Accept, Accept-Encoding", **(headers or {})}
    more |= {"ETag": tag, "Cache-Control": "no-cache"} if tag else {"Cache-Control": "no-store"}
    if len(body) > _WORTH_PACKING and accepts_gzip(request.headers.get("accept-encoding")):
        body = gzip.compress(body, _LEVEL, mtime=0)
        more["Content-Encoding"] = "gzip"
    charset = "; charset=utf-8" if offer.media_type.startswith("text/") else ""
    return Response(body, headers={**more, "Content-Type": offer.media_type + charset})


def tagged(*parts: str) -> str:
    """The tag of a body that follows from these parts; weak, as packing changes the bytes.

    >>> tagged("a", "b") == tagged("a", "b") != tagged("ab", "")
    True
    """
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f'W/"{digest[:32]}"'


def unchanged(request: Request, tag: str | None) -> Response | None:
    """The response to a client that holds the body with this tag; None for others."""
    held = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    if tag is None or tag not in held:
        return None
    return Response(
        status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"}
    )


HANDLERS: Final = {HTTPException: refused, AtlasError: failed, ClientDisconnect: gone}
