"""Every sentence that the program can say when something is wrong, in both languages, to be read one after the other.

`python -m resources.sentences > docs/sentences.md` writes it for the reader; a test holds it up to date.
"""

from __future__ import annotations

import sys
from string import Formatter

from resources.i18n import Language, language
from resources.sentences import COUNTED, SENTENCES

HEAD = """# What the program says when something is wrong

Each sentence says what, where, and what to do. {name} stands for a value. Of those that count, both forms are shown.

| code | English | français |
|---|---|---|
"""


def said(code: str, say: Language) -> str:
    """Return a sentence as it stands before its values are filled in; of one that counts, those for 1 and for 2."""
    if code in SENTENCES:
        return say(SENTENCES[code])
    counted = COUNTED[code]
    names = {name for _, name, _, _ in Formatter().parse(counted.one + counted.many) if name}
    values = {name: f"{{{name}}}" for name in names - {"n"}}
    return " / ".join(say.plural(counted.one, counted.many, number, **values) for number in (1, 2))


def listing() -> str:
    """Return all of them as a table in Markdown, by code."""
    french, english = language("fr"), language("en")
    rows = [(code, said(code, english), said(code, french)) for code in sorted({*SENTENCES, *COUNTED})]
    cells = [[each.replace("|", "\\|").replace("\n", " ") for each in row] for row in rows]
    return HEAD + "".join(f"| `{code}` | {first} | {second} |\n" for code, first, second in cells)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream, whatever its type says
    sys.stdout.write(listing())
