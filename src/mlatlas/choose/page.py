"""A decision as HTML: a line for each option, a column for each requirement, and the reason in every cell.

Everything that comes from the data is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Final

from mlatlas.checked import summed_up
from mlatlas.choose.records import OUTCOME_SIGNS, OUTCOME_WORDS, Decision, Judgement, Reason, Requirement
from mlatlas.choose.wording import headline, under, wishes
from mlatlas.evidence import fold
from mlatlas.facts import Ref

#: The worst verdict of a reason's statements is the one to show.
_WORST: Final = ("contradicted", "outdated", "unverified", "imprecise", "confirmed")
#: Gives the address of the page about a thing.
Address = Callable[[Ref], str]


def table(decision: Decision, address: Address) -> str:
    """The whole decision as one table, the best option first; `address` is where the page about an option is."""
    head = "".join(_asked(each) for each in decision.requirements)
    body = "".join(_option(decision, each, address) for each in decision.judgements)
    columns = len(decision.requirements) + 1
    return (
        f'<div class="comparison decision" role="region" tabindex="0" aria-label="Options and reasons" '
        f'style="--columns:{columns}"><table><thead><tr><th scope="col">Option</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _asked(requirement: Requirement) -> str:
    kind = '<small title="It ranks, and rules nothing out">wish</small>' if requirement.soft else ""
    return f'<th scope="col">{escape(requirement.title)}{kind}</th>'


def _option(decision: Decision, judgement: Judgement, address: Address) -> str:
    told = headline(judgement)
    short = OUTCOME_WORDS[judgement.outcome]
    more = told.removeprefix(short).removeprefix("fits").lstrip(": ")
    details = f"<small>{escape(more)}</small>" if more else ""
    wish = wishes(decision, judgement)
    wished = f"<small>{escape(wish)}</small>" if wish else ""
    badge = f'<span class="outcome">{OUTCOME_SIGNS[judgement.outcome]} {escape(short)}</span>'
    head = f'<th scope="row">{_link(judgement.option, address)}{badge}{details}{wished}</th>'
    cells = "".join(_reason(each) for each in judgement.reasons)
    return f'<tr class="{judgement.outcome}">{head}{cells}</tr>'


def _link(option: Ref, address: Address) -> str:
    title = escape(f"{option.label} in Explore", quote=True)
    return f'<a href="{escape(address(option), quote=True)}" target="_self" title="{title}">{escape(option.label)}</a>'


def _reason(reason: Reason) -> str:
    heard = f'<span class="heard">{OUTCOME_WORDS[reason.outcome]}: </span>'
    sign = f'<b class="sign" aria-hidden="true">{OUTCOME_SIGNS[reason.outcome]}</b>'
    is_told = reason.condition is None or reason.condition in reason.text
    condition = "" if is_told else f"<small>{escape(under(reason.condition or ''))}</small>"
    said = f'<div class="said">{heard}{sign} {escape(reason.text)}{condition}</div>'
    inside = f'<div class="claims">{said}</div>{_evidence(reason)}'
    return f'<td class="{reason.outcome}"><div class="cell">{inside}</div></td>'


def _evidence(reason: Reason) -> str:
    if not reason.statements:
        return ""
    verdict = min(reason.verdicts, key=_WORST.index)
    sentences = [escape(each.sentence) for each in reason.statements]
    return fold(verdict, summed_up(reason.checks), reason.sources, reason.checks, sentences)


def names(options: Iterable[Ref], address: Address) -> str:
    """Options as a list of links, where there is nothing to say of them yet."""
    items = "".join(f"<li>{_link(each, address)}</li>" for each in options)
    return f'<ul class="open-options">{items}</ul>'
