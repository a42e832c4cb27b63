"""One line a request, with ids and counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

LINE = re.compile(
    r"request=(?P<request>[0-9a-f-]{36}) method=(?P<method>\w+) route=(?P<route>\S+)"
    r" status=(?P<status>\d+) ms=\d+ bytes=(?P<bytes>\d+)"
)


@pytest.mark.parametrize(
    ("method", "path", "written", "route", "status"),
    [
        ("GET", "/v1/codes", "GET", "/v1/codes", "200"),
        ("GET", "/v1/codes/97110?q=1", "GET", "/v1/codes/{code}", "200"),
        ("GET", "/v1/codes/none", "GET", "/v1/codes/{code}", "404"),
        ("DELETE", "/v1/codes", "DELETE", "/v1/codes", "405"),
        ("GET", "/", "GET", "/", "200"),
        ("GET", "/static/app.js", "GET", "-", "200"),
        ("GET", "/nowhere", "GET", "-", "404"),
        ("GAIT", "/v1/codes", "other", "/v1/codes", "405"),
    ],
)
def test_a_request_leaves_one_line(
    client: TestClient,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    written: str,
    route: str,
    status: str,
) -> None:
    caplog.set_level("INFO", "rehabcode_service")
    response = client.request(method, path)
    (line,) = [one.getMessage() for one in caplog.records if one.name.startswith("rehabcode_service")]
    found = LINE.fullmatch(line)
    assert found, line
    assert found["request"] == response.headers["X-Request-ID"]
    assert (found["method"], found["route"], found["status"]) == (written, route, status)
    assert int(found["bytes"]) == len(response.content)
