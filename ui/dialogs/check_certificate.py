"""Owns the check of a certificate: its code scanned or pasted, or read from a PDF or a photo, and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Signal
from PySide6.QtGui import QImage, QImageWriter, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QVBoxLayout, QWidget

from documents.seal import read_pasted_seals, read_seals
from models import seal_check
from models.platforms import documents_folder
from models.problem import UserError
from models.seal_check import Checked, Verdict
from resources.i18n import _, here
from resources.words import sentence
from ui.dialogs.form_dialog import fit_to_screen
from ui.drops import FileDrops
from ui.modal import run
from ui.page import Context
from ui.scanner import as_meant
from ui.theme import size
from ui.widgets.boxes import Card, UprightArea, column, empty, flow, row
from ui.widgets.buttons import button
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import announce, label
from ui.widgets.notices import Picture

SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg")
_SIGNS = {Verdict.GENUINE: ("check", "ok"), Verdict.GENUINE_UNKNOWN_SINCE: ("check", "ok"),
          Verdict.REPLACED: ("refresh-cw", "warn"), Verdict.UNKNOWN_ISSUER: ("circle-alert", "warn"),
          Verdict.UNKNOWN_NUMBER: ("circle-alert", "warn"), Verdict.NOT_A_SEAL: ("circle-alert", "warn"),
          Verdict.EXAMPLE: ("circle-alert", "warn")}  # fmt: skip
_BAD = ("ban", "bad")


def _on_clipboard() -> QMimeData:
    """Return what is on the clipboard; some systems answer with nothing at all while another program holds it."""
    held: QMimeData | None = QApplication.clipboard().mimeData()
    return QMimeData() if held is None else held


class CodeField(LineEdit):
    """Where a code is scanned or pasted; a picture or a file that is pasted is told by `pasted`."""

    pasted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a pasted picture or file; text is pasted as usual."""
        if event.matches(QKeySequence.StandardKey.Paste) and not _on_clipboard().hasText():
            self.pasted.emit()
        else:
            super().keyPressEvent(event)


