"""Owns the dialog in which certificates get their look: a layout to choose and change, beside the page it prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QWidget

from documents import layout_changes, own_layouts
from documents.file_names import safe_name
from documents.layout_changes import is_same
from documents.own_layouts import SUFFIX, Choice, Content
from documents.samples import NAMES, sample, sample_drawn
from models import association, layouts
from models.files import file_error, write_file
from models.platforms import documents_folder
from models.problem import Problem, UserError
from models.text import NAME_LENGTH
from resources.i18n import N_, _, current, plural
from resources.words import sentence
from ui import messages
from ui.dialogs.form_dialog import fit_to_screen
from ui.dialogs.layout_form import LayoutForm
from ui.dialogs.where import ask_where
from ui.half_typed import HalfTyped, back_again
from ui.modal import run
from ui.page import Context
from ui.theme import size, space
from ui.widgets.boxes import Column, UprightArea, column, flow, row
from ui.widgets.buttons import Button, button
from ui.widgets.inputs import CheckBox, ComboBox
from ui.widgets.labels import label
from ui.widgets.live_page import Draw, LivePage

USUAL_SAMPLE = 1


class LayoutDialog(QDialog):
    """The form at the left, the very page at the right. Saving keeps an own layout, and what is usual.

    What is half typed survives a crash or a lock, with the layout that it is about.
    """

    changed, settled = Signal(), Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Look of the certificates"))
        self.setAccessibleName(_("Look of the certificates"))
        with context.notebook.read() as db:
            self._sample = sample(db, context.today(), current())
            own = association.draft(db)
            self._first = (own.signatory_name, own.signatory_role)
            self._short = own.short_name or own.name
        self._choice = Choice("", "")
        self._base: Content
        self.layouts = ComboBox(_("Layout"))
        self.form = LayoutForm(context.jobs)
        self.page = LivePage(context.jobs)
        self.names = ComboBox(_("Shown with"))
        for text, name in NAMES:
            self.names.addItem(_(text), name)
        self.names.setCurrentIndex(USUAL_SAMPLE)
        self.names.setMinimumContentsLength(20)
        self.usual = CheckBox(_("Use for new certificates"))
        self.trouble = label("", "problem", wrap=True)
        self.trouble.hide()
        self._build()
        self._offer()
        self.page.follow(self._drawing)
        self.form.changed.connect(self.page.ask)
        self.names.currentIndexChanged.connect(lambda *_: self.page.ask())
        self.layouts.activated.connect(self._on_layout)
        self.page.drawn.connect(lambda: self._tell([]))
        self.page.refused.connect(self._tell)
        self.form.changed.connect(self.changed)
        self.finished.connect(self.settled)
        self._keeper = HalfTyped(self, context.notebook, "layout")
        found = self._keeper.restore()
        if found is not None:
            pictures = _("Choose its new pictures again.") if found.values.get("new_pictures") else ""
            self._above.addWidget(back_again(found, lambda: self._begin_anew(self._choice), pictures))

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._above = column()
        whole = column(label(_("Look of the certificates"), "section"), self._above, gap=3, margin=4)
        sides = row(gap=4)
        sides.addWidget(self._left())
        sides.addLayout(self._right(), 1)
        whole.addLayout(sides, 1)
        self.save_button, cancel = Button(_("Save"), "primary"), Button(_("Cancel"))
        for made, name in ((self.save_button, _("Save")), (cancel, _("Cancel"))):
            made.setAccessibleName(name)
        self.save_button.clicked.connect(self.on_save)
        self.save_button.setDefault(True)
        cancel.clicked.connect(self.reject)
        self.buttons = QDialogButtonBox()
        self.buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        foot = row(self.usual, gap=3)
        foot.addWidget(self.buttons, 1)
        whole.addLayout(foot)
        self.setLayout(whole)
        fit_to_screen(self, size(1240), size(760))

    def _left(self) -> QWidget:
        told = label(_("Layout"), "strong")
        told.setBuddy(self.layouts)
        self.forget_button = button(_("Forget"), self.on_forget, kind="small")
        files = flow(
            button(_("Import…"), self.on_import, kind="small"),
            button(_("Export…"), self.on_export, kind="small"),
            self.forget_button,
        )
        inside = QWidget()
        self.issued = label("", "warning", wrap=True)
        layout = column(column(told, self.layouts, gap=1), files, self.issued, self.form, gap=3)
        layout.setContentsMargins(0, 0, space(3), 0)
        inside.setLayout(layout)
        area = UprightArea(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = self.screen().availableGeometry().width()
        area.setFixedWidth(min(size(420), round(room * 0.47)))
        return area

    def _right(self) -> Column:
        told = label(_("Shown with"), "secondary")
        told.setBuddy(self.names)
        line = row(told, self.names, gap=2)
        line.addStretch(1)
        right = column(line, gap=2)
        right.addWidget(self.page, 1)
        right.addWidget(self.trouble)
        return right

    # -- which layout --------------------------------------------------------------------------------------------------

    def _offer(self, reference: str = "") -> None:
        """Offer all layouts and show one: the one named, or the usual one."""
        with self._context.notebook.read() as db:
            found = own_layouts.choices(db)
        self.layouts.clear()
        for each in found:
            text = _("{layout} – usual", layout=each.name) if each.is_usual else each.name
            self.layouts.addItem(text, each)
        chosen = next((each for each in found if each.reference == reference), None)
        self._show(chosen or next((each for each in found if each.is_usual), found[0]))

    def _show(self, choice: Choice) -> None:
        with self._context.notebook.read() as db:
            self._base = own_layouts.content(db, choice.reference)
            count = layouts.issued_with(db, choice.reference) if choice.id else 0
        self._choice = choice
        self.layouts.setCurrentIndex(
            next(place for place in range(self.layouts.count()) if self.layouts.itemData(place) == choice)
        )
        name = choice.name if choice.id else f"{choice.name} – {self._short}"[:NAME_LENGTH]
        self.form.fill(self._base, name, self._first)
        self.usual.setChecked(choice.is_usual)
        self.forget_button.setVisible(bool(choice.id))
        self.issued.setText(
            plural(
                "{n} certificate was issued with this layout. Printed again, it gets the look you save here.",
                "{n} certificates were issued with this layout. Printed again, they get the look you save here.",
                count,
            )
        )
        self.issued.setVisible(bool(count))
        self._shown = self._content()
        self.page.ask()

    def _on_layout(self, place: int) -> None:
        chosen = self.layouts.itemData(place)
        if chosen == self._choice:
            return
        if self.is_changed and not messages.ask(
            self,
            _("Give up what was changed in this layout?"),
            verb=_("Give up the changes"),
            other=_("Go on changing it"),
            destructive=True,
        ):
            self.layouts.setCurrentIndex(self.layouts.findData(self._choice))
            return
        self._begin_anew(chosen)

    def _begin_anew(self, choice: Choice) -> None:
        self._show(choice)
        self.settled.emit()

    @property
    def is_changed(self) -> bool:
        """Tell whether the form says something else than when it was filled."""
        now = self._content()
        return now.name != self._shown.name or not is_same(now, self._shown)

    def _content(self) -> Content:
        return layout_changes.changed(self._base, self.form.changes())

    # -- what is half typed --------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        """Return what was typed, and in which layout."""
        return {**self.form.typed(), "layout": self._choice.reference}

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Show again what was typed in its layout; in the usual one when that has been forgotten meanwhile."""
        self._offer(str(typed.get("layout", "")))
        self.form.show_typed(typed)

    # -- the page ------------------------------------------------------------------------------------------------------

    def _drawing(self) -> Draw:
        return partial(sample_drawn, self._sample, str(self.names.currentData()), self._content())

    def _tell(self, problems: Sequence[Problem]) -> None:
        """Say why the page is not as it is wanted; what was drawn before stays."""
        text = " ".join(sentence(problem) for problem in problems)
        if text != self.trouble.text():
            self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    # -- what is kept --------------------------------------------------------------------------------------------------

    def on_save(self) -> None:
        """Keep what was changed as an own layout, and which layout is usual, in one action."""
        try:
            self._save()
        except UserError as error:
            self.form.show_problems(error.problems)
            return
        self.accept()
        self._context.done(_("Look of the certificates saved"))

    def _save(self) -> None:
        made = self._content()
        with self._context.notebook.write(N_("Change the look of the certificates")) as db:
            reference = self._choice.reference
            if self.is_changed:
                layout_id = own_layouts.keep(db, made, self._choice.id or None)
                reference = layouts.uid_of(db, layout_id)
            if self.usual.isChecked():
                layouts.set_usual(db, reference)
            elif self._choice.is_usual and reference == layouts.usual(db):
                layouts.set_usual(db, layouts.FIRST)

    def on_forget(self) -> None:
        """Forget an own layout that no certificate shows."""
        choice = self._choice
        if not messages.ask(
            self, _("Forget the layout “{name}”?", name=choice.name), verb=_("Forget"), destructive=True
        ):
            return
        try:
            with self._context.notebook.write(N_("Forget a layout of certificates")) as db:
                layouts.remove(db, choice.id)
        except UserError as error:
            messages.show_error(self, error)
            return
        self._offer()
        self.settled.emit()

    # -- files ---------------------------------------------------------------------------------------------------------

    def on_export(self) -> None:
        """Write the layout as it is in the form into one file."""
        made = self._content()
        path = ask_where(
            self, _("Export the layout"), safe_name(made.name, SUFFIX), _("Layouts of certificates"), SUFFIX
        )
        if path is None:
            return
        self._context.jobs.later(
            partial(write_file, path, own_layouts.to_file(made)),
            lambda _none: messages.toast(self, _("Saved: {file}", file=path.name)),
            owner=self,
        )

    def on_import(self) -> None:
        """Take a layout in from a file and show it."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Import a layout"), str(documents_folder()), self._kinds())
        if chosen:
            self._context.jobs.later(partial(_read, Path(chosen)), self._on_read, owner=self, on_failed=self._on_failed)

    def _on_read(self, content: Content) -> None:
        with self._context.notebook.write(N_("Take in a layout of certificates")) as db:
            free = _free_name(content.name, [each.name for each in layouts.lines(db)])
            uid = layouts.uid_of(db, own_layouts.keep(db, replace(content, name=free)))
        self._offer(uid)
        self.settled.emit()
        messages.toast(self, _("Layout taken in: {name}", name=free))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        messages.show_error(self, error)

    def _kinds(self) -> str:
        return f"{_('Layouts of certificates')} (*{SUFFIX})"


def _read(path: Path) -> Content:
    try:
        with path.open("rb") as stream:
            written = stream.read(own_layouts.MOST_BYTES + 1)
    except OSError as error:
        raise file_error(error, path) from error
    return own_layouts.from_file(written, file=path.name)


def _free_name(name: str, taken: Sequence[str]) -> str:
    """Return the name, or the first "name (2)" that no layout bears."""
    from models.names import key

    keys = {key(each) for each in taken}
    free, count = name[:NAME_LENGTH], 1
    while key(free) in keys:
        count += 1
        free = f"{name[: NAME_LENGTH - 6]} ({count})"
    return free


def open_layouts(parent: QWidget, context: Context) -> None:
    """Show the look of the certificates until it is saved or given up."""
    dialog = LayoutDialog(context, parent)
    run(dialog)
