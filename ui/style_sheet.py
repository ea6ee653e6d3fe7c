"""Owns the one style sheet, made from the roles, sizes and spaces of a look."""

from __future__ import annotations

from string import Template

from ui.theme import FAMILY, Look

_WINDOW = """
QMainWindow, QDialog, QWidget#page, QWidget#page_body { background: $paper; }
QLabel { color: $ink; background: transparent; }
QLabel[role="title"] { font-size: ${s26}px; font-weight: 700; }
QLabel[role="section"] { font-size: ${s18}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="secondary"], QLabel[role="help"] { font-size: ${s14}px; color: $muted; }
QLabel[role="figure"] { font-size: ${s26}px; font-weight: 600; }
QLabel[role="problem"] { font-size: ${s14}px; color: $bad; }
QLabel[role="warning"] { font-size: ${s14}px; color: $warn; }
QLabel:disabled { color: $muted; }
QToolTip {
    color: $on_inverse; background: $inverse; border: ${border}px solid $on_inverse; padding: ${p1}px ${p2}px;
    font-size: ${s14}px;
}
QSplitter::handle { background: $line; }
QStatusBar { background: $paper; color: $muted; }
"""

_SIDE = """
QWidget#side { background: $side; border-right: ${only_contrast}px solid $edge; }
QWidget#side QLabel { color: $side_text; }
QWidget#side QLabel[role="section"] { font-size: ${s18}px; font-weight: 700; }
QWidget#side QLabel[role="secondary"] { color: $side_muted; font-size: ${s13}px; }
QPushButton[kind="side"] {
    color: $side_text; background: transparent; border: 2px solid transparent; border-radius: ${radius}px;
    text-align: left; padding: 0 ${p3}px; min-height: ${inner}px;
}
QPushButton[kind="side"]:hover { background: $side_hover; border-color: $side_hover; }
QPushButton[kind="side"][chosen="true"] { background: $side_selected; border-color: $side_edge; font-weight: 600; }
QPushButton[kind="side"]:focus { border: 2px solid $side_focus; }
"""

_CHIPS = """
QLabel[role="chip"] {
    font-size: ${s13}px; font-weight: 600; border-radius: ${p2}px; padding: ${chip}px ${p2}px;
    border: ${only_contrast}px solid $edge;
    color: $muted; background: $hover;
}
QLabel[role="chip"][kind="accent"] { color: $accent; background: $soft; }
QLabel[role="chip"][kind="ok"] { color: $ok; background: $ok_soft; }
QLabel[role="chip"][kind="warn"] { color: $warn; background: $warn_soft; }
QLabel[role="chip"][kind="bad"] { color: $bad; background: $bad_soft; }
"""

_FRAMES = """
QFrame#card { background: $surface; border: ${border}px solid $line; border-radius: ${card}px; }
QFrame#card_bar { background: $accent; border: none; border-radius: 2px; }
QFrame#rule { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame#banner { border: ${only_contrast}px solid $edge; border-radius: ${radius}px; background: $soft; }
QFrame#banner[kind="warn"] { background: $warn_soft; }
QFrame#banner[kind="bad"] { background: $bad_soft; }
QFrame#banner[kind="ok"] { background: $ok_soft; }
QFrame#toast { background: $inverse; border: ${only_contrast}px solid $on_inverse; border-radius: ${radius}px; }
QFrame#toast QLabel { color: $on_inverse; }
QFrame#strip { background: $surface; border: none; border-top: ${border}px solid $line; }
QFrame#popup { background: $surface; border: ${border}px solid $edge; border-radius: ${radius}px; }
QScrollArea { background: transparent; border: none; }
QGroupBox { border: none; font-weight: 600; }
"""

