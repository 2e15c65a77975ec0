"""A picture as SVG, written from the places of its nodes: for papers and slides, and sharp at any size.

It holds no script and no address to load from, and all texts of the data are escaped. What the graph is and what its
facts are taken from is said in `desc`, and the name of the graph at the foot.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from mlatlas.picture import captions, layout
from mlatlas.picture.captions import Caption, Line, captions_of, lines_of
from mlatlas.picture.geometry import Point
from mlatlas.picture.growth import GROUP
from mlatlas.picture.labels import Box, box, text_width, with_count
from mlatlas.picture.looks import LOOKS, OTHER, STROKES, role
from mlatlas.picture.neighbourhood import Edge, Node, Picture

_FONT: Final = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"
_MARGIN: Final = 30
_FOOT: Final = 30
_LEGEND: Final = 13
_ARROW: Final = "M0 0L-11 4.4L-11 -4.4Z"
_GROUND: Final = "#ffffff"
_TEXT: Final = "#111111"
_GREY: Final = "#4b5563"
_CENTRED: Final = f'text-anchor="middle" fill="{_TEXT}"'


def svg(picture: Picture, places: Mapping[str, Point], name: str) -> str:
    """The picture as a file of SVG; `name` is that of the graph, with its version."""
    boxes = {node.ref.iri: _box(node, picture) for node in picture.nodes}
    lines = lines_of(picture)
    words = captions_of(lines, picture, places)
    left, top, width, height = _frame(boxes, places)
    shown = [_line(line, boxes, places) for line in lines]
    shown += [_caption(lines[number], words[number], places) for number in words]
    shown += [_node(node, picture, boxes[node.ref.iri], places[node.ref.iri]) for node in picture.nodes]
    size = f'width="{width}" height="{height}" viewBox="{left} {top} {width} {height}"'
    foot = _text(name, Point(left + _MARGIN, top + height - _FOOT / 2), 13, f'fill="{_GREY}"')
    foot += _legend(picture, left + _MARGIN, top + height - 1.5 * _FOOT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{_FONT}">'
        f"<title>{_escaped(_title(picture))}</title><desc>{_escaped(about(picture, name))}</desc>"
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{_GROUND}"/>'
        f"{''.join(shown)}{foot}</svg>\n"
    )


def about(picture: Picture, name: str) -> str:
    """What a picture is taken from: the graph with its version, and the sources of the facts on it."""
    cited = sources([one for edge in picture.edges for one in (edge.members or (edge,))])
    return f"{name}. Sources: {'; '.join(cited)}." if cited else f"{name}."


def sources(edges: Sequence[Edge]) -> list[str]:
    """The sources of the statements on some edges, each once, in the order of the edges."""
    statements = [edge.statement for edge in edges if edge.statement is not None]
    return list(dict.fromkeys(source.text for statement in statements for source in statement.sources))


def _legend(picture: Picture, x: float, y: float) -> str:
    """The classes on the picture, in the order of the palette."""
    kinds = {node.ref.kind for node in picture.nodes}
    marks = []
    for kind, look in LOOKS.items():
        if kind in kinds:
            radius = min(look.radius, 6)
            corner = f'x="{x:.1f}" y="{y - 6:.1f}" width="18" height="12" rx="{radius}"'
            marks.append(f'<rect {corner} fill="{look.fill}" stroke="{look.border}"/>')
            marks.append(_text(look.name, Point(x + 24, y), _LEGEND, f'fill="{_TEXT}"'))
            x += 24 + text_width(look.name, _LEGEND) + 18
    return "".join(marks)


def _title(picture: Picture) -> str:
    opened = dict.fromkeys(picture.opened)
    labels = [node.ref.label for node in picture.nodes if node.ref.iri in opened]
    return f"Around {', '.join(labels)}" if labels else f"{len(picture.nodes)} things and what joins them"


def _box(node: Node, picture: Picture) -> Box:
    return box(with_count(layout.lines(node, picture), node.hidden), layout.font_size(node, picture))


def _frame(boxes: Mapping[str, Box], places: Mapping[str, Point]) -> tuple[int, int, int, int]:
    """Left, top, width and height of everything, with a margin and a foot."""
    sides = [(places[iri].x, places[iri].y, one.width / 2, one.height / 2) for iri, one in boxes.items()]
    left = min((x - w for x, _, w, _ in sides), default=0) - _MARGIN
    top = min((y - h for _, y, _, h in sides), default=0) - _MARGIN
    right = max((x + w for x, _, w, _ in sides), default=0) + _MARGIN
    bottom = max((y + h for _, y, _, h in sides), default=0) + _MARGIN + 2 * _FOOT
    return math.floor(left), math.floor(top), math.ceil(right - left), math.ceil(bottom - top)


def _node(node: Node, picture: Picture, size: Box, place: Point) -> str:
    look = LOOKS.get(node.ref.kind, OTHER)
    is_opened = node.ref.iri in picture.opened
    font = layout.font_size(node, picture)
    rows = with_count(layout.lines(node, picture), node.hidden)
    corner = f'x="{place.x - size.width / 2:.1f}" y="{place.y - size.height / 2:.1f}"'
    rounded = min(look.radius, size.height / 2)
    dashes = ' stroke-dasharray="6 4"' if node.ref.kind == GROUP else ""
    shape = (
        f'<rect {corner} width="{size.width:.1f}" height="{size.height:.1f}" rx="{rounded:g}" fill="{look.fill}" '
        f'stroke="{look.border}" stroke-width="{3 if is_opened else 1.5}"{dashes}/>'
    )
    middle = (len(rows) - 1) / 2
    texts = [_text(row, Point(place.x, place.y + (number - middle) * font), font) for number, row in enumerate(rows)]
    return f"<g><title>{_escaped(f'{node.ref.label}: {look.name}')}</title>{shape}{''.join(texts)}</g>"


def _line(line: Line, boxes: Mapping[str, Box], places: Mapping[str, Point]) -> str:
    """A line from border to border, with arrows where it says something, and its facts as a tooltip."""
    stroke, (one, other) = STROKES[line.role], line.ends
    start, end = _leaves(places[one], places[other], boxes[one]), _leaves(places[other], places[one], boxes[other])
    dashes = f' stroke-dasharray="{" ".join(map(str, stroke.dashes))}"' if stroke.dashes else ""
    width = stroke.width + 0.8 * line.first.weight**0.5
    drawn = f'x1="{start.x:.1f}" y1="{start.y:.1f}" x2="{end.x:.1f}" y2="{end.y:.1f}"'
    parts = [f'<line {drawn} stroke="{stroke.colour}" stroke-width="{width:.1f}"{dashes}/>']
    if line.role not in {"link", "share"}:
        both = len({edge.source.iri for edge in line.edges if role(edge) == line.role}) > 1
        parts += [_arrow(start, end, stroke.colour), *([_arrow(end, start, stroke.colour)] if both else [])]
    facts = "\n".join(dict.fromkeys(edge.sentence for edge in line.edges))
    return f"<g><title>{_escaped(facts)}</title>{''.join(parts)}</g>"


def _leaves(place: Point, towards: Point, size: Box) -> Point:
    """Where the line from the middle of a box to another place leaves the box."""
    x, y = towards.x - place.x, towards.y - place.y
    share = min(size.width / 2 / max(abs(x), 1e-9), size.height / 2 / max(abs(y), 1e-9), 1.0)
    return Point(place.x + share * x, place.y + share * y)


def _arrow(start: Point, end: Point, colour: str) -> str:
    angle = math.degrees(math.atan2(end.y - start.y, end.x - start.x))
    turned = f"translate({end.x:.1f} {end.y:.1f}) rotate({angle:.1f})"
    return f'<path d="{_ARROW}" fill="{colour}" transform="{turned}"/>'


def _caption(line: Line, words: Caption, places: Mapping[str, Point]) -> str:
    one, other = (places[iri] for iri in line.ends)
    x, y = one.x + words.at * (other.x - one.x), one.y + words.at * (other.y - one.y)
    rows = words.text.split("\n")
    middle = (len(rows) - 1) / 2
    halo = f'{_CENTRED} stroke="{_GROUND}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"'
    return "".join(
        _text(row, Point(x, y + (number - middle) * captions.SIZE), captions.SIZE, halo)
        for number, row in enumerate(rows)
    )


def _text(text: str, place: Point, size: float, more: str = _CENTRED) -> str:
    at = f'x="{place.x:.1f}" y="{place.y:.1f}" font-size="{size:g}" dominant-baseline="central"'
    return f"<text {at} {more}>{_escaped(text)}</text>"


def _escaped(text: str) -> str:
    """A text as it may stand in XML, without the signs that XML cannot hold."""
    return escape("".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in text))
