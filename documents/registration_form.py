"""The registration form to fill in by hand, with the information notice on its back. Facts -> a PDF."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents import privacy_words as words
from documents.facts import SessionFacts
from documents.information_notice import notice_blocks
from documents.privacy_words import Keeper
from documents.text_blocks import Blanks, Block, NewPage, Paragraph, Ticks, Title
from documents.text_pages import Paper, draw_on_pages
from models import sessions, workshops
from models.sessions import SessionQuery
from resources.i18n import Language, language
from resources.labels import codes, field_label, label

if TYPE_CHECKING:
    from datetime import date

    from models.notebook import Db

FIELDS = (
    "birth_year",
    "gender",
    "occupation",
    "phone",
    "email",
    "postcode",
    "town",
    "referred_by",
    "notes",
    "photo_consent",
)
"""What a form may ask besides the name, in the order in which it is asked."""

USUAL_FIELDS = ("birth_year", "phone", "email", "town", "photo_consent")
MOST_SESSIONS = 6  # told one by one; of more, the first and the last

_TICKED = frozenset({"gender", "occupation", "referred_by"})
_PAIRS = (("birth_year", "phone"), ("email",), ("postcode", "town"))
_SHARES = {"birth_year": 0.36, "phone": 0.64, "postcode": 0.3, "town": 0.7}
_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the form is for: a workshop with its sessions, or any of them when there is no title."""

    keeper: Keeper
    workshop: str = ""
    place: str = ""
    sessions: tuple[SessionFacts, ...] = ()
    fields: Sequence[str] = USUAL_FIELDS


def facts(db: Db, workshop_id: int | None, fields: Collection[str], *, today: date) -> FormFacts:
    """Return what the notebook says for the form of a workshop, or of any of them."""
    who = words.keeper(db)
    asked = [name for name in FIELDS if name in fields]
    if workshop_id is None:
        return FormFacts(who, fields=asked)
    line = workshops.lines(db, [workshop_id], today=today)[workshop_id]
    ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
    lines = sessions.lines(db, ids)
    told = tuple(SessionFacts(lines[each].date, lines[each].start, lines[each].end) for each in ids)
    return FormFacts(who, line.title, line.place, told, asked)


def draw(form: FormFacts, code: str) -> bytes:
    """Return the form as PDF/A-2b, its notice on the back. Raises UserError (character_missing)."""
    say = language(code)
    title, who = say("Registration form"), form.keeper
    blocks = (*_front(form, say), NewPage(), *notice_blocks(who, say("Your personal data"), say))
    paper = Paper(title, who.association.name, code, blocks, words.foot(who, title), is_example=who.is_example)
    return draw_on_pages(2, paper, _SIZES)


def _front(form: FormFacts, say: Language) -> Iterator[Block]:
    yield Title(say("Registration form"), form.keeper.association.name)
    if form.workshop:
        yield Paragraph(form.workshop, "bold")
        yield Paragraph("\n".join(_told(form, say)))
    else:
        yield Blanks((say("Workshop"),))
    yield Blanks((field_label("given_name", say), field_label("family_name", say)), (0.5, 0.5))
    for pair in _PAIRS:
        names = [name for name in pair if name in form.fields]
        if names:
            whole = sum(_SHARES.get(name, 1.0) for name in names)
            shares = tuple(_SHARES.get(name, 1.0) / whole for name in names)
            yield Blanks(tuple(field_label(name, say) for name in names), shares)
    for name in form.fields:
        if name in _TICKED:
            yield Ticks(field_label(name, say), tuple(label(name, each, say) for each in codes(name)))
    if "notes" in form.fields:
        yield Blanks((say("What would you like to learn, or should we know?"),))
        yield Blanks(("",))
    yield Ticks("", tuple(_agreements(form, say)))
    yield Blanks((say("Date"), say("Signature")), (0.36, 0.64), is_tall=True)


def _told(form: FormFacts, say: Language) -> Iterator[str]:
    """Yield where the workshop is, and its sessions as far as they have room."""
    if form.place:
        yield say("Place: {place}", place=form.place)
    hours = [f"{say.time(each.start)} – {say.time(each.end)}" for each in form.sessions]
    if 0 < len(form.sessions) <= MOST_SESSIONS:
        yield from (f"{say.date(each.date, 'full')}, {when}" for each, when in zip(form.sessions, hours, strict=True))
    elif form.sessions:
        days = [say.date(form.sessions[place].date, "long") for place in (0, -1)]
        count = say.plural("{n} session", "{n} sessions", len(form.sessions))
        yield f"{count}, {' – '.join(days)}" + (f", {hours[0]}" if len(set(hours)) == 1 else "")


def _agreements(form: FormFacts, say: Language) -> Iterator[str]:
    yield say("I have read on the back what is kept about me, and why.")
    if "photo_consent" in form.fields:
        yield say("I agree to be in photos of the workshops. I can change my mind at any time.")
