"""The page What changed: what its address says, what it fetches and when, what it shows, and junk."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from app_pages import opened
from fake_models import wheel
from mlatlas import versions
from mlatlas.app import changes_table
from mlatlas.app.changes_state import GROUPS, USUAL_KINDS, WHATS, View, read
from mlatlas.changes import KINDS, Change, Changes
from mlatlas.sources.api_models import Models

PAGE = Path("src/mlatlas/app/pages/changes.py")
KNOWN = {"polly", "sagemaker", "translate"}
HERE = Models.installed().version


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which pip takes wheels, with one in it; there is no index, and the cache is empty."""
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "shop"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    streamlit.cache_resource.clear()
    here = Models.installed()
    before = {service: copy.deepcopy(here.read(service)) for service in ("polly", "sagemaker")}
    before["sagemaker"]["shapes"]["ServerlessMemorySizeInMB"]["max"] = 3072
    before["polly"]["shapes"]["VoiceId"]["enum"].remove("Joanna")
    before["polly"]["shapes"]["LexiconName"]["pattern"] = "<img src=x>"
    del before["polly"]["operations"]["DescribeVoices"]
    wheel(tmp_path / "shop", "0.1.0", before)
    return tmp_path / "shop"


def open_page(**address: str) -> AppTest:
    return opened(PAGE, **address)


def fetched(**address: str) -> AppTest:
    versions.fetch("0.1.0")
    return open_page(old="0.1.0", **address)


def table(page: AppTest) -> list[dict[str, Any]]:
    return page.dataframe[0].value.to_dict("records") if page.dataframe else []  # type: ignore[no-any-return]


