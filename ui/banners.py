"""Owns the lines on top of every page: example data, a parcel, a copy that went its own way."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from resources.i18n import _
from ui.widgets.buttons import button

if TYPE_CHECKING:
    from models.association import Identity
    from models.notebook import Notebook
    from models.parcels import ParcelLine
    from ui.main_window import MainWindow
    from ui.widgets.notices import Banner


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
    assert window.context is not None
    made += _strayed(window, window.context.notebook)
    return made


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
