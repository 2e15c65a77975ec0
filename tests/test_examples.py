"""Every example query: told in two comments, complete in itself, and with an answer."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from mlatlas.atlas import Atlas
from mlatlas.errors import DataError
from mlatlas.queries import SECTIONS, Example, examples, read

EXAMPLES = pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)


def test_there_are_enough_to_start_from() -> None:
    assert len(examples()) >= 40
    assert len({example.name for example in examples()}) == len(examples())
    assert len({example.title for example in examples()}) == len(examples())


def test_sections_come_in_their_order_and_none_is_empty() -> None:
    assert list(dict.fromkeys(example.section for example in examples())) == list(SECTIONS)


@EXAMPLES
def test_it_says_what_it_is(example: Example) -> None:
    assert len(example.title) > 10
    assert len(example.answers) > 20
    assert not example.text.endswith("\n")


@EXAMPLES
def test_it_runs_on_any_engine(example: Example) -> None:
    """Without the atlas's own default prefixes."""
    ox.Store().query(example.text)


@EXAMPLES
def test_it_has_an_answer_and_has_it_soon(example: Example, atlas: Atlas) -> None:
    answer = atlas.query(example.text, "table")
    assert answer.rows or answer.truth
    assert not answer.truncated
    assert answer.elapsed_ms < 3_000, "examples take well under a second where nothing else runs"


@EXAMPLES
def test_no_column_is_empty(example: Example, atlas: Atlas) -> None:
    answer = atlas.query(example.text, "table")
    for index, name in enumerate(answer.variables):
        assert any(row[index] for row in answer.rows), name


@pytest.mark.parametrize(
    "text", ["ASK { }\n# late\n", "# Title\n# What it answers\nASK { }\n", "# Title\n# What\n# Section: Nonsense\n", ""]
)
def test_a_file_without_its_comments_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "01-bare.rq"
    file.write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"01-bare\.rq"):
        read(file)
