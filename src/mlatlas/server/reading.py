"""What a request asks (SPARQL 1.1 Protocol, section 2.1), read within bounds of size and time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from mlatlas.sandbox import Dataset
from mlatlas.server.replies import Refusal, TooLarge

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
#: The longest query has 100,000 bytes; a form needs up to three for each.
MOST_BYTES: Final = 400_000
BODY_SECONDS: Final = 20.0
_MOST_PARAMETERS: Final = 200
_UPDATE: Final = "updates are refused: this endpoint only reads; use SELECT, ASK, CONSTRUCT or DESCRIBE"

Parameters = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the graphs that it is asked of (None for all), and the format that was named beside `Accept`."""

    text: str
    dataset: Dataset | None = None
    format: str | None = None


async def question(request: Request) -> Question | None:
    """What a request asks; None for a GET without a query.

    Raises `Refusal`: 400 (not as the protocol has it), 403 (an update), 408 (too slow), 413 (too large), 415 (a
    body of another kind).
    """
    in_address = parameters(request.scope["query_string"])
    if request.method != "POST":
        return _asked(in_address) if in_address else None
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    _check_kind(kind, request.headers.get("content-type", ""))
    body = await _body(request)
    if kind == FORM:
        return _asked(parameters(body, in_address))
    return _asked({**in_address, "query": [*in_address.get("query", ()), _decoded(body)]})


def _check_kind(kind: str, header: str) -> None:
    if kind == "application/sparql-update":
        raise Refusal(403, _UPDATE)
    if kind not in {FORM, QUERY}:
        raise Refusal(
            415, f"POST a query as {QUERY}, or as the parameter `query` of {FORM}", Accept_Post=f"{QUERY}, {FORM}"
        )
    charset = header.lower().partition("charset=")[2].partition(";")[0].strip('" ')
    if charset not in {"", "utf-8", "utf8", "us-ascii"}:
        raise Refusal(415, "send the query as UTF-8")


async def _body(request: Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _bounded(request)
    except TimeoutError:
        raise Refusal(408, f"the query did not arrive within {BODY_SECONDS:g} s", Connection="close") from None


async def _bounded(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise TooLarge
    found, more = bytearray(), True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        found += message.get("body", b"")
        more = message.get("more_body", False)
        if len(found) > MOST_BYTES:
            raise TooLarge if more else Refusal(413, TooLarge.SENTENCE)
    return bytes(found)


def parameters(text: bytes, before: Mapping[str, Sequence[str]] | None = None) -> Parameters:
    """The parameters of an address or a form, each with all its values, after those from `before`.

    >>> parameters(b"query=ASK+%7B%7D&query=")
    {'query': ['ASK {}', '']}
    """
    found: Parameters = {name: [*values] for name, values in (before or {}).items()}
    try:
        pairs = parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeDecodeError:
        raise Refusal(400, "the parameters are no UTF-8 in percent-encoding") from None
    except ValueError:
        raise Refusal(400, f"there are more than {_MOST_PARAMETERS} parameters") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "the query is no UTF-8") from None


def _asked(given: Parameters) -> Question:
    if "update" in given:
        raise Refusal(403, _UPDATE)
    queries = given.get("query", [])
    if len(queries) != 1:
        many = "there is more than one" if queries else "there is none"
        raise Refusal(400, f"give one query, as the parameter `query`; {many}")
    default, named = given.get("default-graph-uri", []), given.get("named-graph-uri", [])
    dataset = Dataset(tuple(default), tuple(named)) if default or named else None
    return Question(queries[0], dataset, next(iter(given.get("format", [])), None))
