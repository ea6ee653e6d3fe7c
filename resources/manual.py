"""The manual: the pages of docs/manual in the languages of the window, read offline by people and by the window."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "manual"
NAMES = (
    "start", "people", "workshops", "enrolment", "attendance", "certificates", "programme", "parcels", "safety",
    "privacy", "window", "troubles",
)  # fmt: skip
"""The pages in the order in which somebody new reads them."""
ENDING = ".md"
PICTURES = "pictures"
"""The folder of a language that holds what its pages show."""
PICTURE = re.compile(r"!\[(.+?)\]\((.+?)\)")
"""A picture: what it shows in words, and its name."""


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page of a language: the name it is linked by, its title, and its text in Markdown, title included."""

    code: str
    name: str
    title: str
    text: str

    def pictures(self) -> dict[str, Path]:
        """Return the pictures of the page as it names them, and their files."""
        return {name: FOLDER / self.code / name for _says, name in PICTURE.findall(self.text)}


@cache
def pages(code: str) -> tuple[ManualPage, ...]:
    """Return the pages in a language ("fr" or "en"), in their order. Raises OSError where the manual is not there."""
    return tuple(_page(code, name) for name in NAMES)


def _page(code: str, name: str) -> ManualPage:
    text = (FOLDER / code / f"{name}{ENDING}").read_text(encoding="utf-8")
    return ManualPage(code, name, text.partition("\n")[0].removeprefix("# ").strip(), text)
