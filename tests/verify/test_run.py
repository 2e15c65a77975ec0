"""Every check of the curated facts agrees, and every expectation that is changed on purpose is caught."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from mlatlas.resources import data_root
from mlatlas.sources import curated
from mlatlas.sources.api_models import Models
from mlatlas.sources.packages import Package
from mlatlas.terms import UNIT
from mlatlas.verify import Authorities, Plan, by_statement, check, plans, run, verify
from mlatlas.verify.plans import Amount

PLANS = plans(curated.read(data_root()))
#: The checks by package and service: one test for each, for there are thousands of checks.
BY_AUTHORITY: dict[str, list[Plan]] = {}
for each in PLANS:
    BY_AUTHORITY.setdefault(f"{each.package} {each.service or ''}".strip(), []).append(each)


@cache
def here() -> Authorities:
    """The authorities of this machine, each read once for all tests."""
    return Authorities()


def name_of(plan: Plan) -> str:
    return f"{plan.statement} {plan.package} {plan.path} {plan.test}"


def mutated(plan: Plan) -> Plan:
    """The check with another expectation, one that the authority does not meet."""
    if plan.amount is not None:
        return replace(plan, amount=replace(plan.amount, value=plan.amount.value + 1))
    match plan.test:
        case "containsNone":
            return replace(plan, expected=(".",))
        case "matchesNoPattern":
            return replace(plan, expected=(r"\w",))
        case "exists":
            return replace(plan, path=f"{plan.path}x", file=f"{plan.file}x" if plan.path == plan.file else plan.file)
        case "equals":
            return replace(plan, expected=(f"{plan.expected[0]}1",))
    return replace(plan, expected=(*plan.expected[1:], f"(?:{plan.expected[0]})-mutated"))


def test_there_are_as_many_checks_as_were_promised() -> None:
    assert len(PLANS) >= 133
    assert len({plan.statement for plan in PLANS}) >= 98


@pytest.mark.parametrize("authority", BY_AUTHORITY)
def test_the_authority_says_what_is_expected(authority: str) -> None:
    found = [(plan, check(plan, here())) for plan in BY_AUTHORITY[authority]]
    wrong = [f"stmt:{plan.statement}: {result.evidence}" for plan, result in found if result.outcome != "agrees"]
    assert not wrong, "\n".join([*wrong, "(`mlatlas check --fetch` gets packages)"])


@pytest.mark.parametrize("authority", BY_AUTHORITY)
def test_a_changed_expectation_is_caught(authority: str) -> None:
    found = {name_of(plan): check(mutated(plan), here()).outcome for plan in BY_AUTHORITY[authority]}
    missed = [name for name, outcome in found.items() if outcome not in {"disagrees", "no such path"}]
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize("authority", [name for name, plans in BY_AUTHORITY.items() if plans[0].service])
def test_a_path_that_is_gone_is_said(authority: str) -> None:
    for plan in BY_AUTHORITY[authority]:
        result = check(replace(plan, path=f"shapes.NoSuch.{plan.path}"), here())
        assert result.outcome == "no such path", name_of(plan)
        assert result.agrees is False


def test_an_absent_authority_is_never_a_pass(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path))
    plan = replace(next(plan for plan in PLANS if plan.package == "smclarify"), package="no-such-package")
    result = check(plan, Authorities())
    assert result.outcome == "not checked"
    assert result.agrees is None
    assert "no-such-package" in result.evidence


def test_the_memory_of_serverless_inference() -> None:
    first = verify(curated.read(data_root()), here())["F072"][0]
    version = Models.installed().version
    assert (
        first.evidence == f"agrees with botocore {version}: shapes.ServerlessMemorySizeInMB.max = 6144 (6 GB = 6144 MB)"
    )
    assert first.element == "https://w3id.org/mlatlas/aws/sagemaker.shapes.ServerlessMemorySizeInMB"
    assert first.expected == "6000 or 6144 MB (6 GB)"
    assert not first.reads_text


def test_results_are_grouped_by_statement() -> None:
    results = by_statement(run(PLANS, here()))
    assert sum(map(len, results.values())) == len(PLANS)
    assert [check.reads_text for check in results["F140"]] == [False, True, True]  # structure before text


# ── Against small models, where every outcome can be had ─────────────────────


def models(folder: Path, version: str, shapes: str) -> Models:
    """A botocore of one service, `tiny`."""
    place = folder / version / "botocore" / "data" / "tiny" / "2020-01-01"
    place.mkdir(parents=True)
    (place / "service-2.json").write_text(f'{{"metadata": {{}}, "operations": {{}}, "shapes": {shapes}}}', "utf-8")
    return Models(Package("botocore", version, folder / version))


def plan_for(path: str, **changes: object) -> Plan:
    base = Plan("F001", "b0", "botocore", "1.2.0", "tiny", None, path, "equals", ("5",), "supporting")
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("1.3.0", "has no such path since botocore 1.3.0: shapes.B.max (it was there in 1.2.0)"),
        ("1.1.9", "has no such path yet in botocore 1.1.9"),
        ("1.2.0", "correct the atlas:path of the check"),
    ],
)
def test_since_when_a_path_is_gone(tmp_path: Path, version: str, words: str) -> None:
    result = check(plan_for("shapes.B.max"), Authorities(models(tmp_path, version, '{"A": {"max": 5}}')))
    assert result.outcome == "no such path"
    assert words in result.evidence


def test_a_service_that_is_gone_is_a_path_that_is_gone(tmp_path: Path) -> None:
    result = check(plan_for("shapes.A.max", service="other"), Authorities(models(tmp_path, "1.3.0", "{}")))
    assert result.outcome == "no such path"


@pytest.mark.parametrize(("path", "expected"), [("shapes.[", "5"), ("shapes.A.documentation", "(")])
def test_a_check_that_is_itself_wrong_is_no_crash(tmp_path: Path, path: str, expected: str) -> None:
    test = "matchesPattern" if "documentation" in path else "equals"
    plan = plan_for(path, expected=(expected,), test=test)
    result = check(plan, Authorities(models(tmp_path, "1.2.0", '{"A": {"max": 5, "documentation": "x"}}')))
    assert result.outcome == "no such path"
    assert result.evidence.startswith("the check itself is wrong: ")


def test_a_pattern_without_end_is_no_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("mlatlas.verify.run"), "_SECONDS", 0.2)  # the package has a function of this name
    plan = plan_for("shapes.A.documentation", expected=("(x+)+$",), test="matchesPattern")
    text = f'{{"A": {{"documentation": "{"x" * 60}y"}}}}'
    result = check(plan, Authorities(models(tmp_path, "1.2.0", text)))
    assert result.outcome == "no such path"
    assert result.evidence == "the check itself is wrong: its pattern is not through after 0.2 s; write a simpler one"


def test_a_model_that_cannot_be_read_is_never_a_pass(tmp_path: Path) -> None:
    broken = models(tmp_path, "1.2.0", '{"A": {"max": 5}')
    result = check(plan_for("shapes.A.max"), Authorities(broken))
    assert result.outcome == "not checked"
    assert "tiny/2020-01-01/service-2.json" in result.evidence


@pytest.mark.parametrize(
    ("bound", "outcome"), [(6144, "agrees"), (6000, "agrees"), (6143, "disagrees"), (6, "disagrees")]
)
def test_sizes_are_read_in_both_meanings(tmp_path: Path, bound: int, outcome: str) -> None:
    amount = Amount(Decimal(6), UNIT + "GigaBYTE", UNIT + "MegaBYTE")
    plan = plan_for("shapes.A.max", expected=(), amount=amount)
    result = check(plan, Authorities(models(tmp_path, "1.2.0", f'{{"A": {{"max": {bound}}}}}')))
    assert result.outcome == outcome
    if outcome == "disagrees":
        assert f"= {bound}, not 6000 or 6144 MB (6 GB)" in result.evidence
