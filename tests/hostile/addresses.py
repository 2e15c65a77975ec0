"""Addresses of the app's pages with junk in them: the parameters that each page reads, and others."""

from __future__ import annotations

from typing import Final

_SCRIPT: Final = "<script>window.caught=1;document.title='caught'</script>"
_PICTURE: Final = "<img src=x onerror=\"window.caught=1;document.title='caught'\">"
#: Streamlit ignores addresses of more than half a million signs; the longest here are a little shorter.
_TEXTS: Final = {
    "a script": _SCRIPT,
    "a picture that is none": _PICTURE,
    "an end of an attribute": f"'\">{_PICTURE}",
    "an end of a text area": f"</textarea></title></style>{_PICTURE}",
    "a picture in Markdown": "![x](http://@HOST@/x.png)",
    "a link in Markdown": "[x](javascript:window.caught=1)",
    "HTML in Markdown": f"`{_PICTURE}` **x** :red[x] :material/home:",
    "a formula": "$$\\href{javascript:window.caught=1}{x}$$",
    "a template": "{{7*7}}${7*7}#{7*7}<%= 7*7 %>",
    "a way up": "../../../../etc/passwd",
    "a file": "file://@FILE@",
    "an address": "http://@HOST@/",
    "an address of a script": "javascript:window.caught=1",
    "SQL": "' OR 1=1; DROP TABLE x; --",
    "SPARQL": "> } SERVICE <http://@HOST@/> { ?s ?p ?o } #",
    "NULs": "\0\0\0",
    "line ends": "a\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "right to left": "\u202egnp.exe\u202c\u200b\ufeff",
    "lone surrogates, replaced": "\ufffd\ufffd",
    "many signs above another": "Z" + "\u0351" * 3_000,
    "20,000 letters": "a" * 20_000,
    "7,000 commas": "," * 7_000,
    "1,800 names": ",".join(f"name-{n}" for n in range(1_800)),
    "2,000 known names": ",".join(["dropout"] * 2_000),
    "a large number": "9" * 5_000,
    "a negative number": "-1",
    "nothing": "",
    "true": "true",
    "null": "null",
    "a class of Python": "__class__.__mro__",
}
#: What the pages read; each case sets them all, and one that no page reads.
PARAMETERS: Final = (
    "open", "node", "as", "things", "differences", "baseline", "pivot", "verdict", "checked", "source", "words",
    "conflicts", "q", "example", "old", "new", "services", "kinds", "what", "choice", "require", "prefer", "form", "embed",
    "x<y>",
)  # fmt: skip
#: Requirements are read only where there is such a choice.
CHOICE: Final = {"choice": "inference-option"}
#: Name → parameters.
ALL: Final[dict[str, dict[str, str]]] = {
    name: dict.fromkeys(PARAMETERS, text) | CHOICE for name, text in _TEXTS.items()
}


def filled(case: dict[str, str], host: str, file: str) -> dict[str, str]:
    """The parameters with the canary's addresses in them."""
    return {name: text.replace("@HOST@", host).replace("@FILE@", file) for name, text in case.items()}
