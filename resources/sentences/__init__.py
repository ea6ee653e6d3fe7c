"""One sentence for each problem code: what is wrong, where, and what to do about it.

The names in braces are the problem's values; `{field}` is the name of its field. Where a number changes the sentence,
the code is in COUNTED. One file a family; a new family is added to the two tables below.
"""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_
from resources.sentences import calendars, calls, handover, keeping, lists, papers, parcels, programme, seals, trade
from resources.sentences.counted import Counted
from resources.sentences.handover import RULES

__all__ = ["COUNTED", "RULES", "SENTENCES", "THINGS", "UNKNOWN"]

UNKNOWN = N_("This was refused (code “{code}”). Nothing was changed. Please report it with this code.")

SENTENCES: Mapping[str, str] = {
    **trade.SENTENCES,
    **calendars.SENTENCES,
    **keeping.SENTENCES,
    **parcels.SENTENCES,
    **papers.SENTENCES,
    **seals.SENTENCES,
    **lists.SENTENCES,
    **handover.SENTENCES,
    **programme.SENTENCES,
    **calls.SENTENCES,
}
COUNTED: Mapping[str, Counted] = {**trade.COUNTED, **lists.COUNTED, **handover.COUNTED, **programme.COUNTED}

THINGS: Mapping[str, str] = {
    "association": N_("the association"),
    "attendance": N_("the attendance"),
    "attendances": N_("the attendances"),
    "certificate": N_("the certificate"),
    "enrolment": N_("the enrolment"),
    "feedback": N_("what people said"),
    "handover": N_("the hand-over"),
    "headcount": N_("the unnamed participants"),
    "layout": N_("the layout"),
    "missing": N_("the sessions whose attendance is not entered"),
    "saved_view": N_("the view"),
    "journal_entry": N_("the action in the history"),
    "parcel": N_("the parcel"),
    "person": N_("the person"),
    "picture": N_("the picture"),
    "place": N_("the place"),
    "programme": N_("the programme"),
    "rows": N_("the number of lines"),
    "session": N_("the session"),
    "sessions": N_("the sessions"),
    "signing_key": N_("the signing key"),
    "totals": N_("the totals"),
    "trainer": N_("the trainer"),
    "trusted_key": N_("the trusted key"),
    "workshop": N_("the workshop"),
    "workshop_session": N_("the session"),
    "workshop_template": N_("the template"),
}
