"""Every topic of the exam is an entity with a definition, a topic of the map, and enough statements with sources.

`exam_topics.tsv` lists the topics, how many statements each wants (the fifty that most study guides cover want ten), and
the entities that make it up: the first stands for it, `*` is any ending. What is part of them counts as well.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

import pytest

from mlatlas.atlas import Atlas
from mlatlas.facts import Entity
from mlatlas.terms import kb

with Path(__file__).with_name("exam_topics.tsv").open(encoding="utf-8", newline="") as _file:
    TOPICS = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def known(atlas: Atlas) -> dict[str, Entity]:
    """All entities, by slug."""
    return {entity.slug: entity for entity in atlas.entities()}


@pytest.fixture(scope="module")
def parts(atlas: Atlas) -> dict[str, set[str]]:
    """The direct parts of each entity, by slug."""
    found: dict[str, set[str]] = defaultdict(set)
    for link in atlas.links():
        if link.label == "part of":
            found[link.target.slug].add(link.source.slug)
    return found


@pytest.fixture(scope="module")
def sourced(atlas: Atlas) -> dict[str, set[str]]:
    """The ids of the statements with a source in which each entity is subject, object or means, by slug."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in atlas.facts():
        for ref in (statement.subject, statement.object, *statement.through):
            if ref is not None and statement.sources:
                found[ref.slug].add(statement.id)
    return found


def whole(slugs: Iterable[str], parts: dict[str, set[str]]) -> set[str]:
    """These and all that is part of them, at any depth."""
    found: set[str] = set()
    waiting = list(slugs)
    while waiting:
        slug = waiting.pop()
        if slug not in found:
            found.add(slug)
            waiting += parts[slug]
    return found


def test_the_list_has_each_topic_once() -> None:
    assert len({row["topic"] for row in TOPICS}) == len(TOPICS) >= 150
    assert sum(row["in the exam guide"] == "yes" for row in TOPICS) >= 126
    assert sum(int(row["statements"]) >= 10 for row in TOPICS) >= 50


@pytest.mark.parametrize("row", TOPICS, ids=lambda row: row["topic"])
def test_a_topic_is_covered(
    row: dict[str, str], known: dict[str, Entity], parts: dict[str, set[str]], sourced: dict[str, set[str]]
) -> None:
    patterns = row["entities"].split()
    main = known.get(patterns[0])
    assert main is not None, f"describe kb:{patterns[0]}, or name another entity for this topic in exam_topics.tsv"
    assert main.definition, f"give {kb(main.slug)} a skos:definition"
    assert main.topics or main.kind == "Topic", f"give {kb(main.slug)} a dcterms:subject"
    named = {slug for slug in known if any(fnmatch(slug, pattern) for pattern in patterns)}
    found = set[str]().union(*(sourced[slug] for slug in whole(named, parts)))
    assert len(found) >= int(row["statements"]), f"{len(found)} statements with sources, {row['statements']} are wanted"
