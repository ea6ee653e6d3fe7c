"""The notebook's state over one period -> a package: one snapshot, counts only, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exchange import archive, fact_rows
from exchange.audiences import counts_by_part, people_rows
from exchange.package import Code, Codebook, Package, Period, Previous, Producer
from exchange.rows import ParticipationRow
from exchange.splits import audience_rows
from exchange.sshsig import public_line
from models import association, handovers, keys, programme, pseudonyms, statistics
from models.base import new_uid
from models.handovers import HandoverLine
from models.keys import KeyPair
from models.levels import AGGREGATES, PSEUDONYMISED
from models.parcels import refuse_in_parcel
from models.problem import refusal
from models.statistics import PlaceFacts, PresenceFacts, SessionFacts, UnnamedFacts, WorkshopFacts
from resources.i18n import N_, Language, language
from resources.labels import codes as codes_of
from resources.labels import label
from resources.release import VERSION

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from models.notebook import Db, Notebook

_STATES = ("workshop_status", "session_status")


@dataclass(frozen=True, slots=True)
class Gathered:
    """A package that can be looked at before anything is written, and the key that will sign it.

    `moment` is when it was read, to the millisecond: what is entered within the same second counts as a change.
    """

    package: Package
    key: KeyPair
    moment: datetime
    recipient: str = ""  # the programme's key, when its profile has one: the file is encrypted for it


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was written: the file and its line in the history."""

    path: Path
    handover_id: int


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """Everything that one read of the notebook gives: plain values, from one moment."""

    profile: programme.Profile
    identity: association.Identity
    association: association.AssociationDraft
    association_version: int
    sequence: int
    previous: HandoverLine | None
    sessions: Sequence[SessionFacts]
    workshops: Sequence[WorkshopFacts]
    places: Sequence[PlaceFacts]
    presences: Sequence[PresenceFacts]
    unnamed: Sequence[UnnamedFacts]
    first_days: Mapping[int, date]
    certificates: Sequence[statistics.CertificateFacts]
    removals: Sequence[handovers.Removal]
    level: str
    pseudonyms: Mapping[int, str]


def gather(notebook: Notebook, first: date, last: date, *, now: datetime, level: str = AGGREGATES) -> Gathered:
    """Read everything that leaves for the days from `first` to `last`; `now` (with its zone) dates the package.

    The signing key and that of the pseudonyms are made at their first use, all that is written. Raises UserError
    period_reversed, or level_not_offered for a level that the programme does not take.
    """
    if last < first:
        raise refusal("period_reversed", field="last", first=first, last=last)
    with notebook.read() as db:
        refuse_in_parcel(db)
        if level not in programme.profile(db).levels:
            raise refusal("level_not_offered", programme=programme.profile(db).name)
    key = _key(notebook)
    if level == PSEUDONYMISED:
        _make_secret(notebook)
    snapshot = _read(notebook, first, last, today=now.date(), level=level)
    moment = now.astimezone(UTC)
    package = _package(snapshot, key, Period(first, last), moment.replace(microsecond=0))
    return Gathered(package, key, moment, snapshot.profile.public_key)


def _read(notebook: Notebook, first: date, last: date, *, today: date, level: str) -> _Snapshot:
    with notebook.read() as db:
        sessions = statistics.session_facts(db, first, last)
        presences = statistics.presence_facts(db, first, last)
        came = {each.person_id for each in presences}
        certificates = statistics.certificate_facts(db, first, last)
        workshop_ids = {each.workshop_id for each in sessions}
        workshop_ids |= {given.workshop_id for given in certificates}
        return _Snapshot(
            profile=programme.profile(db),
            identity=association.identity(db),
            association=association.draft(db),
            association_version=association.the_row(db).version,
            sequence=handovers.next_sequence(db),
            previous=handovers.last(db),
            sessions=sessions,
            workshops=statistics.workshop_facts(db, workshop_ids),
            places=statistics.place_facts(db, {each.place_id for each in sessions if each.place_id is not None}),
            presences=presences,
            unnamed=statistics.unnamed_facts(db, first, last),
            first_days=statistics.first_days(db, came),
            certificates=certificates,
            removals=handovers.removals(db, today=today),
            level=level,
            pseudonyms=pseudonyms.pseudonyms(db, came) if level == PSEUDONYMISED else {},
        )


def _package(snapshot: _Snapshot, key: KeyPair, period: Period, created: datetime) -> Package:
    profile, identity, previous = snapshot.profile, snapshot.identity, snapshot.previous
    uids = {each.id: each.uid for each in snapshot.workshops}
    codebook = _codebook(profile, _codes_in_use(snapshot))
    audiences = audience_rows(counts_by_part(snapshot, uids), period, codebook.codes(), profile.threshold)
    return Package(
        id=new_uid(),
        created=created,
        sequence=snapshot.sequence,
        previous=Previous(previous.uid, previous.sha256) if previous else None,
        period=period,
        example=identity.is_example,
        producer=_producer(snapshot, key),
        notebook_uid=identity.notebook_uid,
        programme_code=profile.code,
        programme_name=profile.name,
        codebook=codebook,
        app_version=VERSION,
        association=(fact_rows.association_row(identity.uid, snapshot.association, snapshot.association_version),),
        places=tuple(map(fact_rows.place_row, snapshot.places)),
        workshops=tuple(map(fact_rows.workshop_row, snapshot.workshops)),
        sessions=tuple(fact_rows.session_rows(snapshot.sessions, snapshot.workshops, snapshot.places)),
        audiences=audiences,
        people=tuple(people_rows(period, snapshot.presences, snapshot.first_days)),
        certificates=tuple(fact_rows.certificate_row(uids[each.workshop_id], each) for each in snapshot.certificates),
        removals=tuple(map(fact_rows.removal_row, snapshot.removals)),
        participations=tuple(_participations(snapshot)),
        level=snapshot.level,
        threshold=profile.threshold,
    )


