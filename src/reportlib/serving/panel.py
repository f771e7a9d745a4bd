"""The panel "Change this edition" in every page that is served, and the server's own pages.

The form is made from the schema. It works as it stands; the script beside it only shows its
answers in the page. What is compiled stays as it is: all this is put in where it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from html import escape

from reportlib.base.economies import economies
from reportlib.base.parameters import PEER_GROUPS, Parameter, Parameters, schema
from reportlib.serving.addresses import SERVICE, command_line, edition_path
from reportlib.serving.desk import ENDED, Task
from reportlib.serving.making import Asked

GROUP, CODES = "peers_group", "peers_codes"  # the two fields of the peers
TITLES = {
    "economy": "Economy",
    "peers": "Compare with",
    "first_year": "First year",
    "last_year": "Last year",
    "scale": "Scale of counts",
    "top_n": "Economies in a ranking",
}
WORDS = {
    "nearest": "nearest in region, income and size",
    "top": "those with most",
    "region": "its region",
    "income": "its income group",
    "count": "counts",
    "per_million": "per million people",
    "per_gdp": "per billion dollars of GDP",
}
FILES = {
    "zip": "The whole book (zip)",
    "pdf": "PDF",
    "epub": "EPUB",
    "notebook": "This chapter’s notebook",
    "data": "This page’s data (zip)",
}
_HEAD = (
    f'<link rel="stylesheet" href="{SERVICE}serve.css">\n'
    f'<script defer src="{SERVICE}serve.js"></script>\n'
)


def with_panel(page: str, asked: Asked, token: str, *, chapter: str, watch: int | None) -> str:
    """A compiled page with the panel.

    Args:
        asked: the page and its edition.
        chapter: its name, if it is a chapter that can be run.
        watch: the state of the project that it is of, where the page is to be shown anew.
    """
    watched = "" if watch is None else f' data-revision="{watch}"'
    panel = (
        f'<div class="change"{watched}>\n'
        '<button type="button" popovertarget="change-panel">Change this edition</button>\n'
        f'<div class="menu" id="change-panel" popover>\n{form(asked, token)}'
        f"{taking(asked, token, chapter)}</div>\n</div>\n"
    )
    for mark in ('<nav class="chapters"', "</header>"):
        before, found, after = page.partition(mark)
        if found:
            page = f"{before}{panel}{found}{after}"
            break
    head, found, rest = page.partition("</head>")
    return f"{head}{_HEAD}{found}{rest}"


def form(
    asked: Asked,
    token: str,
    given: Mapping[str, str] | None = None,
    problems: Sequence[str] = (),
) -> str:
    """The form, with what was given and what is wrong with it."""
    said = by_field(problems)
    values = {name: str(value) for name, value in asdict(asked.parameters).items()} | dict(
        given or {}
    )
    fields = "".join(_field(each, values, said.get(each.name, ())) for each in schema().values())
    general = "".join(f"<p>{escape(problem)}</p>" for problem in said.get("", ()))
    return (
        f'<form class="change-form" method="post" action="{SERVICE}change">\n'
        f"{_hidden(token=token, page=asked.document)}"
        f'<div class="change-faults" role="alert">{general}</div>\n{fields}'
        '<p class="change-apply"><button type="submit">Apply</button> '
        '<button type="reset">Reset</button></p>\n'
        '<p class="change-progress" role="status"></p>\n</form>\n'
    )


def by_field(problems: Sequence[str]) -> dict[str, list[str]]:
    """Problems by the parameter that they begin with; what is of none under an empty name."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        first = problem.split(" ", 1)[0]
        found.setdefault(first if first in schema() else "", []).append(problem)
    return found


def _field(parameter: Parameter, values: Mapping[str, str], problems: Sequence[str]) -> str:
    name, value = parameter.name, values.get(parameter.name, "")
    described = f"change-{name}-help"
    told = "".join(f"<span>{escape(problem)}</span>" for problem in problems)
    state = f'aria-describedby="{described} change-{name}-fault"'
    state += ' aria-invalid="true"' if problems else ""
    if name == "peers":
        control = "".join(_peers(values, state))
    elif parameter.choices:
        options = _options(parameter.choices, value)
        control = f'<select id="change-{name}" name="{name}" {state}>{options}</select>'
    elif parameter.type is int:
        control = (
            f'<input id="change-{name}" name="{name}" type="number" inputmode="numeric" '
            f'min="{parameter.minimum}" max="{parameter.maximum}" value="{escape(value)}" {state}>'
        )
    else:
        control = (
            f'<input id="change-{name}" name="{name}" type="text" autocomplete="off" '
            f'maxlength="100" value="{escape(value)}" list="change-economies" {state}>'
            '<datalist id="change-economies"></datalist>'
        )
    shown = value
    if name == "economy" and value in (known := economies()):
        shown = " ".join(filter(None, (known[value].name, known[value].name_zh)))
        control += f' <span class="change-name">{escape(shown)}</span>'
    return (
        f'<div class="change-field" data-name="{name}">\n'
        f'<label for="change-{name}">{escape(TITLES.get(name, name))}</label>\n{control}\n'
        f'<small id="{described}" title="{escape(parameter.allowed)}">{escape(_short(parameter))}'
        f'</small>\n<div class="change-fault" id="change-{name}-fault">{told}</div>\n</div>\n'
    )


def _short(parameter: Parameter) -> str:
    """What a field takes, in a line."""
    if parameter.name == "economy":
        return "Code, English or Chinese name"
    if parameter.name == "peers":
        return "A group, or up to 12 economies by code or name, with commas"
    if parameter.type is int:
        return parameter.allowed
    return parameter.help.partition(":")[0]


