"""Writes what a parcel changed, step by step, inside the one write that takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import completeness, feedback, headcounts, names, people
from models.attendance import Attendance
from models.base import Base
from models.codes import AttendanceState, EnrolmentStatus
from models.drafts import cleaned, existing, store
from models.enrolments import Enrolment, EnrolmentSkip
from models.feedback import FeedbackDraft
from models.headcounts import HeadcountDraft
from models.journal import stored
from models.merging import PersonAlias
from models.parcel_merge import Comparison, Newcomer, Returned, draft_of
from models.parcel_sides import Key, Ref
from models.parcel_walk import Step
from models.people import Person
from models.problem import refuse_if_any
from models.sessions import WorkshopSession, length
from models.workshops import Workshop


class Apply:
    """One return of one parcel."""

    def __init__(self, db: Session, returned: Returned, found: Comparison, *, today: date) -> None:
        self._db, self._returned, self._found, self._today = db, returned, found, today
        self._people: dict[Ref, int] = {}
        self._touched: set[int] = set()
        self._came: dict[date, set[int]] = {}
        self._rows: dict[tuple[str, Ref], Any] = {}
        self._marks: dict[int, dict[int, Attendance]] = {}
        self._enrolments: dict[int, dict[int, Enrolment]] = {}
        self._took: dict[str, Callable[[Step], None]] = {
            "workshop": self._workshop, "hours": self._hours, "state": self._state, "remarks": self._remarks,
            "person": self._person, "enrolment": self._enrolment, "skip": self._skip, "mark": self._mark,
            "headcount": self._headcount, "feedback": self._feedback,
        }  # fmt: skip

    def go(self) -> None:
        """Take every step; people first, and whoever leaves a list last."""
        for newcomer in self._found.newcomers:
            self._admit(newcomer)
        steps = self._found.to_do
        leaving = [step for step in steps if step.kind == "enrolment" and step.theirs is None]
        for step in (*(each for each in steps if each not in leaving), *leaving):
            self._took[step.kind](step)
            if step.kind != "mark":  # the many: they go together
                self._db.flush()
        for day, ids in sorted(self._came.items()):
            people.touch(self._db, sorted(ids), day)
        for workshop_id in sorted(self._touched):
            completeness.settle_workshop(self._db, workshop_id)

    def _admit(self, newcomer: Newcomer) -> None:
        """Make somebody new, or let a later return find whom this one was."""
        if newcomer.person_id is not None:
            self._db.add(PersonAlias(person_id=newcomer.person_id, former_uid=newcomer.uid))
            self._people[newcomer.uid] = newcomer.person_id
            self._db.flush()
            return
        draft = cleaned(draft_of(self._returned.records["person"][newcomer.uid]))
        refuse_if_any(people.check(draft, this_year=self._today.year))
        row = Person(uid=newcomer.uid, last_contact=self._today)
        store(row, draft)
        row.name_key = names.name_key(draft.given_name, draft.family_name)
        row.sort_key = names.sort_key(draft.given_name, draft.family_name)
        self._db.add(row)
        self._db.flush()
        self._people[newcomer.uid] = row.id

    # -- what a step is of ---------------------------------------------------------------------------------------------

    def _row(self, mapped: Any, uid: Ref) -> Any:
        """Return the row of a uid; it is asked for once."""
        key = (mapped.__tablename__, uid)
        if self._rows.get(key) is None:
            self._rows[key] = self._db.scalars(select(mapped).where(mapped.uid == uid)).one_or_none()
        return self._rows[key]

    def _session(self, step: Step) -> WorkshopSession:
        row: WorkshopSession = self._row(WorkshopSession, step.key[-1])
        self._touched.add(row.workshop_id)
        return row

    def _enrolled(self, key: Key, *, is_wanted: bool) -> Enrolment | None:
        """Return the enrolment of a person; whoever has a mark gets one when it was taken away here."""
        workshop = self._row(Workshop, key[0])
        self._touched.add(workshop.id)
        person_id = key[1] if isinstance(key[1], int) else self._people[key[1]]
        own = self._enrolments.get(workshop.id)
        if own is None:
            query = select(Enrolment).where(Enrolment.workshop_id == workshop.id)
            own = self._enrolments[workshop.id] = {row.person_id: row for row in self._db.scalars(query)}
        row = own.get(person_id)
        if row is None and is_wanted:
            last = self._db.scalar(select(func.max(Enrolment.position)).where(Enrolment.workshop_id == workshop.id))
            row = Enrolment(
                workshop_id=workshop.id, person_id=person_id, position=(last or 0) + 1, enrolled_on=self._today,
                status=EnrolmentStatus.ENROLLED,
            )  # fmt: skip
            self._db.add(row)
            self._db.flush()
            own[person_id] = row
        return row

    def _marks_of(self, session: WorkshopSession) -> dict[int, Attendance]:
        """Return enrolment -> mark at a session."""
        if session.id not in self._marks:
            query = select(Attendance).where(Attendance.session_id == session.id)
            self._marks[session.id] = {row.enrolment_id: row for row in self._db.scalars(query)}
        return self._marks[session.id]

    # -- the steps -----------------------------------------------------------------------------------------------------

    def _workshop(self, step: Step) -> None:
        assert step.theirs is not None
        row = self._row(Workshop, step.key[0])
        if row is None:
            row = Workshop(uid=step.key[0])
            self._db.add(row)
        _set(row, step.theirs)
        row.sort_key = names.fold(row.title)[:240]

    def _hours(self, step: Step) -> None:
        assert step.theirs is not None
        row = self._row(WorkshopSession, step.key[0])
        if row is None:
            workshop = self._row(Workshop, step.theirs["workshop"])
            row = WorkshopSession(uid=step.key[0], workshop_id=workshop.id)
            self._db.add(row)
        _set(row, {name: step.theirs[name] for name in ("date", "start", "end")})

    def _state(self, step: Step) -> None:
        assert step.theirs is not None
        _set(self._session(step), step.theirs)

    def _remarks(self, step: Step) -> None:
        assert step.theirs is not None
        _set(self._row(WorkshopSession, step.key[0]), step.theirs)

    def _person(self, step: Step) -> None:
        assert step.theirs is not None
        row = existing(self._db, Person, int(step.key[0]))
        _set(row, step.theirs)
        row.name_key = names.name_key(row.given_name, row.family_name)
        row.sort_key = names.sort_key(row.given_name, row.family_name)

    def _enrolment(self, step: Step) -> None:
        row = self._enrolled(step.key, is_wanted=step.theirs is not None)
        if row is None:
            return
        if step.theirs is not None:
            row.status = step.theirs["status"]
            return
        marked = self._db.scalars(select(Attendance.id).where(Attendance.enrolment_id == row.id).limit(1)).first()
        if marked is not None:
            row.status = EnrolmentStatus.CANCELLED
            return
        self._enrolments[row.workshop_id].pop(row.person_id)
        for skip in self._db.scalars(select(EnrolmentSkip).where(EnrolmentSkip.enrolment_id == row.id)):
            self._db.delete(skip)
        self._db.flush()
        self._db.delete(row)

    def _skip(self, step: Step) -> None:
        session, row = self._session(step), self._enrolled(step.key, is_wanted=step.theirs is not None)
        if row is None:
            return
        query = select(EnrolmentSkip).where(
            EnrolmentSkip.enrolment_id == row.id, EnrolmentSkip.session_id == session.id
        )
        present = self._db.scalars(query).one_or_none()
        if step.theirs is None and present is not None:
            self._db.delete(present)
        elif step.theirs is not None and present is None:
            self._db.add(EnrolmentSkip(enrolment_id=row.id, session_id=session.id))

    def _mark(self, step: Step) -> None:
        session, row = self._session(step), self._enrolled(step.key, is_wanted=step.theirs is not None)
        if row is None:
            return
        marks = self._marks_of(session)
        mark = marks.get(row.id)
        if step.theirs is None:
            if mark is not None:
                self._db.delete(marks.pop(row.id))
            return
        state, minutes = step.theirs["state"], step.theirs["minutes"]
        if minutes is not None and minutes > length(session.start, session.end):
            minutes = None  # the session has become shorter: the whole of it
        if mark is None:
            marks[row.id] = Attendance(enrolment_id=row.id, session_id=session.id, state=state, minutes=minutes)
            self._db.add(marks[row.id])
        else:
            mark.state, mark.minutes = state, minutes
        if state == AttendanceState.PRESENT:
            self._came.setdefault(session.date, set()).add(row.person_id)

    def _headcount(self, step: Step) -> None:
        session = self._session(step)
        if step.theirs is None:
            headcounts.remove(self._db, session.id)
            return
        parts: dict[str, dict[str, int]] = {}
        for axis, code, count in step.theirs["parts"]:
            parts.setdefault(axis, {})[code] = count
        draft = HeadcountDraft(step.theirs["total"], step.theirs["already_helped"], parts)
        headcounts.save(self._db, session.id, draft)

    def _feedback(self, step: Step) -> None:
        session = self._session(step)
        if step.theirs is None:
            feedback.remove(self._db, [session.id])
        else:
            feedback.save(self._db, session.id, FeedbackDraft(**step.theirs))


def _set(row: Base, values: dict[str, Any]) -> None:
    """Give a row these values where they differ."""
    for name, value in stored(row.__table__, values).items():  # type: ignore[arg-type]  # a table, as mapped
        if getattr(row, name) != value:
            setattr(row, name, value)
