"""Owns the small forms of the import dialog: one row that is corrected, and what is the same for everyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from exchange.columns import FIXABLE
from exchange.people_import import PlannedRow
from models import people
from models.drafts import cleaned
from models.people import PersonDraft
from models.problem import refuse_if_any
from resources.i18n import _
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.person import FIELDS, person_form

_ROW = tuple(field for field in FIELDS if field.name != "photo_consent")
_FIXED = tuple(field for field in FIELDS if field.name in FIXABLE)
_RAW = frozenset({"given_name", "family_name", "email", "phone", "postcode", "town"})


class CorrectRowDialog(FormDialog):
    """Shows one row as it was read, what is wrong under each field; `draft` is what was made of it."""

    def __init__(self, parent: QWidget | None, planned: PlannedRow, *, today: date) -> None:
        self._today = today
        self._before, self.draft = planned.draft, planned.draft
        form = person_form(_ROW, today)
        super().__init__(
            parent,
            _("Correct row {row}", row=planned.row),
            form,
            verb=_("Use this correction"),
            save=self._keep,
            text=_("The file itself stays as it is."),
        )
        form.fill(_as_read(planned))
        form.show_problems(planned.problems)

    def _keep(self) -> None:
        draft = cleaned(self.form.read_into(self._before))
        refuse_if_any(people.check(draft, this_year=self._today.year))
        self.draft = draft


def _as_read(planned: PlannedRow) -> PersonDraft:
    """Return the row with what could not be understood, so that it can be put right instead of typed again."""
    raw = {
        problem.field: str(problem.values["text"])
        for problem in planned.problems
        if not problem.is_warning and problem.field in _RAW and "text" in problem.values
    }
    texts: dict[str, Any] = {name: text for name, text in raw.items() if not getattr(planned.draft, name)}
    return replace(planned.draft, **texts)


class SameForAllDialog(FormDialog):
    """Asks what is the same for everyone in a list; `values` are those that were given."""

    def __init__(self, parent: QWidget | None, values: Mapping[str, Any], *, today: date) -> None:
        self._today = today
        self.values: dict[str, Any] = dict(values)
        form = person_form(_FIXED, today)
        super().__init__(
            parent,
            _("The same for everyone"),
            form,
            verb=_("Use for everyone"),
            save=self._keep,
            text=_("A row that says something else keeps what it says. An empty field adds nothing."),
        )
        form.fill(PersonDraft(**self.values))

    def _keep(self) -> None:
        draft = cleaned(self.form.read_into(PersonDraft(family_name="–")))
        refuse_if_any(people.check(draft, this_year=self._today.year))
        self.values = {name: value for name in FIXABLE if (value := getattr(draft, name))}
