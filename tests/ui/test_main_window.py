"""The frame: painted first, pages when they are needed, the notebook shown, changed, undone and closed in order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from models import people
from models.notebook import Notebook
from models.people import PersonDraft
from models.progress import Progress, Task
from resources import i18n
from resources.i18n import N_
from tests.ui.accessibility import unnamed_focusable
from tests.ui.keys import press, type_text
from tests.ui.pages_of_tests import FirstPage, PeoplePage, WorkshopsPage
from ui import theme, window_actions, window_menus
from ui.main_window import MainWindow
from ui.page_table import FIRST, PAGES, SEARCHES, PageRow, found_at
from ui.preferences import Preferences

HERE = "tests.ui.pages_of_tests"
ROWS = (
    PageRow("people", f"{HERE}:PeoplePage", "people", "users", N_("People")),
    PageRow("workshops", f"{HERE}:WorkshopsPage", "workshops", "calendar-days", N_("Workshops")),
    PageRow("person", f"{HERE}:PeoplePage", "people"),
)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(app: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    preferences = Preferences(None)
    preferences.keep("language", "en")
    preferences.keep("theme", "light")
    made = MainWindow(
        preferences,
        pages=ROWS,
        first=f"{HERE}:FirstPage",
        searches=[f"{HERE}:search"],
        now=lambda: datetime(2026, 5, 12, 14, 32),
    )
    made.language_asked.connect(lambda: window_actions.show_language(preferences.text("language")))
    qtbot.addWidget(made)
    made.show()
    yield made
    page = made.current_page()
    if isinstance(page, PeoplePage):
        page.may_leave = True
    made.close()
    qtbot.waitUntil(lambda: not made.isVisible())


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    return Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne")


@pytest.fixture
def shown(window: MainWindow, notebook: Notebook) -> MainWindow:
    window.show_notebook(notebook)
    return window


def add_person(notebook: Notebook, name: str) -> None:
    with notebook.write(N_("Add {count} people"), count=1) as db:
        people.save(db, PersonDraft(given_name=name), today=date(2026, 5, 12))


def people_page(window: MainWindow) -> PeoplePage:
    page = window.current_page()
    assert isinstance(page, PeoplePage)
    return page


def texts(window: MainWindow) -> list[str]:
    return [each.text() for each in window.findChildren(QLabel) if each.isVisible()]


def list_is_open(window: MainWindow) -> bool:
    return window.command.is_open


def test_without_a_notebook_no_page_can_be_gone_to(window: MainWindow) -> None:
    window.go("people")
    assert window.current_page() is None
    window.show_first_start()
    first = window.stack.currentWidget()
    assert isinstance(first, FirstPage)
    assert first.doors.back is None


def test_a_notebook_is_opened_off_the_windows_thread_and_shown(
    window: MainWindow, notebook: Notebook, qtbot: QtBot
) -> None:
    where = notebook.where
    notebook.close()
    with qtbot.waitSignal(window.notebook_shown):
        window.open_notebook(where)
    assert window.preferences.text("last_notebook") == str(where)
    assert "Les Puces du Blosne" in window.windowTitle()
    assert people_page(window).count.text() == "0"


def test_what_is_typed_and_cannot_be_saved_keeps_its_notebook(shown: MainWindow, notebook: Notebook) -> None:
    made: list[str] = []

    def make() -> Notebook:
        made.append("another")
        return notebook

    people_page(shown).may_leave = False
    shown.start_with(make)
    shown.jobs.close()
    assert made == []
    assert shown.context is not None
    assert shown.context.notebook is notebook


def test_what_runs_for_a_notebook_stops_before_another_takes_its_place(
    shown: MainWindow, notebook: Notebook, qtbot: QtBot, tmp_path: Path
) -> None:
    ends: list[str] = []

    def task() -> Task[None]:
        try:
            for number in range(10_000):
                with notebook.read() as db:
                    people.count(db)
                yield Progress(number, 10_000)
        finally:
            ends.append(shown.windowTitle())

    other = Notebook.create(tmp_path / "other.carnet", association_name="Bug Rennes")
    shown.jobs.run(task(), "Count", ends.append)
    with qtbot.waitSignal(shown.notebook_shown):
        shown.start_with(lambda: other)
    assert len(ends) == 1
    assert "Les Puces du Blosne" in ends[0], "it stopped while its own notebook was shown"
    assert "Bug Rennes" in shown.windowTitle()
    assert not shown.jobs.is_busy


def test_a_notebook_that_cannot_be_opened_leads_to_the_doors(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, answer: Callable[..., list[QDialog]]
) -> None:
    told = answer(QDialog.DialogCode.Rejected)
    window.open_notebook(tmp_path / "gone.carnet")
    qtbot.waitUntil(lambda: bool(told))
    assert "gone.carnet" in told[0].accessibleDescription()
    assert isinstance(window.stack.currentWidget(), FirstPage)


def test_pages_are_made_when_they_are_first_shown_and_kept(shown: MainWindow) -> None:
    first = people_page(shown)
    assert list(shown._made.values()) == [first]
    shown.go("workshops")
    assert isinstance(shown.current_page(), WorkshopsPage)
    shown.go("people", 12)
    assert people_page(shown) is first
    assert first.record == 12


def test_another_text_size_waits_for_a_page_that_cannot_be_left(
    shown: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = people_page(shown)
    monkeypatch.setattr(page, "leave", lambda: False)
    window_actions.change(shown, "text_size", 150)
    assert shown.current_page() is page, "what was typed there is still there"
    monkeypatch.setattr(page, "leave", lambda: True)
    shown.go("workshops")
    shown.go("people")
    assert people_page(shown) is not page, "made anew in the new size"


def test_a_change_refreshes_the_page_and_tells_when_it_was_saved(
    shown: MainWindow, notebook: Notebook, qtbot: QtBot
) -> None:
    page = people_page(shown)
    thread = threading.Thread(target=add_person, args=(notebook, "Zoé"))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: page.count.text() == "1")
    assert "person" in page.refreshed[-1].tables  # type: ignore[union-attr]  # not None after a change
    assert "Saved at 14:32" in texts(shown)


def test_undo_and_redo_go_by_name(shown: MainWindow, notebook: Notebook, qtbot: QtBot) -> None:
    add_person(notebook, "Zoé")
    page = people_page(shown)
    qtbot.waitUntil(lambda: page.count.text() == "1")
    shown.done("1 person added")
    assert shown.toasts._button.text() == "Undo: add 1 people"
    shown.toasts._button.click()
    qtbot.waitUntil(lambda: page.count.text() == "0")
    assert "Undone: add 1 people" in texts(shown)
    undo, redo, *_others = window_menus.edit_rows(shown)
    assert undo is not None
    assert redo is not None
    assert not undo.enabled()
    redo.run()
    qtbot.waitUntil(lambda: page.count.text() == "1")
    assert undo.caption is not None
    assert undo.caption() == "Undo: add 1 people"


def test_a_toast_never_offers_to_undo_something_else(shown: MainWindow, notebook: Notebook) -> None:
    add_person(notebook, "Zoé")
    with notebook.write(N_("Add {count} people"), final=True, count=1) as db:
        people.save(db, PersonDraft(given_name="Max"), today=date(2026, 5, 12))
    shown.done("Certificates issued")
    assert shown.toasts._button.text() == ""


def test_the_field_on_top_finds_actions_and_people_by_keys_alone(shown: MainWindow, qtbot: QtBot) -> None:
    shown.activateWindow()
    shown.command.start()
    qtbot.waitUntil(shown.command.hasFocus)
    type_text(shown.command, "WORKSHÔPS")
    assert list_is_open(shown)
    assert [each.text for each in shown.command.matches("workshops")][:1] == ["Workshops"]
    press(shown.command, Qt.Key.Key_Return)
    assert isinstance(shown.current_page(), WorkshopsPage)
    assert not list_is_open(shown)
    shown.command.start()
    type_text(shown.command, "zoé")
    found = shown.command.found.current()
    assert found is not None
    assert found.text == "Found zoé"
    press(shown.command, Qt.Key.Key_Down)
    press(shown.command, Qt.Key.Key_Return)
    assert people_page(shown).record == 7


def test_escape_puts_the_list_away(shown: MainWindow, qtbot: QtBot) -> None:
    shown.activateWindow()
    shown.command.start()
    qtbot.waitUntil(shown.command.hasFocus)
    assert list_is_open(shown)
    press(shown.command, Qt.Key.Key_Escape)
    assert not list_is_open(shown)


def test_the_actions_of_the_page_are_offered_first(shown: MainWindow) -> None:
    names = [action.name for action in shown.palette_actions()]
    assert names[:2] == ["people.new", "people.print"]
    assert "settings" in names
    assert len(names) == len(set(names))


def test_what_is_made_or_brought_in_is_offered_from_every_page_once(shown: MainWindow) -> None:
    for page in ("people", "workshops"):
        shown.go(page)
        names = [action.name for action in shown.palette_actions()]
        assert {"person.new", "workshop.new", "people.import", "check", "calendar"} <= set(names)
        assert len(names) == len(set(names))


def test_a_page_may_ask_to_stay(shown: MainWindow) -> None:
    people_page(shown).may_leave = False
    shown.go("workshops")
    assert isinstance(shown.current_page(), PeoplePage)
    shown.close()
    assert shown.isVisible()


def test_the_language_is_switched_at_once(shown: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = Path("fr", "LC_MESSAGES")
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / place / "carnet.mo").write_bytes(
        i18n.compile_catalogue((i18n.FOLDER / place / "carnet.po").read_bytes())
    )
    real = i18n.language
    monkeypatch.setattr(i18n, "language", lambda code: real(code, tmp_path))
    before = shown.current_page()
    window_actions.change(shown, "language", "fr")
    assert i18n.current() == "fr"
    assert isinstance(shown.current_page(), PeoplePage)
    assert shown.current_page() is not before
    assert shown.side._settings.accessibleName() == "Réglages"


@pytest.mark.parametrize("percent", [80, 200])
@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_every_size_and_theme_fits_the_smallest_screen(
    shown: MainWindow, app: QApplication, scheme: str, percent: int
) -> None:
    window_actions.change(shown, "theme", scheme)
    window_actions.change(shown, "text_size", percent)
    shown.resize(1366, 768)
    app.sendPostedEvents()
    assert theme.look().scheme == scheme
    assert shown.minimumSizeHint().width() <= 1366
    assert shown.minimumSizeHint().height() <= 768
    for each in shown.side._buttons.values():
        assert each.width() >= each.sizeHint().width()


def test_menus_made_anew_leave_nothing_of_those_before(shown: MainWindow) -> None:
    def count() -> tuple[int, int]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return len(shown.findChildren(QAction)), len(shown.findChildren(QMenu))

    window_menus.build(shown)
    before = count()
    for _time in range(3):
        window_menus.build(shown)
    assert count() == before


def test_text_size_stops_at_its_ends(shown: MainWindow) -> None:
    for end, before, step in ((200, theme.TEXT_SIZES[-2], 1), (80, theme.TEXT_SIZES[1], -1)):
        window_actions.change(shown, "text_size", before)
        for _ in range(3):
            window_actions.step_size(shown, step)
        assert shown.preferences.number("text_size") == end


def test_everything_that_takes_the_focus_has_a_name(shown: MainWindow) -> None:
    assert unnamed_focusable(shown) == []


def test_shortcuts_are_all_different(shown: MainWindow) -> None:
    from ui.actions import keys

    texts_of_keys = [
        key.toString() for _, rows in window_menus.menus(shown) for row in rows if row is not None for key in keys(row)
    ]
    assert len(texts_of_keys) == len(set(texts_of_keys))
    assert {"Ctrl+K", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+,", "Ctrl+Q"} <= set(texts_of_keys)


def test_closing_waits_for_a_job_then_closes_the_notebook(window: MainWindow, notebook: Notebook, qtbot: QtBot) -> None:
    window.show_notebook(notebook)
    gate, steps = threading.Event(), []

    def task() -> Task[None]:
        for step in range(1_000):
            yield Progress(step, 1_000)
            steps.append(step)
            gate.wait(10)

    window.jobs.run(task(), "Counting", lambda report: None)
    window.close()
    assert window.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert len(steps) < 1_000
    Notebook.open(notebook.where).close()  # nobody holds it any more


def test_the_settings_show_at_once(shown: MainWindow, answer: Callable[..., list[QDialog]]) -> None:
    from ui.settings import SettingsDialog
    from ui.widgets.inputs import CheckBox, ComboBox

    told: list[str] = []
    dialog = SettingsDialog(shown, shown.preferences, told.append)
    colours, motion = dialog.form.widget("theme"), dialog.form.widget("reduced_motion")
    assert isinstance(colours, ComboBox)
    assert isinstance(motion, CheckBox)
    colours.setCurrentIndex(colours.findData("dark"))
    motion.setChecked(True)
    assert told == ["theme", "reduced_motion"]
    assert shown.preferences.text("theme") == "dark"
    assert unnamed_focusable(dialog) == []
    dialog.deleteLater()


def test_the_tables_of_pages_name_what_exists() -> None:
    for place in (*(page.made_by for page in PAGES), FIRST, *SEARCHES):
        assert callable(found_at(place))
