"""A small choice with three options, for the tests of choosing."""

from __future__ import annotations

from collections.abc import Sequence

from mlatlas.choose.decide import decide
from mlatlas.choose.records import Decision, Judgement, Outcome, Reason
from mlatlas.choose.requirements import Criteria, gather, read
from mlatlas.facts import Condition, Criterion, Ref, Statement
from mlatlas.terms import kb
from small_world import LATENCY, REAL_TIME, SUPPORTS, TIME, VPC, A, B, C, say

CHOICE = Ref(kb("choice"), "Choice", "Choice")
OPTIONS = (A, B, C)
#: One option that fits much, one under a condition, and one of which little is said.
WORLD = [
    say(A, TIME, (60, "SEC")), say(A, SUPPORTS, VPC), say(A, LATENCY, REAL_TIME),
    say(B, TIME, (60, "MIN")), say(B, SUPPORTS, VPC, condition=Condition("in a subnet"), verdict="imprecise"),
    say(C, TIME, (30, "SEC")),
]  # fmt: skip
DECLARED = (Criterion("time", TIME), Criterion("vpc", SUPPORTS, VPC), Criterion("latency", LATENCY))


def criteria(*statements: Statement) -> Criteria:
    """What can be asked for, with everything that is stated."""
    return gather(DECLARED, statements, {})


def choose(statements: Sequence[Statement], *require: str, prefer: Sequence[str] = ()) -> Decision:
    """The options held against requirements."""
    known = criteria(*statements)
    said = {option.iri: [each for each in statements if each.subject == option] for option in OPTIONS}
    asked = [*(read(text, known) for text in require), *(read(text, known, soft=True) for text in prefer)]
    return decide(OPTIONS, said, asked, CHOICE)


def judged(decision: Decision, option: Ref) -> Judgement:
    """The judgement of one option."""
    return next(each for each in decision.judgements if each.option == option)


def reason(statements: Sequence[Statement], requirement: str, option: Ref = A) -> Reason:
    """The one reason for one option."""
    (found,) = judged(choose(statements, requirement), option).reasons
    return found


def outcomes(decision: Decision) -> dict[str, Outcome]:
    """The outcome of every option by its label."""
    return {each.option.label: each.outcome for each in decision.judgements}


def when(text: str) -> Condition:
    """A condition in words."""
    return Condition(text)