_BUTTONS = """
QPushButton, QToolButton {
    color: $ink; background: $surface; border: ${border}px solid $edge; border-radius: ${radius}px;
    padding: 0 ${p_button}px; min-height: ${inner}px;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $soft; }
QPushButton:focus, QToolButton:focus {
    border: ${focus}px solid $accent; padding: 0 ${p_button_focus}px; min-height: ${inner_focus}px;
}
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $hover; border: ${border}px dashed $line; }
QPushButton[kind="primary"] {
    color: $on_accent; background: $accent; border: ${border}px solid $accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
    background: $accent_strong; border-color: $accent_strong;
}
QPushButton[kind="primary"]:focus {
    border: ${border}px solid $accent; padding: 0 ${p_button}px; min-height: ${inner}px;
}
QPushButton[kind="primary"]:disabled { color: $muted; background: $hover; border: ${border}px dashed $line; }
QPushButton[kind="destructive"]:enabled { color: $bad; }
QPushButton[kind="link"] {
    color: $accent; background: transparent; border: 2px solid transparent; font-weight: 600;
    padding: 0 2px 0 0; min-height: ${hit}px; text-align: left;
}
QPushButton[kind="link"]:hover { text-decoration: underline; background: transparent; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; min-height: ${hit}px; padding: 0 2px 0 0; }
QPushButton[kind="toast"] {
    color: $on_inverse; background: transparent; border: 2px solid transparent; font-weight: 600;
    text-decoration: underline;
    padding: 0 ${p1}px; min-height: ${hit}px;
}
QPushButton[kind="toast"]:focus { border: 2px solid $on_inverse; }
QPushButton[kind="icon"] {
    padding: 0; min-width: ${inner}px; max-width: ${inner}px; background: transparent;
    border: 2px solid transparent;
}
QPushButton[kind="icon"]:hover { background: $hover; }
QPushButton[kind="icon"]:focus { border: 2px solid $accent; min-height: ${inner}px; }
QPushButton[kind="small"] { min-height: ${hit}px; padding: 0 ${p3}px; }
QPushButton[kind="small"]:focus { min-height: ${hit}px; padding: 0 ${p3}px; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
    color: $ink; background: $surface; border: ${border}px solid $edge; border-radius: ${radius}px;
    padding: 0 ${p3}px; min-height: ${inner}px; selection-background-color: $accent; selection-color: $on_accent;
    placeholder-text-color: $muted;
}
QPlainTextEdit, QTextEdit { padding: ${p2}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: ${focus}px solid $accent; padding: 0 ${p3_focus}px; min-height: ${inner_focus}px;
}
QPlainTextEdit:focus, QTextEdit:focus { padding: ${p2_focus}px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border-color: $bad; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
    color: $muted; background: $hover; border-style: dashed;
}
QLineEdit:read-only { background: $hover; }
QComboBox::drop-down { border: none; width: ${hit}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    color: $ink; background: $surface; border: ${border}px solid $edge; padding: ${p1}px; outline: 0;
    selection-background-color: $soft; selection-color: $ink;
}
QComboBox QAbstractItemView::item { min-height: ${s36}px; padding: 0 ${p2}px; }
QComboBox QAbstractItemView::item:selected { background: $soft; color: $ink; border-left: 3px solid $accent; }
QCheckBox, QRadioButton { color: $ink; spacing: ${p2}px; min-height: ${hit}px;
    padding: 2px ${p1}px 2px 0; border: 2px solid transparent; border-radius: ${p1}px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QRadioButton::indicator {
    width: ${s18}px; height: ${s18}px; border: ${border}px solid $edge; background: $surface;
}
QCheckBox::indicator { border-radius: 4px; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; }
QRadioButton::indicator { border-radius: ${radio}px; }
QRadioButton::indicator:checked {
    width: ${dot}px; height: ${dot}px; border: ${ring}px solid $accent; background: $surface;
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; }
QProgressBar {
    color: $ink; background: $hover; border: ${border}px solid $line; border-radius: 5px; min-height: ${s10}px;
    max-height: ${s10}px;
}
QProgressBar::chunk { background: $accent; border-radius: 4px; }
"""

