"""Which statements are shown, and the address that says so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from mlatlas.app import facts_state
from mlatlas.app.facts_state import View
from mlatlas.app.filtering import PARAMETERS, VERDICTS, Filter, read
from mlatlas.atlas import Atlas
from mlatlas.checked import WORDS
from mlatlas.conflicts import conflicts
from mlatlas.facts import Source
from small_world import SUPPORTS, TIME, VPC, A, B, say

WORKS = ("Guide", "Notes, of somebody")

_filters = some.builds(
    lambda verdicts, checks, work: Filter(
        tuple(one for one in VERDICTS if one in verdicts), tuple(one for one in WORDS if one in checks), work
    ),
    some.sets(some.sampled_from(VERDICTS)),
    some.sets(some.sampled_from(WORDS)),
    some.sampled_from(["", *WORKS]),
)


@given(_filters)
def test_a_filter_comes_back_from_its_address(chosen: Filter) -> None:
    assert read(chosen.parameters(), WORKS) == (chosen, [])
    assert bool(chosen) is bool(chosen.parameters())


@given(some.dictionaries(some.sampled_from([*PARAMETERS, "words", "conflicts", "x"]), some.text(max_size=30)))
def test_any_address_gives_a_view_whose_address_is_clean(parameters: dict[str, str]) -> None:
    view, _ = facts_state.read(parameters, WORKS)
    assert facts_state.read(view.parameters(), WORKS) == (view, [])


def test_junk_is_named() -> None:
    _, ignored = facts_state.read({"verdict": "nope,outdated", "source": "x", "conflicts": "maybe", "y": ""}, WORKS)
    assert len(ignored) == 4
    assert "verdict='nope'" in " ".join(ignored)


def test_a_statement_must_pass_every_part_of_a_filter() -> None:
    said = say(A, SUPPORTS, VPC, verdict="imprecise", sources=(Source("Guide"),))
    assert Filter(("imprecise",), ("no check",), "Guide").keeps(said)
    assert not Filter(("confirmed",)).keeps(said)
    assert not Filter(checks=("checked",)).keeps(said)
    assert not Filter(work="Notes, of somebody").keeps(said)


def test_words_are_looked_for_in_sentence_note_and_id() -> None:
    said = [say(A, SUPPORTS, VPC, id="F1", note="On Mondays"), say(B, TIME, (60, "SEC"), id="F2")]
    assert [each.id for each in View(words="vpc supports").select(said, [])] == ["F1"]
    assert [each.id for each in View(words="monday").select(said, [])] == ["F1"]
    assert [each.id for each in View(words="f2").select(said, [])] == ["F2"]


def test_only_conflicts_leaves_the_sides_of_conflicts(atlas: Atlas) -> None:
    found = View(conflicts=True).select(atlas.facts(), atlas.conflicts)
    assert {each.id for each in found} == {side.id for each in conflicts(atlas.facts()) for side in each.statements}
