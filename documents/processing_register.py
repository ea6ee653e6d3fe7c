"""The register of processing activities (GDPR, article 30), after the CNIL's simplified model. Facts -> a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from documents import privacy_words as words
from documents.privacy_words import Keeper
from documents.text_blocks import Block, Facts, Grid, Paragraph, Points, Section, Title
from documents.text_pages import Paper
from documents.text_pages import draw as draw_paper
from resources.i18n import Language, language

_TO_FILL_IN = "…" * 40
_SIZE = 10.0


def draw(who: Keeper, code: str, *, made_on: date) -> bytes:
    """Return the page as a PDF/A-2b in the language `code`. Raises UserError (character_missing)."""
    say = language(code)
    title = say("Register of processing activities")
    blocks = tuple(_blocks(who, title, made_on, say))
    paper = Paper(title, who.association.name, code, blocks, words.foot(who, title), is_example=who.is_example)
    return draw_paper(paper, _SIZE)


def _blocks(who: Keeper, title: str, made_on: date, say: Language) -> Iterator[Block]:
    yield Title(title, say("Activity: workshops and their attendance (GDPR, article 30)"))
    yield Section(say("Who answers for it"))
    yield Facts((*words.identity_rows(who, say), (say("This page made on"), say.date(made_on, "long"))))
    yield Section(say("Purposes"))
    yield Points(words.purposes(who, say))
    yield Paragraph(say("Legal basis: {basis}", basis=words.reason(who, say)))
    yield Section(say("People concerned"))
    yield Points((
        say("People who are enrolled in workshops, or came to one."),
        say("Those who run the workshops (trainers, volunteers), and who signs the certificates."),
    ))  # fmt: skip
    yield Section(say("Categories of data"))
    yield _data(say)
    yield Paragraph(
        say("No sensitive data is asked for (health, opinions, origin); none is to be written in the notes.")
    )
    yield Section(say("Recipients"))
    yield Points(words.seen_by(who, say))
    yield Section(say("How long it is kept"))
    yield Paragraph(words.kept_for(who, say))
    yield Section(say("Transfers outside the European Union"))
    yield Paragraph(say("None. The notebook is a file on the association’s own computer; nothing leaves it by itself."))
    yield Section(say("Security"))
    yield Points(_security(say))
    yield Facts((
        (say("Computers, sticks and backups with the notebook"), _TO_FILL_IN),
        (say("Who has access to them"), _TO_FILL_IN),
    ))  # fmt: skip
    yield Section(say("Rights of the people concerned"))
    yield Paragraph(
        say("People are told by the sign-in sheets and by an information notice. An extract, a correction or an "
            "erasure is made on request to {contact}, within one month.", contact=words.whom_to_ask(who))
    )  # fmt: skip


def _data(say: Language) -> Grid:
    rows = (
        (say("Identity"), say("Given name, family name, year of birth or age band, gender")),
        (say("Contact"), say("E-mail, phone, postcode, town")),
        (say("Situation"), say("Occupation, who sent the person")),
        (say("Participation"), say("Workshops, attendance, time attended, certificates")),
        (say("Consent and information"), say("Agreement to photos, day of the information, day of the last contact")),
        (say("Notes"), say("Free text, only what running the workshops needs")),
        (say("Trainers and signatory"), say("Name, role, e-mail, phone")),
    )
    return Grid((say("Category"), say("Data")), rows, (0.3, 0.7))


def _security(say: Language) -> tuple[str, ...]:
    return (
        say("One file, opened by one person at a time; every change is in a history, and can be undone for a while."),
        say("What goes to the programme is shown before it leaves: figures only, small numbers hidden."),
        say("Sign-in sheets carry names only: no e-mail, no phone, no age."),
        say("People without contact are proposed for erasure when their time is over."),
    )
