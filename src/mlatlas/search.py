"""Finding an entity by what a person types: typing errors, acronyms and API literals forgiven.

A name is found in one of five ways, and a better way always comes before a worse one::

    whole    the text is the name: "amt", "ModelBiasMonitor", "drop out"
    words    words of the name begin with the words of the text: "tuning job", "databrew"
    typo     the same with a wrong letter or two: "parket", "serverles infrence"
    inside   the text stands within a word: "formation"
    like     the name looks like the text as a whole
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Final, Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from mlatlas.errors import BadRequest
from mlatlas.facts import Ref
from mlatlas.terms import entity_iri, squash

How = Literal["whole", "words", "typo", "inside", "like"]

#: Ways to be found, and the score that each begins with; up to the next one, it counts how well.
_FLOORS: Final[dict[How, float]] = {"whole": 0.95, "words": 0.7, "typo": 0.45, "inside": 0.25, "like": 0.0}
_CEILINGS: Final[dict[How, float]] = {"whole": 1.0, "words": 0.92, "typo": 0.68, "inside": 0.42, "like": 0.24}
_WAYS: Final = tuple(_FLOORS)
#: Below this likeness (of 100) a name is no answer, and shorter texts are like too much.
_THRESHOLD: Final = 70.0
_SHORTEST_LIKE: Final = 5
#: Letters of a word that may have one wrong, and two wrong.
_ONE_WRONG: Final = 4
_TWO_WRONG: Final = 6
#: A wrong first letter counts as so much more: people seldom get that one wrong.
_FIRST_WRONG: Final = 0.5
#: A text stands within a word only from so many letters on: two are within everything.
_SHORTEST_INSIDE: Final = 3
#: What a kind of name adds where two are found equally well.
_ROLE_BONUS: Final = {"prefLabel": 0.02, "altLabel": 0.01, "notation": 0.0}
#: Of many labels that contain a text, so many of the shortest are looked at; of words like one, so many.
_MOST_CONTAINING: Final = 400
_MOST_WORDS: Final = 24
_LONGEST: Final = 200
#: Of elements of APIs that have the very name, so many come first.
_MOST_WHOLE: Final = 2


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entity; `role` is prefLabel, altLabel or notation."""

    text: str
    role: str
    entity: Ref


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found, how well (0 to 1), and by which of its names in which way.

    `place` says where it belongs, for names that many things have: `CreateTrainingJobRequest, sagemaker`.
    """

    entity: Ref
    score: float
    matched: str
    place: str = ""
    role: str = "prefLabel"
    how: How = "like"

    @property
    def is_meant(self) -> bool:
        """Whether words of the name are those of the text, but for a letter or two: what only looks like it is not."""
        return self.how not in {"inside", "like"}

    @property
    def reason(self) -> str:
        """Why it was found, in words; empty where its label says it.

        >>> Hit(Ref("", "Apache Parquet", "DataFormat"), 0.6, "Parquet", role="altLabel", how="typo").reason
        'spelled nearly like Parquet'
        """
        is_label = self.matched.casefold() == self.entity.label.casefold()
        if self.how in {"typo", "like"}:
            near = "spelled nearly like" if self.how == "typo" else "looks like"
            return f"{near} {self.matched}"
        if is_label:
            return ""
        return f"in an API: {self.matched}" if self.role == "notation" else f"also called {self.matched}"


class Known:
    """Entities by their very names; `kinds` are the classes that they have, by their names in small letters."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.refs = {name.entity.iri: name.entity for name in names}
        self.kinds = {ref.kind.casefold(): ref.kind for ref in self.refs.values()}
        ordered = sorted(names, key=lambda name: name.role == "prefLabel")  # which wins over another's other label
        self._labels = {name.text.casefold(): name.entity for name in ordered if name.role != "notation"}
        self._notations = {name.text.casefold(): name.entity for name in names if name.role == "notation"}

    def labelled(self, text: str) -> Ref | None:
        """The entity with this slug, IRI or label."""
        by_iri = self.refs.get(text) or self.refs.get(entity_iri(text.removeprefix("kb:")))
        return by_iri or self._labels.get(text.casefold())

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
    """Hits of the atlas and of APIs, those of the atlas before those of APIs that are found in the same way.

    Of what only looks alike, the closer one counts. Of elements of APIs that have the very name, only the first few,
    and no members, come before parts of names of the atlas: many APIs use everyday words such as "endpoint".
    """
    marked = [(_WAYS.index(hit.how), 0, hit) for hit in first]
    for number, hit in enumerate(second):
        is_everyday = number >= _MOST_WHOLE or hit.entity.kind == "Member"
        way: How = "words" if hit.how == "whole" and is_everyday else hit.how
        marked.append((_WAYS.index(way), int(way != "like"), hit))
    ordered = sorted(marked, key=lambda one: (one[0], one[1], -one[2].score))
    return [hit for *_, hit in ordered[:limit]]


