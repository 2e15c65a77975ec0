"""Which lines get words, and that these lie on no box and on no other words."""

from __future__ import annotations

import numpy as np
import pytest

from mlatlas.atlas import Atlas
from mlatlas.facts import Link, Ref
from mlatlas.picture import layout
from mlatlas.picture.captions import _boxes, _rooms, _segment, captions_of, lines_of
from mlatlas.picture.geometry import overlaps
from mlatlas.picture.neighbourhood import Graph
from mlatlas.terms import kb
from small_world import FORMAT, SUPPORTS, VPC, A, B, say


def test_one_line_joins_two_entities_however_many_edges_do() -> None:
    graph = Graph([say(A, SUPPORTS, VPC), say(A, SUPPORTS, VPC, id="other", holds=False)], [Link(VPC, A, "related to")])
    (line,) = lines_of(graph.around([A]))
    assert len(line.edges) == 3
    assert line.role == "denies"
    assert line.text == "✗ does not support"


@pytest.mark.parametrize(
    ("changes", "text"),
    [({}, "supports"), ({"holds": False}, "✗ does not support"), ({"verdict": "contradicted"}, "")],
)
def test_words_follow_polarity_and_verdict(changes: dict[str, object], text: str) -> None:
    (line,) = lines_of(Graph([say(A, SUPPORTS, VPC, **changes)], []).around([A]))
    assert line.text == text


def test_words_that_are_everywhere_are_left_out() -> None:
    many = [Ref(kb(f"n{number}"), f"N{number}", "Feature") for number in range(7)]
    facts = [say(A, SUPPORTS, other, id=other.slug) for other in many]
    denied = say(A, SUPPORTS, B, holds=False)
    picture = Graph([*facts, denied], []).around([A])
    lines = lines_of(picture)
    shown = captions_of(lines, picture, layout.positions(picture))
    assert [lines[number].text for number in shown] == ["✗ does not support"]


@pytest.mark.parametrize("opened", ["serverless-inference", "sagemaker-model-monitor", "amazon-sagemaker"])
def test_captions_lie_on_no_box_and_on_no_caption(opened: str, atlas: Atlas) -> None:
    picture = atlas.neighbourhood([opened])
    places = layout.positions(picture)
    lines, boxes = lines_of(picture), _boxes(picture, places)
    shown = captions_of(lines, picture, places)
    rooms = np.vstack(
        [_rooms(lines[number].text, _segment(lines[number], boxes), [words.at]) for number, words in shown.items()]
    )
    assert len(shown) >= 4
    assert not overlaps(rooms, np.vstack(list(boxes.values()))).any()
    assert overlaps(rooms, rooms).sum() == len(rooms)  # each only with itself


def test_a_denial_is_told_on_its_line(atlas: Atlas) -> None:
    picture = atlas.neighbourhood(["amazon-kendra"])
    shown = captions_of(lines_of(picture), picture, layout.positions(picture))
    assert "✗ lacks the\ncapability" in {words.text for words in shown.values()}


def test_half_way_captions_are_in_the_middle() -> None:
    picture = Graph([say(A, SUPPORTS, FORMAT)], []).around([A])
    shown = captions_of(lines_of(picture), picture, layout.positions(picture), half_way=True)
    assert [words.at for words in shown.values()] == [0.5]
