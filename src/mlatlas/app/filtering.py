"""Which statements a page shows: by verdict, by what machines found, by source. And how the address says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar, get_args

from mlatlas.app.address import quoted
from mlatlas.atlas import Statement
from mlatlas.checked import WORDS, Checked, checked
from mlatlas.facts import Verdict

VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
_Word = TypeVar("_Word", bound=str)

PARAMETERS: Final = ("verdict", "checked", "source")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a statement must be to be shown; empty means anything. `work` is the label of a source's work."""

    verdicts: tuple[Verdict, ...] = ()
    checks: tuple[Checked, ...] = ()
    work: str = ""

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return self != Filter()

    def keeps(self, statement: Statement) -> bool:
        """Whether a statement is shown."""
        return (
            (not self.verdicts or statement.verdict in self.verdicts)
            and (not self.checks or checked(statement) in self.checks)
            and (not self.work or any(source.label == self.work for source in statement.sources))
        )

    def parameters(self) -> dict[str, str]:
        """The filter as parameters of an address; what is at its default is left out.

        >>> Filter(("outdated", "contradicted"), ("no check",)).parameters()
        {'verdict': 'outdated,contradicted', 'checked': 'no-check'}
        """
        said = {
            "verdict": ",".join(self.verdicts),
            "checked": ",".join(word.replace(" ", "-") for word in self.checks),
            "source": self.work,
        }
        return {name: text for name, text in said.items() if text}


def read(
    parameters: Mapping[str, str], works: Collection[str], verdicts: tuple[Verdict, ...] = VERDICTS
) -> tuple[Filter, list[str]]:
    """The filter that an address asks for, and what of its parameters made no sense; others are not looked at.

    `works` are the labels of all works, `verdicts` those that may be chosen.
    """
    ignored: list[str] = []
    chosen = _chosen(parameters, "verdict", verdicts, ignored)
    checks = _chosen(parameters, "checked", WORDS, ignored)
    work = parameters.get("source", "")
    if work and work not in works:
        ignored.append(f"source={quoted(work)}, which is no work that is cited")
        work = ""
    return Filter(chosen, checks, work), ignored


def _chosen(
    parameters: Mapping[str, str], name: str, known: tuple[_Word, ...], ignored: list[str]
) -> tuple[_Word, ...]:
    asked = {text.replace("-", " ") for text in parameters.get(name, "").split(",") if text}
    ignored += [f"{name}={quoted(text)}, which cannot be chosen" for text in sorted(asked - set(known))]
    return tuple(each for each in known if each in asked)
