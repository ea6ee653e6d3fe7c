"""The benchmark of the programme's side works, on a tiny size: it is no test of speed."""

from __future__ import annotations

import pytest

from benchmarks import receive


def test_it_measures_both_databases(capsys: pytest.CaptureFixture[str]) -> None:
    receive.run(1)
    told = capsys.readouterr().out
    assert "SQLite      verified and received, again" in told
    assert "PostgreSQL" in told