class Index:
    """All names, ready to be searched.

    >>> dropout = Ref("https://w3id.org/mlatlas/id/dropout", "Dropout", "Technique")
    >>> Index([Name("Dropout", "prefLabel", dropout)]).search("drpout")[0].entity.slug
    'dropout'
    """

    def __init__(self, names: Sequence[Name]) -> None:
        self._named: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            self._named[name.text].append(name)
        self._labels = Labels(self._named)

    def search(self, text: str, kind: str | None = None, limit: int = 10) -> list[Hit]:
        """The entities that `text` may mean, best first; `kind` keeps those of one class."""
        best: dict[str, tuple[float, Hit]] = {}
        for found in self._labels.search(text, len(self._named)):
            for name in self._named[found.label]:
                rank = found.score + _ROLE_BONUS.get(name.role, 0.0)
                iri = name.entity.iri
                if kind in {None, name.entity.kind} and (iri not in best or rank > best[iri][0]):
                    best[iri] = rank, Hit(name.entity, found.score, name.text, role=name.role, how=found.how)
        ordered = sorted(best.values(), key=lambda one: (_WAYS.index(one[1].how), -one[0]))
        return [hit for _, hit in ordered[:limit]]


@dataclass(frozen=True, slots=True)
class Found:
    """A label that was found, in which way, and how well (0 to 1)."""

    label: str
    how: How
    score: float