def markup(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


# ── The address ──────────────────────────────────────────────────────────────

VERSION = st.none() | st.sampled_from(["1.41.5", "0.1.0", "1.0rc1"])


@given(
    VERSION,
    VERSION,
    st.lists(st.sampled_from([*GROUPS, *KNOWN]), unique=True),
    st.sets(st.sampled_from(KINDS)),
    st.sets(st.sampled_from(WHATS)),
)
def test_an_address_gives_back_its_view(
    old: str | None, new: str | None, services: list[str], kinds: set[Any], whats: set[Any]
) -> None:
    view = View(
        old,
        new,
        tuple(services),
        tuple(kind for kind in KINDS if kind in kinds),
        tuple(what for what in WHATS if what in whats),
    )
    assert read(view.parameters(), KNOWN) == (view, [])


PARAMETERS = st.sampled_from(["old", "new", "services", "kinds", "what"])


@given(st.dictionaries(st.text(max_size=10) | PARAMETERS, st.text(max_size=60), max_size=4))
def test_no_address_is_too_strange(address: dict[str, str]) -> None:
    view, ignored = read(address, KNOWN)
    assert set(view.services) <= {*GROUPS, *KNOWN}
    assert set(view.kinds) <= set(KINDS)
    assert read(view.parameters(), KNOWN) == (view, [])
    assert all(len(told) < 200 for told in ignored)


@pytest.mark.parametrize(
    "address",
    [
        {"old": "latest"},
        {"new": "<script>x</script>"},
        {"services": "polly,nonsense"},
        {"kinds": "limits"},
        {"what": "broken"},
        {"node": "dropout"},
    ],
)
def test_junk_in_the_address_is_told(address: dict[str, str]) -> None:
    page = open_page(**address)
    assert not page.exception
    assert "Ignored" in page.warning[0].value
    assert "<script>" not in page.warning[0].value


def test_a_usual_view_has_an_empty_address() -> None:
    page = open_page()
    assert not page.exception
    assert page.info
    assert page.query_params == {}
    assert View().parameters() == {}
    assert "shape" not in USUAL_KINDS


# ── Fetching ─────────────────────────────────────────────────────────────────


def test_an_address_fetches_nothing_and_the_button_does() -> None:
    page = open_page(old="0.1.0", services="polly")
    assert not page.exception
    assert "botocore 0.1.0 is not on this machine yet: press Fetch" in page.info[0].value
    assert not page.dataframe
    assert not versions.is_at_hand("0.1.0")
    page.button[0].click().run()
    assert not page.exception
    assert versions.is_at_hand("0.1.0")
    assert table(page)


def test_offline_the_page_says_what_to_do(shop: Path) -> None:
    page = open_page(old="0.2.0", services="polly")
    next(shop.iterdir()).unlink()
    page.button[0].click().run()
    assert not page.exception
    assert "out of reach" in page.error[0].value


def test_a_version_that_does_not_exist_is_said() -> None:
    page = open_page(old="0.2.0")
    page.button[0].click().run()
    assert "has no version 0" in page.error[0].value


def test_two_visitors_fetch_one_after_the_other() -> None:
    page = open_page(old="0.1.0")
    with versions._fetching:
        page.button[0].click().run()
        assert "nother version is being fetched" in page.error[0].value
    assert not versions.is_at_hand("0.1.0")


def test_versions_in_the_cache_are_offered() -> None:
    versions.fetch("0.1.0")
    page = open_page()
    assert page.selectbox[0].options == [f"{HERE} (installed)", "0.1.0"]
    assert page.selectbox[1].value == HERE


# ── What is shown ────────────────────────────────────────────────────────────


def test_changes_are_shown_with_before_and_after() -> None:
    page = fetched(services="polly")
    assert not page.exception
    rows = {(row["Kind"], row["What"], row["Path"]): (row["Before"], row["After"]) for row in table(page)}
    assert rows["enum value", "added", "shapes.VoiceId.enum"] == ("", "Joanna")
    assert rows["operation", "added", "operations.DescribeVoices"] == ("", "DescribeVoices")
    assert rows["limit", "changed", "shapes.LexiconName.pattern"][0] == "<img src=x>"
    assert len(rows) == 3
    assert page.success[0].value == "No curated statement breaks."
    assert "3 of 3 changes shown" in page.caption[0].value


def test_filters_are_in_the_address_and_narrow_the_table() -> None:
    page = fetched(services="polly", kinds="limit,operation", what="changed")
    assert [row["Kind"] for row in table(page)] == ["limit"]
    page.button_group[1].set_value(["added", "changed"]).run()
    assert [row["Kind"] for row in table(page)] == ["operation", "limit"]
    assert page.query_params["what"] == "added,changed"
    page.button_group[0].set_value([]).run()
    assert not page.dataframe
    assert page.query_params["kinds"] == "none"


def test_a_statement_that_a_version_breaks_is_told_with_its_evidence() -> None:
    versions.fetch("0.1.0")
    page = open_page(old=HERE, new="0.1.0", services="sagemaker")
    assert page.error[0].value == "1 curated statement breaks."
    assert "<b>F072</b> Serverless inference: memory max. 6 GB" in markup(page)
    assert "shapes.ServerlessMemorySizeInMB.max = 3072" in markup(page)
    assert "?open=serverless-inference" in markup(page)


def test_a_statement_that_a_version_mends_is_no_alarm() -> None:
    page = fetched(services="sagemaker")
    assert not page.error
    assert page.success[0].value == "No curated statement breaks."
    assert page.expander[0].label.startswith("1 check")


def test_no_service_is_asked_for() -> None:
    page = fetched(services="polly")
    page.multiselect[0].set_value([]).run()
    assert not page.exception
    assert "Pick at least one service" in page.info[0].value


# ── Rows and links ───────────────────────────────────────────────────────────

CHANGES = Changes(
    "1",
    "2",
    ("jobs",),
    (
        Change("jobs", "operation", "operations.Come", "added", None, "Come"),
        Change("jobs", "operation", "operations.Gone", "removed", "Gone", None),
        Change("jobs", "member", "shapes.A.members.Gone", "removed", "Gone", None),
        Change("jobs", "required member", "shapes.A.required", "removed", "Gone", None),
        Change("jobs", "limit", "shapes.A.max", "changed", 1, 2),
        Change("jobs", "limit", "shapes.New.max", "changed", 1, 2),
        Change("jobs", "shape", "shapes.New", "changed", "Old", "New"),
    ),
)


def linked(stored: dict[str, str]) -> list[str]:
    rows = changes_table.rows(CHANGES, KINDS, WHATS, stored)
    return [f"{row['Path']}" for row in rows if row["Explore"]]


def test_only_what_the_store_has_is_linked() -> None:
    assert linked({}) == []
    assert linked({"other": "2"}) == []
    assert linked({"jobs": "2"}) == ["operations.Come", "shapes.A.max", "shapes.New.max", "shapes.New"]
    assert linked({"jobs": "1"}) == ["operations.Gone", "shapes.A.members.Gone", "shapes.A.required", "shapes.A.max"]


def test_a_link_opens_the_element_in_explore() -> None:
    (row,) = changes_table.rows(CHANGES, ["limit"], ["changed"], {"jobs": "2"})[:1]
    assert row["Explore"] == "./?open=aws:jobs.shapes.A&node=aws:jobs.shapes.A"
