"""The parts of the page What changed: the choice of versions and services, fetching, effects and the table.

What the page shows lives in the widgets; `synchronise` takes it from the address whenever that was changed by
anybody but the page itself.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import groupby
from typing import Final

import streamlit as st

from mlatlas import versions
from mlatlas.app import changes_table, result_table, shared
from mlatlas.app.changes_state import GROUPS, WHATS, View, read
from mlatlas.atlas import Atlas
from mlatlas.changes import KINDS, Changes
from mlatlas.changes_text import PLURALS, as_json
from mlatlas.errors import AtlasError
from mlatlas.versions import Effect, Report

OLD: Final = "changes.old"
NEW: Final = "changes.new"
SERVICES: Final = "changes.services"
KIND: Final = "changes.kinds"
WHAT: Final = "changes.what"
_WRITTEN: Final = "changes.written"
_GROUP_LABELS: Final = {"ml": "Machine learning", "all": "All services"}
_WHEEL_SIZE: Final = "about 15 MB"


def synchronise() -> list[str]:
    """Take the view from the address where that has changed; give what of it made no sense."""
    state = st.session_state
    asked = st.query_params.to_dict()
    entered = OLD not in state  # Streamlit forgets the widgets of a page that is left
    if entered and not asked:
        asked = state.get(_WRITTEN, {})
    if not entered and asked == state.get(_WRITTEN):
        return []
    view, ignored = read(asked, _services())
    state[OLD], state[NEW] = view.old, view.new or versions.installed()
    state[SERVICES], state[KIND], state[WHAT] = list(view.services), list(view.kinds), list(view.whats)
    return ignored


@st.cache_resource(show_spinner=False)
def _services() -> tuple[str, ...]:
    return versions.known_services()


def controls() -> View:
    """The choice of versions and services; gives the view that all widgets make up and writes it into the address."""
    old, new, services = st.columns([1, 1, 2.6], gap="medium")
    with old:
        _version("From version", OLD)
    with new:
        _version("To version", NEW)
    services.multiselect(
        "Services", [*GROUPS, *_services()], key=SERVICES, placeholder="Pick services: type a name",
        format_func=lambda name: _GROUP_LABELS.get(name, name),
    )  # fmt: skip
    view = _view()
    st.session_state[_WRITTEN] = view.parameters()
    if st.query_params.to_dict() != view.parameters():
        st.query_params.from_dict(view.parameters())
    return view


def _version(label: str, key: str) -> None:
    here = versions.installed()
    chosen = st.session_state[key]
    known = versions.at_hand()
    st.selectbox(
        label, known if chosen in {None, *known} else [chosen, *known], key=key, accept_new_options=True,
        placeholder="botocore, such as 1.41.5",
        format_func=lambda version: f"{version} (installed)" if version == here else version,
    )  # fmt: skip


def _view() -> View:
    state = st.session_state
    new = (state[NEW] or "").strip()
    kinds = tuple(kind for kind in KINDS if kind in state[KIND])
    whats = tuple(what for what in WHATS if what in state[WHAT])
    usual = None if new == versions.installed() else new or None
    return View((state[OLD] or "").strip() or None, usual, tuple(state[SERVICES]), kinds, whats)


# ── Fetching ─────────────────────────────────────────────────────────────────


def ready(view: View) -> bool:
    """Whether the view can be shown; says what is missing, and offers to fetch versions that are not here."""
    wanted = [version for version in (view.old, view.new) if version]
    wrong = [version for version in wanted if not versions.is_version(version)]
    if wrong:
        st.error(shared.markdown_text(f"'{wrong[0]}' is no version: write it like 1.44.5."))
    elif view.old is None:
        st.info(
            "Pick or type the older of two versions of botocore, the package in which AWS publishes its API models."
        )
    elif not view.services:
        st.info("Pick at least one service.")
    else:
        missing = [version for version in wanted if not versions.is_at_hand(version)]
        if not missing:
            return True
        _offer(missing)
    return False


def _offer(missing: list[str]) -> None:
    """Nothing is downloaded because somebody opened an address: it takes this button."""
    names = " and ".join(missing)
    text, button = st.columns([3, 1], vertical_alignment="center")
    text.info(f"botocore {names} is not on this machine yet: press Fetch ({_WHEEL_SIZE} each).")
    if button.button(f"Fetch {names}", type="primary", icon=":material/download:", width="stretch"):
        try:
            with st.spinner(f"Fetching botocore {names} …"):
                for version in missing:
                    versions.fetch(version)
        except AtlasError as error:
            tell(error)
        else:
            st.rerun()


def tell(error: AtlasError) -> None:
    """An error as a sentence."""
    text = str(error)
    st.error(shared.markdown_text(text[0].upper() + text[1:] + "."))


# ── What changed ─────────────────────────────────────────────────────────────


def report_of(view: View, atlas: Atlas) -> Report:
    """The comparison that a view asks for. Raises what `versions.compare` raises."""
    return _report(atlas.store.key, view.old or "", view.new or versions.installed(), view.services)


@st.cache_resource(max_entries=8, show_spinner="Comparing the models …")
def _report(store: str, old: str, new: str, services: tuple[str, ...]) -> Report:
    return versions.compare(old, new, services)


def show_effects(report: Report, atlas: Atlas) -> None:
    """The curated statements that the new version breaks or mends, or that there are none."""
    if not report.broken and not report.lost:
        st.success("No curated statement breaks.", icon=":material/check_circle:")
    if report.broken:
        number = len({effect.statement for effect in report.broken})
        st.error(
            f"{number} curated {'statement breaks' if number == 1 else 'statements break'}.", icon=":material/error:"
        )
        st.html(_listed(report.broken, atlas))
    for lost in report.lost:
        st.error(shared.markdown_text(f"{lost.entity} points to {lost.element}, which is gone."))
    if report.mended:
        with st.expander(f"{len(report.mended)} checks agree with {report.changes.new} and did not before"):
            st.html(_listed(report.mended, atlas))


def _listed(effects: tuple[Effect, ...], atlas: Atlas) -> str:
    """Each statement once, with what was found about it; the effects are in the order of their statements."""
    groups = groupby(effects, key=lambda effect: effect.statement)
    return f'<ul class="effects">{"".join(_statement(id_, list(found), atlas) for id_, found in groups)}</ul>'


def _statement(id_: str, effects: list[Effect], atlas: Atlas) -> str:
    statement = atlas.statement(id_)
    about = result_table.link(statement.subject)
    evidence = "".join(f"<br><small>{shared.escape(effect.evidence)}</small>" for effect in effects)
    return (
        f"<li><b>{shared.escape(id_)}</b> {shared.escape(statement.sentence)} <small>({about})</small>{evidence}</li>"
    )


def stored_services(atlas: Atlas) -> dict[str, str]:
    """Which version of botocore the store has of which service."""
    manifest = atlas.store.manifest
    return dict.fromkeys(manifest.get("services", ()), str(manifest.get("botocore", "")))


def show_changes(changes: Changes, view: View, stored: dict[str, str]) -> None:
    """Counts, filters and the table."""
    st.pills(
        "Kinds of change", KINDS, selection_mode="multi", key=KIND,
        format_func=lambda kind: f"{PLURALS[kind]} {_count(changes, kind)}",
    )  # fmt: skip
    st.pills(
        "What happened", WHATS, selection_mode="multi", key=WHAT, label_visibility="collapsed",
        format_func=lambda what: f"{what} {len(changes.of(what)):,}",
    )  # fmt: skip
    rows = changes_table.rows(changes, view.kinds, view.whats, stored)
    rewritten = sum(changes.documentation.values())
    st.caption(f"{len(rows):,} of {len(changes.items):,} changes shown; {rewritten:,} texts of documentation reworded.")
    if rows:
        columns = {name: st.column_config.Column(width=width) for name, width in changes_table.WIDTHS.items()}
        columns["Explore"] = st.column_config.LinkColumn(width=changes_table.WIDTHS["Explore"], display_text="open")
        st.dataframe(rows, hide_index=True, height=changes_table.height(rows), column_config=columns)


def _count(changes: Changes, kind: str) -> str:
    return f"{sum(change.kind == kind for change in changes.items):,}"


def download(report: Report) -> None:
    """The whole report as JSON, as the command line gives it."""
    changes = report.changes
    st.download_button(
        "JSON", partial(_json, report), mime="application/json", on_click="ignore",
        file_name=f"botocore-{changes.old}-{changes.new}.json",
    )  # fmt: skip


def _json(report: Report) -> str:
    return json.dumps(as_json(report), ensure_ascii=False, indent=2)
