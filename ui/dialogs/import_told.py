"""Owns the words of the import dialog for one row: who it is, what is to be known of it, what it completes."""

from __future__ import annotations

from exchange.import_plan import FURTHER
from exchange.people_import import Kind, PlannedRow
from models.matching import KnownPerson
from models.people import PersonDraft
from resources.i18n import _, here
from resources.labels import field_label, left_out_label
from resources.words import sentence


def described(person: PersonDraft | KnownPerson) -> str:
    """Return someone in one line, with all that tells them from another of the same name."""
    born = _("born {year}", year=person.birth_year) if person.birth_year else ""
    name = " ".join(part for part in (person.given_name, person.family_name) if part)
    return ", ".join(part for part in (name, born, person.town, person.email, person.phone) if part)


def told(planned: PlannedRow) -> str:
    """Say what deserves to be told of a row."""
    texts = [sentence(problem) for problem in planned.problems]
    if planned.same_as is not None:
        texts.append(_("The same person as in row {row}", row=planned.same_as % FURTHER))
    elif planned.kind is Kind.LEFT_OUT:
        texts.append(left_out_label(planned.reason))
    texts += [_("Perhaps {person}", person=described(each)) for each in planned.candidates]
    texts.append(completing(planned, planned.person_id))
    return " ".join(text for text in texts if text)


def completing(planned: PlannedRow, person_id: int | None) -> str:
    """Say which empty fields of someone known a row fills."""
    fields = planned.completes.get(person_id, ()) if person_id is not None else ()
    return _("Completes: {fields}", fields=here().and_list(map(field_label, fields))) if fields else ""
