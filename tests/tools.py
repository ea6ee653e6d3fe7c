"""The programs of the system that some tests need: skipped by name where they are missing, found where they are."""

from __future__ import annotations

import pytest

import dev


def needs(*names: str) -> pytest.MarkDecorator:
    """Skip a test, or a module by `pytestmark`, where the system lacks one of these; the reason has the line to type.

    The names are those of the table in dev.py: "Xvfb", "initdb", …, or a group such as "window".
    """
    lacking = dev.missing(dev.look_up(*names))
    reason = dev.advice(lacking, dev.package_manager(), is_root=False) if lacking else ""
    return pytest.mark.skipif(bool(lacking), reason=reason)


def program(name: str) -> str:
    """Return the path of a program of that table, also where it is outside the search path (initdb)."""
    return dev.look_up(name)[0].path()
