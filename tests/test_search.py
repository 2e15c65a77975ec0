from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.atlas import Atlas
from mlatlas.facts import Ref
from mlatlas.search import Hit, How, Index, Labels, Name, merged
from mlatlas.terms import squash

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
    "PII": "pii-detection",
    "parqet": "apache-parquet",
    "bais": "bias-drift",
    "KMS": "customer-managed-key",
    "asyncronous infrence": "asynchronous-inference",
    "tuning hyperparamter": "hyperparameter-tuning",
}
#: Texts, and the way in which the first hit is found, with the reason that is shown.
REASONS = {
    "AMT": ("whole", "also called AMT"),
    "Dropout": ("whole", ""),
    "drpout": ("typo", "spelled nearly like Dropout"),
    "FastFile": ("whole", "in an API: FastFile"),
    "Apache Par": ("words", ""),
    "parket": ("typo", "spelled nearly like Parquet"),
}


@pytest.mark.parametrize("text", MEANT)
def test_the_meant_entity_is_among_the_first_three(atlas: Atlas, text: str) -> None:
    found = [hit.entity.slug for hit in atlas.search(text, limit=3)]
    assert MEANT[text] in found


@pytest.mark.parametrize("text", REASONS)
def test_a_hit_says_why_it_was_found(atlas: Atlas, text: str) -> None:
    best = atlas.search(text)[0]
    assert (best.how, best.reason) == REASONS[text]


def test_a_right_first_letter_counts_more_than_a_wrong_one() -> None:
    assert [one.label for one in Labels(["Marketo", "Parquet"]).search("parket")] == ["Parquet", "Marketo"]


def test_one_wrong_letter_in_a_word_beats_a_fragment_within_words() -> None:
    found = Labels(["SparkETLJob", "Parquet"]).search("parket")
    assert [(one.label, one.how) for one in found] == [("Parquet", "typo"), ("SparkETLJob", "inside")]
    assert Labels(["Spark ETL job"]).search("kETLj")[0].how == "inside"


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
    assert Labels(JOBS).search(text)[0].label == first


@pytest.mark.parametrize("text", ["", "???", "zzzzqqqq"])
def test_nonsense_is_like_no_label(text: str) -> None:
    assert Labels(JOBS).search(text) == []


@given(st.lists(st.text(max_size=12), max_size=30), st.text(max_size=40))
def test_every_label_is_found_by_its_own_name(labels: list[str], text: str) -> None:
    index = Labels(labels)
    for label in labels:
        if squash(label):
            best = index.search(label)[0]
            assert squash(best.label).replace(" ", "") == squash(label).replace(" ", "")
            assert best.how == "whole"
    assert all(0 <= found.score <= 1 for found in index.search(text))


def test_a_hundred_and_fifty_thousand_labels_are_searched_in_no_time() -> None:
    index = Labels(f"{name}{number}" for number in range(30_000) for name in JOBS)
    started = time.perf_counter()
    assert index.search("CreatTrainngJob12345", limit=10)[0].label.endswith("12345")
    assert time.perf_counter() - started < 0.3


def hit(name: str, how: How, score: float = 0.5) -> Hit:
    return Hit(Ref(name, name, "Shape"), score, name, how=how)


def order_of(first: list[Hit], second: list[Hit]) -> list[str]:
    return [found.entity.label for found in merged(first, second, 9)]


def test_hits_found_in_the_same_way_are_merged_by_kind_and_likenesses_by_score() -> None:
    first = [hit("whole", "whole"), hit("part", "words", 0.7), hit("like", "like", 0.1)]
    second = [hit("api whole", "whole"), hit("api part", "words", 0.9), hit("api like", "like", 0.2)]
    assert order_of(first, second) == ["whole", "api whole", "part", "api part", "api like", "like"]


def test_an_everyday_word_of_many_apis_hides_nothing() -> None:
    many = [hit(f"api {number}", "whole", 1.0) for number in range(5)]
    assert order_of([hit("part", "words")], many) == ["api 0", "api 1", "part", "api 2", "api 3", "api 4"]