class Labels:
    """Very many labels, ready to be searched: those of API models are a hundred and fifty thousand.

    >>> Labels(["CreateTrainingJob", "CreateTransformJob"]).search("create trainng job")[0].label
    'CreateTrainingJob'
    """

    def __init__(self, labels: Iterable[str]) -> None:
        pairs = sorted(((squash(label), label) for label in set(labels)), key=lambda pair: (len(pair[0]), *pair))
        self._squashed = [squashed for squashed, _ in pairs if squashed]
        self._labels = [label for squashed, label in pairs if squashed]
        self._joined = [squashed.replace(" ", "") for squashed in self._squashed]
        self._all = "\n" + "\n".join(self._joined) + "\n"
        self._starts = list(accumulate((len(joined) + 1 for joined in self._joined), initial=1))
        self._having: dict[str, list[int]] = defaultdict(list)
        for position, squashed in enumerate(self._squashed):
            for word in set(squashed.split()):
                self._having[word].append(position)
        self._words = sorted(self._having)

    def search(self, text: str, limit: int = 10, *, like: bool = True) -> list[Found]:
        """The labels that `text` may mean, best first.

        Likeness as a whole is looked for only where nothing better was found, and where `like` allows it.
        """
        wanted = squash(text[:_LONGEST])
        joined = wanted.replace(" ", "")
        if not joined:
            return []
        found = self._by_words(wanted.split())
        for at in self._containing(joined):
            self._keep(found, at, *self._contained(joined, at))
        if like and len(joined) >= _SHORTEST_LIKE and all(how == "inside" for how, _ in found.values()):
            for at, likeness in self._like(joined):
                self._keep(found, at, *likeness)
        ordered = sorted(found.items(), key=lambda one: (_WAYS.index(one[1][0]), -one[1][1], one[0]))
        return [Found(self._labels[at], how, _score(how, share)) for at, (how, share) in ordered[:limit]]

    @staticmethod
    def _keep(found: dict[int, tuple[How, float]], at: int, how: How, share: float) -> None:
        """Remember the better of two ways in which a label was found."""
        if at not in found or (-_WAYS.index(how), share) > (-_WAYS.index(found[at][0]), found[at][1]):
            found[at] = how, share

    # ── Containing ───────────────────────────────────────────────────────────

    def _containing(self, joined: str) -> Iterator[int]:
        """The positions of labels that contain a text, the shortest first, and an exact one before all."""
        exact = self._all.find(f"\n{joined}\n")
        if exact >= 0:
            yield bisect_right(self._starts, exact + 1) - 1
        if len(joined) >= _SHORTEST_INSIDE:
            yield from islice(self._occurrences(joined), _MOST_CONTAINING)

    def _occurrences(self, joined: str) -> Iterator[int]:
        at = self._all.find(joined)
        while at >= 0:
            position = bisect_right(self._starts, at) - 1
            yield position
            at = self._all.find(joined, self._starts[position + 1])

    def _contained(self, joined: str, at: int) -> tuple[How, float]:
        """How a label contains a text, blanks left out: as a whole, from the start of a word, or within one."""
        name = self._joined[at]
        if name == joined:
            return "whole", 1.0
        starts = list(accumulate(map(len, self._squashed[at].split()), initial=0))
        begins = [start for start in starts if name.startswith(joined, start)]
        if not begins:
            return "inside", len(joined) / len(name)
        return "words", _share(len(joined), len(name), begins[0] == 0, begins[0] + len(joined) in starts)

    # ── Word by word ─────────────────────────────────────────────────────────

    def _by_words(self, wanted: Sequence[str]) -> dict[int, tuple[How, float]]:
        """The labels of which each word of the text begins a word, or is one but for a letter or two."""
        each = [self._alike(word) for word in sorted(wanted, key=len, reverse=True)]
        wrong = each[0]
        for more in each[1:]:
            wrong = {at: wrong[at] + more[at] for at in wrong.keys() & more.keys()}
        letters = sum(map(len, wanted))
        return {at: self._told(at, letters, count) for at, count in wrong.items()}

    def _told(self, at: int, letters: int, wrong: float) -> tuple[How, float]:
        share = min(letters / len(self._joined[at]), 1.0)
        if wrong < 1:
            return "words", _share(letters, len(self._joined[at]), begins=False, ends=wrong == 0)
        return "typo", max(0.0, 0.5 * share + 0.5 * (1 - 2 * wrong / letters))

    def _alike(self, word: str) -> dict[int, float]:
        """The labels with a word like this one, and how many letters are wrong: a half where it goes on."""
        found: dict[int, float] = {}
        for other, wrong in self._words_like(word):
            for at in self._having[other]:
                if wrong < found.get(at, _TWO_WRONG):
                    found[at] = wrong
        return found

    def _words_like(self, word: str) -> Iterator[tuple[str, float]]:
        if word in self._having:
            yield word, 0.0
        first = bisect_left(self._words, word)
        last = bisect_left(self._words, word + "\U0010ffff")
        if len(word) > 1:
            yield from ((other, 0.4 / len(word)) for other in self._words[first:last] if other != word)
        wrong = (len(word) >= _ONE_WRONG) + (len(word) >= _TWO_WRONG)
        if wrong:
            near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=wrong, limit=_MOST_WORDS)
            yield from ((other, count + _FIRST_WRONG * (other[0] != word[0])) for other, count, _ in near if count)

    # ── Likeness as a whole ──────────────────────────────────────────────────

    def _like(self, joined: str) -> Iterator[tuple[int, tuple[How, float]]]:
        near = process.extract(joined, self._joined, scorer=fuzz.ratio, score_cutoff=_THRESHOLD, limit=_MOST_WORDS)
        for name, score, at in near:
            wrong = OSA.distance(joined, name, score_cutoff=2)
            is_typo = wrong <= (len(joined) >= _ONE_WRONG) + (len(joined) >= _TWO_WRONG)
            yield at, ("typo" if is_typo else "like", score / 100)


def _share(letters: int, of: int, begins: bool, ends: bool) -> float:
    """How much of a name a text says: its letters, whether it begins the name, whether it ends with a word."""
    return 0.5 * min(letters / of, 1.0) + 0.25 * begins + 0.25 * ends


def _score(how: How, share: float) -> float:
    return round(_FLOORS[how] + share * (_CEILINGS[how] - _FLOORS[how]), 3)
