"""The transcript pane in real Chromium, on a real project, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.coding import codes, segments
from workbench.decisions.coding import SuggestionGiven, SuggestionsOffered
from workbench.familiarise.transcripts import (
    Arrival,
    active,
    bring_in,
    correct,
    record_pass,
    text_of,
)
from workbench.importers.parsed import (
    ParsedSpeaker,
    ParsedTranscript,
    ParsedTurn,
    SpeakerRole,
)
from workbench.model import Code, CodedSegment, Memo, Researcher, Suggestion
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.store.verification import replay

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.ui.conftest import Server

pytestmark = pytest.mark.browser
Window = Callable[[str], "Page"]
Serve = Callable[[Path], "Server"]

TALK = (
    "How did it begin?",
    "With a phone my sister gave me. It was cold. I wrote to it at night.",
    "And then?",
    "Then I wrote most nights, for a year. It never slept. I did not either.",
    "What did it say?",
    "It said that it listened. I knew it could not. It was enough.",
)
HOSTILE = (
    "<script>window.hacked = 1</script> ![x](http://evil.test/x.png) **bold**",
    "<img src=x onerror='window.hacked = 2'> $\\frac{a}{b}$ :smile: </p><h1>no</h1>",
)
SCRIPTS = (
    "I felt \U0001f469\u200d\U0001f4bb\U0001f33f then e\u0301 and nothing more.",
    "\u0643\u0627\u0646 \u064a\u0633\u0645\u0639\u0646\u064a.",
    "\u4ed6\u4e00\u76f4\u5728\u542c\u6211\u8bf4\u8bdd\u3002\u6211\u77e5\u9053\u3002",
)


def parsed(words: tuple[str, ...]) -> ParsedTranscript:
    """Turns of an interviewer and a participant by turns."""
    turns, start = [], 0
    for at, text in enumerate(words):
        who: tuple[str, SpeakerRole] = (
            ("C", "participant") if at % 2 else ("I", "interviewer")
        )
        end = start + len(text)
        turns.append(ParsedTurn(at, *who, None, None, start, end, text))
        start = end + 1
    labels = [ParsedSpeaker("I", 1, 1), ParsedSpeaker("C", 1, 1)]
    return ParsedTranscript(
        *("talk.txt", "0" * 64, "labelled-text", "whole"),
        text="\n".join(words),
        turns=turns,
        speakers=labels,
    )


class Study:
    """The project behind the app, and what a test asks of it."""

    def __init__(self, folder: Path, serve: Serve) -> None:
        path = folder / "study.workbench"
        self.project = Project.create(
            path,
            title="Nights",
            orientation="codebook",
            researcher="Ann Lee",
            surroundings=Surroundings(config=folder / "config"),
        )
        self.by = self.project.read(Researcher)[0].id
        self.count = 0
        self.heard = codes.create(self.project, self.by, "being heard")
        self.cold = codes.create(self.project, self.by, "cold comfort")
        self.server = serve(path)

    def transcript(self, words: tuple[str, ...] = TALK) -> str:
        """A transcript of the test's own; its id."""
        self.count += 1
        name = f"C{self.count:02}"
        arrival = Arrival(parsed(words), name.encode(), name)
        bring_in(self.project, self.by, [arrival])
        return name

    def coded(self, transcript: str) -> list[CodedSegment]:
        found = self.project.read(CodedSegment, transcript=transcript, state="active")
        return sorted(found, key=lambda s: (s.start, s.end, s.at))

    def text(self, transcript: str) -> str:
        return text_of(self.project, active(self.project, transcript).version)

    def address(self, transcript: str) -> str:
        return f"{self.server.address}/code?transcript={transcript}"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Study:
    return Study(tmp_path_factory.mktemp("pane"), serve)


def ready(page: Page) -> Page:
    page.wait_for_selector(".wb-words span", timeout=30_000)
    page.wait_for_selector(".wb-list:focus")
    return page


