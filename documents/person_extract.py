"""The extract of one person: all that is held about them, as they can read it (GDPR, article 15). Facts -> a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from documents import privacy_words as words
from documents.privacy_words import Keeper
from documents.text_blocks import Block, Facts, Grid, Paragraph, Points, Section, Title
from documents.text_pages import Paper, spelled_out
from documents.text_pages import draw as draw_paper
from models.names import shown
from models.privacy import Extract, HeldWorkshop
from resources.i18n import Language, language
from resources.labels import axes, field_label, label
from resources.words import action_label

_AT_THE_TOP = frozenset({"given_name", "family_name", "uid", "created_at"})


@dataclass(frozen=True, slots=True)
class ExtractFacts:
    """All that the extract says: what is held, who holds it, and the day it was made."""

    extract: Extract
    keeper: Keeper
    made_on: date


def draw(facts: ExtractFacts, code: str) -> bytes:
    """Return the extract as a PDF/A-2b in the language `code`.

    Access is never refused for a letter: one that no font can draw stands as its code.
    """
    say = language(code)
    title = say("Everything held about one person")
    blocks = tuple(_blocks(facts, title, say))
    who = facts.keeper
    paper = Paper(title, who.association.name, code, blocks, words.foot(who, title), is_example=who.is_example)
    drawable = spelled_out(paper)
    if drawable != paper:
        note = say("What these fonts cannot draw stands as its code, such as [U+1F600]. The file for machines that "
                   "goes with this paper has it as it is.")  # fmt: skip
        drawable = replace(drawable, blocks=(*drawable.blocks, Paragraph(note, is_note=True)))
    return draw_paper(drawable)


def _blocks(facts: ExtractFacts, title: str, say: Language) -> Iterator[Block]:
    held, who = facts.extract, facts.keeper
    yield Title(title, shown(held.given_name, held.family_name))
    yield Paragraph(say("Made on {date}, for the person named above only.", date=say.date(facts.made_on, "long")))
    yield Section(say("Who holds it"))
    yield Facts(words.identity_rows(who, say))
    yield Section(say("Your data"))
    yield Facts(tuple(_data(held, say)))
    yield Section(say("Workshops and attendance"))
    for workshop in held.workshops:
        yield from _workshop(workshop, say)
    if not held.workshops:
        yield Paragraph(say("None."))
    yield Section(say("Certificates"))
    yield _certificates(held, say) if held.certificates else Paragraph(say("None."))
    yield Section(say("What was done with your data"))
    yield _history(held, say) if held.history else Paragraph(say("Nothing is kept of it any more."))
    yield Section(say("Why it is held"))
    yield Points(words.purposes(who, say))
    yield Paragraph(words.reason(who, say))
    yield Section(say("How long it is held, and who sees it"))
    yield Paragraph(words.kept_for(who, say))
    yield Points(words.seen_by(who, say))
    yield Section(say("Your rights"))
    yield Points(words.rights(who, say))
    for text in words.how_to_ask(who, say):
        yield Paragraph(text)


def _data(held: Extract, say: Language) -> Iterator[tuple[str, str]]:
    """Yield each field with its value in words; one without a value says so."""
    nothing = say("not held")
    yield field_label("given_name", say), held.given_name or nothing
    yield field_label("family_name", say), held.family_name or nothing
    for name, value in held.person.items():
        if name not in _AT_THE_TOP and (value is not None or name != "anonymised_on"):
            yield field_label(name, say), _written(name, value, say) or nothing
    yield say("In the registry since"), say.date(_day(held.created_at), "long")
    yield say("Identifier"), held.uid


def _written(name: str, value: object, say: Language) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return say("Yes") if value else say("No")
        case datetime():
            return say.date(_day(value), "long")
        case date():
            return say.date(value, "long")
    return label(name, str(value), say) if name in axes() else str(value)


def _workshop(workshop: HeldWorkshop, say: Language) -> Iterator[Block]:
    yield Section(workshop.title, is_minor=True)
    status = label("enrolment", workshop.status, say)
    yield Paragraph(
        say("{status} – on the list since {date}", status=status, date=say.date(workshop.enrolled_on, "long"))
    )
    if workshop.attendance:
        rows = []
        for mark in workshop.attendance:
            minutes = "" if mark.minutes is None else say.duration(mark.minutes)
            hours = f"{say.time(mark.start)} – {say.time(mark.end)}"
            rows.append((say.date(mark.date, "full"), hours, label("attendance", mark.state, say), minutes))
        headers = (say("Session"), say("Times"), say("Attendance"), say("Time, if only a part"))
        yield Grid(headers, tuple(rows), (0.34, 0.2, 0.2, 0.26))


def _certificates(held: Extract, say: Language) -> Grid:
    rows = tuple(
        (each.number, each.workshop, say.date(each.issued_on, "long"), label("certificate_status", each.status, say))
        for each in held.certificates
    )
    return Grid((say("Number"), say("Workshop"), say("Issued on"), say("Status")), rows, (0.2, 0.4, 0.22, 0.18))


def _history(held: Extract, say: Language) -> Grid:
    rows = tuple((say.date(_day(each.at), "long"), action_label(each.label, each.values, say)) for each in held.history)
    return Grid((say("Day"), say("What was done")), rows, (0.25, 0.75))


def _day(moment: datetime) -> date:
    """Return the day of a moment where the computer stands."""
    return (moment.astimezone() if moment.tzinfo else moment).date()
