"""Which pages are written again where a book is compiled again and few of its files changed.

Sphinx keeps what it has read, and reads what is newer. It writes those pages, and pages whose
own numbers changed; not those that refer to a number, a title or a label of another page. So
a page of ours is read again when its content changed, whatever its date says, and all pages
are written again as soon as anything changed that any page may show of the others: labels,
numbers, titles, contents, works cited, descriptors. What a page shows beside that stands in
its own file; the annex and the downloads see to themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import chdir
from hashlib import sha256
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.jinja2glue import BuiltinTemplateLoader

from reportlib.base.files import make_folder
from reportlib.base.manifests import dataset_names, read_manifest, read_words
from reportlib.base.rows import datasets_of
from reportlib.base.yaml_text import know, told
from reportlib.web.gathered import gathered
from reportlib.web.nodes import ANNEX_BUILDERS
from reportlib.web.passages import passages

# Attributes of the environment.
_CONTENTS, _SHARED, _READ = "reportlib_contents", "reportlib_shared", "reportlib_read"
_DESCRIPTORS = "reportlib_descriptors"
_BY_PAGE = ("titles", "longtitles", "tocs", "toc_num_entries", "toctree_includes")
_NUMBERS = ("toc_secnumbers", "toc_fignumbers", "images", "dlfiles", "nb_metadata")
_OF_ITS_OWN = {"index"}  # domains of which a page shows nothing: the index is written anew


def setup(app: Sphinx) -> None:
    """Let Sphinx ask."""
    app.connect("builder-inited", take_up)
    app.connect("env-get-outdated", changed_pages)
    app.connect("env-before-read-docs", note_pages)
    app.connect("env-updated", put_in_order)
    app.connect("env-get-updated", affected_pages, priority=990)  # when numbers are given


def take_up(app: Sphinx) -> None:
    """Know the descriptors that were read the last time, and the templates compiled then."""
    know(getattr(app.env, _DESCRIPTORS, {}))
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        place = Path(app.doctreedir, "templates")
        make_folder(place)
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(place))


def note_pages(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:  # noqa: ARG001
    """Note whether any page is read."""
    setattr(env, _READ, bool(names))


def changed_pages(
    app: Sphinx,  # noqa: ARG001
    env: BuildEnvironment,
    added: set[str],  # noqa: ARG001
    changed: set[str],  # noqa: ARG001
    removed: set[str],  # noqa: ARG001
) -> list[str]:
    """The pages whose content is another than when they were read."""
    before: Mapping[str, str] = getattr(env, _CONTENTS, {})
    now = {name: _digest(Path(env.doc2path(name)).read_bytes()) for name in env.found_docs}
    setattr(env, _CONTENTS, now)
    return [name for name in now if name in before and now[name] != before[name]]


def put_in_order(app: Sphinx, env: BuildEnvironment) -> None:  # noqa: ARG001
    """Order by name, as where all is read: some number by the order in which pages came."""
    for name in _BY_PAGE:
        found = getattr(env, name)
        ordered = sorted(found.items())
        found.clear()
        found.update(ordered)


def affected_pages(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """All pages where anything changed that any of them may show, else very few.

    Those are the first where no other is read, since Sphinx ends early where there is nothing to
    write, and the annex may have changed.
    """
    if app.builder.name not in ANNEX_BUILDERS:
        return []
    before, now = getattr(env, _SHARED, ""), _digest(_shared(app, env).encode())
    setattr(env, _SHARED, now)
    if before != now:
        return sorted(env.found_docs)
    return [] if getattr(env, _READ, False) else [env.config.root_doc]


def _shared(app: Sphinx, env: BuildEnvironment) -> str:
    """What pages may show of one another, and of the data, as a text."""
    names = {name for _, exhibit in gathered(env) for name in datasets_of(exhibit)}
    with chdir(app.srcdir):  # from where the project is found, unless a variable names it
        there = set(dataset_names())  # what is not there is told by the check of rows
        stems = sorted({name.replace("-", "_") for name in names} & there)
        manifests = [read_manifest(stem) for stem in stems]
        texts = [manifest.file.read_text(encoding="utf-8") for manifest in manifests]
    said = [read_words(manifest) for manifest in manifests]  # the annex alone shows the rest
    setattr(env, _DESCRIPTORS, told(texts))
    domains = {name: data for name, data in env.domaindata.items() if name not in _OF_ITS_OWN}
    kept = {name: getattr(env, name, None) for name in (*_BY_PAGE, *_NUMBERS)}
    depths = {name: found.get("tocdepth") for name, found in env.metadata.items()}
    defined = [each.terms for _, each in sorted(passages(env).items())]
    return written([said, domains, kept, depths, defined])


def written(value: Any) -> str:
    """A value as a text: the same for equal values, in whatever order they came about."""
    if isinstance(value, str | int | float | bool | None):
        return repr(value)
    if isinstance(value, nodes.Node):
        return value.pformat()
    if isinstance(value, Mapping):
        pairs = sorted((written(key), written(each)) for key, each in value.items())
        return "{" + ", ".join(f"{key}: {each}" for key, each in pairs) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(map(written, value))) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    if hasattr(value, "__dict__"):
        return f"{type(value).__qualname__}({written(vars(value))})"
    return repr(value)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
