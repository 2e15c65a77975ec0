"""Evidence as HTML: what is hidden behind a chip, and that nothing of the data becomes markup."""

from __future__ import annotations

from mlatlas.evidence import badge, chip, fold, source_html
from mlatlas.facts import Check, Source

GUIDE = Source("Amazon SageMaker Developer Guide", "https://docs.aws.amazon.com/x", "page")
NOTES = Source("MLA-C01 exam notes", None, "Glue", "July 2025", "David Galera")
CHECK = Check("botocore 1.44.5, sagemaker", "x", "6", "6", "supporting", "agrees", "agrees with botocore: x = <6>")


def test_a_chip_names_the_best_source_and_counts_the_others() -> None:
    text = chip("confirmed", "checked", (NOTES, GUIDE))
    assert '<span class="name">SageMaker Developer Guide</span><b>+1</b>' in text
    assert 'class="chip confirmed machine-checked"' in text
    assert "confirmed, checked, source: " in text


def test_a_doubt_is_a_word_not_a_colour() -> None:
    assert '<b aria-hidden="true">? unverified</b>' in chip("unverified", "no check", (NOTES,))
    assert "<b>corrects</b>" in chip("confirmed", "no check", (NOTES,), corrects=True)
    assert badge("imprecise", "checked in text").endswith(
        'imprecise<span class="machine">checked in text</span></span>'
    )


def test_behind_the_chip_is_everything() -> None:
    text = fold("confirmed", "checked", (GUIDE, NOTES), (CHECK,), ["more"])
    assert "✓ agrees with botocore: x = &lt;6&gt;" in text
    assert '<a href="https://docs.aws.amazon.com/x" target="_blank" rel="noopener noreferrer">' in text
    assert text.endswith("<li>more</li></ul></details>")


def test_nothing_of_the_data_becomes_markup() -> None:
    nasty = Source('<img src=x onerror="a()">', "javascript:alert(1)", '"><script>')
    for text in (
        chip("confirmed", "no check", (nasty,)),
        source_html(nasty),
        fold("confirmed", "no check", (nasty,), ()),
    ):
        assert "<img" not in text
        assert "<script" not in text
        assert "href" not in text


def test_a_claim_without_source_is_said_to_have_none() -> None:
    assert "no source" in chip("unverified", "no check", ())
