"""How a long task tells where it is: a generator yields Progress and returns its report."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

Report = TypeVar("Report")


@dataclass(frozen=True, slots=True)
class Progress:
    """A consistent point of a task: `done` of `total` steps; `what` is the thing just done (may be empty)."""

    done: int
    total: int
    what: str = ""


Task = Generator[Progress, None, Report]


def finish(task: Task[Report], tell: Callable[[Progress], None] | None = None) -> Report:
    """Drive a task to its end on this thread and return its report."""
    while True:
        try:
            progress = next(task)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]  # a generator's value is untyped here
        if tell is not None:
            tell(progress)
