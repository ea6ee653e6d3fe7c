"""Owns how the rows of a planned list stand after what the user answered: what each becomes, which still ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from exchange.import_plan import FURTHER
from exchange.people_import import Choices, Given, ImportPlan, Kind, PlannedRow

EVERYTHING, TO_CHECK = "", "to_check"


class Standing:
    """The rows by number, who the doubtful ones are, which rows to check were said to be right."""

    def __init__(self) -> None:
        self.rows: dict[int, PlannedRow] = {}
        self.people: dict[int, int | None] = {}  # doubtful row -> who it is, None: someone new
        self.right: set[int] = set()
        self.given = Given()

    def renew(self, planned: ImportPlan, given: Given, *, is_same: bool) -> None:
        """Take a plan; of the same rows the answers stay, as long as a row asks what it asked."""
        before, self.rows, self.given = self.rows, {each.number: each for each in planned.rows}, given

        def stays(number: int) -> bool:
            now, then = self.rows.get(number), before.get(number)
            return is_same and now is not None and then is not None and _asked(now) == _asked(then)

        self.people = {n: person for n, person in self.people.items() if stays(n) and self.rows[n].candidates}
        self.right = set(filter(stays, self.right))

    def answer_again(self, people: Mapping[int, int | None], right: Iterable[int]) -> None:
        """Take answers that were given before, as far as the rows still ask for them."""
        for number, person_id in people.items():
            candidates = self.rows[number].candidates if number in self.rows else ()
            if candidates and person_id in (None, *(each.id for each in candidates)):
                self.people[number] = person_id
        self.right.update(number for number in right if number in self.rows)

    def kind(self, planned: PlannedRow) -> Kind:
        """Return what becomes of a row."""
        if planned.number in self.people:
            return Kind.NEW if self.people[planned.number] is None else Kind.KNOWN
        return planned.kind

    def counts(self) -> Counter[Kind]:
        """Return how many rows become what; they add up to the rows of the file."""
        return Counter(map(self.kind, self.rows.values()))

    def to_check(self) -> int:
        """Return how many rows go in but should be looked at first, and were not said to be right."""
        return sum(map(self.is_to_check, self.rows.values()))

    def waiting(self) -> int:
        """Return how many rows wait for the user: doubtful, to correct or to check."""
        return sum(map(self._waits, self.rows.values()))

    def is_shown(self, planned: PlannedRow, kind: str) -> bool:
        """Tell whether a row belongs to those of a kind, to those to check, or to all."""
        return self.is_to_check(planned) if kind == TO_CHECK else kind in (EVERYTHING, self.kind(planned).value)

    def next_after(self, number: int | None) -> PlannedRow | None:
        """Return the next row that waits, after all the people of a row; after the last the first again."""
        rows = list(self.rows.values())
        same = [place for place, each in enumerate(rows) if number is not None and each.row == number % FURTHER]
        place = same[-1] + 1 if same else 0
        return next((each for each in (*rows[place:], *rows[:place]) if self._waits(each)), None)

    def choices(self, *, leaves_out_wrong: bool) -> Choices:
        """Return what the user decided."""
        wrong = [number for number, each in self.rows.items() if each.kind is Kind.TO_CORRECT]
        return Choices(frozenset(wrong if leaves_out_wrong else ()), dict(self.people))

    def with_parted(self, number: int, *, is_parted: bool) -> Given:
        """Return what was said with a row parted or kept; what was said of its people before is forgotten."""

        def is_other(each: int) -> bool:
            return each % FURTHER != number

        return replace(
            self.given,
            parted={**self.given.parted, number: is_parted},
            corrected={n: draft for n, draft in self.given.corrected.items() if is_other(n)},
            left_out=frozenset(filter(is_other, self.given.left_out)),
        )

    def with_same(self, number: int, earlier: int | None) -> Given:
        """Return what was said with a row that is the person of an earlier one, or somebody of their own."""
        return replace(self.given, same={**self.given.same, number: earlier})

    def with_left_out(self, numbers: Iterable[int], by_hand: str) -> Given:
        """Return what was said with rows left out, or taken in again when all of them were."""
        rows = [self.rows[number] for number in numbers if number in self.rows]
        again = {each.number for each in rows if each.reason == by_hand}
        others = {each.number for each in rows if each.kind is not Kind.LEFT_OUT}
        return replace(self.given, left_out=self.given.left_out | others if others else self.given.left_out - again)

    def is_to_check(self, planned: PlannedRow) -> bool:
        """Tell whether a row goes in but should be looked at, and was not said to be right."""
        return planned.is_to_check and planned.number not in self.right

    def _waits(self, planned: PlannedRow) -> bool:
        return self.kind(planned) in (Kind.DOUBTFUL, Kind.TO_CORRECT) or self.is_to_check(planned)


def _asked(planned: PlannedRow) -> tuple[object, ...]:
    return planned.candidates, planned.problems