def _participations(snapshot: _Snapshot) -> Iterable[ParticipationRow]:
    if snapshot.level != PSEUDONYMISED:
        return ()
    return fact_rows.participation_rows(snapshot.presences, snapshot.sessions, snapshot.first_days, snapshot.pseudonyms)


def hand_over(notebook: Notebook, gathered: Gathered, folder: Path) -> HandedOver:
    """Write the package into `folder`, checked after writing, and record it in the notebook's history.

    It is recorded before its file gets its name: the history knows of every file that may leave, and no number is used
    twice, wherever the program is killed. The file of the package before, if this happened to it, gets its name here.
    Raises UserError handover_outdated when another one was recorded since this was gathered, or the cause why file or
    notebook cannot be written; then neither is.
    """
    package, recorded = gathered.package, 0
    with notebook.read() as db:
        _refuse_outdated(db, package)
        before = handovers.last(db)
    if before is not None:
        archive.finish(folder / before.file_name, before.sha256)
    try:
        with archive.written(package, private_key(gathered.key), folder, gathered.recipient) as written:
            with notebook.write(N_("Hand over to the programme"), final=True) as db:
                _refuse_outdated(db, package)
                handover_id = handovers.record(db, _line(gathered, written), _travelling(package))
            recorded = handover_id
    except BaseException:
        if recorded:  # what has no file has not left
            with notebook.write(N_("Take back a package that could not be saved"), final=True) as db:
                handovers.take_back(db, recorded)
        raise
    return HandedOver(written.path, recorded)


def _travelling(package: Package) -> Mapping[str, list[str]]:
    """Return the uids of what a package tells of, by table of the notebook."""
    uids = {name: [row.uid for row in getattr(package, rows)] for name, rows in fact_rows.TABLES.items()}
    return uids | {handovers.PERSON: sorted({row.person_key for row in package.participations})}


def _refuse_outdated(db: Db, package: Package) -> None:
    if handovers.next_sequence(db) != package.sequence:
        raise refusal("handover_outdated")


def _line(gathered: Gathered, written: archive.Written) -> HandoverLine:
    """Return what the history keeps of a package that was written."""
    package = gathered.package
    return HandoverLine(
        id=0,
        uid=package.id,
        sequence=package.sequence,
        first=package.period.first,
        last=package.period.last,
        level=package.level,
        file_name=written.path.name,
        sha256=written.sha256,
        totals=package.totals()._asdict(),
        created_at=gathered.moment,
    )


def private_key(key: KeyPair) -> Ed25519PrivateKey:
    """Return the key in the form that signs."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key.private_key)


def _key(notebook: Notebook) -> KeyPair:
    with notebook.read() as db:
        if keys.public_keys(db):
            return keys.signing_key(db)
    with notebook.write(N_("Make the signing key"), final=True) as db:
        return keys.signing_key(db)


def _make_secret(notebook: Notebook) -> None:
    with notebook.read() as db:
        if pseudonyms.secret(db) is not None:
            return
    with notebook.write(N_("Make the key of the pseudonyms"), final=True) as db:
        pseudonyms.make_secret(db)


def _codes_in_use(snapshot: _Snapshot) -> Mapping[str, set[str]]:
    """Return the codes that leave, by axis."""
    held, came, told = snapshot.workshops, snapshot.presences, snapshot.unnamed
    found = {axis: {getattr(each, axis) for each in held} for axis in ("format", "audience", "level")}
    found |= {axis: {getattr(each, axis) for each in came} for axis in statistics.AXES}
    for each in told:
        found.setdefault(each.axis, set()).add(each.code)
    found["theme"] = {code for each in held for code in each.themes}
    found["equipment"] = {code for each in held for code in each.equipment}
    found["place_kind"] = {each.kind for each in snapshot.places}
    return found


def _codebook(profile: programme.Profile, in_use: Mapping[str, set[str]]) -> Codebook:
    """Return the profile's coded values with those withdrawn that leave, and the states, which no profile changes."""
    french, english = language("fr"), language("en")
    lists = []
    for name, codes in profile.codebook.items():
        offered = [Code(each["code"], each["label"]["fr"], each["label"]["en"]) for each in codes]
        gone = sorted({str(code) for code in in_use.get(name, ()) if code} - {each.code for each in offered})
        kept = {each["code"]: each["label"] for each in profile.withdrawn.get(name, ())}
        offered += [_withdrawn(name, code, kept.get(code), (french, english)) for code in gone]
        if name not in _STATES:
            lists.append((name, tuple(offered)))
    for axis in _STATES:
        words = (Code(code, label(axis, code, french), label(axis, code, english)) for code in codes_of(axis))
        lists.append((axis, tuple(words)))
    return Codebook(profile.version, profile.age_bands["scheme"], tuple(lists))


def _withdrawn(axis: str, code: str, told: Mapping[str, str] | None, say: tuple[Language, Language]) -> Code:
    """Return a code that the programme no longer offers, with the words that it had."""
    french, english = say
    return (
        Code(code, told["fr"], told["en"])
        if told
        else Code(code, label(axis, code, french), label(axis, code, english))
    )


def _producer(snapshot: _Snapshot, key: KeyPair) -> Producer:
    draft = snapshot.association
    return Producer(
        uid=snapshot.identity.uid,
        name=draft.name,
        rna=draft.rna,
        siret=draft.siret,
        partner_code=draft.partner_code,
        public_key=public_line(private_key(key)),
    )
