"""What a server loads before it forks a process for each notebook: data, never results.

After it, a chapter finds all descriptors, tables, economies, measures and fonts in memory. What
it computes of them it computes itself; what is remembered of a file is under the file's stamp,
so that a change after the fork is seen as well.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.errors import ReportError
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.base.measures import read_measures
from reportlib.base.parameters import schema
from reportlib.base.rows import read_rows
from reportlib.base.settings import project_settings
from reportlib.content.datasets import load
from reportlib.content.figures import plot_bars, render

FEW_COLLECTIONS = (50_000, 20, 100)
"""Objects made before the collector looks at the young ones; Python's own default is 700."""


def warm(modules: Iterable[str] = ()) -> None:
    """Load the project's data and these modules, and draw once.

    A file that cannot be read is passed over: whoever needs it will say so. What is loaded is
    frozen, so that no fork's collector walks through it, and collects seldom: what a chapter
    leaves in circles before its process ends is a few megabytes.
    """
    for name in modules:
        import_module(name)
    for read in (economies, read_measures, schema, project_settings):
        with suppress(ReportError):
            read()
    for name in dataset_names():
        with suppress(ReportError):
            manifest = read_manifest(name)
            load(manifest)
            read_rows(manifest)
    _draw()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*FEW_COLLECTIONS)


def _draw() -> None:
    """Draw a made figure: fonts, number formats and scales are read when first used."""
    row = {"category": "2000", "series": "a", "label": "a", "role": "focus", "value": 1234.5}
    table = pd.DataFrame([row])
    render(lambda size: plot_bars(table, unit="1", size=size), "fig-first")
