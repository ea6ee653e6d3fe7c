"""A line is understood wherever its options stand, and refused with a sentence when it cannot be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import commands
from commands import all_commands, language_of
from commands.grammar import UsageError, read_line
from tests.commands.conftest import Run

ROOT = Path(commands.__file__).parents[1]


def options_of(*words: str) -> dict[str, list[str]]:
    return read_line(words, all_commands()).options


def test_options_may_stand_before_and_after_the_command() -> None:
    assert options_of("--notebook", "a", "workshops", "--json") == options_of("workshops", "--json", "--notebook=a")


def test_many_values_end_at_the_next_option() -> None:
    found = options_of("attendance", "12/05", "--present", "Zoé", "Le Goff", "--unnamed", "3")
    assert found == {"--present": ["Zoé", "Le Goff"], "--unnamed": ["3"]}


def test_a_repeated_option_keeps_all_and_a_single_one_the_last() -> None:
    found = options_of("workshop", "new", "T", "--trainer", "A", "--place", "x", "--trainer", "B", "--place", "y")
    assert found == {"--trainer": ["A", "B"], "--place": ["y"]}


def test_after_two_dashes_everything_is_a_word() -> None:
    line = read_line(["person", "new", "--", "--json"], all_commands())
    assert line.words == {"NAME": ["--json"]}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["frobnicate"], "command_unknown"),
        (["workshop"], "command_unknown"),
        (["workshops", "--wat"], "option_unknown"),
        (["new", "x.carnet"], "option_missing"),
        (["new", "--association", "A"], "word_missing"),
        (["new", "x", "--association"], "option_without_value"),
        (["key", "show", "please"], "word_not_expected"),
        (["workshops", "--lang", "de"], "option_value_unknown"),
    ],
)
def test_what_cannot_be_understood_is_told(words: list[str], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_line(words, all_commands())
    assert caught.value.problems[0].code == code


def test_a_misunderstood_line_ends_with_status_2(run: Run) -> None:
    ran = run("worksops")
    assert (ran.status, ran.out) == (2, "")
    assert "workshops" in ran.err


def test_without_a_notebook_a_sentence_says_that_one_is_needed(run: Run) -> None:
    ran = run("people")
    assert ran.status == 2
    assert "--notebook" in ran.err


def test_every_command_has_its_help(run: Run) -> None:
    general = run("--help")
    assert general.status == 0
    for name in all_commands():
        assert name in general.out
        own = run(*name.split(), "--help")
        assert own.status == 0
        assert f"main.py {name}" in own.out


def test_the_language_is_the_one_asked_for_else_the_computers() -> None:
    assert language_of(["people", "--lang", "fr"], {"LANG": "en_GB.UTF-8"}) == "fr"
    assert language_of(["people", "--lang=en"], {"LANG": "fr_FR.UTF-8"}) == "en"
    assert language_of(["people"], {"LANG": "fr_FR.UTF-8"}) == "fr"


def test_help_comes_without_anything_heavy() -> None:
    heavy = ("PySide6", "sqlalchemy", "reportlab", "alembic", "cryptography")
    program = (
        "import sys, commands; status = commands.run(['--help']);"
        f"sys.exit(', '.join(n for n in {heavy!r} if n in sys.modules) or status)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_command_imports_qt(tmp_path: Path) -> None:
    program = (
        f"import sys, commands; status = commands.run(['demo', {str(tmp_path)!r}]);"
        "sys.exit('Qt' if 'PySide6' in sys.modules else status)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_notebook_without_a_name_is_a_wrong_line(run: Run) -> None:
    ran = run("new", "", "--association", "Les Puces")
    assert ran.status == 2
    assert "FILE" in ran.err


def test_a_certificate_that_is_not_there_is_told_as_such(on: Run) -> None:
    ran = on("check-certificate", "nowhere.pdf")
    assert ran.status == 1
    assert "nowhere.pdf" in ran.err
