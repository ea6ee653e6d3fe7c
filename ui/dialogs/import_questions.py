"""Owns the questions that a row of a list asks: is it someone known, a person of an earlier row, several people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from exchange.import_plan import FURTHER
from exchange.people_import import Given, Kind, PlannedRow
from models.names import shown
from resources.i18n import _, here
from resources.words import sentence
from ui.dialogs.import_standing import Standing
from ui.dialogs.import_told import described
from ui.widgets.boxes import Card, flow
from ui.widgets.buttons import Button, button
from ui.widgets.labels import label

if TYPE_CHECKING:
    from exchange.value_names import FullName


@dataclass(frozen=True, slots=True)
class Answers:
    """What the answers do: say who a doubtful row is, that a row is right, or what has the rows planned again."""

    person: Callable[[int, int | None], None]
    right: Callable[[int], None]
    given: Callable[[int, Given], None]


def question(asked: PlannedRow, standing: Standing, do: Answers) -> QWidget | None:
    """Show what a row asks with its answers, each a button, first what was not answered; None when it asks nothing."""
    if asked.kind is Kind.DOUBTFUL:
        return _of_known(asked, standing.people, do)
    other = standing.rows.get(asked.same_as or asked.beside or 0) if asked.kind is not Kind.TO_CORRECT else None
    if asked.people and asked.number % FURTHER not in standing.given.parted:
        return _of_several(asked, standing, do)
    if other is not None and asked.number not in standing.given.same:
        return _of_earlier(asked, other, standing, do)
    if standing.is_to_check(asked):
        return _of_right(asked, do)
    if asked.people:  # what was answered can be changed
        return _of_several(asked, standing, do)
    return _of_earlier(asked, other, standing, do) if other is not None else None


def _card(title: str, lines: list[str], answers: list[Button]) -> QWidget:
    made = Card(accent=True)
    made.body.addWidget(label(title, "strong", wrap=True))
    for line in lines:
        made.body.addWidget(label(line, wrap=True))
    made.body.addWidget(flow(*answers))
    return made


def _answer(text: str, act: Callable[[], object], *, is_chosen: bool = False) -> Button:
    made = button(text, act, icon="check" if is_chosen else "")
    made.setAccessibleName(_("{answer} (chosen)", answer=text) if is_chosen else text)
    return made


def _of_known(asked: PlannedRow, people: Mapping[int, int | None], do: Answers) -> QWidget:
    """Show the row of the list over the people it may be."""
    number = asked.number
    is_new = number in people and people[number] is None
    answers = [
        _answer(
            _("It is {person}", person=described(each)),
            partial(do.person, number, each.id),
            is_chosen=people.get(number) == each.id,
        )
        for each in asked.candidates
    ]
    answers.append(_answer(_("Someone new"), partial(do.person, number, None), is_chosen=is_new))
    title = _("Row {row}: is this someone you know?", row=asked.row)
    return _card(title, [_("In the list: {person}", person=described(asked.draft))], answers)


def _of_earlier(asked: PlannedRow, other: PlannedRow, standing: Standing, do: Answers) -> QWidget:
    """Show the row and the earlier one that may be the same person."""
    number, are_two = asked.number, asked.number in standing.given.same and asked.same_as is None

    def answer(text: str, earlier: int | None, *, is_chosen: bool) -> Button:
        act = partial(do.given, number, standing.with_same(number, earlier))
        return _answer(text, act, is_chosen=is_chosen)

    lines = [_("Row {row}: {person}", row=each.row, person=described(each.draft)) for each in (other, asked)]
    return _card(
        _("Are row {row} and row {other} the same person?", row=other.row, other=asked.row),
        [*lines, *(sentence(each) for each in asked.problems if each.code == "row_repeated_differs")],
        [
            answer(_("The same person"), other.number, is_chosen=asked.same_as is not None),
            answer(_("Two people"), None, is_chosen=are_two),
        ],
    )


def _of_several(asked: PlannedRow, standing: Standing, do: Answers) -> QWidget:
    """Show the people whom the names of a row stand for."""
    number = asked.number % FURTHER
    names = here().and_list(map(_named, asked.people))
    chosen = standing.given.parted.get(number)

    def answer(text: str, *, is_parted: bool) -> Button:
        act = partial(do.given, number, standing.with_parted(number, is_parted=is_parted))
        return _answer(text, act, is_chosen=chosen is is_parted)

    return _card(
        _("Row {row}: one person, or several?", row=asked.row),
        [_("It seems to name {people}.", people=names)],
        [
            answer(_("Several people"), is_parted=True),
            answer(_("One person, as written"), is_parted=False),
        ],
    )


def _named(person: FullName) -> str:
    return shown(person.given_name, person.family_name)


def _of_right(asked: PlannedRow, do: Answers) -> QWidget:
    """Show what deserves a look in a row that goes in as it is."""
    told = [sentence(each) for each in asked.problems if each.is_warning]
    title = _("Row {row}: {person}", row=asked.row, person=described(asked.draft))
    return _card(title, told, [_answer(_("This is right"), partial(do.right, asked.number))])
