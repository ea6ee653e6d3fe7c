"""What an open notebook says, as the facts that papers are drawn from: plain values, read in one snapshot."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from documents.facts import Association, CertificateFacts, Orientation, Print, SessionFacts, SheetFacts, Status
from models import (
    association,
    attendance,
    certificates,
    enrolments,
    issuing,
    names,
    people,
    programme,
    sessions,
    workshops,
)
from models.codes import CertificateStatus, EnrolmentStatus, SessionStatus
from models.problem import refusal
from models.sessions import SessionLine, SessionQuery
from resources.i18n import N_, language

if TYPE_CHECKING:
    from models.certificates import Frozen
    from models.notebook import Db, Notebook

PRIVACY_NOTICE = N_(
    "{association} keeps your name and your attendance to run its workshops and to count who came. Names are not "
    "passed on. To see, correct or erase what is kept about you, ask {contact}."
)


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How sign-in sheets are wanted; without a number of blank rows the sheet chooses it."""

    blank_rows: int | None = None
    orientation: Orientation = "portrait"
    by_given_name: bool = False
    with_waiting: bool = False
    half_days: bool = True


AS_USUAL = SheetOptions()


def session_sheets(
    notebook: Notebook, session_ids: Sequence[int], code: str, options: SheetOptions = AS_USUAL
) -> list[SheetFacts]:
    """Return one sign-in sheet for each of these sessions, in their order, in the language `code`.

    Cancelled ones are left out. Raises UserError sheet_of_cancelled when none is left.
    """
    with notebook.read() as db:
        lines = sessions.lines(db, session_ids)
        planned = [each for each in session_ids if lines[each].status != SessionStatus.CANCELLED]
        if not planned:
            raise refusal("sheet_of_cancelled")
        return [_session_sheet(db, lines[each], _shared(db, code, options), options) for each in planned]


def _session_sheet(db: Db, line: SessionLine, shared: SheetFacts, options: SheetOptions) -> SheetFacts:
    return replace(
        shared,
        workshop=line.workshop,
        sessions=(_session(line),),
        names=tuple(name for _row, name in _people(db, attendance.expected(db, line.id), options)),
        waiting=_waiting(db, line.workshop_id, options),
        place=line.place,
        trainers=line.trainers,
        reference=line.uid,
    )


def day_sheets(notebook: Notebook, day: date, code: str, options: SheetOptions = AS_USUAL) -> list[SheetFacts]:
    """Return the sheets of all sessions of a day, by time. Raises UserError day_without_sessions."""
    with notebook.read() as db:
        ids = sessions.find(db, SessionQuery(first=day, last=day, with_cancelled=False))
    if not ids:
        raise refusal("day_without_sessions", date=day)
    return session_sheets(notebook, ids, code, options)


def workshop_sheet(
    notebook: Notebook, workshop_id: int, code: str, options: SheetOptions = AS_USUAL, *,
    session_ids: Collection[int] = (),
) -> SheetFacts:  # fmt: skip
    """Return one sheet for all sessions of a workshop that are not cancelled, or some of them, with all enrolled.

    Who is not expected at a session is crossed out there.
    """
    with notebook.read() as db:
        shared = _shared(db, code, options)
        workshop = workshops.lines(db, [workshop_id], today=date.min)[workshop_id]
        ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
        ids = [each for each in ids if not session_ids or each in session_ids]
        lines = sessions.lines(db, ids)
        people = _people(db, enrolments.find(db, workshop_id, status=EnrolmentStatus.ENROLLED), options)
        skipped = {each.enrolment_id: each.skipped for each in attendance.grid(db, workshop_id)}
        waiting = _waiting(db, workshop_id, options)
    places = {session_id: place for place, session_id in enumerate(ids)}
    return replace(
        shared,
        workshop=workshop.title,
        sessions=tuple(_session(lines[each]) for each in ids),
        names=tuple(name for _row, name in people),
        skipped=tuple(frozenset(places[each] for each in skipped[row] if each in places) for row, _name in people),
        waiting=waiting,
        place=_only({lines[each].place for each in ids}) or workshop.place,
        trainers=tuple(dict.fromkeys(name for each in ids for name in lines[each].trainers)),
        reference=workshop.uid,
    )


