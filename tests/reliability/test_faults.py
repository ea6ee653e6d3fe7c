"""An exception at every statement of every kind of action: rolled back whole, and the same action works right after."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from models import (
    attendance,
    enrolments,
    forgetting,
    headcounts,
    issuing,
    merging,
    people,
    sessions,
    template_content,
    transfers,
    workshops,
)
from models.codes import AttendanceState, EnrolmentStatus
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.people import PersonDraft
from models.sessions import SessionDraft
from tests.builders import a_person, a_session, a_workshop, an_enrolment
from tests.models.dumps import Dump, dump

TODAY = date(2026, 5, 12)


class InjectedError(Exception):
    """A bug of ours, where one would hurt most."""


@dataclass(frozen=True)
class World:
    """A notebook with two workshops, four people and what was marked."""

    notebook: Notebook
    workshop: int
    other: int
    session: int
    people: list[int]
    enrolled: list[int]

    def state(self) -> tuple[Dump, int]:
        with self.notebook.read() as db:
            return dump(db), len(self.notebook.history())


@pytest.fixture
def world(file_notebook: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "computer"))
    with file_notebook.write("Prepare") as db:
        persons = [a_person(db, name, birth_year=1962) for name in ("Zoé", "Ana", "Yann", "Zoe")]
        workshop, other = a_workshop(db, capacity=3), a_workshop(db, "Photos")
        session = a_session(db, workshop)
        a_session(db, other)
        enrolled = [an_enrolment(db, workshop, person) for person in persons[:3]]
    with file_notebook.write("Mark") as db:
        attendance.mark(db, session, enrolled[:2], AttendanceState.PRESENT)
    return World(file_notebook, workshop, other, session, persons, enrolled)


@contextmanager
def failing_at(notebook: Notebook, number: int) -> Iterator[list[str]]:
    """Raise at the statement of this number, from 0, or at the commit after the last one."""
    seen: list[str] = []

    def on_statement(*told: Any) -> None:
        seen.append(str(told[2]))
        if len(seen) == number + 1:
            raise InjectedError

    def on_commit(_connection: object) -> None:
        if len(seen) == number:
            seen.append("COMMIT")
            raise InjectedError

    event.listen(notebook._engine, "before_cursor_execute", on_statement)
    event.listen(notebook._engine, "commit", on_commit)
    try:
        yield seen
    finally:
        event.remove(notebook._engine, "before_cursor_execute", on_statement)
        event.remove(notebook._engine, "commit", on_commit)


Act = Callable[[World], object]


def _new_person(world: World) -> None:
    with world.notebook.write("Add a person") as db:
        people.save(db, PersonDraft("Nouvelle", "Personne", town="Rennes"), today=TODAY)


def _workshop_with_sessions(world: World) -> None:
    with world.notebook.write("New workshop") as db:
        made = workshops.save(db, workshops.WorkshopDraft("Courriel"))
        for day in (13, 20):
            start, end = datetime(2026, 5, day, 14).time(), datetime(2026, 5, day, 16).time()
            sessions.save(db, made, SessionDraft(date(2026, 5, day), start, end))


def _enrol(world: World) -> None:
    with world.notebook.write("Enrol") as db:
        enrolments.enrol(db, world.workshop, world.people, today=TODAY)


def _cancel(world: World) -> None:
    with world.notebook.write("Cancel") as db:
        enrolments.set_status(db, world.enrolled[:2], EnrolmentStatus.CANCELLED)


def _move(world: World) -> None:
    with world.notebook.write("Move") as db:
        transfers.move(db, world.enrolled[2:], world.other, today=TODAY)


def _everyone(world: World) -> None:
    with world.notebook.write("Everyone") as db:
        attendance.everyone_was_here(db, world.session)


def _walk_in(world: World) -> None:
    with world.notebook.write("Walk in") as db:
        attendance.walk_in(db, world.session, "Passante", "Inconnue", today=TODAY)


def _count(world: World) -> None:
    with world.notebook.write("Count") as db:
        headcounts.save(db, world.session, HeadcountDraft(total=7))


def _merge(world: World) -> None:
    with world.notebook.write("Merge") as db:
        merging.merge(db, world.people[0], world.people[3], people.draft(db, world.people[0]), today=TODAY)


def _template(world: World) -> None:
    with world.notebook.write("Keep a template") as db:
        template_content.keep(db, world.workshop, "Habituel")


def _issue(world: World) -> None:
    with world.notebook.write("Issue", final=True) as db:
        issuing.issue(db, world.workshop, today=TODAY, language="fr")


def _anonymise(world: World) -> None:
    forgetting.anonymise(world.notebook, world.people[:1], today=TODAY)


def _undo(world: World) -> None:
    world.notebook.undo()


ACTIONS: tuple[Act, ...] = (
    _new_person, _workshop_with_sessions, _enrol, _cancel, _move, _everyone, _walk_in, _count, _merge, _template,
    _issue, _anonymise, _undo,
)  # fmt: skip


def halves(world: World, act: Act) -> list[int]:
    """Fail the action at every statement in turn until it passes; return where something of it was kept."""
    wrong, number = [], 0
    before = world.state()
    while True:
        with failing_at(world.notebook, number) as seen:
            try:
                act(world)
            except InjectedError:
                failed = True
            else:
                failed = False
        if not failed:
            assert number > 1, f"the action ran no statement: {seen}"
            return wrong
        if world.state() != before:
            wrong.append(number)
            before = world.state()
        number += 1


@pytest.mark.parametrize("act", ACTIONS, ids=lambda act: act.__name__.strip("_"))
def test_a_fault_anywhere_keeps_nothing_and_the_same_action_works_next(world: World, act: Act) -> None:
    before = world.state()
    assert halves(world, act) == []
    assert world.state() != before, "the last try, without a fault, was saved"


def test_the_test_sees_an_action_in_two_writes(world: World) -> None:
    """The control: one action in two transactions leaves its first half behind."""

    def in_two(world: World) -> None:
        _new_person(world)
        _count(world)

    assert halves(world, in_two) != []


def test_the_ledger_of_the_forgotten_forgets_who_was_not_forgotten(world: World, tmp_path: Path) -> None:
    with failing_at(world.notebook, 12), pytest.raises(InjectedError):
        _anonymise(world)
    told = [each.read_text() for each in tmp_path.rglob("forgotten/*") if each.is_file()]
    assert "".join(told).strip() == "", os.linesep.join(told)
