"""From rows of the shipped queries (`queries/*.rq`) to the records of `facts`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from mlatlas.facts import (
    Check,
    Condition,
    Criterion,
    Entity,
    Group,
    Link,
    Outcome,
    Property,
    Quantity,
    Ref,
    Source,
    Statement,
)
from mlatlas.store import Row
from mlatlas.terms import STMT, local

#: How a structural link reads, by the local name of its predicate.
LINK_LABELS = {
    "isPartOf": "part of",
    "broader": "narrower than",
    "related": "related to",
    "optionOf": "option of",
    "confusedWith": "often confused with",
    "subject": "topic",
    "apiElement": "API element",
}


def ref(row: Row, name: str) -> Ref | None:
    """The entity in the columns `name`, `nameLabel` and `nameClass`; None where they are unbound."""
    if name not in row:
        return None
    return Ref(str(row[name]), str(row[f"{name}Label"]), local(str(row[f"{name}Class"])))


def entities(rows: Iterable[Row], names: Iterable[Row], topics: Iterable[Row]) -> list[Entity]:
    """Entities from the rows of `entities.rq`, `names.rq` and `topics.rq`."""
    spoken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in names:
        spoken[str(row["entity"]), local(str(row["role"]))].append(str(row["name"]))
    homes: dict[str, list[Ref]] = defaultdict(list)
    for row in topics:
        homes[str(row["entity"])].append(Ref(str(row["topic"]), str(row["topicLabel"]), "Topic"))
    return [_entity(row, spoken, tuple(homes[str(row["entity"])])) for row in rows]


def _entity(row: Row, spoken: Mapping[tuple[str, str], list[str]], topics: tuple[Ref, ...]) -> Entity:
    iri = str(row["entity"])
    return Entity(
        iri=iri,
        label=str(row["label"]),
        kind=local(str(row["class"])),
        definition=str(row["definition"]),
        alt_labels=tuple(spoken.get((iri, "altLabel"), ())),
        notations=tuple(spoken.get((iri, "notation"), ())),
        topics=topics,
        rank=int(str(row.get("rank", 0))),
    )


def properties(rows: Iterable[Row]) -> dict[str, Property]:
    """Properties by IRI, in the order of display, from the rows of `properties.rq`."""
    found: dict[str, Property] = {}
    for row in rows:
        iri = str(row["property"])
        known = found.get(iri) or _property(row)
        if "class" in row:
            known = replace(known, applies_to=known.applies_to | {local(str(row["class"]))})
        found[iri] = known
    return found


def _property(row: Row) -> Property:
    group = Group(local(str(row["group"])), str(row["groupLabel"]), str(row["groupNegative"]), int(str(row["rank"])))
    label = str(row["label"])
    kinds: dict[str, Any] = {"entityValue": "entity", "quantityValue": "quantity", "textValue": "text"}
    better: Any = local(str(row["better"])) if "better" in row else None
    return Property(
        iri=str(row["property"]),
        label=label,
        negative_label=str(row.get("negative", f"not {label}")),
        inverse_label=str(row.get("inverse", f"{label} of")),
        comment=str(row["comment"]),
        group=group,
        value_kind=kinds[local(str(row["kind"]))],
        yes_no=local(str(row["compared"])) == "yesNo",
        unit=_text(row, "unit"),
        better_when=better,
        functional="functional" in row,
    )


def criteria(rows: Iterable[Row], known: Mapping[str, Property]) -> dict[str, tuple[Criterion, ...]]:
    """The criteria of each choice (by its IRI), in the order of display, from the rows of `criteria.rq`."""
    found: dict[str, list[tuple[int, Criterion]]] = defaultdict(list)
    for row in rows:
        criterion = Criterion(str(row["name"]), known[str(row["property"])], ref(row, "object"))
        found[str(row["choice"])].append((int(str(row["rank"])), criterion))
    return {
        choice: tuple(criterion for _, criterion in sorted(ranked, key=lambda each: (each[0], each[1].name)))
        for choice, ranked in found.items()
    }


def sources(rows: Iterable[Row]) -> dict[str, tuple[Source, ...]]:
    """The sources of each statement (by its IRI), from the rows of `sources.rq`; the notes come first."""
    found: dict[str, set[Source]] = defaultdict(set)
    for row in rows:
        source = Source(
            str(row["title"]),
            _text(row, "url"),
            _text(row, "section"),
            _text(row, "version"),
            _text(row, "creator"),
        )
        found[str(row["statement"])].add(source)
    return {iri: tuple(sorted(cited, key=_notes_first)) for iri, cited in found.items()}


def _notes_first(source: Source) -> tuple[bool, str]:
    return source.creator is None, source.text


_OUTCOMES: Final[dict[str, Outcome]] = {
    "passed": "agrees",
    "failed": "disagrees",
    "cantTell": "no such path",
    "untested": "not checked",
}


def checks(rows: Iterable[Row]) -> dict[str, tuple[Check, ...]]:
    """The results of checks of each statement (by its IRI), from the rows of `checks.rq`."""
    found: dict[str, list[Check]] = defaultdict(list)
    for row in rows:
        found[str(row["statement"])].append(_check(row))
    return {iri: tuple(results) for iri, results in found.items()}


def _check(row: Row) -> Check:
    role: Any = local(str(row["meaning"]))
    return Check(
        authority=str(row["authority"]),
        path=str(row["path"]),
        expected=str(row["expected"]),
        observed=_text(row, "observed"),
        role=role,
        outcome=_OUTCOMES[local(str(row["outcome"]))],
        evidence=str(row["evidence"]),
        reads_text=row["readsText"] is True,
        element=_text(row, "element"),
    )


def statements(
    rows: Iterable[Row],
    cited: Mapping[str, tuple[Source, ...]],
    known: Mapping[str, Property],
    checked: Mapping[str, tuple[Check, ...]],
) -> list[Statement]:
    """Statements from the rows of `statements.rq`; the rows of one, which has several means or marks, are joined."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row["statement"]), []).append(row)
    return [
        replace(_statement(own, cited.get(iri, ()), known), checks=checked.get(iri, ())) for iri, own in found.items()
    ]


