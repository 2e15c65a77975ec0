"""The picture of Explore as files: to keep, to print, and to go on with elsewhere.

Each file says which graph it is from, with its version, and what its facts are taken from.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from mlatlas import exchange
from mlatlas.api.elements import is_element
from mlatlas.app import as_sparql
from mlatlas.app.components import picture_file
from mlatlas.app.result_files import file_name
from mlatlas.atlas import Atlas
from mlatlas.picture import drawing
from mlatlas.picture.geometry import Point
from mlatlas.picture.graphml import graphml
from mlatlas.picture.growth import GROUP
from mlatlas.picture.neighbourhood import Edge, Picture
from mlatlas.picture.svg import about, sources, svg
from mlatlas.terms import STMT

Places = Mapping[str, Point]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the picture: what its button says, its media type, the end of its name, and how it is written."""

    label: str
    media_type: str
    suffix: str
    write: Callable[[Atlas, Picture, Places], bytes]


def _svg(atlas: Atlas, picture: Picture, places: Places) -> bytes:
    return svg(picture, places, atlas.name).encode()


def _html(atlas: Atlas, picture: Picture, places: Places) -> bytes:
    return drawing.standalone(picture, atlas.name, places, sources(_edges(picture))).encode()


def _graphml(atlas: Atlas, picture: Picture, places: Places) -> bytes:
    return graphml(picture, places, about(picture, atlas.name))


def _turtle(atlas: Atlas, picture: Picture, _places: Places) -> bytes:
    """The statements and names of what is shown, as RDF. What nobody states of an API's element has no statement."""
    claims = {edge.statement.id: edge.statement for edge in _edges(picture) if edge.statement is not None}
    own = [STMT + id_ for id_, claim in claims.items() if not is_element(claim.subject.iri)]
    things = [node.ref.iri for node in picture.nodes if node.ref.kind != GROUP]
    answer = atlas.query(as_sparql.shown(own, things), "turtle")
    return f"# {about(picture, atlas.name)}\n".encode() + answer.content


def _csv(atlas: Atlas, picture: Picture, _places: Places) -> bytes:
    """One row for each fact and link that is shown, as `mlatlas facts` writes them; the last column says the graph."""
    columns = exchange.statement_columns()
    rows: dict[str, list[object]] = {}
    for edge in _edges(picture):
        row = exchange.statement_row(edge.statement) if edge.statement else _link(edge)
        key = edge.statement.id if edge.statement else edge.key
        rows[key] = [*(exchange.cell(row.get(name)) for name in columns), atlas.name]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([[*columns, "graph"], *rows.values()])
    return out.getvalue().encode()


def _edges(picture: Picture) -> list[Edge]:
    """The edges of a picture, those in a group each by itself."""
    return [one for edge in picture.edges for one in (edge.members or (edge,))]


def _link(edge: Edge) -> dict[str, object]:
    return {
        "subject": edge.source.iri,
        "subject_label": edge.source.label,
        "property_label": edge.label,
        "object": edge.target.iri,
        "object_label": edge.target.label,
    }


FORMS: Final = {
    "svg": Form("SVG", "image/svg+xml", "svg", _svg),
    "html": Form("HTML", "text/html", "html", _html),
    "graphml": Form("GraphML", "application/graphml+xml", "graphml", _graphml),
    "turtle": Form("Turtle", "text/turtle", "ttl", _turtle),
    "csv": Form("CSV", "text/csv", "csv", _csv),
}


def written(atlas: Atlas, form: str, picture: Picture, places: Places) -> bytes:
    """The picture in a form (one of `FORMS`)."""
    return FORMS[form].write(atlas, picture, places)


def show(atlas: Atlas, picture: Picture, places: Places, title: str) -> None:
    """Buttons for all forms; a file is written when somebody asks for it."""
    st.caption("The address of this page shows anybody the same. As a file, exactly as shown:")
    with st.container(horizontal=True, gap="small"):
        for name, form in FORMS.items():
            st.download_button(
                form.label, partial(written, atlas, name, picture, places), key=f"explore-file-{name}",
                file_name=file_name(atlas.store.manifest, title, form.suffix), mime=form.media_type, on_click="ignore",
            )  # fmt: skip
    png = file_name(atlas.store.manifest, title, "png")
    picture_file.show(key="explore-png", svg=partial(svg, picture, places, atlas.name), file_name=png)
