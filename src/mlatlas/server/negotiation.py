"""What a client accepts (RFC 9110, section 12.5) against what can be had."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mlatlas.sandbox import GRAPH_FORMATS, TABLE_FORMATS, AnswerKind


@dataclass(frozen=True, slots=True)
class Offer:
    """A format, and a media type under which it is known."""

    format: str
    media_type: str


def _offers(formats: Mapping[str, str], also: Mapping[str, str]) -> tuple[Offer, ...]:
    """Formats in order of preference; other names of their media types come last."""
    proper = [Offer(form, media_type.partition(";")[0]) for form, media_type in formats.items()]
    return (*proper, *(Offer(form, media_type) for media_type, form in also.items()))


TABLES: Final = _offers(
    TABLE_FORMATS, {"application/json": "json", "application/xml": "xml", "text/xml": "xml", "text/plain": "tsv"}
)
GRAPHS: Final = _offers(
    GRAPH_FORMATS,
    {
        "application/x-turtle": "turtle",
        "text/n3": "turtle",
        "text/plain": "ntriples",
        "application/json": "json-ld",
        "application/xml": "rdf-xml",
        "text/xml": "rdf-xml",
    },
)
PAGE: Final = Offer("html", "text/html")

_QUALITY: Final = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")


def offers_for(kind: AnswerKind) -> tuple[Offer, ...]:
    """What an answer of this kind can be had as."""
    return GRAPHS if kind == "graph" else TABLES


def choose(accept: str | None, offers: Sequence[Offer]) -> Offer | None:
    """The offer that a client likes best, of equals the one it names most exactly, then the first; None for none.

    Without the header everything is welcome. Parts that are no media range are passed over.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", TABLES).format
    'xml'
    >>> choose("image/png", TABLES) is None
    True
    """
    if accept is None or not accept.strip():
        return offers[0]
    liked = _qualities(accept)
    rated = [(*_rate(offer.media_type, liked), offer) for offer in offers]
    quality, _, best = max(rated, key=lambda each: each[:2])  # of equals, max takes the first
    return best if quality > 0 else None


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether a client takes gzip.

    >>> accepts_gzip("br, gzip"), accepts_gzip("gzip;q=0"), accepts_gzip(None)
    (True, False, False)
    """
    liked = _qualities(accept_encoding or "")
    return liked.get("gzip", liked.get("*", 0)) > 0


def _rate(media_type: str, liked: Mapping[str, float]) -> tuple[float, int]:
    """How much a media type is liked, and how exactly it is named (2, 1, 0)."""
    for exactness, name in ((2, media_type), (1, f"{media_type.partition('/')[0]}/*"), (0, "*/*")):
        if name in liked:
            return liked[name], exactness
    return 0, 0


def _qualities(header: str) -> dict[str, float]:
    """The names in a header with their q-values; other parameters make no difference here."""
    liked: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((each.removeprefix("q=") for each in parameters if each.startswith("q=")), "1")
        if name and _QUALITY.fullmatch(quality):
            liked[name] = max(float(quality), liked.get(name, 0))
    return liked
