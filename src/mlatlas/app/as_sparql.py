"""The queries behind what other pages show, for people who want to go on from there. Pure.

The queries are files (`queries/behind`); the things of a page take the place of their row of undefined values.
They are close to what a page shows, not the same letter by letter: pages fold, sort and leave out more.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from mlatlas.api.elements import is_element
from mlatlas.app.query_state import write
from mlatlas.choose.records import Decision, Requirement
from mlatlas.facts import Quantity, Ref
from mlatlas.resources import query_text
from mlatlas.terms import shorten

_ROW: Final = "VALUES (?thing) { (UNDEF) }"
_NOT_IN_IRIS: Final = re.compile(r"[<>\"{}|^`\\\s]")


def entity(iri: str) -> str:
    """What is stated about an entity, or what the model says of an element of an API.

    >>> print(entity("https://w3id.org/mlatlas/id/dropout").splitlines()[5])
      VALUES ?thing { kb:dropout }
    """
    return _about("element" if is_element(iri) else "entity", [iri])


def comparison(iris: Sequence[str]) -> str:
    """Entities, or elements of APIs, side by side."""
    return _about("elements" if any(map(is_element, iris)) else "comparison", iris)


def picture(iris: Sequence[str]) -> str:
    """The surroundings of opened entities as a graph; without any, the map of topics."""
    return _about("picture", iris) if iris else _text("topics")


def shown(statements: Sequence[str], things: Sequence[str]) -> str:
    """Exactly what a picture shows: these statements, and the names of these things with the links among them."""
    rows = {"one": statements, "thing": things, "other": things}
    text = _text("shown")
    for name, iris in rows.items():
        text = text.replace(f"VALUES (?{name}) {{ (UNDEF) }}", f"VALUES ?{name} {{ {' '.join(map(_written, iris))} }}")
    return text


def decision(made: Decision) -> str:
    """The options and requirements of a decision, with the statements that bear on them and what each comes to."""
    options = " ".join(_written(each.option.iri) for each in made.judgements)
    rows = "\n".join(f"    {_requirement(each)}" for each in made.requirements)
    text = _text("decision").replace("VALUES (?option) { (UNDEF) }", f"VALUES ?option {{ {options} }}")
    return text.replace("{ (UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF) }", f"{{\n{rows}\n  }}")


def _requirement(requirement: Requirement) -> str:
    """A requirement as a row of values: its text, property, operator, and an entity or text, or amount and unit."""
    wanted, operator = requirement.wanted, requirement.operator
    own, amount, unit = "UNDEF", "UNDEF", "UNDEF"
    if isinstance(wanted, Quantity):
        amount, unit = f"{wanted.value:f}", shorten(wanted.unit)
    elif isinstance(wanted, bool):
        own = _written(requirement.criterion.object.iri) if requirement.criterion.object else own
        operator = "=" if wanted is (operator == "=") else "!="
    else:
        own = _written(wanted.iri) if isinstance(wanted, Ref) else _literal(wanted)
    asked = shorten(requirement.criterion.property.iri)
    return f'({_literal(requirement.text)} {asked} "{operator}" {own} {amount} {unit})'


def _literal(text: str) -> str:
    """A text as a string of SPARQL, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def address(query: str) -> str:
    """The address that puts a query into the editor of the Query page; it runs nothing.

    >>> address("ASK { }")
    './query?q=ASK+%7B+%7D'
    """
    return f"./query?{urlencode(write(query))}"


def link(query: str, text: str) -> str:
    """A link to a query as HTML, in the colour of the text, which reads on light and dark pages."""
    return f'<a href="{html.escape(address(query))}" target="_self" style="color:inherit">{html.escape(text)}</a>'


def _about(name: str, iris: Sequence[str]) -> str:
    return _text(name).replace(_ROW, f"VALUES ?thing {{ {' '.join(map(_written, iris))} }}")


def _text(name: str) -> str:
    """A query without the two comments that say what it is."""
    return "\n".join(query_text(f"behind/{name}").splitlines()[2:])


def _written(iri: str) -> str:
    """An IRI as it stands in a query; elements of APIs in full, for not every engine reads names with several dots.

    Raises `ValueError` for a text that is no IRI.
    """
    if _NOT_IN_IRIS.search(iri):
        raise ValueError(f"{iri!r} is no IRI")
    return f"<{iri}>" if is_element(iri) else shorten(iri)
