"""Owns importing what the programme answered to packages: the receipts are chosen, kept, and what is wrong is told."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from exchange.receipts import keep_receipts, receipt_problems
from models.handovers import REJECTED
from models.platforms import documents_folder
from models.problem import UserError
from resources.i18n import _
from resources.labels import receipt_label
from resources.words import sentence
from ui import messages
from ui.page import Context


def import_receipts(parent: QWidget, context: Context) -> None:
    """Ask for receipts and keep them; what the programme found wrong is said until it has been read."""
    names, _kind = QFileDialog.getOpenFileNames(
        parent, _("Import a receipt"), str(documents_folder()), f"{_('Receipts')} (*.json)"
    )
    if not names:
        return
    try:
        kept = keep_receipts(context.notebook, [Path(name) for name in names])
    except UserError as error:
        messages.show_error(parent, error)
        return
    told = []
    for line, receipt in kept:
        fate = receipt_label(receipt["status"])
        told.append(_("Package {number}, {file}: {fate}", number=line.sequence, file=line.file_name, fate=fate))
        told += [sentence(problem) for problem in receipt_problems(receipt)]
    is_problem = any(receipt["status"] == REJECTED for _line, receipt in kept)
    if len(told) > len(kept) or is_problem:
        messages.tell(parent, _("What the programme answered"), told, is_problem=is_problem)
    else:
        context.toast(" ".join(told))
