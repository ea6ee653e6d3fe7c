"""The programme's report: figures by their definitions, nothing twice, who is late, on paper and in a workbook."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

from documents import programme_report as paper
from exchange import programme_report as workbook
from exchange.rows import CertificateRow, PeopleRow
from models.central import said
from models.central.periods import Span, months_in, read_period, uncovered
from models.central.report import Report, report
from models.central.shares import shares
from models.problem import UserError
from resources.i18n import language
from tests.exchange.builders import a_split, uid
from tests.exchange.programme_desk import Desk, months, on, sent

TODAY = date(2026, 7, 20)
MAY = months(5)
SECOND_QUARTER = Span(date(2026, 4, 1), date(2026, 6, 30))
FIRST, SECOND = on(30, date(2026, 5, 12)), on(31, date(2026, 5, 19), attendance_complete=False)


def told(desk: Desk, period: str, today: date = TODAY) -> Report:
    with desk.central.read() as db:
        return report(db, read_period(period), today=today)


def people(period: object, named: int, new: int, scope: str = "period") -> PeopleRow:
    return PeopleRow(scope=scope, scope_id=str(period), people_named=named, new_people=new)


def test_the_figures_follow_their_definitions(desk: Desk) -> None:
    planned = on(32, date(2026, 5, 26), status="planned", present=0, unnamed=0, already_helped=0, absent=0, excused=0)
    cancelled = on(33, date(2026, 5, 27), status="cancelled", present=0, unnamed=0, already_helped=0)
    desk.receive(sent(1, MAY, FIRST, SECOND, planned, cancelled, people=(people(MAY, 15, 6),)))
    total = told(desk, "2026-05").total
    assert (total.sessions_held, total.sessions_planned, total.sessions_cancelled) == (2, 1, 1)
    assert total.attendances == 26  # nine named and four unnamed, twice
    assert (total.people_named, total.new_named) == (15, 6)
    assert total.people_unnamed == 6  # one of four had been helped before
    assert total.minutes == 2160
    assert (total.present, total.expected) == (18, 24)
    assert total.without_attendance == 1
    assert total.certificates_issued == 1


def test_different_people_are_never_added_over_periods(desk: Desk) -> None:
    desk.receive(sent(1, MAY, FIRST, people=(people(MAY, 9, 4),)))
    desk.receive(sent(2, months(6), on(40, date(2026, 6, 2)), people=(people(months(6), 9, 0),)))
    quarter = told(desk, "2026-Q2").total
    assert quarter.attendances == 26
    assert (quarter.people_named, quarter.told, quarter.untold) == (0, 0, 1)
    whole = sent(3, months(4, 5, 6), FIRST, on(40, date(2026, 6, 2)), people=(people(months(4, 5, 6), 11, 4),))
    desk.receive(whole)
    again = told(desk, "2026-Q2").total
    assert (again.people_named, again.told, again.untold) == (11, 1, 0)


def test_a_month_of_a_longer_package_tells_its_own_people(desk: Desk) -> None:
    period = months(4, 5, 6)
    rows = (people(period, 20, 5), people("2026-05", 8, 2, "month"))
    desk.receive(sent(1, period, FIRST, people=rows))
    assert told(desk, "2026-05").total.people_named == 8
    assert told(desk, "2026-06").total.people_named == 0


def test_each_split_and_what_it_hides_add_up_to_the_attendances(desk: Desk) -> None:
    splits = a_split("period", str(MAY), "gender", {"feminin": 20, "masculin": 6, "non_communique": 0})
    splits += a_split("period", str(MAY), "occupation", {"retraite": 24, "en_emploi": 2, "non_communique": 0})
    desk.receive(sent(1, MAY, FIRST, SECOND, audiences=tuple(splits)))
    found = told(desk, "2026")
    for split in found.splits:
        if not split.has_several:
            assert sum(split.counts.values()) + split.hidden == 26, split
    of = {split.axis: split for split in found.splits}
    assert of["gender"].counts == {"feminin": 20, "masculin": 6, "non_communique": 0}
    assert of["occupation"].hidden == 26  # two people alone would be known by what is left
    assert of["theme"].counts == {"email": 26, "sante": 26}
    assert of["month"].counts == {"2026-05": 26}


def test_a_split_told_by_a_month_and_by_its_quarter_counts_once(desk: Desk) -> None:
    month = a_split("period", str(MAY), "gender", {"feminin": 13, "masculin": 0, "non_communique": 0})
    quarter = months(4, 5, 6)
    later = a_split("period", str(quarter), "gender", {"feminin": 26, "masculin": 0, "non_communique": 0})
    desk.receive(sent(1, MAY, FIRST, audiences=tuple(month)))
    desk.receive(sent(2, quarter, FIRST, on(40, date(2026, 6, 2)), audiences=tuple(later)))
    gender = next(split for split in told(desk, "2026").splits if split.axis == "gender")
    assert (gender.counts["feminin"], gender.hidden) == (26, 0)


def test_certificates_of_overlapping_packages_count_once(desk: Desk) -> None:
    def issued(count: int) -> tuple[CertificateRow, ...]:
        return (CertificateRow(workshop_uid=uid(20), issued=count, replaced=0, revoked=0),)

    desk.receive(sent(1, months(4, 5, 6), FIRST, certificates=issued(7)))
    desk.receive(sent(2, MAY, FIRST, certificates=issued(3)))
    assert told(desk, "2026").total.certificates_issued == 7
    assert told(desk, "2026-05").total.certificates_issued == 3


def test_who_has_not_told_all_days_that_lie_behind_is_late(desk: Desk) -> None:
    desk.receive(sent(2, MAY, FIRST))
    (line,) = told(desk, "2026-Q2").lines
    assert line.missing == [Span(date(2026, 4, 1), date(2026, 4, 30)), Span(date(2026, 6, 1), date(2026, 6, 30))]
    assert (line.is_late, line.gaps) == (True, "1")
    (line,) = told(desk, "2026-Q2", date(2026, 6, 15)).lines  # June is not over: it is not asked for
    assert line.missing == [Span(date(2026, 4, 1), date(2026, 4, 30))]
    assert told(desk, "2026-05").late == []
    assert told(desk, "2027").late == []


def test_a_target_of_a_year_comes_to_its_share_of_days(desk: Desk) -> None:
    desk.receive(sent(1, MAY, FIRST))
    assert told(desk, "2026").target == 100_000
    assert told(desk, "2026-05").target == round(100_000 * 31 / 365)
    with desk.central.read() as db:
        assert report(db, SECOND_QUARTER, today=TODAY, target=0).target == 0
        assert said.progress(report(db, SECOND_QUARTER, today=TODAY, target=0), language("en")) == ""


@pytest.mark.parametrize("code", ["fr", "en"])
def test_paper_and_workbook_name_every_figure(desk: Desk, tmp_path: Path, code: str) -> None:
    desk.receive(sent(2, MAY, FIRST, SECOND))
    desk.receive(b"nothing", "photo.zip")
    found, say = told(desk, "2026-Q2"), language(code)
    with PdfDocument(io.BytesIO(paper.draw(found, code))) as document:
        text = " ".join("".join(page.get_textpage().get_text_range() for page in document).split())
    for each in said.summary(found, say):
        assert each.name.split()[0] in text
    assert "photo.zip" in text
    assert "Le Pont-Bleu" in text
    path = tmp_path / "report.xlsx"
    workbook.write(found, path, say)
    book = CalamineWorkbook.from_path(str(path))
    assert len(book.sheet_names) == 4
    rows = book.get_sheet_by_index(1).to_python()
    assert rows[1][:5] == ["Le Pont-Bleu, « numérique »", 2, 0, 0, 26]
    figures = {row[0]: row[1] for row in book.get_sheet_by_index(0).to_python()}
    assert figures[say("Attendances")] == "26"


def test_an_empty_database_gives_an_empty_report(desk: Desk) -> None:
    found = told(desk, "2026")
    assert found.total.attendances == 0
    assert found.lines == []
    assert len(found.unused_keys) == 1
    assert paper.draw(found, "fr").startswith(b"%PDF")


# --- periods and shares ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-t1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2025-2026", date(2025, 9, 1), date(2026, 8, 31)),
        (" 2026-01-05/2026-01-05 ", date(2026, 1, 5), date(2026, 1, 5)),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, first: date, last: date) -> None:
    assert read_period(text) == Span(first, last)


@pytest.mark.parametrize("text", ["", "mai", "2026-13", "2026-Q5", "2025-2027", "2026-02-30/2026-03-01", "0000", "26"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_period(text)


@given(some.lists(some.integers(0, 10**6), min_size=1, max_size=12))
def test_shares_add_up_to_a_hundred_and_lie_next_to_the_true_ones(counts: list[int]) -> None:
    found = shares(counts)
    assert sum(found) == (100 if sum(counts) else 0)
    assert all(abs(share - 100 * count / (sum(counts) or 1)) < 1 for share, count in zip(found, counts, strict=True))


DAYS = some.dates(date(2026, 1, 1), date(2026, 3, 31))
SPANS = some.tuples(DAYS, DAYS).map(lambda pair: Span(min(pair), max(pair)))


@given(SPANS, some.lists(SPANS, max_size=6))
def test_a_day_is_uncovered_when_no_span_has_it(span: Span, others: list[Span]) -> None:
    def days(of: Span) -> set[date]:
        return {date.fromordinal(day) for day in range(of.first.toordinal(), of.last.toordinal() + 1)}

    found = [days(each) for each in uncovered(span, others)]
    assert set().union(*found) == days(span) - set().union(*map(days, others))
    assert sum(map(len, found)) == len(set().union(*found))
    assert all(span.holds(month) for month in months_in(span))
