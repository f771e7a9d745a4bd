"""YAML as the project reads much of it: safely, and by libyaml where it is there."""

from __future__ import annotations

from typing import Any

import yaml

# Eight times as fast, and as safe; PyYAML lacks it where libyaml was not there to build it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """What a text in YAML says; raises what PyYAML raises."""
    loader = _LOADER(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def compose_yaml(text: str) -> yaml.Node | None:
    """The nodes of a text in YAML, each with its line."""
    return yaml.compose(text, Loader=_LOADER)
