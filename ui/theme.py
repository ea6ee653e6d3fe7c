"""Owns the look: colours by role, sizes, space and type, for every theme and text size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from resources.i18n import N_

FONTS = Path(__file__).parent.parent / "resources" / "fonts"
FAMILY = "Noto Sans"
FACES = ("NotoSans-Regular", "NotoSans-Bold")
_STYLE, _HAS_STYLE = "Fusion", "has_style"
TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
THEMES = (
    ("system", N_("As the computer")),
    ("light", N_("Light")),
    ("dark", N_("Dark")),
    ("contrast", N_("High contrast")),
)
SPACES = (0, 4, 8, 12, 18, 28)

Roles = Mapping[str, str]

LIGHT: Roles = {
    "paper": "#FBFAF7",
    "surface": "#FFFFFF",
    "line": "#DDD9D0",
    "edge": "#8A8577",
    "ink": "#1F2A37",
    "muted": "#596273",
    "accent": "#1B5FA7",
    "accent_strong": "#164E8A",
    "on_accent": "#FFFFFF",
    "soft": "#E7F0FA",
    "hover": "#F3F1EB",
    "ok": "#1D7548",
    "ok_soft": "#E3F2EA",
    "warn": "#8A5200",
    "warn_soft": "#FBF0DC",
    "bad": "#B3261E",
    "bad_soft": "#FBE9E7",
    "side": "#1D2C45",
    "side_text": "#E9EEF6",
    "side_muted": "#AEBBD0",
    "side_selected": "#31507C",
    "side_hover": "#283C5C",
    "side_focus": "#E9EEF6",
    "inverse": "#1F2A37",
    "on_inverse": "#FFFFFF",
}

DARK: Roles = {
    "paper": "#14181F",
    "surface": "#1D232D",
    "line": "#363F4C",
    "edge": "#7D8796",
    "ink": "#ECEFF4",
    "muted": "#A9B2BF",
    "accent": "#86B8F7",
    "accent_strong": "#A6CBFA",
    "on_accent": "#0D1B2E",
    "soft": "#20344F",
    "hover": "#262E3A",
    "ok": "#74D19B",
    "ok_soft": "#1D3A2B",
    "warn": "#F2C46D",
    "warn_soft": "#3B2F16",
    "bad": "#F49A92",
    "bad_soft": "#42211F",
    "side": "#0E1319",
    "side_text": "#E6EBF2",
    "side_muted": "#A3AEBD",
    "side_selected": "#2A405F",
    "side_hover": "#1A2330",
    "side_focus": "#E6EBF2",
    "inverse": "#ECEFF4",
    "on_inverse": "#14181F",
}

TEXT_CONTRAST, PART_CONTRAST = 4.5, 3.0
# Every pair the style sheet and the painters put together: front, back, least contrast (WCAG 2.2, 1.4.3 and 1.4.11).
PAIRS = (
    *((front, back, TEXT_CONTRAST) for front in ("ink", "muted") for back in ("paper", "surface", "hover")),
    *((front, "soft", TEXT_CONTRAST) for front in ("ink", "muted", "accent")),
    *(
        (front, back, TEXT_CONTRAST)
        for front in ("accent", "bad", "ok", "warn")
        for back in ("paper", "surface", "hover")
    ),
    *((front, f"{front}_soft", TEXT_CONTRAST) for front in ("ok", "warn", "bad")),
    *((front, "soft", PART_CONTRAST) for front in ("ok", "warn", "bad")),
    *(("ink", f"{back}_soft", TEXT_CONTRAST) for back in ("ok", "warn", "bad")),
    ("on_accent", "accent", TEXT_CONTRAST),
    ("on_accent", "accent_strong", TEXT_CONTRAST),
    *(("side_text", back, TEXT_CONTRAST) for back in ("side", "side_selected", "side_hover")),
    ("side_muted", "side", TEXT_CONTRAST),
    ("side_focus", "side_selected", PART_CONTRAST),
    ("on_inverse", "inverse", TEXT_CONTRAST),
    *(("edge", back, PART_CONTRAST) for back in ("paper", "surface")),
    *(("accent", back, PART_CONTRAST) for back in ("paper", "surface", "soft")),
)


@dataclass(frozen=True, slots=True)
class Look:
    """What is on screen now: the resolved scheme ("light", "dark", "contrast"), its colours and the text size."""

    scheme: str
    roles: Roles
    factor: float = 1.0
    moves: bool = True

    @property
    def border(self) -> int:
        """Width of the edges of controls, in pixels."""
        return 2 if self.scheme == "contrast" else 1

    def size(self, pixels: float) -> int:
        """Scale a length that follows the text (fonts, rows, icons)."""
        return round(pixels * self.factor)

    def space(self, step: int) -> int:
        """Return the space of a step (1 to 5: 4, 8, 12, 18, 28 px); it grows slower than the text, to leave it room."""
        return round(SPACES[step] * (1 + (self.factor - 1) / 3))


class _Announcer(QObject):
    changed = Signal()


class _InUse:
    """The look of this process, which has one QApplication."""

    look = Look("light", LIGHT)
    announcer: _Announcer | None = None


def look() -> Look:
    """Return the look in use."""
    return _InUse.look


def colour(role: str) -> QColor:
    """Return the colour of a role in the theme in use."""
    return QColor(_InUse.look.roles[role])


def size(pixels: float) -> int:
    """Scale a length that follows the text size in use."""
    return _InUse.look.size(pixels)


def space(step: int) -> int:
    """Return the space of a step (1 to 5) at the text size in use."""
    return _InUse.look.space(step)


def announcer() -> _Announcer:
    """Return the object whose `changed` signal tells that theme or text size has changed."""
    if _InUse.announcer is None:
        _InUse.announcer = _Announcer()
    return _InUse.announcer


def luminance(colour_text: str) -> float:
    """Return the relative luminance of "#RRGGBB" (WCAG 2.2)."""
    channels = (int(colour_text[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def contrast_roles(palette: QPalette) -> Roles:
    """Make the high-contrast colours from the system's palette, pure black and white where it is weaker than 7:1."""
    back, front = palette.color(QPalette.ColorRole.Base).name(), palette.color(QPalette.ColorRole.Text).name()
    if contrast(back, front) < 7:
        back, front = ("#000000", "#FFFFFF") if luminance(back) < 0.18 else ("#FFFFFF", "#000000")
    fronts = ("line", "edge", "ink", "muted", "accent", "accent_strong", "ok", "warn", "bad", "side_text", "side_muted")
    backs = (
        "paper",
        "surface",
        "on_accent",
        "soft",
        "hover",
        "ok_soft",
        "warn_soft",
        "bad_soft",
        "side",
        "side_selected",
        "side_hover",
    )
    roles = dict.fromkeys(fronts, front) | dict.fromkeys(backs, back)
    return roles | {"side_focus": front, "inverse": front, "on_inverse": back}


