"""A programme's profile that is dropped on the window is taken in; any other file still is a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from models import programme
from models.notebook import Notebook
from resources import codebook
from tests.exchange.test_profiles import another, written
from tests.ui.conftest import MakeContext, Said
from ui.main_window import MainWindow
from ui.page import Context
from ui.window_actions import take_in


@dataclass
class Shown:
    """What of a window the dropping of a file needs."""

    context: Context
    parcel: None = None


@pytest.fixture
def shown(tmp_path: Path, make_context: MakeContext) -> Iterator[Shown]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        yield Shown(make_context(notebook))
    codebook.use(None)


def test_a_dropped_profile_is_taken_in(shown: Shown, said: Said, tmp_path: Path) -> None:
    take_in(cast("MainWindow", shown), written(tmp_path, another()))
    assert said.toasts == ["The profile of Robots 35 is in use."]
    with shown.context.notebook.read() as db:
        assert programme.profile(db).code == "robots-35"
