"""One SPARQL endpoint over HTTP: queries out, bytes in, and every failure as one sentence.

https://www.w3.org/TR/sparql11-protocol/. Queries are sent as forms (POST), so that their length does not matter.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, Final

import httpx2

from mlatlas.errors import BadRequest, StoreError
from mlatlas.remote.failures import Unfinished, check, cut, unreachable

_CONNECT_SECONDS: Final = 5.0
_WRITE_SECONDS: Final = 30.0
_NOBODY: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError, httpx2.UnsupportedProtocol)
_VISIBLE: Final = re.compile(r"[\x21-\x7e]+")

#: Takes a piece of an answer, and says whether it has enough.
Sink = Callable[[bytes], bool]
#: Makes a context in which its argument can be called to give up.
During = Callable[[Callable[[], object]], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent: a query, the graphs of its dataset by IRI (none: the server's own), and what may come back."""

    query: str
    accept: str
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()

    @property
    def form(self) -> dict[str, Any]:
        """The fields of the form."""
        fields = {"default-graph-uri": [*self.default_graphs], "named-graph-uri": [*self.named_graphs]}
        return {"query": self.query, **{name: graphs for name, graphs in fields.items() if graphs}}


@dataclass(frozen=True, slots=True)
class Credentials:
    """How to be let in: a user with a password, or a token; or nothing. They are never shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls) -> Credentials:
        """Those of `$MLATLAS_ENDPOINT_USER` and `…_PASSWORD`, or of `$MLATLAS_ENDPOINT_TOKEN`.

        Raises `BadRequest` where they do not go together, or cannot be sent.
        """
        names = ("USER", "PASSWORD", "TOKEN")
        user, password, token = (os.environ.get(f"MLATLAS_ENDPOINT_{name}", "") for name in names)
        if token and (user or password):
            raise BadRequest("set either MLATLAS_ENDPOINT_TOKEN or MLATLAS_ENDPOINT_USER and …_PASSWORD, not both")
        if bool(user) != bool(password):
            raise BadRequest("MLATLAS_ENDPOINT_USER and MLATLAS_ENDPOINT_PASSWORD go together: set both")
        if ":" in user:
            raise BadRequest("MLATLAS_ENDPOINT_USER has a colon, which no user's name can have")
        if token and not _VISIBLE.fullmatch(token):
            raise BadRequest("MLATLAS_ENDPOINT_TOKEN has blanks or signs that a token cannot have")
        return cls(user, password, token)

    @property
    def auth(self) -> httpx2.Auth | None:
        """For the user and the password."""
        return httpx2.BasicAuth(self.user, self.password) if self.user else None

    @property
    def headers(self) -> dict[str, str]:
        """For the token."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be repeated in a message."""
        return tuple(secret for secret in (self.password, self.token) if secret)


class Endpoint:
    """A SPARQL endpoint by its address. It may be shared between threads, and needs no closing.

    >>> Endpoint("http://user:secret@example.org/sparql")
    Traceback (most recent call last):
    mlatlas.errors.BadRequest: an endpoint's address holds no password: set MLATLAS_ENDPOINT_USER and ...
    """

    def __init__(self, address: str, credentials: Credentials | None = None) -> None:
        """Raises `BadRequest` for an address that is none, or that has a password in it."""
        self._url = _checked(address)
        self._credentials = credentials or Credentials.from_environment()
        #: The address as messages name it, without what may be a key.
        self.name = str(self._url.copy_with(query=None))
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, name="mlatlas-endpoint", daemon=True).start()
        self._client = httpx2.AsyncClient(
            auth=self._credentials.auth,
            headers={"User-Agent": "mlatlas", **self._credentials.headers},
            timeout=httpx2.Timeout(None, connect=_CONNECT_SECONDS, write=_WRITE_SECONDS),
        )

    def ask(self, question: Question, sink: Sink, seconds: float, during: During | None = None) -> str:
        """Send a question, and hand the answer to `sink` piece by piece until it has enough.

        The whole may take so many seconds; `during` gives it up from another thread. Where the server itself cut the
        answer, what is to be done against that comes back; else nothing.

        Raises `Refused` where the server says that the query is wrong, `Unfinished` where it takes too long or is
        given up, `Busy` where the server says so, and `StoreError` for whatever else may be wrong with it.
        """
        done = asyncio.run_coroutine_threadsafe(self._timed(question, sink, seconds), self._loop)
        with during(done.cancel) if during else nullcontext():
            try:
                return done.result()
            except (TimeoutError, CancelledError):
                raise Unfinished from None
            except httpx2.RequestError as error:
                raise self._lost(error) from None

    def _timed(self, question: Question, sink: Sink, seconds: float) -> Coroutine[Any, Any, str]:
        return asyncio.wait_for(self._ask(question, sink), seconds)

    async def _ask(self, question: Question, sink: Sink) -> str:
        response = await self._sent(question)
        try:
            await check(response, self.name, self._credentials.secrets)
            async for piece in response.aiter_bytes():
                if sink(piece):
                    break
            return cut(response)
        finally:
            await response.aclose()

    async def _sent(self, question: Question) -> httpx2.Response:
        """The beginning of the response. A connection that the server closed meanwhile is made anew, once."""
        headers = {"Accept": question.accept}
        request = self._client.build_request("POST", self._url, data=question.form, headers=headers)
        try:
            return await self._client.send(request, stream=True)
        except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
            return await self._client.send(request, stream=True)

    def _lost(self, error: httpx2.RequestError) -> StoreError:
        if isinstance(error, _NOBODY):
            return unreachable(self.name, error)
        return StoreError(f"{self.name} broke off in the middle of its answer; look at the server's log")


def _checked(address: str) -> httpx2.URL:
    """The address of an endpoint, where it can be one."""
    try:
        url = httpx2.URL(address.strip())
    except (httpx2.InvalidURL, ValueError):
        raise BadRequest("the address of the endpoint is no URL; write it like http://localhost:7878/query") from None
    if url.userinfo:
        names = "MLATLAS_ENDPOINT_USER and MLATLAS_ENDPOINT_PASSWORD"
        raise BadRequest(f"an endpoint's address holds no password: set {names} instead")
    if url.scheme not in {"http", "https"} or not url.host or re.search(r"\s", address.strip()):
        raise BadRequest(f"'{address}' is no address of an endpoint; write it like http://localhost:7878/query")
    return url.copy_with(fragment=None)
