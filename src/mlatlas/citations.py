"""Sources as numbers, as footnotes and lists of references have them, and as scripts read them."""

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


def source_json(source: Source) -> dict[str, str | None]:
    """A source as JSON; its creator is left to whoever adds it to the label.

    >>> source_json(Source("Guide", section="page", version="2023"))
    {'label': 'Guide', 'url': None, 'section': 'page', 'version': '2023'}
    """
    return {"label": source.label, "url": source.url, "section": source.section, "version": source.version}
