"""Which chapters and exhibits use a dataset: read from the code, nothing is executed.

A function uses a dataset where it calls ``read_dataset("name")``, where it hands the name to a
function that does so with its argument, or where it calls a function or names a constant that
uses it. Calls are followed by name through the modules of the content layer, methods of
``edition`` among them, which every chapter calls by that name. What is read only to choose an
economy's peers is not listed: it decides who is compared, not what is said.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import reportlib
from reportlib.base.manifests import dataset_names

READER = "read_dataset"
_PACKAGES = ("catalogue", "topics")
_MODULES = ("drawn", "edition", "exhibits", "findings", "indicators")

_LABELS = ("fig-", "tbl-", "find-")

Node = tuple[str, str]  # module and name


@dataclass(frozen=True)
class Use:
    """An exhibit of a chapter; its label, or the function's name where it has none."""

    chapter: str
    exhibit: str


@dataclass(frozen=True)
class _Code:
    """The functions, methods and constants of the content layer, with what each refers to."""

    bodies: Mapping[Node, ast.AST]
    imports: Mapping[str, Mapping[str, str]]


def uses(root: Path, name: str) -> tuple[Use, ...]:
    """The exhibits that draw on a dataset, in the order of the book."""
    from reportlib.build.chapters import list_chapters

    users = _users(Path(reportlib.__file__).parent, dataset_names(root / "data"))
    found: list[Use] = []
    for chapter in list_chapters(root):
        for node in _called(chapter.path):
            if node[0] != "edition" and name in users.get(node, frozenset()):
                use = Use(chapter.name, _label(node) or ".".join(node))
                found += [use] if use not in found else []
    return tuple(found)


def _called(path: Path) -> Iterator[Node]:
    """The functions ``module.function`` that a chapter's cells call, in order."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
    except (OSError, ValueError, KeyError):  # `reportlib check` says what is wrong with it
        return
    for cell in cells:
        if cell.get("cell_type") != "code":
            continue
        try:
            tree = ast.parse("".join(cell["source"]))
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                yield node.value.id, node.attr


@lru_cache(maxsize=4)
def _users(package: Path, names: tuple[str, ...]) -> Mapping[Node, frozenset[str]]:
    """The datasets that each function uses, also through others."""
    code = _read(package)
    readers = _readers(code)
    direct = {node: _direct(code, node, readers, set(names)) for node in code.bodies}
    calls = {node: _referred(code, node) for node in code.bodies}
    found = {node: set(used) for node, used in direct.items()}
    changed = True
    while changed:
        changed = False
        for node, others in calls.items():
            more = set().union(*(found[other] for other in others)) - found[node]
            found[node] |= more
            changed |= bool(more)
    return {node: frozenset(used) for node, used in found.items()}


@lru_cache(maxsize=2)
def _read(package: Path) -> _Code:
    bodies: dict[Node, ast.AST] = {}
    imports: dict[str, dict[str, str]] = {}
    for path in _files(package):
        module = _module(package, path)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bodies |= {(module, name): body for name, body in _defined(tree)}
        known = imports.setdefault(module, {})
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reportlib"):
                origin = (node.module or "").split(".")[-1]
                known |= {alias.asname or alias.name: origin for alias in node.names}
    return _Code(bodies, imports)


def _files(package: Path) -> Iterator[Path]:
    for name in _PACKAGES:
        yield from sorted((package / name).rglob("*.py"))
        yield from sorted(package.glob(f"{name}.py"))
    yield from (package / f"{name}.py" for name in _MODULES if (package / f"{name}.py").is_file())


def _module(package: Path, path: Path) -> str:
    """The name by which other modules call it; all of the catalogue is one."""
    parts = path.relative_to(package).with_suffix("").parts
    return "catalogue" if parts[0] == "catalogue" else parts[-1]


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((m.name, m) for m in node.body if isinstance(m, ast.FunctionDef))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((t.id, node.value) for t in targets if isinstance(t, ast.Name))


def _referred(code: _Code, node: Node) -> set[Node]:
    """The functions and constants of our own that a body names."""
    module, _ = node
    found: set[Node] = set()
    own = _bound(code.bodies[node])
    for part in ast.walk(code.bodies[node]):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            found.add((module if part.value.id == "self" else part.value.id, part.attr))
        elif isinstance(part, ast.Name) and part.id not in own:
            found |= {(module, part.id), (code.imports[module].get(part.id, ""), part.id)}
    return {other for other in found if other in code.bodies and other != node}


def _bound(body: ast.AST) -> set[str]:
    """Names that a body gives to values and arguments of its own."""
    return {
        part.id if isinstance(part, ast.Name) else part.arg
        for part in ast.walk(body)
        if isinstance(part, ast.arg) or (isinstance(part, ast.Name) and not _is_read(part))
    }


def _is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


def _readers(code: _Code) -> set[str]:
    """``read_dataset``, and functions that hand an argument of theirs to it."""
    found = {READER}
    while True:
        more = {
            name
            for (_, name), body in code.bodies.items()
            if isinstance(body, ast.FunctionDef) and _hands_on(body, found)
        }
        if more <= found:
            return found
        found |= more


def _hands_on(body: ast.FunctionDef, readers: set[str]) -> bool:
    arguments = {a.arg for a in (*body.args.posonlyargs, *body.args.args, *body.args.kwonlyargs)}
    return any(
        isinstance(value, ast.Name) and value.id in arguments
        for call in _calls(body, readers)
        for value in _values(call)
    )


def _calls(body: ast.AST, readers: set[str]) -> Iterator[ast.Call]:
    for part in ast.walk(body):
        if isinstance(part, ast.Call):
            called = part.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in readers:
                yield part


def _values(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _direct(code: _Code, node: Node, readers: set[str], names: set[str]) -> set[str]:
    """The datasets that a body reads by name; by any name in it, where the name is computed."""
    body = code.bodies[node]
    parameters = (
        {a.arg for a in (*body.args.args, *body.args.kwonlyargs)}
        if isinstance(body, ast.FunctionDef)
        else set()
    )
    found: set[str] = set()
    for call in _calls(body, readers):
        texts = {v.value for v in _values(call) if isinstance(v, ast.Constant)}
        found |= names & {text for text in texts if isinstance(text, str)}
        computed = not texts and not any(
            isinstance(v, ast.Name) and v.id in parameters for v in _values(call)
        )
        if computed:
            everything = {part.value for part in ast.walk(body) if isinstance(part, ast.Constant)}
            found |= names & {text for text in everything if isinstance(text, str)}
    return found


def _label(node: Node) -> str:
    """The label of the exhibit that a function makes, if it stands in its body."""
    body = _read(Path(reportlib.__file__).parent).bodies.get(node)
    if body is None:
        return ""
    for part in ast.walk(body):
        if (
            isinstance(part, ast.keyword)
            and part.arg == "label"
            and isinstance(part.value, ast.Constant)
            and str(part.value.value).startswith(_LABELS)
        ):
            return str(part.value.value)
    return ""