_LISTS = """
QTableView, QListView, QTreeView { color: $ink; background: $surface; border: none; outline: 0; gridline-color: $line;
    selection-background-color: $soft; selection-color: $ink; }
QListView#contents { background: transparent; border: ${focus}px solid transparent; border-radius: ${radius}px; }
QListView#contents:focus { border-color: $accent; }
QListView#contents::item { color: $ink; padding: ${p2}px; border-radius: ${radius}px; }
QListView#contents::item:hover { background: $hover; }
QListView#contents::item:selected { background: $soft; }
QFrame#table { background: $surface; border: ${border}px solid $line; border-radius: ${card}px; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    color: $muted; background: $surface; border: none; border-bottom: ${border}px solid $line; padding: 0 ${p3}px;
    font-size: ${s14}px; font-weight: 600; min-height: ${s40}px;
}
QHeaderView::section:hover { background: $hover; }
QTableCornerButton::section { background: $surface; border: none; }
QTabWidget::pane { padding-top: ${p3}px; border: none; border-top: ${border}px solid $line; top: -${border}px; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
    color: $muted; background: transparent; border: 2px solid transparent; border-bottom: 3px solid transparent;
    padding: 0 ${p3}px; min-height: ${inner}px; margin-right: ${p2}px;
}
QTabBar::tab:hover { color: $ink; background: $hover; }
QTabBar::tab:selected { color: $ink; font-weight: 600; border-bottom: 3px solid $accent; }
QTabBar::tab:focus { border: 2px solid $accent; border-bottom: 3px solid $accent; border-radius: 4px; }
QTabBar::scroller { width: 0; }
QTabBar::tear { width: 0; border: none; image: none; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 2px; border: none; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 2px; border: none; }
QScrollBar::handle { background: $edge; border-radius: 5px; border: none; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
"""

_MENUS = """
QMenuBar { color: $ink; background: $paper; border-bottom: ${border}px solid $line; spacing: 0; }
QMenuBar::item { background: transparent; padding: ${p1}px ${p3}px; border-radius: ${p1}px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $soft; color: $ink; border-bottom: 2px solid $accent; }
QPushButton::menu-indicator { image: none; width: 0; }
QMenu { color: $ink; background: $surface; border: ${border}px solid $edge; padding: ${p1}px; }
QMenu::item { padding: ${p2}px ${p5}px ${p2}px ${p5}px; border: 2px solid transparent; border-radius: ${p1}px; }
QMenu::item:selected { background: $soft; color: $ink; border-color: $accent; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: ${p1}px ${p2}px; }
QMenu::indicator { width: ${s8}px; height: ${s8}px; left: ${p2}px; border-radius: ${s4}px; }
QMenu::indicator:checked { background: $accent; }
"""


def style_sheet(look: Look) -> str:
    """Return the style sheet of a look; every length follows the text size."""
    border, focus = look.border, look.border + 1
    line = round(look.size(15) * 1.362)
    inner = max(look.size(15), line + 2 * round(9 * (1 + (look.factor - 1) / 3)) - 2 * border)
    ring = (look.size(18) + 2 * border - look.size(8)) // 2
    lengths = {
        "border": border,
        "focus": focus,
        "only_contrast": border if look.scheme == "contrast" else 0,
        "radius": 8,
        "card": 12,
        "inner": inner,
        "inner_focus": inner - 2 * (focus - border),
        "hit": max(32, look.size(32)),
        "chip": max(1, look.space(1) - 2),
        "radio": (look.size(18) + 2 * border) // 2,
        "ring": ring,
        "dot": look.size(18) + 2 * border - 2 * ring,
        "p_button": look.space(4) - 2,
        "p_button_focus": look.space(4) - 2 - (focus - border),
        "p2_focus": look.space(2) - (focus - border),
        "p3_focus": look.space(3) - (focus - border),
    }
    lengths |= {f"p{step}": look.space(step) for step in range(1, 6)}
    lengths |= {f"s{pixels}": look.size(pixels) for pixels in (4, 8, 10, 13, 14, 15, 18, 26, 32, 36, 40)}
    lengths["inner"] = max(lengths["inner"], 30)
    side_edge = look.roles["side_focus"] if look.scheme == "contrast" else look.roles["side_selected"]
    values = dict(look.roles) | {name: str(value) for name, value in lengths.items()} | {"side_edge": side_edge}
    whole = _WINDOW + _CHIPS + _FRAMES + _BUTTONS + _FIELDS + _LISTS + _MENUS + _SIDE
    return f'QWidget {{ font-family: "{FAMILY}"; }}\n' + Template(whole).substitute(values)
