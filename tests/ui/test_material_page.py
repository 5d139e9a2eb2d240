"""Dropping twenty mixed files on the page: looked at, corrected, brought in, kept."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest

from workbench.coding.codes import code_list
from workbench.model import CodedSegment, Participant, Speaker, Transcript, Version
from workbench.people import withdrawal

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.store.project import Project


pytestmark = pytest.mark.browser

FIXTURES = Path(__file__).parents[1] / "importers" / "fixtures"
MIXED = (
    *("labelled.txt", "zoom.vtt", "teams.vtt", "otter.txt", "rev.txt", "nvivo.txt"),
    *("trint.txt", "word_transcribe.txt", "subrip.srt", "rows.csv", "whisper.json"),
    *("rich.rtf", "page.html", "headings.md"),
)
LONG = (
    "I: How did it begin, and who gave it to you?\n"
    "C01: With a <b>phone</b> and ![pic](https://evil.invalid/x.png) she gave me.\n"
    "I: And then, when you were alone with it in the night?\n"
    "C01: Then I wrote to it, most nights, for a whole year and a bit.\n"
)
TIME = 60_000


def commented() -> bytes:
    document = docx.Document()
    document.add_paragraph("I: How was it?")
    paragraph = document.add_paragraph("C09: ")
    document.add_comment(paragraph.add_run("Like rain."), "weather", author="NT")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty files as a researcher has them in one folder."""
    made = tmp_path / "files"
    made.mkdir()
    for name in MIXED:
        (made / name).write_bytes((FIXTURES / name).read_bytes())
    (made / "C01 first.txt").write_text(LONG, "utf-8")
    (made / "C01 first corrected.txt").write_text(LONG.replace("bit", "day"), "utf-8")
    (made / "C01 copy.txt").write_text(LONG, "utf-8")
    (made / "C09 with notes.docx").write_bytes(commented())
    (made / "consent form.txt").write_text("Name: ____\nAge: ____\nSign: ____\n")
    (made / "empty.txt").write_text("")
    return made


@pytest.fixture
def page(
    file_project: Project,
    lead: Callable[[Project], str],
    serve: Callable[[Path], Any],
    window: Callable[[str], Page],
) -> Page:
    lead(file_project)
    assert file_project.database.path is not None
    shown = window(f"{serve(file_project.database.path).address}/material")
    shown.wait_for_selector("h1:has-text('Material')", timeout=TIME)
    return shown


def drop(page: Page, folder: Path, *names: str) -> None:
    paths = [folder / name for name in names] or sorted(folder.iterdir())
    page.set_input_files("input[type=file]", [str(path) for path in paths])


def bring_in(page: Page) -> str:
    """What the page says after its button was pressed."""
    page.get_by_role("button", name="Bring in").click(timeout=TIME)
    page.wait_for_selector("[data-testid=stAlertContentSuccess]", timeout=TIME)
    return page.locator("[data-testid=stAlertContentSuccess]").inner_text()


def test_twenty_mixed_files_come_in_and_the_others_say_why_not(
    page: Page, folder: Path, file_project: Project
) -> None:
    before = file_project.head()
    page.wait_for_selector("text=No transcripts yet", timeout=TIME)
    drop(page, folder)
    page.wait_for_selector("text=Cannot come in", timeout=TIME)
    page.wait_for_selector("text=Looks like a corrected copy", timeout=TIME)
    page.get_by_role("button", name="Bring in").wait_for(timeout=TIME)
    assert file_project.head() == before

    page.get_by_text("make codes on their passages").click()
    said = bring_in(page)

    # 14 fixtures, the first of C01's, the one with comments; a copy is a version
    assert "In the study now: 16 transcripts." in said
    assert "C01-1 has a new version" in said
    assert "comments became 1 coded segment, 1 new code" in said
    transcripts = file_project.rows(Transcript)
    assert len(transcripts) == 16
    assert {"C01", "C09", "P07", "P01"} <= {
        person.id for person in file_project.rows(Participant)
    }
    versions = file_project.rows(Version, transcript="C01-1")
    assert sorted(version.number for version in versions) == [1, 2]
    segment = file_project.read(CodedSegment)[0]
    assert segment.quote == "Like rain."
    assert code_list(file_project).find(segment.code).name == "weather"


