"""A decision as a picture: requirements on the left, options on the right, and between them the reasons.

A reason is a box of its own, so that it can be read: words on a line would lie on other lines. Options for which
the same is said share it. Where the reasons are too many to be read, one box says of how many options a requirement
is met, and of how many it is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mlatlas.choose.records import OUTCOME_SIGNS, Decision, Judgement, Outcome
from mlatlas.choose.wording import reasoned
from mlatlas.facts import Ref
from mlatlas.picture.columns import column, height
from mlatlas.picture.geometry import Point
from mlatlas.picture.labels import Box
from mlatlas.picture.layout import node_box
from mlatlas.picture.looks import STROKES
from mlatlas.picture.neighbourhood import Edge, Node, Picture

#: As many options, and as many reasons, as a pane holds with their labels in a size that can be read.
MOST_OPTIONS: Final = 12
MOST_REASONS: Final = 14
#: The least and the most between two columns, and width to height of the pane.
_APART: Final = (130.0, 420.0)
_ASPECT: Final = 3.2
_REQUIREMENT: Final = "requirement:"
_REASON: Final = "reason:"


@dataclass(frozen=True, slots=True)
class _Line(Edge):
    """A line without a caption; what it says is told to those who point at it."""

    told: str = ""

    @property
    def sentence(self) -> str:
        """What an option is said to do about a requirement."""
        return self.told


@dataclass(frozen=True, slots=True)
class _Shared:
    """A reason with the options for which it is one, by their place in the order."""

    requirement: int
    outcome: Outcome
    text: str
    options: tuple[int, ...]


def picture(decision: Decision) -> Picture:
    """Requirements, the best `MOST_OPTIONS` options, and a box for each reason; lines are drawn by their outcome."""
    judged = decision.judgements[:MOST_OPTIONS]
    asked = [Ref(f"{_REQUIREMENT}{n}", each.title, "Requirement") for n, each in enumerate(decision.requirements)]
    options = [_signed(each) for each in judged]
    nodes, edges = [Node(ref, None, 0, 0) for ref in (*asked, *options)], []
    for number, shared in enumerate(_reasons(judged)):
        reason = Ref(f"{_REASON}{number}", f"{OUTCOME_SIGNS[shared.outcome]} {shared.text}", "Reason")
        requirement = asked[shared.requirement]
        nodes.append(Node(reason, requirement.iri, 0, 0))
        edges.append(_Line(requirement, reason, "", drawn=shared.outcome, told=f"{requirement.label}: {reason.label}"))
        edges += [_why(judged[each], options[each], shared, reason) for each in shared.options]
    return Picture(tuple(nodes), tuple(edges), tuple(ref.iri for ref in asked))


def _signed(judgement: Judgement) -> Ref:
    option = judgement.option
    return Ref(option.iri, f"{OUTCOME_SIGNS[judgement.outcome]} {option.label}", option.kind)


def _why(judgement: Judgement, option: Ref, shared: _Shared, reason: Ref) -> _Line:
    own = judgement.reasons[shared.requirement]
    told = f"{judgement.option.label}, {own.requirement.title}: {OUTCOME_SIGNS[own.outcome]} {own.text}"
    return _Line(reason, option, "", drawn=shared.outcome, told=told)


def _reasons(judged: Sequence[Judgement]) -> list[_Shared]:
    """The reasons, each once; only the outcomes of each requirement where there are too many."""
    each_once = _together(judged, brief=False)
    return each_once if len(each_once) <= MOST_REASONS else _together(judged, brief=True)


def _together(judged: Sequence[Judgement], *, brief: bool) -> list[_Shared]:
    found: dict[tuple[int, Outcome, str], list[int]] = defaultdict(list)
    for place, judgement in enumerate(judged):
        for number, reason in enumerate(judgement.reasons):
            found[number, reason.outcome, "" if brief else reasoned(reason)].append(place)
    return [
        _Shared(number, outcome, text or _counted(outcome, len(places)), tuple(places))
        for (number, outcome, text), places in sorted(found.items(), key=lambda item: (item[0][0], item[1]))
    ]


def _counted(outcome: Outcome, count: int) -> str:
    """`meets it: 3 options`."""
    what = STROKES[outcome].name.removeprefix(OUTCOME_SIGNS[outcome]).strip()
    return f"{what}: {count} {'option' if count == 1 else 'options'}"


def options_at(shown: Picture, iri: str) -> frozenset[str]:
    """The options (by IRI) that a node of the picture is about: itself, or those that its lines lead to."""
    onward = frozenset(edge.target.iri for edge in shown.edges if edge.source.iri == iri)
    if iri.startswith(_REQUIREMENT):
        return frozenset().union(*(options_at(shown, reason) for reason in onward))
    return onward if iri.startswith(_REASON) else frozenset({iri})


# ── Places ───────────────────────────────────────────────────────────────────


def positions(shown: Picture) -> dict[str, Point]:
    """The place of every node by IRI: three columns, reasons beside their requirement. Boxes never overlap."""
    boxes = {node.ref.iri: node_box(node, shown) for node in shown.nodes}
    asked = list(shown.opened)
    own = {iri: [node.ref.iri for node in shown.nodes if node.parent == iri] for iri in asked}
    reasons = [iri for iris in own.values() for iri in iris]
    options = [iri for iri in boxes if iri not in own and iri not in reasons]
    blocks = [max(height(own[iri], boxes), height([iri], boxes)) for iri in asked]
    high = max(sum(blocks), height(options, boxes))
    left, right = _edges([_width(iris, boxes) for iris in (asked, reasons, options)], high)
    found = column(options, boxes, Point(right, 0), high, flush=1)
    top, spare = -high / 2, (high - sum(blocks)) / max(len(blocks), 1)
    for iri, block in zip(asked, blocks, strict=True):
        y = top + (block + spare) / 2
        found |= column([iri], boxes, Point(left, y), block, flush=-1)
        found |= column(_sorted(own[iri], shown, found), boxes, Point(0, y), block)
        top += block + spare
    return found


def _edges(widths: Sequence[float], height: float) -> tuple[float, float]:
    """Where the requirements end and the options begin; they are as far apart as fills the pane."""
    apart = min(max((_ASPECT * height - sum(widths)) / 2, _APART[0]), _APART[1])
    edge = widths[1] / 2 + apart
    return -edge, edge


def _sorted(reasons: Sequence[str], shown: Picture, found: dict[str, Point]) -> list[str]:
    """Reasons as high as their options are, so that few lines cross."""
    levels = {iri: [found[option].y for option in options_at(shown, iri)] for iri in reasons}
    return sorted(reasons, key=lambda iri: sum(levels[iri]) / len(levels[iri]))


def _width(iris: Sequence[str], boxes: dict[str, Box]) -> float:
    return max((boxes[iri].width for iri in iris), default=0.0)
