"""Sentences about calendars that sessions come from."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_

SENTENCES: Mapping[str, str] = {
    "calendar_unreadable": N_(
        "“{file}” is not a calendar that can be read. "
        "Save the calendar again as an iCalendar file (.ics) and choose that."
    ),
    "calendar_too_large": N_(
        "“{file}” is larger than {most} MB. Save only the appointments of this workshop and choose that file."
    ),
    "calendar_empty": N_("There is no appointment in “{file}”. Choose another file."),
    "event_unreadable": N_("What its file says of it cannot be read. Type this session in by hand."),
    "event_without_hours": N_("It lasts the whole day of {date}: a session needs hours. Give it some in the calendar."),
    "event_without_end": N_("It has no end on {date}. Give it one in the calendar."),
    "event_over_midnight": N_("It begins on {date} and ends on another day. Make one appointment for each day."),
    "event_endless": N_("It repeats without an end from {date} on. Give the repetition an end in the calendar."),
    "event_too_often": N_("It repeats more than {most} times from {date} on. Give the repetition an earlier end."),
    "event_cancelled": N_("It is cancelled in the calendar, and no session here is known as this appointment."),
    "event_of_held_session": N_("Attendance has been entered at this session, so it stays as it is."),
}
