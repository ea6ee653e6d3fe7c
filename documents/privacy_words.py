"""What every paper about personal data says of the association: who keeps data, why, how long, and people's rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.facts import Association
from models import association, programme
from models.codes import LegalBasis
from resources.i18n import N_, Language
from resources.labels import label

if TYPE_CHECKING:
    from models.notebook import Db

AUTHORITY = "CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, www.cnil.fr"
_BETWEEN = " · "

_REASONS = {
    LegalBasis.LEGITIMATE_INTEREST: N_(
        "Legitimate interest (GDPR, article 6.1.f): running the workshops and accounting for who came."
    ),
    LegalBasis.CONTRACT: N_("Contract (GDPR, article 6.1.b): running the workshops that people enrolled in."),
}
PURPOSES = (
    N_("Running the workshops: enrolments, sign-in sheets, word when a session changes."),
    N_("Keeping count of who came, and giving certificates of attendance to those who are due one."),
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """The association as the one that answers for personal data, and its settings."""

    association: Association
    contact: str
    legal_basis: str
    retention_months: int
    programme: str = ""
    is_example: bool = False


def keeper(db: Db) -> Keeper:
    """Return what the notebook says of the one that answers for its data."""
    draft = association.draft(db)
    return Keeper(
        association=Association(**{name: getattr(draft, name) for name in Association.__dataclass_fields__}),
        contact=next((text for text in (draft.privacy_contact, draft.email, draft.phone) if text), ""),
        legal_basis=draft.legal_basis,
        retention_months=draft.retention_months,
        programme=programme.profile(db).name,
        is_example=association.identity(db).is_example,
    )


def whom_to_ask(who: Keeper) -> str:
    """Return the contact for personal data, the association itself where none is known."""
    return who.contact or who.association.name


def identity_rows(who: Keeper, say: Language) -> tuple[tuple[str, str], ...]:
    """Return who answers for the data, with what is known of them."""
    own = who.association
    town = " ".join(part for part in (own.postcode, own.town) if part)
    rows = (
        (say("Association"), own.name),
        (say("Address"), ", ".join(part for part in (own.address, town) if part)),
        (say("RNA number"), own.rna),
        (say("SIRET number"), own.siret),
        (say("Phone"), own.phone),
        (say("E-mail"), own.email),
        (say("Website"), own.web),
        (say("Whom to ask about personal data"), whom_to_ask(who)),
    )
    return tuple(row for row in rows if row[1])


def purposes(who: Keeper, say: Language) -> tuple[str, ...]:
    """Return why data is kept."""
    counted = (
        say("Counting, without names, what the association does, for the programme “{name}”.", name=who.programme)
        if who.programme
        else say("Counting, without names, what the association does.")
    )
    return (*map(say, PURPOSES), counted)


def reason(who: Keeper, say: Language) -> str:
    """Return what allows the association to keep the data."""
    known = {str(basis): text for basis, text in _REASONS.items()}.get(who.legal_basis)
    return say(known) if known else label("legal_basis", who.legal_basis, say)


def kept_for(who: Keeper, say: Language) -> str:
    """Return how long somebody is kept."""
    return say.plural(
        "{n} month after the last contact. Then name, contact, notes and year of birth are erased; age band, gender, "
        "occupation, town and attendance remain without a name, for counting.",
        "{n} months after the last contact. Then name, contact, notes and year of birth are erased; age band, gender, "
        "occupation, town and attendance remain without a name, for counting.",
        who.retention_months,
    )


def seen_by(who: Keeper, say: Language) -> tuple[str, ...]:
    """Return who gets to see what."""
    figures = (
        say("The programme “{name}” receives figures only: no name and no contact.", name=who.programme)
        if who.programme
        else say("Funders receive figures only: no name and no contact.")
    )
    return (say("In the association: those who run the workshops and their enrolments."), figures)


def rights(who: Keeper, say: Language) -> tuple[str, ...]:
    """Return what people may ask; what depends on the legal basis (GDPR, articles 20 and 21) follows it."""
    last = (
        say("Portability: take along, as a file, the data you gave.")
        if who.legal_basis == LegalBasis.CONTRACT
        else say("Objection: ask that your data be no longer used.")
    )
    return (
        say("Access: see all that is kept about you, and have a copy."),
        say("Correction: have what is wrong put right."),
        say("Erasure: have your data erased, and until then its use limited."),
        last,
    )


def how_to_ask(who: Keeper, say: Language) -> tuple[str, str]:
    """Return whom to ask, and to whom people may complain."""
    return (
        say("To use these rights, ask {contact}. The answer comes within one month.", contact=whom_to_ask(who)),
        say("If the answer does not satisfy you, you may complain to the data protection authority: {authority}.",
            authority=AUTHORITY),
    )  # fmt: skip


def foot(who: Keeper, title: str) -> str:
    """Return what stands at the foot of each page."""
    return _BETWEEN.join((title, who.association.name))
