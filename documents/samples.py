"""A certificate nobody was given, to look at a layout with: the association as it is, a name as long as is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from documents.certificate import draw
from documents.facts import Association, CertificateFacts, Print, SessionFacts, Signatory
from documents.own_layouts import Content
from models import association, issuing, programme
from resources.i18n import N_, language

if TYPE_CHECKING:
    from models.notebook import Db

_LONGEST = (
    "Maximiliane Alexandrine de la Rochefoucauld-Montmorency "
    "du Plessis-Bellière de Saint-Germain-en-Laye, Évreux, Orge-Bains"
)
NAMES: tuple[tuple[str, str], ...] = (
    (N_("Short name"), "Zoé Li"),
    (N_("Usual name"), "Marie-Françoise Le Goff"),
    (N_("Long name"), "Jean-Christophe Alexandre Rakotomalala-Andrianarisoa"),
    (
        N_("Name of 120 characters"),
        _LONGEST,
    ),
    (N_("Name in Arabic"), "محمد بن عبد الله العلوي"),
)
"""What sample names are called, and the names."""

_SEAL = "CARNET1:" + "SAMPLE0123456789 " * 13  # as long as a seal is, and none
_MINUTES = 120


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample says of the notebook it is made in."""

    association: Association
    signatory: Signatory
    town: str
    programme: str
    prefix: str
    today: date
    language: str


def sample(db: Db, today: date, code: str) -> Sample:
    """Read what samples say of this notebook."""
    own = association.draft(db)
    told = Association(**{name: getattr(own, name) for name in Association.__dataclass_fields__})
    signatory = Signatory(own.signatory_name, own.signatory_role)
    return Sample(told, signatory, own.town, programme.profile(db).name, own.certificate_prefix, today, code)


def sample_facts(sample: Sample, name: str, content: Content) -> CertificateFacts:
    """Return the facts of a certificate for somebody of this name, in this layout."""
    signs = [Signatory(each.get("name", ""), each.get("role", "")) for each in _signatories(content)]
    first = signs[0] if signs and signs[0].name else sample.signatory
    say = language(sample.language)
    days = [sample.today - timedelta(weeks=weeks) for weeks in (3, 2, 1)]
    return CertificateFacts(
        number=issuing.Number(sample.prefix, sample.today.year, 0).text,
        language=sample.language,
        layout=content.name,
        is_example=False,
        given_name=name,
        family_name="",
        workshop=say("First steps on the computer"),
        sessions=tuple(SessionFacts(day, time(14), time(16), _MINUTES) for day in days),
        sessions_planned=4,
        minutes=_MINUTES * len(days),
        place=say("Media library"),
        trainers=("Aïssatou N’Diaye",),
        town=sample.town,
        issued_on=sample.today,
        association=sample.association,
        programme=sample.programme,
        signatory=first,
        replaces="",
        seal=_SEAL,
        second_signatory=signs[1] if len(signs) > 1 else Signatory(),
    )


def sample_drawn(sample: Sample, name: str, content: Content) -> bytes:
    """Return the finished PDF of a sample. Raises UserError (layout_…, text_does_not_fit, character_missing)."""
    return draw([(sample_facts(sample, name, content), Print())], content.layout().alone())


def _signatories(content: Content) -> list[dict[str, Any]]:
    found = content.values.get("signatories", [])
    return found if isinstance(found, list) else []
