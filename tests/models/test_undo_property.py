"""Whatever is done, undoing all of it gives the first state back, and doing it all again the last."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models import attendance, enrolments, expected_sessions, headcounts, people, places, sessions, trainers, workshops
from models.codes import AttendanceState, EnrolmentStatus
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.people import PersonDraft
from models.places import PlaceDraft
from models.problem import UserError
from models.workshops import WorkshopDraft
from tests.builders import TODAY, a_person, a_place, a_session, a_trainer, a_workshop
from tests.models.dumps import dump

Pick = Callable[[list[int]], int]


def _of(db: Session, pick: Pick) -> int:
    return pick(workshops.find(db))


def add_person(db: Session, pick: Pick) -> None:
    a_person(db, f"Ann {pick(list(range(9)))}", town="Rennes")


def import_people(db: Session, pick: Pick) -> None:
    ids = people.save_many(db, [PersonDraft(f"Bob {pick(list(range(9)))}", "Le Goff") for _ in range(3)], today=TODAY)
    enrolments.enrol(db, _of(db, pick), ids, today=TODAY)


def change_person(db: Session, pick: Pick) -> None:
    draft = PersonDraft(f"Cid {pick(list(range(9)))}", birth_year=1940 + pick(list(range(60))), email="a@b.fr")
    people.save(db, draft, pick(people.find(db)), today=TODAY)


def remove_person(db: Session, pick: Pick) -> None:
    people.remove(db, [pick(people.find(db))])


def add_workshop(db: Session, pick: Pick) -> None:
    workshop_id = a_workshop(db, capacity=pick([1, 2, 9]), themes=("email",), trainer_ids=(a_trainer(db),))
    a_session(db, workshop_id)


def change_workshop(db: Session, pick: Pick) -> None:
    draft = WorkshopDraft(f"Titre {pick(list(range(9)))}", themes=("sante",), trainer_ids=tuple(trainers.find(db)))
    workshops.save(db, draft, _of(db, pick))


def remove_workshop(db: Session, pick: Pick) -> None:
    workshops.remove(db, _of(db, pick))


def add_session(db: Session, pick: Pick) -> None:
    a_session(db, _of(db, pick), start="09:00", end="10:00")


def remove_session(db: Session, pick: Pick) -> None:
    sessions.remove(db, pick(sessions.find(db)))


def enrol(db: Session, pick: Pick) -> None:
    ids = people.find(db)
    enrolments.enrol(db, _of(db, pick), [pick(ids), pick(ids)], today=TODAY)


def change_enrolment(db: Session, pick: Pick) -> None:
    ids = enrolments.find(db, _of(db, pick))
    enrolments.set_status(db, [pick(ids)], list(EnrolmentStatus)[pick([0, 1, 2, 3])])


def mark(db: Session, pick: Pick) -> None:
    session_id = pick(sessions.find(db))
    ids = attendance.expected(db, session_id)
    attendance.mark(db, session_id, [pick(ids)], list(AttendanceState)[pick([0, 1, 2, 3])])


def everyone(db: Session, pick: Pick) -> None:
    attendance.everyone_was_here(db, pick(sessions.find(db)))


def walk_in(db: Session, pick: Pick) -> None:
    attendance.walk_in(db, pick(sessions.find(db)), f"Ann {pick(list(range(9)))}", "Le Goff", today=TODAY)


def count_unnamed(db: Session, pick: Pick) -> None:
    total = pick(list(range(5)))
    headcounts.save(db, pick(sessions.find(db)), HeadcountDraft(total, 0, {"gender": {"feminin": total // 2}}))


def change_place(db: Session, pick: Pick) -> None:
    places.save(db, PlaceDraft(f"Lieu {pick(list(range(9)))}"), pick([a_place(db), *places.find(db)]))


def leave_out(db: Session, pick: Pick) -> None:
    workshop_id = _of(db, pick)
    ids = sessions.find(db, sessions.SessionQuery(workshop_id=workshop_id))
    expected_sessions.leave_out(db, pick(enrolments.find(db, workshop_id)), {pick(ids)})


ACTIONS = (
    add_person, import_people, change_person, remove_person, add_workshop, change_workshop, remove_workshop,
    add_session, remove_session, enrol, change_enrolment, mark, everyone, walk_in, count_unnamed, change_place,
    leave_out,
)  # fmt: skip


class Nothing(Exception):  # noqa: N818  # the word says it
    """There is no such thing yet to act on."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_undoing_all_gives_the_first_state_and_redoing_all_the_last(new_file: Path, data: st.DataObject) -> None:
    def pick(choices: list[int]) -> int:
        if not choices:
            raise Nothing
        return choices[data.draw(st.integers(0, 1_000)) % len(choices)]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "n.carnet"
        shutil.copyfile(new_file, path)
        with Notebook.open(path) as notebook:
            _do_and_undo(notebook, data.draw(st.lists(st.sampled_from(ACTIONS), max_size=14)), pick)


def _do_and_undo(notebook: Notebook, actions: list[Callable[[Session, Pick], None]], pick: Pick) -> None:
    with notebook.read() as db:
        states = [dump(db)]
    labels = []
    for action in (add_workshop, import_people, *actions):
        before = len(notebook.history())
        try:
            with notebook.write(action.__name__) as db:
                action(db, pick)
        except (Nothing, UserError):  # refused: nothing was written
            assert len(notebook.history()) == before
            continue
        with notebook.read() as db:
            state = dump(db)
        if len(notebook.history()) > before:
            labels.append(action.__name__)
            states.append(state)
        else:
            assert state == states[-1]
    for label, state in zip(reversed(labels), reversed(states[:-1]), strict=True):
        assert notebook.undo().label == label
        with notebook.read() as db:
            assert dump(db) == state
    assert notebook.undoable() is None
    for label, state in zip(labels, states[1:], strict=True):
        assert notebook.redo().label == label
        with notebook.read() as db:
            assert dump(db) == state
    assert notebook.redoable() is None
