"""What the terminal says of a statement: evidence, and what disagrees with it."""

from __future__ import annotations

from rich.console import Console

from mlatlas import terminal
from mlatlas.atlas import Atlas


def told(atlas: Atlas, *ids: str) -> str:
    console = Console(width=200, no_color=True)
    with console.capture() as captured:
        console.print(terminal.statements([atlas.statement(id_) for id_ in ids], atlas.conflicts))
    return captured.get()


def test_evidence_stands_beneath_the_statement(atlas: Atlas) -> None:
    lines = " ".join(told(atlas, "F072").split())
    assert "✓ agrees with botocore" in lines
    assert "shapes.ServerlessMemorySizeInMB.max = 6144 (6 GB = 6144 MB)" in lines
    assert "checked" in lines


def test_a_look_into_a_text_is_told_as_weaker(atlas: Atlas) -> None:
    assert "(read in a text: weaker than a bound)" in " ".join(told(atlas, "F070").split())


def test_both_sides_of_a_conflict_name_each_other_and_the_reason(atlas: Atlas) -> None:
    right, wrong = (" ".join(told(atlas, id_).split()) for id_ in ("F096-exact", "F096"))
    assert "⚠ disagrees with F096: An authority says the opposite. The dataset may be larger" in right
    assert "→ right is F096-exact" in wrong
    assert "⚠ disagrees with F096-exact" in wrong


def test_a_default_is_not_to_be_taken_for_a_maximum(atlas: Atlas) -> None:
    assert "⚠ not to be taken for F059-default: The default is 15 minutes" in " ".join(told(atlas, "F059").split())


def test_the_more_exact_side_says_so(atlas: Atlas) -> None:
    assert "≈ more exact than F030: " in " ".join(told(atlas, "F030-exact").split())
    assert "≈ less exact than F030-exact: " in " ".join(told(atlas, "F030").split())
