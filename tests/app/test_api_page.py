"""The page of an API's element."""

from __future__ import annotations

import time

import pytest

from mlatlas.app.api_page import page_of, shortened
from mlatlas.app.entity_page import Page, Section
from mlatlas.app.entity_page import page_of as entity_page
from mlatlas.atlas import Atlas


def section(page: Page, heading: str) -> Section:
    return next(section for section in page.sections if section.heading.startswith(heading))


def test_an_operation_tells_required_members_errors_and_where_it_is_described(atlas: Atlas) -> None:
    page = page_of(atlas, "aws:sagemaker.operations.CreateTrainingJob")
    assert (page.kind, page.literals) == ("Operation", ("sagemaker.CreateTrainingJob",))
    assert page.definition.startswith("Starts a model training job.")
    assert [topic.label for topic in page.topics] == ["Amazon SageMaker Service"]
    required = {fact.text: fact.after for fact in section(page, "Required input (").facts}
    assert required["TrainingJobName"].startswith("string, 1 to 63 characters")
    assert "may fail with" in {fact.before for fact in section(page, "Output and errors").facts}
    assert [fact.text for fact in section(page, "Described in the atlas").facts] == ["Training job"]


def test_everything_stands_in_one_model_which_is_told_once(atlas: Atlas) -> None:
    page = page_of(atlas, "aws:sagemaker.shapes.TrainingJobName")
    grounded = [fact.grounds for section in page.sections for fact in section.facts if fact.grounds]
    (source,) = [cited.text for grounds in grounded for cited in grounds.sources]
    assert source.endswith(": shapes.TrainingJobName")
    assert "botocore API model sagemaker" in source


def test_a_shape_tells_bounds_and_uses(atlas: Atlas) -> None:
    page = page_of(atlas, "aws:sagemaker.shapes.TrainingJobName")
    assert ("length", "max. 63 characters") in {(fact.before, fact.text) for fact in section(page, "Limits").facts}
    uses = section(page, "Where TrainingJobName is used")
    assert "CreateTrainingJobRequest.TrainingJobName" in {fact.text for fact in uses.facts}


def test_values_stand_together_and_many_uses_are_counted(atlas: Atlas) -> None:
    modes = page_of(atlas, "aws:sagemaker.shapes.TrainingInputMode")
    assert section(modes, "Values (3)").facts[0].text == "FastFile, File, Pipe"
    text = section(page_of(atlas, "aws:quicksight.shapes.String"), "Where String is used")
    assert len(text.facts) == 41
    assert text.facts[-1].text.endswith(" more")


def test_an_entity_names_its_api_elements(atlas: Atlas) -> None:
    page = entity_page(atlas, "batch-transform")
    assert [fact.text for fact in section(page, "In the API").facts] == ["CreateTransformJob"]


@pytest.mark.parametrize(
    "slug",
    ["aws:sagemaker", "aws:sagemaker.operations.CreateTrainingJob", "aws:quicksight.shapes.String"],
)
def test_a_page_is_made_at_once(atlas: Atlas, slug: str) -> None:
    page_of(atlas, slug)
    started = time.perf_counter()
    page_of(atlas, slug)
    assert time.perf_counter() - started < 0.2


def test_long_texts_end_with_a_word() -> None:
    text = "word " * 300
    assert len(shortened(text)) <= 480
    assert shortened(text).endswith("word …")
    assert shortened("One. " * 10, 20) == "One. One. One. …"
    assert shortened("short") == "short"
