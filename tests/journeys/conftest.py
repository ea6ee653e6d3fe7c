"""Tells after the run how long the windows of the journeys stood still at most: looked at, not judged by the clock.

The assistive technology reads the window meanwhile, thing by thing, and Qt answers it in the same loop: what a person
feels is less (`dev.py bench blocking`).
"""

from __future__ import annotations

import pytest

STOOD_STILL = "stood still, ms"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the journeys that ran under a watch."""
    told = [
        (dict(report.user_properties)[STOOD_STILL], report.nodeid.rpartition("::")[2])
        for report in terminalreporter.getreports("")
        if report.when == "teardown" and STOOD_STILL in dict(report.user_properties)
    ]
    if told:
        terminalreporter.section("the longest time that a window did not answer, read by an assistive technology")
        for longest, name in sorted(told, reverse=True):
            terminalreporter.line(f"{longest:6.0f} ms  {name}")