def _peers(values: Mapping[str, str], state: str) -> Iterator[str]:
    peers = values.get("peers", "")
    group = values.get(GROUP, peers if peers in PEER_GROUPS else "")
    codes = values.get(CODES, "" if peers in PEER_GROUPS else peers)
    yield f'<select id="change-peers" name="{GROUP}" {state}>{_options(PEER_GROUPS, group)}'
    yield f'<option value=""{"" if group else " selected"}>these economies:</option></select>\n'
    yield (
        f'<input name="{CODES}" type="text" autocomplete="off" maxlength="1000" '
        f'value="{escape(codes)}" list="change-peers-list" aria-label="Economies to compare with">'
        '<datalist id="change-peers-list"></datalist>'
    )


def _options(choices: Sequence[str], value: str) -> str:
    return "".join(
        f'<option value="{each}"{" selected" if each == value else ""}>'
        f"{escape(WORDS.get(each, each))}</option>"
        for each in choices
    )


def taking(asked: Asked, token: str, chapter: str) -> str:
    """What can be taken along of the edition, and the command that gives the same."""
    kinds = [kind for kind in FILES if kind != "notebook" or chapter]
    buttons = "".join(
        f'<button type="submit" name="kind" value="{kind}">{escape(FILES[kind])}</button>\n'
        for kind in kinds
    )
    commands = [command_line(asked.parameters)]
    commands += [command_line(asked.parameters, chapter)] if chapter else []
    lines = "".join(f"<pre><code>{escape(line)}</code></pre>\n" for line in commands)
    return (
        f'<form class="change-taking" method="post" action="{SERVICE}make">\n'
        f"{_hidden(token=token, page=asked.document, edition=_edition(asked.parameters))}"
        f"<p><strong>Take along</strong></p>\n<p>{buttons}</p>\n</form>\n"
        f"<details><summary>The same from a command line</summary>\n{lines}</details>\n"
        '<p><a href="/">The default edition</a></p>\n'
    )


def _edition(parameters: Parameters) -> str:
    return edition_path(parameters).removeprefix("/with/").strip("/")


def _hidden(**values: str) -> str:
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">\n'
        for name, value in values.items()
    )


# The server's own pages


def page_of(title: str, body: str, *, again: bool = False) -> str:
    """A page of the server's own, in the frame of the book."""
    refresh = '<noscript><meta http-equiv="refresh" content="1"></noscript>\n' if again else ""
    return (
        '<!DOCTYPE html>\n<html lang="en" data-content_root="/">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="/_static/report.css">\n'
        '<link rel="icon" href="/_static/favicon.svg">\n'
        f'<script src="/_static/theme.js"></script>\n{_HEAD}{refresh}</head>\n<body>\n'
        '<header class="bar"><div class="bar-row"><a class="brand" href="/">The book</a>'
        '<nav class="chapters" aria-label="Chapters"><a href="/">First page</a></nav>'
        '<button class="mode" type="button" aria-label="Light or dark" hidden></button>'
        "</div></header>\n"
        f'<div class="frame"><main id="main"><article>\n<h1>{escape(title)}</h1>\n{body}'
        "</article></main></div>\n</body>\n</html>\n"
    )


def change_page(asked: Asked, token: str, given: Mapping[str, str], problems: Sequence[str]) -> str:
    """The form by itself, with what is wrong."""
    return page_of("Change this edition", form(asked, token, given, problems))


def progress_page(task: Task, token: str) -> str:
    """How far something is; it looks again by itself."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in task.steps)
    body = (
        f'<div class="progress" data-task="{task.id}">\n<p>{escape(said_of(task.asked))}</p>\n'
        f'<ol class="steps">{steps}</ol>\n<p role="status">{_state(task)}</p>\n'
        f'<form method="post" action="{SERVICE}tasks/{task.id}/cancel">{_hidden(token=token)}'
        '<button type="submit">Cancel</button></form>\n</div>\n'
    )
    return page_of("This edition is being made", body, again=task.state not in ENDED)


def _state(task: Task) -> str:
    return f"{task.state}, {task.seconds():.0f} s"


def failure_page(task: Task, token: str) -> str:
    """Why something could not be made, and how to try again."""
    problems = "".join(f"<pre>{escape(problem)}</pre>\n" for problem in task.problems)
    body = (
        f'<p>{escape(said_of(task.asked))}</p>\n<div role="alert">{problems}</div>\n'
        f"{offer(task.asked, token, 'Try again')}"
        '<p><a href="/">The default edition</a></p>\n'
    )
    return page_of("This edition could not be made", body)


def unreadable_page(problems: Sequence[str]) -> str:
    """What is wrong with the project, so that none of its pages can be shown."""
    told = "".join(f"<pre>{escape(problem)}</pre>\n" for problem in problems)
    return page_of("The book cannot be read", f'<div role="alert">{told}</div>\n')


def offer_page(asked: Asked, token: str) -> str:
    """What is shown where another site has led here: nothing is made until it is asked for."""
    body = f"<p>{escape(said_of(asked))}</p>\n{offer(asked, token, 'Make it')}"
    return page_of("This edition is not made yet", body)


def offer(asked: Asked, token: str, said: str) -> str:
    """A button that has something made."""
    values = {
        "token": token,
        "page": asked.document,
        "edition": _edition(asked.parameters),
        "kind": asked.kind,
    }
    return (
        f'<form method="post" action="{SERVICE}make">{_hidden(**values)}'
        f'<button type="submit">{escape(said)}</button></form>\n'
    )


def said_of(asked: Asked) -> str:
    """What something is, in a line."""
    values = ", ".join(f"{name} {value}" for name, value in asked.parameters.changed().items())
    what = {"page": asked.document, "book": "the whole book"}.get(asked.kind, asked.kind)
    return f"{what}: {values or 'the default edition'}"
