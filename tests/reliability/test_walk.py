"""A restless user in the real window: nothing ends the application, and our own errors leave nothing half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
STEPS = 160
SEEDS = range(1, 41 if os.environ.get("TORTURE") else 2)


def walk(folder: Path, seed: int, *, faults: float) -> dict[str, Any]:
    """Let someone walk through the window, and return what happened."""
    command = [sys.executable, "-m", "tests.reliability.walker", str(folder), str(seed), str(STEPS), str(faults)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, f"the application ended with {done.returncode}\n{done.stderr[-3000:]}"
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_pressed_nothing_breaks(tmp_path: Path, seed: int) -> None:
    found = walk(tmp_path, seed, faults=0)
    assert not found["errors"], "\n".join(found["errors"])
    assert found["saves_after"] == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_an_error_of_ours_in_a_save_or_a_job_is_told_once_and_keeps_nothing(tmp_path: Path, seed: int) -> None:
    found = walk(tmp_path, seed, faults=0.5)
    assert not found["errors"], "\n".join(found["errors"])
    assert found["struck"] > 0 or seed > 1  # not every walk saves something
    assert found["told"] == found["struck"]
    assert found["half_saved"] == 0
    assert found["saves_after"] == 1
