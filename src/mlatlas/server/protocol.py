"""`/sparql`: the SPARQL 1.1 Protocol, for queries."""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mlatlas.atlas import Atlas
from mlatlas.sandbox import How, kind_of
from mlatlas.server import description
from mlatlas.server.negotiation import GRAPHS, PAGE, Offer, offers_for
from mlatlas.server.reading import FORM, QUERY, Question, question
from mlatlas.server.replies import agreed, answered, tagged, unchanged
from mlatlas.server.waiting import in_thread

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
#: What answers otherwise each time it is asked. Where a name looks like one of them, only a cache goes unused.
_CHANGING: Final = re.compile("NOW|RAND|UUID|BNODE", re.IGNORECASE)


async def sparql(request: Request) -> Response:
    """Answer a query; without one, describe the service."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS), "Accept-Post": f"{QUERY}, {FORM}"})
    asked = await question(request)
    atlas: Atlas = request.app.state.atlas
    if asked is None:
        return await _described(request, atlas)
    request.state.query = asked.text
    return await in_thread(request, lambda how: _answer(request, atlas, asked, how))


async def _described(request: Request, atlas: Atlas) -> Response:
    offer = agreed(request, (*GRAPHS, PAGE), request.query_params.get("format"))
    if offer is PAGE:
        return RedirectResponse("./", 303, {"Vary": "Accept"})
    return await in_thread(
        request, lambda how: answered(request, description.service(atlas, request, offer.format, how), offer)
    )


def _answer(request: Request, atlas: Atlas, asked: Question, how: How) -> Response:
    offer = agreed(request, (*offers_for(kind_of(asked.text)), PAGE), asked.format)
    tag = _tag(request, atlas, asked, offer)
    if held := unchanged(request, tag):
        return held
    how["dataset"] = asked.dataset
    answer = atlas.query(asked.text, "table" if offer is PAGE else offer.format, **how)
    return answered(request, answer, offer, tag)


def _tag(request: Request, atlas: Atlas, asked: Question, offer: Offer) -> str | None:
    """The tag of an answer, which follows from store and request; None for answers that caches must not keep."""
    if request.method == "POST" or _CHANGING.search(asked.text):
        return None
    manifest = atlas.store.manifest
    graphs = [graph for part in asked.dataset or () for graph in (*part, "")]
    return tagged(manifest["built"], manifest["fingerprint"], offer.media_type, asked.text, *graphs)
