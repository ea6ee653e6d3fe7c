"""The translator's work on a catalogue: finding the texts of the source, keeping the .po file in step with them.

`python -m resources.catalogue < old.po > new.po` does it for `dev.py translate`.
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages import Catalog

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "say": None,
    "plural": (1, 2),
    "pgettext": ((1, "c"), 2),
}
SOURCES = ("main.py", "models", "documents", "exchange", "ui", "commands", "resources")

_FRENCH = (
    (re.compile(r"(?<=[\w}])'"), "\u2019"),
    (re.compile(r"[ \u00a0](?=[:;!?])"), "\u202f"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«\u00a0"),
    (re.compile(r"[ \u00a0\u202f]*»"), "\u00a0»"),
    (re.compile(r" (?=%)|(?<=[Nn]°) "), "\u00a0"),
    (re.compile(r"\.\.\."), "\u2026"),
)


def typeset_french(text: str) -> str:
    """Return a French text with the apostrophes and no-break spaces of print, whatever keys it was typed with."""
    for found, written in _FRENCH:
        text = found.sub(written, text)
    return text


def texts_of(root: Path) -> Catalog:
    """Return every text marked for translation in the source under `root`, without places or dates."""
    from babel.messages import Catalog
    from babel.messages.extract import extract_from_file

    catalogue = Catalog()
    for name in SOURCES:
        for file in [root / name] if name.endswith(".py") else sorted((root / name).rglob("*.py")):
            if file.is_file():
                for _line, text, _comments, context in extract_from_file("python", file, KEYWORDS):
                    catalogue.add(text, context=context)
    return catalogue


def updated_catalogue(po: bytes, root: Path) -> bytes:
    """Return a catalogue in step with the source: new texts empty, unused ones gone, sorted, no line numbers."""
    from babel.messages.pofile import read_po, write_po

    catalogue = read_po(BytesIO(po))
    catalogue.update(texts_of(root), no_fuzzy_matching=True, update_creation_date=False)
    for message in catalogue:
        if message.id and catalogue.locale_identifier == "fr":
            forms = message.string or ""
            message.string = typeset_french(forms) if isinstance(forms, str) else tuple(map(typeset_french, forms))
    written = BytesIO()
    write_po(written, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return written.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(updated_catalogue(sys.stdin.buffer.read(), Path(__file__).parents[1]))
