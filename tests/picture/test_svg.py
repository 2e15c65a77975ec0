"""A picture as SVG and GraphML: everything shown is there, nothing of the data becomes markup, the graph is named."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from mlatlas.atlas import Atlas
from mlatlas.facts import Link, Ref
from mlatlas.picture import layout
from mlatlas.picture.graphml import graphml
from mlatlas.picture.neighbourhood import Graph, Picture
from mlatlas.picture.svg import about, sources, svg
from mlatlas.terms import kb

NAME = "ML Atlas 9.9, built today"
SVG = "{http://www.w3.org/2000/svg}"
STRANGE = [
    "<img src=x onerror=alert(1)>",
    "a & b",
    "שלום עולם",
    "\x00\x1b[0m",
    "x" * 5000,
    "]]>",
    "\ud83d\ude00 \u202e",
]


def tree(picture: Picture) -> ET.Element:
    return ET.fromstring(svg(picture, layout.positions(picture), NAME))  # noqa: S314 - written by ourselves


def texts(root: ET.Element) -> str:
    return " ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))


@pytest.fixture(scope="module")
def picture(atlas: Atlas) -> Picture:
    return atlas.neighbourhood(["serverless-inference"])


def test_it_has_every_box_line_and_the_graphs_name(picture: Picture) -> None:
    root = tree(picture)
    assert len(list(root.iter(f"{SVG}line"))) == len({frozenset((e.source.iri, e.target.iri)) for e in picture.edges})
    shown = texts(root)
    assert all(node.ref.label.split()[0] in shown for node in picture.nodes)
    assert NAME in shown


def test_it_says_what_its_facts_are_taken_from(picture: Picture) -> None:
    told = tree(picture).findtext(f"{SVG}desc") or ""
    assert told == about(picture, NAME)
    cited = sources(picture.edges)
    assert cited
    assert all(source in told for source in cited)


def test_all_of_it_lies_inside_the_frame(picture: Picture) -> None:
    root = tree(picture)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    for box in list(root.iter(f"{SVG}rect"))[1:]:
        x, y, w, h = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        assert left <= x
        assert top <= y
        assert x + w <= left + width
        assert y + h <= top + height


@pytest.mark.parametrize("label", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_label_stays_text(label: str) -> None:
    one, other = Ref(kb("one"), label, "Feature"), Ref(kb("other"), "Other", "Metric")
    picture = Graph([], [Link(one, other, label)]).around([one])
    root = tree(picture)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg", "title", "desc", "rect", "line", "text", "g", "path",
    }  # fmt: skip
    content = graphml(picture, layout.positions(picture), NAME)
    assert len(nx.read_graphml(io.BytesIO(content))) == len(picture.nodes)


def test_an_empty_picture_is_a_file_too() -> None:
    assert NAME in texts(tree(Picture((), ())))


def test_graphml_has_every_node_edge_and_place(picture: Picture) -> None:
    places = layout.positions(picture)
    read = nx.read_graphml(io.BytesIO(graphml(picture, places, about(picture, NAME))), force_multigraph=True)
    assert set(read) == {node.ref.iri for node in picture.nodes}
    assert read.number_of_edges() == len(picture.edges)
    assert all((data["x"], data["y"]) == (places[iri].x, places[iri].y) for iri, data in read.nodes(data=True))
    assert read.graph["about"].startswith(NAME)
    assert any(data["sources"] and data["verdict"] for *_, data in read.edges(data=True))
