"""What the page of an API's element says, as plain data: the same `Page` as that of an entity.

Everything on it stands in one model, so the verdict and its source are told once, at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from mlatlas.api.elements import place, short_name
from mlatlas.app.entity_page import Cited, Fact, Grounds, Page, Section
from mlatlas.atlas import Atlas, Ref, Statement
from mlatlas.picture.looks import class_name

#: So much of what the model writes about an element is shown.
_LONGEST: Final = 480
#: Of what uses an element, so much is shown.
_MOST_USES: Final = 40
#: Under these headings stand short names that need no verb.
_LISTED: Final = {"Operations"}
_JOINED: Final = {"Values"}


def page_of(atlas: Atlas, slug: str) -> Page:
    """The page of the element with this slug. Raises `UnknownEntity`."""
    entity = atlas.entity(slug)
    facts = atlas.facts(slug)
    described = [link.source for link in atlas.links(slug)]
    return Page(
        entity=entity.ref,
        kind=class_name(entity.kind),
        definition=shortened(entity.definition),
        topics=entity.topics,
        names=(),
        literals=(short_name(entity.ref),),
        sections=(
            *([_links("Described in the atlas", described)] if described else []),
            *(_section(heading, list(group)) for heading, group in groupby(facts, key=_heading)),
            *used_by(entity.ref, atlas.mentions(slug)),
            *_ground(facts),
        ),
    )


def shortened(text: str, longest: int = _LONGEST) -> str:
    """A text of at most `longest` signs: whole sentences where some fit, else whole words and `…`.

    >>> shortened("One two. Three four five.", 20), shortened("One two three", 9)
    ('One two. …', 'One two …')
    """
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    sentence = cut.rfind(". ") + 1
    return f"{cut[:sentence] if sentence > longest // 3 else cut.rsplit(' ', 1)[0]} …"


def used_by(ref: Ref, mentions: Sequence[Statement]) -> list[Section]:
    """What leads to an element, told from its side."""
    shown = [Fact(said.property.inverse_label, said.subject.label, said.subject) for said in mentions[:_MOST_USES]]
    if len(mentions) > _MOST_USES:
        shown.append(Fact("", f"… and {len(mentions) - _MOST_USES} more", None))
    return [Section(f"Where {ref.label} is used ({len(mentions)})", "model", tuple(shown))] if shown else []


def _heading(statement: Statement) -> str:
    return statement.property.group.label


def _section(heading: str, facts: list[Statement]) -> Section:
    if heading in _LISTED:
        return _links(f"{heading} ({len(facts)})", [fact.object for fact in facts if fact.object])
    if heading in _JOINED:
        joined = Fact("", ", ".join(fact.value_text for fact in facts), None)
        return Section(f"{heading} ({len(facts)})", "model", (joined,))
    counted = f"{heading} ({len(facts)})" if heading.endswith("input") else heading
    return Section(counted, "model", tuple(map(_fact, facts)))


def _fact(statement: Statement) -> Fact:
    """A line; members stand under their heading, which says whether they are required."""
    is_member = statement.property.group.label.endswith("input")
    before = "" if is_member else statement.verb
    return Fact(before, statement.value_text, statement.object, after=statement.note or "")


def _links(heading: str, refs: Sequence[Ref]) -> Section:
    return Section(heading, "link", tuple(Fact("", ref.label, ref) for ref in refs))


def _ground(facts: Sequence[Statement]) -> list[Section]:
    """The verdict and the source of everything on the page."""
    if not facts:
        return []
    source = facts[0].sources[0]
    path = place(facts[0].subject.iri)[1]
    cited = Cited(f"{source.label}, {source.version}{': ' * bool(path)}{path}", source.url, source.label)
    grounds = Grounds(facts[0].subject.slug, "confirmed", stands=True, sources=(cited,))
    return [Section("Source", "from", (Fact("all of this is in the", "API model", None, grounds=grounds),))]
