"""Whom the server answers: its own pages and its reader, nobody else, whatever is sent."""

from __future__ import annotations

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from reportlib.serving.safety import MOST, PROMPT, Safety
from tests.serving.servers import JSON, Served

TAKING = {"page": "index", "economy": "JPN"}


def sent(served: Served, first: str, *lines: str) -> bytes:
    """What the server answers to lines that are sent as they stand, until it hangs up."""
    place = urlsplit(served.address)
    with socket.create_connection((place.hostname or "", place.port or 0), 20) as wire:
        wire.sendall("\r\n".join([first, f"Host: {place.netloc}", *lines]).encode())
        return b"".join(iter(lambda: wire.recv(65536), b""))


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
    answer = sent(served, f"GET {path} HTTP/1.1", "Connection: close", "", "")

    assert answer.split(b" ", 2)[1] in (b"303", b"400", b"404"), answer[:200]
    assert b"execute_notebooks" not in answer
    assert b"root:" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/?economy=CHN",
        "/with/economy=CHN//evil.example/",
        "/with/economy=CHN/%2fevil.example/",
        "/with/economy=CHN/%5cevil.example/",
        "///evil.example/?economy=JPN",
    ],
)
def test_no_address_leads_to_another_site(served: Served, path: str) -> None:
    answer = sent(served, f"GET {path} HTTP/1.1", "Connection: close", "", "").decode()
    (led,) = [line for line in answer.splitlines() if line.lower().startswith("location:")]

    assert not led.partition(":")[2].strip().startswith(("//", "/\\", "http"))


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


@pytest.mark.parametrize("charset", ["utf-7", "undefined", "unicode_escape", "idna"])
def test_a_form_in_a_strange_encoding_has_no_token(served: Served, charset: str) -> None:
    kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    part = b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n+2AA-\\ud800\r\n--x--\r\n'

    assert served.client.post("/-/change", content=part, headers=kind).status_code == 403


def test_a_form_of_too_many_fields_is_refused(served: Served) -> None:
    fields = {"token": served.token, **{f"a{n}": "1" for n in range(50)}}

    assert served.client.post("/-/change", data=fields, headers=JSON).status_code == 400


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_who_is_refused_holds_no_connection(served: Served, headers: dict[str, str]) -> None:
    assert served.client.get("/", headers=headers).headers["connection"] == "close"


def test_who_is_refused_is_told_so_when_the_body_was_sent(served: Served) -> None:
    foreign = {"Host": "evil.example"}
    answers = [served.client.post("/", content=b"a" * MOST, headers=foreign) for _ in range(30)]

    assert {answer.status_code for answer in answers} == {421}


def test_a_request_whose_head_does_not_end_is_dropped(served: Served) -> None:
    began = time.monotonic()

    assert sent(served, "GET / HTTP/1.1", "X-Slow: 1") == b""
    assert time.monotonic() - began < 3 * PROMPT


def test_a_body_that_does_not_end_is_refused(served: Served) -> None:
    answer = sent(served, "POST /-/change HTTP/1.1", "Content-Length: 100", "", "token=")

    assert answer.startswith(b"HTTP/1.1 408")


def test_a_client_that_goes_away_within_its_body_is_no_fault() -> None:
    """Else each would leave a traceback where the server was started."""
    told: list[Message] = []

    async def app(scope: Scope, receive: Receive, _: Send) -> None:
        await Request(scope, receive).body()

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "scheme": "http",
        "method": "POST",
        "path": "/",
        "headers": [(b"host", b"here:1")],
    }
    with ThreadPoolExecutor(1) as thread:  # tests in browsers leave a loop in this one
        thread.submit(asyncio.run, Safety(app, ["here:1"])(scope, receive, send)).result()

    assert told == []


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
