"""Choosing from the real graph: scenarios that were worked out by hand from the sources first."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from mlatlas.atlas import Atlas
from mlatlas.errors import BadRequest
from mlatlas.terms import kb


class Scenario(NamedTuple):
    """A choice, what is required, and the slugs of the options that fit, the conditional ones behind a `?`."""

    choice: str
    require: tuple[str, ...]
    fitting: tuple[str, ...]


SCENARIOS = {
    "video files from a queue": Scenario(
        "inference-option",
        ("payload >= 300 MB", "processing time >= 2 min", "latency class = near-real-time"),
        ("asynchronous-inference",),
    ),
    "a chatbot that is busy at the end of the month": Scenario(
        "inference-option",
        ("traffic = intermittent", "cost when idle = none", "instance choice = no", "payload >= 3 MB"),
        ("serverless-inference",),
    ),
    "large scans on GPUs now and then": Scenario(
        "inference-option",
        ("GPU = yes", "cost when idle = none", "payload >= 200 MB", "processing time >= 10 min"),
        ("asynchronous-inference?",),
    ),
    "thousands of models in a private network": Scenario(
        "inference-option",
        ("multi-model = yes", "VPC = yes", "latency class = real time", "payload >= 20 MB"),
        ("real-time-inference",),
    ),
    "results to S3, with the data captured, on GPUs": Scenario(
        "inference-option", ("results go to = Amazon S3", "data capture = yes", "GPU = yes"), ("batch-transform",)
    ),
    "training begins before the data is there": Scenario(
        "training-input-mode",
        ("data in S3 = yes", "early start = yes", "code change = no", "VPC needed = no"),
        ("fast-file-mode",),
    ),
    "labels in an augmented manifest": Scenario(
        "training-input-mode", ("augmented manifest = yes", "disk for whole dataset = no"), ("pipe-mode",)
    ),
    "one way of reading for processing and training": Scenario(
        "training-input-mode", ("file system access = yes", "processing jobs = yes"), ("file-mode",)
    ),
    "data that does not fit on the disk": Scenario(
        "training-input-mode",
        ("data in S3 = yes", "disk for whole dataset = no", "file system access = yes"),
        ("fast-file-mode", "fsx-for-lustre-file-system?"),
    ),
    "gzip on one's own machine": Scenario("training-input-mode", ("local mode = yes", "gzip input = yes"), ()),
    "unfair in nightly jobs": Scenario(
        "what-to-monitor", ("detects = bias", "batch transform = yes"), ("model-bias-monitor",)
    ),
    "no labels, own preprocessing, 45 minutes": Scenario(
        "what-to-monitor",
        ("ground truth = no", "own preprocessing = yes", "job runtime >= 45 min"),
        ("default-model-monitor",),
    ),
    "other features drive the predictions": Scenario(
        "what-to-monitor",
        ("detects = feature attribution drift", "ground truth = no", "SHAP config = yes"),
        ("model-explainability-monitor",),
    ),
    "reasons with every prediction": Scenario(
        "explanation-method", ("explains = single prediction", "online = yes"), ("kernel-shap",)
    ),
    "a forecast explained": Scenario(
        "explanation-method", ("data kind = time series", "Clarify = yes"), ("asymmetric-shapley-values",)
    ),
    "importance without another call of the model": Scenario(
        "explanation-method",
        ("explains = whole model", "further predictions = no"),
        ("impurity-based-importance",),
    ),
    "labels but no model yet": Scenario(
        "bias-metric",
        ("stage = before training", "needs labels = yes", "shows direction = yes", "needs subgroups = no"),
        ("difference-in-proportions-of-labels",),
    ),
    "no labels yet": Scenario("bias-metric", ("stage = before training", "needs labels = no"), ("class-imbalance-ci",)),
    "the four-fifths rule": Scenario(
        "bias-metric", ("stage = after training", "needs labels = no", "compares as = ratio"), ("disparate-impact",)
    ),
    "nobody knows the groups": Scenario("bias-metric", ("needs groups = no",), ("generalized-entropy",)),
    "scores without a threshold": Scenario(
        "evaluation-metric",
        ("problem type = classification", "needs scores = yes", "Autopilot objective = yes"),
        ("roc-auc",),
    ),
    "a regression metric where more is better": Scenario(
        "evaluation-metric", ("problem type = regression", "better when = higher"), ("r-squared",)
    ),
    "nested events for Clarify and batch transform": Scenario(
        "data-format", ("Clarify = yes", "splits in batch transform = yes", "nested data = yes"), ("json-lines",)
    ),
    "XGBoost on files that say what is in them": Scenario(
        "data-format", ("XGBoost = yes", "schema in the file = yes", "splittable = yes"), ("apache-parquet",)
    ),
    "columns that will be removed": Scenario(
        "data-format",
        ("Athena = yes", "DataBrew = yes", "layout = columnar", "remove columns = yes"),
        ("apache-parquet?", "apache-orc?"),
    ),
    "one setting cannot be both": Scenario("data-format", ("rename columns = yes", "remove columns = yes"), ()),
    "recordings to text, personal data masked": Scenario(
        "ai-service", ("input = speech", "PII redaction = yes", "preparation = no"), ("amazon-transcribe",)
    ),
    "scanned documents with human review": Scenario(
        "ai-service",
        ("input = document file", "human review = yes", "customer-managed key = yes"),
        ("amazon-textract",),
    ),
    "sentiment inside one's own VPC": Scenario(
        "ai-service",
        ("task = sentiment analysis", "VPC = yes", "customer-managed key = yes"),
        ("amazon-comprehend",),
    ),
}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_the_program_comes_to_what_was_worked_by_hand(atlas: Atlas, scenario: Scenario) -> None:
    decision = atlas.choose(scenario.choice, scenario.require)
    signs = {"fits": "", "conditional": "?"}
    found = {f"{j.option.slug}{signs[j.outcome]}" for j in decision.judgements if j.outcome in signs}
    assert found == set(scenario.fitting)
    assert bool(decision.relaxations) is not bool(found)
    assert all(len(judgement.reasons) == len(scenario.require) for judgement in decision.judgements)


def test_every_reason_has_a_source(atlas: Atlas) -> None:
    for scenario in SCENARIOS.values():
        for judgement in atlas.choose(scenario.choice, scenario.require).judgements:
            for reason in judgement.reasons:
                assert (reason.outcome == "unknown") or reason.sources, reason


def test_the_reasons_against_the_other_three(atlas: Atlas) -> None:
    asked = SCENARIOS["video files from a queue"]
    decision = atlas.choose(asked.choice, asked.require)
    against = {j.option.slug: [r.text for r in j.because("fails")] for j in decision.judgements}
    assert against["asynchronous-inference"] == []
    assert "max. 4 MB per request, 296 MB short" in against["serverless-inference"]
    assert "max. 60 seconds per request, 1 min short" in against["real-time-inference"]
    assert len(against["batch-transform"]) == 2


def test_what_excludes_itself_is_said(atlas: Atlas) -> None:
    asked = SCENARIOS["one setting cannot be both"]
    decision = atlas.choose(asked.choice, asked.require)
    parquet = next(each for each in decision.judgements if each.option.slug == "apache-parquet")
    assert parquet.outcome == "fails"
    assert parquet.clash is not None


def test_a_class_can_be_chosen_from(atlas: Atlas) -> None:
    decision = atlas.choose("Feature", ["has the capability = bias detection"])
    assert len(decision.judgements) == len(atlas.entities("Feature"))
    assert atlas.options("data format").subject.kind in {"Choice", "Class"}


def test_what_is_no_choice_gets_a_sentence(atlas: Atlas) -> None:
    with pytest.raises(BadRequest, match="there is no choice or class 'colour': choose from ai-service"):
        atlas.options("colour")
    with pytest.raises(BadRequest, match="there is no choice or class 'Dropout'"):
        atlas.options("Dropout")


def test_a_choice_goes_by_all_its_names(atlas: Atlas) -> None:
    for name in ("inference-option", "Inference option", "deployment option", kb("inference-option")):
        assert atlas.options(name).subject.slug == "inference-option"


def test_choices_have_criteria_in_their_order(atlas: Atlas) -> None:
    choices = {choice.entity.slug: choice for choice in atlas.choices()}
    names = [criterion.name for criterion in choices["inference-option"].criteria]
    assert names[:5] == ["payload", "processing time", "latency class", "cost when idle", "VPC"]
