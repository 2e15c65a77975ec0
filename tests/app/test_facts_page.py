"""The Facts page: what it lists, and its state in the address."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages import opened
from mlatlas.app.entity_page import by_subject, list_of
from mlatlas.atlas import Atlas

PAGE = Path("src/mlatlas/app/pages/facts.py")


@pytest.fixture(autouse=True)
def _store(store_home: Path) -> None:
    """Every page opens the store of the tests."""


def open_page(**address: str) -> AppTest:
    return opened(PAGE, **address)


def counted(page: AppTest) -> str:
    return next(element.value for element in page.markdown if "statements" in element.value)


def test_all_statements_are_listed(atlas: Atlas) -> None:
    page = open_page()
    assert not page.exception
    total = len(atlas.facts())
    assert counted(page) == f"**{total:,}** of {total:,} statements"


def test_the_address_is_the_filter(atlas: Atlas) -> None:
    page = open_page(verdict="outdated,contradicted", source="MLA-C01 exam notes")
    assert not page.warning
    assert [box.value for box in page.multiselect] == [["outdated", "contradicted"], []]
    wrong = [each for each in atlas.facts() if each.verdict in {"outdated", "contradicted"}]
    expected = [each for each in wrong if any("MLA-C01 exam notes" in source.text for source in each.sources)]
    assert counted(page).startswith(f"**{len(expected):,}** of")


def test_the_filter_is_the_address() -> None:
    page = open_page()
    page.multiselect[1].set_value(["checked in text"])
    page.text_input[0].set_value("memory")
    page.toggle[0].set_value(True)
    page.run()
    shown = {name: "".join(texts) for name, texts in page.query_params.items()}
    assert shown == {"checked": "checked-in-text", "words": "memory", "conflicts": "1"}


def test_junk_in_the_address_is_reported() -> None:
    page = open_page(verdict="<b>", x="1")
    assert not page.exception
    assert "Ignored" in page.warning[0].value


def more(page: AppTest) -> list[str]:
    return [button.label for button in page.button if button.label.startswith("List ")]


def test_a_long_list_grows_on_demand_and_another_begins_anew(atlas: Atlas) -> None:
    page, total = open_page(), len(atlas.facts())
    assert more(page) == [f"List 100 more of {total - 100:,}"]
    next(button for button in page.button if button.label == more(page)[0]).click().run()
    assert more(page) == [f"List 100 more of {total - 200:,}"]
    page.text_input[0].set_value("F072").run()
    assert more(page) == []
    page.text_input[0].set_value("").run()
    assert more(page) == [f"List 100 more of {total - 100:,}"]


def test_the_list_has_each_statement_once_and_with_its_conflicts(atlas: Atlas) -> None:
    page = list_of(by_subject(atlas.facts()), atlas.conflicts)
    ids = [fact.grounds.id for section in page.sections for fact in section.facts if fact.grounds]
    assert sorted(ids) == sorted(statement.id for statement in atlas.facts())
    by_id = {fact.grounds.id: fact for section in page.sections for fact in section.facts if fact.grounds}
    (dispute,) = by_id["F096"].disputes
    assert dispute.is_sharp
    assert [other.grounds.id for other in dispute.others if other.grounds] == ["F096-exact"]
