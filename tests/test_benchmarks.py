"""Every benchmark runs: each is started on a size too small to tell anything about speed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PATIENT = {"blocking", "search", "start"}
"""They wait for a window to settle after each move, a minute even when it is empty."""
ELSEWHERE = {"receive"}  # tests/exchange/test_benchmark_receive.py
NAMES = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py") if path.stem not in PATIENT | ELSEWHERE)


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_prints_its_table(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--size", "20"],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=110,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert sum(any(mark.isdigit() for mark in line) for line in done.stdout.splitlines()) >= 3, done.stdout
