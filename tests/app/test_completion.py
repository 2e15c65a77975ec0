"""What the editor completes: the graph's own terms at once, names of APIs by what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlatlas.app.completion import api_terms, completion
from mlatlas.atlas import Atlas
from mlatlas.sparql.fixes import unknown
from mlatlas.terms import ATLAS, KB, PREFIXES


def test_everything_is_there_once(atlas: Atlas) -> None:
    found = completion(atlas)
    names = [term[0] for term in found.terms]
    assert len(set(names)) == len(names)
    assert {"kb:dropout", "atlas:memory", "atlas:Limit", "skos:prefLabel", "unit:GigaBYTE"} <= set(names)
    assert {"SELECT", "COUNT"} <= set(found.words)
    assert [prefix for prefix, _ in found.prefixes] == [f"{prefix}:" for prefix in PREFIXES]


def test_terms_say_what_they_are(atlas: Atlas) -> None:
    found = {name: (label, about, kind) for name, label, about, kind in completion(atlas).terms}
    assert found["kb:dropout"][:2] == ("Dropout", "Dropout · Technique")
    assert "Working memory" in found["atlas:memory"][1]
    assert (found["atlas:Limit"][2], found["atlas:memory"][2]) == ("class", "")


def test_every_term_has_a_prefix_that_the_editor_knows(atlas: Atlas) -> None:
    names = [term[0] for term in completion(atlas).terms if ":" in term[0]]
    assert {name.partition(":")[0] for name in names} <= set(PREFIXES)
    query = f"ASK {{ {' '.join(name for name in names if name.startswith(('kb:', 'atlas:')))} }}"
    assert [one.name for one in unknown(query, [ATLAS], lambda _: False, lambda _: [])]
    assert not unknown(query, [KB], lambda iri: atlas.knows(iri.removeprefix(KB)), lambda _: [])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("CreateTrainingJo", "aws:sagemaker.operations.CreateTrainingJob"),
        ("aws:sagemaker.shapes.TrainingJobNam", "aws:sagemaker.shapes.TrainingJobName"),
        ("InvokeEndpoint", "aws:sagemaker-runtime.operations.InvokeEndpoint"),
    ],
)
def test_names_of_apis_are_found_by_their_start(atlas: Atlas, typed: str, first: str) -> None:
    assert api_terms(atlas, typed)[0][0] == first


def test_a_path_narrows_to_itself(atlas: Atlas) -> None:
    found = api_terms(atlas, "aws:glue.operations.Create")
    assert found
    assert all(term[0].startswith("aws:glue.operations.Create") for term in found)


@settings(deadline=None)  # the first text waits for the index
@given(st.text(max_size=40))
def test_nothing_typed_is_too_strange(atlas: Atlas, typed: str) -> None:
    assert all(name.startswith("aws:") for name, *_ in api_terms(atlas, typed))
