"""The door: what leads to a command, what to the window, and what where there is no screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from main import has_screen, wants_window

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("words", "is_window"),
    [
        ("", True),
        ("--notebook a.carnet", True),
        ("--lang=fr", True),
        ("people", False),
        ("--notebook a.carnet people", False),
        ("--help", False),
    ],
)
def test_only_options_of_the_window_lead_to_it(words: str, is_window: bool) -> None:
    assert wants_window(words.split()) is is_window


@pytest.mark.parametrize(
    ("environment", "platform", "is_there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_screen_is_known_by_what_the_system_says(environment: dict[str, str], platform: str, is_there: bool) -> None:
    assert has_screen(environment, platform) is is_there


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_a_sentence_says_so_instead_of_an_abort() -> None:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    without = {name: value for name, value in os.environ.items() if name not in screens}
    ended = subprocess.run(
        [sys.executable, "main.py", "--lang", "en"], cwd=ROOT, env=without, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert "There is no screen here for a window" in ended.stderr
    assert ended.stdout == ""
