"""Short words for what a refusal says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from models.problem import Problem, UserError


def codes(problems: Iterable[Problem]) -> set[tuple[str, str]]:
    """Return (field, code) of each problem."""
    return {(problem.field, problem.code) for problem in problems}


@contextmanager
def refused(code: str, **values: object) -> Iterator[None]:
    """Expect a refusal with this code, and these values among its own."""
    with pytest.raises(UserError) as error:
        yield
    found = [problem for problem in error.value.problems if problem.code == code]
    assert found, f"{code} was expected, there is {[problem.code for problem in error.value.problems]}"
    assert {name: found[0].values.get(name) for name in values} == values
