"""A dataset's description for machines: Croissant 1.1, which is JSON-LD of schema.org too.

The same object stands as a file beside the dataset's table and in its page of the annex.
It describes every dataset; only a table that may be passed on is offered in it. What of the others
is allowed is said by the policy (ODRL), and their columns by ``variableMeasured``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from reportlib.base.manifests import FieldSchema, Manifest, Origin, Redistribute

SUFFIX = ".croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""As the format publishes it, and ``odrl``."""

TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
}
_RULES: Mapping[Redistribute, Mapping[str, tuple[str, ...]]] = {
    "yes": {"permission": ("distribute", "derive")},
    "derived-only": {"permission": ("derive",), "prohibition": ("distribute",)},
    "no": {"prohibition": ("distribute",)},
}


def croissant(manifest: Manifest, page: str) -> dict[str, Any]:
    """A dataset as Croissant.

    Args:
        page: the address of its page on the web; without one, the publisher's stands, or the
            page beside the description.
    """
    about = manifest.reportlib
    origin = manifest.sources[0]
    described = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": manifest.name,
        "alternateName": about.short_title,
        "conformsTo": CONFORMS_TO,
        "description": " ".join(filter(None, (manifest.title, manifest.description))),
        "url": page or origin.path or f"{manifest.name}.html",
        "license": [found.path or found.title or found.name for found in manifest.licenses],
        "usageInfo": _policy(manifest),
        "creator": {"@type": "sc:Organization", "name": about.publisher},
        "citeAs": about.citation,
        "datePublished": about.retrieved,
        "version": version_of(about.retrieved),
        "isBasedOn": [_based_on(found, about.vintage) for found in manifest.sources],
        "measurementTechnique": about.measures,
        "rai:dataLimitations": about.does_not_mean,
        "variableMeasured": [_variable(field) for field in manifest.table.fields],
    }
    if manifest.may_be_passed_on and not manifest.is_missing:
        described |= {"distribution": [_file(manifest)], "recordSet": [_records(manifest)]}
    return described


def as_text(described: Mapping[str, Any]) -> str:
    """The description as a file."""
    return json.dumps(described, ensure_ascii=False) + "\n"


def as_script(described: Mapping[str, Any]) -> Markup:
    """The description as the content of a ``script`` element, which no text in it can end."""
    text = json.dumps(described, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704


def version_of(day: str) -> str:
    """A day as a version of three numbers: ``2026.11.1``."""
    return ".".join(str(int(part)) for part in day.split("-") if part.isdigit())


def _policy(manifest: Manifest) -> dict[str, Any]:
    """What ``redistribute`` allows of the dataset that it is the usage information of."""
    rules = _RULES[manifest.reportlib.redistribute]
    return {
        "@type": "odrl:Set",
        "@id": f"#{manifest.name}-policy",
        **{
            f"odrl:{kind}": [{"odrl:action": {"@id": f"odrl:{action}"}} for action in actions]
            for kind, actions in rules.items()
        },
    }


def _based_on(origin: Origin, vintage: str) -> dict[str, str]:
    found = {"url": origin.path, "version": vintage}
    return {
        "@type": "sc:CreativeWork",
        "name": origin.title,
        **{key: value for key, value in found.items() if value},
    }


def _variable(field: FieldSchema) -> dict[str, str]:
    found = {"description": field.description or field.title, "unitText": field.unit}
    return {
        "@type": "sc:PropertyValue",
        "name": field.name,
        "additionalType": TYPES[field.type].replace("sc:", "https://schema.org/"),
        **{key: value for key, value in found.items() if value},
    }


def _file(manifest: Manifest) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": manifest.path,
        "name": manifest.path,
        "contentUrl": manifest.path,
        "contentSize": f"{manifest.bytes} B",
        "encodingFormat": "text/csv",
        "sha256": manifest.hash.removeprefix("sha256:"),
    }


def _records(manifest: Manifest) -> dict[str, Any]:
    key = [{"@id": f"{manifest.name}/{name}"} for name in manifest.table.primary_key]
    return {
        "@type": "cr:RecordSet",
        "@id": manifest.name,
        "name": manifest.name,
        "key": key,
        "field": [_field(manifest, field) for field in manifest.table.fields],
    }


def _field(manifest: Manifest, field: FieldSchema) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{manifest.name}/{field.name}",
        "name": field.name,
        "description": "; ".join(filter(None, (field.description or field.title, field.unit))),
        "dataType": TYPES[field.type],
        "source": {
            "fileObject": {"@id": manifest.path},
            "extract": {"column": field.name},
        },
    }
