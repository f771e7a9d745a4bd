"""Hash the runs of eight words of articles, so that no text of the book repeats one.

    python tools/hash_articles.py ARTICLE...

The articles themselves are no part of the repository: only the hashes are kept, and
``tests/test_own_words.py`` compares every text that the book publishes with them. The same
articles give the same file, in whatever order they are named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import click

OUTPUT = Path(__file__).resolve().parents[1] / "tests" / "article_runs.txt"
RUN = 8
DIGITS = 12  # 48 bits: a million runs meet one of some thousands by chance once in 50,000 times
WORD = re.compile(r"[^\W_]+")
HEADER = f"""\
# Hashes of the runs of {RUN} words in the articles that data/article_facts.csv retells, one a line.
# A run: Unicode NFKC, lower case, words of letters and digits with one space between them;
# of its SHA-256 the first {DIGITS} hexadecimal digits. The articles cannot be read from them.
# Made by tools/hash_articles.py; tests/test_own_words.py compares the book's texts with them.
"""


def words(text: str) -> list[str]:
    """The words of a text, without case, punctuation and layout."""
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


def runs(text: str) -> Iterator[tuple[int, str]]:
    """Every run of eight words, with the place of its first word in the text."""
    found = words(text)
    for start in range(len(found) - RUN + 1):
        yield start, " ".join(found[start : start + RUN])


def digest(run: str) -> str:
    """The truncated hash of a run."""
    return sha256(run.encode()).hexdigest()[:DIGITS]


def hashes(texts: Iterable[str]) -> set[str]:
    """The hashes of all runs of some texts; no run goes from one text into the next."""
    return {digest(run) for text in texts for _, run in runs(text)}


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--output",
    default=OUTPUT,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: tests/article_runs.txt]",
)
def main(files: tuple[Path, ...], output: Path) -> None:
    """Write the hashes of all runs of eight words in FILES."""
    found = sorted(hashes(file.read_text(encoding="utf-8") for file in files))
    output.write_text("".join([HEADER, *(f"{each}\n" for each in found)]), encoding="utf-8")
    click.echo(f"{len(found)} runs of {RUN} words from {len(files)} articles: {output.name}")


if __name__ == "__main__":
    main()
