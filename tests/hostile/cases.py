"""What the corpus is made of: cases, and the ways in which they may end.

`@HOST@` in a case stands for the address of the canary's listener (`127.0.0.1:40123`), `@FILE@` for the path of
its file, which nobody may open. Every case says how it may end, and has a class, by which tables count it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

#: An answer; a refusal in a sentence; stopped at a limit; closed without a word; and what may never be.
Outcome = Literal["answered", "refused", "stopped", "closed", "failed"]

ANSWERED: Final = frozenset[Outcome]({"answered"})
REFUSED: Final = frozenset[Outcome]({"refused"})
STOPPED: Final = frozenset[Outcome]({"stopped"})
#: Small enough to be answered by some engine or machine, and too much for others: any end in order will do.
ENDS: Final = frozenset[Outcome]({"answered", "refused", "stopped"})


@dataclass(frozen=True, slots=True)
class End:
    """How a case ended, after how many seconds, and everything that was said to whoever sent it."""

    outcome: Outcome
    seconds: float
    said: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query by its class and name; bytes are for paths that take bytes."""

    group: str
    name: str
    text: str | bytes
    may: frozenset[Outcome]

    def filled(self, host: str, file: str) -> str | bytes:
        """The text with the canary's addresses in it."""
        if isinstance(self.text, bytes):
            return self.text
        return self.text.replace("@HOST@", host).replace("@FILE@", file)

    def __str__(self) -> str:
        return f"{self.group}: {self.name}"


def queries(group: str, may: frozenset[Outcome], named: dict[str, str | bytes]) -> list[Query]:
    """Cases of one class that may end in the same ways."""
    return [Query(group, name, text, may) for name, text in named.items()]
