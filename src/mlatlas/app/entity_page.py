"""What the page of an entity says, as plain data: sections of facts in the order of display.

Pure logic; `components.entity_panel` shows it. Claims that are wrong or outdated never stand alone: they
follow what corrects them, and say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal
from urllib.parse import urlsplit

from mlatlas.atlas import Atlas, Entity, Link, Ref, Source, Statement
from mlatlas.picture.looks import class_name

Tone = Literal["yes", "no", "from", "link"]

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
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A source: its text, and its address where it has one that is safe to follow."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a fact rests on, and when it applies."""

    id: str
    verdict: str
    stands: bool
    sources: tuple[Cited, ...]
    condition: str = ""
    scope: str = ""
    since: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: `before`, then a target or a text, then `after`. Structural links have no grounds.

    `replaced` are the claims that this one corrects; `correction` is the sentence of the one that corrects
    this, where that is told on another page.
    """

    before: str
    text: str
    target: Ref | None
    after: str = ""
    means: tuple[Ref, ...] = ()
    grounds: Grounds | None = None
    replaced: tuple[Fact, ...] = ()
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading: affirmed, denied, told by others, or structural links."""

    heading: str
    tone: Tone
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one entity; `literals` are its names in an API or SDK."""

    entity: Ref
    kind: str
    definition: str
    topics: tuple[Ref, ...]
    names: tuple[str, ...]
    literals: tuple[str, ...]
    sections: tuple[Section, ...]


def page_of(atlas: Atlas, slug: str) -> Page:
    """The page of the entity with this slug. Raises `UnknownEntity`."""
    entity: Entity = atlas.entity(slug)
    facts = atlas.facts(entity.iri)
    sections = (
        *fact_sections(facts, _corrections(atlas, facts)),
        *mention_sections(entity, atlas.mentions(entity.iri)),
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
    )


def _corrections(atlas: Atlas, facts: Iterable[Statement]) -> dict[str, str]:
    """The sentences that correct some of these statements, by id."""
    known = {statement.id: statement for statement in facts}
    wanted = {statement.corrected_by for statement in known.values() if statement.corrected_by}
    return {id_: (known.get(id_) or atlas.statement(id_)).sentence for id_ in wanted}


# ── Facts ────────────────────────────────────────────────────────────────────


def fact_sections(facts: Sequence[Statement], corrections: Mapping[str, str]) -> list[Section]:
    """The facts by group in order of rank, what is denied after what is affirmed.

    `corrections` are sentences by the id of the correcting statement.
    """
    standing = {statement.id for statement in facts if statement.stands}
    replaced: dict[str, list[Statement]] = defaultdict(list)
    shown = []
    for statement in sorted(facts, key=_place):
        if not statement.stands and statement.corrected_by in standing:
            replaced[statement.corrected_by].append(statement)
        else:
            shown.append(statement)
    return [
        Section(heading, "yes" if holds else "no", tuple(_fact(one, heading, replaced, corrections) for one in group))
        for (holds, heading), group in groupby(shown, key=_heading)
    ]


def _place(statement: Statement) -> tuple[int, bool, bool, str, str]:
    rank = statement.property.group.rank
    return rank, not statement.holds, not statement.stands, statement.property.label, statement.id


def _heading(statement: Statement) -> tuple[bool, str]:
    group = statement.property.group
    return statement.holds, group.label if statement.holds else group.negative_label


def _fact(
    statement: Statement,
    heading: str,
    replaced: Mapping[str, Sequence[Statement]],
    corrections: Mapping[str, str],
) -> Fact:
    verb = statement.verb
    return Fact(
        before="" if verb.casefold() == heading.casefold() else verb,
        text=statement.value_text,
        target=statement.object,
        means=statement.through,
        grounds=_grounds(statement),
        replaced=tuple(_fact(claim, "", {}, {}) for claim in replaced.get(statement.id, ())),
        correction=corrections.get(statement.corrected_by or "", ""),
    )


def _grounds(statement: Statement) -> Grounds:
    return Grounds(
        id=statement.id,
        verdict=statement.verdict,
        stands=statement.stands,
        sources=tuple(map(_cited, statement.sources)),
        condition=statement.condition.text if statement.condition else "",
        scope=statement.scope or "",
        since=statement.valid_from.isoformat() if statement.valid_from else "",
        note=statement.note or "",
    )


def _cited(source: Source) -> Cited:
    """A source; only web addresses become links."""
    is_web = source.url is not None and urlsplit(source.url).scheme in {"http", "https"}
    return Cited(source.text, source.url if is_web else None)


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
    return Fact(before, statement.subject.label, statement.subject, after, grounds=_grounds(statement))


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
