"""A decision as a picture: three columns, shared reasons, nothing on top of anything."""

from __future__ import annotations

import numpy as np
import pytest

from mlatlas.atlas import Atlas
from mlatlas.picture.decision import MOST_OPTIONS, MOST_REASONS, options_at, picture, positions
from mlatlas.picture.drawing import component_data
from mlatlas.picture.geometry import overlaps
from mlatlas.picture.layout import node_box
from mlatlas.picture.neighbourhood import Picture
from small_choice import choose, when
from small_world import SUPPORTS, TIME, VPC, A, B, C, say

WORLD = [
    say(A, TIME, (60, "SEC")), say(A, SUPPORTS, VPC),
    say(B, TIME, (60, "SEC")), say(B, SUPPORTS, VPC, condition=when("in a subnet")),
    say(C, TIME, (30, "SEC")),
]  # fmt: skip
BIAS = ["stage = After training", "needs labels = no", "shows direction = yes", "detects = Label imbalance"]
INFERENCE = ["payload >= 4 MB", "payload <= 6 MB", "processing time >= 1 min", "vpc", "gpu", "cost when idle = none"]


def _named(shown: Picture, kind: str) -> list[str]:
    return [node.ref.label for node in shown.nodes if node.ref.kind == kind]


def test_what_is_said_of_several_options_is_one_box() -> None:
    shown = picture(choose(WORLD, "time >= 45 s", "vpc"))
    assert _named(shown, "Requirement") == ["time ≥ 45 s", "vpc: yes"]
    assert _named(shown, "Option") == ["✓ A", "◐ B", "✗ C"]
    assert _named(shown, "Reason") == [
        "✓ max. 60 SEC, 15 s to spare", "✗ max. 30 SEC, 15 s short",
        "✓ supports VPC", "◐ supports VPC, in a subnet", "? not stated",
    ]  # fmt: skip
    assert options_at(shown, "reason:0") == {A.iri, B.iri}
    assert options_at(shown, "requirement:1") == {A.iri, B.iri, C.iri}
    assert options_at(shown, C.iri) == {C.iri}


def test_lines_are_drawn_by_outcome_and_tell_why() -> None:
    shown = picture(choose(WORLD, "vpc"))
    edges = component_data(shown, positions(shown), bent=True)["edges"]
    assert {edge["role"] for edge in edges} == {"fits", "conditional", "unknown"}
    assert all(edge["caption"] is None for edge in edges)
    assert "B, vpc: yes: ◐ supports VPC, in a subnet" in [edge["title"] for edge in edges]


def test_requirements_reasons_and_options_stand_in_columns() -> None:
    shown = picture(choose(WORLD, "time >= 45 s", "vpc"))
    places = positions(shown)
    columns = {
        kind: [places[node.ref.iri].x for node in shown.nodes if node.ref.kind == kind]
        for kind in ("Requirement", "Reason", "Option")
    }
    assert max(columns["Requirement"]) < min(columns["Reason"]) <= max(columns["Reason"]) < min(columns["Option"])
    heights = [places[option.iri].y for option in (A, B, C)]
    assert heights == sorted(heights)


def test_without_requirements_the_options_are_there() -> None:
    shown = picture(choose(WORLD))
    assert len(shown.nodes) == len(positions(shown)) == 3
    assert not shown.edges


@pytest.mark.parametrize(
    ("choice", "asked"),
    [("bias-metric", BIAS), ("inference-option", INFERENCE), ("ai-service", ["custom model = yes"])],
)
@pytest.mark.parametrize("count", [0, 1, 2, 8])
def test_no_box_lies_on_another_and_there_are_never_too_many(
    choice: str, asked: list[str], count: int, atlas: Atlas
) -> None:
    shown = picture(atlas.choose(choice, asked[:count]))
    options = [node for node in shown.nodes if node.ref.kind not in {"Requirement", "Reason"}]
    assert len(options) <= MOST_OPTIONS
    assert len(_named(shown, "Reason")) <= max(MOST_REASONS, 4 * count)
    places, boxes = positions(shown), [node_box(node, shown) for node in shown.nodes]
    rows = np.array([
        [places[node.ref.iri].x, places[node.ref.iri].y, box.width, box.height]
        for node, box in zip(shown.nodes, boxes, strict=True)
    ])  # fmt: skip
    assert not np.triu(overlaps(rows, rows), 1).any()


def test_too_many_reasons_are_counted(atlas: Atlas) -> None:
    shown = picture(atlas.choose("inference-option", INFERENCE))
    if len(_named(shown, "Reason")) < 2 * len(INFERENCE):
        assert all(label.split()[-1] in {"option", "options"} for label in _named(shown, "Reason"))
    assert "✓ meets it: 4 options" in _named(shown, "Reason")
