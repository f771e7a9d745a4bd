"""What the process that compiles does without, and gets all the same once it is asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from subprocess import run
from types import ModuleType
from typing import Any

import pytest

from reportlib.build import compiling
from reportlib.build.compiling import RARE, compile_pages, find_plugins_once, import_when_called

plugin: Any = import_module("pybtex.plugin")  # which carries no types


@pytest.fixture
def rare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that is imported when it is called."""
    (tmp_path / "rare_part.py").write_text("def double(n): return 2 * n\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "rare_part", ModuleType("rare_part"))  # taken away at the end
    import_when_called("rare_part", "double")
    return "rare_part"


def test_a_rare_module_is_imported_when_it_is_called(rare: str) -> None:
    stand_in: Any = sys.modules[rare]
    assert not hasattr(stand_in, "__file__")

    assert [stand_in.double(2), stand_in.double(3)] == [4, 6]
    assert hasattr(sys.modules[rare], "__file__")


@pytest.mark.parametrize(("name", "part"), RARE.items())
def test_each_rare_module_has_the_part_that_is_asked_of_it(name: str, part: str) -> None:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    text = Path(spec.origin).read_text(encoding="utf-8")
    assert f"\nclass {part}(" in text or f"\ndef {part}(" in text


@pytest.mark.book
def test_neither_databases_nor_kernels_are_imported_to_compile() -> None:
    code = (
        f"import sys; from {compiling.__name__} import spare; spare()\n"
        "import jupyter_book.sphinx, myst_nb.sphinx_ext, myst_nb.core.execute\n"
        "print({'sqlalchemy', 'zmq', 'nbclient', 'jupyter_client'} & set(sys.modules))"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"


def test_plugins_of_works_cited_are_found_among_all_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert plugin.entry_points is entry_points, "pybtex looks elsewhere: find_plugins_once can go"
    plain = plugin.find_plugin("pybtex.style.formatting", "plain")
    monkeypatch.setattr(plugin, "entry_points", entry_points)  # given back at the end
    find_plugins_once()

    assert plugin.entry_points is not entry_points
    assert plugin.find_plugin("pybtex.style.formatting", "plain") is plain


@pytest.mark.book
def test_settings_may_be_as_long_as_a_site_needs(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/_config.yml").write_text("title: Book\n", encoding="utf-8")
    (tmp_path / "source/_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (tmp_path / "source/index.md").write_text("# Book\n\nText.\n", encoding="utf-8")
    long = {"html_context": {"told": "x" * 300_000}}  # more than a command line takes

    pages = compile_pages(tmp_path / "source", tmp_path / "out", strict=True, settings=long)

    assert (pages / "index.html").is_file()