def saved(page: Page, count: int) -> None:
    page.wait_for_selector(f".wb-state:text-is('{count} coded \u00b7 saved')")


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def take(page: Page, code: str) -> None:
    """Choose a code in the picker."""
    page.keyboard.press("c")
    page.wait_for_selector(".wb-search:focus")
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_words_dragged_over_with_the_mouse_are_coded(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    page = ready(window(study.address(name)))
    words = page.locator(".wb-words").nth(1)
    words.locator("span").first.dblclick(position={"x": 60, "y": 8})
    chosen = page.evaluate("document.getSelection().toString()").strip()

    page.get_by_title("Code\u2026 (c)").click()
    page.locator(".wb-option", has_text="being heard").click()

    saved(page, 1)
    assert [(s.quote, s.code) for s in study.coded(name)] == [(chosen, study.heard)]


def test_a_whole_transcript_is_coded_with_the_keyboard_alone(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    page = ready(window(study.address(name)))
    press(page, "j s")
    take(page, "heard")
    saved(page, 1)
    press(page, "s")  # the selection grows by the next sentence
    press(page, "v")
    saved(page, 2)
    press(page, "S p")  # the next one instead; nothing is coded there to qualify
    page.keyboard.press("c")
    page.wait_for_selector(".wb-search:focus")
    page.keyboard.type("being")  # there is a code that fits, but another is meant
    page.keyboard.press("Tab")
    page.keyboard.type("By night.")
    page.keyboard.press("Enter")
    press(page, "p")  # of what was coded just now, without going there first
    saved(page, 3)
    press(page, "j j w w w")
    take(page, "never sleeps")
    saved(page, 4)
    press(page, "j j t .")
    saved(page, 5)

    quotes = [s.quote for s in study.coded(name)]
    assert quotes == [
        "With a phone my sister gave me.",
        "With a phone my sister gave me. It was cold.",
        "I wrote to it at night.",
        "Then I wrote",
        "It said that it listened. I knew it could not. It was enough.",
    ]
    named = {code.id: code for code in study.project.read(Code)}
    assert [(named[s.code].name, s.polarity) for s in study.coded(name)][1:] == [
        ("With a phone my sister gave me. It was cold.", None),
        ("being", "present"),
        ("never sleeps", None),
        ("never sleeps", None),
    ]
    assert named[study.coded(name)[1].code].origin == "in-vivo"
    assert named[study.coded(name)[2].code].definition == "By night."


def test_a_segment_is_qualified_resized_recoded_and_noted_by_keys(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    page = ready(window(study.address(name)))
    press(page, "j s")
    take(page, "heard")
    saved(page, 1)

    press(page, "] p p a <")
    press(page, "m")
    page.keyboard.type("says it lightly")
    page.keyboard.press("Enter")
    press(page, "r")
    page.wait_for_selector(".wb-search:focus")
    page.keyboard.type("cold")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wb-name:has-text('cold comfort')")
    saved(page, 1)

    (segment,) = study.coded(name)
    assert segment.quote == "With a phone my sister gave"
    assert (segment.polarity, segment.target) == ("absent", "client-AI")
    assert segment.code == study.cold
    assert [m.text for m in study.project.read(Memo, about=segment.id)] == [
        "says it lightly"
    ]


def test_undo_goes_back_across_a_reload_and_redo_comes_again(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    page = ready(window(study.address(name)))
    for _ in range(3):
        press(page, "j t")
        take(page, "heard")
    saved(page, 3)

    page.reload()
    ready(page)
    press(page, "z z")
    saved(page, 1)
    assert "Taken back" in page.locator(".wb-news").inner_text()
    press(page, "Z")
    saved(page, 2)

    assert len(study.coded(name)) == 2


def test_codes_overlap_and_nest_and_each_has_its_stripe_and_name(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    start = study.text(name).index("It never slept.")
    for code, ends in ((study.heard, (-20, 15)), (study.cold, (0, 15))):
        segments.code_segment(
            study.project,
            study.by,
            transcript=name,
            start=start + ends[0],
            end=start + ends[1],
            code=code,
        )
    page = ready(window(study.address(name)))
    page.locator(".wb-name").nth(1).wait_for()

    assert page.locator(".wb-stripe").count() == 2
    names = page.locator(".wb-name .wb-code").all_inner_texts()
    assert names == ["being heard", "cold comfort"]
    press(page, "]")
    assert page.locator(".wb-what b").inner_text() == "being heard"
    press(page, "]")
    assert page.locator(".wb-what b").inner_text() == "cold comfort"
    press(page, "o")
    assert page.locator(".wb-what b").inner_text() == "being heard"


def test_thirty_keys_pressed_in_a_burst_are_thirty_decisions(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    page = ready(window(study.address(name)))
    press(page, "j t")
    take(page, "heard")
    saved(page, 1)
    before = study.project.head().seq

    press(page, "]")
    for _ in range(30):
        page.keyboard.press("p", delay=2)
    saved(page, 1)

    assert study.project.head().seq == before + 30


def test_a_message_that_the_next_one_overtakes_leaves_the_pane_as_it_is(
    study: Study, window: Window
) -> None:
    """Streamlit then ends what the first began: in a burst, keys fell into the gap."""
    name = study.transcript()
    page = ready(window(study.address(name)))
    press(page, "j t")
    take(page, "heard")
    saved(page, 1)
    press(page, "]")

    page.evaluate(
        """async () => {
            const from = "/_stcore/bidi-components/workbench.coder/pane.js";
            const { default: pane } = await import(from);
            const parentElement = document.querySelector(".wb-coder").parentElement;
            const { record, trigger: setTriggerValue } = parentElement.__pane;
            const { version, revision, me } = record;
            const data = { version, revision, me, may: true };
            const end = pane({ data, parentElement, setTriggerValue });
            end();
        }"""
    )
    press(page, "p")

    page.wait_for_selector(".wb-what:has-text('present')")
    saved(page, 1)
    assert study.coded(name)[0].polarity == "present"


def offer(study: Study, name: str) -> None:
    """The machine has offered two stretches, as a recorded run of it does."""
    record_pass(study.project, study.by, name)
    version = active(study.project, name).version
    text = study.text(name)
    (example,) = study.coded(name)[:1]
    given = tuple(
        SuggestionGiven(
            suggestion=study.project.new_id("g"),
            version=version,
            turn=3,
            start=text.index(words),
            end=text.index(words) + len(words),
            code=study.heard,
            rank=rank,
            similarity=6100,
            because=(example.id,),
            because_similarity=(6100,),
        )
        for rank, words in enumerate(("It never slept.", "It was enough."), start=1)
    )
    run = study.project.new_id("u")
    study.project.record(
        SuggestionsOffered(run, name, "m", "0" * 64, "float32", 10, given), by=study.by
    )


def test_a_suggestion_looks_like_nothing_a_person_made_and_is_answered_by_a_key(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    text = study.text(name)
    start = text.index("I wrote to it")
    segments.code_segment(
        study.project,
        study.by,
        transcript=name,
        start=start,
        end=start + 13,
        code=study.heard,
    )
    offer(study, name)
    page = ready(window(study.address(name)))
    page.wait_for_selector(".wb-state:has-text('2 suggested')")
    assert page.locator(".wb-words .wb-ghost.wb-mark").count() == 0
    assert page.locator(".wb-name.wb-ghost").all_inner_texts() == ["being heard?"] * 2

    press(page, "g h")
    assert "I wrote to it" in page.locator(".wb-because").inner_text()
    press(page, "y")
    page.wait_for_selector(
        ".wb-state:has-text('2 coded \u00b7 1 suggested \u00b7 saved')"
    )
    press(page, "n")
    saved(page, 2)

    states = {s.start: s.state for s in study.project.read(Suggestion)}
    assert states[text.index("It never slept.")] == "accepted"
    assert states[text.index("It was enough.")] == "rejected"
    assert study.coded(name)[1].origin == "accepted"


def test_two_windows_see_each_others_work_and_undo_their_own_reading_place(
    study: Study, window: Window
) -> None:
    name = study.transcript(TALK * 12)
    one = ready(window(study.address(name)))
    other = ready(window(study.address(name)))
    other.locator(".wb-list").evaluate("list => { list.scrollTop = 900; }")
    other.wait_for_timeout(400)
    before = other.locator(".wb-list").evaluate("list => list.scrollTop")

    press(one, "j s")
    take(one, "heard")
    saved(one, 1)

    other.wait_for_selector(".wb-state:text-is('1 coded \u00b7 saved')", timeout=3_500)
    assert other.locator(".wb-list").evaluate("list => list.scrollTop") == before


def test_recording_a_code_leaves_the_page_where_it_was(
    study: Study, window: Window
) -> None:
    name = study.transcript(TALK * 12)
    page = ready(window(study.address(name)))
    press(page, " ".join(["j"] * 30))
    press(page, "s")
    before = page.locator(".wb-list").evaluate("list => list.scrollTop")
    assert before > 0

    take(page, "heard")
    saved(page, 1)
    page.wait_for_timeout(1_800)

    after = page.locator(".wb-list").evaluate("list => list.scrollTop")
    assert abs(after - before) <= 1  # a pixel is rounding
    assert page.evaluate("document.activeElement.className") == "wb-list"


def test_what_was_done_while_the_server_was_dead_arrives_when_it_is_back(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    page = ready(window(study.address(name)))
    press(page, "j s")
    take(page, "heard")
    saved(page, 1)

    study.server.kill()
    press(page, "j j s 1")
    page.wait_for_selector(".wb-state:has-text('saving 1')")
    study.server.start()

    page.wait_for_selector(".wb-state:text-is('2 coded \u00b7 saved')", timeout=60_000)
    assert len(study.coded(name)) == 2
    assert replay(study.project).equal


def test_a_correction_in_another_window_brings_the_new_words_and_moved_segments(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    page = ready(window(study.address(name)))
    press(page, "j j j s")
    take(page, "heard")
    saved(page, 1)

    words = list(TALK)
    words[1] = words[1].replace("a phone", "an old phone")
    correct(study.project, study.by, name, parsed(tuple(words)), b"2", "misheard")

    page.wait_for_selector("text=an old phone", timeout=10_000)
    saved(page, 1)
    marked = page.locator(".wb-mark").all_inner_texts()
    assert "".join(marked) == "Then I wrote most nights, for a year."


def test_script_image_and_markdown_in_a_transcript_are_plain_text(
    study: Study, window: Window
) -> None:
    name = study.transcript(HOSTILE)
    page = ready(window(study.address(name)))

    shown = page.locator(".wb-words").all_inner_texts()

    assert shown == list(HOSTILE)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".wb-words img, .wb-words script, .wb-words h1").count() == 0


@pytest.mark.parametrize("turn", range(len(SCRIPTS)))
def test_every_script_is_selected_and_coded_exactly(
    study: Study, window: Window, turn: int
) -> None:
    name = study.transcript(SCRIPTS)
    page = ready(window(study.address(name)))
    press(page, " ".join(["j"] * turn) or "Home")

    press(page, "w w")
    chosen = page.evaluate("document.getSelection().toString()")
    take(page, "heard")
    saved(page, 1)

    (segment,) = study.coded(name)
    assert segment.quote == chosen.strip()
    assert segment.quote in SCRIPTS[turn]


def test_typing_pasting_and_deleting_leave_the_transcript_as_it_is(
    study: Study, window: Window
) -> None:
    name = study.transcript()
    page = ready(window(study.address(name)))
    page.keyboard.press("?")
    page.get_by_text("Switch the keys off").click()
    page.keyboard.press("Escape")
    page.locator(".wb-words").nth(1).click()

    page.keyboard.type("xyz c1")
    press(page, "Delete Backspace Enter")
    page.keyboard.insert_text("pasted")

    assert page.locator(".wb-words").all_inner_texts() == list(TALK)
    assert study.coded(name) == []


def test_a_filter_shows_one_codes_segments_only(study: Study, window: Window) -> None:
    name = study.transcript()
    for at, code in ((0, study.heard), (30, study.cold)):
        segments.code_segment(
            study.project, study.by, transcript=name, start=at, end=at + 9, code=code
        )
    page = ready(window(study.address(name)))
    page.locator(".wb-name").nth(1).wait_for()

    page.get_by_label("Show only codes").select_option(label="cold comfort")

    assert page.locator(".wb-name .wb-code").all_inner_texts() == ["cold comfort"]


def test_after_all_of_this_the_state_is_what_the_trail_says(study: Study) -> None:
    assert replay(study.project).equal
