"""Owns the menu of a workshop's papers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from resources.i18n import _
from ui.actions import Action, MenuButton
from ui.dialogs.badges import show_badges
from ui.dialogs.hand_papers import ask_call_list, ask_registration_form
from ui.dialogs.papers import show_sheets
from ui.dialogs.sheet_options import ask_sheets
from ui.page import Context


class PapersButton(MenuButton):
    """A button whose menu has the papers of the workshop that `workshop` names; the Ctrl+K list has them too."""

    def __init__(self, page: QWidget, context: Context, workshop: Callable[[], int]) -> None:
        rows = [
            Action(
                "workshop.sheet",
                _("Sign-in sheet of all sessions"),
                lambda: show_sheets(page, context, workshop_id=workshop(), button=self),
                icon="printer",
            ),
            Action(
                "workshop.sheets",
                _("Sign-in sheets as I want them…"),
                lambda: ask_sheets(page, context, workshop(), button=self),
                icon="printer",
            ),
            Action(
                "workshop.form",
                _("Registration form…"),
                lambda: ask_registration_form(page, context, workshop(), button=self),
                icon="pencil",
            ),
            Action(
                "workshop.calls",
                _("Call list…"),
                lambda: ask_call_list(page, context, workshop(), button=self),
                icon="users",
            ),
            Action(
                "workshop.badges",
                _("Badges to cut out"),
                lambda: show_badges(page, context, workshop(), button=self),
                icon="printer",
            ),
        ]
        super().__init__(_("Papers"), rows)
        self.papers = rows
