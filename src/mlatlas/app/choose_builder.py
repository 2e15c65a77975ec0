"""The builder of requirements: a criterion, an operator, and a value in a widget that fits it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from mlatlas.app import choose_view, shared
from mlatlas.app.choose_state import View, short_sentence
from mlatlas.choose.requirements import Criteria, sample
from mlatlas.choose.units import choices
from mlatlas.errors import BadRequest
from mlatlas.facts import Criterion
from mlatlas.options import Options
from mlatlas.quantities import symbol

CRITERION: Final = "choose.criterion"
OPERATOR: Final = "choose.operator"
VALUE: Final = "choose.value"
UNIT: Final = "choose.unit"
TYPED: Final = "choose.typed"
_AMOUNTS: Final = {">=": "at least", "<=": "at most", "=": "exactly"}
_THINGS: Final = {"=": "is", "!=": "is not"}


def show(options: Options, view: View) -> None:
    """The builder, and a line for those who would rather write."""
    if choose_view.is_full(view):
        st.caption("No more requirements fit side by side; remove one to add another.")
        return
    criteria = options.criteria
    named = {each.name: each for each in (*criteria.declared, *criteria.further)}
    if not named:
        st.caption("No source states anything about these things yet.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox("I need", list(named), key=f"{CRITERION}.{view.choice}", width=250)
        text = _value(named[name], criteria, view)
        st.button("Require it", type="primary", on_click=_add, args=(options, text, False), disabled=not text)
        st.button("Wish for it", on_click=_add, args=(options, text, True), disabled=not text,
                  help="A wish rules nothing out; it ranks what fits.")  # fmt: skip
        st.text_input(
            "Or write it", key=TYPED, placeholder=f"{name} {sample(named[name], criteria)}", width=250,
            on_change=_typed, args=(options,),
        )  # fmt: skip
    silent = options.empty(named[name])
    if silent:
        st.caption(f"Not stated of {shared.markdown_text(', '.join(each.label for each in silent))}.")


def _value(criterion: Criterion, criteria: Criteria, view: View) -> str:
    """The widgets of the value; gives the requirement as text, empty while it is not complete."""
    key = f"{view.choice}.{criterion.name}"
    if criterion.property.value_kind == "quantity":
        return _amount(criterion, key)
    if criterion.object is not None:
        wanted = st.segmented_control("Yes or no", ["yes", "no"], default="yes", key=f"{VALUE}.{key}", required=True)
        return f"{criterion.name} = {wanted}" if wanted else ""
    operator = st.selectbox("How", list(_THINGS), format_func=_THINGS.__getitem__, key=f"{OPERATOR}.{key}", width=100)
    values = [each.label for each in criteria.values.get(criterion.property.iri, ())]
    if not values:
        typed = st.text_input("What", key=f"{VALUE}.{key}", width=200)
        return f"{criterion.name} {operator} {typed}" if typed else ""
    value = st.selectbox("What", sorted(values), key=f"{VALUE}.{key}", width=230)
    return f"{criterion.name} {operator} {value}"


def _amount(criterion: Criterion, key: str) -> str:
    operator = st.selectbox("How", list(_AMOUNTS), format_func=_AMOUNTS.__getitem__, key=f"{OPERATOR}.{key}", width=115)
    value = st.number_input("How much", value=1.0, step=1.0, format="%g", key=f"{VALUE}.{key}", width=130)
    canonical = symbol(criterion.property.unit or "")
    signs = choices(criterion.property.unit or "")
    unit = canonical
    if len(signs) > 1:
        unit = st.selectbox("Unit", signs, index=signs.index(canonical), key=f"{UNIT}.{key}", width=90)
    return f"{criterion.name} {operator} {value:g} {unit}".strip()


def _add(options: Options, text: str, soft: bool) -> None:
    try:
        (found,) = options.requirements([text])
    except BadRequest as refusal:
        st.toast(shared.markdown_text(short_sentence(refusal)), icon="⚠️")
        return
    choose_view.put(choose_view.current().adding(found.text, soft))


def _typed(options: Options) -> None:
    text = st.session_state[TYPED]
    if text.strip():
        st.session_state[TYPED] = ""
        _add(options, text, soft=False)
