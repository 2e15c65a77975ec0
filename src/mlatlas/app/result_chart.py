"""A query's answer as bars, where its columns allow: one that names things, and one or two with numbers.

The bars are HTML, so that they have the page's look, and names that lead to Explore. Pure logic.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mlatlas.app.result_table import NUMERIC, cell_html, unit_columns, units_of
from mlatlas.facts import Ref
from mlatlas.quantities import plain
from mlatlas.sandbox import Answer, Term

#: More bars than this are a wall.
MOST_BARS: Final = 40
_MOST_MEASURES: Final = 2
_FEWEST_BARS: Final = 2


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: the positions of the names, of one or two numbers and of their units; the rows that have them."""

    names: int
    measures: tuple[int, ...]
    units: Mapping[int, int]
    rows: tuple[tuple[Term | None, ...], ...]


def chart(answer: Answer) -> Chart | None:
    """What of an answer can be drawn: its first column without numbers, against the first two with numbers.

    None where it has no such columns, fewer than two rows, or names that come twice (bars would hide which is which).
    """
    if answer.kind != "select":
        return None
    units = unit_columns(answer)
    numbers = [index for index in range(len(answer.variables)) if _is_numeric(answer, index)]
    names = [index for index in range(len(answer.variables)) if index not in numbers and index not in units.values()]
    measures = tuple(numbers[:_MOST_MEASURES])
    if not names or not measures:
        return None
    best = next((index for index in names if _is_distinct(answer, index)), None)
    rows = tuple(row for row in answer.rows if best is not None and row[best] and any(row[at] for at in measures))
    return Chart(best, measures, units, rows) if best is not None and len(rows) >= _FEWEST_BARS else None


def _is_numeric(answer: Answer, index: int) -> bool:
    terms = [term for row in answer.rows if (term := row[index])]
    return bool(terms) and all(term.datatype in NUMERIC and _number(term) is not None for term in terms)


def _is_distinct(answer: Answer, index: int) -> bool:
    values = [term for row in answer.rows[:MOST_BARS] if (term := row[index])]
    return len(values) == len(set(values)) > 0


def bars(shown: Chart, answer: Answer, entities: Mapping[str, Ref]) -> str:
    """The chart as HTML: one row for each name, one column of bars for each number, each to its own scale."""
    rows = shown.rows[:MOST_BARS]
    scales = [_scale(rows, measure) for measure in shown.measures]
    head = "".join(f'<th scope="col">{html.escape(answer.variables[measure])}</th>' for measure in shown.measures)
    body = "".join(_row(row, shown, scales, entities) for row in rows)
    name = html.escape(answer.variables[shown.names])
    region = '<div class="result chart" role="region" aria-label="Chart of the answer" tabindex="0">'
    return (
        f'{region}<table><thead><tr><th scope="col">{name}</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _scale(rows: tuple[tuple[Term | None, ...], ...], measure: int) -> tuple[Decimal, Decimal]:
    """The smallest and the largest number, and zero always among them."""
    found = [number for row in rows if (number := _number(row[measure])) is not None]
    return min([*found, Decimal(0)]), max([*found, Decimal(0)])


def _row(
    row: tuple[Term | None, ...],
    shown: Chart,
    scales: list[tuple[Decimal, Decimal]],
    entities: Mapping[str, Ref],
) -> str:
    units = units_of(row, shown.units)
    cells = "".join(
        f"<td>{_bar(row[measure], scale, units.get(measure, ''))}</td>"
        for measure, scale in zip(shown.measures, scales, strict=True)
    )
    return f'<tr><th scope="row">{cell_html(row[shown.names], entities)}</th>{cells}</tr>'


def _bar(term: Term | None, scale: tuple[Decimal, Decimal], unit: str) -> str:
    number = _number(term)
    if number is None:
        return ""
    low, high = scale
    width = (high - low) or Decimal(1)
    start = float((min(number, Decimal(0)) - low) / width * 100)
    length = float(abs(number) / width * 100)
    text = html.escape(f"{plain(number):,f} {unit}".strip())
    bar = f'<i style="margin-left:{start:.2f}%;width:{length:.2f}%"></i>'
    return f'<span class="bar">{bar}</span><span class="amount">{text}</span>'


def _number(term: Term | None) -> Decimal | None:
    if term is None:
        return None
    try:
        number = Decimal(term.value)
    except ArithmeticError:
        return None
    return number if number.is_finite() and abs(number) < Decimal("1E15") else None
