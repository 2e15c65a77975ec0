"""Sources as numbers, as footnotes and lists of references have them."""

from __future__ import annotations

from dataclasses import dataclass, field

from mlatlas.facts import Source


@dataclass(slots=True)
class Citations:
    """Sources and their numbers, in the order in which they are first cited.

    >>> cited = Citations()
    >>> cited.numbers([Source("Notes"), Source("Guide"), Source("Notes")])
    [1, 2]
    """

    found: dict[Source, int] = field(default_factory=dict)

    def numbers(self, sources: tuple[Source, ...] | list[Source]) -> list[int]:
        """The numbers of these sources, each once."""
        for source in sources:
            self.found.setdefault(source, len(self.found) + 1)
        return list(dict.fromkeys(self.found[source] for source in sources))

    def listed(self) -> list[tuple[int, Source]]:
        """Every number with its source."""
        return [(number, source) for source, number in self.found.items()]
