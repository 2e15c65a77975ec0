"""Rows in another order, left out, hidden: as a person wants them, and as few words as that takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas.compare.arrange import Place, arranged, in_order, moved, places, refuse_unknown, unknown
from mlatlas.compare.records import Comparison
from mlatlas.errors import BadRequest
from small_world import LATENCY, NEAR, SUPPORTS, VPC, A, B, say, side_by_side

KEYS = tuple("abcdefgh")


@pytest.fixture
def comparison() -> Comparison:
    """Three rows: two of supports, the first of them equal, and one of the latency class."""
    said = [say(thing, SUPPORTS, NEAR) for thing in (A, B)]
    return side_by_side(*said, say(A, SUPPORTS, VPC), say(A, LATENCY, NEAR))


# ── The order ────────────────────────────────────────────────────────────────


@given(some.permutations(KEYS))
def test_places_bring_back_any_order(wanted: list[str]) -> None:
    assert in_order(KEYS, places(KEYS, wanted)) == wanted


@given(some.permutations(KEYS), some.sampled_from(KEYS), some.sampled_from((*KEYS, "")))
def test_a_moved_row_stands_before_the_other_and_the_rest_stays(now: list[str], row: str, before: str) -> None:
    after = in_order(KEYS, moved(KEYS, places(KEYS, now), row, before))
    assert [key for key in after if key != row] == [key for key in now if key != row]
    if before not in {row, ""}:
        assert after[after.index(row) + 1] == before
    else:
        assert after[-1] == row


def test_one_move_is_one_word() -> None:
    assert moved(KEYS, [], "h", "a") == (Place("h", 1),)
    assert moved(KEYS, [], "a", "") == (Place("a", 8),)
    assert moved(KEYS, [Place("h", 1)], "h", "") == ()


@given(some.lists(some.builds(Place, some.sampled_from((*KEYS, "x")), some.integers(1, 99))))
def test_any_order_keeps_every_row_once(order: list[Place]) -> None:
    assert sorted(in_order(KEYS, order)) == sorted(KEYS)


# ── Rows by name ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("supports.vpc", ["supports.nrt", "latencyClass"]),
        ("SUPPORTS vpc", ["supports.nrt", "latencyClass"]),
        ("supports", []),
        ("latency class", ["supports.nrt", "supports.vpc"]),
        ("nothing", ["supports.nrt", "supports.vpc", "latencyClass"]),
    ],
)
def test_rows_go_by_key_label_property_and_group(comparison: Comparison, name: str, left: list[str]) -> None:
    found = arranged(comparison, drop=[name])
    assert [row.key for row in found.rows] == left
    assert len(found.dropped) == 3 - len(left)


def test_what_is_dropped_is_not_counted_as_hidden(comparison: Comparison) -> None:
    found = arranged(comparison, drop=["supports.nrt"], differences=True)
    assert (found.hidden_equal, len(found.dropped), found.alike) == (0, 1, 0)
    assert arranged(comparison, differences=True).hidden_equal == 1


def test_unknown_names_are_told_and_refused_with_the_nearest(comparison: Comparison) -> None:
    assert unknown(comparison.rows, ["latencyclass", "x"]) == ["x"]
    with pytest.raises(BadRequest, match=r"unknown row 'latencyclas': did you mean latencyclass"):
        refuse_unknown(comparison, ["supports", "latencyclas"])
    with pytest.raises(BadRequest, match="unknown row '': the rows are named in --format json"):
        refuse_unknown(comparison, [""])