def test_words_of_participants_are_shown_as_they_are(page: Page, folder: Path) -> None:
    """An image in the talk would be fetched if it were drawn; the window forbids it."""
    drop(page, folder, "C01 first.txt")

    page.wait_for_selector("text=![pic](https://evil.invalid/x.png)", timeout=TIME)

    assert page.get_by_text("<b>phone</b>").count() == 1


def choose_encoding(page: Page, name: str) -> None:
    box = page.get_by_role("combobox", name="Encoding of this file")
    box.click(timeout=TIME)
    page.keyboard.type(name)
    page.get_by_role("option").first.wait_for(timeout=TIME)
    page.keyboard.press("Enter")


def test_a_guessed_encoding_is_asked_about_and_the_choice_is_recorded(
    page: Page, tmp_path: Path, file_project: Project
) -> None:
    (tmp_path / "c.txt").write_bytes("I: Co?\nC05: Že žena.\n".encode("cp1250"))
    drop(page, tmp_path, "c.txt")
    choose_encoding(page, "utf-8")
    page.wait_for_selector("text=do not fit", timeout=TIME)
    choose_encoding(page, "cp1250")
    page.wait_for_selector("text=Že žena.", timeout=TIME)

    bring_in(page)

    (version,) = file_project.read(Version)
    told = json.loads(version.report)["warnings"]
    assert [warning["message"] for warning in told] == ["read as cp1250, as asked"]


def test_a_label_is_mapped_once_for_all_files(
    page: Page, tmp_path: Path, file_project: Project
) -> None:
    for number in (1, 2):
        text = f"Speaker 1: How {number}?\nSpeaker 2: So {number}.\n" * 2
        (tmp_path / f"C0{number} talk.txt").write_text(text, "utf-8")
    drop(page, tmp_path, "C01 talk.txt", "C02 talk.txt")
    page.wait_for_selector("text=Every label, once for all files", timeout=TIME)
    edit_last_cell(page, table=1, row=0, text="NT")

    bring_in(page)

    labels = [who.label for who in file_project.read(Speaker)]
    assert sorted(map(str, labels)) == ["NT", "NT", "Speaker 2", "Speaker 2"]


def edit_last_cell(page: Page, *, table: int, row: int, text: str) -> None:
    """Type into the last column as a person does: choose the cell, type, enter."""
    frame = page.locator("[data-testid=stDataFrame]").nth(table)
    frame.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = frame.locator("canvas").first.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + box["width"] - 60, box["y"] + 36 + 35 * row + 17)
    editor = page.locator(".gdg-input")
    editor.fill(text, timeout=TIME)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1_000)


def test_a_whole_study_of_another_program_is_named_as_one(
    page: Page, tmp_path: Path
) -> None:
    (tmp_path / "study.qdpx").write_bytes(b"PK\x03\x04 broken")
    drop(page, tmp_path, "study.qdpx")
    page.wait_for_selector("text=whole study of another program", timeout=TIME)

    page.get_by_role("button", name="Take this study over").click()

    page.wait_for_selector("[data-testid=stAlertContentError]", timeout=TIME)


def test_a_report_is_shown_again_and_can_be_taken_away_until_she_withdraws(
    page: Page, folder: Path, file_project: Project, lead: Callable[[Project], str]
) -> None:
    drop(page, folder, "labelled.txt")
    bring_in(page)
    frame = page.locator("[data-testid=stDataFrame]").first
    box = frame.locator("canvas").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 38 + 17)
    page.wait_for_selector("text=How P01-1 was read", timeout=TIME)
    page.wait_for_selector("text=SHA-256", timeout=TIME)

    with page.expect_download() as taken:
        page.get_by_role("button", name="This report (CSV)").click()

    written = Path(taken.value.path()).read_text("utf-8")
    assert "left out,details after a label" in written

    # in another window: this one is not drawn anew before its button is pressed
    page.wait_for_timeout(1_000)
    withdrawal.withdraw(file_project, lead(file_project), "P01", "asked to")
    with page.expect_download() as taken:
        page.get_by_role("button", name="This report (CSV)").click()
    written = Path(taken.value.path()).read_text("utf-8")
    assert "left out,details after a label" not in written
