"""Where a claim comes from, as HTML: a chip with its best source, and behind it verdict, checks and all sources.

Everything that comes from the data is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from mlatlas.checked import VERDICT_SIGNS, Checked, line
from mlatlas.facts import Check, Source, Verdict

#: What machines found, where it is worth a word.
_TELLING: Final[frozenset[Checked]] = frozenset({"checked", "checked in text", "not as expected"})
#: Words of a work's name that tell nothing where there is little room.
_WORDY: Final = re.compile(r"^(Amazon|AWS|botocore) | \d{4}-\d\d-\d\d$")


def badge(verdict: Verdict, checked: Checked = "no check") -> str:
    """The verdict with its sign, and what machines found."""
    machine = f'<span class="machine">{checked}</span>' if checked in _TELLING else ""
    return f'<span class="verdict {verdict}">{VERDICT_SIGNS[verdict]} {verdict}{machine}</span>'


def fold(  # noqa: PLR0913 - what is said of a claim, and two things more
    verdict: Verdict,
    checked: Checked,
    sources: Sequence[Source],
    checks: Iterable[Check],
    more: Iterable[str] = (),
    *,
    corrects: bool = False,
) -> str:
    """A chip that opens, with the keyboard too: verdict, evidence, sources; `more` are further items as HTML."""
    proofs = "".join(f"<li>{escape(line(check))}</li>" for check in checks)
    proved = f'<ul class="checks">{proofs}</ul>' if proofs else ""
    items = "".join(f"<li>{each}</li>" for each in [*map(source_html, sources), *more])
    summary = f"<summary>{chip(verdict, checked, sources, corrects=corrects)}</summary>"
    return f'<details class="why">{summary}{badge(verdict, checked)}{proved}<ul>{items}</ul></details>'


def chip(verdict: Verdict, checked: Checked, sources: Sequence[Source], *, corrects: bool = False) -> str:
    """The verdict's sign, the best source by name, how many more; in full for those who point or listen."""
    best = min(sources, key=lambda source: (not source.url, source.creator is not None), default=None)
    name = _WORDY.sub("", best.label) if best else "no source"
    more = f"<b>+{len(sources) - 1}</b>" if len(sources) > 1 else ""
    found = f", {checked}" if checked in _TELLING else ""
    told = f"{verdict}{found}{', corrects a claim' if corrects else ''}"
    doubt = "" if verdict == "confirmed" else f" {verdict}"
    look = "machine-checked" if checked in {"checked", "checked in text"} else ""
    cited = "; ".join(source.text for source in sources)
    return (
        f'<span class="chip {verdict} {look}" title="{escape(f"{told}: {cited}", quote=True)}">'
        f'<span class="heard">{escape(told)}, source: </span><b aria-hidden="true">{VERDICT_SIGNS[verdict]}{doubt}</b>'
        f'<span class="name">{escape(name)}</span>{more}{"<b>corrects</b>" if corrects else ""}</span>'
    )


def source_html(source: Source) -> str:
    """The source as it is cited; only web addresses become links."""
    text = escape(source.text)
    if source.url is None or not source.url.startswith(("https://", "http://")):
        return text
    return f'<a href="{escape(source.url, quote=True)}" target="_blank" rel="noopener noreferrer">{text}</a>'
