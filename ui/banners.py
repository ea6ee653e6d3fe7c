"""Owns the lines on top of every page: example data, a parcel, a copy that went its own way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from resources.i18n import _
from ui.theme import space
from ui.widgets.boxes import column, empty
from ui.widgets.buttons import button

if TYPE_CHECKING:
    from models.association import Identity
    from models.notebook import Notebook
    from models.parcels import ParcelLine
    from ui.main_window import MainWindow
    from ui.widgets.notices import Banner


class BannerPlace(QWidget):
    """Where the banners are; without one it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = column()
        self.setLayout(self._lines)
        self.hide()

    def show_only(self, shown: Sequence[QWidget]) -> None:
        """Show these banners and no others."""
        empty(self._lines)
        for each in shown:
            self._lines.addWidget(each)
        self._lines.setContentsMargins(*(space(2) if shown else 0,) * 4)
        self.setVisible(bool(shown))


def banners(window: MainWindow, identity: Identity, association: str, parcel: ParcelLine | None) -> list[Banner]:
    """Make the banners of the open notebook, in the order shown."""
    from ui.widgets.notices import Banner

    made: list[Banner] = []
    if identity.is_example:
        made.append(Banner(_("Example data: try everything. Nothing here is real, and its papers say so."), "warn"))
    if parcel is not None:
        from ui.dialogs.parcel_return import give_back

        text = _("Parcel of {association} – give it back when you have finished.", association=association)
        if parcel.label:
            text = _(
                "Parcel of {association} for {name} – give it back when you have finished.",
                association=association,
                name=parcel.label,
            )
        made.append(Banner(text, "accent", button(_("Give back…"), partial(give_back, window), icon="send")))
    from ui.file_place import place_banners

    assert window.context is not None
    made += place_banners(window, window.context.notebook)
    made += _strayed(window, window.context.notebook)
    made += _not_backed_up(window, window.context.notebook)
    return made


def _not_backed_up(window: MainWindow, notebook: Notebook) -> list[Banner]:
    """Say why backups fail: what is worked on has no net."""
    failure = notebook.backup_failure
    if failure is None:
        return []
    from resources.words import sentence
    from ui.widgets.notices import Banner
    from ui.window_actions import show_backups

    text = sentence(failure.problems[0])
    if failure.problems[0].code != "notebook_damaged":
        text = _("No backup can be made. {why}", why=text)
    return [Banner(text, "bad", button(_("Backups…"), partial(show_backups, window), icon="save"))]


def _strayed(window: MainWindow, notebook: Notebook) -> list[Banner]:
    """Say that this file is not what this computer saw last, with the way to the other one."""
    strayed = notebook.strayed
    if strayed is None or not isinstance(notebook.where, Path):
        return []
    from exchange.parcel_words import strayed_problem
    from resources.words import sentence
    from ui.widgets.notices import Banner

    ways_out = []
    if strayed.other.is_file() and strayed.other != notebook.where.resolve():
        ways_out = [button(_("Open the other one"), partial(window.open_notebook, strayed.other), icon="folder-open")]
    return [Banner(sentence(strayed_problem(notebook.where, strayed)), "warn", *ways_out)]
