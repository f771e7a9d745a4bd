"""Whom the server answers: its own pages and its reader, nobody else, whatever is sent."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import httpx
import pytest

from reportlib.serving.safety import MOST
from tests.serving.servers import JSON, Served

TAKING = {"page": "index", "economy": "JPN"}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", ""]
)
def test_a_name_that_is_not_the_servers_is_not_answered(served: Served, host: str) -> None:
    assert served.client.get("/", headers={"Host": host}).status_code == 421


def test_the_machines_own_name_is_answered(served: Served) -> None:
    port = urlsplit(served.address).port

    assert served.client.get("/", headers={"Host": f"localhost:{port}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_foreign_page_changes_nothing_even_with_the_token(
    served: Served, headers: dict[str, str]
) -> None:
    given = {**TAKING, "token": served.token}
    answer = served.client.post("/-/change", data=given, headers={**JSON, **headers})

    assert answer.status_code == 403


@pytest.mark.parametrize("token", [None, "", "wrong", "é"])
@pytest.mark.parametrize("address", ["/-/change", "/-/make", "/-/tasks/any/cancel"])
def test_nothing_changes_without_the_token(served: Served, address: str, token: str | None) -> None:
    given = {**TAKING, "kind": "page", **({} if token is None else {"token": token})}

    assert served.client.post(address, data=given, headers=JSON).status_code == 403


def test_a_foreign_page_gets_nothing_but_by_a_link(served: Served) -> None:
    inside = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    assert served.client.get("/chapters/first.html", headers=inside).status_code == 403
    assert served.client.get("/chapters/first.html", headers=link).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../../_config.yml",
        "/%2e%2e/%2e%2e/_config.yml",
        "/_static/../../../_config.yml",
        "/_static/%2e%2e/%2e%2e/%2e%2e/_config.yml",
        "/chapters/..%2f..%2f..%2f_config.yml",
        "/..%5c..%5c_config.yml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/_config.yml",
        "/.hidden",
        "/-/../serve.js",
        "/-/safety.py",
        "/with/economy=JPN/../../_config.yml",
        "/with/economy=JPN/_static/%2e%2e/edition.json",
        "/chapters/first.html%00.css",
        "/" + "a" * 5000,
    ],
)
def test_no_path_leaves_the_book(served: Served, path: str) -> None:
    """Sent as it stands: a client of HTTP would straighten it first."""
    place = urlsplit(served.address)
    with socket.create_connection((place.hostname or "", place.port or 0), 20) as wire:
        head = f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n"
        wire.sendall(head.encode())
        answer = b"".join(iter(lambda: wire.recv(65536), b""))

    assert answer.split(b" ", 2)[1] in (b"303", b"400", b"404"), answer[:200]
    assert b"execute_notebooks" not in answer
    assert b"root:" not in answer


@pytest.mark.parametrize(
    "path", ["/", "/chapters/first.html", "/_static/report.css", "/nothing", "/-/economies"]
)
def test_every_answer_has_the_headers(served: Served, path: str) -> None:
    headers = served.client.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(served: Served, method: str) -> None:
    assert served.client.request(method, "/").status_code == 405


def test_a_large_body_is_refused_whether_or_not_its_length_is_told(served: Served) -> None:
    body = b"token=" + b"a" * (MOST + 1)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    told = served.client.post("/-/change", content=body, headers=form)
    untold = served.client.post("/-/change", content=iter([body]), headers=form)

    assert (told.status_code, untold.status_code) == (413, 413)


def test_what_is_no_form_changes_nothing(served: Served) -> None:
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    answers = [
        served.client.post("/-/change", content=b"\xff\x00{", headers=broken),
        served.client.post("/-/change", json={"token": served.token}),
        served.client.post("/-/change", files={"token": ("a", b"b")}),
    ]

    assert {answer.status_code for answer in answers} <= {400, 403}


@pytest.mark.parametrize(
    "edition",
    [
        "economy=JPN&economy=USA&x=1",
        "economy=" + "A" * 3000,
        "&".join(f"a{n}=1" for n in range(50)),
        "economy=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "economy=JPN;rm -rf",
        "first_year=999999999999999999999",
        "=",
    ],
)
def test_parameters_in_an_address_go_through_the_same_checks(served: Served, edition: str) -> None:
    answer = served.client.get(f"/with/{edition}/")

    assert answer.status_code in (303, 422)
    assert "<script>alert" not in answer.text


def test_the_token_stands_in_no_answer_to_another_name(served: Served) -> None:
    answer = httpx.get(served.address, headers={"Host": "rebound.example"})

    assert served.token not in answer.text
