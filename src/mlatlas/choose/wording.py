"""What every showing of a decision says in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mlatlas.checked import VERDICT_SIGNS, summed_up
from mlatlas.choose.records import OUTCOME_WORDS, Decision, Judgement, Reason

#: As many options by name, and as many letters of names, as a sentence bears.
_MOST_NAMED: Final = 4
_MOST_LETTERS: Final = 75


def summary(decision: Decision) -> str:
    """The answer in one sentence: which options fit, or that none does."""
    total = len(decision.judgements)
    if not decision.requirements:
        return f"No requirement is stated yet: all {total} options are open."
    fitting, conditional = decision.with_outcome("fits"), decision.with_outcome("conditional")
    if fitting:
        return f"{_named(fitting)} {'fits' if len(fitting) == 1 else 'fit'}.{_also(conditional)}"
    if conditional:
        return f"Nothing fits without a condition; {_named(conditional)} {_fit(conditional)} under one."
    unknown = decision.with_outcome("unknown")
    open_ = f" Of {_named(unknown)} nobody can tell." if unknown else ""
    return f"None of the {total} options fits.{open_}"


def _also(conditional: Sequence[Judgement]) -> str:
    return f" {_named(conditional)} {_fit(conditional)} under a condition." if conditional else ""


def _fit(judgements: Sequence[Judgement]) -> str:
    return "fits" if len(judgements) == 1 else "fit"


def _named(judgements: Sequence[Judgement]) -> str:
    labels = [each.option.label for each in judgements]
    told = _telling(labels)
    if told < len(labels):
        return f"{', '.join(labels[:told])} and {len(labels) - told} more"
    return " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


def _telling(labels: Sequence[str]) -> int:
    """How many of the names are told."""
    most = len(labels) if len(labels) <= _MOST_NAMED else _MOST_NAMED - 1
    while most > 1 and sum(map(len, labels[:most])) > _MOST_LETTERS:
        most -= 1
    return most


def headline(judgement: Judgement) -> str:
    """The outcome of an option in words: `fits only where the minimum is 0`, `does not fit`."""
    word = OUTCOME_WORDS[judgement.outcome]
    if judgement.clash:
        both = " and ".join(f"{reason.requirement.text} {under(reason.condition or '')}" for reason in judgement.clash)
        return f"{word}: {both} exclude each other"
    if judgement.outcome == "conditional":
        return f"fits {'; '.join(map(under, judgement.conditions))}"
    return word


def under(condition: str) -> str:
    """A condition as it follows a verb, however it is written: `only where the minimum is 0`, `except on Mondays`."""
    return condition if condition.startswith("except ") else f"only {condition.removeprefix('only ')}"


def reasoned(reason: Reason) -> str:
    """A reason with its condition, which its text may have told already."""
    condition = reason.condition or ""
    return reason.text if condition in reason.text else f"{reason.text}, {under(condition)}"


def doubts(reason: Reason) -> str:
    """What qualifies the statements behind a reason: verdicts that are less than confirmed, and what machines found."""
    verdicts = [f"{VERDICT_SIGNS[verdict]} {verdict}" for verdict in reason.verdicts if verdict != "confirmed"]
    checked = summed_up(reason.checks)
    return ", ".join([*verdicts, *([] if checked == "no check" else [checked])])


def wishes(decision: Decision, judgement: Judgement) -> str:
    """How many of the soft requirements an option fulfils: `2 of 3 wishes`; empty without any."""
    total = sum(requirement.soft for requirement in decision.requirements)
    return f"{judgement.wishes:g} of {total} {'wish' if total == 1 else 'wishes'}" if total else ""


def relaxations(decision: Decision) -> list[str]:
    """What would have to give way, a sentence for each option, the smallest first."""
    return [
        f"{each.option.label}: {' and '.join(change.text for change in each.changes)}{_then(each.outcome)}"
        for each in decision.relaxations
    ]


def _then(outcome: str) -> str:
    left = {"conditional": " (it then fits under a condition)", "unknown": " (of the rest nobody can tell)"}
    return left.get(outcome, "")
