from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from mlatlas.atlas import Atlas
from mlatlas.checked import by_authority, checked
from mlatlas.resources import data_root


@pytest.fixture(scope="module")
def about() -> AppTest:
    app = AppTest.from_file(str(data_root() / "streamlit_app.py"), default_timeout=30).run()
    return app.switch_page("src/mlatlas/app/pages/about.py").run()


def test_the_page_opens_without_error(about: AppTest) -> None:
    assert not about.exception
    assert about.title[0].value == "About ML Atlas"


def test_the_counts_are_those_of_the_graph(about: AppTest, atlas: Atlas) -> None:
    counts = atlas.counts()
    shown = {metric.label: metric.value for metric in about.metric}
    assert shown["Statements"] == f"{counts.statements:,}"
    assert shown["Entities"] == f"{counts.entities:,}"


def test_totals_lead_to_the_statements_they_count(about: AppTest, atlas: Atlas) -> None:
    tables = "".join(element.proto.body for element in about.get("html"))
    count = sum(checked(statement) == "checked in text" for statement in atlas.facts())
    assert f"<a href='./facts?checked=checked-in-text' target='_self' aria-label='{count:,} statements'>" in tables
    assert "./facts?verdict=contradicted" in tables
    assert "./facts?conflicts=1" in tables


def test_authorities_are_told_with_version_and_outcomes(about: AppTest, atlas: Atlas) -> None:
    table = next(frame.value for frame in about.dataframe if "Package" in frame.value.columns)
    expected = by_authority(atlas.facts())
    assert list(table["Package"]) == list(expected)
    assert list(table["agrees"]) == [outcomes["agrees"] for outcomes in expected.values()]


def test_it_says_how_to_cite_and_contribute(about: AppTest) -> None:
    heads = [head.value for head in about.subheader]
    assert heads == [
        "By verdict",
        "Checked by machine",
        "By class",
        "By source",
        "By authority",
        "The vocabulary",
        "Take the graph away",
        "How to cite",
        "How to contribute",
    ]


def test_a_junk_parameter_is_reported() -> None:
    app = AppTest.from_file(str(data_root() / "streamlit_app.py"), default_timeout=30)
    app.query_params["junk"] = "1"
    app = app.run().switch_page("src/mlatlas/app/pages/about.py").run()
    assert not app.exception
