"""The dialog of a form: all of it is seen where the screen has room, at every text size."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from resources.i18n import N_
from ui.dialogs.form_dialog import FormDialog
from ui.form import Field, Form

LONG = "It certifies the presence of somebody at a workshop. A new one with the next number takes its place. " * 3


@pytest.mark.parametrize("text", ["", LONG])
def test_a_short_form_is_shown_whole_without_scroll_bars(app: QApplication, qtbot: QtBot, text: str) -> None:
    help_text = N_("As people will read it on the sheets and certificates.")
    form = Form((Field("reason", N_("Reason"), required=True, help=help_text + " " + LONG[:90]),))
    dialog = FormDialog(None, "Revoke the certificate", form, verb="Revoke", save=lambda: None, text=text)
    qtbot.addWidget(dialog)
    dialog.show()
    app.processEvents()
    area = dialog.findChild(QScrollArea)
    assert area is not None
    assert not area.verticalScrollBar().isVisible()
    assert not area.horizontalScrollBar().isVisible()
