"""What vis-network is given, and the page that stands alone."""

from __future__ import annotations

import json
import re

import pytest

from mlatlas.atlas import Atlas
from mlatlas.facts import Check, Condition, Ref
from mlatlas.picture.drawing import component_data, legend, legend_html, network, standalone
from mlatlas.picture.layout import positions
from mlatlas.picture.looks import LOOKS
from mlatlas.picture.neighbourhood import Graph, Picture
from mlatlas.terms import kb
from small_world import SUPPORTS, VPC, A, say

MARKUP = '<img src=x onerror="alert(1)"> <a href="https://evil.example">x</a></script>'
HOSTILE = Ref(kb("hostile"), MARKUP, "Feature")


@pytest.fixture
def hostile() -> Picture:
    return Graph([say(HOSTILE, SUPPORTS, VPC, note=MARKUP)], []).around([HOSTILE])


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, after WCAG 2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_nodes_lie_where_the_layout_says(atlas: Atlas) -> None:
    picture = atlas.neighbourhood(["dropout"])
    places = positions(picture)
    nodes = component_data(picture)["nodes"]
    assert {node["id"]: (node["x"], node["y"]) for node in nodes} == {
        iri: (place.x, place.y) for iri, place in places.items()
    }


def test_nothing_moves_by_itself(atlas: Atlas) -> None:
    options = component_data(atlas.map().picture)["options"]
    assert options["physics"] == {"enabled": False}
    assert options["edges"]["smooth"] is False


def test_the_data_is_json_of_the_size_of_a_picture(atlas: Atlas) -> None:
    assert len(json.dumps(component_data(atlas.neighbourhood(["amazon-sagemaker"])))) < 60_000


def test_a_denied_claim_is_dashed_and_says_so() -> None:
    (edge,) = component_data(Graph([say(A, SUPPORTS, VPC, holds=False)], []).around([A]))["edges"]
    assert edge["role"] == "denies"
    assert edge["dashes"]
    assert edge["caption"]["text"].startswith("✗")


def test_a_tooltip_tells_claim_condition_verdict_and_source() -> None:
    fact = say(A, SUPPORTS, VPC, condition=Condition("only on Mondays"), verdict="imprecise")
    (edge,) = network(Graph([fact], []).around([A])).edges
    assert edge["title"] == "A supports VPC (only on Mondays).\n≈ imprecise · Notes"


def test_hidden_neighbours_are_counted_on_the_label() -> None:
    many = [say(A, SUPPORTS, Ref(kb(f"n{number}"), f"N{number}", "Feature"), id=str(number)) for number in range(5)]
    nodes = component_data(Graph(many, []).around([A], limit=2))["nodes"]
    assert nodes[0]["label"] == "A +3"


def test_what_is_opened_has_a_thicker_border() -> None:
    nodes = network(Graph([say(A, SUPPORTS, VPC)], []).around([A])).nodes
    assert [node["borderWidth"] for node in nodes] == [3, 1.5]


def test_no_title_makes_pyvis_take_texts_for_html(hostile: Picture) -> None:
    net = network(hostile)
    titles = [entry["title"] for entry in (*net.nodes, *net.edges)]
    assert not any("href" in title.lower() for title in titles)
    assert "innerHTML = nodeData" not in standalone(hostile)


@pytest.mark.parametrize("kind", LOOKS)
def test_text_reads_on_every_fill_and_borders_stand_out(kind: str) -> None:
    assert contrast("#111111", LOOKS[kind].fill) >= 7
    assert contrast(LOOKS[kind].border, LOOKS[kind].fill) >= 3


def test_the_legend_has_what_is_on_the_picture_and_nothing_else() -> None:
    picture = Graph([say(A, SUPPORTS, VPC, holds=False)], []).around([A])
    assert [mark.name for mark in legend(picture)] == ["Option", "Capability", "✗ denies"]


def test_a_class_that_nobody_knows_is_drawn_as_other() -> None:
    strange = Ref(kb("strange"), "Strange", "Spaceship")
    picture = Graph([], []).around([strange])
    assert [mark.name for mark in legend(picture)] == ["Other"]
    assert "Other" in legend_html(picture)


def test_the_page_that_stands_alone_asks_nobody_for_anything(hostile: Picture) -> None:
    page = standalone(hostile, title=MARKUP)
    loaded = re.findall(r"<(?:script|link|img)\b[^>]*\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//[^>]*>", page)
    assert loaded == []
    assert "bootstrap" not in page.lower()
    assert "<img src=x" not in page
    assert page.count("<title>") == 1


def test_the_tooltip_of_a_line_tells_verdict_source_and_evidence() -> None:
    check = Check(
        "botocore 1.44.5, sagemaker", "x", "6", "6", "supporting", "agrees", "agrees with botocore 1.44.5: x = 6"
    )
    said = say(HOSTILE, SUPPORTS, VPC, checks=(check,))
    (edge,) = network(Graph([said], []).around([HOSTILE])).edges
    assert edge["title"].endswith("\n✓ confirmed · Notes\n✓ agrees with botocore 1.44.5: x = 6")
