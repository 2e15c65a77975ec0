"""The IRIs of the atlas resolve: to RDF for programs, for people to the app, or to a small page."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mlatlas.atlas import Atlas
from mlatlas.errors import AtlasError
from mlatlas.facts import Statement
from mlatlas.resources import query_text
from mlatlas.sandbox import Answer, How
from mlatlas.server import pages
from mlatlas.server.negotiation import GRAPHS, PAGE
from mlatlas.server.replies import Refusal, agreed, answered, content
from mlatlas.server.waiting import in_thread
from mlatlas.store import bind
from mlatlas.terms import AWS, KB, PROJECT, STMT, entity_slug

#: The first part of the paths under which the atlas names things.
KINDS: Final = ("id", "aws", "statement", "source", "check", "conflict", "graph")
_OFFERS: Final = (*GRAPHS, PAGE)


async def thing(request: Request) -> Response:
    """What is said of the thing with this IRI."""
    iri = PROJECT + request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return await in_thread(request, lambda how: _described(request, iri, how))


async def ontology(request: Request) -> Response:
    """The vocabulary."""
    return await in_thread(request, lambda how: _vocabulary(request, how))


def _described(request: Request, iri: str, how: How) -> Response:
    atlas: Atlas = request.app.state.atlas
    offer = agreed(request, _OFFERS, request.query_params.get("format"))
    answer = _description(atlas, iri, offer.format, how)
    if not answer.rows:
        raise _unknown(atlas, iri)
    if offer is not PAGE:
        return answered(request, answer, offer)
    address = _in_app(request.app.state.settings.app, atlas, iri)
    if address:
        return RedirectResponse(address, 303, {"Vary": "Accept"})
    return content(request, pages.thing(iri, answer.rows, _facts(atlas, iri)).encode(), PAGE)


def _description(atlas: Atlas, iri: str, form: str, how: How) -> Answer:
    try:
        query = bind(query_text("server/thing"), {"thing": iri})
    except ValueError:
        raise _unknown(atlas, iri) from None
    return atlas.query(query, "table" if form == PAGE.format else form, **how)


def _unknown(atlas: Atlas, iri: str) -> Refusal:
    name = iri.removeprefix(f"{PROJECT}/")
    near = [entity_slug(hit.entity.iri) for hit in atlas.search(name.rpartition("/")[2], limit=3)]
    hint = f"did you mean {' or '.join(near)}?" if near else "ask /sparql what there is"
    return Refusal(404, f"the atlas has nothing called {name[:80]!r}; {hint}")


def _facts(atlas: Atlas, iri: str) -> list[Statement]:
    """The statements about a thing; none where it is no entity."""
    if not iri.startswith((KB, AWS)):
        return []
    try:
        return atlas.facts(iri)
    except AtlasError:
        return []


def _in_app(app: str | None, atlas: Atlas, iri: str) -> str | None:
    """The address of a thing in the app; None where there is no app, or no place for such a thing in it."""
    if app is None:
        return None
    if iri.startswith(STMT):
        iri = atlas.statement(iri.removeprefix(STMT)).subject.iri
    slug = entity_slug(iri)
    known = iri.startswith((KB, AWS)) and atlas.knows(slug)
    return f"{app.rstrip('/')}/?{urlencode({'open': slug, 'node': slug})}" if known else None


def _vocabulary(request: Request, how: How) -> Response:
    atlas: Atlas = request.app.state.atlas
    offer = agreed(request, _OFFERS, request.query_params.get("format"))
    answer = atlas.query(query_text("server/ontology"), "table" if offer is PAGE else offer.format, **how)
    if offer is PAGE:
        return content(request, pages.vocabulary(answer.rows).encode(), PAGE)
    return answered(request, answer, offer)
