"""A decision as a picture: requirements on the left, options on the right, and on the lines between them why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mlatlas.choose.records import OUTCOME_SIGNS, Decision, Judgement
from mlatlas.facts import Ref
from mlatlas.picture.geometry import Point
from mlatlas.picture.layout import node_box
from mlatlas.picture.neighbourhood import Edge, Node, Picture
from mlatlas.terms import KB

#: As many options as a pane holds, with their labels in a size that can be read.
MOST_OPTIONS: Final = 12
_GAP: Final = 34.0
_APART: Final = 460.0


def picture(decision: Decision) -> Picture:
    """Options (the best `MOST_OPTIONS`) and requirements as nodes; a line for each reason, drawn by its outcome."""
    asked = [_asked(number, each.title) for number, each in enumerate(decision.requirements)]
    judged = decision.judgements[:MOST_OPTIONS]
    options = [_signed(each) for each in judged]
    edges = [
        Edge(requirement, option, reason.text, drawn=reason.outcome)
        for option, judgement in zip(options, judged, strict=True)
        for requirement, reason in zip(asked, judgement.reasons, strict=True)
    ]
    nodes = [Node(ref, None, 0, len(options)) for ref in asked] + [Node(ref, None, 0, len(asked)) for ref in options]
    return Picture(tuple(nodes), tuple(edges), tuple(ref.iri for ref in asked))


def _asked(number: int, text: str) -> Ref:
    """A requirement as a node; it is no entity of the atlas."""
    return Ref(f"requirement:{number}", text, "Requirement")


def _signed(judgement: Judgement) -> Ref:
    option = judgement.option
    return Ref(option.iri, f"{OUTCOME_SIGNS[judgement.outcome]} {option.label}", option.kind)


def is_option(iri: str) -> bool:
    """Whether a node of the picture is an entity that can be visited."""
    return iri.startswith(KB)


def positions(shown: Picture) -> dict[str, Point]:
    """The place of every node by IRI: two columns, each spread over the same height. Boxes never overlap."""
    asked = [node for node in shown.nodes if node.ref.iri in shown.opened]
    options = [node for node in shown.nodes if node.ref.iri not in shown.opened]
    height = max(_height(asked, shown), _height(options, shown))
    return _column(asked, shown, -_APART / 2, height) | _column(options, shown, _APART / 2, height)


def _height(nodes: Sequence[Node], shown: Picture) -> float:
    return sum(node_box(node, shown).height + _GAP for node in nodes)


def _column(nodes: Sequence[Node], shown: Picture, x: float, height: float) -> dict[str, Point]:
    spare = (height - _height(nodes, shown)) / max(len(nodes), 1)
    found, top = {}, -height / 2
    for node in nodes:
        box = node_box(node, shown)
        room = box.height + _GAP + spare
        shift = box.width / 2 if x > 0 else -box.width / 2  # columns are flush towards the lines
        found[node.ref.iri] = Point(round(x + shift), round(top + room / 2))
        top += room
    return found
