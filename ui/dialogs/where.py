"""Owns the question where a file is saved: its ending completed, and nothing replaced without a word."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from models.platforms import documents_folder
from resources.i18n import _
from ui import messages


def ask_where(
    parent: QWidget, title: str, name: str, kind: str, ending: str, *, own: Path | None = None
) -> Path | None:
    """Return where a file is to be saved, proposed by its name; None when given up.

    `kind` says what such files are, `own` is a file of ours that may be written again. A name typed without the ending
    is completed; the system's dialog has not asked about that one, so a file that is there is asked about here.
    """
    proposed = str(documents_folder() / name)
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, proposed, f"{kind} (*{ending})")
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() == ending:
        return path
    path = path.with_name(path.name + ending)
    return path if path == own or not path.exists() or _may_replace(parent, path) else None


def _may_replace(parent: QWidget, path: Path) -> bool:
    return messages.ask(
        parent,
        _("Replace “{file}”?", file=path.name),
        detail=_("A file of this name is there already."),
        verb=_("Replace it"),
        destructive=True,
    )
