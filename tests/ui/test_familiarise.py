"""Reading in a real browser: walk, mend a word, search, code what is found."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workbench.coding import codes, segments
from workbench.familiarise import audio, transcripts
from workbench.importers.manifest import Request
from workbench.material import import_files
from workbench.model import CodedSegment, Memo, Transcript

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.store.project import Project

pytestmark = pytest.mark.browser

SAID = (
    "I: How did it begin?",
    "C01: With a <b>phone</b> and ![pic](https://evil.invalid/x.png) she gave me.",
    "I: And then?",
    "C01: I can trust it, most nights \N{CRESCENT MOON}. It was there at night.",
    "C01: \u0645\u0631\u062d\u0628\u0627 *stars* $x$ :smile:",
)


@pytest.fixture
def study(
    file_project: Project, lead: Callable[[Project], str], parsed: Callable[..., Any]
) -> Project:
    by = lead(file_project)
    arrival = transcripts.Arrival(parsed(*SAID), b"", "int-1")
    transcripts.bring_in(file_project, by, [arrival])
    code = codes.create(file_project, by, "trust at night")
    text = text_of(file_project)
    for words in ("I can trust it", "It was there"):
        start = text.index(words)
        segments.code_segment(
            file_project,
            by,
            transcript="int-1",
            start=start,
            end=start + len(words),
            code=code,
        )
    return file_project


@pytest.fixture
def page(
    study: Project,
    serve: Callable[[Path], Any],
    window: Callable[[str], Page],
) -> Page:
    assert study.database.path is not None
    return window(f"{serve(study.database.path).address}/familiarise")


def text_of(project: Project) -> str:
    version = project.rows(Transcript, id="int-1")[0].version
    return transcripts.text_of(project, version)


def open_text(page: Page) -> None:
    page.get_by_text("Read one", exact=True).click(timeout=30_000)
    page.wait_for_selector(".rd-turn", timeout=20_000)


def test_every_word_is_shown_as_it_was_said(page: Page) -> None:
    open_text(page)

    assert page.locator(".rd-words").all_inner_texts() == [
        line.split(": ", 1)[1] for line in SAID
    ]
    assert page.locator(".rd-list b:has-text('phone')").count() == 0
    assert page.locator(".rd-list img").count() == 0


def test_a_word_is_mended_by_keys_and_the_segments_follow(
    page: Page, study: Project
) -> None:
    open_text(page)
    page.get_by_text("This turn", exact=True).click()
    page.locator(".rd-list").focus()
    for _ in range(4):
        page.keyboard.press("j")
    box = page.get_by_label("What it says")
    box.wait_for(timeout=15_000)
    box.fill(box.input_value().replace("I can trust", "I can't trust"))
    before = box.bounding_box()
    page.get_by_role("button", name="Correct the transcript").click()

    page.wait_for_selector("text=1 with changed text to look at", timeout=20_000)
    assert box.bounding_box() == before, "the page moved under the reader's hands"

    assert "I can't trust it, most nights" in text_of(study)
    now = {s.quote: s.anchor for s in study.read(CodedSegment, state="active")}
    assert now == {"I can't trust it": "text-changed", "It was there": "shifted"}
    assert page.locator(".rd-chosen .rd-words").inner_text().startswith("I can't")


def test_what_is_found_everywhere_is_coded_as_one_act(
    page: Page, study: Project, lead: Callable[[Project], str]
) -> None:
    page.get_by_placeholder("Search all transcripts").fill("night*")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=2 found in 1 transcripts", timeout=20_000)
    page.get_by_text("Code all 2 together").wait_for(timeout=20_000)
    page.get_by_label("Code", exact=True).click()
    page.keyboard.type("trust at")
    page.get_by_role("option", name="trust at night").wait_for(timeout=10_000)
    page.keyboard.press("Enter")
    page.get_by_text("I have looked at what is coded here").click()
    page.get_by_label("Why these belong there").fill("nights matter")
    page.get_by_role("button", name="Code them as one act").click()

    page.wait_for_selector("text=coded as one act", timeout=20_000)

    found = [s for s in study.read(CodedSegment) if s.origin == "search"]
    text = text_of(study)
    assert found
    assert all(text[s.start : s.end] == s.quote for s in found)
    (memo,) = study.read(Memo)
    assert "night*" in memo.text
    assert memo.text.endswith("nights matter")
    study.undo(lead(study))
    assert [s for s in study.read(CodedSegment) if s.origin == "search"] == []
    assert study.read(Memo) == []


def test_reading_goes_on_where_one_stopped(page: Page) -> None:
    open_text(page)
    page.get_by_text("This turn", exact=True).click()
    page.locator(".rd-turn").nth(3).click()
    page.get_by_role("button", name="Stop here for now").click(timeout=15_000)
    page.wait_for_selector("text=Reading goes on here", timeout=15_000)

    page.reload()
    open_text(page)

    page.wait_for_selector(".rd-chosen", timeout=15_000)
    assert page.locator(".rd-chosen .rd-words").inner_text().startswith("I can trust")


def test_what_is_typed_survives_a_reload_until_it_is_handed_in(
    page: Page, study: Project
) -> None:
    open_text(page)
    box = page.get_by_label("Note", exact=True)
    box.click()
    page.keyboard.type("she laughs where one would not")
    page.wait_for_timeout(900)

    page.reload()
    open_text(page)
    page.wait_for_function(
        """() => document.querySelector("textarea[aria-label=Note]")?.value
              === "she laughs where one would not" """,
        timeout=15_000,
    )
    page.get_by_role("button", name="Keep the note").click()
    page.wait_for_selector("text=The note is kept", timeout=15_000)

    assert study.read(Memo)[0].text.endswith("she laughs where one would not")
    page.reload()
    open_text(page)
    page.wait_for_timeout(1000)
    assert box.input_value() == ""


CAPTIONS = """1
00:00:01,000 --> 00:00:02,000
I: So?

2
00:00:03,000 --> 00:00:04,500
C01: So.
"""


def test_a_recording_plays_from_a_turns_time_by_keys_and_only_while_it_is_linked(
    file_project: Project,
    lead: Callable[[Project], str],
    serve: Callable[[Path], Any],
    window: Callable[[str], Page],
    tmp_path: Path,
) -> None:
    by, tape = lead(file_project), tmp_path / "C01.wav"
    with wave.open(str(tape), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(bytes(16_000 * 9))
    (tmp_path / "talk.srt").write_text(CAPTIONS, "utf-8")
    import_files(file_project, by, [Request(tmp_path / "talk.srt", "C01")])
    audio.link(file_project, by, "C01", str(tape))
    path = file_project.database.path
    assert path is not None
    page = window(f"{serve(path).address}/familiarise?transcript=C01")
    player = page.locator(".rd-sound audio")
    player.wait_for(timeout=30_000)
    page.wait_for_function("document.querySelector('audio').duration > 8")

    def at() -> float:
        return float(player.evaluate("player => player.currentTime"))

    page.locator(".rd-list").focus()
    for key in ("j", "n", "p"):  # to the first turn, on to the next, and a pause
        page.keyboard.press(key)
    assert 3 <= at() < 5
    page.keyboard.press(">")
    page.keyboard.press("b")
    assert at() < 2
    assert player.evaluate("player => player.playbackRate") == 1.25

    address = str(player.evaluate("player => player.src"))
    part = page.request.get(address, headers={"Range": "bytes=0-9"})
    assert (part.status, len(part.body())) == (206, 10)
    assert page.request.get(address[:-1]).status == 404
    audio.unlink(file_project, by, "C01")
    assert page.request.get(address).status == 404
