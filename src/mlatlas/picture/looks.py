"""How classes of entities and kinds of lines look, wherever they are drawn.

Class is told by fill, border and shape, and what a line says by its stroke and colour, so that colour is
never all there is. Every pair of tones reads on light and on dark grounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from mlatlas.choose.records import Outcome
from mlatlas.picture.neighbourhood import Edge

Role = Literal["says", "denies", "means", "outdated", "link", "share", "fits", "conditional", "fails", "unknown"]


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
    "Requirement": Look("Requirement", "#ffffff", "#33496b", is_named=False),
    "Reason": Look("Reason", "#f3f4f6", "#6b7280", is_named=True),
    # Things of one class that are folded together.
    "Group": Look("Group, opens", "#ffffff", "#33496b", is_named=False),
    # What lies in API models has no hue: darker the more it holds.
    "ApiService": Look("API", "#b9bec7", "#111827", is_named=True),
    "Operation": Look("Operation", "#d3d7de", "#1f2937", is_named=True),
    "Shape": Look("Shape", "#eceef1", "#4b5563", is_named=True),
    "Member": Look("Member", "#ffffff", "#6b7280", is_named=True),
}
OTHER: Final = Look("Other", "#e6e6e6", "#4d4d4d", is_named=False)


def class_name(kind: str) -> str:
    """The name of a class as people write it.

    >>> class_name("SoftwareClass")
    'Software class'
    """
    return LOOKS[kind].name if kind in LOOKS else kind


def plural(kind: str) -> str:
    """The name of several things of a class.

    >>> plural("SoftwareClass"), plural("Capability"), plural("Phenomenon"), plural("ApiService")
    ('software classes', 'capabilities', 'phenomena', 'APIs')
    """
    name = class_name(kind)
    if name == "Phenomenon":
        return "phenomena"
    if name.isupper():
        return f"{name}s"
    many = f"{name[:-1]}ies" if name.endswith("y") else f"{name}es" if name.endswith("s") else f"{name}s"
    return many.lower()


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
    "fits": Stroke("✓ meets it", "#1f9d57", 2.4),
    "conditional": Stroke("◐ meets it under a condition", "#c77700", 2.4, (14, 5)),
    "fails": Stroke("✗ fails it", "#dc2f2f", 2.4, (9, 6)),
    "unknown": Stroke("? nobody says", "#8b93a0", 2.0, (2, 6)),
}
PRECEDENCE: Final[tuple[Role, ...]] = ("denies", "says", "means", "outdated", "link", "share", *get_args(Outcome))


def role(edge: Edge) -> Role:
    """What an edge says of its two entities."""
    if edge.drawn is not None:
        return edge.drawn
    if edge.members:
        return role(edge.members[0])
    if edge.statement is None:
        return "share" if edge.weight else "link"
    if not edge.statement.stands:
        return "outdated"
    if not edge.statement.holds:
        return "denies"
    return "means" if edge.means else "says"
