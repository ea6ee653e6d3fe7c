"""Sentences about workshops, people, attendance and certificates: what a form, a list or a command may not say."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_
from resources.sentences.counted import Counted

SENTENCES: Mapping[str, str] = {
    # What is typed in a form or comes from a list.
    "text_too_long": N_("“{field}” is too long: {length} characters, where at most {limit} fit. Shorten it."),
    "name_missing": N_("The name is missing. Give at least a given name or a family name."),
    "association_name_missing": N_("The name of the association is missing. Type it as it should stand on the papers."),
    "place_name_missing": N_("The name of the place is missing. Type the name that people know it by."),
    "person_anonymised": N_("This person was anonymised: nothing is known of them any more that could be changed."),
    "merge_same": N_("Both are the same record. Choose two different ones to merge."),
    "mass_removal": N_("{count} people would be removed at once. Check the number and agree to it, or choose fewer."),
    "certificate_forgotten": N_(
        "The name of this person was forgotten, so the certificate cannot be printed any more."
    ),
    "template_name_missing": N_("The name of the template is missing. Type the name that you will look for it by."),
    "view_name_missing": N_("The name of the view is missing. Type the name that you will look for it by."),
    "trainer_name_missing": N_("The name of the trainer is missing. Type it as it should stand on the papers."),
    "title_missing": N_("The title of the workshop is missing. Type the title that people will read."),
    "date_missing": N_("The date is missing. Type it as day, month, year: 12/05/2026."),
    "start_missing": N_("The start of the session is missing. Type it as hours and minutes: 14:30."),
    "end_missing": N_("The end of the session is missing. Type it as hours and minutes: 16:30."),
    "year_out_of_range": N_("The year {year} cannot be right. Type a year from {earliest} to {latest}."),
    "code_unknown": N_("“{code}” is not a known value for “{field}”. Choose one from the list."),
    "email_wrong": N_("“{value}” is not an e-mail address. Type it as name@example.org, or leave it empty."),
    "phone_wrong": N_("“{value}” is not a phone number. Type it as 06 12 34 56 78 or +33 6 12 34 56 78."),
    "postcode_wrong": N_("“{value}” is not a postcode. Type its five figures, for example 35000."),
    "rna_wrong": N_("“{value}” is not an RNA number. Type W and nine figures, or leave it empty."),
    "siret_wrong": N_("“{value}” is not a SIRET number. Check its fourteen figures, or leave it empty."),
    "prefix_wrong": N_("“{value}” cannot begin certificate numbers. Use letters, figures and hyphens only: LPB."),
    "date_unreadable": N_("“{text}” is not a date. Type it as day, month, year: 14/06/2026."),
    "time_unreadable": N_("“{text}” is not a time. Type it as hours and minutes: 14:30."),
    "number_unreadable": N_("“{text}” is not a whole number. Type figures only: 15."),
    "number_too_large": N_("“{field}” cannot be {value}. Type {most} or less."),
    "share_wrong": N_("“{field}” cannot be {value} %. Type 100 % or less, or a number of sessions."),
    "certificate_rule_unreadable": N_("“{text}” is no rule. Type a number of sessions, like 2, or a share, like 75 %."),
    "number_too_small": N_("“{field}” cannot be {value}. Type {least} or more."),
    "capacity_wrong": N_("“{value}” is not a number of places. Type a whole number from 1, or leave it empty."),
    "end_before_start": N_("The session ends at {end}, before its start at {start}. Correct one of the two times."),
    "session_twice": N_(
        "This workshop already has a session on {date} at {start}. Change the date or the time, or keep both."
    ),
    "minutes_shortened": N_(
        "The session lasts {longest} min now. Who had stayed for longer ({count}) counts for the whole of it."
    ),
    "session_on_holiday": N_(
        "{date} is a public holiday: {holiday}. Check that the place is open, or choose another day."
    ),
    "session_held_early": N_("The session of {date} is to come but marked as held. Check its date and who came."),
    "session_moved_entered": N_(
        "The attendance of the session of {date} had been entered: it moved with it. Check that people came that day."
    ),
    "session_over_midnight": N_("From {start} on, this session would not end the same day. Choose an earlier hour."),
    "trainer_twice": N_(
        "{trainer} is also expected at “{workshop}” on {date} at {start}. Change the trainer or the time, or keep both."
    ),
    "place_twice": N_(
        "“{workshop}” is also at {place} on {date} at {start}. Change the place or the time, or keep both."
    ),
    "repeat_endless": N_("Say how many sessions there are, or until which day."),
    "repeat_ends_before": N_("The last day, {until}, is before the first one, {first}. Correct one of the two."),
    "repeat_none": N_("No day is left. Tick a day in the list, or let the sessions end later."),
    "repeat_too_many": N_("This makes more than {most} sessions. Let them end earlier, or add them in several parts."),
    "template_name_taken": N_("There is already a template “{name}”. Choose another name."),
    "minutes_wrong": N_(
        "{minutes} cannot be the time attended: the session lasts {longest}. Type a time from 1 minute to {longest}."
    ),
    "count_negative": N_("“{field}” cannot be {value}. Type 0 or more."),
    "counts_exceed_total": N_(
        "The numbers by “{axis}” add up to {sum}, but {total} people came in all. Correct the total or these numbers."
    ),
    "no_session_expected": N_("At least one session is needed. Tick one, or cancel the enrolment instead."),
    "not_waiting": N_(
        "Only people on the waiting list can be moved up, moved down or offered a place. Choose them first."
    ),
    "same_workshop": N_("These people are in this workshop already. Choose another workshop to move them to."),
    "more_answers_than_people": N_("{answers} answers were counted, but {came} people came. Check the two numbers."),
    "badges_for_nobody": N_("Nobody is enrolled in this workshop, so there are no badges. Enrol people first."),
    "badge_unknown": N_("This badge is of nobody in this notebook. Type the name of the person instead."),
    # What people and workshops allow.
    "sub_theme_alone": N_(
        "A kind of paperwork goes only with the theme “Help with paperwork”. Add that theme, or take the kind out."
    ),
    "session_cancelled": N_(
        "This session was cancelled, so nobody counts there. Plan it again first, then enter who came."
    ),
    "not_enrolled": N_("This person is not enrolled in this workshop. Enrol this person first."),
    "certificate_ended": N_(
        "Certificate {number} was already revoked or replaced. Look up its successor in the list of certificates."
    ),
    "reason_missing": N_("The reason is missing. Say in a few words why."),
    "certificate_no_presence": N_(
        "This person was at no session of this workshop, so there is no certificate. Check the attendance."
    ),
    "certificate_below_minimum": N_(
        "Sessions attended: {present}, needed for a certificate: {needed}. "
        "Check the attendance, or issue it with a note."
    ),
    "period_reversed": N_("The period ends on {last}, before its start on {first}. Exchange the two dates."),
    "reference_unknown": N_("Nothing here is called “{reference}”. Check the spelling, or look it up in the lists."),
    "reference_ambiguous": N_("“{reference}” could be {count} different things. Give more of the name, or the date."),
    "record_gone": N_("It is no longer there: {what}. It was deleted meanwhile. Go back to the list."),
}

COUNTED: Mapping[str, Counted] = {
    "person_has_presence": Counted(
        "count",
        "This person came to {n} session, so deleting would change the figures. Anonymise or erase instead.",
        "This person came to {n} sessions, so deleting would change the figures. Anonymise or erase instead.",
    ),
    "workshop_has_presence": Counted(
        "count",
        "{n} person came to this workshop, so it cannot be deleted. Cancel it, or take the attendance out first.",
        "{n} people came to this workshop, so it cannot be deleted. Cancel it, or take the attendance out first.",
    ),
    "enrolment_has_presence": Counted(
        "count",
        "This person came to {n} session of this workshop. Take the attendance out first, or cancel instead.",
        "This person came to {n} sessions of this workshop. Take the attendance out first, or cancel instead.",
    ),
    "session_has_presence": Counted(
        "count",
        "{n} person came to this session, so it cannot be deleted. Cancel it, or take the attendance out first.",
        "{n} people came to this session, so it cannot be deleted. Cancel it, or take the attendance out first.",
    ),
    "place_exceeded": Counted(
        "count",
        "{n} person came, but {place} holds {capacity}. Check who came, or how many people the place holds.",
        "{n} people came, but {place} holds {capacity}. Check who came, or how many people the place holds.",
    ),
    "helped_exceeds_total": Counted(
        "helped",
        "{n} person already helped before is more than the {total} who came. Correct one of the two numbers.",
        "{n} people already helped before are more than the {total} who came. Correct one of the two numbers.",
    ),
}
