"""The namespaces of the atlas, names ↔ IRIs, and names as they are compared.

>>> slug("ModelBiasMonitor"), slug("F1 score"), slug("IDENTICAL_DATA_AND_ALGORITHM")
('model-bias-monitor', 'f1-score', 'identical-data-and-algorithm')
>>> kb("serverless-inference")
'https://w3id.org/mlatlas/id/serverless-inference'
"""

from __future__ import annotations

import re
from typing import Final

PROJECT: Final = "https://w3id.org/mlatlas"
ATLAS: Final = "https://w3id.org/mlatlas/ontology#"
KB: Final = "https://w3id.org/mlatlas/id/"
STMT: Final = "https://w3id.org/mlatlas/statement/"
SRC: Final = "https://w3id.org/mlatlas/source/"
AWS: Final = "https://w3id.org/mlatlas/aws/"
CHECK: Final = "https://w3id.org/mlatlas/check/"
CONFLICT: Final = "https://w3id.org/mlatlas/conflict/"
TIE: Final = "https://w3id.org/mlatlas/tie/"
GRAPH: Final = "https://w3id.org/mlatlas/graph/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
EARL: Final = "http://www.w3.org/ns/earl#"
PROV: Final = "http://www.w3.org/ns/prov#"
QUDT: Final = "http://qudt.org/schema/qudt/"
UNIT: Final = "http://qudt.org/vocab/unit/"
VOID: Final = "http://rdfs.org/ns/void#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

#: The prefixes that examples, completion and exports use.
PREFIXES: Final[dict[str, str]] = {
    "atlas": ATLAS,
    "kb": KB,
    "stmt": STMT,
    "src": SRC,
    "aws": AWS,
    "check": CHECK,
    "conflict": CONFLICT,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "earl": EARL,
    "prov": PROV,
    "qudt": QUDT,
    "unit": UNIT,
    "void": VOID,
    "xsd": XSD,
}

_HUMPS: Final = 2

#: Named graphs, by origin.
CURATED: Final = GRAPH + "curated"
ONTOLOGY: Final = GRAPH + "ontology"
DERIVED: Final = GRAPH + "derived"
VERIFICATION: Final = GRAPH + "verification"
MAP: Final = GRAPH + "map"
PROVENANCE: Final = GRAPH + "provenance"


def kb(slug_: str) -> str:
    """The IRI of the entity with this slug."""
    return KB + slug_


def aws(service: str, path: str = "") -> str:
    """The IRI of a service's API, or of what lies at a path of its model.

    >>> aws("sagemaker", "shapes.TrainingJobName")
    'https://w3id.org/mlatlas/aws/sagemaker.shapes.TrainingJobName'
    """
    return f"{AWS}{service}.{path}" if path else AWS + service


def api_graph(service: str) -> str:
    """The named graph of a service's API model."""
    return f"{GRAPH}api/{service}"


def entity_slug(iri: str) -> str:
    """The name of an entity on the command line and in addresses; a thing of an API keeps its prefix.

    >>> entity_slug(kb("dropout")), entity_slug(aws("sagemaker", "shapes.TrainingJobName"))
    ('dropout', 'aws:sagemaker.shapes.TrainingJobName')
    """
    return f"aws:{iri.removeprefix(AWS)}" if iri.startswith(AWS) else iri.removeprefix(KB)


def entity_iri(slug_: str) -> str:
    """The IRI of the entity with this slug: `entity_slug` turned round."""
    return AWS + slug_.removeprefix("aws:") if slug_.startswith("aws:") else KB + slug_


def atlas(name: str) -> str:
    """The IRI of a term of the ontology."""
    return ATLAS + name


def local(iri: str) -> str:
    """What follows the last `#` or `/` of an IRI.

    >>> local("https://w3id.org/mlatlas/ontology#memory")
    'memory'
    """
    return re.split(r"[#/]", iri)[-1]


def slug(label: str) -> str:
    """A label in kebab-case; a name of three or more CamelCase words is split, brands are not.

    >>> slug("L1 regularisation (lasso)"), slug("SageMaker Clarify")
    ('l1-regularisation-lasso', 'sagemaker-clarify')
    """
    humps = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", " ", label)
    spaced = humps if " " not in label and humps.count(" ") >= _HUMPS else label
    return re.sub(r"[^a-z0-9]+", "-", spaced.lower()).strip("-")


def squash(text: str) -> str:
    """A text as it is compared: lower case, CamelCase split, punctuation as blanks.

    >>> squash("ModelBiasMonitor"), squash("ETLJobs"), squash("F1-score")
    ('model bias monitor', 'etl jobs', 'f1 score')
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", text)
    return " ".join(re.findall(r"\w+", spaced.casefold()))


def shorten(iri: str) -> str:
    """An IRI with its prefix, where the atlas has one for it.

    >>> shorten("https://w3id.org/mlatlas/id/dropout")
    'kb:dropout'
    """
    for prefix, namespace in PREFIXES.items():
        name = iri.removeprefix(namespace)
        if name != iri and re.fullmatch(r"[\w-]+(?:\.[\w-]+)*", name):
            return f"{prefix}:{name}"
    return f"<{iri}>"
