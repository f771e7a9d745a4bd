"""What a project tells of the world: the function that its settings name."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.errors import ProjectError
from reportlib.base.world import World, read_world
from tests.web.site import made


def tell(project: Path, function: str) -> None:
    """Name a function in the project's settings."""
    place = project / "_config.yml"
    place.write_text(f"title: A book\nreportlib:\n  world: {function}\n", encoding="utf-8")


def test_a_project_that_names_no_function_measures_nothing(project: Path) -> None:
    (project / "_config.yml").write_text("title: A book\n", encoding="utf-8")

    assert read_world(project) == World()


def test_the_function_tells_the_world(project: Path) -> None:
    tell(project, "tests.web.site.made:world")

    assert read_world(project) == made.world()


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        ("nowhere.at_all:world", "there is no nowhere.at_all:world (No module named 'nowhere')"),
        ("tests.web.site.made:wrld", "there is no tests.web.site.made:wrld"),
        ("tests.web.site.made:HARM", "tests.web.site.made:HARM is no function"),
        ("tests.web.site.made:site", "returns Site, expected a reportlib.base.world.World"),
    ],
)
def test_a_function_that_cannot_tell_it_is_refused_with_its_place(
    project: Path, function: str, fault: str
) -> None:
    tell(project, function)

    with pytest.raises(ProjectError) as caught:
        read_world(project)

    assert "_config.yml: line 3: reportlib.world: " in str(caught.value)
    assert fault in str(caught.value)


def test_only_values_with_a_step_are_ranked_together() -> None:
    kites, winds, boats = made.world().measures

    assert (kites.ranked, kites.years) == ((2023,), (2021, 2023))
    assert winds.ranked == (2025,)
    assert boats.ranked == ()
