from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.atlas import Atlas
from mlatlas.facts import Ref
from mlatlas.search import Index, Name

#: What people type, and the entity they mean.
MEANT = {
    "serverles": "serverless-inference",
    "servless inference": "serverless-inference",
    "sagemaker": "amazon-sagemaker",
    "AMT": "sagemaker-automatic-model-tuning",
    "hyperparamter tuning": "hyperparameter-tuning",
    "PDP": "partial-dependence-plot",
    "DPL": "difference-in-proportions-of-labels",
    "shap": "shapley-values",
    "IDENTICAL_DATA_AND_ALGORITHM": "identical-data-and-algorithm",
    "modelbiasmonitor": "model-bias-monitor",
    "parket": "apache-parquet",
    "databrew": "aws-glue-databrew",
    "fastfile": "fast-file-mode",
    "comprehnd": "amazon-comprehend",
    "VPC": "vpc-configuration",
    "f1": "f1-score",
    "clarify": "sagemaker-clarify",
    "drop out": "dropout",
}


@pytest.mark.parametrize("text", MEANT)
def test_the_meant_entity_is_among_the_first_three(atlas: Atlas, text: str) -> None:
    found = [hit.entity.slug for hit in atlas.search(text, limit=3)]
    assert MEANT[text] in found


def test_an_exact_label_comes_first(atlas: Atlas) -> None:
    wrong = {
        e.label: atlas.search(e.label)[0].entity.label
        for e in atlas.entities()
        if atlas.search(e.label)[0].entity != e.ref
    }
    assert wrong == {}


def test_a_class_narrows_the_search(atlas: Atlas) -> None:
    found = atlas.search("inference", kind="Option")
    assert found
    assert {hit.entity.kind for hit in found} == {"Option"}


@pytest.mark.parametrize("text", ["", "   ", "???", "zzzzqqqqxxxx"])
def test_nonsense_finds_nothing(atlas: Atlas, text: str) -> None:
    assert atlas.search(text) == []


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    ref = Ref("https://w3id.org/mlatlas/id/dropout", "Dropout", "Technique")
    for hit in Index([Name("Dropout", "prefLabel", ref)]).search(text):
        assert 0 < hit.score <= 1
