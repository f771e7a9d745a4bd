"""One site for all that only look at it."""

from __future__ import annotations

import pytest

from tests.web.site.sites import Site, write_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of two editions, and of one that could not be made."""
    with pytest.MonkeyPatch.context() as patch:
        return write_site(tmp_path_factory.mktemp("site"), patch, base="https://example.org/ip")
