"""The codec between the address of the Choose page and its view."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from mlatlas.app.choose_state import FORMS, MOST, View, read, short_sentence
from mlatlas.errors import BadRequest


def _known(name: str) -> str:
    if name not in {"a", "b"}:
        raise BadRequest(f"there is no choice '{name}'")
    return name


def _meaning(choice: str, text: str) -> str:
    if not text.startswith("x"):
        raise BadRequest(f"'{text}' makes no sense for {choice}")
    return text


_texts = some.lists(some.text(max_size=8).map("x{}".format), unique=True, max_size=MOST)
_views = some.builds(
    lambda choice, texts, cut, form: View(choice, tuple(texts[:cut]), tuple(texts[cut:]), form),
    some.sampled_from("ab"), _texts, some.integers(0, MOST), some.sampled_from(FORMS),
)  # fmt: skip
_lists = some.lists(some.text(max_size=20), max_size=2 * MOST)


@given(_views)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    assert read(view.parameters(), _known, _meaning) == (view, [])


@given(some.dictionaries(some.sampled_from(["choice", "require", "prefer", "form", "junk"]), _lists))
def test_any_address_gives_a_view_whose_address_is_clean(parameters: dict[str, list[str]]) -> None:
    view, _ = read(parameters, _known, _meaning)
    assert read(view.parameters(), _known, _meaning) == (view, [])
    assert len(view.require) + len(view.prefer) <= MOST


def test_what_is_required_is_not_wished_for_too() -> None:
    view, ignored = read({"choice": ["a"], "require": ["x"], "prefer": ["x", "xx"]}, _known, _meaning)
    assert (view.require, view.prefer, ignored) == (("x",), ("xx",), [])


def test_requirements_without_a_choice_mean_nothing() -> None:
    assert read({"require": ["x"]}, _known, _meaning)[0] == View()


def test_a_requirement_changes_where_it_stands() -> None:
    view = View("a", ("x1", "x2"), ("x3",))
    assert view.changing("x1", "x9") == View("a", ("x9", "x2"), ("x3",))
    assert view.changing("x3", "x9") == View("a", ("x1", "x2"), ("x9",))
    assert view.changing("x1", "x2") == View("a", ("x2",), ("x3",))
    assert view.changing("x3", "x1") == View("a", ("x1", "x2"), ())


def test_a_requirement_is_of_one_kind() -> None:
    view = View("a", ("x1", "x2"))
    assert view.adding("x1", soft=True) == View("a", ("x2",), ("x1",))
    assert view.adding("x1", soft=True).adding("x1", soft=False) == View("a", ("x2", "x1"))
    assert view.without("x2") == View("a", ("x1",))


def test_a_long_refusal_is_cut_and_printable() -> None:
    told = short_sentence(BadRequest("a\0b" * 1_000))
    assert "\0" not in told
    assert len(told) < 300
