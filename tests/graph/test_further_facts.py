"""The 506 facts beside those of the notes: each is recorded, by a statement of its own or by one that said it already."""

from __future__ import annotations

import pytest

from mlatlas.atlas import Atlas, Statement

FURTHER = [f"E{number:03}" for number in range(1, 507)]
#: Facts that a statement said before: one claim, one statement. It cites the further source.
SAID_ALREADY = {
    "E019": "F059-default", "E045": "F072", "E077": "F061-exact", "E082": "F079", "E091": "F086-default",
    "E092": "F086-storage", "E097": "F090-augmented-manifest", "E106": "F087-successor",
    "E125": "F120-ground-truth", "E131": "F116-ground-truth", "E139": "F111", "E160": "E157",
    "E190": "F030-maximum", "E228": "F012-z-score", "E229": "F012-modified-z-score", "E230": "F012-iqr",
    "E234": "F052-hugging-face", "E235": "F052-mxnet", "E236": "F052-pytorch", "E237": "F052-tensorflow",
    "E238": "F052-xgboost", "E251": "F152", "E289": "F174-renaming", "E290": "F174-middle", "E291": "F174-end",
    "E292": "F174-removing", "E293": "F174-reordering", "E315": "E309", "E327": "E321",
    "E331": "F161-parquet-default", "E332": "F161-orc-default", "E333": "F170-orc", "E334": "F170-csv",
    "E364": "F181-batch", "E365": "F181-exact", "E368": "F189-rate", "E369": "F189-convergence",
    "E374": "F177-exact", "E401": "E423", "E402": "E425", "E403": "E426", "E490": "F126-availability",
    "E491": "F121-availability", "E492": "F109-availability", "E493": "F143-availability",
    "E500": "F046-availability",
}  # fmt: skip


@pytest.fixture(scope="module")
def facts(atlas: Atlas) -> dict[str, Statement]:
    return {statement.id: statement for statement in atlas.facts()}


def test_every_further_fact_is_there(facts: dict[str, Statement]) -> None:
    recorded = {statement.fact for statement in facts.values()}
    missing = [fact for fact in FURTHER if fact not in recorded and fact not in SAID_ALREADY]
    assert not missing, f"write the statements stmt:{', stmt:'.join(missing)}"


def test_what_was_said_already_is_said(facts: dict[str, Statement]) -> None:
    gone = {fact: id_ for fact, id_ in SAID_ALREADY.items() if id_ not in facts}
    assert not gone, f"these facts have lost their statement: {gone}"
    twice = [fact for fact in SAID_ALREADY if fact in facts]
    assert not twice, f"said by a statement of their own too: {twice}"


def test_a_further_fact_that_is_confirmed_cites_more_than_the_guides_of_june_2023(facts: dict[str, Statement]) -> None:
    old = [
        statement.id
        for statement in facts.values()
        if statement.fact[0] == "E"
        and statement.verdict == "confirmed"
        and all("(2023-06)" in (source.version or "") for source in statement.sources)
    ]
    assert not old, f"hold these against something newer, or call them unverified: {old}"


def test_what_rests_on_the_silence_of_a_whole_model_is_not_confirmed(facts: dict[str, Statement]) -> None:
    """That no shape and no operation of an API names a thing is no proof that the service cannot do it."""
    silent = [
        statement.id
        for statement in facts.values()
        if not statement.holds
        and statement.verdict == "confirmed"
        and statement.checks
        and all(check.path in {"shapes", "operations"} for check in statement.checks)
        and all("botocore" in source.label for source in statement.sources)
    ]
    assert not silent, f"call these unverified, or cite a page that says so: {silent}"
