"""Badges of the people of a workshop, ten on a page to cut out: name and a code for a scanner. Facts -> a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents import archive, example_mark
from documents import privacy_words as words
from documents.fitting import Fitted, block_height
from documents.layout import MILLIMETRE
from documents.operators import number, stencil
from documents.page_text import PageWriter, Steps, fit_stepwise
from documents.privacy_words import Keeper
from documents.seal import encode
from documents.tagged import TaggedCanvas
from models import enrolments, people, scans, workshops
from models.codes import EnrolmentStatus
from models.problem import refusal
from resources.i18n import Language, language

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from models.notebook import Db

_WIDTH, _HEIGHT = 210 * MILLIMETRE, 297 * MILLIMETRE
_BADGE, _TALL = 85 * MILLIMETRE, 54 * MILLIMETRE  # what holders for badges and cards take
_ACROSS, _DOWN = 2, 5
ON_A_PAGE = _ACROSS * _DOWN
_LEFT, _TOP = (_WIDTH - _ACROSS * _BADGE) / 2, (_HEIGHT + _DOWN * _TALL) / 2
_EDGE, _GAP = 5 * MILLIMETRE, 3 * MILLIMETRE
_CODE = 25 * MILLIMETRE  # its dots are over 1 mm: any scanner reads them at arm's length
_OWNER = 8.5
_HAIR = 0.4
_OWNER_STEPS: Steps = ((_OWNER, 1), (7.0, 2), (6.0, 3))
_GIVEN_STEPS: Steps = ((24.0, 1), (20.0, 2), (14.0, 3), (10.0, 4), (6.5, 6))
_FAMILY_STEPS: Steps = ((15.0, 2), (12.0, 3), (9.0, 4), (6.5, 6))
_LESSER = 0.8  # of the given name: people are called by it, however long it is


@dataclass(frozen=True, slots=True)
class Badge:
    """Who wears one, and what its code holds."""

    given_name: str
    family_name: str
    code: str


@dataclass(frozen=True, slots=True)
class BadgesFacts:
    """Whose badges these are, in the order of their names."""

    keeper: Keeper
    workshop: str
    badges: tuple[Badge, ...]


def facts(db: Db, workshop_id: int, *, today: date, person_ids: Collection[int] | None = None) -> BadgesFacts:
    """Return the badges of everyone enrolled, or of some of them. Raises UserError badges_for_nobody."""
    title = workshops.lines(db, [workshop_id], today=today)[workshop_id].title
    rows = enrolments.lines(db, enrolments.find(db, workshop_id, status=EnrolmentStatus.ENROLLED)).values()
    ids = [row.person_id for row in rows if person_ids is None or row.person_id in person_ids]
    known = people.lines(db, ids)
    badges = tuple(
        Badge(line.given_name, line.family_name, scans.badge_code(line.uid))
        for line in (known[each] for each in ids)
        if line.given_name or line.family_name  # who was anonymised wears none
    )
    if not badges:
        raise refusal("badges_for_nobody")
    return BadgesFacts(words.keeper(db), title, badges)


def draw(asked: BadgesFacts, code: str) -> bytes:
    """Return the badges as a PDF/A-2b. Raises UserError (character_missing, text_does_not_fit)."""
    say, owner = language(code), asked.keeper.association.name
    canvas = TaggedCanvas(code)
    for start in range(0, len(asked.badges), ON_A_PAGE):
        _page(canvas, asked, asked.badges[start : start + ON_A_PAGE], say)
    title = f"{say('Badges')} – {asked.workshop}"
    return archive.finish(canvas.pdf(), title=title, author=owner, language=code)


def _page(canvas: TaggedCanvas, asked: BadgesFacts, badges: Sequence[Badge], say: Language) -> None:
    canvas.begin_page(_WIDTH, _HEIGHT)
    if asked.keeper.is_example:
        example_mark.draw(canvas, say, _WIDTH, _HEIGHT)
    canvas.artifact(canvas.shared(_cuts(-(-len(badges) // _ACROSS)), _WIDTH, _HEIGHT))
    for place, badge in enumerate(badges):
        down, across = divmod(place, _ACROSS)
        with canvas.group("Sect"):
            _badge(canvas, asked, badge, say, _LEFT + across * _BADGE, _TOP - down * _TALL)
    canvas.end_page()


def _cuts(rows: int) -> str:
    """Return the lines to cut along, once for all badges of a page."""
    right, bottom = _LEFT + _ACROSS * _BADGE, _TOP - rows * _TALL
    flat = [(_LEFT, _TOP - row * _TALL, right, _TOP - row * _TALL) for row in range(rows + 1)]
    upright = [(_LEFT + place * _BADGE, _TOP, _LEFT + place * _BADGE, bottom) for place in range(_ACROSS + 1)]
    lines = "".join(f"{number(x)} {number(y)} m {number(to)} {number(end)} l " for x, y, to, end in (*flat, *upright))
    return f"0 G {_HAIR} w {lines}S"


def _badge(canvas: TaggedCanvas, asked: BadgesFacts, badge: Badge, say: Language, left: float, top: float) -> None:
    """Draw one badge: whose it is above, the name at the left, its code at the right."""
    writer, inside = PageWriter(canvas), _BADGE - 2 * _EDGE
    owner = asked.keeper.association.name
    head = fit_stepwise(owner, "regular", inside, _OWNER_STEPS) if owner else None
    y = top - _EDGE
    if head is not None:
        writer.write("P", head, left + _EDGE, y)
        y -= block_height(len(head.lines), head.size) + _GAP
    room, width = y - (top - _TALL + _EDGE), inside - _CODE - _EDGE  # a code needs white around it
    names = _names(badge, width)
    down = y - max(room - _height(names), 0) / 2
    for fitted in names:
        writer.write("P", fitted, left + _EDGE, down)
        down -= block_height(len(fitted.lines), fitted.size) + _GAP
    _draw_code(canvas, badge, say, left + _BADGE - _EDGE - _CODE, y - (room + _CODE) / 2)


def _names(badge: Badge, width: float) -> list[Fitted]:
    """Fit the given name, and the family name smaller than it; the only name there is stands in its place."""
    names = [name for name in (badge.given_name, badge.family_name) if name]
    if not names:
        return []
    first = fit_stepwise(names[0], "bold", width, _GIVEN_STEPS)
    least = _FAMILY_STEPS[-1][0]
    steps = [(max(min(size, first.size * _LESSER), least), lines) for size, lines in _FAMILY_STEPS]
    return [first, *(fit_stepwise(name, "regular", width, steps) for name in names[1:])]


def _height(names: Sequence[Fitted]) -> float:
    return sum(block_height(len(each.lines), each.size) for each in names) + _GAP * (len(names) - 1)


def _draw_code(canvas: TaggedCanvas, badge: Badge, say: Language, x: float, y: float) -> None:
    code = encode(badge.code)
    paint = stencil(code.bits, code.side, code.side)
    canvas.mark(
        "Figure",
        f"q 0 g {number(_CODE)} 0 0 {number(_CODE)} {number(x)} {number(y)} cm {paint} Q",
        alternative=say("QR code of this badge, {code}", code=badge.code),
        entries=f"/A<</O/Layout/BBox[{' '.join(map(number, (x, y, x + _CODE, y + _CODE)))}]>>",
    )
