"""What the Choose page shows, and the address that says so: `?choice=inference-option&require=payload >= 300 MB`.

`require` and `prefer` may be there several times; a requirement stands in the address as people write it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mlatlas.app.address import quoted, short
from mlatlas.errors import BadRequest

#: More requirements than this nobody can read side by side.
MOST: Final = 8
_LONGEST_SENTENCE: Final = 220
FORMS: Final = ("table", "graph")
_PARAMETERS: Final = ("choice", "require", "prefer", "form")


@dataclass(frozen=True, slots=True)
class View:
    """What is chosen (a slug, or the name of a class), what is required and what is wished for, as texts."""

    choice: str = ""
    require: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    form: str = "table"

    def parameters(self) -> dict[str, list[str]]:
        """The view as parameters of an address; what is at its default is left out.

        >>> View("data-format", ("human-readable = yes",)).parameters()
        {'choice': ['data-format'], 'require': ['human-readable = yes']}
        """
        said = {"choice": [self.choice] if self.choice else [], "require": list(self.require)}
        said |= {"prefer": list(self.prefer), "form": [self.form] if self.form != FORMS[0] else []}
        return {name: values for name, values in said.items() if values}

    def without(self, text: str) -> View:
        """The view without a requirement."""
        return replace(
            self,
            require=tuple(each for each in self.require if each != text),
            prefer=tuple(each for each in self.prefer if each != text),
        )

    def changing(self, text: str, other: str) -> View:
        """The view with another requirement in the place of one, and of the same kind.

        >>> View("x", ("a = yes", "b = yes")).changing("a = yes", "a = no").require
        ('a = no', 'b = yes')
        """
        require, prefer = ([other if each == text else each for each in texts] for texts in (self.require, self.prefer))
        hard = tuple(dict.fromkeys(require))
        return replace(self, require=hard, prefer=tuple(each for each in dict.fromkeys(prefer) if each not in hard))

    def adding(self, text: str, soft: bool) -> View:
        """The view with a requirement, which takes the place of the same text of the other kind."""
        rest = self.without(text)
        return replace(rest, prefer=(*rest.prefer, text)) if soft else replace(rest, require=(*rest.require, text))


def read(
    parameters: Mapping[str, Sequence[str]], known: Callable[[str], str], meaning: Callable[[str, str], str]
) -> tuple[View, list[str]]:
    """The view that an address asks for, and what of the address made no sense.

    `known` gives the slug of a choice or the name of a class by any of its names; `meaning` gives the text of a
    requirement of it as the page writes it. Both raise `BadRequest`.
    """
    ignored = [f"{quoted(name)} is no parameter of this page" for name in parameters if name not in _PARAMETERS]
    name = (parameters.get("choice") or [""])[0]
    try:
        choice = known(name) if name else ""
    except BadRequest as refusal:
        return View(), [*ignored, short_sentence(refusal)]
    require = _texts(parameters.get("require", ()), choice, meaning, ignored)
    prefer = _texts(parameters.get("prefer", ()), choice, meaning, ignored)
    wished = tuple(text for text in prefer if text not in require)[: MOST - len(require)]
    return View(choice, require, wished, _form(parameters, ignored)), ignored


def _texts(
    written: Sequence[str], choice: str, meaning: Callable[[str, str], str], ignored: list[str]
) -> tuple[str, ...]:
    found: list[str] = []
    for text in written[:MOST] if choice else ():
        try:
            found.append(meaning(choice, text))
        except BadRequest as refusal:
            ignored.append(short_sentence(refusal))
    if len(written) > MOST:
        ignored.append(f"{len(written) - MOST} more requirements, for {MOST} are the most")
    return tuple(dict.fromkeys(found))


def _form(parameters: Mapping[str, Sequence[str]], ignored: list[str]) -> str:
    form = (parameters.get("form") or [FORMS[0]])[0]
    if form not in FORMS:
        ignored.append(f"form={quoted(form)}, which is neither {' nor '.join(FORMS)}")
        return FORMS[0]
    return form


def short_sentence(refusal: BadRequest) -> str:
    """The sentence of a refusal, printable, and no longer than a line or two."""
    return short(str(refusal), _LONGEST_SENTENCE)
