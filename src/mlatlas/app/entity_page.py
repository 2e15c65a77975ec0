"""What the page of an entity says, as plain data: sections of facts in the order of display.

Pure logic; `components.entity_panel` shows it. Claims that are wrong or outdated never stand alone: they
stand in a block with what they conflict with, and the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final, Literal
from urllib.parse import urlsplit

from mlatlas.api.elements import ref_of
from mlatlas.atlas import Atlas, Entity, Link, Ref, Source, Statement
from mlatlas.checked import Checked, checked, is_weak, sign
from mlatlas.conflicts import Conflict, Kind
from mlatlas.facts import Check
from mlatlas.picture.looks import class_name

Tone = Literal["yes", "no", "from", "link", "model"]

#: Classes as headings, in the order in which a topic shows its entities.
_CLASSES: Final = {
    "Service": "Services",
    "Choice": "Choices",
    "Option": "Options",
    "Feature": "Features",
    "SoftwareClass": "Software classes",
    "Setting": "Settings",
    "Capability": "Capabilities",
    "Technique": "Techniques",
    "Metric": "Metrics",
    "DataFormat": "Data formats",
    "Framework": "Frameworks",
    "Phenomenon": "Phenomena",
    "Task": "Tasks",
    "Audience": "Audiences",
}
#: Label of a structural link → its headings as seen from its source and from its target.
_LINKS: Final = {
    "part of": ("Part of", "Parts"),
    "option of": ("Option of", "Options"),
    "narrower than": ("Broader", "Narrower"),
    "related to": ("Related", "Related"),
    "often confused with": ("Often confused with", "Often confused with"),
    "API element": ("In the API", "Described in the atlas"),
}
#: How a conflict is headed: a sign and words.
_DISPUTES: Final[dict[Kind, tuple[str, str]]] = {
    "contradicted": ("⚠", "Sources disagree"),
    "outdated": ("⚠", "Sources disagree: one is out of date"),
    "imprecise": ("≈", "Less exact in one source"),
    "affirmed and denied": ("⚠", "Sources disagree"),
    "different values": ("⚠", "Sources disagree on the value"),
    "default and maximum": ("≠", "A default is not a maximum"),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A source: its text, its address where it has one that is safe to follow, and the work it is part of."""

    text: str
    url: str | None
    work: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A check by a machine: how it bears on the fact, what it showed, and the part of the API it looked at.

    `weak` marks a look into a text; `element` is None where no part of an API was looked at.
    """

    sign: str
    text: str
    weak: bool
    element: Ref | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a fact rests on, and when it applies."""

    id: str
    verdict: str
    stands: bool
    sources: tuple[Cited, ...]
    condition: str = ""
    scope: str = ""
    timing: str = ""
    note: str = ""
    checked: Checked = "no check"
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: `before`, then a target or a text, then `after`. Structural links have no grounds.

    `disputes` are the conflicts that it stands in.
    """

    before: str
    text: str
    target: Ref | None
    after: str = ""
    means: tuple[Ref, ...] = ()
    grounds: Grounds | None = None
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict as seen from the fact that stands: what else is said, and why it differs.

    `sign` stands before the heading; `is_sharp` marks sides that cannot all be right.
    """

    sign: str
    heading: str
    is_sharp: bool
    others: tuple[Fact, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading, which may be an entity: affirmed, denied, told by others, or structural links.

    Those of the tone `model` stand in an API model; they have no grounds, for the page tells those once.
    """

    heading: str
    tone: Tone
    facts: tuple[Fact, ...]
    target: Ref | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one entity; `literals` are its names in an API or SDK.

    `elements` are the IRIs of those parts of APIs that evidence speaks of and the store has pages for.
    """

    entity: Ref
    kind: str
    definition: str
    topics: tuple[Ref, ...]
    names: tuple[str, ...]
    literals: tuple[str, ...]
    sections: tuple[Section, ...]
    elements: tuple[str, ...] = ()


def page_of(atlas: Atlas, slug: str) -> Page:
    """The page of the entity with this slug. Raises `UnknownEntity`."""
    entity: Entity = atlas.entity(slug)
    facts, mentions = atlas.facts(entity.iri), atlas.mentions(entity.iri)
    disputed = [conflict for conflict in atlas.conflicts if conflict.subject.iri == entity.iri]
    sides = [side for conflict in disputed for side in conflict.statements]
    sections = (
        *fact_sections(facts, disputed),
        *mention_sections(entity, mentions),
        *link_sections(entity, atlas.links(entity.iri)),
    )
    return Page(
        entity=entity.ref,
        kind=class_name(entity.kind),
        definition=entity.definition,
        topics=entity.topics,
        names=entity.alt_labels,
        literals=entity.notations,
        sections=sections,
        elements=elements_of(atlas, [*facts, *mentions, *sides]),
    )


def elements_of(atlas: Atlas, statements: Iterable[Statement]) -> tuple[str, ...]:
    """The parts of APIs that the checks of the statements looked at, as far as the store has them."""
    found = {check.element for statement in statements for check in statement.checks if check.element}
    return tuple(sorted(iri for iri in found if atlas.api.holds(iri)))


# ── Facts ────────────────────────────────────────────────────────────────────


def fact_sections(facts: Sequence[Statement], conflicts: Sequence[Conflict]) -> list[Section]:
    """The facts by group in order of rank, what is denied after what is affirmed.

    `conflicts` are those about the same entity. Each is told in one place: at the side that stands, or at the
    claim itself where the other side is about another entity. Claims that do not stand are told only there.
    """
    here = {statement.id for statement in facts}
    leads = {conflict.id: _lead(conflict, here) for conflict in conflicts}
    inside = {side.id for conflict in conflicts for side in conflict.statements if _only_inside(side, conflict)}
    inside -= {lead.id for lead in leads.values()}
    shown = sorted((statement for statement in facts if statement.id not in inside), key=_place)
    return [
        Section(
            heading,
            "yes" if holds else "no",
            tuple(_fact(one, heading, [each for each in conflicts if leads[each.id].id == one.id]) for one in group),
        )
        for (holds, heading), group in groupby(shown, key=_heading)
    ]


def _lead(conflict: Conflict, here: Container[str]) -> Statement:
    """The side at which a conflict is told; those that stand come first."""
    return next((side for side in conflict.statements if side.id in here), conflict.statements[0])


def _only_inside(side: Statement, conflict: Conflict) -> bool:
    """Whether a side is told inside the block of its conflict only."""
    return not side.stands or conflict.kind == "default and maximum"


def _place(statement: Statement) -> tuple[int, bool, bool, str, str]:
    rank = statement.property.group.rank
    return rank, not statement.holds, not statement.stands, statement.property.label, statement.id


def _heading(statement: Statement) -> tuple[bool, str]:
    group = statement.property.group
    return statement.holds, group.label if statement.holds else group.negative_label


def _fact(statement: Statement, heading: str, conflicts: Iterable[Conflict]) -> Fact:
    verb = statement.verb
    disputes = tuple(_dispute(statement, conflict) for conflict in conflicts)
    grounds = grounds_of(statement)
    return Fact(
        before="" if verb.casefold() == heading.casefold() else verb,
        text=statement.value_text,
        target=statement.object,
        means=statement.through,
        grounds=replace(grounds, note="") if disputes else grounds,  # the reason of a dispute has the notes
        disputes=disputes,
    )


def _dispute(statement: Statement, conflict: Conflict) -> Dispute:
    others = tuple(_side(other, statement.subject) for other in conflict.others(statement))
    return Dispute(*_DISPUTES[conflict.kind], conflict.is_sharp, others, conflict.reason)


def _side(statement: Statement, subject: Ref) -> Fact:
    """Another side of a conflict; it names its subject where that is another one."""
    grounds = replace(grounds_of(statement), note="")
    if statement.subject.iri == subject.iri:
        return Fact(statement.verb, statement.value_text, statement.object, means=statement.through, grounds=grounds)
    return Fact(
        "", statement.subject.label, statement.subject, f"{statement.verb} {statement.value_text}", grounds=grounds
    )


def grounds_of(statement: Statement) -> Grounds:
    """What a statement rests on."""
    return Grounds(
        id=statement.id,
        verdict=statement.verdict,
        stands=statement.stands,
        sources=tuple(map(_cited, statement.sources)),
        condition=statement.condition.text if statement.condition else "",
        scope=statement.scope or "",
        timing=statement.timing(date.today()),
        note=statement.note or "",
        checked=checked(statement),
        evidence=tuple(map(_evidence, statement.checks)),
    )


def _evidence(check: Check) -> Evidence:
    return Evidence(sign(check), check.evidence, is_weak(check), ref_of(check.element) if check.element else None)


def _cited(source: Source) -> Cited:
    """A source; only web addresses become links."""
    is_web = source.url is not None and urlsplit(source.url).scheme in {"http", "https"}
    return Cited(source.text, source.url if is_web else None, source.label)


def by_subject(statements: Iterable[Statement]) -> list[Statement]:
    """The statements in the order of a list: by subject, then as they stand on its page."""
    return sorted(statements, key=lambda each: (each.subject.label.casefold(), each.subject.iri, *_place(each)))


def list_of(statements: Sequence[Statement], conflicts: Sequence[Conflict], elements: tuple[str, ...] = ()) -> Page:
    """Statements `by_subject` as a page without a head; each is told with the conflicts it stands in."""
    disputes: dict[str, list[Conflict]] = defaultdict(list)
    for conflict in conflicts:
        for side in conflict.statements:
            disputes[side.id].append(conflict)
    sections = tuple(
        Section(subject.label, "from", tuple(_fact(each, "", disputes.get(each.id, ())) for each in group), subject)
        for subject, group in groupby(statements, key=lambda each: each.subject)
    )
    return Page(Ref("", "Facts", ""), "", "", (), (), (), sections, elements)


# ── What points here ─────────────────────────────────────────────────────────


def mention_sections(entity: Ref, mentions: Sequence[Statement]) -> list[Section]:
    """What others say of this entity, told from its side; corrected claims are left to their own pages."""
    facts = tuple(_mention(entity, statement) for statement in mentions if statement.stands)
    return [Section("Points to it", "from", facts)] if facts else []


def _mention(entity: Ref, statement: Statement) -> Fact:
    before, after = "", ""
    if statement.object is None or statement.object.iri != entity.iri:
        after = f"{statement.verb} {statement.value_text} by means of it"
    elif statement.holds:
        before = statement.property.inverse_label
    else:
        after = f"{statement.property.negative_label} it"
    return Fact(before, statement.subject.label, statement.subject, after, grounds=grounds_of(statement))


# ── Structure ────────────────────────────────────────────────────────────────


def link_sections(entity: Ref, links: Sequence[Link]) -> list[Section]:
    """Wholes and parts, options, broader, narrower and related entities; for a topic its entities, by class."""
    found: dict[str, dict[str, Ref]] = defaultdict(dict)
    for link in links:
        is_source = link.source.iri == entity.iri
        other = link.target if is_source else link.source
        if link.label in _LINKS:
            found[_LINKS[link.label][0 if is_source else 1]][other.iri] = other
        elif not is_source:
            found[_CLASSES.get(other.kind, "Other")][other.iri] = other
    order = [*_CLASSES.values(), "Other", *dict.fromkeys(name for pair in _LINKS.values() for name in pair)]
    return [_links(heading, found[heading].values()) for heading in dict.fromkeys(order) if heading in found]


def _links(heading: str, others: Iterable[Ref]) -> Section:
    ordered = sorted(others, key=lambda ref: ref.label.casefold())
    return Section(heading, "link", tuple(Fact("", ref.label, ref) for ref in ordered))
