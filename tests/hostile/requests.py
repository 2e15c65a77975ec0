"""Requests that are no HTTP, or HTTP against its own rules, byte by byte.

What is sent is cut into pieces; a number among them is a pause in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hostile.cases import Outcome

Piece = bytes | float

_HEAD: Final = b"Host: a\r\nConnection: close\r\n"
_ASK: Final = b"ASK%20%7B%7D"
_CLOSED_OR_REFUSED: Final = frozenset[Outcome]({"closed", "refused"})
_ANY: Final = frozenset[Outcome]({"answered", "closed", "refused"})
_ANSWERED: Final = frozenset[Outcome]({"answered"})
_REFUSED: Final = frozenset[Outcome]({"refused"})
MANY: Final = 100


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent over a connection, and how the server may end it; after `gone`, nobody waits for an answer."""

    name: str
    pieces: tuple[Piece, ...]
    may: frozenset[Outcome]
    gone: bool = False

    def __str__(self) -> str:
        return self.name


def _get(target: bytes, *headers: bytes) -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + _HEAD + b"".join(header + b"\r\n" for header in headers) + b"\r\n"


def _post(kind: bytes, body: bytes, *headers: bytes) -> bytes:
    length = b"Content-Length: %d" % len(body)
    return _posted(b"Content-Type: " + kind, length, *headers) + body


def _posted(*headers: bytes) -> bytes:
    return b"POST /sparql HTTP/1.1\r\n" + _HEAD + b"".join(header + b"\r\n" for header in headers) + b"\r\n"


_SPARQL: Final = b"application/sparql-query"
_FORM: Final = b"application/x-www-form-urlencoded"
_ENDLESS: Final = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_SLOW_HEAD: Final[tuple[Piece, ...]] = tuple(piece for sign in b"GET /sparql HTTP" for piece in (bytes([sign]), 0.2))
_SLOW_BODY: Final[tuple[Piece, ...]] = tuple(piece for _ in range(20) for piece in (b"A", 0.2))

