"""Owns the dialog that holds one form: it closes only when what was entered has been saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QStyle, QVBoxLayout, QWidget

from models.problem import UserError
from resources.i18n import _
from ui.form import Form
from ui.half_typed import HalfTyped, back_again
from ui.modal import run
from ui.theme import size, space
from ui.widgets.boxes import column
from ui.widgets.buttons import Button
from ui.widgets.labels import label

if TYPE_CHECKING:
    from models.notebook import Notebook

Save = Callable[[], object]
Keep = tuple["Notebook", str, tuple[int, ...]]
"""Where a half-typed form is kept: the notebook, what is asked, and of which records."""
FRAME = 48  # pixels the system puts around a window: title bar and borders


class FormDialog(QDialog):
    """A form with one verb. `save` may raise UserError: its problems then stand under the fields, nothing is lost.

    `text` says what the verb does; `kind` is that of its button (destructive: then it is not the default).
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        form: Form,
        *,
        verb: str,
        save: Save,
        text: str = "",
        kind: str = "primary",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.form, self._save = form, save
        self.above = QVBoxLayout()  # what a dialog shows over its form
        if text:
            self.above.addWidget(label(text, wrap=True))
        self.go, stay = Button(verb, kind), Button(_("Cancel"))
        for made, name in ((self.go, verb), (stay, _("Cancel"))):
            made.setAccessibleName(name)
        self.go.clicked.connect(self._on_go)
        stay.clicked.connect(self.reject)
        self.go.setDefault(kind != "destructive")
        self.buttons = QDialogButtonBox()
        self.buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(stay, QDialogButtonBox.ButtonRole.RejectRole)
        whole = column(label(title, "section", wrap=True), self.above, gap=3, margin=4)
        whole.addWidget(self._scrolled(), 1)
        whole.addWidget(self.buttons)
        self.setLayout(whole)
        self.setMinimumWidth(min(size(520), 900))
        self._is_fitted = False
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self._wide = max(size(560), self._inside.minimumSizeHint().width() + bar + 2 * space(4))
        fit_to_screen(self, self._wide, whole.sizeHint().height())

    def keep_half_typed(self, notebook: Notebook, name: str, ids: Iterable[int] = ()) -> None:
        """Keep what is typed here through a crash or a lock; what was kept is shown again, with the way to begin anew.

        Giving the dialog up forgets it, as saving does.
        """
        at_first = self.form.typed()
        keeper = HalfTyped(self.form, notebook, name, ids)
        found = keeper.restore()
        self.finished.connect(lambda _answer: self.form.kept())
        if found is None:
            return

        def begin_anew() -> None:
            self.form.show_typed(at_first)
            self.form.kept()
            self.form.setFocus()

        self.above.addWidget(back_again(found, begin_anew))

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as all the fields need, as far as the screen has room: what wraps knows its height only now."""
        super().showEvent(event)
        if self._is_fitted:
            return
        self._is_fitted = True
        self.fit()

    def fit(self) -> None:
        """Grow as far as the fields shown need and the screen has room."""
        if not self._is_fitted:
            return
        for _pass in range(3):  # a scroll bar that goes gives its width back, and lines come together again
            self._lay_out()
            hidden = self._inside.minimumSizeHint().height() - self._area.viewport().height()
            fit_to_screen(self, self._wide, self.height() + hidden)

    def _lay_out(self) -> None:
        """Give every part its place now, not when the dialog is shown."""
        for part in (self, self._area, self._inside, self.form):
            if (layout := part.layout()) is not None:
                layout.activate()

    def _scrolled(self) -> QScrollArea:
        """Let a long form scroll instead of growing past the screen."""
        self._inside = QWidget()
        layout = column(self.form)
        layout.addStretch(1)
        layout.setContentsMargins(0, 0, space(3), 0)  # room between the fields and the scroll bar
        self._inside.setLayout(layout)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops
        self._area.setWidget(self._inside)
        self._area.setMinimumHeight(min(self.form.sizeHint().height() + space(2), 240))
        self._area.setMinimumWidth(self.form.minimumSizeHint().width() + space(4))
        return self._area

    def _on_go(self) -> None:
        problems = self.form.problems()
        if problems:
            self.form.show_problems(problems)
            return
        try:
            self._save()
        except UserError as error:
            self.form.show_problems(error.problems)
            return
        self.accept()


def fit_to_screen(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog the size it wishes, as far as the screen has room for it."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, room.width() - FRAME), min(height, room.height() - 2 * FRAME))


def ask_form(
    parent: QWidget | None,
    title: str,
    form: Form,
    *,
    verb: str,
    save: Save,
    text: str = "",
    kind: str = "primary",
    keep: Keep | None = None,
) -> bool:
    """Show a form until it is saved or given up; tell whether it was saved. `keep` keeps it when it is half typed."""
    dialog = FormDialog(parent, title, form, verb=verb, save=save, text=text, kind=kind)
    if keep is not None:
        dialog.keep_half_typed(*keep)
    answer = run(dialog)
    return answer == QDialog.DialogCode.Accepted
