"""People who may be in the registry twice: listed with the reasons, or told apart for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, misuse
from resources.i18n import N_, _, here, plural
from resources.labels import likeness_label

if TYPE_CHECKING:
    from models.duplicates import Pair
    from models.notebook import Notebook
    from models.people import PersonLine


def duplicates(call: Call) -> None:
    """List the pairs of people who are probably one, or remember that two are not."""
    with call.notebook() as notebook:
        if call.has("--apart"):
            _tell_apart(call, notebook)
        else:
            _list(call, notebook)


def _tell_apart(call: Call, notebook: Notebook) -> None:
    from commands import references
    from models.duplicates import tell_apart

    named = call.texts("--apart")
    with notebook.read() as db:
        two = [references.person(db, each) for each in named]
    if len(two) != 2 or two[0].id == two[1].id:
        raise misuse("apart_takes_two")
    with notebook.write(N_("Say that two people are not the same")) as db:
        tell_apart(db, two[0].id, two[1].id)
    call.out.say(_("Not the same person: {people}", people=here().and_list(map(references.shown_person, two))))
    call.out.document(apart=[_person(each) for each in two])


def _list(call: Call, notebook: Notebook) -> None:
    from commands import references
    from models.duplicates import review

    pairs = call.finish(review(notebook))
    lines = _lines(notebook, pairs)
    both = [(lines.get(pair.first.id), lines.get(pair.second.id), pair) for pair in pairs]
    shown = [(first, second, pair) for first, second, pair in both if first and second]  # still there
    call.out.table(
        (_("One person"), _("Another"), _("Why")),
        [
            (
                references.shown_person(first),
                references.shown_person(second),
                ", ".join(map(likeness_label, pair.reasons)),
            )
            for first, second, pair in shown
        ],
    )
    call.out.say(plural("{n} pair may be one person.", "{n} pairs may be one person each.", len(shown)))
    call.out.document(
        pairs=[
            {"first": _person(first), "second": _person(second), "points": pair.points, "reasons": list(pair.reasons)}
            for first, second, pair in shown
        ]
    )


def _lines(notebook: Notebook, pairs: list[Pair]) -> dict[int, PersonLine]:
    from models import people
    from models.base import chunks

    ids = sorted({person.id for pair in pairs for person in (pair.first, pair.second)})
    with notebook.read() as db:
        return {row_id: line for part in chunks(ids) for row_id, line in people.lines(db, part).items()}


def _person(line: PersonLine) -> dict[str, object]:
    from commands.output import line_document

    return line_document(line, without=("workshops", "presences"))


COMMANDS = (
    Command(
        "duplicates",
        N_("list people who may be in the registry twice"),
        duplicates,
        options=(
            Option("--apart", N_("remember that these two are not the same person"), "PERSON PERSON", how="many"),
        ),
    ),
)
