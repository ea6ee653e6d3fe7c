"""The report in words, the same on paper, in a table and on the screen: each figure with its definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.central.figures import Figures, Split
from models.central.periods import Span
from models.central.report import AssociationLine, Report
from models.central.shares import shares
from resources.i18n import N_, Language
from resources.labels import codes as codes_of
from resources.labels import label

UNTOLD = "non_communique"
TOWNS = 20  # told one by one

AXES = {
    "age_band": N_("By age"),
    "gender": N_("By gender"),
    "occupation": N_("By occupation"),
    "town": N_("By town of the people"),
    "format": N_("By format"),
    "audience": N_("By audience"),
    "level": N_("By level"),
    "theme": N_("By theme"),
    "place_kind": N_("By kind of place"),
    "month": N_("By month"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One figure: its name, its value and how it is counted."""

    name: str
    value: str
    definition: str


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a split: what it is, how many attendances, which share in percent (nothing where they overlap)."""

    name: str
    count: int
    share: int | None


def days(span: Span, say: Language) -> str:
    """Return the days of a span as people write them."""
    return f"{say.date(span.first, 'long')} – {say.date(span.last, 'long')}"


def summary(found: Report, say: Language) -> list[Said]:
    """Return the figures of all associations together."""
    total = found.total
    return [
        Said(
            say("Sessions held"),
            say.number(total.sessions_held),
            say(
                "Sessions that took place. Beside them: {planned} planned, {cancelled} cancelled.",
                planned=say.number(total.sessions_planned),
                cancelled=say.number(total.sessions_cancelled),
            ),
        ),
        Said(
            say("Attendances"),
            say.number(total.attendances),
            say("People marked present and unnamed participants, added over the sessions held."),
        ),
        *_people(total, say),
        Said(
            say("Hours attended"),
            say.duration(total.minutes),
            say("The minutes that named people attended, added up."),
        ),
        Said(
            say("Attendance rate"),
            rate(total, say),
            say("Present, of all named people who were expected (present, absent, excused)."),
        ),
        Said(
            say("Certificates issued"),
            say.number(total.certificates_issued),
            say(
                "By the day of issue. Of these {replaced} replaced, {revoked} revoked.",
                replaced=say.number(total.certificates_replaced),
                revoked=say.number(total.certificates_revoked),
            ),
        ),
    ]


def told_by(total: Figures, say: Language) -> str:
    """Return how many notebooks told their different people: the others have sent no package of exactly these days."""
    return say.plural(
        "Different people are told by {n} notebook of {all}, for exactly these days.",
        "Different people are told by {n} notebooks of {all}, for exactly these days.",
        total.told,
        all=say.number(total.told + total.untold),
    )


def _people(total: Figures, say: Language) -> list[Said]:
    return [
        Said(
            say("Different people, named (at most)"),
            say.number(total.people_named),
            " ".join((
                say("Named people with at least one presence, added over associations: who came to two counts twice."),
                told_by(total, say),
            )),
        ),
        Said(
            say("Different people, unnamed (at most)"),
            say.number(total.people_unnamed),
            say("Unnamed participants without those who said that they had been helped before."),
        ),
        Said(
            say("New people (at most)"),
            say.number(total.new_named + total.people_unnamed),
            say("Named people whose first presence ever lies in these days, and the unnamed people above."),
        ),
    ]  # fmt: skip


def rate(figures: Figures, say: Language) -> str:
    """Return the attendance rate, or a dash where nobody was expected."""
    if not figures.expected:
        return "–"
    return say("{n} %", n=say.number(round(100 * figures.present / figures.expected)))


def progress(found: Report, say: Language) -> str:
    """Return how far the target of these days is reached, nothing without a target."""
    if not found.target:
        return ""
    return say(
        "{reached} different people at most, for a target of {target} in these days: {share} %.",
        reached=say.number(found.reached),
        target=say.number(found.target),
        share=say.number(100 * found.reached // found.target),
    )


def lacking(line: AssociationLine, say: Language) -> str:
    """Return what is missing of an association, nothing when all is there."""
    parts = [say("not told: {days}", days=", ".join(days(span, say) for span in line.missing))] if line.missing else []
    if line.gaps:
        parts.append(say("packages that never came: {numbers}", numbers=line.gaps))
    if count := line.figures.without_attendance:
        parts.append(say.plural("{n} session without attendance", "{n} sessions without attendance", count))
    return " · ".join(parts)


def parts(found: Report, split: Split, say: Language) -> list[Part]:
    """Return the lines of a split in the order of its codes; what is not told and what is hidden come last."""
    known = list(codes_of(split.axis)) if split.axis in _CODED else sorted(split.counts)
    rest = sorted(set(split.counts) - set(known))
    if split.axis in ("town", "theme"):
        known, rest = sorted(split.counts, key=lambda code: (-split.counts[code], code)), []
    names = [code for code in (*known, *rest) if code != UNTOLD and split.counts.get(code)]
    if split.axis == "town" and len(names) > TOWNS:
        others = sum(split.counts[name] for name in names[TOWNS:])
        rows = [(name, split.counts[name]) for name in names[:TOWNS]] + [(say("Other towns"), others)]
    else:
        rows = [(_name(found, split.axis, code, say), split.counts[code]) for code in names]
    if split.counts.get(UNTOLD):
        rows.append((say("Not told"), split.counts[UNTOLD]))
    if split.hidden:
        rows.append((say("Hidden (small groups) or not split"), split.hidden))
    told = [None] * len(rows) if split.has_several else shares([count for _name, count in rows])
    return [Part(name, count, share) for (name, count), share in zip(rows, told, strict=True)]


_CODED = ("age_band", "gender", "occupation", "format", "audience", "level", "place_kind")


def _name(found: Report, axis: str, code: str, say: Language) -> str:
    """Return the words of a code as the packages say them, else as we do."""
    words = found.words.get((axis, code))
    if words is not None:
        return words[0] if say.code == "fr" else words[1]
    return label(axis, code, say) if axis in _CODED or axis == "theme" else code


def late(found: Report, say: Language) -> Sequence[tuple[str, str]]:
    """Return each association that is late, and what it did not tell."""
    return [(line.name, ", ".join(days(span, say) for span in line.missing)) for line in found.late]
