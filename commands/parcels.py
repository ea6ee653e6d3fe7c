"""Two laptops: a parcel given to whoever holds a workshop elsewhere, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from resources.i18n import N_, _, here

if TYPE_CHECKING:
    from models.parcel_merge import Comparison


def give(call: Call) -> None:
    """Write a parcel and say its passphrase, this once."""
    from commands import references
    from exchange.parcel_words import outlined
    from models import parcel_giving
    from models.parcel_giving import Choice

    if not (call.has("--workshop") or call.has("--session")):
        raise misuse("one_of_options", options="--workshop, --session")
    path = Path(call.text("-o"))
    with call.notebook() as notebook:
        with notebook.read() as db:
            workshops = [references.workshop(db, each, today=call.today).id for each in call.texts("--workshop")]
            sessions = [references.session(db, each, today=call.today).id for each in call.texts("--session")]
        choice = Choice(workshops, sessions, call.text("--for"))
        given = parcel_giving.give(notebook, choice, path, now=datetime.now(UTC))
    call.out.say(_("The parcel is in {file}: {what}.", file=path, what=outlined(given.outline)))
    call.out.say(_("Passphrase: {words}", words=given.passphrase))
    call.out.say(_("It is shown this once. Say it, or write it on paper; do not send it with the file."))
    call.out.document(
        file=path, uid=given.uid, passphrase=given.passphrase, workshops=given.outline.workshops,
        sessions=given.outline.sessions, people=given.outline.people,
    )  # fmt: skip


def take(call: Call) -> None:
    """Bring in what was entered in a parcel, or only show it."""
    from models import parcel_taking
    from models.parcel_merge import OURS, THEIRS, Answers

    if call.has("--ours") and call.has("--theirs"):
        raise misuse("options_exclude", options="--ours, --theirs")
    every = OURS if call.has("--ours") else THEIRS if call.has("--theirs") else ""
    path = Path(call.word("FILE"))
    with call.notebook(takes_file=False) as notebook:
        returned = parcel_taking.read_back(path, call.passphrase(path))
        answers = Answers(every=every)
        if call.has("--dry-run"):
            done = parcel_taking.preview(notebook, returned, answers)
        else:
            done = parcel_taking.take(notebook, returned, answers, today=call.today, now=datetime.now(UTC))
    _say(call, done)
    call.out.document(
        already_taken=done.is_known, changes=dict(done.counts), left_out=dict(done.lost),
        conflicts=[
            {"id": each.id, "theirs": each.step.theirs, "ours": each.step.ours, "chosen": each.chosen}
            for each in done.conflicts
        ],
        is_dry_run=call.has("--dry-run"),
    )  # fmt: skip


def _say(call: Call, done: Comparison) -> None:
    from exchange.parcel_words import conflict_title, counted, lost, value_text
    from models.parcel_merge import THEIRS

    if done.is_known:
        call.out.say(_("This parcel has been taken back already: there is nothing new in it."))
        return
    for line in counted(done) or [_("Nothing was entered in this parcel.")]:
        call.out.say(line)
    for each in done.conflicts:
        theirs, ours = value_text(each, each.step.theirs), value_text(each, each.step.ours)
        call.out.say(conflict_title(each))
        chosen = _("the parcel’s was taken") if each.chosen == THEIRS else _("the one here was kept")
        if call.has("--dry-run"):
            chosen = _("the parcel’s would be taken") if each.chosen == THEIRS else _("the one here would be kept")
        sides = (_("In the parcel: {value}", value=theirs), _("here: {value}", value=ours), chosen)
        call.out.say("  " + " · ".join(sides))
    for line in lost(done):
        call.out.say(line)
    asked = [each for each in done.newcomers if each.is_asked and each.person_id is None]
    if asked:
        names = here().and_list(f"{each.given_name} {each.family_name}".strip() for each in asked)
        call.out.say(_("New, and perhaps already in the registry (see “duplicates”): {names}", names=names))
    if call.has("--dry-run"):
        call.out.say(_("Nothing was written."))


def parcels(call: Call) -> None:
    """List the parcels that were given."""
    from models import parcels as all_parcels

    with call.notebook() as notebook, notebook.read() as db:
        lines = all_parcels.given(db)
    call.out.table(
        (_("Given on"), _("For"), _("Sessions"), _("Taken back on")),
        [
            (here().date(each.given_at.date()), each.label, each.sessions,
             here().date(each.returned_at.date()) if each.returned_at else "")
            for each in lines
        ],
    )  # fmt: skip
    call.out.document(
        parcels=[
            {"uid": each.uid, "for": each.label, "given_at": each.given_at.isoformat(), "sessions": each.sessions,
             "returned_at": each.returned_at.isoformat() if each.returned_at else None}
            for each in lines
        ]
    )  # fmt: skip


COMMANDS = (
    Command(
        "parcel give",
        N_("give workshops to whoever holds them elsewhere: one locked file with their people by name only"),
        give,
        options=(
            Option("--workshop", N_("the workshops"), "WORKSHOP", how="many"),
            Option("--session", N_("single sessions"), "SESSION", how="many"),
            Option("-o", N_("the file to write, whose name ends in .colis"), "FILE", required=True),
            Option("--for", N_("whom it is for"), "NAME"),
        ),
    ),
    Command(
        "parcel take",
        N_("take a parcel back: what was entered in it comes into the notebook, once"),
        take,
        (Word("FILE", N_("the parcel; --passphrase-file is its passphrase")),),
        (
            Option("--theirs", N_("where both sides changed the same, take what is in the parcel"), how="switch"),
            Option("--ours", N_("where both sides changed the same, keep what is here"), how="switch"),
            Option("--dry-run", N_("only show what would be done"), how="switch"),
        ),
    ),
    Command("parcel list", N_("list the parcels that were given"), parcels),
)
