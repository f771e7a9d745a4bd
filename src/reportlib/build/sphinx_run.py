"""Run one of Sphinx' builders on staged sources, as Jupyter Book would."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlib.base.errors import BuildError

if TYPE_CHECKING:
    from sphinx.builders import Builder

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def run_builder(
    name: str, source: Path, folder: Path, values: Mapping[str, Any]
) -> tuple[Builder, tuple[str, ...]]:
    """Write ``folder / "out"``, in this process; the builder, and what Sphinx complained of.

    Raises:
        BuildError: it failed.
    """
    # Half a second each, which a book that is still current need not wait for.
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    said = StringIO()
    config, _ = get_final_config(
        user_yaml=source / "_config.yml", cli_config={"latex_individualpages": False}
    )
    try:
        with patch_docutils(), docutils_namespace(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the libraries, about one another
            app = Sphinx(
                srcdir=source,
                confdir=None,
                outdir=folder / "out",
                doctreedir=folder / "doctrees",
                buildername=name,
                confoverrides={**config, **values, "nitpicky": True},
                status=None,
                warning=said,
            )
            app.build()
    except SphinxError as error:
        raise BuildError(*str(error).splitlines()) from error
    lines = _COLOURS.sub("", said.getvalue()).splitlines()
    return app.builder, tuple(line for line in lines if line.strip())
