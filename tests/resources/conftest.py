"""The real French catalogue, compiled for the tests alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources import i18n


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of languages in which French is compiled from its .po as it is now."""
    folder = tmp_path_factory.mktemp("languages")
    place = Path("fr", "LC_MESSAGES")
    (folder / place).mkdir(parents=True)
    po = (i18n.FOLDER / place / "carnet.po").read_bytes()
    (folder / place / "carnet.mo").write_bytes(i18n.compile_catalogue(po))
    return folder


@pytest.fixture
def french(catalogues: Path) -> i18n.Language:
    return i18n.language("fr", catalogues)


@pytest.fixture
def english(catalogues: Path) -> i18n.Language:
    return i18n.language("en", catalogues)
