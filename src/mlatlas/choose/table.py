"""Decisions, choices and criteria for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mlatlas.choose.records import OUTCOME_SIGNS, Decision, Judgement, Outcome, Reason
from mlatlas.choose.requirements import Criteria, sample
from mlatlas.choose.wording import doubts, headline, relaxations, summary, wishes
from mlatlas.citations import Citations
from mlatlas.facts import Choice, Criterion, Ref
from mlatlas.tables import headed, references

_STYLES: Final[dict[Outcome, str]] = {"fits": "green", "conditional": "yellow", "fails": "red", "unknown": "dim"}


def render(decision: Decision, graph: str) -> RenderableType:
    """The answer in a sentence, every option with its reasons, what could give way, and the sources."""
    cited = Citations()
    parts: list[RenderableType] = [Text(f"{decision.name}: {summary(decision)}", "bold")]
    parts += [_option(decision, each, cited) for each in decision.judgements]
    parts += _listed("What could give way:", relaxations(decision))
    for each in decision.sensitivities:
        told = [f"{one.option.label}: {one.text}" for one in each.thresholds]
        parts += _listed(f"If {each.requirement.text} moves:", told)
    return Group(*parts, Text(), references(cited), Text(graph, "dim"))


def _option(decision: Decision, judgement: Judgement, cited: Citations) -> RenderableType:
    style = _STYLES[judgement.outcome]
    head = Text(f"\n{OUTCOME_SIGNS[judgement.outcome]} {judgement.option.label}: ", f"bold {style}")
    head.append(headline(judgement), style)
    if wish := wishes(decision, judgement):
        head.append(f" · {wish}", "dim")
    table = Table.grid(padding=(0, 2))
    for reason in judgement.reasons:
        table.add_row(*_row(reason, cited))
    return Group(head, Padding(table, (0, 0, 0, 2)))


def _row(reason: Reason, cited: Citations) -> tuple[Text, Text]:
    wish = " (wish)" if reason.requirement.soft else ""
    asked = Text(f"{OUTCOME_SIGNS[reason.outcome]} {reason.requirement.text}{wish}", _STYLES[reason.outcome])
    told = Text(reason.text)
    if numbers := cited.numbers(reason.sources):
        told.append(f" [{','.join(map(str, numbers))}]", "dim")
    if doubt := doubts(reason):
        told.append(f" {doubt}", "italic dim")
    return asked, told


def _listed(title: str, lines: Iterable[str]) -> list[RenderableType]:
    told = [Text(f"  {line}") for line in lines]
    return [Text(f"\n{title}", "bold"), *told] if told else []


def render_choices(choices: Iterable[Choice]) -> Table:
    """All choices with their options."""
    table = headed("Choice", "What is chosen", "Options")
    for each in choices:
        table.add_row(each.entity.slug, each.entity.label, ", ".join(option.label for option in each.options))
    return table


def render_criteria(criteria: Criteria, empty: Callable[[Criterion], Sequence[Ref]]) -> Table:
    """What can be asked for: each criterion with an example, and the options of which nothing is stated."""
    table = headed("You can ask for", "As in", "Not stated of")
    for each in criteria.declared or criteria.further:
        silent = ", ".join(option.label for option in empty(each))
        table.add_row(each.name, f"{each.name} {sample(each, criteria)}", Text(silent, "dim"))
    return table
