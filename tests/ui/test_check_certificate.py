"""Checking a certificate in the window: scanned, pasted, from a file, a picture on the clipboard, or dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from documents.batch import certificates_in_one
from documents.own_layouts import layouts_of
from documents.papers import certificate_prints
from exchange.key_files import public_text
from models import attendance, certificates, enrolments, issuing, keys, programme
from models.certificates import Certificate
from models.codes import AttendanceState
from models.notebook import Notebook
from models.seal import Sealer
from tests.builders import TODAY, a_person, a_session, a_workshop
from tests.documents.pictures import photographed
from tests.documents.reading import picture_of
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext
from tests.ui.keys import press, type_text
from ui.dialogs.check_certificate import CheckDialog

HOSTILE = "<img src=/etc/passwd>"


@dataclass
class Desk:
    """One certificate on paper, and the dialog that checks it."""

    notebook: Notebook
    dialog: CheckDialog
    certificate_id: int
    pdf: Path
    qtbot: QtBot

    @property
    def seal(self) -> str:
        with self.notebook.read() as db:
            return str(certificates.frozen(db, [self.certificate_id])[0].facts["seal"])

    def told(self) -> list[str]:
        """Return what the answers say now."""
        items = [self.dialog.answers.itemAt(place).widget() for place in range(self.dialog.answers.count())]
        return [each.text() for card in items if card for each in card.findChildren(QLabel) if each.text()]

    def says(self, text: str) -> None:
        """Wait until an answer begins so."""
        self.qtbot.waitUntil(lambda: any(each.startswith(text) for each in self.told()), timeout=10_000)


@pytest.fixture
def desk(tmp_path: Path, make_context: MakeContext, qtbot: QtBot) -> Iterator[Desk]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        with notebook.write("Issue", final=True) as db:
            workshop = a_workshop(db, "Premiers pas")
            rows = enrolments.enrol(db, workshop, [a_person(db, HOSTILE, "Le Goff")], today=TODAY).enrolled
            attendance.mark(db, a_session(db, workshop), rows, AttendanceState.PRESENT)
            (made,) = issuing.issue(db, workshop, today=TODAY, language="fr").new
        prints = certificate_prints(notebook, [made], today=TODAY)
        pdf = tmp_path / "certificate.pdf"
        for _step in certificates_in_one(prints, layouts_of(notebook, prints), pdf):
            pass
        dialog = CheckDialog(make_context(notebook))
        qtbot.addWidget(dialog)
        dialog.show()
        yield Desk(notebook, dialog, made, pdf, qtbot)
        QApplication.clipboard().clear()  # what a test has put there must not outlive the application


def scan(desk: Desk, text: str) -> None:
    type_text(desk.dialog.code, text)
    press(desk.dialog.code, Qt.Key.Key_Return)


def test_what_a_scanner_types_is_answered_and_the_next_may_come(desk: Desk) -> None:
    scan(desk, desk.seal)
    assert desk.told() == [
        "It is genuine and valid.", f"{HOSTILE} Le Goff", "“Premiers pas”, 2\N{NO-BREAK SPACE}h",
        "No. LPB-2026-0001, issued on 12 May 2026", "Issued by Les Puces du Blosne",
    ]  # fmt: skip
    assert desk.dialog.isVisible()
    assert desk.dialog.code.selectedText() == desk.dialog.code.text()
    scan(desk, "https://pay.example/42")
    assert desk.told() == ["This is not the code of one of our certificates. Scan or paste the whole code."]


def test_a_scanner_that_types_small_letters_is_understood(desk: Desk) -> None:
    scan(desk, desk.seal.lower())
    assert desk.told()[0] == "It is genuine and valid."


def test_a_code_pasted_with_line_breaks_is_read(desk: Desk) -> None:
    wrapped = "\r\n".join(desk.seal[at : at + 60] for at in range(0, len(desk.seal), 60))
    QApplication.clipboard().setText(f"\n{wrapped}\n\n")
    press(desk.dialog.code, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    press(desk.dialog.code, Qt.Key.Key_Return)
    assert desk.told()[0] == "It is genuine and valid."
    desk.dialog.code.clear()
    desk.dialog.paste_button.click()
    assert desk.told()[0] == "It is genuine and valid."


def test_a_picture_on_the_clipboard_is_read(desk: Desk, tmp_path: Path) -> None:
    picture_of(desk.pdf.read_bytes(), 150).save(tmp_path / "photo.png")
    QApplication.clipboard().setImage(QImage(str(tmp_path / "photo.png")))
    press(desk.dialog.code, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.says("It is genuine and valid.")


def test_a_photo_taken_askew_is_read(desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photographed(picture_of(desk.pdf.read_bytes(), 150)).save(photo, quality=75)
    desk.dialog.on_file(photo)
    desk.says("It is genuine and valid.")


def test_an_association_of_the_programme_is_known_by_the_profile(desk: Desk, tmp_path: Path) -> None:
    with Notebook.create(tmp_path / "other.carnet", association_name="MJC") as other, other.write("Key") as db:
        pair = keys.signing_key(db)
    with desk.notebook.write("Take in the profile") as db:
        issuers = [{"name": "MJC de Rennes", "public_key": public_text(pair.public_key, "mjc")}]
        programme.install(db, {**programme.default_profile(), "issuers": issuers})
        frozen = certificates.frozen(db, [desk.certificate_id])[0].facts
    scan(desk, Sealer(pair.private_key, pair.key_id).seal(frozen))
    assert desk.told()[0] == "It is genuine. Whether it was revoked later cannot be known here."
    assert "Issued by MJC de Rennes" in desk.told()


def test_an_example_certifies_nothing(desk: Desk) -> None:
    with desk.notebook.write("Make it an example") as db:
        row = db.get_one(Certificate, desk.certificate_id)
        row.facts = {**row.facts, "example": True}
    scan(desk, desk.seal)
    assert desk.told()[0].startswith("Certificate LPB-2026-0001 is an example")


def test_a_picture_without_a_code_says_so(desk: Desk) -> None:
    blank = QImage(300, 200, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    QApplication.clipboard().setImage(blank)
    desk.dialog.paste_button.click()
    desk.says("No code of a certificate was found in “Pasted picture”.")


def test_a_file_that_was_copied_is_read(desk: Desk) -> None:
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(desk.pdf))])
    QApplication.clipboard().setMimeData(copied)
    desk.dialog.paste_button.click()
    desk.says("It is genuine and valid.")


def test_the_pdf_itself_is_chosen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(desk.pdf), ""))
    desk.dialog.file_button.click()
    desk.says("It is genuine and valid.")
    assert desk.dialog.file_button.isEnabled()


def test_a_file_that_is_none_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"no picture")
    desk.dialog.on_file(tmp_path / "photo.png")
    desk.says("“photo.png”")
    assert desk.dialog.file_button.isEnabled()
    desk.dialog.on_file(tmp_path / "gone.pdf")
    desk.says("“gone.pdf”")


def test_an_altered_code_is_told(desk: Desk) -> None:
    middle = len(desk.seal) // 2
    other = "A" if desk.seal[middle] != "A" else "B"
    scan(desk, desk.seal[:middle] + other + desk.seal[middle + 1 :])
    assert desk.told()[0].startswith("This code was altered")


def test_a_revoked_one_says_since_when_and_why(desk: Desk) -> None:
    with desk.notebook.write("Revoke", final=True) as db:
        certificates.revoke(db, desk.certificate_id, "Nom <b>d’une</b> autre", today=TODAY)
    scan(desk, desk.seal)
    assert desk.told()[0].startswith("Certificate LPB-2026-0001 is genuine, but was revoked since.")
    assert "Ended on 12 May 2026. Reason: Nom <b>d’une</b> autre" in desk.told()


def test_a_replaced_one_names_the_one_that_counts(desk: Desk) -> None:
    with desk.notebook.write("Replace", final=True) as db:
        certificates.replace(db, desk.certificate_id, "Nom mal écrit", today=TODAY)
    scan(desk, desk.seal)
    assert desk.told()[0].startswith("Certificate LPB-2026-0001 is genuine, but was replaced since.")
    assert "Replaced by LPB-2026-0002" in desk.told()


def test_another_association_is_unknown_until_its_key_is_trusted(desk: Desk, tmp_path: Path) -> None:
    with Notebook.create(tmp_path / "other.carnet", association_name="MJC") as other, other.write("Key") as db:
        pair = keys.signing_key(db)
    with desk.notebook.read() as db:
        frozen = certificates.frozen(db, [desk.certificate_id])[0].facts
    theirs = Sealer(pair.private_key, pair.key_id).seal(frozen)
    scan(desk, theirs)
    assert desk.told()[0].startswith("The association that issued this certificate is not known here.")
    with desk.notebook.write("Trust") as db:
        keys.trust(db, pair.public_key, "MJC", today=TODAY)
    scan(desk, theirs)
    assert desk.told()[0] == "It is genuine. Whether it was revoked later cannot be known here."
    assert "Issued by MJC" in desk.told()


def test_everything_has_a_name(desk: Desk) -> None:
    scan(desk, desk.seal)
    assert unnamed_focusable(desk.dialog) == []