NO_HTTP: Final = [
    Request("random bytes", (bytes(range(256)) * 4 + b"\r\n\r\n",), _CLOSED_OR_REFUSED),
    Request("the greeting of TLS", (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 500,), _CLOSED_OR_REFUSED),
    Request("the greeting of HTTP/2", (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",), _CLOSED_OR_REFUSED),
    Request("HTTP 0.9", (b"GET /sparql?query=" + _ASK + b"\r\n\r\n",), _CLOSED_OR_REFUSED),
    Request("HTTP 9.9", (b"GET / HTTP/9.9\r\n" + _HEAD + b"\r\n",), _ANY),
    Request("a mail", (b"HELO a\r\nMAIL FROM:<a@b>\r\n\r\n",), _CLOSED_OR_REFUSED),
    Request("only line ends", (b"\r\n" * 5_000,), _CLOSED_OR_REFUSED),
    Request("NULs", (b"\0" * 70_000,), _CLOSED_OR_REFUSED),
    Request("nothing, for long", (b"", 3.0), _CLOSED_OR_REFUSED),
]

HEADS: Final = [
    Request("no host", (b"GET / HTTP/1.1\r\n\r\n",), _CLOSED_OR_REFUSED),
    Request("two hosts", (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",), _ANY),
    Request("a host that is markup", (_get(b"/sparql?format=turtle", b"Host: <script>"),), _ANY),
    Request("a header without a name", (_get(b"/", b": x"),), _CLOSED_OR_REFUSED),
    Request("a header without a colon", (_get(b"/", b"nonsense"),), _CLOSED_OR_REFUSED),
    Request("a header with a NUL", (_get(b"/", b"X: a\0b"),), _CLOSED_OR_REFUSED),
    Request("a header of 1 MB", (_get(b"/", b"X: " + b"a" * 1_000_000),), _CLOSED_OR_REFUSED),
    Request("50,000 headers", (_get(b"/", *[b"X: a"] * 50_000),), _CLOSED_OR_REFUSED),
    Request("a target of 1 MB", (_get(b"/sparql?query=" + b"a" * 1_000_000),), _CLOSED_OR_REFUSED),
    Request("a target of 50 kB", (_get(b"/sparql?query=" + b"a" * 50_000),), _REFUSED),
    Request("a name of 50 kB", (_get(b"/id/" + b"a" * 50_000),), _REFUSED),
    Request("head, letter by letter", _SLOW_HEAD, _CLOSED_OR_REFUSED),
    Request("head that stops", (b"GET /sparql HTTP/1.1\r\nHost:", 3.0), _CLOSED_OR_REFUSED),
    Request("Accept of 50 kB", (_get(b"/sparql?query=" + _ASK, b"Accept: " + b"a/b;q=0.1," * 5_000 + b"*/*"),), _ANY),
    Request("Accept that is none", (_get(b"/sparql?query=" + _ASK, b"Accept: ;;q=,,/;="),), _ANY),
    Request("an etag that is none", (_get(b"/sparql?query=" + _ASK, b'If-None-Match: "' + b"," * 9_000),), _ANSWERED),
    Request("a range", (_get(b"/sparql?query=" + _ASK, b"Range: bytes=0-,0-,0-,0-"),), _ANSWERED),
    Request("an upgrade", (_get(b"/sparql", b"Upgrade: websocket", b"Sec-WebSocket-Key: a"),), _ANY),
    Request("a visitor that is markup", (_get(b"/", b"X-Forwarded-For: <script>, 1.2.3.4, " + b"9" * 999),), _ANSWERED),
]

TARGETS: Final = [
    Request("a way up", (_get(b"/../../../../etc/passwd"),), _REFUSED),
    Request("a way up from a thing", (_get(b"/id/../../../../etc/passwd"),), _REFUSED),
    Request("an escaped way up", (_get(b"/id/%2e%2e%2f%2e%2e%2fetc%2fpasswd"),), _REFUSED),
    Request("an escaped NUL", (_get(b"/id/%00"),), _REFUSED),
    Request("escaped line ends", (_get(b"/id/a%0d%0aSet-Cookie:%20a=b"),), _REFUSED),
    Request("escaped bytes that are no UTF-8", (_get(b"/id/%ff%fe"),), _REFUSED),
    Request("markup", (_get(b"/id/%3Cscript%3Ealert(1)%3C/script%3E"),), _REFUSED),
    Request("an end of an IRI", (_get(b"/id/a%3E%20%7D%20DROP%20ALL"),), _REFUSED),
    Request("somebody else's address", (_get(b"http://@HOST@/sparql"),), _ANY),
    Request("a tunnel", (b"CONNECT @HOST@ HTTP/1.1\r\n" + _HEAD + b"\r\n",), _CLOSED_OR_REFUSED),
    *(Request(f"method {name.decode()}", (name + b" /sparql HTTP/1.1\r\n" + _HEAD + b"\r\n",), _REFUSED)
      for name in (b"PUT", b"DELETE", b"PATCH", b"TRACE", b"PROPFIND")),
    Request("a format that ends the header", (_get(b"/sparql?query=" + _ASK + b"&format=csv%0d%0aSet-Cookie:%20b"),), _ANY),
    Request("a graph on the web", (_get(b"/sparql?query=" + _ASK + b"&default-graph-uri=http://@HOST@/a.ttl"),), _ANY),
    Request("a graph in a file", (_get(b"/sparql?query=" + _ASK + b"&named-graph-uri=file://@FILE@"),), _ANY),
    Request("a graph that is no IRI", (_get(b"/sparql?query=" + _ASK + b"&default-graph-uri=%3E%20%7B"),), _REFUSED),
    Request("two queries", (_get(b"/sparql?query=" + _ASK + b"&query=" + _ASK),), _REFUSED),
    Request("an update", (_get(b"/sparql?update=DROP%20ALL"),), _REFUSED),
    Request("20,000 parameters", (_get(b"/sparql?" + b"a&" * 20_000),), _REFUSED),
]  # fmt: skip

BODIES: Final = [
    Request("JSON", (_post(b"application/json", b'{"query": "ASK {}"}'),), _REFUSED),
    Request("plain text", (_post(b"text/plain", b"ASK {}"),), _REFUSED),
    Request("parts", (_post(b"multipart/form-data; boundary=a", b"--a\r\n\r\nASK {}\r\n--a--"),), _REFUSED),
    Request("no type", (_posted(b"Content-Length: 6") + b"ASK {}",), _REFUSED),
    Request("a type that is none", (_post(b";;;", b"ASK {}"),), _REFUSED),
    Request("an update by type", (_post(b"application/sparql-update", b"DROP ALL"),), _REFUSED),
    Request("an update in a form", (_post(_FORM, b"update=DROP+ALL"),), _REFUSED),
    Request("UTF-16 by type", (_post(_SPARQL + b"; charset=utf-16", "ASK {}".encode("utf-16")),), _REFUSED),
    Request("broken UTF-8", (_post(_SPARQL, b"ASK { ?s ?p '\xff\xfe' }"),), _REFUSED),
    Request("broken UTF-8 in a form", (_post(_FORM, b"query=%ff%fe"),), _REFUSED),
    Request("bytes in a form", (_post(_FORM, b"query=\xff\xfe"),), _REFUSED),
    Request("100,000 parameters", (_post(_FORM, b"a=b&" * 90_000),), _REFUSED),
    Request("10 MB", (_post(_SPARQL, b"x" * 10_000_000),), _REFUSED),
    Request("10 MB in a form", (_post(_FORM, b"query=" + b"x" * 10_000_000),), _REFUSED),
    Request("10 MB in chunks", (
        _posted(b"Content-Type: " + _SPARQL, b"Transfer-Encoding: chunked"),
        *[b"186A0\r\n" + b"x" * 100_000 + b"\r\n"] * MANY, b"0\r\n\r\n"), _REFUSED),
    Request("a promise of an exabyte", (
        _posted(b"Content-Type: " + _SPARQL, b"Content-Length: 1000000000000000000"), 0.1), _CLOSED_OR_REFUSED),
    Request("a length that is none", (_posted(b"Content-Type: " + _SPARQL, b"Content-Length: x"),), _CLOSED_OR_REFUSED),
    Request("a negative length", (_posted(b"Content-Type: " + _SPARQL, b"Content-Length: -1"),), _CLOSED_OR_REFUSED),
    Request("two lengths", (
        _posted(b"Content-Type: " + _SPARQL, b"Content-Length: 6", b"Content-Length: 60") + b"ASK {}",),
        _CLOSED_OR_REFUSED),
    Request("length and chunks", (
        _posted(b"Content-Type: " + _SPARQL, b"Content-Length: 6", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",), _ANY),
    Request("a chunk that is none", (
        _posted(b"Content-Type: " + _SPARQL, b"Transfer-Encoding: chunked") + b"zz\r\nASK {}\r\n",), _CLOSED_OR_REFUSED),
    Request("a coding of its own", (
        _posted(b"Content-Type: " + _SPARQL, b"Transfer-Encoding: x") + b"ASK {}",), _CLOSED_OR_REFUSED),
    Request("packed bytes", (_post(_SPARQL, b"\x1f\x8b" + b"\0" * 500, b"Content-Encoding: gzip"),), _REFUSED),
    Request("body, letter by letter", (
        _posted(b"Content-Type: " + _SPARQL, b"Content-Length: 1000"), *_SLOW_BODY), _CLOSED_OR_REFUSED),
    Request("body that stops", (
        _posted(b"Content-Type: " + _SPARQL, b"Content-Length: 1000") + b"ASK", 3.0), _CLOSED_OR_REFUSED),
    Request("more than was promised", (_post(_SPARQL, b"ASK {}") + b"x" * 5_000,), _ANSWERED),
]  # fmt: skip

GONE: Final = [
    Request("gone in the head", (b"GET /sparql HTT",), _ANY, gone=True),
    Request("gone in the body", (_posted(b"Content-Type: " + _SPARQL, b"Content-Length: 99") + b"ASK",), _ANY, gone=True),
    Request("gone in the chunks", (
        _posted(b"Content-Type: " + _SPARQL, b"Transfer-Encoding: chunked") + b"3\r\nASK\r\n",), _ANY, gone=True),
    Request("gone in an endless query", (_post(_SPARQL, _ENDLESS), 0.3), _ANY, gone=True),
    Request("gone in an answer", (_get(b"/sparql?query=CONSTRUCT%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D"),), _ANY, gone=True),
    Request("a pipeline", ((b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * MANY) + _get(b"/"),), _ANSWERED),
]  # fmt: skip

ALL: Final[dict[str, list[Request]]] = {
    "no HTTP": NO_HTTP, "heads": HEADS, "targets": TARGETS, "bodies": BODIES, "hanging up": GONE,
}  # fmt: skip
