"""Owns the manual on screen: beside the window, at the page about what is shown, without a connection."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QSizePolicy, QTextBrowser, QWidget

from models.names import fold
from resources.i18n import _, current, plural
from resources.manual import ENDING, PICTURE, ManualPage, pages
from ui.dialogs.form_dialog import fit_to_screen
from ui.theme import colour, size, space
from ui.widgets.boxes import column, row
from ui.widgets.buttons import button
from ui.widgets.inputs import SearchField
from ui.widgets.labels import announce, label, plain_tip

ABOUT = {
    "today": "start", "people": "people", "person": "people", "workshops": "workshops", "workshop": "attendance",
    "session": "attendance", "workshop_enrolled": "enrolment", "workshop_sessions": "workshops",
    "workshop_certificates": "certificates", "workshop_facts": "workshops", "certificates": "certificates",
    "history": "window", "programme": "programme", "": "start",
}  # fmt: skip
"""The page of the manual about each page of the window."""
IN_DIALOG = {
    "BackupsDialog": "safety", "CheckDialog": "certificates", "DoubtsDialog": "workshops", "DuplicatesDialog": "people",
    "EnrolKnownDialog": "enrolment", "FiguresDialog": "programme", "HandOverDialog": "programme",
    "HeadcountDialog": "attendance", "ImportDialog": "people", "KeysDialog": "certificates",
    "LayoutDialog": "certificates", "LeaveDialog": "safety", "MergeDialog": "people", "NewPersonDialog": "people",
    "OtherRecordDialog": "people", "PreviewDialog": "workshops", "PrivacyDialog": "privacy",
    "ReportDialog": "certificates", "SettingsDialog": "window", "TakeDialog": "parcels",
    "TemplatesDialog": "workshops", "TypingBackDialog": "attendance", "UnlockDialog": "safety",
}  # fmt: skip
"""The page of the manual about what a dialog is for; about any other it is that of the window behind it."""
LINES = 130  # per cent of the height of the letters
OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"  # what stands for a picture in the text


class Manual(QDialog):
    """The contents at the left, searched as one types; a page at the right, its links followed by mouse and keys."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Manual"))
        self.setAccessibleName(_("Manual"))
        self._pages = {page.name: page for page in pages(current())}
        self._before: list[str] = []
        self._shown = ""
        self.search = SearchField(_("Search in the manual"))
        self.search.searched.connect(self._find)
        self.found = label("", "secondary")
        self.found.hide()
        self.contents = QListWidget()
        self.contents.setAccessibleName(_("Pages of the manual"))
        self.contents.setObjectName("contents")
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.contents.currentItemChanged.connect(self._on_chosen)
        self.text = _Text()
        self.text.anchorClicked.connect(self._follow)
        self.back = button(_("Back"), self.go_back, icon="arrow-left")
        close = button(_("Close"), self.close)
        for keys in (QKeySequence.StandardKey.Back, QKeySequence.StandardKey.Find):
            slot = self.go_back if keys is QKeySequence.StandardKey.Back else self.search.setFocus
            QShortcut(QKeySequence(keys), self, slot)
        left = QWidget()
        left.setLayout(column(self.search, self.found, gap=2))
        left.layout().addWidget(self.contents)  # type: ignore[union-attr]  # it was set
        left.setMinimumWidth(size(140))
        body = row(gap=4)
        body.addWidget(left, 3)
        body.addWidget(self.text, 7)
        whole = column(gap=3, margin=4)
        whole.addLayout(body, 1)
        below = row(self.back)
        below.addStretch(1)
        below.addWidget(close)
        whole.addLayout(below)
        self.setLayout(whole)
        self._fill(list(self._pages.values()))
        fit_to_screen(self, size(900), size(640))

    def show_page(self, name: str) -> None:
        """Show a page of the manual, its beginning first."""
        if self._shown and self._shown != name:
            self._before.append(self._shown)
        self._show(name)

    def _show(self, name: str) -> None:
        page = self._pages[name]
        self._shown = name
        self.text.setAccessibleName(page.title)
        self.text.show_page(page)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.back.setEnabled(bool(self._before))
        for place in range(self.contents.count()):
            item = self.contents.item(place)
            if item.data(Qt.ItemDataRole.UserRole) == name and item is not self.contents.currentItem():
                self.contents.setCurrentItem(item)
        self._mark()

    def go_back(self) -> None:
        """Show the page that was shown before."""
        if self._before:
            self._show(self._before.pop())

    def _follow(self, link: QUrl) -> None:
        name = link.path().removesuffix(ENDING)
        if name in self._pages:
            self.show_page(name)

    def _fill(self, found: list[ManualPage]) -> None:
        self.contents.blockSignals(True)
        self.contents.clear()
        for page in found:
            item = QListWidgetItem(page.title)
            item.setData(Qt.ItemDataRole.UserRole, page.name)
            item.setToolTip(plain_tip(page.title))
            self.contents.addItem(item)
            if page.name == self._shown:
                self.contents.setCurrentItem(item)
        self.contents.blockSignals(False)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(Qt.ItemDataRole.UserRole) != self._shown:
            self.show_page(item.data(Qt.ItemDataRole.UserRole))

    def _find(self, words: str) -> None:
        """List the pages that hold all these words, and show the first place in the page that is shown."""
        wanted = fold(words).split()
        found = [page for page in self._pages.values() if all(word in fold(page.text) for word in wanted)]
        self._fill(found)
        told = plural("{n} page", "{n} pages", len(found)) if wanted else ""
        self.found.setText(told)
        self.found.setVisible(bool(told))
        if wanted:
            announce(self, told)
        if found and self._shown not in [page.name for page in found]:
            self.show_page(found[0].name)
        else:
            self._mark()

    def _mark(self) -> None:
        """Select the first place of the page where the searched word stands, accents and case ignored."""
        wanted = fold(self.search.text()).split()
        block = self.text.document().firstBlock()
        while wanted and block.isValid():
            if wanted[0] in fold(block.text()):
                cursor = QTextCursor(block)
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                self.text.setTextCursor(cursor)
                return
            block = block.next()


