"""The requirements: those that are stated, each to be changed in place, and the next one to state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from mlatlas.app import choose_fields, choose_view, shared
from mlatlas.app.choose_state import MOST, View, short_sentence
from mlatlas.choose.records import Requirement
from mlatlas.choose.requirements import sample
from mlatlas.errors import BadRequest
from mlatlas.facts import Criterion, Ref
from mlatlas.options import Options

CRITERION: Final = "choose.criterion"
NEXT: Final = "choose.next"
TYPED: Final = "choose.typed"
_REFUSED: Final = "choose.refused"
#: As many examples, and as many names of options, as one line bears.
_EXAMPLES: Final = 5
_MOST_NAMED: Final = 6


def show(options: Options, view: View) -> None:
    """The builder, and a line for those who would rather write."""
    if len(view.require) + len(view.prefer) >= MOST:
        st.caption("No more requirements fit side by side; change one, or remove one to add another.")
        return
    criteria = choose_fields.named(options.criteria, _offered(options))
    if not criteria:
        st.caption("No source states anything about these things yet.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox("I need", list(criteria), key=f"{CRITERION}.{view.choice}", width=230)
        _next(criteria[name], options, f"{NEXT}.{view.choice}.{name}")
        st.text_input(
            "Or write it", key=TYPED, placeholder=f"{name} {sample(criteria[name], options.criteria)}", width=230,
            on_change=_typed, args=(options,),
        )  # fmt: skip
    _notes(criteria[name], options)


def _offered(options: Options) -> Sequence[Criterion]:
    """The criteria of the choice, then those of which most is stated."""
    said = defaultdict(set)
    stated = ((option, each) for option in options.options for each in options.said[option.iri] if each.stands)
    for option, each in stated:
        said[each.property.iri, each.object.iri if each.object else None].add(option.iri)
        said[each.property.iri, None].add(option.iri)
    declared, further = options.criteria.declared, options.criteria.further
    key = {each: (each.property.iri, each.object.iri if each.object else None) for each in further}
    return (*declared, *sorted(further, key=lambda each: -len(said[key[each]])))


def _next(criterion: Criterion, options: Options, key: str) -> None:
    """Fields and buttons for the next requirement."""
    if not choose_fields.is_seeded(key, criterion):
        choose_fields.seed(key, choose_fields.usual(criterion, options))
    choose_fields.show(criterion, options, key)
    is_empty = not choose_fields.text(criterion, key)
    # Told which fields to read, not what they say: who types and clicks at once has changed them since.
    add = partial(_add_fields, options, criterion, key)
    st.button("Require it", type="primary", on_click=add, args=(False,), disabled=is_empty)
    st.button("Wish for it", on_click=add, args=(True,), disabled=is_empty,
              help="A wish rules nothing out; it ranks what fits.")  # fmt: skip


def _notes(criterion: Criterion, options: Options) -> None:
    """What was refused, and of which options nobody says anything about the criterion."""
    refused = st.session_state.pop(_REFUSED, None)
    if refused:
        st.warning(shared.markdown_text(refused))
    silent = options.empty(criterion)
    if silent:
        st.caption(shared.markdown_text(_unsaid(criterion, silent, len(options.options))))


def _unsaid(criterion: Criterion, silent: Sequence[Ref], total: int) -> str:
    if len(silent) <= _MOST_NAMED:
        return f"{criterion.name}: not stated of {', '.join(each.label for each in silent)}."
    return f"{criterion.name}: stated of {total - len(silent)} of {total} options."


def examples(options: Options) -> None:
    """Requirements to begin with, one click each; a requirement for each of the first criteria."""
    offered = [criterion for criterion in _offered(options) if not options.empty(criterion)]
    usual = [choose_fields.usual(criterion, options) for criterion in offered[:_EXAMPLES]]
    if usual:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption("For example:", width="content")
            for number, each in enumerate(usual):
                st.button(
                    shared.markdown_text(each.title), key=f"choose.example.{number}",
                    on_click=_add, args=(options, each.text, False),
                )  # fmt: skip


def _add_fields(options: Options, criterion: Criterion, key: str, soft: bool) -> None:
    text = choose_fields.text(criterion, key)
    if text:
        _add(options, text, soft)


def _add(options: Options, text: str, soft: bool) -> None:
    found = _understood(options, text)
    if found is not None:
        choose_view.put(choose_view.current().adding(found.text, soft))


def _understood(options: Options, text: str) -> Requirement | None:
    """The requirement of a text; what is wrong with it is said beneath the builder."""
    try:
        (found,) = options.requirements([text])
    except BadRequest as refusal:
        st.session_state[_REFUSED] = short_sentence(refusal)
        return None
    return found


def _typed(options: Options) -> None:
    """What was written stays where it is while it is not understood."""
    text = st.session_state[TYPED]
    if text.strip():
        _add(options, text, soft=False)
    if _REFUSED not in st.session_state:
        st.session_state[TYPED] = ""


# ── What is stated ───────────────────────────────────────────────────────────


def stated(options: Options, view: View) -> None:
    """The requirements, each with what can be done to it."""
    if not (view.require or view.prefer):
        return
    with st.container(horizontal=True, gap="small", key="choose-stated"):
        for soft, texts in ((False, view.require), (True, view.prefer)):
            for number, requirement in enumerate(options.requirements(texts)):
                _chip(options, view, requirement, soft, f"{soft}.{number}.{requirement.criterion.name}")
        if len(view.require) + len(view.prefer) > 1:
            st.button("Remove all", key="choose.clear", type="tertiary", on_click=_clear, args=(view,))


def _chip(options: Options, view: View, requirement: Requirement, soft: bool, key: str) -> None:
    label = f"{'Wish: ' if soft else ''}{requirement.title}"
    fields, criterion = f"choose.asked.{key}", requirement.criterion
    with st.popover(shared.markdown_text(label), key=f"choose.open.{key}"):
        choose_fields.seed(fields, requirement)
        with st.container(horizontal=True, gap="small"):
            changed = partial(_change, options, requirement, fields)
            choose_fields.show(criterion, options, fields, changed)
        with st.container(horizontal=True, gap="small"):
            other, turned = ("Require it", False) if soft else ("Only wish for it", True)
            turn = view.adding(requirement.text, turned)
            st.button(other, key=f"choose.turn.{key}", on_click=choose_view.put, args=(turn,))
            rest = view.without(requirement.text)
            st.button("Remove", key=f"choose.remove.{key}", on_click=choose_view.put, args=(rest,))


def _change(options: Options, requirement: Requirement, key: str) -> None:
    """Put what the fields of a requirement say in its place; while they say nothing, it stays as it was."""
    text = choose_fields.text(requirement.criterion, key)
    found = _understood(options, text) if text else None
    if found is not None:
        choose_view.put(choose_view.current().changing(requirement.text, found.text))


def _clear(view: View) -> None:
    choose_view.put(View(view.choice, form=view.form))
