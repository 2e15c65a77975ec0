"""From a picture to what vis-network draws, by way of `pyvis.Network`.

Boxes with square corners are things that AWS names, pills are concepts; the class is told by fill and
border, what a line says by its stroke, and never by colour alone. All texts are plain texts: nothing here
is HTML except what `standalone` makes, and that is escaped.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from pyvis.network import Network

from mlatlas import layout
from mlatlas.facts import Statement
from mlatlas.geometry import Array, Point, overlaps
from mlatlas.labels import text_width, with_count, wrap
from mlatlas.neighbourhood import Edge, Node, Picture

Role = Literal["says", "denies", "means", "outdated", "link", "share"]

_FONT: Final = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"
_TEXT: Final = "#111111"
_EDGE_LABEL_SIZE: Final = 16
_TOOLTIP_FACTS: Final = 4
_MOST_ALIKE: Final = 6
#: Predicates that the stroke of a line tells well enough.
_UNLABELLED: Final = {"topic", "related to", "by means of"}


@dataclass(frozen=True, slots=True)
class Look:
    """How the nodes of a class look: fill and border in a pair that reads on light and dark grounds."""

    name: str
    fill: str
    border: str
    is_named: bool

    @property
    def radius(self) -> int:
        """The radius of the corners."""
        return 3 if self.is_named else 22


#: Hues after Okabe and Ito, which people with any common colour blindness can tell apart.
LOOKS: Final[dict[str, Look]] = {
    "Service": Look("Service", "#b5d5f2", "#0b4f8a", is_named=True),
    "Feature": Look("Feature", "#ffe0a0", "#945200", is_named=True),
    "Choice": Look("Choice", "#8fdcc0", "#00573e", is_named=True),
    "Option": Look("Option", "#cbf2e1", "#00754f", is_named=True),
    "SoftwareClass": Look("Software class", "#f5cfe4", "#8e2e66", is_named=True),
    "Setting": Look("Setting", "#dbd3f8", "#5638a6", is_named=True),
    "Capability": Look("Capability", "#d0eefc", "#16678f", is_named=False),
    "Metric": Look("Metric", "#e3ebab", "#5b6700", is_named=False),
    "Technique": Look("Technique", "#bfe5e1", "#0a6259", is_named=False),
    "Phenomenon": Look("Phenomenon", "#ffcfb5", "#ad3a00", is_named=False),
    "DataFormat": Look("Data format", "#ecdcc2", "#6b4710", is_named=False),
    "Framework": Look("Framework", "#e3d3c4", "#6b4710", is_named=False),
    "Task": Look("Task", "#fff4b3", "#756000", is_named=False),
    "Audience": Look("Audience", "#f7eccb", "#756000", is_named=False),
    "Topic": Look("Topic", "#e4eaf3", "#33496b", is_named=False),
}
_OTHER: Final = Look("Other", "#e6e6e6", "#4d4d4d", is_named=False)


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn for what it says. `dashes` are lengths of ink and gap, empty for a full line."""

    name: str
    colour: str
    width: float
    dashes: tuple[int, ...] = ()


