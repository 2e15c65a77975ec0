"""A query as any server understands it: with the prefixes that it uses, and names in full where engines differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mlatlas.sparql.dots import dots
from mlatlas.sparql.text import Token, tokenise
from mlatlas.terms import PREFIXES


def portable(text: str, tokens: Sequence[Token] | None = None) -> str:
    r"""The query with a line of prefixes before it.

    The prefixes of the atlas need no declaration here, elsewhere they do. A name with several dots
    (`aws:sagemaker.shapes.Tag`) is written in full: some engines want its dots escaped, and some know no escapes.

    >>> portable("DESCRIBE kb:dropout")
    'PREFIX kb: <https://w3id.org/mlatlas/id/>\nDESCRIBE kb:dropout'
    >>> portable("DESCRIBE aws:polly.shapes.VoiceId")
    '\nDESCRIBE <https://w3id.org/mlatlas/aws/polly.shapes.VoiceId>'
    """
    found = list(tokenise(text)) if tokens is None else tokens
    declared = {name.text.partition(":")[0] for word, name in pairwise(found) if word.says("PREFIX")}
    used, pieces, position = set[str](), list[str](), 0
    for token in found:
        prefix, _, name = token.text.partition(":")
        if token.kind != "prefixed name" or prefix in declared or prefix not in PREFIXES:
            continue
        if dots([token]) or "\\" in name:
            full = PREFIXES[prefix] + name.replace("\\", "")
            pieces += [text[position : token.start], f"<{full}>"]
            position = token.start + len(token.text)
        else:
            used.add(prefix)
    return " ".join(_declarations(used)) + "\n" + "".join([*pieces, text[position:]])


def _declarations(prefixes: set[str]) -> Iterator[str]:
    for prefix, namespace in PREFIXES.items():
        if prefix in prefixes:
            yield f"PREFIX {prefix}: <{namespace}>"
