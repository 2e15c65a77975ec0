"""What can go wrong with an endpoint, as sentences that say what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import httpx2

from mlatlas.errors import AtlasError, Busy, StoreError

#: So much of an error is read, and so much of its text is repeated.
_READ_BYTES: Final = 20_000
_SHOWN: Final = 300
_LATER_SECONDS: Final = 5
_MOST_SECONDS: Final = 24 * 3600
_MARKUP: Final = re.compile(r"<(script|style).*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_CREDENTIALS: Final = "MLATLAS_ENDPOINT_USER and MLATLAS_ENDPOINT_PASSWORD, or MLATLAS_ENDPOINT_TOKEN"
_NO_RESULTS: Final = ("text/html", "application/xhtml+xml")


class Refused(Exception):  # noqa: N818
    """The server says that the query is wrong; `reason` has its words."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Unfinished(Exception):  # noqa: N818
    """The answer did not come in time, or was given up: here, or by the server."""

    def __init__(self, by_server: bool = False) -> None:
        self.by_server = by_server
        super().__init__()


async def check(response: httpx2.Response, name: str, secrets: Sequence[str]) -> None:
    """Raise what a response means that brings no answer. `name` is the endpoint's, `secrets` are never repeated."""
    if response.headers.get("X-SQL-State", "").startswith("S1TAT"):  # Virtuoso: what it has when its time is over
        raise Unfinished(by_server=True)
    if response.is_success and not _is_page(response):
        return
    if response.is_success:
        raise StoreError(f"{name} answers with a web page, not with results: give the address of its SPARQL endpoint")
    words = "" if _is_page(response) else _first_words(await _beginning(response), secrets)
    raise _failure(response, name, words)


def cut(response: httpx2.Response) -> str:
    """What to do against the server's own limits, where it says in a header that it cut its answer."""
    if "X-SPARQL-MaxRows" in response.headers:
        return f"cuts answers after {response.headers['X-SPARQL-MaxRows']} rows: raise its ResultSetMaxRows"
    if "X-Truncated" in response.headers:  # an atlas that serves
        return "cuts long answers, for it is there for visitors: load the atlas into an engine"
    return ""


def unreachable(name: str, error: httpx2.RequestError) -> StoreError:
    """There is nobody at this address, or nobody whom we trust."""
    reason = str(error).rstrip(".") or "no connection in time"
    return StoreError(f"{name} cannot be reached ({reason[:_SHOWN]}): is the server running, and is that its address?")


def broken(name: str, words: str) -> StoreError:
    """An answer that is none, or not all of one; `words` are its last."""
    last = f"its last words: {_line(words)}" if words.strip() else "look at the server's log"
    return StoreError(f"{name} broke off its answer, or answers with something else; {last}")


def _failure(response: httpx2.Response, name: str, words: str) -> AtlasError | Refused | Unfinished:
    status = response.status_code
    said = f"{name} answers {status} {response.reason_phrase}".rstrip()
    if status == HTTPStatus.BAD_REQUEST:
        return Refused(words or "no reason given")
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and _says_when(response)):
        seconds = _retry_after(response.headers.get("Retry-After", ""))
        return Busy(f"{said}: it is asked too much; try again in {seconds} s", seconds)
    if status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT}:
        return Unfinished(by_server=True)
    return StoreError(f"{said}{_advice(response)}" + (f" ({words})" if words else ""))


def _advice(response: httpx2.Response) -> str:
    status = response.status_code
    if response.has_redirect_location:
        return f": it has moved; give its new address{_target(response)}"
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return f": it does not let us in; set {_CREDENTIALS} to what it knows"
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE}:
        return ": there is no SPARQL endpoint; its path is often /sparql or /query"
    return ": look at the server's log"


def _target(response: httpx2.Response) -> str:
    """Where a redirect leads, without what may be a key."""
    try:
        target = httpx2.URL(response.headers["Location"]).copy_with(query=None, username=None, password=None)
    except httpx2.InvalidURL:
        return ""
    return f", {target}"


def _retry_after(text: str) -> int:
    """The seconds of a Retry-After header, which may be a date.

    >>> _retry_after("7"), _retry_after("soon"), _retry_after("")
    (7, 5, 5)
    """
    if text.strip().isdecimal():
        return min(int(text), _MOST_SECONDS)
    try:
        due = parsedate_to_datetime(text)
    except ValueError:
        return _LATER_SECONDS
    left = (due - datetime.now(due.tzinfo or UTC)).total_seconds() if due.tzinfo else _LATER_SECONDS
    return int(min(max(left, 1), _MOST_SECONDS))


def _says_when(response: httpx2.Response) -> bool:
    return "Retry-After" in response.headers


def _is_page(response: httpx2.Response) -> bool:
    return response.headers.get("Content-Type", "").lower().startswith(_NO_RESULTS)


async def _beginning(response: httpx2.Response) -> bytes:
    content = b""
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > _READ_BYTES:
            break
    return content[:_READ_BYTES]


def _first_words(content: bytes, secrets: Sequence[str]) -> str:
    """The text of an error in one short line, without markup and secrets."""
    text = content.decode("utf-8", "replace")
    for secret in secrets:
        text = text.replace(secret, "…")
    return _line(_MARKUP.sub(" ", text))


def _line(text: str) -> str:
    words = " ".join(text.split())
    printable = "".join(sign for sign in words if sign.isprintable())
    return printable[:_SHOWN] + ("…" if len(printable) > _SHOWN else "")
