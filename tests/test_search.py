from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.atlas import Atlas
from mlatlas.facts import Ref
from mlatlas.search import Hit, Index, Labels, Name, merged, squash

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


# ── Very many labels ─────────────────────────────────────────────────────────

JOBS = ["CreateTrainingJob", "CreateTransformJob", "TrainingJob", "StopTrainingJob", "Job"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("CreateTrainingJob", "CreateTrainingJob"),
        ("trainingjob", "TrainingJob"),
        ("training job", "TrainingJob"),
        ("creat trainng job", "CreateTrainingJob"),
        ("transform", "CreateTransformJob"),
        ("jo", "Job"),
    ],
)
def test_the_meant_label_comes_first(text: str, first: str) -> None:
    assert Labels(JOBS).search(text)[0][0] == first


@pytest.mark.parametrize("text", ["", "???", "zzzzqqqq"])
def test_nonsense_is_like_no_label(text: str) -> None:
    assert Labels(JOBS).search(text) == []


@given(st.lists(st.text(max_size=12), max_size=30), st.text(max_size=40))
def test_every_label_is_found_by_its_own_name(labels: list[str], text: str) -> None:
    index = Labels(labels)
    for label in labels:
        if squash(label):
            best = index.search(label)[0]
            assert squash(best[0]).replace(" ", "") == squash(label).replace(" ", "")
    assert all(0 < score <= 1 for _, score in index.search(text))


def test_a_hundred_and_fifty_thousand_labels_are_searched_in_no_time() -> None:
    index = Labels(f"{name}{number}" for number in range(30_000) for name in JOBS)
    started = time.perf_counter()
    assert index.search("CreatTrainngJob12345", limit=10)[0][0].endswith("12345")
    assert time.perf_counter() - started < 0.3


def test_equally_good_hits_are_merged_by_kind_and_likenesses_by_score() -> None:
    def hit(name: str, score: float) -> Hit:
        return Hit(Ref(name, name, "Shape"), score, name)

    first = [hit("whole", 0.98), hit("part", 0.7), hit("like", 0.5)]
    second = [hit("api whole", 1.0), hit("api part", 0.9), hit("api like", 0.6)]
    order = [found.entity.label for found in merged(first, second, 6)]
    assert order == ["whole", "api whole", "part", "api part", "api like", "like"]
