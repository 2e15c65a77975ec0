"""What must be true of every decision, whatever is stated and required."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mlatlas.choose.records import OUTCOMES, Decision
from mlatlas.choose.units import amount
from mlatlas.errors import BadRequest
from mlatlas.facts import Statement
from mlatlas.quantities import convert, plain
from mlatlas.terms import UNIT
from small_choice import OPTIONS, choose, outcomes, when
from small_world import LATENCY, NEAR, REAL_TIME, SUPPORTS, TIME, VPC, say

CONDITIONS = st.sampled_from([None, None, when("on Mondays"), when("in a subnet")])
BOUNDS = st.sampled_from(["maximum", "minimum", "default", "allowed"])


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """A few statements about the options, which may well contradict each other."""
    found = []
    for number in range(draw(st.integers(0, 9))):
        option, condition = draw(st.sampled_from(OPTIONS)), draw(CONDITIONS)
        kind = draw(st.sampled_from(["time", "vpc", "latency"]))
        if kind == "time":
            value, unit = draw(st.integers(1, 90)), draw(st.sampled_from(["SEC", "MIN"]))
            said = say(option, TIME, (value, unit), bound=draw(BOUNDS), condition=condition, id=f"s{number}")
        else:
            known, thing = (SUPPORTS, VPC) if kind == "vpc" else (LATENCY, draw(st.sampled_from([REAL_TIME, NEAR])))
            said = say(option, known, thing, holds=draw(st.booleans()), condition=condition, id=f"s{number}")
        found.append(said)
    return found


REQUIREMENTS = st.lists(
    st.one_of(
        st.builds("time {} {} {}".format, st.sampled_from([">=", "<=", ">", "<", "="]), st.integers(1, 90), st.sampled_from(["s", "min"])),
        st.sampled_from(["vpc = yes", "vpc = no", "supports = vpc"]),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def decided(world: Sequence[Statement], *require: str) -> Decision | None:
    """The decision; None where the requirements contradict each other."""
    try:
        return choose(world, *require)
    except BadRequest as refusal:
        if "contradict" in str(refusal) or "nothing is called" in str(refusal):
            return None
        raise


@settings(deadline=None)
@given(statements(), REQUIREMENTS, st.randoms(use_true_random=False))
def test_the_order_of_requirements_does_not_matter(
    world: list[Statement], asked: list[str], random: st.DataObject
) -> None:
    shuffled = list(asked)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = decided(world, *asked), decided(world, *shuffled)
    assert (one is None) == (other is None)
    if one and other:
        assert outcomes(one) == outcomes(other)


@settings(deadline=None)
@given(
    statements(),
    st.sampled_from([">=", "<=", ">", "<", "="]),
    st.integers(1, 90),
    st.sampled_from(["ms", "s", "min", "h", "d"]),
)
def test_the_unit_of_writing_does_not_matter(world: list[Statement], operator: str, value: int, sign: str) -> None:
    minutes = amount(f"{value} min", UNIT + "SEC", "time")
    unit = amount(f"1 {sign}", UNIT + "SEC", "time").unit
    other = plain(convert(minutes.value, minutes.unit, unit))
    if convert(other, unit, minutes.unit) != minutes.value:
        return  # a day has more digits than are kept
    one = choose(world, f"time {operator} {value} min")
    assert outcomes(one) == outcomes(choose(world, f"time {operator} {other} {sign}"))


@settings(deadline=None)
@given(statements(), st.integers(1, 90), st.integers(0, 90))
def test_relaxing_never_turns_fits_into_fails(world: list[Statement], value: int, less: int) -> None:
    strict = outcomes(choose(world, f"time >= {value} min"))
    relaxed = outcomes(choose(world, f"time >= {max(0, value - less)} min"))
    assert not [name for name, outcome in strict.items() if outcome == "fits" and relaxed[name] == "fails"]


@settings(deadline=None)
@given(statements(), REQUIREMENTS, st.data())
def test_dropping_a_requirement_never_makes_an_outcome_worse(
    world: list[Statement], asked: list[str], data: st.DataObject
) -> None:
    dropped = data.draw(st.integers(0, len(asked) - 1))
    one, other = decided(world, *asked), decided(world, *asked[:dropped], *asked[dropped + 1 :])
    if one and other:
        before, after = outcomes(one), outcomes(other)
        assert all(OUTCOMES.index(after[name]) <= OUTCOMES.index(before[name]) for name in before)


@settings(deadline=None)
@given(statements(), REQUIREMENTS)
def test_nothing_unknown_passes_or_fails(world: list[Statement], asked: list[str]) -> None:
    decision = decided(world, *asked)
    for judgement in decision.judgements if decision else ():
        for reason in judgement.reasons:
            if reason.outcome in {"fits", "fails", "conditional"}:
                assert reason.statements
                assert reason.sources
            assert all(said in world for said in reason.statements)
            assert (reason.outcome == "conditional") == (reason.condition is not None)


@settings(deadline=None)
@given(statements(), REQUIREMENTS)
def test_without_facts_nobody_can_tell(world: list[Statement], asked: list[str]) -> None:
    decision = decided(world, *asked)
    for judgement in decision.judgements if decision else ():
        bare = [said for said in world if said.subject != judgement.option]
        again = decided([*bare, *[said for said in world if said.subject != judgement.option]], *asked)
        if again:
            assert outcomes(again)[judgement.option.label] == "unknown"


@settings(deadline=None)
@given(statements(), REQUIREMENTS)
def test_a_relaxation_does_what_it_says(world: list[Statement], asked: list[str]) -> None:
    decision = decided(world, *asked)
    for relaxation in decision.relaxations if decision else ():
        changed = {change.requirement.text: change for change in relaxation.changes}
        kept = []
        for requirement in decision.requirements if decision else ():
            change = changed.get(requirement.text)
            if change is None:
                kept.append(requirement.text)
            elif change.to is not None:
                operator = {">": ">=", "<": "<="}.get(requirement.operator, requirement.operator)
                kept.append(f"{requirement.criterion.name} {operator} {change.to.as_written}")
        again = decided(world, *kept)
        if again:
            assert outcomes(again)[relaxation.option.label] == relaxation.outcome


@settings(deadline=None)
@given(statements(), st.integers(1, 90))
def test_a_threshold_is_where_the_outcome_turns(world: list[Statement], value: int) -> None:
    (moving,) = choose(world, f"time >= {value} min").sensitivities
    for threshold in moving.thresholds:
        if threshold.amount is None:
            continue
        seconds = convert(threshold.amount.value, threshold.amount.unit, UNIT + "SEC")
        at = outcomes(choose(world, f"time >= {seconds} s"))[threshold.option.label]
        beyond = outcomes(choose(world, f"time >= {seconds + Decimal('0.001')} s"))[threshold.option.label]
        assert at in {"fits", "conditional"}
        assert beyond in {"fails", "unknown"}