def resolve(theme: str, *, text_size: int = 100, moves: bool = True) -> Look:
    """Turn the chosen theme ("system" included) and text size (percent) into a look."""
    scheme = theme
    if theme == "system":
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        scheme = "dark" if dark else "light"
    if scheme == "contrast":
        return Look(scheme, contrast_roles(_system_palette()), text_size / 100, moves)
    return Look(scheme, DARK if scheme == "dark" else LIGHT, text_size / 100, moves)


@lru_cache(maxsize=1)
def _system_palette() -> QPalette:
    return QPalette(QGuiApplication.palette())


@lru_cache(maxsize=1)
def load_fonts() -> tuple[str, ...]:
    """Load the bundled fonts, once; return the families found."""
    families: list[str] = []
    for name in FACES:
        number = QFontDatabase.addApplicationFont(str(FONTS / f"{name}.ttf"))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def application() -> QApplication:
    """Make the application with the style under the sheet, named to Qt as it starts.

    To hold a style in Python, as prepare() does for an application made elsewhere, takes 15 ms of the start.
    """
    made = QApplication(["carnet-ateliers", "-style", _STYLE])
    made.setProperty(_HAS_STYLE, True)
    return made


def prepare(application: QApplication) -> None:
    """Do once, before the first window: keep the system's palette, load the fonts, set the style under the sheet."""
    _system_palette()
    load_fonts()
    if not application.property(_HAS_STYLE):
        from PySide6.QtWidgets import QStyleFactory

        application.setStyle(QStyleFactory.create(_STYLE))
    application.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    application.setEffectEnabled(Qt.UIEffect.UI_AnimateTooltip, False)


def apply(application: QApplication, new: Look) -> None:
    """Show the whole application in this look, at once."""
    from ui.style_sheet import style_sheet

    _InUse.look = new
    application.setFont(font())
    application.setPalette(_palette(new.roles))
    application.setStyleSheet(style_sheet(new))
    announcer().changed.emit()


def font(pixels: float = 15, *, bold: bool = False) -> QFont:
    """Return the font of our text at the size in use; its figures are all as wide."""
    made = QFont([FAMILY])
    made.setPixelSize(size(pixels))
    made.setBold(bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _palette(roles: Roles) -> QPalette:
    kinds = QPalette.ColorRole
    table = {
        kinds.Window: "paper",
        kinds.WindowText: "ink",
        kinds.Base: "surface",
        kinds.AlternateBase: "hover",
        kinds.Text: "ink",
        kinds.PlaceholderText: "muted",
        kinds.Button: "surface",
        kinds.ButtonText: "ink",
        kinds.BrightText: "bad",
        kinds.Highlight: "accent",
        kinds.HighlightedText: "on_accent",
        kinds.Accent: "accent",
        kinds.Link: "accent",
        kinds.LinkVisited: "accent",
        kinds.ToolTipBase: "inverse",
        kinds.ToolTipText: "on_inverse",
        kinds.Light: "surface",
        kinds.Midlight: "hover",
        kinds.Mid: "line",
        kinds.Dark: "edge",
        kinds.Shadow: "ink",
    }
    palette = QPalette()
    for kind, role in table.items():
        palette.setColor(kind, QColor(roles[role]))
    for kind in (kinds.WindowText, kinds.Text, kinds.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, kind, QColor(roles["muted"]))
    return palette
