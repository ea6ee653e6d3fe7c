"""What an open notebook says, as the facts that papers are drawn from: plain values, read in one snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

from documents.facts import Association, CertificateFacts, Print, SessionFacts, SheetFacts, Status
from models import association, attendance, certificates, enrolments, issuing, names, programme, sessions, workshops
from models.codes import CertificateStatus, EnrolmentStatus
from models.sessions import SessionLine, SessionQuery
from resources.i18n import N_, language

if TYPE_CHECKING:
    from models.certificates import Frozen
    from models.notebook import Db, Notebook

PRIVACY_NOTICE = N_(
    "{association} keeps your name and your attendance to run its workshops and to count who came. Names are not "
    "passed on. To see, correct or erase what is kept about you, ask {contact}."
)


def session_sheets(notebook: Notebook, session_ids: Sequence[int], code: str) -> list[SheetFacts]:
    """Return one sign-in sheet for each of these sessions, in their order, in the language `code`."""
    with notebook.read() as db:
        shared = _shared(db, code)
        lines = sessions.lines(db, session_ids)
        expected = {each: attendance.expected(db, each) for each in session_ids}
        people = enrolments.lines(db, {row for ids in expected.values() for row in ids})
    return [
        replace(
            shared,
            workshop=lines[each].workshop,
            sessions=(_session(lines[each]),),
            names=tuple(people[row].shown for row in expected[each]),
            place=lines[each].place,
            trainers=lines[each].trainers,
            reference=lines[each].uid,
        )
        for each in session_ids
    ]


def workshop_sheet(notebook: Notebook, workshop_id: int, code: str) -> SheetFacts:
    """Return one sheet for all sessions of a workshop that are not cancelled, with everyone enrolled."""
    with notebook.read() as db:
        shared = _shared(db, code)
        workshop = workshops.lines(db, [workshop_id], today=date.min)[workshop_id]
        ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
        lines = sessions.lines(db, ids)
        listed = enrolments.find(db, workshop_id, status=EnrolmentStatus.ENROLLED)
        people = enrolments.lines(db, listed)
    return replace(
        shared,
        workshop=workshop.title,
        sessions=tuple(_session(lines[each]) for each in ids),
        names=tuple(people[each].shown for each in listed),
        place=_only({lines[each].place for each in ids}) or workshop.place,
        trainers=tuple(dict.fromkeys(name for each in ids for name in lines[each].trainers)),
        reference=workshop.uid,
    )


def _shared(db: Db, code: str) -> SheetFacts:
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


def _print(frozen: Frozen, today: date) -> Print:
    return Print(
        status=cast(Status, str(frozen.status)),
        revoked_on=frozen.ended_on if frozen.status == CertificateStatus.REVOKED else None,
        duplicata_on=today if frozen.was_handed_out else None,
        replaced_by=frozen.replaced_by,
    )


def trial_prints(
    notebook: Notebook, workshop_id: int, code: str, *, today: date, layout: str = issuing.DEFAULT_LAYOUT
) -> list[tuple[CertificateFacts, Print]]:
    """Return the certificates that would be issued now, without numbers: nothing is recorded."""
    with notebook.read() as db:
        found = issuing.candidates(db, workshop_id)
        wanted = {each.person_id: each for each in found if each.certificate_id is None and each.problem is None}
        facts: Mapping[int, Mapping[str, object]] = issuing.facts_now(
            db, workshop_id, list(wanted), today=today, language=code, layout=layout
        )
    order = sorted(wanted.values(), key=lambda each: names.sort_key(each.given_name, each.family_name))
    return [(CertificateFacts.from_frozen(facts[each.person_id]), Print(is_test=True)) for each in order]
