"""What the Facts page shows, and the address that says so: `?verdict=contradicted&words=memory&conflicts=1`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mlatlas.app import filtering
from mlatlas.app.address import quoted
from mlatlas.app.filtering import Filter
from mlatlas.atlas import Conflict, Statement

_FLAGS: Final = {"1": True, "0": False}
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class View:
    """Which statements are listed: by filter, by words of their sentence, and only those in a conflict."""

    filter: Filter = field(default_factory=Filter)
    words: str = ""
    conflicts: bool = False

    def parameters(self) -> dict[str, str]:
        """The view as parameters of an address; what is at its default is left out."""
        said = dict(self.filter.parameters())
        if self.words:
            said["words"] = self.words
        if self.conflicts:
            said["conflicts"] = "1"
        return said

    def select(self, statements: Iterable[Statement], conflicts: Sequence[Conflict]) -> list[Statement]:
        """The statements that are listed: those with every word, anywhere in sentence, note or id."""
        if self == View():
            return list(statements)
        wanted = self.words.casefold().split()
        disputed = {side.id for conflict in conflicts for side in conflict.statements}
        return [
            statement
            for statement in statements
            if self.filter.keeps(statement)
            and (statement.id in disputed or not self.conflicts)
            and all(word in _text(statement) for word in wanted)
        ]


def _text(statement: Statement) -> str:
    return f"{statement.id} {statement.sentence} {statement.note or ''}".casefold()


def read(parameters: Mapping[str, str], works: Collection[str]) -> tuple[View, list[str]]:
    """The view that an address asks for, and what of the address made no sense."""
    known = (*filtering.PARAMETERS, "words", "conflicts")
    ignored = [f"{quoted(name)} is no parameter of this page" for name in parameters if name not in known]
    chosen, senseless = filtering.read(parameters, works)
    flag = parameters.get("conflicts", "0")
    if flag not in _FLAGS:
        senseless.append(f"conflicts={quoted(flag)}, which is neither 0 nor 1")
    words = " ".join(parameters.get("words", "")[:_LONGEST].split())
    return View(chosen, words, _FLAGS.get(flag, False)), [*ignored, *senseless]
