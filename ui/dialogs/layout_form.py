"""Owns the fields of a layout of certificates: name, colours, words, who signs, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from documents.layout_changes import COLOURS, PALETTE, READABLE, Changes, colour_of, contrast_with_paper
from documents.own_layouts import Content
from documents.pictures import USES, Picture, imported_from
from models.platforms import documents_folder
from models.problem import Problem, UserError
from resources.i18n import N_, _
from resources.words import sentence
from ui.form import Field, Form
from ui.jobs import Jobs
from ui.widgets.boxes import column
from ui.widgets.colour_choice import ColourChoice
from ui.widgets.labels import label
from ui.widgets.picture_field import PictureField

NAME = (Field("name", N_("Name of this layout"), required=True),)
WORDS = (
    Field("title", N_("Title"), hint=N_("Certificate of attendance")),
    Field(
        "opening",
        N_("Before the name"),
        hint=N_("{association} certifies that"),
        help=N_("{association} stands for the name of the association."),
    ),
    Field("note", N_("A sentence of your own"), hint=N_("For example: with the support of the town of Rennes")),
    Field("purpose", N_("At the foot"), hint=N_("This certificate states presence. It is not a diploma.")),
)
SIGNS = (
    Field("first_name", N_("Who signs"), width="medium"),
    Field("first_role", N_("Role"), width="medium", hint=N_("For example: chair")),
    Field("second_name", N_("Who signs as well"), width="medium", help=N_("Leave it empty when one signature does.")),
    Field("second_role", N_("Role of the second one"), width="medium"),
)
PICTURES = (
    ("logo", N_("Logo"), ""),
    ("partner_logo", N_("Logo of a partner"), ""),
    ("signature", N_("Signature"), N_("It is shown only beside the name of whoever signs above.")),
    ("second_signature", N_("Second signature"), ""),
    ("stamp", N_("Stamp"), ""),
    ("background", N_("Background"), N_("A picture or the first page of a PDF; the ornaments of the layout give way.")),
)
COLOUR_NAMES = {"accent": N_("Main colour"), "ink": N_("Colour of the text")}


class LayoutForm(QWidget):
    """All that can be changed in a layout; `changed` follows each edit of the user."""

    changed = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._pictures: dict[str, Picture | None] = {}
        self._has_lost_pictures = False
        self.name, self.words, self.signs = Form(NAME), Form(WORDS), Form(SIGNS)
        self.colours = {name: ColourChoice(_(COLOUR_NAMES[name]), PALETTE) for name in COLOURS}
        self.pictures = {slot: PictureField(_(text), _(told) if told else "") for slot, text, told in PICTURES}
        self._pale = label(_("This colour is hard to read on paper. Choose a darker one."), "warning", wrap=True)
        self._pale.hide()
        whole = column(self.name, gap=4)
        for title, parts in (
            (_("Colours"), self._colour_rows()),
            (_("Words"), [self.words]),
            (_("Who signs"), [self.signs]),
            (_("Pictures"), [label(_("PNG or JPEG, 5 MB at most"), "help", wrap=True), *self.pictures.values()]),
        ):
            whole.addLayout(column(label(title, "section"), *parts, gap=3))
        whole.addStretch(1)
        self.setLayout(whole)
        for form in (self.name, self.words, self.signs):
            form.changed.connect(self.changed)
        for choice in self.colours.values():
            choice.chosen.connect(self._on_colour)
        for slot, field in self.pictures.items():
            field.wanted.connect(partial(self._on_wanted, slot))
            field.removed.connect(partial(self._on_picture, slot, None))

    def _colour_rows(self) -> list[QWidget]:
        self._colour_rows_by_name: dict[str, QWidget] = {}
        for name, choice in self.colours.items():
            told = label(_(COLOUR_NAMES[name]), "strong")
            told.setBuddy(choice)
            line = QWidget()
            line.setLayout(column(told, choice, gap=1))
            self._colour_rows_by_name[name] = line
        return [*self._colour_rows_by_name.values(), self._pale]

    # -- what is shown and what is entered -----------------------------------------------------------------------------

    def fill(self, content: Content, name: str, first: tuple[str, str]) -> None:
        """Show a layout under a name; `first` signs where the layout does not say who does."""
        self._pictures, self._has_lost_pictures = {}, False
        self.name.fill({"name": name})
        words = content.values.get("words", {})
        self.words.fill({field.name: words.get(field.name, "") for field in WORDS})
        told = [(each.get("name", ""), each.get("role", "")) for each in content.values.get("signatories", [])]
        rows = [told[0] if told and any(told[0]) else first, *told[1:], ("", "")]
        (first_name, first_role), (second_name, second_role) = rows[0], rows[1]
        self.signs.fill(
            {"first_name": first_name, "first_role": first_role, "second_name": second_name, "second_role": second_role}
        )
        for key, choice in self.colours.items():
            choice.set_value(colour_of(content, key))
            self._colour_rows_by_name[key].setVisible(bool(choice.value))
        shown = content.values.get("pictures", {})
        for slot, field in self.pictures.items():
            field.show_picture(content.pictures[shown[slot]].content if slot in shown else b"")
        self._tell_pale()

    def typed(self) -> dict[str, Any]:
        """Return what was typed and chosen; of pictures, which weigh megabytes, only whether there are new ones."""
        values: dict[str, Any] = {"new_pictures": int(self._has_lost_pictures or bool(self._pictures))}
        for form in (self.name, self.words, self.signs):
            values |= form.typed()
        return values | {name: choice.value for name, choice in self.colours.items()}

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Show again what was typed and chosen; that pictures were lost stays known until they are chosen again."""
        self._has_lost_pictures = bool(typed.get("new_pictures"))
        for form in (self.name, self.words, self.signs):
            form.show_typed(typed)
        for name, choice in self.colours.items():
            if typed.get(name) and choice.value:
                choice.set_value(typed[name])
        self._on_colour()

    def changes(self) -> Changes:
        """Return what is entered."""
        signs = self.signs.read()
        return Changes(
            name=self.name.read()["name"],
            words=self.words.read(),
            signatories=(
                (signs["first_name"], signs["first_role"]),
                (signs["second_name"], signs["second_role"]),
            ),
            colours={name: choice.value for name, choice in self.colours.items() if choice.value},
            pictures=dict(self._pictures),
        )

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show each problem under its field, the others at the top."""
        for form, fields in ((self.words, WORDS), (self.name, NAME)):
            names = {field.name for field in fields}
            is_rest = form is self.name
            form.show_problems([each for each in problems if each.field in names or (is_rest and not each.field)])

    # -- colours and pictures ------------------------------------------------------------------------------------------

    def _on_colour(self) -> None:
        self._tell_pale()
        self.changed.emit()

    def _tell_pale(self) -> None:
        chosen = [choice.value for choice in self.colours.values() if choice.value]
        self._pale.setVisible(any(contrast_with_paper(each) < READABLE for each in chosen))

    def _on_wanted(self, slot: str) -> None:
        kinds = "*.png *.jpg *.jpeg" + (" *.pdf" if slot == "background" else "")
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a picture"), str(documents_folder()), f"{_('Pictures')} ({kinds})"
        )
        if chosen:
            self.take(slot, Path(chosen))

    def take(self, slot: str, path: Path) -> None:
        """Read a picture off the window's thread and show it in its place."""
        field = self.pictures[slot]
        self._jobs.later(
            partial(imported_from, path, USES[slot]),
            partial(self._on_picture, slot),
            owner=field,
            on_failed=partial(self._on_not_read, field),
        )

    def _on_not_read(self, field: PictureField, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        field.tell(" ".join(sentence(problem) for problem in error.problems))

    def _on_picture(self, slot: str, picture: Picture | None) -> None:
        self._pictures[slot] = picture
        self.pictures[slot].show_picture(picture.content if picture else b"")
        self.changed.emit()
