"""The pictures of the manual can be drawn again: of the pages and dialogs that the manual shows, by the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from models.example import make_example
from models.notebook import Notebook
from resources.manual import FOLDER, PICTURES
from tests import manual_pictures
from tests.manual_pictures import DIALOG, WINDOW, Picture, draw_manual, pictures
from tests.screenshots import NOW

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
ONE_OF_EACH = ("today", "figures", "sheet")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "example.carnet"
    make_example(path, today=NOW.date()).close()
    return path


def test_each_picture_of_the_manual_is_one_that_is_drawn(example: Path) -> None:
    with Notebook.open(example) as notebook:
        drawn = {picture.name for picture in pictures(notebook, example.parent)} | {"doors"}
    assert {path.stem for path in (FOLDER / "fr" / PICTURES).iterdir()} == drawn


def test_pages_and_dialogs_are_drawn_in_both_languages(
    app: object, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def few(notebook: Notebook, folder: Path) -> list[Picture]:
        return [picture for picture in pictures(notebook, folder) if picture.name in ONE_OF_EACH]

    monkeypatch.setattr(manual_pictures, "pictures", few)
    draw_manual(example, tmp_path / "manual")
    found = {path.relative_to(tmp_path / "manual"): Image.open(path) for path in tmp_path.glob("manual/*/*/*.png")}
    assert len(found) == 2 * (1 + len(ONE_OF_EACH))
    assert {found[Path(code, PICTURES, "figures.png")].size for code in ("fr", "en")} == {DIALOG}
    assert {found[Path(code, PICTURES, "today.png")].size for code in ("fr", "en")} == {WINDOW}
    assert all(len(picture.getcolors() or ()) > 20 for picture in found.values())
    french, english = (found[Path(code, PICTURES, "sheet.png")].convert("RGB") for code in ("fr", "en"))
    assert french.tobytes() != english.tobytes()