#: Mid tones, to be seen on light and dark grounds.
STROKES: Final[dict[Role, Stroke]] = {
    "says": Stroke("says", "#64748b", 2.0),
    "denies": Stroke("✗ denies", "#dc2f2f", 2.4, (9, 6)),
    "means": Stroke("by means of", "#0c8599", 1.8, (12, 3, 2, 3)),
    "outdated": Stroke("corrected", "#8b93a0", 2.0, (2, 6)),
    "link": Stroke("part, topic, related", "#9aa4b2", 1.0),
    "share": Stroke("have things in common", "#8b98ab", 1.0),
}
_PRECEDENCE: Final[tuple[Role, ...]] = ("denies", "says", "means", "outdated", "link", "share")


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of the legend: the name of a class or of a kind of line, and its look."""

    name: str
    colour: str
    fill: str = ""
    radius: int = 0
    width: float = 2.0
    dashes: tuple[int, ...] = ()


# ── Lines ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Line:
    """All edges between two entities, drawn as one line that the most important of them shapes."""

    edges: tuple[Edge, ...]

    @property
    def first(self) -> Edge:
        return min(self.edges, key=lambda edge: _PRECEDENCE.index(role(edge)))

    @property
    def role(self) -> Role:
        return role(self.first)

    @property
    def label(self) -> str:
        label = self.first.label
        if label in _UNLABELLED or self.role in {"outdated", "share"}:
            return ""
        return f"✗ {label}" if self.role == "denies" else label


def role(edge: Edge) -> Role:
    """What an edge says of its two entities."""
    if edge.statement is None:
        return "share" if edge.weight else "link"
    if not edge.statement.stands:
        return "outdated"
    if not edge.statement.holds:
        return "denies"
    return "means" if edge.means else "says"


def _lines(picture: Picture) -> list[_Line]:
    pairs: dict[frozenset[str], list[Edge]] = {}
    for edge in picture.edges:
        pairs.setdefault(frozenset((edge.source.iri, edge.target.iri)), []).append(edge)
    return [_Line(tuple(edges)) for ends, edges in pairs.items() if len(ends) > 1]


def _labels(lines: list[_Line], picture: Picture, places: Mapping[str, Point]) -> dict[int, str]:
    """The labels of lines that fit: half-way between the ends, over no box and no other label.

    Denials come first, then what is said least often. What is said often is told by the tooltip alone: the
    same words on every line would only be in the way.
    """
    count = Counter(line.label for line in lines)
    order = sorted(
        (number for number, line in enumerate(lines) if line.label and count[line.label] <= _MOST_ALIKE),
        key=lambda number: (lines[number].role != "denies", count[lines[number].label], number),
    )
    taken = _node_rectangles(picture, places)
    chosen: dict[int, str] = {}
    for number in order:
        room = _label_rectangle(lines[number], places)
        if not overlaps(room, taken).any():
            chosen[number] = "\n".join(wrap(lines[number].label))
            taken = np.vstack([taken, room])
    return chosen


def _node_rectangles(picture: Picture, places: Mapping[str, Point]) -> Array:
    rows = []
    for node in picture.nodes:
        place, size = places[node.ref.iri], layout.node_box(node, picture)
        rows.append((place.x, place.y, size.width, size.height))
    return np.array(rows, dtype=float).reshape(-1, 4)


def _label_rectangle(line: _Line, places: Mapping[str, Point]) -> Array:
    a, b = places[line.first.source.iri], places[line.first.target.iri]
    lines = wrap(line.label)
    width = max(text_width(text, _EDGE_LABEL_SIZE) for text in lines)
    return np.array([[(a.x + b.x) / 2, (a.y + b.y) / 2, width + 6, len(lines) * _EDGE_LABEL_SIZE + 4]])


# ── To vis-network ───────────────────────────────────────────────────────────

#: Nothing moves by itself, and lines are straight: `layout` has computed places for exactly that.
_OPTIONS: Final[dict[str, Any]] = {
    "nodes": {"shape": "box", "margin": 7, "widthConstraint": False},
    "edges": {
        "smooth": False,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
        "font": {"size": _EDGE_LABEL_SIZE, "face": _FONT, "align": "horizontal", "strokeWidth": 5},
        "selectionWidth": 0.8,
        "hoverWidth": 0.5,
    },
    "physics": {"enabled": False},
    "interaction": {"hover": True, "tooltipDelay": 200, "multiselect": False, "keyboard": False},
}


def network(picture: Picture, places: Mapping[str, Point] | None = None) -> Network:
    """The picture as a pyvis network; `places` are those of `layout.positions`, computed where not given."""
    placed = layout.positions(picture) if places is None else places
    net = Network(directed=True, cdn_resources="in_line", height="100vh", width="100%")
    net.nodes = [_node(node, picture, placed[node.ref.iri]) for node in picture.nodes]
    net.node_ids = [node["id"] for node in net.nodes]
    lines = _lines(picture)
    labels = _labels(lines, picture, placed)
    net.edges = [_edge(line, labels.get(number, "")) for number, line in enumerate(lines)]
    net.options = _OPTIONS
    return net


def component_data(picture: Picture, places: Mapping[str, Point] | None = None) -> dict[str, Any]:
    """What the graph component needs, ready for JSON: nodes, edges, vis-network's options and the legend."""
    nodes, edges, *_, options = network(picture, places).get_network_data()
    marks = [{name: getattr(mark, name) for name in Mark.__slots__} for mark in legend(picture)]
    return {"nodes": nodes, "edges": edges, "options": json.loads(options), "legend": marks}


