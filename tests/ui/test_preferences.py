"""What this person prefers: typed, kept at once, never a reason to stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.preferences import FILE_NAME, OPTIONS, Preferences


def test_every_option_accepts_its_default() -> None:
    assert all(option.accepts(option.default) for option in OPTIONS)


def test_a_change_is_there_at_the_next_start(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "new")
    kept.keep("theme", "dark")
    kept.keep("text_size", 150)
    kept.keep("columns", {"people": {"name": 300}})
    again = Preferences(tmp_path / "new")
    assert again.text("theme") == "dark"
    assert again.number("text_size") == 150
    assert again.table("columns") == {"people": {"name": 300}}
    assert again.is_on("reduced_motion") is False


@pytest.mark.parametrize(("name", "value"), [("theme", "pink"), ("text_size", 101), ("text_size", True), ("window", 3)])
def test_a_value_that_cannot_be_is_refused(name: str, value: str | int) -> None:
    kept = Preferences(None)
    with pytest.raises(ValueError, match=name):
        kept.keep(name, value)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[1, 2]", b"null", b"[" * 100_000])
def test_a_damaged_file_is_kept_aside_and_forgotten(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    kept = Preferences(tmp_path)
    assert kept.text("theme") == "system"
    assert (tmp_path / "preferences.damaged.json").read_bytes() == content
    kept.keep("theme", "dark")
    assert Preferences(tmp_path).text("theme") == "dark"


def test_values_of_another_version_are_left_out(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"theme": "pink", "text_size": "large", "gone": 1, "language": "fr"}')
    kept = Preferences(tmp_path)
    assert (kept.text("theme"), kept.number("text_size"), kept.text("language")) == ("system", 100, "fr")


def test_a_place_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    kept = Preferences(tmp_path / "file")
    kept.keep("theme", "dark")
    assert kept.text("theme") == "dark"
