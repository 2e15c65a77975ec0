"""The Choose page: what it shows, its state in the address, and junk in the address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from mlatlas.atlas import Atlas
from mlatlas.resources import data_root

PAGE = Path("src/mlatlas/app/pages/choose.py")
CHOICE = "inference-option"
ASKED = ["payload >= 300 MB", "processing time >= 2 min", "latency class = Near real time"]


def open_page(choice: str = "", *, require: list[str] | None = None, **address: str | list[str]) -> AppTest:
    page = AppTest.from_file(str(data_root() / PAGE), default_timeout=30)
    for name, texts in {"choice": choice, "require": require or [], **address}.items():
        if texts:
            page.query_params[name] = texts
    return page.run()


def address(page: AppTest) -> dict[str, list[str]]:
    return {name: [texts] if isinstance(texts, str) else list(texts) for name, texts in page.query_params.items()}


def button(page: AppTest, label: str) -> Button:
    """The button whose label begins so."""
    (found,) = [each for each in page.button if each.label.replace("\\", "").strip("*").startswith(label)]
    return found


def keyed(page: AppTest, start: str) -> Button:
    (found,) = [each for each in page.button if (each.key or "").startswith(start)]
    return found


def html(page: AppTest) -> str:
    return "".join(each.proto.body for each in page.get("html"))


def said(page: AppTest) -> str:
    """Everything that is said in words."""
    parts = (*page.markdown, *page.caption, *page.warning, *page.error)
    return "\n".join(each.value for each in parts).replace("\\", "")


def sent(page: AppTest) -> dict[str, Any]:
    (found,) = [each.proto for each in page.get("bidi_component") if each.proto.component_name == "mlatlas_graph"]
    data: dict[str, Any] = json.loads(found.json)
    return data


@pytest.fixture(autouse=True)
def _store(store_home: Path) -> None:
    """Every page opens the store of the tests."""


# ── Beginning ────────────────────────────────────────────────────────────────


def test_an_empty_page_invites_to_every_choice(atlas: Atlas) -> None:
    page = open_page()
    assert not page.exception
    labels = [each.label.replace("\\", "").strip("*› ") for each in page.button]
    assert labels == [choice.entity.label for choice in atlas.choices()]


def test_a_card_opens_its_choice() -> None:
    page = button(open_page(), "Inference option").click().run()
    assert address(page) == {"choice": [CHOICE]}
    assert "all 4 options are open" in said(page)


def test_every_choice_and_class_opens_and_each_example_decides(atlas: Atlas) -> None:
    names = [each for each in open_page().selectbox[0].options if each]
    assert len(names) > len(atlas.choices())
    for choice in atlas.choices():
        page = open_page(choice.entity.slug)
        assert not page.exception
        examples = [each for each in page.button if (each.key or "").startswith("choose.example")]
        assert examples
        assert not examples[0].click().run().exception
        assert len(address(page)["require"]) == 1
    for kind in {entity.kind for entity in atlas.entities()} - {"Choice", "Topic", "Audience"}:
        assert not open_page(kind).exception, kind


def test_every_criterion_can_be_picked(atlas: Atlas) -> None:
    page = open_page(CHOICE)
    box = page.selectbox(key=f"choose.criterion.{CHOICE}")
    assert box.options[: len(atlas.options(CHOICE).criteria.declared)] == [
        each.name for each in atlas.options(CHOICE).criteria.declared
    ]
    for name in box.options:
        page.selectbox(key=f"choose.criterion.{CHOICE}").set_value(name).run()
        assert not page.exception, name
        button(page, "Require it").click().run()
        assert not page.exception, name
        assert not page.warning, name
        keyed(page, "choose.remove").click().run()


def test_an_amount_begins_with_one_that_is_stated() -> None:
    page = open_page(CHOICE)
    assert page.number_input[0].value == 25
    assert page.selectbox(key=f"choose.next.{CHOICE}.payload.unit").value == "MB"


# ── The address and the state ────────────────────────────────────────────────


def test_the_address_is_the_state() -> None:
    page = open_page(CHOICE, require=ASKED, prefer=["vpc"])
    assert not page.exception
    assert not page.warning
    assert "Asynchronous inference fits." in said(page)
    assert address(page) == {"choice": [CHOICE], "require": ASKED, "prefer": ["VPC = yes"]}
    assert html(page).count('<td class="fits"') + html(page).count('<td class="fails"') == 16


def test_a_requirement_is_added_and_removed() -> None:
    page = open_page(CHOICE)
    page.number_input[0].set_value(300).run()
    button(page, "Require it").click().run()
    assert address(page)["require"] == ["payload >= 300 MB"]
    assert "Asynchronous inference fits." in said(page)
    keyed(page, "choose.remove").click().run()
    assert address(page) == {"choice": [CHOICE]}


def test_a_wish_is_added_and_turned_into_a_requirement_and_back() -> None:
    page = open_page(CHOICE)
    button(page, "Wish for it").click().run()
    assert address(page)["prefer"] == ["payload >= 25 MB"]
    keyed(page, "choose.turn").click().run()
    assert address(page) == {"choice": [CHOICE], "require": ["payload >= 25 MB"]}
    keyed(page, "choose.turn").click().run()
    assert address(page)["prefer"] == ["payload >= 25 MB"]


def test_an_amount_is_changed_in_place() -> None:
    page = open_page(CHOICE, require=ASKED)
    page.number_input(key="choose.asked.False.0.payload.amount").set_value(20).run()
    assert address(page)["require"] == ["payload >= 20 MB", *ASKED[1:]]
    page.selectbox(key="choose.asked.False.0.payload.unit").set_value("GB").run()
    page.selectbox(key="choose.asked.False.0.payload.operator").set_value("<=").run()
    assert address(page)["require"] == ["payload <= 20 GB", *ASKED[1:]]


def test_a_thing_and_a_yes_are_changed_in_place() -> None:
    page = open_page(CHOICE, require=["latency class = Near real time", "vpc = yes"])
    page.selectbox(key="choose.asked.False.0.latency class.value").set_value("Real time").run()
    page.button_group(key="choose.asked.False.1.VPC.value").set_value("no").run()
    assert address(page)["require"] == ["latency class = Real time", "VPC = no"]


def test_a_senseless_amount_changes_nothing_and_says_why() -> None:
    page = open_page(CHOICE, require=ASKED)
    page.number_input(key="choose.asked.False.0.payload.amount").set_value(-3).run()
    assert "never less than zero" in said(page)
    assert address(page)["require"] == ASKED
    assert page.number_input(key="choose.asked.False.0.payload.amount").value == 300


def test_a_large_amount_is_written_without_an_exponent() -> None:
    page = open_page(CHOICE)
    page.number_input[0].set_value(25_000_000_000).run()
    button(page, "Require it").click().run()
    assert address(page)["require"] == ["payload >= 25000000000 MB"]


def test_what_is_written_is_read() -> None:
    page = open_page(CHOICE)
    page.text_input(key="choose.typed").set_value("processing time at least 2 minutes").run()
    assert address(page)["require"] == ["processing time >= 2 min"]
    assert page.text_input(key="choose.typed").value == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [("payload >= 3 min", "payload is a size"), ("paylod >= 3 MB", "did you mean payload"), ("payload", "how much")],
)
def test_what_is_written_and_makes_no_sense_stays_and_is_explained(text: str, told: str) -> None:
    page = open_page(CHOICE)
    page.text_input(key="choose.typed").set_value(text).run()
    assert told in said(page)
    assert page.text_input(key="choose.typed").value == text
    assert address(page) == {"choice": [CHOICE]}


def test_another_choice_begins_without_requirements() -> None:
    page = open_page(CHOICE, require=ASKED)
    page.selectbox(key="choose.choice").set_value("data-format").run()
    assert address(page) == {"choice": ["data-format"]}


def test_all_are_removed_at_once_and_the_form_stays() -> None:
    page = open_page(CHOICE, require=ASKED, form="graph")
    button(page, "Remove all").click().run()
    assert address(page) == {"choice": [CHOICE], "form": ["graph"]}


def test_nine_requirements_are_one_too_many() -> None:
    page = open_page(CHOICE, require=[f"payload >= {n} MB" for n in range(1, 10)])
    assert "1 more requirements, for 8 are the most" in said(page)
    assert "No more requirements fit" in said(page)
    assert len(address(page)["require"]) == 8


# ── The answer ───────────────────────────────────────────────────────────────


def test_a_contradiction_is_said_and_either_can_be_removed() -> None:
    page = open_page(CHOICE, require=["vpc = yes", "vpc = no"])
    assert "contradict each other" in said(page)
    (first, _) = [each for each in page.button if (each.key or "").startswith("choose.remove")]
    first.click().run()
    assert not page.error
    assert address(page)["require"] == ["VPC = no"]


def test_what_could_give_way_is_one_click() -> None:
    page = open_page(CHOICE, require=["payload > 300 MB", "latency class = Real time"])
    assert "None of the 4 options fits." in said(page)
    button(page, "Real-time inference: payload >= 25 MB instead of 300 MB").click().run()
    assert "Real-time inference fits." in said(page)
    assert address(page)["require"] == ["payload >= 25 MB", "latency class = Real time"]


def test_conditions_are_said_once_in_a_cell() -> None:
    page = open_page(CHOICE, require=["cost when idle = none"])
    cells = [cell.split("</div>")[0] for cell in html(page).split('<td class="conditional">')[1:]]
    assert sum("auto scaling may go down to zero instances" in cell for cell in cells) == 1
    assert all(cell.count("only where") == 1 for cell in cells)


def test_amounts_that_could_move_have_bars_on_one_scale() -> None:
    page = open_page(CHOICE, require=["payload >= 20 MB"])
    assert html(page).count('<tr class="reaches"') == 3
    assert html(page).count('<tr class="stops"') == 1
    assert "powers of ten" in html(page)


def test_the_graph_has_a_box_for_every_option_requirement_and_reason() -> None:
    page = open_page(CHOICE, require=ASKED, form="graph")
    assert not page.exception
    kinds = [node["kind"] for node in sent(page)["nodes"]]
    assert (kinds.count("Requirement"), kinds.count("Option")) == (3, 4)
    assert kinds.count("Reason") >= 6


def test_many_options_are_drawn_in_part_and_said_so() -> None:
    page = open_page("bias-metric", require=["stage = After training"], form="graph")
    assert not page.exception
    assert "The best 12 options; the table has the other 9 too." in said(page)


def test_a_chosen_node_tells_its_evidence() -> None:
    page = AppTest.from_file(str(data_root() / PAGE), default_timeout=30)
    page.query_params.update({"choice": CHOICE, "require": ASKED, "form": "graph"})
    page.session_state["choose.node"] = "https://w3id.org/mlatlas/id/batch-transform"
    page.run()
    assert html(page).count('<th scope="row"><a') == 1
    assert "open=batch-transform" in html(page)


def test_options_lead_to_explore_and_to_compare() -> None:
    page = open_page(CHOICE, require=ASKED)
    assert 'href="./?open=serverless-inference&amp;node=serverless-inference"' in html(page)
    link = "./compare?things=asynchronous-inference,batch-transform,real-time-inference,serverless-inference"
    assert f'href="{link}"' in html(page)
    assert "Compare the first 6" in html(open_page("bias-metric"))


def test_one_thing_cannot_be_compared(atlas: Atlas) -> None:
    kinds = [entity.kind for entity in atlas.entities()]
    lone = [kind for kind in set(kinds) if kinds.count(kind) == 1]
    for kind in lone:
        assert "./compare" not in html(open_page(kind))


def test_downloads_are_offered_in_three_formats() -> None:
    labels = [each.proto.label for each in open_page(CHOICE, require=ASKED).get("download_button")]
    assert labels == ["CSV", "Markdown report", "JSON"]


# ── Junk ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"choice": "nonsense<b>"}, "there is no choice or class 'nonsense<b>'"),
        ({"choice": CHOICE, "require": ["paylod >= 3"]}, "did you mean payload"),
        ({"choice": CHOICE, "require": ["payload >= 3 min"]}, "payload is a size"),
        ({"choice": CHOICE, "require": [""]}, "a requirement is empty"),
        ({"choice": CHOICE, "require": ["payload >= -3 GB"]}, "never less than zero"),
        ({"choice": CHOICE, "prefer": ["payload >= 3 furlongs"]}, "unknown unit 'furlongs'"),
        ({"choice": CHOICE, "form": "x", "y": "z"}, "'y' is no parameter of this page"),
        ({"choice": "\0../..", "require": ["<img src=x onerror=alert(1)>"]}, "there is no choice or class"),
        ({"choice": CHOICE, "require": ["x" * 20_000]}, "nothing is called"),
    ],
)
def test_junk_in_the_address_is_reported_and_ignored(params: dict[str, Any], told: str) -> None:
    page = open_page(**params)
    assert not page.exception
    assert told in page.warning[0].value.replace("\\", "")
    assert len(page.warning[0].value) < 2_000
    assert set(address(page)) <= {"choice"}
