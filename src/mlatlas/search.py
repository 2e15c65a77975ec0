"""Finding an entity by what a person types: typing errors, acronyms and API literals forgiven."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from mlatlas.facts import Ref

#: Below this likeness (of 100) a name is no answer.
_THRESHOLD: Final = 62.0
#: Added where the name contains the text as it was typed, and where it begins a word.
_CONTAINED: Final = 25.0
_WORD_START: Final = 10.0
_ROLE_BONUS: Final = {"prefLabel": 3.0, "notation": 1.0, "altLabel": 0.0}
_SHORTEST_FUZZY: Final = 3


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entity; `role` is prefLabel, altLabel or notation."""

    text: str
    role: str
    entity: Ref


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found, how well (0 to 1), and by which of its names."""

    entity: Ref
    score: float
    matched: str


def squash(text: str) -> str:
    """A text as it is compared: lower case, CamelCase split, punctuation as blanks.

    >>> squash("ModelBiasMonitor"), squash("F1-score")
    ('model bias monitor', 'f1 score')
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", " ", text)
    return " ".join(re.findall(r"\w+", spaced.casefold()))


class Index:
    """All names, ready to be searched.

    >>> dropout = Ref("https://w3id.org/mlatlas/id/dropout", "Dropout", "Technique")
    >>> Index([Name("Dropout", "prefLabel", dropout)]).search("drpout")[0].entity.slug
    'dropout'
    """

    def __init__(self, names: Sequence[Name]) -> None:
        self._names = list(names)
        self._squashed = [squash(name.text) for name in names]
        self._joined = [text.replace(" ", "") for text in self._squashed]

    def search(self, text: str, kind: str | None = None, limit: int = 10) -> list[Hit]:
        """The entities that `text` may mean, best first; `kind` keeps those of one class."""
        wanted = squash(text[:200])
        if not wanted:
            return []
        best: dict[str, tuple[float, int]] = {}
        for position, score in self._scores(wanted):
            name = self._names[position]
            if kind is None or name.entity.kind == kind:
                rank = score + _ROLE_BONUS.get(name.role, 0.0)
                if rank > best.get(name.entity.iri, (0.0, 0))[0]:
                    best[name.entity.iri] = (rank, position)
        ordered = sorted(best.values(), key=lambda found: (-found[0], len(self._squashed[found[1]]), found[1]))
        return [self._hit(rank, position) for rank, position in ordered[:limit]]

    def _hit(self, rank: float, position: int) -> Hit:
        top = 100 + _CONTAINED + _WORD_START + _ROLE_BONUS["prefLabel"]
        return Hit(self._names[position].entity, round(min(rank / top, 1.0), 3), self._names[position].text)

    def _scores(self, wanted: str) -> list[tuple[int, float]]:
        """Likeness of the text to each name: blanks do not count, containment does."""
        joined = wanted.replace(" ", "")
        fuzzy = {} if len(joined) < _SHORTEST_FUZZY else self._fuzzy(wanted, joined)
        for position, name in enumerate(self._squashed):
            if joined in self._joined[position]:
                share = 100 * len(joined) / len(self._joined[position])
                bonus = _CONTAINED + (_WORD_START if f" {name}".find(f" {wanted}") >= 0 else 0.0)
                fuzzy[position] = max(fuzzy.get(position, 0.0), _THRESHOLD, share) + bonus
        return list(fuzzy.items())

    def _fuzzy(self, wanted: str, joined: str) -> dict[int, float]:
        whole = process.extract(joined, self._joined, scorer=fuzz.ratio, score_cutoff=_THRESHOLD, limit=50)
        words = process.extract(
            wanted, self._squashed, scorer=fuzz.token_sort_ratio, score_cutoff=_THRESHOLD + 8, limit=50
        )
        found: dict[int, float] = {}
        for _, score, position in (*whole, *words):
            found[position] = max(found.get(position, 0.0), score)
        return found
