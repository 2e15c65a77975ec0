"""The example queries that people start from (`examples/*.rq`), beside the questions that the atlas asks itself.

A file is one query. Its first comment is its title, its second says what it answers; the number in its
name is its place in the gallery and no part of its name: `01-limits.rq` is the example `limits`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from mlatlas.errors import DataError

_FOLDER: Final = Path(__file__).parent / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from. `text` is the query without the two comments."""

    name: str
    title: str
    answers: str
    text: str


@cache
def examples() -> tuple[Example, ...]:
    """All examples, in the order of the gallery.

    >>> examples()[0].name
    'limits'
    """
    return tuple(read(file) for file in sorted(_FOLDER.glob("*.rq")))


def read(file: Path) -> Example:
    """The example in a file. Raises `DataError` where it does not begin with two comments."""
    title, answers, *query = file.read_text("utf-8").splitlines()
    if not (title.startswith("# ") and answers.startswith("# ")):
        raise DataError(f"{file.name}: begin with two comments, the title and what the query answers")
    name = file.stem.lstrip("0123456789").lstrip("-")
    return Example(name, title.removeprefix("# "), answers.removeprefix("# "), "\n".join(query))
