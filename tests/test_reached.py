"""An assertion that no test reached fails the session, and only such a one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import ROOT, environment

LOOP = "def test_rows():\n    for row in {rows}:\n        assert row\n"


def run(folder: Path, *options: str, **modules: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with the plugin on modules of tests, in a process of its own."""
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.reached", *options],
        cwd=folder,
        env={**environment(), "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_assertion_in_a_loop_over_nothing_fails_with_its_place(tmp_path: Path) -> None:
    done = run(tmp_path, test_loop=LOOP.format(rows="()"))
    assert done.returncode == 1
    assert "1 passed" in done.stdout
    assert "\ntest_loop.py:3: in test_rows: assert row\n" in done.stdout


def test_a_session_that_reached_all_passes_without_a_word(tmp_path: Path) -> None:
    done = run(tmp_path, test_loop=LOOP.format(rows="(1,)"))
    assert done.returncode == 0
    assert "never reached" not in done.stdout


@pytest.mark.parametrize(
    "test",
    [
        "def test_a():\n    if len('a') > 1:\n        assert True\n",
        "class TestA:\n    def test_a(self):\n        for _ in ():\n            assert True\n",
        "def test_a():\n    def all_of(rows):\n        for _ in rows:\n            assert True\n"
        "    all_of([])\n",
        "import pytest\ndef test_a():\n    with pytest.raises(ValueError):\n        int('a')\n"
        "        assert True\n",
    ],
    ids=["branch", "method", "function within", "after the error"],
)
def test_every_kind_of_dead_assertion_is_found(test: str, tmp_path: Path) -> None:
    done = run(tmp_path, test_dead=test)
    assert done.returncode == 1
    assert "never reached" in done.stdout


def test_one_case_of_many_that_reaches_it_is_enough(tmp_path: Path) -> None:
    test = (
        "import pytest\n@pytest.mark.parametrize('rows', [[], [1]])\n"
        "def test_rows(rows):\n    for row in rows:\n        assert row\n"
    )
    assert run(tmp_path, test_cases=test).returncode == 0


@pytest.mark.parametrize(
    "options",
    [("-k", "not 1"), ("-m", "not many"), ("test_cases.py::test_rows[rows0]",)],
    ids=["-k", "-m", "named"],
)
def test_a_test_of_which_cases_were_left_out_is_not_judged(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    test = (
        "import pytest\n"
        "@pytest.mark.parametrize('rows', [[], pytest.param([1], marks=pytest.mark.many)])\n"
        "def test_rows(rows):\n    for row in rows:\n        assert row\n"
    )
    done = run(tmp_path, *options, "-W", "ignore", test_cases=test)
    assert done.returncode == 0
    assert "1 passed" in done.stdout


@pytest.mark.parametrize(
    ("end", "code"),
    [("pytest.skip('no browser')", 0), ("pytest.xfail('known')", 0), ("raise ValueError", 1)],
)
def test_a_test_that_did_not_pass_is_not_judged(end: str, code: int, tmp_path: Path) -> None:
    test = f"import pytest\ndef test_a():\n    {end}\n    assert True\n"
    done = run(tmp_path, test_a=test)
    assert done.returncode == code
    assert "never reached" not in done.stdout


def test_a_failure_of_one_test_does_not_hide_the_dead_assertion_of_another(tmp_path: Path) -> None:
    test = LOOP.format(rows="()") + "\ndef test_fails():\n    raise ValueError\n"
    assert "test_a.py:3: in test_rows" in run(tmp_path, test_a=test).stdout


def test_a_helper_is_judged_with_its_module(tmp_path: Path) -> None:
    helper = "def check(rows):\n    for row in rows:\n        assert row\n"
    used = "\ndef test_a():\n    check([])\n"
    done = run(tmp_path, test_a=helper + used)
    assert "test_a.py:3: in a helper: assert row" in done.stdout
    skipped = "\nimport pytest\ndef test_b():\n    pytest.skip('no browser')\n"
    assert run(tmp_path, test_a=helper + used + skipped).returncode == 0


def test_modules_compiled_without_the_plugin_are_compiled_again(tmp_path: Path) -> None:
    alive = LOOP.format(rows="(1,)")
    without = run(tmp_path, "-p", "no:tests.reached", test_a=alive)
    assert without.returncode == 0
    assert run(tmp_path, test_a=alive).returncode == 0
    assert run(tmp_path, test_a=alive).returncode == 0


def test_a_module_that_is_edited_while_it_runs_is_not_judged(tmp_path: Path) -> None:
    edit = "def test_a():\n    from pathlib import Path\n    place = Path(__file__)\n"
    edit += "    place.write_text('# a line more\\n' + place.read_text())\n    assert True\n"
    assert run(tmp_path, test_a=edit).returncode == 0


def test_line_and_message_of_a_failing_assertion_stay_as_they_are(tmp_path: Path) -> None:
    text = (
        '"""Words."""\nfrom __future__ import annotations\n\n\ndef test_a():\n    assert 1 == 2\n'
    )
    done = run(tmp_path, test_a=text)
    assert "test_a.py:6: AssertionError" in done.stdout
    assert "E       assert 1 == 2" in done.stdout


@pytest.mark.parametrize(("rows", "code"), [("()", 1), ("(1,)", 0)])
def test_what_workers_reached_is_gathered(rows: str, code: int, tmp_path: Path) -> None:
    half = "import pytest\n@pytest.mark.parametrize('n', [0, 1])\ndef test_half(n):\n"
    half += "    if n:\n        assert n\n    else:\n        assert not n\n"
    done = run(tmp_path, "-n", "2", test_half=half, test_loop=LOOP.format(rows=rows))
    assert done.returncode == code
    assert "3 passed" in done.stdout
    assert ("test_loop.py:3: in test_rows" in done.stdout) is bool(code)
    assert "test_half" not in done.stdout.partition("never reached")[2]