def _statement(rows: Sequence[Row], cited: tuple[Source, ...], known: Mapping[str, Property]) -> Statement:
    row = rows[0]
    subject = ref(row, "subject")
    assert subject is not None  # noqa: S101 - the query binds it
    quantity = Quantity(Decimal(str(row["value"])), str(row["unit"]), str(row["asWritten"])) if "unit" in row else None
    verdict: Any = local(str(row["verdict"]))
    bound: Any = local(str(row["bound"])) if "bound" in row else None
    dates: Any = (row.get("validFrom"), row.get("validThrough"))
    return Statement(
        id=str(row["statement"]).removeprefix(STMT),
        kind=local(str(row["kind"])),
        fact=str(row["fact"]),
        subject=subject,
        property=known[str(row["property"])],
        holds=row["holds"] is True,
        verdict=verdict,
        object=ref(row, "object"),
        quantity=quantity,
        text=_text(row, "value") if quantity is None else None,
        bound=bound,
        condition=_condition(row),
        through=tuple(dict.fromkeys(means for each in rows if (means := ref(each, "through")))),
        scope=_text(row, "scope"),
        valid_from=dates[0],
        valid_through=dates[1],
        corrected_by=str(row["correction"]).removeprefix(STMT) if "correction" in row else None,
        in_conflict_with=tuple(
            dict.fromkeys(str(each["disputed"]).removeprefix(STMT) for each in rows if "disputed" in each)
        ),
        note=_text(row, "note"),
        sources=cited,
    )


def _condition(row: Row) -> Condition | None:
    if "condition" not in row:
        return None
    return Condition(str(row["condition"]), _text(row, "parameter"), _text(row, "operator"), _text(row, "operand"))


def links(rows: Iterable[Row]) -> list[Link]:
    """Structural links from the rows of `links.rq`."""
    found = []
    for row in rows:
        source, target = ref(row, "source"), ref(row, "target")
        if source and target:
            found.append(Link(source, target, LINK_LABELS[local(str(row["link"]))]))
    return found


def _text(row: Row, name: str) -> str | None:
    return str(row[name]) if name in row else None
