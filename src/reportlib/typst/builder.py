"""The builder: read the documents in order, write them as Typst, compile, put in place."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, cast

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.docutils import LoggingReporter

from reportlib.typst.arranging import arranged
from reportlib.typst.book import book_data
from reportlib.typst.calls import PrintBuilder
from reportlib.typst.compiling import ARRANGED, Whereabouts, compile_book, find_fonts
from reportlib.typst.cover import on_cover, take_out
from reportlib.typst.drawings import DrawingError, printable_image
from reportlib.typst.errors import PrintError
from reportlib.typst.inline import LINK, PAGE
from reportlib.typst.markup import maybe, string
from reportlib.typst.outline import Document, Part, has_text, parts_of
from reportlib.typst.writer import TypstTranslator

TEMPLATE = Path(__file__).with_name("template.typ")
IMAGE_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
RELATIONSHIPS = ("source", "data", "alternative", "supplement")
PICTURE = re.compile(r'^(t\.picture\("block", .*)\)$', re.MULTILINE)
LINKS, PAGES = (re.compile(each.format(key="(.*?)")) for each in (LINK, PAGE))

logger = logging.getLogger(__name__)


class TypstBuilder(PrintBuilder):
    """Writes the whole book as one PDF; what Typst compiled lies beside it."""

    name = "typst"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    default_translator_class = TypstTranslator
    supported_remote_images = True  # or Sphinx would download them; here they are a problem

    def init(self) -> None:
        """Begin with nothing written."""
        self.supported_image_types = list(IMAGE_TYPES)
        self.problems = []
        self.anchors = set()
        self.linked = {}
        self.texts: dict[str, list[str]] = {}  # what each document and drawing says
        self.appendix = []
        self.files: dict[str, bytes] = {}  # what Typst reads beside the book
        self.copied: dict[tuple[str, str], tuple[str, float | None]] = {}  # document, image → file
        self.pictures: dict[str, str] = {}  # file → what it is, for a complaint
        self.starts: list[tuple[int, str]] = []  # first line of each document
        self.cover = ""  # what the title page shows of the root document

    def get_outdated_docs(self) -> str:
        """All of them: there is one result."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:  # noqa: ARG002
        """The name under which a document is linked; the sign tells it from an address."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:  # noqa: ARG002
        """The same from everywhere: there is one file."""
        return self.get_target_uri(to)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Nothing to prepare."""

    def remember(self, docname: str, text: str) -> None:
        """Note what a document says, in case no font shows a letter of it."""
        self.texts.setdefault(docname, []).append(text)

    def copy_image(self, uri: str, docname: str) -> tuple[str, float | None]:
        """Make an image ready for print; return how the book names it, and its own width.

        Raises:
            DrawingError: it is missing, empty, broken, or not on this computer.
        """
        if "://" in uri or uri.startswith("data:"):
            raise DrawingError("it lies elsewhere; download it and name the file")
        if (docname, uri) not in self.copied:
            path = Path(self.srcdir, uri)
            drawing = printable_image(path, self.config.typst_svg_palette)
            name = f"images/{len(self.copied) + 1}-{PurePosixPath(uri).name}"
            self.files[name] = drawing.content
            self.remember(f"{docname} ({path.name})", drawing.text)
            self.pictures[name] = f"{docname}: the image {uri}"
            self.copied[docname, uri] = name, drawing.width
        return self.copied[docname, uri]

    # Writing

    def write(self, *ignored: object) -> None:  # noqa: ARG002
        """Write the book and everything it needs to the output folder.

        Raises:
            PrintError: names every node, image and formula that cannot be printed.
        """
        chosen = set(self.config.typst_documents) or set(self.env.found_docs)
        problems = [
            f"typst_documents: there is no {each!r}." for each in chosen - self.env.found_docs
        ]
        if problems:
            raise PrintError(problems)
        parts = parts_of(self.env, chosen)
        self.fonts, families = find_fonts(self._font_folders(), self.config.typst_fonts)
        titled = any(part.title for part in parts)
        data = book_data(self.config, families, parts=titled)
        with progress_message("writing the book"), _read_once(self.env):
            body = self._body(parts, chosen)
        if self.problems:
            raise PrintError(self.problems)
        attachments = self._attachments()
        code = f"{_OPENING}{self.cover}{{\n{attachments}{body}\n}})\n"
        code = self._resolve(code, chosen)
        self.files["book.typ"] = code.encode()
        self.files["book.json"] = json.dumps(data, ensure_ascii=False, indent=1).encode()
        self.files[ARRANGED] = b"{}"
        self._add_template()
        for name, content in self.files.items():
            write_whole(Path(self.outdir, name), content)

    def _body(self, parts: Sequence[Part], chosen: set[str]) -> str:
        pieces = []
        root = self.config.root_doc
        if root in chosen and has_text(self.env.get_doctree(root)):
            pieces.append(self._document(Document(root, 0), 1, role="preface"))
        for part in parts:
            if part.title:
                number = "none" if part.number is None else str(part.number)
                pieces.append(f"t.part({number}, {string(part.title)})")
            level = 2 if part.title else 1
            for at, each in enumerate(part.documents):
                role = "chapter" if at or not part.title else "first"
                pieces.append(self._document(each, level, role))
        return "\n".join([*pieces, *self._appendix()])

    def _document(self, document: Document, level: int, role: str = "chapter") -> str:
        tree = self.env.get_doctree(document.name)
        self.env.apply_post_transforms(tree, document.name)
        self.post_process_images(tree)
        translator = cast(TypstTranslator, self.create_translator(tree, self))
        translator.begin(document.name, level, role, document.nesting)
        if role == "preface" and (shown := on_cover(tree)):
            self.cover = self._cover(document.name, [translator.code([each]) for each in shown])
            for each in shown:
                take_out(tree, each)
        tree.walkabout(translator)
        # A comment of the source that survives joining, to find the document of a line.
        body = arranged(document.name, translator.body)
        return "\n".join([f"{_MARK}{json.dumps(document.name)}", *body])

    def _cover(self, name: str, codes: Sequence[str]) -> str:
        """An argument of the report: the cover, for a size of its drawing."""
        sized = [
            PICTURE.sub(r"\1, scale: size)", code) if "t.exhibit-figure(" in code else code
            for code in codes
        ]
        return "\n".join(["cover: size =>", f"{_MARK}{json.dumps(name)}", "{", *sized, "}, "])

    def _appendix(self) -> list[str]:
        """The table views of all figures, each under its figure's name."""
        if not self.appendix:
            return []
        return ['t.head("chapter", 1, none, (), t.words.appendix)', *self.appendix]

    def _resolve(self, code: str, chosen: Container[str]) -> str:
        """Open each link as one, or as plain text where its target is not printed."""
        for key in sorted(self.linked.keys() - self.anchors):
            if key.partition("#")[0] in chosen:
                logger.warning("nothing printed has the name %r", key, location=self.linked[key])

        def opened(found: re.Match[str]) -> str:
            key = found[1]
            return f"t.internal({string(key)}, {{[]" if key in self.anchors else "t.unlinked({[]"

        def paged(found: re.Match[str]) -> str:
            return f"t.page-of({string(found[1])})" if found[1] in self.anchors else ""

        code = PAGES.sub(paged, LINKS.sub(opened, code))
        for number, line in enumerate(code.splitlines(), start=1):
            if line.startswith(_MARK):
                self.starts.append((number, json.loads(line.removeprefix(_MARK))))
        return code

    def _add_template(self) -> None:
        built_in = TEMPLATE.read_bytes()
        self.files["base.typ"] = self.files["template.typ"] = built_in
        if own := self.config.typst_template:
            self.files["template.typ"] = _read(Path(self.confdir, own), "typst_template")

    def _font_folders(self) -> list[Path]:
        return [Path(self.confdir, each) for each in self.config.typst_font_paths]

    def _attachments(self) -> str:
        """Statements that put files into the PDF."""
        statements = []
        problems: list[str] = []
        for number, each in enumerate(self.config.typst_attachments):
            try:
                path = Path(self.confdir, each["path"])
                self.files[f"attachments/{number}"] = _read(path, "typst_attachments")
                statements.append(_attach(number, path, each))
            except PrintError as error:
                problems += error.problems
        if problems:
            raise PrintError(problems)
        return "".join(statements)

    # Compiling

    @property
    def whereabouts(self) -> Whereabouts:
        """What tells which document a complaint about the written book is about."""
        return Whereabouts(self.starts, self.texts, self.pictures)

    def finish(self) -> None:
        """Compile what was written and put the PDF in its place, unless another process will.

        Raises:
            PrintError: Typst refused it, or the place cannot be written; a PDF that stood
                there still does.
        """
        if not self.config.typst_compile:
            return
        target = Path(self.outdir, self.config.typst_output)
        with progress_message("compiling the PDF"):
            pdf, warnings = compile_book(
                Path(self.outdir, "book.typ"),
                self.fonts,
                self.config.typst_standards,
                self._timestamp(),
                self.whereabouts,
            )
        for warning in warnings:
            logger.warning("Typst: %s", warning)
        write_whole(target, pdf)

    def _timestamp(self) -> int:
        given = self.config.typst_timestamp
        return int(os.environ.get("SOURCE_DATE_EPOCH", 0)) if given is None else given


