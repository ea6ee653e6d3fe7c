"""The words of a certificate: for each field of a layout its wordings, the fullest first, none when it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import groupby

from documents.facts import Association, CertificateFacts, Print, SessionFacts
from documents.layout import Layout
from resources.i18n import Language, language

Wordings = tuple[str, ...]

ASSOCIATION = "{association}"
"""Stands in words of one's own for the name of the association."""

_BETWEEN = " · "


def wordings(facts: CertificateFacts, printing: Print, layout: Layout) -> Mapping[str, Wordings]:
    """Return what each text field of a layout says for this certificate, the association's own words first."""
    say = language(facts.language)
    one = _usual(facts, printing, say)
    for field, text in layout.words.items():
        one[field] = text.replace(ASSOCIATION, facts.association.name)
    several = {
        "dates": dates(facts.sessions, facts.language),
        "place_and_trainers": _place_and_trainers(facts.place, facts.trainers, facts.language),
    }
    return several | {field: (text,) for field, text in one.items() if text}


def _usual(facts: CertificateFacts, printing: Print, say: Language) -> dict[str, str]:
    """Return what the fields of one wording say where the association has no words of its own."""
    one = {
        "programme": facts.programme,
        "association": facts.association.name,
        "association_details": association_details(facts.association),
        "title": say("Certificate of attendance"),
        "opening": say("{association} certifies that", association=facts.association.name),
        "name": facts.name,
        "joining": say("took part in the workshop"),
        "workshop": say("“{workshop}”", workshop=facts.workshop),
        "attended": _attended(len(facts.sessions), facts.sessions_planned, facts.minutes, facts.language),
        "made_at": _made_at(facts.town, facts.issued_on, facts.language),
        "signatory_name": facts.signatory.name,
        "signatory_role": facts.signatory.role,
        "second_signatory_name": facts.second_signatory.name,
        "second_signatory_role": facts.second_signatory.role,
        "signature_label": say("Signature and stamp"),
        "number": say("No. {number}", number=facts.number),
        "seal_note": say("This code holds the seal of the association: any Carnet d’ateliers can check it."),
        "purpose": say("This certificate states presence at the sessions named above. It is not a diploma."),
        "nda": _nda(facts.association.nda, say),
        "reprint": "",
        "replaces": say("Cancels and replaces No. {number}", number=facts.replaces) if facts.replaces else "",
        "status": _status(printing, say),
    }
    if printing.duplicata_on is not None:
        one["reprint"] = say("Duplicate of {date}", date=say.date(printing.duplicata_on, "long"))
    return one


def picture_told(field: str, facts: CertificateFacts) -> str:
    """Return what a picture is, for those who do not see it."""
    say = language(facts.language)
    if field == "logo":
        return say("Logo: {association}", association=facts.association.name)
    if field == "partner_logo":
        return say("Logo of a partner")
    if field == "stamp":
        return say("Stamp: {association}", association=facts.association.name)
    signatory = facts.signatory if field == "signature" else facts.second_signatory
    return say("Signature: {name}", name=signatory.name)


def watermark(facts: CertificateFacts, printing: Print) -> str:
    """Return the word to print across the page, the gravest reason first, or ""."""
    say = language(facts.language)
    if printing.status == "revoked":
        return say("REVOKED")
    if printing.status == "replaced":
        return say("REPLACED")
    if facts.is_example:
        return say("EXAMPLE")
    return say("TEST") if printing.is_test else ""


@lru_cache(maxsize=64)
def association_details(association: Association) -> str:
    """Return address and identifiers in one line."""
    town = " ".join(part for part in (association.postcode, association.town) if part)
    place = ", ".join(part for part in (association.address, town) if part)
    named = (("RNA", association.rna), ("SIRET", association.siret))
    numbers = [f"{name}\u00a0{value}" for name, value in named if value]
    return _BETWEEN.join(part for part in (place, *numbers) if part)


@lru_cache(maxsize=512)
def dates(sessions: tuple[SessionFacts, ...], code: str) -> Wordings:
    """Return the days and hours of the sessions: all of them, or from the first to the last."""
    say = language(code)
    if len(sessions) == 1:
        day = say.date(sessions[0].date, "full")
        return (say("on {day}, {hours}", day=day, hours=_hours(sessions[0], say)),)
    days = [session.date for session in sessions]
    if len({(session.start, session.end) for session in sessions}) == 1:
        whole = say("on {days}, {hours}", days=_days(days, say), hours=_hours(sessions[0], say))
    else:
        each = (say("{day}, {hours}", day=say.date(s.date, "short"), hours=_hours(s, say)) for s in sessions)
        whole = _BETWEEN.join(each)
    first, last = say.date(min(days), "long"), say.date(max(days), "long")
    return (whole, say("from {first} to {last}", first=first, last=last))


def _days(days: list[date], say: Language) -> str:
    """Write days month by month: 12, 19 et 26 mai 2026 et 2 juin 2026."""
    months = []
    for _, group in groupby(sorted(set(days)), key=lambda day: (day.year, day.month)):
        written = [say.date(day, "long") for day in group]
        numbers = [text.split(maxsplit=1)[0] for text in written[:-1]]  # dates written out begin with the day
        months.append(say.and_list([*numbers, written[-1]]))
    return say.and_list(months)


def _hours(session: SessionFacts, say: Language) -> str:
    start, end = say.time_in_sentence(session.start), say.time_in_sentence(session.end)
    return say("from {start} to {end}", start=start, end=end)


@lru_cache(maxsize=256)
def _attended(count: int, planned: int, minutes: int, code: str) -> str:
    say = language(code)
    duration = say.duration(minutes)
    if planned <= 1:
        return say.plural(
            "{n} session, that is {duration}", "{n} sessions, that is {duration}", count, duration=duration
        )
    return say.plural(
        "{n} session out of {planned}, that is {duration}",
        "{n} sessions out of {planned}, that is {duration}",
        count,
        planned=say.number(planned),
        duration=duration,
    )


@lru_cache(maxsize=256)
def _place_and_trainers(place: str, trainers: tuple[str, ...], code: str) -> Wordings:
    say = language(code)
    parts = [say("Place: {place}", place=place)] if place else []
    if trainers:
        names = say.and_list(trainers)
        parts.append(say.plural("Trainer: {names}", "Trainers: {names}", len(trainers), names=names))
    return (_BETWEEN.join(parts),) if parts else ()


@lru_cache(maxsize=256)
def _made_at(town: str, issued_on: date, code: str) -> str:
    say = language(code)
    day = say.date(issued_on, "long")
    return say("Made in {town}, on {date}", town=town, date=day) if town else say("Made on {date}", date=day)


def _nda(nda: str, say: Language) -> str:
    if not nda:
        return ""
    return say(
        "Activity declared under number {nda} with the prefect of the region; this is no approval by the State.",
        nda=nda,
    )


def _status(printing: Print, say: Language) -> str:
    if printing.status == "revoked" and printing.revoked_on is not None:
        return say("Revoked on {date}", date=say.date(printing.revoked_on, "long"))
    if printing.status == "replaced" and printing.replaced_by:
        return say("Replaced by No. {number}", number=printing.replaced_by)
    return ""
