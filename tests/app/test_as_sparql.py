"""The queries behind the pages: about the right things, with answers, and safe in an address."""

from __future__ import annotations

import html
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from mlatlas.app import as_sparql
from mlatlas.app.query_state import read
from mlatlas.atlas import Atlas
from mlatlas.choose.records import Decision, Requirement
from mlatlas.terms import aws, kb

CREATE, TRANSFORM = aws("sagemaker", "operations.CreateTrainingJob"), aws("sagemaker", "operations.CreateTransformJob")
SERVERLESS, ASYNC = kb("serverless-inference"), kb("asynchronous-inference")
QUERIES = {
    "entity": as_sparql.entity(SERVERLESS),
    "element": as_sparql.entity(CREATE),
    "service": as_sparql.entity(aws("sagemaker")),
    "comparison": as_sparql.comparison([SERVERLESS, ASYNC]),
    "operations": as_sparql.comparison([CREATE, TRANSFORM]),
    "shapes": as_sparql.comparison([aws("sagemaker", "shapes.TrainingJobName"), aws("sagemaker", "shapes.Tag")]),
    "picture": as_sparql.picture([SERVERLESS, ASYNC]),
    "picture of an API": as_sparql.picture([CREATE]),
    "topics": as_sparql.picture([]),
}
EACH = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)


@EACH
def test_it_has_an_answer(query: str, atlas: Atlas) -> None:
    assert atlas.query(query, "table").rows


@EACH
def test_it_runs_on_any_engine(query: str) -> None:
    ox.Store().query(query)


@EACH
def test_its_address_gives_it_back(query: str) -> None:
    parameters = parse_qs(urlsplit(as_sparql.address(query)).query)
    assert read({name: values[0] for name, values in parameters.items()}) == (query, [])


def test_an_entity_is_shown_as_on_its_page(atlas: Atlas) -> None:
    answer = atlas.query(QUERIES["entity"], "table")
    facts = {row[0].value for row in answer.rows if row[0]}
    assert facts == {
        said.fact for said in (*atlas.facts("serverless-inference"), *atlas.mentions("serverless-inference"))
    }


def test_a_comparison_is_about_its_things_only(atlas: Atlas) -> None:
    answer = atlas.query(QUERIES["comparison"], "table")
    things = {term.value for row in answer.rows if (term := row[answer.variables.index("thing")])}
    assert things == {SERVERLESS, ASYNC}


@pytest.mark.parametrize("iri", ["http://x/> } DROP ALL", "http://x/{", "http://x/a b"])
def test_what_is_no_iri_is_refused(iri: str) -> None:
    with pytest.raises(ValueError, match="no IRI"):
        as_sparql.entity(iri)


def test_a_link_is_escaped() -> None:
    link = as_sparql.link("ASK { 'a&b' ?p '<b>' }", "<As> SPARQL")
    assert "<b>" not in link
    assert html.escape("<As> SPARQL") in link


ASKED = ["processing time >= 2 min", "latency class = near real time", "vpc = yes", "cost when idle = none"]


def test_a_decision_is_reached_by_sparql_too(atlas: Atlas) -> None:
    decision = atlas.choose("inference-option", ASKED)
    answer = atlas.query(as_sparql.decision(decision), "table")
    found: dict[tuple[str, str], set[str]] = {}
    for row in answer.rows:
        said = {name: term.value for name, term in zip(answer.variables, row, strict=True) if term}
        if "condition" not in said:
            found.setdefault((said["option"], said["requirement"]), set()).add(said.get("meets", "says nothing"))
    for judgement in decision.judgements:
        for reason in judgement.reasons:
            meets = found.get((judgement.option.iri, reason.requirement.text), set())
            assert ("true" in meets) is (reason.outcome == "fits"), reason
            assert ("false" in meets) is (reason.outcome == "fails"), reason


def test_what_was_typed_stays_a_text(atlas: Atlas) -> None:
    known = atlas.options("inference-option").requirements(["vpc = yes"])[0].criterion
    typed = Requirement(known, "=", 'a" } # \\ \n <http://x/>')
    decision = Decision("", "", (typed,), atlas.choose("inference-option", ["vpc"]).judgements)
    ox.Store().query(as_sparql.decision(decision))
