"""The server's own description, in the form of OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from reportlib import __version__
from reportlib.base.parameters import Parameter, schema
from reportlib.serving.addresses import SERVICE
from reportlib.serving.making import Kind
from reportlib.serving.panel import CODES, GROUP

_TEXT = {"type": "string"}
_TASK = {
    "type": "object",
    "required": ["id", "state", "steps", "seconds", "problems", "address"],
    "properties": {
        "id": _TEXT,
        "state": {"enum": ["waiting", "running", "done", "failed", "cancelled"]},
        "steps": {"type": "array", "items": _TEXT},
        "seconds": {"type": "number"},
        "problems": {"type": "array", "items": _TEXT},
        "address": _TEXT,
    },
}
_FAULTS = {
    "type": "object",
    "required": ["problems"],
    "properties": {
        "problems": {
            "type": "array",
            "items": {"type": "object", "properties": {"name": _TEXT, "message": _TEXT}},
        }
    },
}
_BEGUN = {
    "type": "object",
    "required": ["address", "task"],
    "properties": {"address": _TEXT, "task": {"type": ["string", "null"]}},
}
_REVISION = {
    "type": "object",
    "required": ["revision", "problems"],
    "properties": {"revision": {"type": "integer"}, "problems": {"type": "array", "items": _TEXT}},
}
_KINDS = list(get_args(Kind))


def description() -> dict[str, Any]:
    """All addresses beside the pages, what each takes and answers."""
    values = {parameter.name: _of(parameter) for parameter in schema().values()}
    peers = {GROUP: _TEXT, CODES: _TEXT} if "peers" in values else {}
    what: dict[str, Any] = {"kind": {"enum": _KINDS}, "page": _TEXT, "edition": _TEXT}
    return {
        "openapi": "3.1.0",
        "info": {"title": "reportlib serve", "version": __version__},
        "paths": {
            f"{SERVICE}economies": _get(
                "The economies by code and names", _json({"type": "array"})
            ),
            f"{SERVICE}revision": _get("The state of the project that is served", _json(_REVISION)),
            f"{SERVICE}files": _get(
                "A file of an edition",
                {
                    "200": {"description": "The file", "content": {"*/*": {}}},
                    **_pages("202", "404", "422", "500", "503"),
                    **_led(),
                },
                *(_query(name, schema) for name, schema in what.items()),
            ),
            f"{SERVICE}change": _post(
                "Have a page made with other parameters", {**values, **peers, "page": _TEXT}
            ),
            f"{SERVICE}make": _post("Have something of an edition made", what),
            f"{SERVICE}tasks/{{task}}": _get(
                "How far a task is", {**_json(_TASK), **_json(_FAULTS_OF_TASK, "404")}, _TASK_ID
            ),
            f"{SERVICE}tasks/{{task}}/cancel": {
                **_post("Give a task up", {}),
                "parameters": [_TASK_ID],
            },
        },
    }


_TASK_ID = {"name": "task", "in": "path", "required": True, "schema": _TEXT}
_FAULTS_OF_TASK = {"type": "object", "properties": {"problems": {"type": "array"}}}


def _of(parameter: Parameter) -> dict[str, Any]:
    """A parameter as a form sends it: a text, or nothing for the default."""
    said = {"description": f"{parameter.help}. Allowed: {parameter.allowed}"}
    if parameter.type is int:
        return {
            "type": "integer",
            "minimum": parameter.minimum,
            "maximum": parameter.maximum,
            **said,
        }
    if parameter.choices:
        return {"enum": list(parameter.choices), **said}
    return {**_TEXT, **said}


def _get(said: str, responses: Mapping[str, Any], *parameters: Any) -> dict[str, Any]:
    found = {"summary": said, "responses": {**responses, **_refusals()}}
    return {"get": {**found, "parameters": list(parameters)}}


def _query(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": name != "edition", "schema": schema}


def _post(said: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    form = {
        "type": "object",
        "required": ["token"],
        "properties": {"token": {**_TEXT, "description": "Stands in every page."}, **fields},
    }
    return {
        "post": {
            "summary": said,
            "requestBody": {
                "required": True,
                "content": {"application/x-www-form-urlencoded": {"schema": form}},
            },
            "responses": {
                "200": {"description": "Begun", "content": {"application/json": {}}},
                **_led(),
                **_pages("404", "422", "503"),
                **_refusals(),
            },
        }
    }


def _json(schema: Mapping[str, Any], status: str = "200") -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {status: {"description": "The answer", "content": content}}


def _pages(*statuses: str) -> dict[str, Any]:
    return {each: {"description": "A page that says why"} for each in statuses}


def _led() -> dict[str, Any]:
    return {"303": {"description": "Where it is"}}


def _refusals() -> dict[str, Any]:
    return _pages("400", "403", "405", "413", "421")
