"""The example queries that people start from (`examples/*.rq`), beside the questions that the atlas asks itself.

A file is one query. Its first comment is its title, its second says what it answers, its third which section
of the gallery it stands in; the number in its name is its place in the gallery and no part of its name:
`01-limits.rq` is the example `limits`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from mlatlas.errors import DataError

_FOLDER: Final = Path(__file__).parent / "examples"
_SECTION: Final = "# Section: "

#: The sections of the gallery in their order, and what their examples teach.
SECTIONS: Final = {
    "First steps": "A pattern, a name, a filter: how the graph is asked.",
    "Limits and units": "Numbers with their unit, bound, scope and condition.",
    "Yes, no and not stated": "A denial is a fact. A missing fact is not.",
    "Comparing and choosing": "Options side by side, and those that meet what is required.",
    "Problems and remedies": "From what goes wrong to what helps.",
    "Sources, verdicts and checks": "Who says so, who agrees, and what a machine found.",
    "Paths and graphs": "Ways through the graph, and answers that are graphs themselves.",
    "API models": "What AWS's services accept, from their own models.",
    "The vocabulary": "Classes, properties and named graphs.",
    "Counting": "Groups, totals and shares.",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from. `text` is the query without the three comments."""

    name: str
    title: str
    answers: str
    section: str
    text: str


@cache
def examples() -> tuple[Example, ...]:
    """All examples, in the order of the gallery.

    >>> examples()[0].name
    'direct'
    """
    return tuple(read(file) for file in sorted(_FOLDER.glob("*.rq")))


def read(file: Path) -> Example:
    """The example in a file. Raises `DataError` where it does not begin with its three comments."""
    title, answers, section, *query = [*file.read_text("utf-8").splitlines(), "", "", ""]
    if not (title.startswith("# ") and answers.startswith("# ")):
        raise DataError(f"{file.name}: begin with two comments, the title and what the query answers")
    heading = section.removeprefix(_SECTION)
    if not section.startswith(_SECTION) or heading not in SECTIONS:
        raise DataError(f"{file.name}: the third line is '{_SECTION}' and one of {', '.join(SECTIONS)}")
    name = file.stem.lstrip("0123456789").lstrip("-")
    text = "\n".join(query).rstrip("\n")
    return Example(name, title.removeprefix("# "), answers.removeprefix("# "), heading, text)