def _people(db: Db, enrolment_ids: Sequence[int], options: SheetOptions) -> list[tuple[int, str]]:
    """Return these enrolments with their names, in the order that is wanted; who was anonymised has none."""
    lines = enrolments.lines(db, enrolment_ids)
    named = [lines[each] for each in enrolment_ids if lines[each].given_name or lines[each].family_name]
    if options.by_given_name:
        named.sort(key=lambda each: names.fold(names.shown(each.given_name, each.family_name)))
    return [(each.id, each.shown) for each in named]


def _waiting(db: Db, workshop_id: int, options: SheetOptions) -> tuple[str, ...]:
    if not options.with_waiting:
        return ()
    ids = enrolments.find(db, workshop_id, status=EnrolmentStatus.WAITING)
    return tuple(name for _row, name in _people(db, ids, replace(options, by_given_name=False)))


def _shared(db: Db, code: str, options: SheetOptions) -> SheetFacts:
    """Return what every sheet of a notebook says."""
    draft = association.draft(db)
    contact = next((text for text in (draft.email, draft.phone, draft.name) if text), "")
    notice = language(code)(PRIVACY_NOTICE, association=draft.name, contact=contact)
    return SheetFacts(
        Association(**{name: getattr(draft, name) for name in Association.__dataclass_fields__}),
        workshop="",
        sessions=(),
        programme=programme.profile(db).name,
        notice=draft.privacy_notice or notice,
        language=code,
        is_example=association.identity(db).is_example,
        blank_rows=options.blank_rows,
        orientation=options.orientation,
        half_days=options.half_days,
    )


def _session(line: SessionLine) -> SessionFacts:
    return SessionFacts(line.date, line.start, line.end, line.minutes, line.uid)


def _only(texts: set[str]) -> str:
    return texts.copy().pop() if len(texts) == 1 else ""


def certificate_prints(
    notebook: Notebook, certificate_ids: Sequence[int], *, today: date
) -> list[tuple[CertificateFacts, Print]]:
    """Return what printing these certificates needs, by name; those handed out before come as duplicata of today."""
    with notebook.read() as db:
        frozen = certificates.frozen(db, certificate_ids)
    return [(CertificateFacts.from_frozen(each.facts), _print(each, today)) for each in frozen]


def addresses(notebook: Notebook, certificate_ids: Sequence[int]) -> dict[str, str]:
    """Return number -> e-mail address of the person, as it is known today, for those who have one."""
    with notebook.read() as db:
        lines = certificates.lines(db, certificate_ids).values()
        known = people.lines(db, {line.person_id for line in lines})
    return {line.number: email for line in lines if (email := known[line.person_id].email)}


def _print(frozen: Frozen, today: date) -> Print:
    return Print(
        status=cast(Status, str(frozen.status)),
        revoked_on=frozen.ended_on if frozen.status == CertificateStatus.REVOKED else None,
        duplicata_on=today if frozen.was_handed_out else None,
        replaced_by=frozen.replaced_by,
    )


def trial_prints(
    notebook: Notebook,
    workshop_ids: Sequence[int],
    code: str,
    *,
    today: date,
    layout: str = issuing.DEFAULT_LAYOUT,
    person_ids: Collection[int] | None = None,
) -> list[tuple[CertificateFacts, Print]]:
    """Return the certificates that would be issued now, by name, without numbers: nothing is recorded."""
    made: list[CertificateFacts] = []
    with notebook.read() as db:
        for workshop_id in workshop_ids:
            found = issuing.candidates(db, workshop_id)
            wanted = [
                each.person_id
                for each in found
                if each.certificate_id is None
                and each.problem is None
                and (person_ids is None or each.person_id in person_ids)
            ]
            facts: Mapping[int, Mapping[str, object]] = issuing.facts_now(
                db, workshop_id, wanted, today=today, language=code, layout=layout
            )
            made += [CertificateFacts.from_frozen(facts[person_id]) for person_id in wanted]
    made.sort(key=lambda each: names.sort_key(each.given_name, each.family_name))
    return [(facts, Print(is_test=True)) for facts in made]
