"""Records of people: two made one, forgotten after years without contact, erased on request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from resources.i18n import N_, _, here, plural
from resources.labels import field_label

if TYPE_CHECKING:
    from models.notebook import Notebook


def merge(call: Call) -> None:
    """Make one person of two; what the first lacks is filled in from the other."""
    from commands import references
    from models import backup, merging, people

    with call.notebook() as notebook:
        with notebook.read() as db:
            kept, other = (references.person(db, call.word(name)) for name in ("KEPT", "OTHER"))
            draft = people.draft(db, kept.id)
            made = merging.combined(draft, people.draft(db, other.id))
            differences = merging.differences(made, people.draft(db, other.id))
            differing = [each.field for each in differences]
            lost = [each.field for each in differences if each.other not in ("", None, False) and not each.can_join]
        backup.before(notebook, backup.Reason.MERGE, apart=backup.BETWEEN_MERGES)
        with notebook.write(N_("Merge two records of one person")) as db:
            merging.merge(db, kept.id, other.id, made, today=call.today)
        with notebook.read() as db:
            line = people.lines(db, [kept.id])[kept.id]
    call.out.say(_("One person now: {name}", name=references.shown_person(line)))
    if lost:
        fields = here().and_list(map(field_label, lost))
        call.out.say(_("Where the two differed, the first record counts: {fields}.", fields=fields))
    call.out.document(person={"uid": line.uid}, merged=other.uid, kept_fields=differing)


def anonymise(call: Call) -> None:
    """Forget who people are and keep how many they were."""
    from models import forgetting

    _forget(call, forgetting.anonymise)


def erase(call: Call) -> None:
    """Forget people on their request."""
    from models import forgetting

    _forget(call, forgetting.erase)


def _forget(call: Call, forget: Callable[..., None]) -> None:
    from commands import references
    from models import privacy

    with call.notebook() as notebook:
        with notebook.read() as db:
            ids = [references.person(db, name).id for name in call.words("PERSON")]
            if call.has("--due"):
                ids += privacy.due(db, today=call.today)
        ids = list(dict.fromkeys(ids))
        if ids and not call.has("--dry-run"):
            _carry_out(call, notebook, forget, ids)
    call.out.say(plural("{n} person concerned.", "{n} people concerned.", len(ids)))
    call.out.document(people=len(ids), done=bool(ids) and not call.has("--dry-run"))


def _carry_out(call: Call, notebook: Notebook, forget: Callable[..., None], ids: list[int]) -> None:
    from models import mass_removal

    agreed = call.number("--agree") or 0
    with notebook.read() as db:
        asks = mass_removal.needs_agreement(db, len(ids)) and agreed != len(ids)
    if asks:
        call.out.say(_("To agree to this number, add --agree {n}.", n=len(ids)))
    forget(notebook, ids, today=call.today, agreed=agreed)
    call.out.say(_("This cannot be undone: names, contacts and notes are gone, the figures are as they were."))


_AGREE = Option("--agree", N_("agree to exactly this number, where more than five or a tenth would go"), "N")
_DRY = Option("--dry-run", N_("only say how many it would be"), how="switch")
_PERSON = N_("the name, or the identifier that --json shows")

COMMANDS = (
    Command(
        "person merge",
        N_("make one person of two records; attendance and certificates follow"),
        merge,
        (Word("KEPT", N_("the record that stays")), Word("OTHER", N_("the record that goes into it"))),
        (),
    ),
    Command(
        "person anonymise",
        N_("forget who people are and keep the figures; cannot be undone"),
        anonymise,
        (Word("PERSON", _PERSON, many=True, optional=True),),
        (
            Option("--due", N_("everyone without contact for longer than the association keeps them"), how="switch"),
            _AGREE,
            _DRY,
        ),
    ),
    Command(
        "person erase",
        N_("forget people on their request; cannot be undone"),
        erase,
        (Word("PERSON", _PERSON, many=True),),
        (_AGREE, _DRY),
    ),
)
