"""The information notice (GDPR, article 13): one page for the wall or with a registration form. Facts -> a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from documents import privacy_words as words
from documents.privacy_words import Keeper
from documents.text_blocks import Block, Paragraph, Points, Section, Title
from documents.text_pages import Paper, draw_on_pages
from resources.i18n import Language, language

_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)


def draw(who: Keeper, code: str) -> bytes:
    """Return the notice as a PDF/A-2b, its text as large as one page allows. Raises UserError (character_missing)."""
    say = language(code)
    title = say("Your personal data")
    blocks = tuple(notice_blocks(who, title, say))
    paper = Paper(title, who.association.name, code, blocks, words.foot(who, title), is_example=who.is_example)
    return draw_on_pages(1, paper, _SIZES)


def notice_blocks(who: Keeper, title: str, say: Language) -> Iterator[Block]:
    """Yield what the notice says; a registration form has it on its back."""
    yield Title(title, who.association.name)
    yield Section(say("What do we keep?"))
    yield Paragraph(say("Your name, how to reach you, and which sessions you came to. Also, if you tell us: year of "
                        "birth, gender, occupation, town."))  # fmt: skip
    yield Section(say("Why?"))
    yield Points(words.purposes(who, say))
    yield Paragraph(words.reason(who, say), is_note=True)
    yield Section(say("How long?"))
    yield Paragraph(words.kept_for(who, say))
    yield Section(say("Who sees it?"))
    yield Points(words.seen_by(who, say))
    yield Section(say("Your rights"))
    yield Points(words.rights(who, say))
    ask, complain = words.how_to_ask(who, say)
    yield Paragraph(ask, "bold")
    yield Paragraph(complain, is_note=True)
