"""The sentence that changes with a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from resources.i18n import Language

Counted = tuple[str, Callable[[Language, int, Mapping[str, str]], str]]
"""The value that is counted, and what makes the sentence from the language, that number and all values as shown."""
