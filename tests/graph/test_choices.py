"""Every choice can be made: eight criteria or more of which nearly every cell is stated.

The coverage table is `TABLE`: for each choice its options, its criteria, and the cells in which nobody says anything.
"""

from __future__ import annotations

import pytest

from mlatlas.atlas import Atlas
from mlatlas.choose.requirements import read, sample
from mlatlas.facts import Choice

#: A choice, how many options and criteria it has, and its empty cells: criterion → options of which nothing is stated.
TABLE: dict[str, tuple[int, int, dict[str, list[str]]]] = {
    "ai-service": (11, 14, {}),
    "bias-metric": (21, 13, {"continuous labels": ["class-imbalance-ci"]}),
    "data-format": (7, 14, {}),
    "data-preparation-tool": (4, 12, {}),
    "evaluation-metric": (11, 9, {}),
    "explanation-method": (6, 13, {}),
    "inference-option": (4, 14, {}),
    "training-input-mode": (5, 11, {}),
    "tuning-strategy": (4, 12, {"many parallel jobs": ["grid-search"]}),
    "what-to-monitor": (4, 12, {}),
}
#: Choices of the notes that are no decision of an exam question: they have options, and no criteria yet.
WITHOUT = {"warm-start-type", "way-to-bring-in-a-model"}
FEWEST, SHARE = 8, 0.9


@pytest.fixture(scope="module")
def choices(atlas: Atlas) -> dict[str, Choice]:
    return {choice.entity.slug: choice for choice in atlas.choices()}


def covered(atlas: Atlas, slug: str) -> tuple[int, int, dict[str, list[str]]]:
    """The line of the coverage table for a choice."""
    options = atlas.options(slug)
    empty = {each.name: [option.slug for option in options.empty(each)] for each in options.criteria.declared}
    return len(options.options), len(empty), {name: slugs for name, slugs in empty.items() if slugs}


def test_the_table_has_every_choice(choices: dict[str, Choice]) -> None:
    assert set(choices) == {*TABLE, *WITHOUT}


@pytest.mark.parametrize("slug", TABLE)
def test_the_table_is_right(atlas: Atlas, slug: str) -> None:
    assert covered(atlas, slug) == TABLE[slug], f"write this line of TABLE: {covered(atlas, slug)}"


@pytest.mark.parametrize("slug", TABLE)
def test_enough_criteria_are_stated(atlas: Atlas, slug: str) -> None:
    options, criteria, empty = covered(atlas, slug)
    thin = {name: silent for name, silent in empty.items() if len(silent) > (1 - SHARE) * options}
    assert criteria - len(thin) >= FEWEST, f"{slug}: state more of {thin}"


@pytest.mark.parametrize("slug", TABLE)
def test_every_criterion_can_be_asked_for(atlas: Atlas, slug: str) -> None:
    criteria = atlas.options(slug).criteria
    for criterion in criteria.declared:
        assert read(f"{criterion.name} {sample(criterion, criteria)}", criteria).criterion == criterion


@pytest.mark.parametrize("slug", TABLE)
def test_every_criterion_tells_options_apart(atlas: Atlas, slug: str) -> None:
    options = atlas.options(slug)
    alike = []
    for criterion in options.criteria.declared:
        said = options.stated(criterion).values()
        contents = {frozenset((s.value_text, s.holds, s.condition) for s in each) for each in said}
        if len(contents) == 1:
            alike.append(criterion.name)
    assert not alike, f"{slug}: all options are alike in {alike}; choose another criterion"


@pytest.mark.parametrize("slug", TABLE)
def test_a_criterion_has_one_scope(atlas: Atlas, slug: str) -> None:
    options = atlas.options(slug)
    for criterion in options.criteria.declared:
        for option, said in options.stated(criterion).items():
            scopes = {s.scope for s in said if s.quantity}
            assert len(scopes) <= 1, f"{option}: {criterion.name} counts {scopes}; only one can be asked for"


def test_quantities_have_a_unit_to_be_asked_in(atlas: Atlas) -> None:
    without = [known.slug for known in atlas.properties.values() if known.value_kind == "quantity" and not known.unit]
    assert not without, f"give them atlas:canonicalUnit: {without}"
