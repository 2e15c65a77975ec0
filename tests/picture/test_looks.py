"""The looks tell things apart without colour, and can be read on light and dark grounds."""

from __future__ import annotations

from itertools import combinations

import pytest

from mlatlas.picture.looks import LOOKS, STROKES, Look, Role

TEXT = "#111111"
GROUNDS = {"light": "#ffffff", "dark": "#191817"}
#: The kinds of lines that one picture of Explore may have.
TOGETHER: tuple[Role, ...] = ("says", "denies", "means", "outdated", "link")


def luminance(colour: str) -> float:
    """The relative luminance of WCAG."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG between two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_every_label_reads_on_its_box(look: Look) -> None:
    assert contrast(TEXT, look.fill) >= 7
    assert contrast(look.border, look.fill) >= 3


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS.keys())
@pytest.mark.parametrize("role", TOGETHER)
def test_every_line_is_seen_on_both_grounds(role: Role, ground: str) -> None:
    assert contrast(STROKES[role].colour, ground) >= 2.4


@pytest.mark.parametrize(("one", "other"), list(combinations(TOGETHER, 2)))
def test_lines_differ_by_more_than_colour(one: Role, other: Role) -> None:
    assert (STROKES[one].dashes, STROKES[one].width) != (STROKES[other].dashes, STROKES[other].width)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_a_box_stands_out_from_both_grounds(look: Look) -> None:
    assert max(contrast(look.border, GROUNDS["light"]), contrast(look.fill, GROUNDS["light"])) >= 3
    assert max(contrast(look.border, GROUNDS["dark"]), contrast(look.fill, GROUNDS["dark"])) >= 3
