"""The Compare page: what it shows, its state in the address, and junk in the address."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from mlatlas.app.compare_state import View, read
from mlatlas.atlas import Atlas
from mlatlas.errors import UnknownEntity
from mlatlas.resources import data_root

OPTIONS = "real-time-inference,serverless-inference,asynchronous-inference,batch-transform"
PAGE = Path("src/mlatlas/app/pages/compare.py")
KNOWN = ("a", "b", "c", "d", "e", "f", "g")


def open_page(**address: str) -> AppTest:
    page = AppTest.from_file(str(data_root() / PAGE), default_timeout=30)
    for name, text in address.items():
        page.query_params[name] = text
    return page.run()


def shown_table(page: AppTest) -> str:
    return "".join(element.proto.body for element in page.get("html"))


def address(page: AppTest) -> dict[str, str]:
    return {name: "".join(texts) for name, texts in page.query_params.items()}


@pytest.fixture(autouse=True)
def _store(store_home: Path) -> None:
    """Every page opens the store of the tests."""


# ── The page ─────────────────────────────────────────────────────────────────


def test_an_empty_page_invites() -> None:
    page = open_page()
    assert not page.exception
    assert "Inference option: all 4" in [button.label.replace("\\", "") for button in page.button]
    assert shown_table(page) == ""


def test_every_suggestion_opens_a_comparison() -> None:
    labels = [button.label for button in open_page().button]
    assert len(labels) >= 6
    for position, _ in enumerate(labels):
        page = open_page().button[position].click().run()
        assert not page.exception
        assert shown_table(page).count("<td") > 0


def test_the_address_is_the_state() -> None:
    page = open_page(things=OPTIONS, differences="1", baseline="serverless-inference", pivot="1")
    assert not page.exception
    assert not page.warning
    assert page.multiselect[0].value == OPTIONS.split(",")
    assert [toggle.value for toggle in page.toggle] == [True, True]
    assert page.selectbox[0].value == "serverless-inference"
    assert 'class="pivoted"' in shown_table(page)
    assert address(page) == {
        "things": OPTIONS,
        "differences": "1",
        "baseline": "serverless-inference",
        "pivot": "1",
    }


def test_the_state_is_the_address() -> None:
    page = open_page(things="apache-parquet,apache-orc")
    page.toggle[0].set_value(True)
    page.selectbox[0].set_value("apache-orc")
    page.multiselect[0].set_value(["apache-parquet", "apache-orc", "csv"])
    page.run()
    assert address(page) == {"things": "apache-parquet,apache-orc,csv", "differences": "1", "baseline": "apache-orc"}


def test_the_baseline_goes_with_its_thing() -> None:
    page = open_page(things="apache-parquet,apache-orc,csv", baseline="csv")
    page.multiselect[0].set_value(["apache-parquet", "apache-orc"]).run()
    assert not page.exception
    assert page.selectbox[0].value == ""
    assert address(page) == {"things": "apache-parquet,apache-orc"}


def test_one_thing_invites_to_what_goes_with_it() -> None:
    page = open_page(things="serverless-inference")
    assert [button.label.replace("\\", "") for button in page.button] == ["Inference option: all 4"]


def test_hidden_rows_are_counted() -> None:
    whole, view = (open_page(things="model-bias-monitor,model-quality-monitor", differences=hide) for hide in "01")
    assert re.match(r"\d+ rows, \d+ alike in all\. ", whole.caption[0].value)
    assert re.match(r"\d+ rows, \d+ alike in all, hidden\. ", view.caption[0].value)
    assert shown_table(view).count("<td") < shown_table(whole).count("<td")


def test_downloads_are_offered_in_five_formats() -> None:
    labels = [button.proto.label for button in open_page(things="csv,apache-orc").get("download_button")]
    assert labels == ["CSV", "Markdown", "LaTeX", "HTML page", "JSON"]


@pytest.mark.parametrize(
    ("things", "said"),
    [
        ("serverles,csv", "did you mean serverless-inference"),
        ("csv,csv", "is there twice"),
        ("csv,<script>alert(1)</script>", "unknown thing"),
        (",".join(["junk"] * 500), "488 more names"),
        ("csv,apache-orc,apache-parquet,dropout,f1-score,roc-auc,recall", "6 things are the most"),
        ("\x00,%,../..,'; DROP", "unknown thing"),
    ],
)
def test_junk_in_the_address_is_reported_and_ignored(things: str, said: str) -> None:
    page = open_page(things=things)
    assert not page.exception
    assert said in page.warning[0].value.replace("\\", "")


def test_unknown_parameters_are_reported() -> None:
    page = open_page(thing="csv", differences="maybe", baseline="csv")
    assert not page.exception
    for said in ("'thing' is no parameter", "neither 0 nor 1", "none of the things"):
        assert said in page.warning[0].value.replace("\\", "")


def test_a_rerun_takes_at_most_a_tenth_of_a_second() -> None:
    page = open_page(things=OPTIONS)
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        page.run()
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.1


# ── The codec ────────────────────────────────────────────────────────────────


def _slug_of(name: str) -> str:
    if name not in KNOWN:
        raise UnknownEntity(name)
    return name


_views = some.builds(
    lambda things, differences, pivot, first: View(
        tuple(things), differences, things[0] if first and things else None, pivot
    ),
    some.lists(some.sampled_from(KNOWN), unique=True, max_size=6),
    some.booleans(),
    some.booleans(),
    some.booleans(),
)


@given(_views)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    assert read(view.parameters(), _slug_of) == (view, [])


@given(some.dictionaries(some.sampled_from(["things", "differences", "baseline", "pivot", "x"]), some.text()))
def test_any_address_gives_a_view_whose_address_is_clean(parameters: dict[str, str]) -> None:
    view, _ = read(parameters, _slug_of)
    assert read(view.parameters(), _slug_of) == (view, [])


def test_names_and_iris_are_understood_too(atlas: Atlas) -> None:
    view, ignored = read({"things": "CSV,kb:apache-orc"}, lambda name: atlas.ref(name).slug)
    assert (view.things, ignored) == (("csv", "apache-orc"), [])


# ── Elements of APIs ─────────────────────────────────────────────────────────

OPERATIONS = "aws:sagemaker.operations.CreateTransformJob,aws:sagemaker.operations.CreateEndpoint"


def test_operations_stand_side_by_side() -> None:
    page = open_page(things=OPERATIONS)
    assert not page.exception
    assert page.multiselect[0].value == OPERATIONS.split(",")
    assert "TransformJobName" in shown_table(page)
    assert "not applicable" in shown_table(page)


def test_a_typed_name_of_an_api_is_taken() -> None:
    page = open_page(things=OPERATIONS.split(",", maxsplit=1)[0])
    page.multiselect[0].set_value([OPERATIONS.split(",", maxsplit=1)[0], "sagemaker.CreateEndpoint"]).run()
    assert not page.exception
    assert page.multiselect[0].value == OPERATIONS.split(",")
    assert "EndpointName" in shown_table(page)


def test_an_operation_and_an_option_are_refused_in_a_sentence() -> None:
    page = open_page(things=f"{OPERATIONS.split(',', maxsplit=1)[0]},batch-transform")
    assert not page.exception
    assert "is a part of an API" in page.error[0].value.replace("\\", "")
