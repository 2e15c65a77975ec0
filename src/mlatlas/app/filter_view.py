"""The controls of a filter of statements, for every page that has one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mlatlas.app.filtering import VERDICTS, Filter
from mlatlas.atlas import Atlas
from mlatlas.checked import MEANINGS, VERDICT_SIGNS, WORDS
from mlatlas.facts import Verdict


def fill(chosen: Filter, key: str) -> None:
    """Put a filter into its controls; before they are shown."""
    st.session_state[f"{key}.verdicts"] = list(chosen.verdicts)
    st.session_state[f"{key}.checks"] = list(chosen.checks)
    st.session_state[f"{key}.work"] = chosen.work


def chosen(key: str) -> Filter:
    """The filter that the controls make up."""
    state = st.session_state
    return Filter(tuple(state[f"{key}.verdicts"]), tuple(state[f"{key}.checks"]), state[f"{key}.work"] or "")


def show(works: Sequence[str], key: str, verdicts: Sequence[Verdict] = VERDICTS) -> None:
    """The controls: verdicts, what machines found, and the work that is cited."""
    st.multiselect(
        "Verdict", verdicts, key=f"{key}.verdicts", placeholder="Any verdict",
        format_func=lambda verdict: f"{VERDICT_SIGNS[verdict]} {verdict}",
    )  # fmt: skip
    legend = "\n".join(f"- **{word}**: {meaning}" for word, meaning in MEANINGS.items())
    st.multiselect("Checked by machine", WORDS, key=f"{key}.checks", placeholder="Anything", help=legend)
    st.selectbox("Source", ["", *works], key=f"{key}.work", format_func=lambda work: work or "Any source")


@st.cache_data(show_spinner=False)
def works(_atlas: Atlas) -> list[str]:
    """The labels of all works that are cited, by name."""
    return sorted({source.label for statement in _atlas.facts() for source in statement.sources}, key=str.casefold)