class _Text(QTextBrowser):
    """A page of the manual: our own text, read by people and screen readers; it opens nothing by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._pictures: Mapping[str, Path] = {}
        self.setOpenLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def show_page(self, page: ManualPage) -> None:
        """Show a page, each picture as wide as there is room for, with what it shows under it."""
        self._pictures = page.pictures()
        self.setMarkdown(PICTURE.sub(r"![\1](\2)\n\n*\1*", page.text))
        self._look_like_us()
        self._fit_pictures()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pictures within the page."""
        super().resizeEvent(event)
        self._fit_pictures()

    def _fit_pictures(self) -> None:
        document, ratio = self.document(), self.devicePixelRatioF()
        room = self.viewport().width() - 2 * space(4) - size(2)
        for name, path in self._pictures.items():
            picture = QImage(str(path))
            wide = max(min(size(picture.width()), room), 1)
            picture = picture.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(
                round(wide * ratio), Qt.TransformationMode.SmoothTransformation
            )
            painter = QPainter(picture)
            painter.setPen(colour("line"))
            painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
            painter.end()
            picture.setDevicePixelRatio(ratio)
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), picture)
        document.markContentsDirty(0, document.characterCount())

    def _look_like_us(self) -> None:
        """Give the page air: round its text, between its lines, above its headings, in the cells of its tables."""
        document = self.document()
        document.setDocumentMargin(space(4))
        block = document.firstBlock()
        while block.isValid():
            lines = block.blockFormat()
            is_picture = block.text() == OBJECT
            height = 100 if is_picture else LINES
            lines.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            lines.setTopMargin(space(4) if lines.headingLevel() > 1 else 0)
            lines.setBottomMargin(space(1 if is_picture or _is_within(block) else 3))
            QTextCursor(block).setBlockFormat(lines)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.setCellPadding(space(2))
                table.setBorderCollapse(True)
                table.setBorder(1)
                table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                table.setBorderBrush(colour("line"))
                table.setBottomMargin(space(3))
                frame.setFormat(table)


def _is_within(block: QTextBlock) -> bool:
    """Tell whether a paragraph is in a list or in a table."""
    found: tuple[QObject | None, QObject | None] = (block.textList(), QTextCursor(block).currentTable())
    return found != (None, None)


def open_manual(parent: QWidget, page: str) -> Manual:
    """Show the manual beside the window at the page about one of its pages ("" for the doors), the one that is open."""
    return _open(parent, ABOUT.get(page, "start"))


def open_manual_in(dialog: QDialog) -> Manual:
    """Show the manual beside a dialog that is waited for: as a part of it, or it could not be reached."""
    from ui.main_window import MainWindow

    behind = dialog.parentWidget()
    while behind is not None and not isinstance(behind, MainWindow):
        behind = behind.parentWidget()
    page = ABOUT.get(behind.place()[0], "start") if behind is not None else "start"
    manual = _open(dialog, IN_DIALOG.get(type(dialog).__name__, page))
    dialog.finished.connect(manual.close)
    return manual


def _open(parent: QWidget, name: str) -> Manual:
    manual = parent.findChild(Manual) or Manual(parent)
    manual.show_page(name)
    manual.show()
    manual.raise_()
    manual.activateWindow()
    manual.text.setFocus()
    return manual
