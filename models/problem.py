"""What is wrong with given data, said in codes: the sentences are in resources/words.py."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which field, which rule (code) and the values its sentence needs."""

    field: str
    code: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    is_warning: bool = False


class UserError(Exception):
    """The world or the user, never a bug: shown as sentences with a way out, nothing was written."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


def refusal(code: str, *, field: str = "", **values: object) -> UserError:
    """Make the error of a single problem."""
    return UserError(Problem(field, code, values))


def refuse_if_any(problems: list[Problem]) -> None:
    """Raise UserError when at least one problem is more than a warning."""
    if any(not problem.is_warning for problem in problems):
        raise UserError(*problems)
