"""docs/questions.md: thirty questions, each asked as a person asks it, and answered with the lines that are shown there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from mlatlas import cli
from mlatlas.atlas import Atlas
from mlatlas.resources import data_root

PAGE = data_root() / "docs" / "questions.md"
#: A question in bold, and a block with its command and the telling lines of the answer.
BLOCK = re.compile(r"^\*\*(\d+)\. (.+?)\*\*\n\n```console\n\$ mlatlas (.+)\n((?:.+\n)+)```$", re.MULTILINE)
#: The marks of sources in answers: [1,2].
CITED = re.compile(r"\[\d+(,\d+)*\]")
#: The width of the terminal that the page shows.
WIDTH = 160


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the page: its number, the command without `mlatlas`, and the lines that tell the answer."""

    number: int
    text: str
    command: str
    answer: tuple[str, ...]


def _questions() -> list[Question]:
    found = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    return [Question(int(number), text, command, tuple(answer.splitlines())) for number, text, command, answer in found]


QUESTIONS = _questions()


def _plain(line: str) -> str:
    """A line without marks of sources, and with single spaces.

    >>> _plain("  payload   1 GB [1,2] checked")
    'payload 1 GB checked'
    """
    return " ".join(CITED.sub(" ", line).split())


@pytest.fixture(scope="module")
def ask(atlas: Atlas) -> Iterator[Callable[[str], list[str]]]:
    """Runs a command on the atlas of the tests, in this process, and gives the lines that it prints."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "_open", lambda _endpoint=None: atlas)
        patch.setattr(cli._out, "width", WIDTH)
        patch.setenv("COLUMNS", str(WIDTH))

        def run(command: str) -> list[str]:
            done = CliRunner().invoke(cli.app, shlex.split(command))
            assert done.exit_code == 0, done.output
            return [_plain(line) for line in done.output.splitlines()]

        yield run


def test_there_are_thirty_in_their_order() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 31)), (
        "a block of the page is not as BLOCK wants it"
    )


def test_none_is_asked_twice() -> None:
    assert len({question.text for question in QUESTIONS}) == len({question.command for question in QUESTIONS}) == 30


def test_every_kind_of_command_answers_some() -> None:
    assert {question.command.split()[0] for question in QUESTIONS} >= {"facts", "choose", "compare", "path", "query"}


def test_the_table_has_all_of_them() -> None:
    rows = [
        f"| {one.number} | {one.text} | `mlatlas {one.command.split()[0]}` | {_plain(one.answer[0])} |"
        for one in QUESTIONS
    ]
    missing = set(rows).difference(PAGE.read_text(encoding="utf-8").splitlines())
    assert not missing, f"write these into the table of {PAGE.name}: {sorted(missing)}"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"{question.number}-{question.command.split()[0]}")
def test_the_command_answers_as_shown(question: Question, ask: Callable[[str], list[str]]) -> None:
    printed = ask(question.command)
    missing = [line for line in question.answer if not any(_plain(line) in shown for shown in printed)]
    assert not missing, (
        f"question {question.number} is answered otherwise now; correct {PAGE.name} or the data: {missing}"
    )
