"""Owns the icons: SVG files drawn in the colour of a role."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from ui.theme import look, size

ICONS = Path(__file__).parents[2] / "resources" / "icons"
SHARPNESS = 2  # pixmaps are drawn twice as large, for screens with small pixels


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, side: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    picture = QPixmap(side * SHARPNESS, side * SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side * SHARPNESS, side * SHARPNESS))
    painter.end()
    picture.setDevicePixelRatio(SHARPNESS)
    return picture


def pixmap(name: str, role: str = "ink", pixels: float = 20) -> QPixmap:
    """Draw an icon in the colour of a role, at a size that follows the text size."""
    return _drawn(name, look().roles[role], size(pixels))


def icon(name: str, role: str = "ink", pixels: float = 20) -> QIcon:
    """Return an icon in the colour of a role; muted where it is disabled."""
    made = QIcon(pixmap(name, role, pixels))
    made.addPixmap(pixmap(name, "muted", pixels), QIcon.Mode.Disabled)
    return made
