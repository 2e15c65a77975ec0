"""What the terminal shows of API models."""

from __future__ import annotations

import pytest
from rich.console import Console

from mlatlas.api_text import model_facts
from mlatlas.atlas import Atlas


@pytest.fixture(scope="module")
def lines(atlas: Atlas) -> list[str]:
    console = Console(width=80, no_color=True)
    with console.capture() as captured:
        console.print(model_facts(atlas.facts("sagemaker.CreateTrainingJob")))
    return [line.rstrip() for line in captured.get().splitlines()]


def test_the_title_names_the_element_and_the_version(lines: list[str]) -> None:
    assert lines[0] == "aws:sagemaker.operations.CreateTrainingJob"
    assert lines[1].startswith("as in botocore API model sagemaker 2017-07-24, ")


def test_a_path_that_all_share_stands_once(lines: list[str]) -> None:
    assert "Required input  shapes.CreateTrainingJobRequest.members" in lines
    assert "  requires OutputDataConfig: structure" in lines
    assert sum("shapes.CreateTrainingJobRequest.members" in line for line in lines) == 2  # required and optional


def test_lines_that_go_on_stay_under_their_heading(lines: list[str]) -> None:
    start = lines.index("Required input  shapes.CreateTrainingJobRequest.members")
    end = lines.index("Optional input  shapes.CreateTrainingJobRequest.members")
    assert all(line.startswith("  ") for line in lines[start + 1 : end])
    assert max(map(len, lines)) <= 80
