"""A programme's profile as a file: taken in as a whole, or refused with the place that is wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # frictionless brings it without types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.check import check
from exchange.gather import gather, hand_over
from exchange.profiles import is_profile, read_profile, schema, wrong_places
from models import attendance, headcounts, people, programme, workshops
from models.codes import AttendanceState, age_band
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.problem import UserError
from models.programme import default_profile
from models.workshops import WorkshopDraft
from resources import codebook
from resources.i18n import N_, language
from resources.labels import codes, label
from tests.builders import TODAY, a_person, a_place, a_session, a_workshop, an_enrolment

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(autouse=True)
def usual_codes() -> Iterator[None]:
    yield
    codebook.use(None)


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as opened:
        yield opened


def another() -> dict[str, Any]:
    """A programme that talks of robots, has two ages, and neither workshops nor the theme of e-mail."""
    profile = default_profile()
    book = profile["codebook"]
    profile |= {"code": "robots-35", "name": "Robots 35", "version": "7", "threshold": 11, "periods": ["quarter"]}
    book["theme"] = [each for each in book["theme"] if each["code"] != "email"]
    book["theme"].append({"code": "robotique", "label": {"en": "Robots", "fr": "Robotique"}})
    book["format"] = [each for each in book["format"] if each["code"] != "workshop"]
    book["age_band"] = [
        {"code": "jeunes", "label": {"en": "Young", "fr": "Jeunes"}},
        {"code": "adultes", "label": {"en": "Adults", "fr": "Adultes"}},
        book["age_band"][-1],
    ]
    bands = [{"code": "jeunes", "from": 0, "to": 17}, {"code": "adultes", "from": 18, "to": None}]
    profile["age_bands"] = {"scheme": "deux", "bands": bands, "untold": "non_communique"}
    return profile


def written(tmp_path: Path, profile: object) -> Path:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile), encoding="utf-8")
    return path


def install(notebook: Notebook, profile: dict[str, Any]) -> programme.Installed:
    with notebook.write(N_("Take in the programme's profile"), final=True) as db:
        done = programme.install(db, profile)
    programme.put_in_force(notebook)
    return done


def test_the_profile_that_comes_along_and_another_one_are_read(tmp_path: Path) -> None:
    for profile in (default_profile(), another()):
        path = written(tmp_path, profile)
        assert read_profile(path) == profile
        assert is_profile(path)


def set_in(*keys: Any) -> Change:
    *inside, last, value = keys

    def change(profile: dict[str, Any]) -> None:
        part: Any = profile
        for key in inside:
            part = part[key]
        part[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (set_in("threshold", 0), "threshold"),
        (set_in("threshold", True), "threshold"),
        (set_in("threshold", "5"), "threshold"),
        (set_in("code", "Robots 35"), "code"),
        (set_in("surprise", 1), "surprise"),
        (set_in("address", "http://example.org/"), "address"),
        (set_in("address", "file:///etc/passwd"), "address"),
        (set_in("public_key", "ssh-rsa AAAA"), "public_key"),
        (set_in("periods", []), "periods"),
        (set_in("periods", ["month", "month"]), "periods"),
        (set_in("periods", ["fortnight"]), "periods[1]"),
        (set_in("school_year_starts", "02-30"), "school_year_starts"),
        (set_in("codebook", "theme", 0, "code", "With Spaces"), "codebook.theme[1].code"),
        (set_in("codebook", "theme", 1, "code", "diagnostic_numerique"), "codebook.theme"),
        (set_in("codebook", "theme", 0, "label", "fr", ""), "codebook.theme[1].label.fr"),
        (set_in("codebook", "format", 0, "code", "a" * 21), "codebook.format"),
        (set_in("codebook", "gender", [{"code": "x", "label": {"en": "X", "fr": "X"}}]), "codebook.gender"),
        (set_in("codebook", "sub_theme", 0, "only_with", "nothing"), "papiers_elections_citoyennete"),
        (set_in("age_bands", "bands", 1, "from", 13), "age_bands.bands"),
        (set_in("age_bands", "bands", 6, "to", 90), "age_bands.bands"),
        (set_in("age_bands", "bands", 0, "code", "bebes"), "codebook.age_band"),
        (set_in("name", "Robots\u202e35"), "name"),
        (set_in("codebook", "theme", 0, "label", "fr", "deux\nlignes"), "codebook.theme.1.label.fr"),
        (lambda profile: profile.pop("name"), "name"),
        (lambda profile: profile["codebook"].pop("theme"), "codebook.theme"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(change: Change, place: str, tmp_path: Path) -> None:
    profile = default_profile()
    change(profile)
    with pytest.raises(UserError) as caught:
        read_profile(written(tmp_path, profile))
    assert {each.code for each in caught.value.problems} == {"profile_value_wrong"}
    assert any(place in str(each.values["place"]) for each in caught.value.problems)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"profile_format": true}', b" " * 2**21]
)
def test_a_file_that_is_no_profile_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_profile(path)
    assert [each.code for each in caught.value.problems] == ["profile_not_ours"]


def test_a_newer_profile_asks_for_an_update(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_profile(written(tmp_path, {"profile_format": 2}))
    assert [each.code for each in caught.value.problems] == ["profile_newer"]


ODD = st.none() | st.booleans() | st.integers(-1, 3) | st.text(max_size=5) | st.just([]) | st.just({})


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_our_reading_of_the_schema_agrees_with_jsonschema(data: st.DataObject) -> None:
    profile = copy.deepcopy(another())
    part: Any = profile
    while True:
        key = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        if isinstance(part[key], (dict, list)) and part[key] and data.draw(st.integers(0, 9)):
            part = part[key]
            continue
        part[key] = data.draw(ODD)
        break
    rules = schema()
    assert (not list(wrong_places(profile, rules))) == jsonschema.Draft202012Validator(rules).is_valid(profile)


def test_another_profile_keeps_what_was_coded_before_and_tells_it(notebook: Notebook) -> None:
    with notebook.write(N_("Begin")) as db:
        workshop = a_workshop(db, themes=("email", "sante"))
    done = install(notebook, another())
    assert done.in_use == {"format": ("workshop",), "theme": ("email",)}
    assert "robotique" in codes("theme")
    assert "email" not in codes("theme")
    assert label("theme", "email", language("fr")) == "E-mail"
    assert label("theme", "robotique", language("fr")) == "Robotique"
    with notebook.write(N_("Change")) as db:
        draft = workshops.draft(db, workshop)
        assert set(draft.themes) == {"email", "sante"}
        workshops.save(db, draft, workshop)
        workshops.save(db, WorkshopDraft("Robots", themes=("robotique",)))
        assert workshops.draft(db, workshop) == draft
    assert WorkshopDraft("Robots").format == "conference", "the first that is offered"
    back = install(notebook, default_profile())
    assert back.in_use == {"theme": ("robotique",)}
    assert label("theme", "robotique", language("en")) == "Robots"


def test_a_code_that_no_profile_ever_had_is_refused(notebook: Notebook) -> None:
    install(notebook, another())
    with notebook.write(N_("Change")) as db, pytest.raises(UserError):
        workshops.save(db, WorkshopDraft("Robots", themes=("astrologie",)))


def test_ages_are_counted_in_the_bands_of_the_profile(notebook: Notebook) -> None:
    assert age_band(2010, 2026) == "douze_dix_huit"
    install(notebook, another())
    assert (age_band(2010, 2026), age_band(2000, 2026), age_band(None, 2026)) == ("jeunes", "adultes", "non_communique")


def test_the_package_speaks_the_new_profile_and_the_words_kept(notebook: Notebook, tmp_path: Path) -> None:
    with notebook.write(N_("Begin")) as db:
        workshop = a_workshop(db, place_id=a_place(db), themes=("email",))
        session = a_session(db, workshop)
        enrolled = [an_enrolment(db, workshop, a_person(db, f"P{n}", birth_year=2000, age_band="")) for n in range(12)]
        attendance.mark(db, session, enrolled, AttendanceState.PRESENT)
        headcounts.save(db, session, HeadcountDraft(13, 0, {"age_band": {"moins_de_douze": 13}}))
    install(notebook, another())
    gathered = gather(notebook, date(2026, 5, 1), date(2026, 5, 31), now=datetime(2026, 5, 12, 10, tzinfo=UTC))
    package = gathered.package
    assert (package.programme_code, package.threshold, package.codebook.version) == ("robots-35", 11, "7")
    bands = {row.code: row.count for row in package.audiences if row.axis == "age_band" and row.scope == "period"}
    assert (bands["adultes"], bands["moins_de_douze"], bands["jeunes"]) == (12, 13, 0)
    done = hand_over(notebook, gathered, tmp_path)
    report = check(done.path)
    assert not [problem for problem in report.problems if not problem.is_warning]
    assert "email" in report.package.codebook.codes()["theme"] if report.package else False


def test_people_keep_the_band_they_had(notebook: Notebook) -> None:
    with notebook.write(N_("Begin")) as db:
        person = a_person(db, age_band="quarante_cinquante_neuf")
    done = install(notebook, another())
    assert done.in_use["age_band"] == ("quarante_cinquante_neuf",)
    with notebook.write(N_("Change")) as db:
        people.save(db, people.draft(db, person), person, today=TODAY)
        assert people.draft(db, person).age_band == "quarante_cinquante_neuf"
