"""The server keeps to its own description, whatever is sent (schemathesis)."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from reportlib.serving.description import description
from tests.projects import ROOT
from tests.serving.servers import Served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 12


@pytest.fixture(autouse=True)
def _of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


OPERATIONS = [
    ("get", "/-/economies"),
    ("get", "/-/revision"),
    ("get", "/-/files"),
    ("get", "/-/tasks/{task}"),
    ("post", "/-/change"),
    ("post", "/-/make"),
    ("post", "/-/tasks/{task}/cancel"),
]


def test_the_description_names_every_address_beside_the_pages(served: Served) -> None:
    told = served.client.get("/openapi.json").json()
    found = {(method, path) for path, item in told["paths"].items() for method in item}

    assert {pair for pair in found if pair[0] != "parameters"} == set(OPERATIONS)


@pytest.mark.parametrize("with_token", [True, False], ids=["token", "none"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_is_sent_is_answered_as_described(
    served: Served, method: str, path: str, with_token: bool
) -> None:
    described = schemathesis.openapi.from_dict(description())
    operation = described[path][method.upper()]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), accepts_json=st.booleans())
    def sent(case: Any, accepts_json: bool) -> None:
        if with_token and isinstance(case.body, dict):
            case.body["token"] = served.token
        headers = {"Accept": "application/json"} if accepts_json else {}
        answer = case.call(
            base_url=served.address.rstrip("/"), headers=headers, allow_redirects=False
        )
        busy = answer.status_code == 503 and "retry-after" in answer.headers
        case.validate_response(answer, checks=[] if busy else CHECKS)

    sent()
    assert served.client.get("/").status_code == 200
