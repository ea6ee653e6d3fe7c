"""The window, in Qt."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  # it puts the import in place that is put back here

# Qt for Python reads the source of whatever is imported after it, to see whether its `__feature__` may be wanted there:
# a tenth of the time from launch to the data of Today, and hundreds of files more. Nothing here uses it.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
