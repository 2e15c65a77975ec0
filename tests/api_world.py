"""Readers of made-up API models, for the tests of the elements of APIs."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from fake_models import JOBS
from mlatlas.api.reader import Reader, Rows
from mlatlas.resources import query_text
from mlatlas.sources.api_models import Model
from mlatlas.sources.api_triples import api_graph_of
from mlatlas.store import Row, bind, rows
from mlatlas.terms import PREFIXES

#: A part of a model that lists the same name in two services.
OTHER: Model = {
    "metadata": {"apiVersion": "2021-01-01", "serviceFullName": "Other jobs"},
    "operations": {"CreateJob": {"name": "CreateJob"}, "StopJob": {"name": "StopJob", "deprecated": True}},
    "shapes": {},
}


def rows_of(models: Mapping[str, Model]) -> Rows:
    """Answers the shipped queries from these models, by the name of their service."""
    store = ox.Store()
    for service, model in models.items():
        store.load(api_graph_of(service, model).content, format=ox.RdfFormat.N_QUADS)

    def answer(query: str, **given: str) -> list[Row]:
        text = bind(query_text(query), given)
        return rows(store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True))

    return answer


def reader_of(**models: Model) -> Reader:
    """A reader of these models, by the name of their service; of the jobs without any."""
    return Reader(rows_of(models or {"jobs": JOBS}))
