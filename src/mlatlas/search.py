"""Finding an entity by what a person types: typing errors, acronyms and API literals forgiven."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Final

from rapidfuzz import fuzz, process

from mlatlas.errors import BadRequest
from mlatlas.facts import Ref
from mlatlas.terms import entity_iri

#: Below this likeness (of 100) a name is no answer.
_THRESHOLD: Final = 62.0
#: Added where the name contains the text as it was typed, and where it begins a word.
_CONTAINED: Final = 25.0
_WORD_START: Final = 10.0
_ROLE_BONUS: Final = {"prefLabel": 3.0, "notation": 1.0, "altLabel": 0.0}
_SHORTEST_FUZZY: Final = 3
#: The score of an exact label.
_TOP: Final = 100 + _CONTAINED + _WORD_START + _ROLE_BONUS["prefLabel"]
#: Of many labels that contain a text, so many of the shortest are looked at.
_MOST_CONTAINING: Final = 400


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entity; `role` is prefLabel, altLabel or notation."""

    text: str
    role: str
    entity: Ref


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found, how well (0 to 1), and by which of its names.

    `place` says where it belongs, for names that many things have: `CreateTrainingJobRequest, sagemaker`.
    """

    entity: Ref
    score: float
    matched: str
    place: str = ""


class Known:
    """Entities by their very names."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.refs = {name.entity.iri: name.entity for name in names}
        ordered = sorted(names, key=lambda name: name.role == "prefLabel")  # which wins over another's other label
        self._labels = {name.text.casefold(): name.entity for name in ordered if name.role != "notation"}
        self._notations = {name.text.casefold(): name.entity for name in names if name.role == "notation"}

    def labelled(self, text: str) -> Ref | None:
        """The entity with this slug, IRI or label."""
        by_iri = self.refs.get(text) or self.refs.get(entity_iri(text.removeprefix("kb:")))
        return by_iri or self._labels.get(text.casefold())

    @property
    def kinds(self) -> dict[str, str]:
        """The classes that entities have, by their names in small letters."""
        return {ref.kind.casefold(): ref.kind for ref in self.refs.values()}

    def kind(self, name: str, others: Iterable[str] = ()) -> str:
        """The class of this name, however it is written. Raises `BadRequest` for one that no entity has."""
        kinds = self.kinds | {kind.casefold(): kind for kind in others}
        found = kinds.get(name.replace(" ", "").casefold())
        if found is None:
            raise BadRequest(f"unknown class '{name}': choose from {', '.join(sorted(kinds.values()))}")
        return found

    def noted(self, text: str) -> Ref | None:
        """The entity with this literal of an API."""
        return self._notations.get(text.casefold())


def merged(first: Iterable[Hit], second: Iterable[Hit], limit: int) -> list[Hit]:
    """Hits of two kinds, those of the first before those of the second where they are found equally well.

    The whole name is better than a part of it, and that is better than a likeness, of which the closer one counts.
    """
    marked = [*((0, hit) for hit in first), *((1, hit) for hit in second)]
    ordered = sorted(marked, key=lambda one: (-_tier(one[1]), one[0] if _tier(one[1]) else 0, -one[1].score))
    return [hit for _, hit in ordered[:limit]]


def _tier(hit: Hit) -> int:
    whole, part = (100 + _CONTAINED + _WORD_START) / _TOP, (_THRESHOLD + _CONTAINED) / _TOP
    return (hit.score > whole - 0.01) + (hit.score > part - 0.01)


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
        return Hit(self._names[position].entity, round(min(rank / _TOP, 1.0), 3), self._names[position].text)

    def _scores(self, wanted: str) -> list[tuple[int, float]]:
        """Likeness of the text to each name: blanks do not count, containment does."""
        joined = wanted.replace(" ", "")
        fuzzy = {} if len(joined) < _SHORTEST_FUZZY else self._fuzzy(wanted, joined)
        for position, name in enumerate(self._squashed):
            if joined in self._joined[position]:
                fuzzy[position] = _contained(wanted, name, fuzzy.get(position, 0.0))
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


def _contained(wanted: str, name: str, likeness: float = 0.0) -> float:
    """The score of a name that contains the text."""
    share = 100 * len(wanted.replace(" ", "")) / len(name.replace(" ", ""))
    bonus = _CONTAINED + (_WORD_START if f" {name}".find(f" {wanted}") >= 0 else 0.0)
    return max(likeness, _THRESHOLD, share) + bonus


class Labels:
    """Very many labels, ready to be searched: those of API models are a hundred and fifty thousand.

    >>> Labels(["CreateTrainingJob", "CreateTransformJob"]).search("create trainng job")[0]
    ('CreateTrainingJob', 0.703)
    """

    def __init__(self, labels: Iterable[str]) -> None:
        pairs = sorted(((squash(label), label) for label in set(labels)), key=lambda pair: (len(pair[0]), *pair))
        self._squashed = [squashed for squashed, _ in pairs if squashed]
        self._labels = [label for squashed, label in pairs if squashed]
        self._joined = [squashed.replace(" ", "") for squashed in self._squashed]
        self._all = "\n" + "\n".join(self._joined) + "\n"
        self._starts = list(accumulate((len(joined) + 1 for joined in self._joined), initial=1))

    def search(self, text: str, limit: int = 10) -> list[tuple[str, float]]:
        """The labels that `text` may mean, best first, each with its score (0 to 1).

        Likeness is looked for only where too few labels contain the text: one that contains it is a better answer.
        """
        wanted = squash(text[:200])
        joined = wanted.replace(" ", "")
        if not joined:
            return []
        found = {at: _contained(wanted, self._squashed[at]) for at in self._containing(joined)}
        if len(found) < limit and len(joined) >= _SHORTEST_FUZZY:
            found = self._like(joined, limit) | found
        ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
        return [(self._labels[at], round(min(score / _TOP, 1.0), 3)) for at, score in ordered[:limit]]

    def _containing(self, joined: str) -> Iterator[int]:
        """The positions of labels that contain a text, the shortest first, and an exact one before all."""
        exact = self._all.find(f"\n{joined}\n")
        if exact >= 0:
            yield bisect_right(self._starts, exact + 1) - 1
        yield from islice(self._occurrences(joined), _MOST_CONTAINING)

    def _occurrences(self, joined: str) -> Iterator[int]:
        at = self._all.find(joined)
        while at >= 0:
            position = bisect_right(self._starts, at) - 1
            yield position
            at = self._all.find(joined, self._starts[position + 1])

    def _like(self, joined: str, limit: int) -> dict[int, float]:
        found = process.extract(joined, self._joined, scorer=fuzz.ratio, score_cutoff=_THRESHOLD + 8, limit=limit)
        return {position: score for _, score, position in found}
