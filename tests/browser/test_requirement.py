"""Without a browser its tests are skipped aloud, and fail where one was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import require


def test_a_missing_browser_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPORTLIB_REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="NOT TESTED in a browser: there is no"):
        require(tmp_path / "chromium", "Install it.")


def test_a_missing_browser_is_a_failure_where_it_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTLIB_REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="Install it"):
        require(tmp_path / "chromium", "Install it.")
