"""The look: every pair of colours can be read, the sheet has no gap, sizes follow the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.style_sheet import style_sheet
from ui.theme import DARK, LIGHT, PAIRS, Look, contrast
from ui.widgets.buttons import button
from ui.widgets.icons import ICONS, pixmap

UI = Path(theme.__file__).parent


def high_contrast(front: str, back: str) -> theme.Roles:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor(front))
    palette.setColor(QPalette.ColorRole.Base, QColor(back))
    return theme.contrast_roles(palette)


def test_contrast_is_that_of_the_rule() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("light", LIGHT),
        ("dark", DARK),
        ("contrast, white", high_contrast("#000000", "#FFFFFF")),
        ("contrast, black", high_contrast("#FFFF00", "#000000")),
        ("contrast, weak system", high_contrast("#808080", "#A0A0A0")),
    ],
)
def test_every_pair_of_colours_can_be_read(name: str, roles: theme.Roles) -> None:
    weak = [
        f"{front} on {back}: {contrast(roles[front], roles[back]):.2f}, needs {least}"
        for front, back, least in PAIRS
        if contrast(roles[front], roles[back]) < least
    ]
    assert not weak, f"{name}: {weak}"


def test_a_pair_that_cannot_be_read_would_be_found() -> None:
    assert contrast(LIGHT["edge"], LIGHT["line"]) < 3


def test_themes_have_the_same_roles() -> None:
    assert set(LIGHT) == set(DARK) == set(high_contrast("#000000", "#FFFFFF"))


@pytest.mark.parametrize("factor", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_the_sheet_has_no_gap_and_no_text_below_13(scheme: str, factor: float) -> None:
    sheet = style_sheet(Look(scheme, LIGHT, factor))
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    assert min(int(found) for found in re.findall(r"font-size: (\d+)px", sheet)) >= round(13 * factor)


def test_colours_are_written_in_the_theme_alone() -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b")
    bare = [
        file.name for file in UI.rglob("*.py") if file.name != "theme.py" and literal.search(file.read_text("utf-8"))
    ]
    assert not bare


def test_the_bundled_font_is_loaded(app: QApplication) -> None:
    assert theme.FAMILY in theme.load_fonts()


def test_a_switch_of_theme_reaches_what_is_shown(app: QApplication, qtbot: QtBot) -> None:
    shown = button("Print", lambda: None, icon="award")
    qtbot.addWidget(shown)
    shown.show()
    before = shown.icon().pixmap(20, 20).toImage()
    theme.apply(app, theme.resolve("dark", text_size=200))
    assert shown.icon().pixmap(20, 20).toImage() != before
    assert app.palette().color(QPalette.ColorRole.Window) == QColor(DARK["paper"])
    assert theme.size(15) == 30


@pytest.mark.parametrize("percent", [80, 100, 200])
def test_buttons_and_fields_are_large_enough_to_hit(app: QApplication, qtbot: QtBot, percent: int) -> None:
    from ui.widgets.inputs import CheckBox, ComboBox, LineEdit

    theme.apply(app, theme.resolve("light", text_size=percent))
    parts = [
        button("Print", lambda: None),
        button("More", lambda: None, kind="link"),
        LineEdit("Name"),
        ComboBox("Place"),
        CheckBox("All"),
    ]
    for part in parts:
        qtbot.addWidget(part)
        part.ensurePolished()
        assert part.sizeHint().height() >= 32, type(part).__name__


def test_every_icon_is_used_and_every_used_icon_is_there() -> None:
    source = "\n".join(file.read_text("utf-8") for file in UI.rglob("*.py"))
    unused = [file.stem for file in ICONS.glob("*.svg") if f'"{file.stem}"' not in source]
    assert not unused
    assert (ICONS / "LICENSE.txt").is_file()


def test_an_icon_is_drawn_in_the_colour_of_its_role(app: QApplication) -> None:
    image = pixmap("plus", "bad", 20).toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {LIGHT["bad"].lower()}


def test_bare_labels_of_qt_are_not_made_outside_the_factory() -> None:
    """A bare QLabel or QMessageBox takes a name for markup and loads files it names."""
    bare = re.compile(r"\b(QLabel|QMessageBox\.\w+|QInputDialog\.\w+|QErrorMessage|QProgressDialog|QWizard)\(")
    allowed = {"labels.py"}
    wrong = [
        file.name for file in UI.rglob("*.py") if file.name not in allowed and bare.search(file.read_text("utf-8"))
    ]
    assert not wrong
    assert bare.search("QLabel(name)")
