"""The picture of Explore as files: each in its format, with the graph's version and the sources of what is shown."""

from __future__ import annotations

import csv
import io

import pytest
import rdflib

from mlatlas.app import explore_share
from mlatlas.atlas import Atlas
from mlatlas.picture import layout
from mlatlas.picture.neighbourhood import Edge, Picture
from mlatlas.picture.svg import sources
from mlatlas.terms import STMT

OPERATION = "aws:sagemaker.operations.CreateTrainingJob"


@pytest.fixture(scope="module")
def picture(atlas: Atlas) -> Picture:
    return atlas.neighbourhood(["serverless-inference"])


def told(picture: Picture) -> list[Edge]:
    """The edges of a picture, those in groups too."""
    return [one for edge in picture.edges for one in (edge.members or (edge,))]


def written(atlas: Atlas, form: str, picture: Picture) -> str:
    return explore_share.written(atlas, form, picture, layout.positions(picture)).decode()


@pytest.mark.parametrize("form", explore_share.FORMS)
def test_each_file_names_the_graph_and_its_sources(form: str, atlas: Atlas, picture: Picture) -> None:
    text = written(atlas, form, picture)
    assert atlas.name in text
    first = sources(picture.edges)[0]
    assert first.split(": ")[0] in text or form == "csv"


def test_turtle_has_the_statements_that_are_shown_and_no_others(atlas: Atlas, picture: Picture) -> None:
    graph = rdflib.Graph().parse(data=written(atlas, "turtle", picture), format="turtle")
    shown = {STMT + edge.statement.id for edge in told(picture) if edge.statement is not None}
    subject = rdflib.URIRef("https://w3id.org/mlatlas/ontology#subject")
    assert {str(one) for one in graph.subjects(subject)} == shown
    derived = rdflib.URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert all((rdflib.URIRef(one), derived, None) in graph for one in shown)


def test_csv_has_a_row_for_each_fact_and_link(atlas: Atlas, picture: Picture) -> None:
    rows = list(csv.DictReader(io.StringIO(written(atlas, "csv", picture))))
    statements = {edge.statement.id for edge in told(picture) if edge.statement is not None}
    links = [edge for edge in told(picture) if edge.statement is None]
    assert {row["id"] for row in rows if row["id"]} == statements
    assert len(rows) == len(statements) + len(links)
    assert all(row["sources"] for row in rows if row["id"])


def test_html_loads_nothing(atlas: Atlas, picture: Picture) -> None:
    page = written(atlas, "html", picture)
    head = page[: page.index("<script")] + page[page.rindex("</script>") :]
    assert "http" not in head.replace("https://w3id.org", "")
    assert "cdnjs" not in page
    assert "bootstrap" not in page.casefold().split("<body>")[0]


@pytest.mark.parametrize("form", explore_share.FORMS)
def test_the_map_and_an_operation_can_be_kept_too(form: str, atlas: Atlas) -> None:
    assert written(atlas, form, atlas.map().picture)
    assert "CreateTrainingJob" in written(atlas, form, atlas.neighbourhood([OPERATION]))
