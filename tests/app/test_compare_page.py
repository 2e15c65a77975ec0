"""The Compare page: what it shows, its state in the address, and junk in the address."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from app_pages import opened
from mlatlas.app.compare_state import FORMS, View, read
from mlatlas.atlas import Atlas
from mlatlas.compare.arrange import Place
from mlatlas.compare.rows import CompareRow
from mlatlas.errors import UnknownEntity
from mlatlas.resources import data_root

OPTIONS = "real-time-inference,serverless-inference,asynchronous-inference,batch-transform"
PAGE = Path("src/mlatlas/app/pages/compare.py")
KNOWN = ("a", "b", "c", "d", "e", "f", "g")


def open_page(**address: str) -> AppTest:
    return opened(PAGE, **address)


def shown_table(page: AppTest) -> str:
    return "".join(sent(page, "mlatlas_comparison", "html"))


def sent(page: AppTest, component: str, part: str) -> list[Any]:
    """What the component of this name was given, if it is on the page."""
    parts = [each.proto for each in page.get("bidi_component") if each.proto.component_name == component]
    return [json.loads(proto.json)[part] for proto in parts]


def captions(page: AppTest) -> str:
    return "\n".join(caption.value for caption in page.caption)


def do(things: str, *acts: tuple[str, str, str], **more: str) -> AppTest:
    """As events of the table do (AppTest cannot fire them): open these things, act, show the page."""

    def script(page: str, acts: tuple[tuple[str, str, str], ...]) -> None:
        import runpy  # noqa: PLC0415 - the body of this function is a script of its own

        from mlatlas.app import compare_view, shared  # noqa: PLC0415

        compare_view.synchronise(shared.atlas())
        state = compare_view.st.session_state
        if "acted" not in state:  # later runs of this script are those of the page
            state["acted"] = True
            state[compare_view._WRITTEN] = compare_view.st.query_params.to_dict()
            for act in acts:
                compare_view.act(shared.atlas(), *act)
        runpy.run_path(page)

    page = AppTest.from_function(script, default_timeout=30, kwargs={"page": str(data_root() / PAGE), "acts": acts})
    for name, text in {"things": things, **more}.items():
        page.query_params[name] = text
    return page.run()


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
    assert re.search(r"\d+ rows, \d+ alike in all\. ", captions(whole))
    assert re.search(r"\d+ rows, \d+ alike in all, hidden\. ", captions(view))
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


# ── Rows and things that are moved and left out ──────────────────────────────

PAIR = "apache-parquet,apache-orc"


def keys(page: AppTest) -> list[str]:
    """The keys of the rows, in their order."""
    return re.findall(r'data-row="([^"]*)"', shown_table(page))


def test_a_row_is_left_out_and_brought_back() -> None:
    usual = keys(open_page(things=PAIR))
    page = do(PAIR, ("drop-row", usual[1], ""))
    assert keys(page) == [usual[0], *usual[2:]]
    assert address(page)["drop"] == usual[1]
    (back,) = [button for button in page.button if button.label.startswith("Bring back")]
    assert keys(back.click().run()) == usual


def test_a_group_is_left_out_by_its_name() -> None:
    page = do(PAIR, ("drop-group", "behaviour", ""))
    assert not page.exception
    assert address(page)["drop"] == "behaviour"
    assert "HOW IT WORKS" not in shown_table(page).upper()
    assert "Bring back all of How it works" in [button.label for button in page.button]


def test_a_row_is_moved_and_the_address_says_where_to() -> None:
    usual = keys(open_page(things=PAIR))
    page = do(PAIR, ("move-row", usual[4], usual[0]))
    assert keys(page) == [usual[4], *usual[:4], *usual[5:]]
    assert address(page)["order"] == f"{usual[4]}:1"
    assert keys(open_page(**address(page))) == keys(page)
    (usual_order,) = [button for button in page.button if button.label == "Usual order"]
    assert keys(usual_order.click().run()) == usual


def test_a_thing_is_moved_left_out_and_made_the_baseline() -> None:
    three = "apache-parquet,apache-orc,csv"
    assert address(do(three, ("move-thing", "csv", "apache-parquet")))["things"] == "csv,apache-parquet,apache-orc"
    assert address(do(three, ("move-thing", "apache-parquet", "")))["things"] == "apache-orc,csv,apache-parquet"
    assert address(do(three, ("drop-thing", "apache-orc", "")))["things"] == "apache-parquet,csv"
    assert address(do(three, ("baseline-thing", "csv", "")))["baseline"] == "csv"
    assert "baseline" not in address(do(three, ("baseline-thing", "csv", ""), baseline="csv"))


@pytest.mark.parametrize("what", ["drop-thing", "move-thing", "baseline-thing", "move-row", "drop-row", "nonsense"])
def test_acts_on_what_is_not_there_change_nothing(what: str) -> None:
    page = do(PAIR, (what, "<img>", "nothing"))
    assert not page.exception
    assert keys(page) == keys(open_page(things=PAIR))


def test_every_row_left_out_leaves_the_way_back() -> None:
    page = open_page(things=PAIR, drop=",".join({row.property.group.key for row in _rows(PAIR)}))
    assert not page.exception
    assert keys(page) == []
    assert "Bring all back" in [button.label for button in page.button]


def _rows(things: str) -> list[CompareRow]:
    return list(Atlas.open().compare(*things.split(",")).rows)


def test_rows_that_are_not_there_are_reported() -> None:
    page = open_page(things=PAIR, drop="memry", order="nothing:1,x:y,storageLayout:0")
    for said in ("'memry' is no row", "'nothing' is no row", "'x:y', which is no row with", "'storageLayout:0', which"):
        assert said in page.warning[0].value.replace("\\", "")
    assert address(page) == {"things": PAIR}


# ── The graph ────────────────────────────────────────────────────────────────


def test_the_graph_shows_what_is_shared_between_and_what_is_not_outside() -> None:
    page = open_page(things=PAIR, **{"as": "graph"})
    assert not page.exception
    assert "Between them" in captions(page)
    (nodes,) = sent(page, "mlatlas_graph", "nodes")
    assert 2 < len(nodes) <= 40
    assert address(page) == {"things": PAIR, "as": "graph"}


def test_downloads_are_there_beside_the_graph_too() -> None:
    assert len(open_page(things=PAIR, **{"as": "graph"}).get("download_button")) == 5


def test_heads_lead_to_explore() -> None:
    assert 'href="./?open=apache-orc&amp;node=apache-orc"' in shown_table(open_page(things=PAIR))


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


_row_names = some.text(some.characters(codec="utf-8", exclude_characters=","), min_size=1, max_size=20).filter(
    lambda text: text == text.strip()
)
_orders = some.lists(
    some.builds(Place, _row_names, some.integers(1, 9999)), max_size=5, unique_by=lambda place: place.row
)
_views = some.builds(
    lambda things, differences, pivot, first, drop, order, form: View(
        tuple(things), differences, things[0] if first and things else None, pivot,
        drop=tuple(drop), order=tuple(order), form=form,
    ),
    some.lists(some.sampled_from(KNOWN), unique=True, max_size=6),
    some.booleans(),
    some.booleans(),
    some.booleans(),
    some.lists(_row_names, unique=True, max_size=5),
    _orders,
    some.sampled_from(FORMS),
)  # fmt: skip


@given(_views)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    assert read(view.parameters(), _slug_of) == (view, [])


@given(
    some.dictionaries(
        some.sampled_from(["things", "differences", "baseline", "pivot", "drop", "order", "as", "x"]), some.text()
    )
)
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
