"""What the Choose page is about: the choice, and the view of it.

The view lives in `st.session_state`, and in the address; `synchronise` takes it from the address whenever that
was changed by anybody but the page itself.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from mlatlas.app import shared
from mlatlas.app.choose_state import View, read
from mlatlas.atlas import Atlas
from mlatlas.picture.looks import class_name

VIEW: Final = "choose.view"
CHOICE: Final = "choose.choice"
FORM: Final = "choose.form"
_WRITTEN: Final = "choose.written"
_NOTHING: Final = ""
_COLUMNS: Final = 4


def synchronise(atlas: Atlas) -> list[str]:
    """Take the view from the address where that has changed; give what of it made no sense."""
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    entered = CHOICE not in st.session_state  # Streamlit forgets the widgets of a page that is left
    if entered and not asked:
        asked = st.session_state.get(_WRITTEN, {})
    if not entered and asked == st.session_state.get(_WRITTEN):
        return []
    view, ignored = read(asked, lambda name: name_of(atlas, name), lambda choice, text: meaning(atlas, choice, text))
    st.session_state.update({VIEW: view, CHOICE: view.choice, FORM: view.form})
    return ignored


def name_of(atlas: Atlas, name: str) -> str:
    """The slug of a choice, or the name of a class, by any of its names. Raises `BadRequest`."""
    subject = atlas.options(name).subject
    return subject.label if subject.kind == "Class" else subject.slug


def meaning(atlas: Atlas, choice: str, text: str) -> str:
    """The text of a requirement as it is written everywhere. Raises `BadRequest`."""
    (found,) = atlas.options(choice).requirements([text])
    return found.text


def current() -> View:
    """The view as it is."""
    view: View = st.session_state[VIEW]
    return view


def put(view: View) -> None:
    """Show another view from now on, and write it into the address."""
    st.session_state[VIEW] = view
    st.session_state[_WRITTEN] = view.parameters()
    if {name: st.query_params.get_all(name) for name in st.query_params} != view.parameters():
        st.query_params.from_dict(view.parameters())


def pick(atlas: Atlas) -> View:
    """The list of choices and classes; another choice begins without requirements."""
    names = _names(atlas)
    st.selectbox(
        "What do you choose?", [_NOTHING, *names], key=CHOICE, label_visibility="collapsed",
        format_func=lambda name: names.get(name, "Pick what you have to decide"), width=440,
    )  # fmt: skip
    view = current()
    if st.session_state[CHOICE] != view.choice:
        view = View(st.session_state[CHOICE])
    put(view)
    return view


@st.cache_data(show_spinner=False)
def _names(_atlas: Atlas) -> dict[str, str]:
    """What the list shows: choices with their number of options, then all things of a class."""
    choices = {each.entity.slug: f"{each.entity.label} · {len(each.options)} options" for each in _atlas.choices()}
    kinds = sorted({entity.kind for entity in _atlas.entities()} - {"Choice", "Topic", "Audience"})
    return choices | {kind: f"Any {class_name(kind).lower()}" for kind in kinds}


def invite(atlas: Atlas) -> None:
    """What to start with: every choice, with what it decides."""
    st.write("State what you need, and see which options meet it, and why the others do not.")
    for number, choice in enumerate(atlas.choices()):
        if number % _COLUMNS == 0:
            columns = st.columns(_COLUMNS)
        with columns[number % _COLUMNS].container(border=True, height="stretch", gap=None, key=f"choose-card-{number}"):
            st.button(
                f"**{shared.markdown_text(choice.entity.label)}** ›", key=f"choose.start.{number}", type="tertiary",
                on_click=_start, args=(choice.entity.slug,),
            )  # fmt: skip
            st.caption(shared.markdown_text(choice.entity.definition))


def _start(slug: str) -> None:
    st.session_state[CHOICE] = slug
    put(View(slug))