@contextmanager
def _read_once(env: BuildEnvironment) -> Iterator[None]:
    """Keep one tree of each document: the one just read, or that which is on disk.

    Sphinx reads a whole document again for each reference to a figure in it, which takes
    most of the time of a book with many. References find captions also in a tree whose own
    references are resolved already.
    """
    fresh: dict[str, nodes.document] = env._write_doc_doctree_cache

    @cache
    def get_doctree(docname: str) -> nodes.document:
        if docname not in fresh:
            return BuildEnvironment.get_doctree(env, docname)
        tree = fresh.pop(docname)
        tree.settings.env = env
        tree.reporter = LoggingReporter(env.doc2path(docname))
        return tree

    env.get_doctree = get_doctree  # type: ignore[method-assign]
    try:
        yield
    finally:
        del env.get_doctree  # the method is there again


_OPENING = '#import "template.typ" as t\n#t.report('
_MARK = "// document "


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part.

    Raises:
        PrintError: the place cannot be written; what stood there before still does.
    """
    if path.exists() and not path.is_file():
        raise PrintError([f"{path}: this is no file. Choose another place."])
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise PrintError(
            [
                f"{path}: cannot be written ({error.strerror}). "
                f"Choose another place or free this one."
            ]
        ) from error


def _read(path: Path, setting: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PrintError([f"{setting}: {path} cannot be read ({error.strerror})."]) from error


def _attach(number: int, path: Path, each: Mapping[str, Any]) -> str:
    relationship = each.get("relationship", "supplement")
    if relationship not in RELATIONSHIPS:
        raise PrintError(
            [f"typst_attachments: {relationship!r} is none of {', '.join(RELATIONSHIPS)}."]
        )
    return (
        f"pdf.attach({string(each.get('name', path.name))}, "
        f'read("attachments/{number}", encoding: none), '
        f"relationship: {string(relationship)}, mime-type: {maybe(each.get('mime'))}, "
        f"description: {maybe(each.get('description'))})\n"
    )
