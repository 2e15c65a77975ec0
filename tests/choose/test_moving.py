"""Bars of the amounts up to which options fit: one scale, and a mark at what is asked for."""

from __future__ import annotations

from mlatlas.choose.moving import bar, place, scale, tables, wanted
from mlatlas.choose.records import Sensitivity
from small_choice import choose
from small_world import TIME, A, B, C, say


def _moving(requirement: str, **bounds: str) -> Sensitivity:
    said = [
        say(A, TIME, (60, "SEC"), **bounds), say(B, TIME, (60, "MIN"), **bounds), say(C, TIME, (30, "SEC"), **bounds),
    ]  # fmt: skip
    (found,) = choose(said, requirement).sensitivities
    return found


def test_bars_of_all_units_lie_on_one_scale() -> None:
    moving = _moving("time >= 2 min")
    bars = {each.option.label: bar(each, moving) for each in moving.thresholds}
    lengths = {label: found.end for label, found in bars.items() if found}
    mark = place(wanted(moving), moving)
    assert lengths["C"] < lengths["A"] < mark < lengths["B"] < 1
    assert scale(moving).is_log


def test_amounts_are_counted_in_the_unit_that_is_asked_in() -> None:
    moving = _moving("time >= 20 min")
    assert scale(moving).largest == 60


def test_what_is_asked_to_be_less_has_bars_from_the_right() -> None:
    moving = _moving("time <= 2 min", bound="minimum")
    bars = [bar(each, moving) for each in moving.thresholds]
    assert all(found is not None and found.end == 1.0 for found in bars)


def test_what_fits_at_none_that_is_known_has_no_bar() -> None:
    said = [say(A, TIME, (60, "SEC"))]
    (moving,) = choose(said, "time >= 1 s").sensitivities
    assert [bar(each, moving) is None for each in moving.thresholds].count(True) == 2


def test_the_words_are_there_and_escaped() -> None:
    html = tables([_moving("time >= 2 min")])
    assert "up to 60 s" in html or "up to 60 SEC" in html
    assert "time ≥ 2 min" in html
    assert html.count('class="stops"') == 2
    assert html.count('class="reaches"') == 1
    assert "at the line · powers of ten" in html