def _node(node: Node, picture: Picture, place: Point) -> dict[str, Any]:
    look = LOOKS.get(node.ref.kind, _OTHER)
    is_opened = node.ref.iri in picture.opened
    same = {"background": look.fill, "border": look.border}
    return {
        "id": node.ref.iri,
        "label": "\n".join(with_count(wrap(node.ref.label), node.hidden)),
        "name": node.ref.label,
        "kind": look.name,
        "title": _plain(_node_title(node, look)),
        "x": place.x,
        "y": place.y,
        "color": {**same, "highlight": same, "hover": same},
        "font": {"size": layout.font_size(node, picture), "face": _FONT, "color": _TEXT},
        "borderWidth": 3 if is_opened else 1.5,
        "borderWidthSelected": 4,
        "shapeProperties": {"borderRadius": look.radius},
    }


def _node_title(node: Node, look: Look) -> str:
    more = f"\n{node.hidden} more around it: double-click" if node.hidden else ""
    return f"{node.ref.label}\n{look.name}{more}"


def _edge(line: _Line, label: str) -> dict[str, Any]:
    stroke, first = STROKES[line.role], line.first
    both_ways = len({edge.source.iri for edge in line.edges if role(edge) == line.role}) > 1
    is_plain = line.role in {"link", "share"}
    return {
        "id": f"{first.source.iri} {first.target.iri}",
        "from": first.source.iri,
        "to": first.target.iri,
        "role": line.role,
        "label": label,
        "title": _plain("\n\n".join(_told(edge) for edge in line.edges[:_TOOLTIP_FACTS])),
        "color": {"color": stroke.colour, "highlight": stroke.colour, "hover": stroke.colour},
        "width": stroke.width + 0.8 * first.weight**0.5,
        "dashes": list(stroke.dashes) or False,
        "arrows": {"to": {"enabled": not is_plain}, "from": {"enabled": both_ways and not is_plain}},
    }


def _told(edge: Edge) -> str:
    """An edge as a sentence, with its verdict and first source where it is a statement."""
    statement: Statement | None = edge.statement
    if statement is None:
        return edge.sentence
    sources = statement.sources
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    cited = f" · {sources[0].text}{more}" if sources else ""
    return f"{edge.sentence}.\n{statement.verdict}{cited}"


def _plain(title: str) -> str:
    """A tooltip's text. pyvis takes any title with "href" in it for HTML, so the word gets an invisible joint."""
    return re.sub("(?i)(hr)(ef)", "\\1\u2060\\2", title)


# ── Legend and standalone page ───────────────────────────────────────────────


def legend(picture: Picture) -> list[Mark]:
    """The classes and kinds of lines on the picture, in the order of the palette."""
    kinds = {node.ref.kind for node in picture.nodes}
    roles = {line.role for line in _lines(picture)}
    looks = [look for kind, look in LOOKS.items() if kind in kinds] + [_OTHER] * bool(kinds - LOOKS.keys())
    boxes = [Mark(look.name, look.border, look.fill, look.radius) for look in looks]
    strokes = [stroke for name, stroke in STROKES.items() if name in roles]
    return boxes + [Mark(item.name, item.colour, width=item.width, dashes=item.dashes) for item in strokes]


def legend_html(picture: Picture) -> str:
    """The legend as a line of HTML."""
    return " ".join(map(_mark_html, legend(picture)))


def _mark_html(mark: Mark) -> str:
    style = f"display:inline-block;width:1.6em;vertical-align:middle;margin:0 .4em 0 1em;border-color:{mark.colour}"
    if mark.fill:
        style += f";height:.9em;background:{mark.fill};border-width:1.5px;border-style:solid"
        style += f";border-radius:{min(mark.radius, 8)}px"
    else:
        drawn = "dashed" if mark.dashes else "solid"
        style += f";border-top-width:{mark.width}px;border-top-style:{drawn}"
    return f'<span style="white-space:nowrap"><i style="{style}"></i>{html.escape(mark.name)}</span>'


def standalone(picture: Picture, title: str = "ML Atlas") -> str:
    """A page of HTML that shows the picture on its own, without any network: about 700 kB."""
    page = network(picture).generate_html()
    page = re.sub(r"<link[^>]*bootstrap[^>]*>|<script[^>]*bootstrap[^>]*>\s*</script>", "", page)
    page = re.sub(r"<center>\s*<h1>.*?</h1>\s*</center>", "", page, flags=re.DOTALL)
    key = f'<p style="position:fixed;bottom:0;left:0;z-index:1;margin:.6em;font:14px {_FONT}">'
    style = "<style>body{margin:0}.vis-tooltip{white-space:pre-line!important}</style>"
    head = f"<title>{html.escape(title)}</title>{style}"
    page = page.replace("<head>", f"<head>{head}", 1)
    return page.replace("<body>", f"<body>{key}{legend_html(picture)}</p>", 1)
