"""From a picture to what vis-network draws, by way of `pyvis.Network`.

Boxes with square corners are things that AWS names, pills are concepts; the class is told by fill and
border, what a line says by its stroke, and never by colour alone. All texts are plain texts: nothing here
is HTML except what `standalone` makes, and that is escaped.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from pyvis.network import Network

from mlatlas import checked
from mlatlas.picture import captions, layout, telling
from mlatlas.picture.captions import Line, captions_of, lines_of
from mlatlas.picture.geometry import Point
from mlatlas.picture.growth import GROUP
from mlatlas.picture.labels import with_count
from mlatlas.picture.looks import LOOKS, OTHER, STROKES, Look, role
from mlatlas.picture.neighbourhood import Edge, Node, Picture

_FONT: Final = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"
_TEXT: Final = "#111111"
_TOOLTIP_FACTS: Final = 4
_TOOLTIP_GROUP: Final = 8
#: How far from its middle a bent line is taken for a straight one, as a share of its length.
_ABOUT: Final = 0.13
#: Labels of what stands in the frames of the map are drawn from this size on: smaller ones are noise.
_SMALLEST: Final = 9
#: The border of a pinned node, in pixels.
_PINNED: Final = 6
_BENT: Final = {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of the legend: the name of a class or of a kind of line, and its look.

    `key` is what the class or kind is called in the code, `is_off` says that it is hidden.
    """

    name: str
    colour: str
    fill: str = ""
    radius: int = 0
    width: float = 2.0
    dashes: tuple[int, ...] = ()
    key: str = ""
    is_off: bool = False


# ── To vis-network ───────────────────────────────────────────────────────────

#: Nothing moves by itself, and lines are straight: `layout` has computed places for exactly that.
_OPTIONS: Final[dict[str, Any]] = {
    "nodes": {"shape": "box", "margin": 7, "widthConstraint": False},
    "edges": {
        "smooth": False,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
        "font": {"size": captions.SIZE, "face": _FONT, "align": "horizontal", "strokeWidth": 5},
        "selectionWidth": 0.8,
        "hoverWidth": 0.5,
    },
    "physics": {"enabled": False},
    "interaction": {"hover": True, "tooltipDelay": 200, "multiselect": False, "keyboard": False},
}


def network(picture: Picture, places: Mapping[str, Point] | None = None) -> Network:
    """The picture as a pyvis network, without words on its lines.

    `places` are those of `layout.positions`, and computed where not given.
    """
    placed = layout.positions(picture) if places is None else places
    net = Network(directed=True, cdn_resources="in_line", height="100vh", width="100%")
    net.nodes = [_node(node, picture, placed[node.ref.iri]) for node in picture.nodes]
    net.node_ids = [node["id"] for node in net.nodes]
    net.edges = [_edge(line) for line in lines_of(picture)]
    net.options = _OPTIONS
    return net


def component_data(  # noqa: PLR0913 - all but the picture are by keyword
    picture: Picture,
    places: Mapping[str, Point] | None = None,
    *,
    bent: bool = False,
    pinned: Collection[str] = (),
    off: Collection[str] = (),
    sentence_of: Callable[[str], str] | None = None,
) -> dict[str, Any]:
    """What the graph component needs, ready for JSON: nodes, edges, vis-network's options and the legend.

    An edge may have a `caption`, which the component writes itself: vis-network knows only the middle. `bent` lines
    leave and reach boxes from the side, and have captions about their middle, where they are as if straight.
    An edge has `facts`, what its line says in full (see `telling`); in the legend stand, pale, also the classes and
    kinds of lines that are `off`.
    """
    placed = layout.positions(picture) if places is None else places
    nodes, edges, *_, options = network(picture, placed).get_network_data()
    _tell(edges, picture, placed, bent, sentence_of)
    for node in nodes:
        if node["id"] in pinned:
            node.update(borderWidth=_PINNED, title=f"{node['title']}\nPinned: it stays whatever is hidden")
    marks = [asdict(mark) for mark in legend(picture, off)]
    return {"nodes": nodes, "edges": edges, "options": json.loads(options), "legend": marks}


def _tell(
    edges: list[dict[str, Any]],
    picture: Picture,
    places: Mapping[str, Point],
    bent: bool,
    sentence_of: Callable[[str], str] | None,
) -> None:
    """Give the edges of a network their words, facts and form."""
    lines = lines_of(picture)
    words = captions_of(lines, picture, places)
    for number, (edge, line) in enumerate(zip(edges, lines, strict=True)):
        caption = words.get(number)
        edge["facts"] = [asdict(fact) for fact in telling.told(line, sentence_of)]
        edge["caption"] = asdict(caption) if caption and (not bent or abs(caption.at - 0.5) <= _ABOUT) else None
        edge["smooth"] = _BENT if bent else False


def _node(node: Node, picture: Picture, place: Point) -> dict[str, Any]:
    look = LOOKS.get(node.ref.kind, OTHER)
    is_opened = node.ref.iri in picture.opened
    is_in_frame = not picture.opened and node.parent is not None
    same = {"background": look.fill, "border": look.border}
    return {
        "id": node.ref.iri,
        "label": "\n".join(with_count(layout.lines(node, picture), node.hidden)),
        "name": node.ref.label,
        "kind": look.name,
        "title": _plain(_node_title(node, look)),
        "x": place.x,
        "y": place.y,
        "color": {**same, "highlight": same, "hover": same},
        "font": {"size": layout.font_size(node, picture), "face": _FONT, "color": _TEXT},
        "borderWidth": 3 if is_opened else 1.5,
        "borderWidthSelected": 4,
        **({"scaling": {"label": {"drawThreshold": _SMALLEST}}} if is_in_frame else {}),
        "shapeProperties": {"borderRadius": look.radius, "borderDashes": [6, 4] if node.ref.kind == GROUP else False},
    }


