"""The main job as someone does it who does not see the window: read and driven from another process, over AT-SPI."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from exchange.check import check
from models.notebook import Notebook
from models.people import PeopleQuery, find
from tests.documents.reading import words_of
from tests.journeys.conftest import STOOD_STILL
from tests.journeys.desktop import TOOLS, Assistant, Desktop, Seen, desktop
from tests.tools import needs

pytestmark = [needs(*TOOLS, "window"), pytest.mark.journey, pytest.mark.timeout(300)]

LIST = "Nom;Prénom;Né(e) le;Tél.\r\nLe Goff;Zoé;12/05/1954;612345678\r\nN’Diaye;Aïssatou;3/11/48;712345678\r\n"
NAMES = ("Aïssatou N’Diaye", "Zoé Le Goff")
FIRST_DAY = date.today() - timedelta(days=14)

DIALOGS = (
    "Settings", "My association", "Look of the certificates", "Seal of the certificates", "Check a certificate",
    "People who may be here twice", "Save the sessions as a calendar", "Sessions to look at again", "Personal data",
    "Backups", "Take my data with me", "Erase from this computer", "Passphrase", "Give a parcel", "Take a parcel back",
    "New workshop", "New person", "Import a list of people", "Manual", "About this application",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, record_property: Callable[[str, object], None]) -> Iterator[Desktop]:
    with desktop(tmp_path) as made:
        yield made
        record_property(STOOD_STILL, max(made.stood_still(), default=0.0))


def test_the_frame_is_read_and_driven_by_keys_alone(desk: Desktop) -> None:
    process, window = desk.open_application("--lang", "en")
    hands = desk.assistant
    assert hands.heard("Welcome")
    assert hands.focused().name == "Create my association’s notebook"
    assert window.unnamed() == []
    window.find("push button", "Settings").reach()
    hands.key("Space")
    settings = window.find("dialog", "Settings")
    assert settings.unnamed() == []
    settings.find("combo box", "Language").choose("Français")
    hands.key("Escape")
    window.wait_gone("dialog")
    window.find("push button", "Réglages")
    hands.key("Ctrl+k")
    window.find("text", "Chercher*", state="focused")
    hands.type("english")
    assert hands.heard("1 *")
    hands.key("Down", "Return")
    window.find("push button", "Settings")
    hands.key("Ctrl+q")
    assert process.wait(20) == 0


@needs("pdftoppm")
def test_the_main_job_is_done_without_seeing_the_window(desk: Desktop) -> None:
    process, window = desk.open_application("--lang", "en")
    create_the_notebook(window)
    make_a_workshop(window)
    bring_in_the_list(window, desk)
    save_the_sign_in_sheet(window, desk)
    tick_who_came(window)
    make_the_certificates(window, desk)
    hand_over_the_figures(window, desk)
    read_the_figures(window)
    visit_every_page(window)
    desk.assistant.key("Ctrl+q")
    assert process.wait(20) == 0
    look_at_what_was_made(desk)


def test_a_sign_in_sheet_is_saved_five_clicks_after_the_launch(desk: Desktop) -> None:
    """The sixty-second task: nothing is known of the application, nothing is typed; each thing pressed is a click."""
    process, window = desk.open_application("--lang", "fr")
    clicks = [
        ("push button", "Essayer avec des données d’exemple"),
        ("push button", "Feuille d’émargement*"),
        ("push button", "Enregistrer…"),
        ("push button", "Enregistrer"),
    ]
    assert len(clicks) <= 5
    for role, name in clicks:
        (window.all("dialog") or [window])[-1].find(role, name, state="enabled").press()
        if name == "Feuille d’émargement*":
            window.find("dialog", "Feuille d’émargement*")
        elif name == "Enregistrer…":
            window.find("dialog", "Enregistrer*")
    window.assistant.heard("Enregistré*")
    (sheet,) = desk.home.rglob("*.pdf")
    assert "Émargement" in words_of(sheet) or "émargement" in words_of(sheet)
    window.assistant.key("Escape")
    window.wait_gone("dialog")
    window.assistant.key("Ctrl+q")
    assert process.wait(20) == 0


def test_every_dialog_is_found_read_and_walked_round_by_keys(desk: Desktop) -> None:
    """Each is found by its name in the field on top; Tab goes through all of it, names all of it, and comes back."""
    process, window = desk.open_application("--lang", "en")
    window.find("push button", "Try with example data").press()
    hands = window.assistant
    hands.heard("Today")
    for action in DIALOGS:
        hands.key("Ctrl+k")
        field = window.find("text", "Search*", state="focused")
        hands.type(action.lower())
        field.wait_text(action.lower())
        hands.key("Return")
        dialog = window.find("dialog")
        assert dialog.name, action
        assert dialog.unnamed() == [], action
        stops = hands.walk_round()
        assert stops, action
        assert all(stops), (action, stops)
        hands.key("Escape")
        window.wait_gone("dialog")
    hands.key("Ctrl+q")
    assert process.wait(20) == 0


def create_the_notebook(window: Seen) -> None:
    window.find("push button", "Create my association’s notebook").press()
    asked = window.find("dialog", "My association")
    assert asked.unnamed() == []
    asked.find("text", "Name of the association").write("Les Puces du Blosne")
    asked.find("text", "Town").write("Rennes")
    asked.find("push button", "Create the notebook").press()
    window.assistant.heard("Today")
    assert window.unnamed() == []


def make_a_workshop(window: Seen) -> None:
    window.find("filler", "Today").find("push button", "New workshop").press()
    asked = window.find("dialog", "New workshop")
    assert asked.unnamed() == []
    texts = {"Title": "Premiers pas", "Date": f"{FIRST_DAY:%d/%m/%Y}", "Start": "14h", "End": "16:00"}
    asked.find("combo box", "Repeat").choose("Each week")
    texts |= {"How many sessions": "2", "How many people at most": "12"}
    for name, text in texts.items():
        asked.find("text", name).write(text)
    asked.find("combo box", "Format").choose("Discovery")
    asked.find("push button", "Make this workshop").press()
    window.wait_gone("dialog")
    window.assistant.heard("Premiers pas")
    window.find("label", "Premiers pas")
    assert window.unnamed() == []


def bring_in_the_list(window: Seen, desk: Desktop) -> None:
    people = desk.documents / "personnes.csv"
    people.write_bytes(LIST.encode("cp1252"))
    open_tab(window, "Enrolled*")
    window.find("push button", "Import a list…").press()
    asked = window.find("dialog", "Import a list of people*")
    asked.find("push button", "Choose a file…").press()
    give_the_file(window, "Choose a list*", people)
    asked.find("push button", "Import 2 people", state="enabled")
    assert asked.unnamed() == []
    choose_a_column_and_back(asked)
    cells = asked.find("table", "Rows of the list").rows()
    assert [row[1] for row in cells] == ["Name", "Name: Le Goff Zoé", "Name: N’Diaye Aïssatou"]
    asked.find("push button", "Import 2 people").press()
    window.wait_gone("dialog")
    window.assistant.heard("2 people imported*")
    cells = window.find("table", "People of this workshop").rows()
    assert [row[:2] for row in cells[1:]] == [
        ["Name: Le Goff Zoé", "Enrolment: Enrolled"],
        ["Name: N’Diaye Aïssatou", "Enrolment: Enrolled"],
    ]


def choose_a_column_and_back(asked: Seen) -> None:
    """The list is read again at each choice, and the keyboard stays where it was."""
    asked.find("push button", "Change the columns").press()
    column = asked.find("combo box", "*Tél.*").reach()
    understood = column.text
    for key, text in (("Down", "*"), ("Up", understood)):
        asked.assistant.key(key)
        asked.assistant.heard("Import 2 people")
        assert fnmatchcase(asked.find("combo box", column.name, state="focused").text, text)


def save_the_sign_in_sheet(window: Seen, desk: Desktop) -> None:
    window.find("push button", "Sign-in sheet").press()
    save_the_paper(window, "Sign-in sheet*", desk.documents / "sheet.pdf")


def tick_who_came(window: Seen) -> None:
    """Both came to the first session; to the second came one, and the other had said so."""
    open_tab(window, "Attendance")
    hands = window.assistant
    window.find("table", "Attendance*").focus()
    hands.key("Home")
    tick(hands, "Space", "present, Le Goff Zoé")
    hands.key("Down")
    tick(hands, "Space", "present, N’Diaye Aïssatou")
    hands.key("Right")
    tick(hands, "Space", "present, N’Diaye Aïssatou")
    hands.key("l")  # letters jump to a name
    for state in ("present", "absent", "excused"):
        tick(hands, "Space", f"{state}, Le Goff Zoé")
    states = [[cell.split(": ")[-1] for cell in row] for row in window.find("table", "Attendance*").rows()[1:]]
    assert states == [["present", "excused"], ["present", "present"]]


def tick(hands: Assistant, key: str, said: str) -> None:
    hands.key(key)
    hands.heard(said)


def make_the_certificates(window: Seen, desk: Desktop) -> None:
    open_tab(window, "Certificates*")
    window.find("push button", "Make 2 certificates").press()
    save_the_paper(window, "2 certificates", desk.documents / "certificates.pdf")
    cells = window.find("table", "Certificates of this workshop").rows()
    assert ["– No. " in cell or "No. " in cell for cell in (row[-1] for row in cells[1:])] == [True, True]


def hand_over_the_figures(window: Seen, desk: Desktop) -> None:
    window.find("push button", "Programme").press()
    window.assistant.heard("Programme")
    window.find("combo box", "Period").choose("Other days")
    window.find("text", "First day").write(f"{FIRST_DAY:%d/%m/%Y}")
    window.find("text", "Last day").write(f"{date.today():%d/%m/%Y}")
    window.find("push button", "See what leaves…").press()
    shown = window.find("dialog", "What leaves*")
    assert shown.unnamed() == []
    assert not any(name.split()[0] in desk.assistant.screen(shown) for name in NAMES)
    shown.find("push button", "Save the package…").press()
    give_the_file(window, "Save the package in*", desk.documents, field="Directory:")
    window.wait_gone("dialog")
    window.assistant.heard("Package saved*")


def read_the_figures(window: Seen) -> None:
    """The figures since the first session are read with how they are counted, then split by month."""
    window.find("push button", "Figures…").press()
    shown = window.find("dialog", "Figures of a period")
    shown.find("combo box", "Period").choose("Other days")
    shown.find("text", "First day").write(f"{FIRST_DAY:%d/%m/%Y}")
    shown.find("text", "Last day").write(f"{date.today():%d/%m/%Y}")
    shown.find("page tab", "Attendances, split").press()
    shown.find("combo box", "How they are split").choose("By month")
    assert shown.unnamed() == []
    cells = shown.find("table", "Figures of a period").rows()
    assert f"{FIRST_DAY:%Y-%m}" in cells[1][0], cells
    shown.find("push button", "Close").press()
    window.wait_gone("dialog")


def visit_every_page(window: Seen) -> None:
    """On every page all that takes the focus has a name, the page says which it is, and lists can be read."""
    for page in ("Today", "Workshops", "People", "Certificates", "Programme"):
        button = window.find("push button", page)
        button.press()
        window.assistant.heard(page)
        assert button.now().description == "The page that is shown"
        assert window.unnamed() == []
        for table in window.all("table"):
            assert all(cell for row in table.rows() for cell in row), table.name


def look_at_what_was_made(desk: Desktop) -> None:
    for paper in ("sheet.pdf", "certificates.pdf"):
        words = words_of(desk.documents / paper)
        assert all(part in words for name in NAMES for part in name.split())
    (package,) = desk.documents.glob("*.zip")
    report = check(package)
    assert report.problems == ()
    assert not report.is_refused
    with Notebook.open(next(desk.documents.glob("*.carnet"))) as notebook, notebook.read() as db:
        assert len(find(db, PeopleQuery())) == 2


def open_tab(window: Seen, name: str) -> None:
    window.find("page tab", name).press()
    window.find("page tab", name, state="selected")


def save_the_paper(window: Seen, title: str, path: Path) -> None:
    preview = window.find("dialog", title)
    assert preview.unnamed() == []
    preview.find("push button", "Save…").press()
    give_the_file(window, "Save as a file*", path)
    window.assistant.heard("Saved*")
    window.assistant.key("Escape")
    window.wait_gone("dialog")
    assert path.read_bytes().startswith(b"%PDF")


def give_the_file(window: Seen, title: str, path: Path, *, field: str = "File name:") -> None:
    """Type a path into the dialog of files and press Enter."""
    chooser = window.find("dialog", title)
    chooser.find("text", field).focus().write(str(path))
    window.assistant.key("Return")
    window.wait_gone("dialog", title)
