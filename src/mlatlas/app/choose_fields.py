"""The fields of a requirement: an operator and a value in widgets that fit the criterion.

The builder has them for the requirement to come, and every requirement that is stated for being changed in place.
What the widgets say lies in `st.session_state` under a key of their own; `text` reads it as a requirement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, Final

import streamlit as st

from mlatlas.choose.records import Operator, Requirement, quantity
from mlatlas.choose.requirements import Criteria
from mlatlas.choose.units import choices
from mlatlas.facts import Criterion, Quantity, Ref, Statement
from mlatlas.options import Options
from mlatlas.quantities import convert, number, symbol

_AMOUNTS: Final[dict[Operator, str]] = {
    ">=": "at least", "<=": "at most", ">": "more than", "<": "less than", "=": "exactly",
}  # fmt: skip
_THINGS: Final[dict[Operator, str]] = {"=": "is", "!=": "is not"}
#: Bounds that tell nothing of what an option can do.
_ADVICE: Final = "recommended"


def usual(criterion: Criterion, options: Options) -> Requirement:
    """The requirement to start from: an amount that is stated and tells options apart, else yes, or a first value."""
    known = criterion.property
    if known.value_kind == "quantity":
        return Requirement(criterion, "<=" if known.better_when == "lower" else ">=", _middle(criterion, options))
    if criterion.object is not None:
        return Requirement(criterion, "=", True)
    return Requirement(criterion, "=", next(iter(_values(criterion, options)), ""))


def _middle(criterion: Criterion, options: Options) -> Quantity:
    """The amount in the middle of those that are stated, in its own unit."""
    unit = criterion.property.unit or ""
    stated = [each for said in options.stated(criterion).values() for each in map(_told, said) if each]
    if not stated:
        return Quantity(Decimal(1), unit, f"1 {symbol(unit)}".strip())
    middle = sorted(stated, key=lambda each: convert(each.value, each.unit, unit))[len(stated) // 2]
    return replace(middle, as_written=quantity(middle))


def _told(statement: Statement) -> Quantity | None:
    return None if statement.bound == _ADVICE else statement.quantity


def _values(criterion: Criterion, options: Options) -> list[str]:
    """The names of what the property leads to, or the texts that are stated."""
    stated = (each for said in options.stated(criterion).values() for each in said)
    texts = {each.text for each in stated if each.text}
    return sorted(texts | {each.label for each in options.criteria.values.get(criterion.property.iri, ())})


# ── Widgets ──────────────────────────────────────────────────────────────────


def seed(key: str, start: Requirement) -> None:
    """Let the widgets with this key say a requirement; before they are shown."""
    for part, said in _said(start).items():
        st.session_state[f"{key}.{part}"] = said


def is_seeded(key: str, criterion: Criterion) -> bool:
    """Whether the widgets with this key say something already."""
    return f"{key}.{'amount' if criterion.property.value_kind == 'quantity' else 'value'}" in st.session_state


def _said(start: Requirement) -> dict[str, Any]:
    wanted = start.wanted
    if isinstance(wanted, Quantity):
        return {"operator": start.operator, "amount": float(wanted.value), "unit": symbol(wanted.unit)}
    if isinstance(wanted, bool):
        return {"value": "yes" if wanted else "no"}
    return {"operator": start.operator, "value": wanted.label if isinstance(wanted, Ref) else wanted}


def show(criterion: Criterion, options: Options, key: str, on_change: Callable[[], None] | None = None) -> None:
    """The widgets; `on_change` is told when one of them says something else."""
    if criterion.property.value_kind == "quantity":
        _amount(criterion, key, on_change)
    elif criterion.object is not None:
        st.segmented_control("Yes or no", ["yes", "no"], key=f"{key}.value", required=True, on_change=on_change)
    else:
        _operator(_THINGS, key, 100, on_change)
        said = st.session_state.get(f"{key}.value")
        values = dict.fromkeys([*_values(criterion, options), *([said] if said else [])])
        st.selectbox("What", list(values), key=f"{key}.value", width=230, on_change=on_change)


def _amount(criterion: Criterion, key: str, on_change: Callable[[], None] | None) -> None:
    _operator(_AMOUNTS, key, 125, on_change)
    st.number_input("How much", step=1.0, format="%g", key=f"{key}.amount", width=140, on_change=on_change)
    signs = choices(criterion.property.unit or "")
    if len(signs) > 1:
        st.selectbox("Unit", signs, key=f"{key}.unit", width=90, on_change=on_change)


def _operator(words: Mapping[Operator, str], key: str, width: int, on_change: Callable[[], None] | None) -> None:
    st.selectbox(
        "How", list(words), format_func=partial(_word, words), key=f"{key}.operator", width=width, on_change=on_change,
    )  # fmt: skip


def _word(words: Mapping[Operator, str], operator: Operator) -> str:
    return words[operator]


def text(criterion: Criterion, key: str) -> str:
    """What the widgets with this key say, as people write it; empty while it is not complete."""
    state = st.session_state
    operator = state.get(f"{key}.operator", "=")
    if criterion.property.value_kind == "quantity":
        amount = state.get(f"{key}.amount")
        unit = state.get(f"{key}.unit", symbol(criterion.property.unit or ""))
        return "" if amount is None else f"{criterion.name} {operator} {_digits(amount)} {unit}".strip()
    value = state.get(f"{key}.value") or ""
    return f"{criterion.name} {operator} {value}" if value else ""


def _digits(amount: float) -> str:
    """A number as it is read back, without an exponent.

    >>> _digits(2.5e10), _digits(0.1)
    ('25000000000', '0.1')
    """
    exact = Decimal(str(amount))
    return f"{number(exact)}" if exact == exact.to_integral_value() else f"{exact:f}"


def named(criteria: Criteria, order: Sequence[Criterion]) -> dict[str, Criterion]:
    """Criteria by name; of two with one name the one that a requirement with that name means."""
    return {each.name: criteria.named(each.name) for each in order}