class CheckDialog(QDialog):
    """Answers for one code after the other; a file may also be dropped."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("Check a certificate")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._context = context
        how = _(
            "Scan the code, paste its text or a picture of it, or choose the PDF or a photo. A file can be dropped."
        )
        self.setAccessibleDescription(how)
        self.code = CodeField(_("Code of the certificate"), hint="CARNET1:…")
        self.code.setMaxLength(20_000)
        self.code.returnPressed.connect(self.on_code)
        self.code.pasted.connect(self.on_paste)
        self.go = button(_("Check"), self.on_code, kind="primary")
        self.file_button = button(_("Choose a file…"), self.on_choose, icon="folder-open")
        self.paste_button = button(_("Paste"), self.on_paste, icon="copy")
        QShortcut(QKeySequence.StandardKey.Paste, self, self.on_paste)
        close = button(_("Close"), self.reject)
        for made in (self.go, self.file_button, self.paste_button, close):
            made.setAutoDefault(False)  # Enter, which a scanner sends too, is for the code
        self.buttons = QDialogButtonBox()
        self.buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        typed = row(gap=2)
        typed.addWidget(self.code, 1)
        typed.addWidget(self.go)
        inside = QWidget()
        self.answers = QVBoxLayout(inside)
        self.answers.setContentsMargins(0, 0, 0, 0)
        self.answers.addStretch(1)
        whole = column(
            label(title, "section", wrap=True),
            label(how, wrap=True),
            typed,
            flow(self.file_button, self.paste_button),
            margin=4,
        )
        whole.addWidget(UprightArea(inside), 1)
        whole.addWidget(self.buttons)
        self.setLayout(whole)
        self.setMinimumWidth(min(size(520), 900))
        fit_to_screen(self, size(640), size(560))
        FileDrops(self, self.on_file)
        self.code.setFocus()

    def on_code(self) -> None:
        """Check what was scanned or pasted, and wait for the next one."""
        text = as_meant(self.code.text().strip())
        if text:
            self._check([text])
        self.code.setFocus()
        self.code.selectAll()

    def on_choose(self) -> None:
        """Let the user choose a PDF or a photo."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a certificate"), str(documents_folder()), f"{_('PDF or picture')} ({kinds})"
        )
        if chosen:
            self.on_file(Path(chosen))

    def on_paste(self) -> None:
        """Check what is on the clipboard: a picture, a file that was copied, or the text of a code."""
        held = _on_clipboard()
        picture = QApplication.clipboard().image() if held.hasImage() else QImage()
        files = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        if files:
            self.on_file(files[0])
        elif not picture.isNull():
            self._read(partial(read_pasted_seals, _as_png(picture), _("Pasted picture")))
        else:
            self.code.setText(held.text())
            self.on_code()

    def on_file(self, path: Path) -> None:
        """Read the codes of a file, then check them."""
        self._read(partial(read_seals, path))

    def _read(self, seals: Callable[[], Sequence[str]]) -> None:
        """Read off the window's thread, then check."""
        self.file_button.setEnabled(False)
        self._context.jobs.later(seals, self._on_read, owner=self, on_failed=self._on_not_read)

    def _on_read(self, texts: Sequence[str]) -> None:
        self.file_button.setEnabled(True)
        self._check(texts)

    def _on_not_read(self, error: Exception) -> None:
        self.file_button.setEnabled(True)
        if not isinstance(error, UserError):
            self._context.jobs.show_failure(error)
            return
        text = " ".join(sentence(problem) for problem in error.problems)
        self._show([answer_card("circle-alert", "warn", text, [])], text)

    def _check(self, texts: Sequence[str]) -> None:
        with self._context.notebook.read() as db:
            found = [seal_check.check(db, text) for text in texts]
        said = [sentence(each.problem) for each in found]
        cards = [
            answer_card(*_SIGNS.get(each.verdict, _BAD), text, facts_told(each))
            for each, text in zip(found, said, strict=True)
        ]
        self._show(cards, " ".join(" ".join((*facts_told(each), text)) for each, text in zip(found, said, strict=True)))

    def _show(self, cards: Sequence[QWidget], said: str) -> None:
        empty(self.answers)
        for card in cards:
            self.answers.addWidget(card)
        self.answers.addStretch(1)
        announce(self, said)


def _as_png(picture: QImage) -> bytes:
    """Return a picture as a file that others read."""
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(written, QByteArray(b"png")).write(picture)
    return bytes(written.data().data())


def answer_card(icon: str, role: str, text: str, facts: Sequence[str]) -> Card:
    """Make the card of one answer: sign, sentence, and what the certificate says."""
    card = Card()
    top = row(gap=3)
    top.addWidget(Picture(icon, role, 24))
    top.addWidget(label(text, "strong", wrap=True), 1)
    card.body.addLayout(top)
    for each in facts:
        card.body.addWidget(label(each, wrap=True, selectable=True))
    return card


def facts_told(checked: Checked) -> list[str]:
    """Say what a certificate whose seal holds says, and what became of it."""
    facts = checked.facts
    if facts is None:
        return []
    told = [
        facts.name,
        _("“{title}”, {duration}", title=facts.title, duration=here().duration(facts.minutes)),
        _("No. {number}, issued on {date}", number=facts.number, date=here().date(facts.issued_on, "long")),
    ]
    if checked.issuer:
        told.append(_("Issued by {issuer}", issuer=checked.issuer))
    if checked.ended_on is not None:
        day = here().date(checked.ended_on, "long")
        told.append(_("Ended on {date}. Reason: {reason}", date=day, reason=checked.reason))
    if checked.replaced_by:
        told.append(_("Replaced by {number}", number=checked.replaced_by))
    return told


def open_check(parent: QWidget, context: Context, path: Path | None = None) -> None:
    """Show the dialog until it is closed, a file already read when one is given."""
    dialog = CheckDialog(context, parent)
    if path is not None:
        dialog.on_file(path)
    run(dialog)