def _node_title(node: Node, look: Look) -> str:
    if node.ref.kind == GROUP:
        return f"{node.ref.label}\nA group: click it to open it"
    more = f"\n{node.hidden} more around it: double-click" if node.hidden else ""
    return f"{node.ref.label}\n{look.name}{more}"


def _edge(line: Line) -> dict[str, Any]:
    stroke, first = STROKES[line.role], line.first
    both_ways = len({edge.source.iri for edge in line.edges if role(edge) == line.role}) > 1
    is_plain = line.role in {"link", "share"}
    return {
        "id": f"{first.source.iri} {first.target.iri}",
        "from": first.source.iri,
        "to": first.target.iri,
        "role": line.role,
        "title": _plain("\n\n".join(_told(edge) for edge in line.edges[:_TOOLTIP_FACTS])),
        "color": {"color": stroke.colour, "highlight": stroke.colour, "hover": stroke.colour},
        "width": stroke.width + 0.8 * first.weight**0.5,
        "dashes": list(stroke.dashes) or False,
        "arrows": {"to": {"enabled": not is_plain}, "from": {"enabled": both_ways and not is_plain}},
    }


def _told(edge: Edge) -> str:
    """An edge as a sentence, with its verdict, first source and first check where it is a statement."""
    if edge.members:
        return "\n".join(each.sentence for each in edge.members[:_TOOLTIP_GROUP])
    statement = edge.statement
    if statement is None:
        return edge.sentence
    sources = statement.sources
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    cited = f" · {sources[0].text}{more}" if sources else ""
    proof = f"\n{checked.line(statement.checks[0])}" if statement.checks else ""
    return f"{edge.sentence}.\n{checked.VERDICT_SIGNS[statement.verdict]} {statement.verdict}{cited}{proof}"


def _plain(title: str) -> str:
    """A tooltip's text. pyvis takes any title with "href" in it for HTML, so the word gets an invisible joint."""
    return re.sub("(?i)(hr)(ef)", "\\1\u2060\\2", title)


# ── Legend and standalone page ───────────────────────────────────────────────


def legend(picture: Picture, off: Collection[str] = ()) -> list[Mark]:
    """The classes and kinds of lines on the picture and those that are `off`, in the order of the palette."""
    kinds = {node.ref.kind for node in picture.nodes}
    roles = {line.role for line in lines_of(picture)}
    looks = [(kind, look) for kind, look in LOOKS.items() if kind in kinds or kind in off]
    looks += [("", OTHER)] * bool(kinds - LOOKS.keys())
    boxes = [Mark(look.name, look.border, look.fill, look.radius, key=kind, is_off=kind in off) for kind, look in looks]
    strokes = [(name, stroke) for name, stroke in STROKES.items() if name in roles or name in off]
    return boxes + [
        Mark(each.name, each.colour, width=each.width, dashes=each.dashes, key=name, is_off=name in off)
        for name, each in strokes
    ]


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


def _named(title: str, cited: Sequence[str]) -> str:
    """The name of the graph, and the sources for those who ask."""
    place = f'<div style="position:fixed;top:0;left:0;z-index:1;margin:.6em;max-width:60em;font:13px {_FONT}">'
    if not cited:
        return f"{place}{html.escape(title)}</div>"
    listed = "".join(f"<li>{html.escape(source)}</li>" for source in cited)
    style = "background:#fff;max-height:80vh;overflow:auto"
    summary = f"<summary>{html.escape(title)}: {len(cited)} sources</summary>"
    return f'{place}<details style="{style}">{summary}<ul>{listed}</ul></details></div>'


def standalone(
    picture: Picture,
    title: str = "ML Atlas",
    places: Mapping[str, Point] | None = None,
    cited: Sequence[str] = (),
) -> str:
    """A page of HTML that shows the picture on its own, without any network: about 700 kB.

    `title` says what it is, and stands on it too, with the sources that are `cited`.
    """
    places = layout.positions(picture) if places is None else places
    net = network(picture, places)
    for number, caption in captions_of(lines_of(picture), picture, places, half_way=True).items():
        net.edges[number]["label"] = caption.text
    page = net.generate_html()
    page = re.sub(r"<link[^>]*bootstrap[^>]*>|<script[^>]*bootstrap[^>]*>\s*</script>", "", page)
    page = re.sub(r"<center>\s*<h1>.*?</h1>\s*</center>", "", page, flags=re.DOTALL)
    key = f'<p style="position:fixed;bottom:0;left:0;z-index:1;margin:.6em;font:14px {_FONT}">'
    style = "<style>body{margin:0}.vis-tooltip{white-space:pre-line!important}</style>"
    head = f"<title>{html.escape(title)}</title>{style}"
    page = page.replace("<head>", f"<head>{head}", 1)
    return page.replace("<body>", f"<body>{key}{legend_html(picture)}</p>{_named(title, cited)}", 1)
