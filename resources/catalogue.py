"""The translator's work on a catalogue: finding the texts of the source, keeping the .po file in step with them.

`python -m resources.catalogue < old.po > new.po` does it for `dev.py translate`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages import Catalog

KEYWORDS = {
    "_": ("text",),
    "N_": ("text",),
    "say": ("text",),
    "_say": ("text",),
    "plural": ("one", "many"),
    "Counted": ("value", "one", "many"),
    "pgettext": ("context", "text"),
}
"""The functions that mark texts: what each of their first arguments is."""

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


def files_of(root: Path) -> Iterator[Path]:
    """Give the files under `root` that may hold texts."""
    for source in (root / name for name in SOURCES):
        yield from [source] if source.is_file() else sorted(source.rglob("*.py"))


def texts_of(root: Path) -> Catalog:
    """Return every text marked for translation in the source under `root`, without places or dates.

    Python's own parser reads the source: Babel's misses calls inside f-strings before Python 3.12.
    """
    from babel.messages import Catalog

    catalogue = Catalog()
    for file in files_of(root):
        for node in ast.walk(ast.parse(file.read_bytes(), file)):
            if isinstance(node, ast.Call) and (told := _told(node)):
                one = told.get("text") or told["one"]
                catalogue.add((one, told["many"]) if "many" in told else one, context=told.get("context"))
    return catalogue


def _told(call: ast.Call) -> dict[str, str]:
    """Return what a call marks for translation, by what its arguments are; nothing when one is not written out."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    parts = dict(zip(KEYWORDS.get(name, ()), chain(call.args, repeat(None)), strict=False))
    texts = {part: node.value for part, node in parts.items() if isinstance(node, ast.Constant)}
    told = {part: text for part, text in texts.items() if isinstance(text, str) and text}
    return told if len(told) == len(parts) else {}


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
