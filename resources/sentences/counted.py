"""The sentence that changes with a number."""

from __future__ import annotations

from typing import NamedTuple


class Counted(NamedTuple):
    """The value that is counted, and the sentence for one and for many, which show it as {n}."""

    value: str
    one: str
    many: str
