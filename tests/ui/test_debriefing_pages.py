"""Debrief, Member check and Journal in a real browser; and what a role may see."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench import study as rules
from workbench.coding import codes
from workbench.coding.segments import code_segment
from workbench.familiarise.transcripts import Arrival, active, bring_in, text_of
from workbench.importers.parsed import ParsedTranscript, ParsedTurn
from workbench.model import (
    Challenge,
    ChallengeAnswer,
    DebriefPacket,
    MemberPacket,
    MemberReply,
    Memo,
    Researcher,
    Transcript,
)
from workbench.people import participants
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.trust import sessions
from workbench.trust.handing_out import hand_out_packet
from workbench.trust.shown import Wish
from workbench.ui import session
from workbench.ui.navigation import BESIDE_IT, START, THE_WORK

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
LINES = (
    ("I", "How did it begin?"),
    ("C01", "With a <b>phone</b> my sister gave me. I did not ask."),
    ("I", "And then?"),
    ("C01", "I wrote to it, most nights. It never sighed."),
)


def talk() -> ParsedTranscript:
    turns, at = [], 0
    for index, (label, text) in enumerate(LINES):
        role = "interviewer" if label == "I" else "participant"
        end = at + len(text)
        turns.append(ParsedTurn(index, label, role, None, None, at, end, text))  # type: ignore[arg-type]
        at = end + 1
    return ParsedTranscript(
        file="talk.txt",
        sha256="5e" * 32,
        format="labelled-text",
        verdict="whole",
        language="en",
        text="\n".join(text for _, text in LINES),
        turns=tuple(turns),
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A codebook study with one coded interview, a debriefer, and a meeting."""
    folder = tmp_path_factory.mktemp("debriefed")
    made = Project.create(
        folder / "study.workbench",
        title="Nights",
        orientation="codebook",
        researcher="Alma",
        surroundings=Surroundings(config=folder / "config"),
    )
    lead = made.rows(Researcher)[0].id
    debriefer = rules.add_researcher(made, lead, "Bruno", "debriefer")
    participants.add(made, lead, "C01", "clients")
    cast: dict[str | None, tuple[str | None, str | None]] = {
        "I": ("interviewer", None),
        "C01": ("participant", "C01"),
    }
    bring_in(made, lead, [Arrival(talk(), b"talk", "C01-1", cast)])
    text = text_of(made, made.rows(Transcript)[0].version)
    code = codes.create(made, lead, "a quiet listener")
    start = text.index("It never sighed.")
    code_segment(made, lead, transcript="C01-1", start=start, end=start + 16, code=code)
    packet = sessions.open_session(made, lead, debriefer, ["Does it hold?"], Wish())
    hand_out_packet(made, lead, packet, folder / "packet.zip")
    sessions.open_session(
        made, lead, debriefer, ["What is missing?"], Wish(), present="Alma, Bruno"
    )
    return made


@pytest.fixture(scope="module")
def address(project: Project, serve: Callable[[Path], object]) -> Iterator[str]:
    os.environ["WORKBENCH_RESEARCHER"] = "Alma"
    assert project.database.path is not None
    served = serve(project.database.path)
    yield str(served.address)  # type: ignore[attr-defined]
    del os.environ["WORKBENCH_RESEARCHER"]


def part(page: Page, name: str) -> None:
    """One part of the page is chosen."""
    page.get_by_role("radio", name=name).or_(
        page.get_by_role("button", name=name)
    ).first.click()


@pytest.mark.browser
def test_a_challenge_is_typed_as_spoken_and_answered(
    address: str, window: Callable[[str], Page], project: Project
) -> None:
    page = window(f"{address}/debrief")
    page.wait_for_selector("h1:has-text('Debrief')", timeout=30_000)
    part(page, "Challenges")
    page.get_by_label("In her words").first.fill("Nobody over sixty speaks.")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_selector("text=Kept, under her name.", timeout=20_000)
    page.wait_for_selector("text=To be answered")
    page.get_by_role("radio", name="Park for now").or_(
        page.get_by_role("button", name="Park for now")
    ).first.click()
    page.get_by_label("What she will read").first.fill("We will ask.")
    page.get_by_role("button", name="Answer", exact=True).first.click()
    page.wait_for_selector("text=On record.", timeout=20_000)

    raised = project.read(Challenge)[0]
    names = {who.id: who.name for who in project.read(Researcher)}
    assert (names[raised.raised_by], names[raised.by]) == ("Bruno", "Alma")
    assert project.read(ChallengeAnswer)[0].text == "We will ask."


@pytest.mark.browser
def test_a_packet_opens_in_the_app_and_is_worked_through_by_keys(
    address: str, window: Callable[[str], Page], project: Project
) -> None:
    assert project.database.path is not None
    page = window(f"{address}/debrief")
    page.wait_for_selector("h1:has-text('Debrief')", timeout=30_000)
    part(page, "Open a packet")
    page.wait_for_selector("text=A packet (.zip or .html)", timeout=20_000)
    page.wait_for_timeout(1000)
    page.locator("input[type=file]").set_input_files(
        str(project.database.path.parent / "packet.zip")
    )
    inside = page.frame_locator("iframe")
    inside.locator("h1:has-text('Nights')").wait_for(timeout=20_000)
    inside.locator("[data-part=cards]").click()
    inside.locator("mark").wait_for()
    inside.locator("body").press("1")

    inside.locator("button[aria-pressed=true]:has-text('Rightly not coded')").wait_for()
    assert project.rows(DebriefPacket)[0].sealed is False


@pytest.mark.browser
def test_an_entry_is_written_and_found_again(
    address: str, window: Callable[[str], Page], project: Project
) -> None:
    page = window(f"{address}/journal")
    page.wait_for_selector("h1:has-text('Journal')", timeout=30_000)
    page.locator("summary", has_text="Write in the journal").first.click()
    page.get_by_label("Entry", exact=True).fill("I side with the sister.")
    page.get_by_role("button", name="Keep").first.click()
    page.wait_for_selector("text=for your eyes only", timeout=20_000)
    page.get_by_label("Search", exact=True).fill("sister")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 of 1 notes", timeout=20_000)

    assert [m.visibility for m in project.read(Memo)] == ["private"]


@pytest.mark.browser
def test_a_participants_packet_is_made_by_two_clicks_marked_and_replied_to(
    address: str,
    window: Callable[[str], Page],
    press_twice: Callable[..., None],
    project: Project,
) -> None:
    page = window(f"{address}/member_check")
    page.wait_for_selector("h1:has-text('Member check')", timeout=30_000)
    part(page, "Make packets")
    page.get_by_role("button", name="Everybody who was sent nothing").click()
    press_twice(page.get_by_role("button", name="Make the packet"), apart=120)
    page.wait_for_selector("text=Download packet", timeout=30_000)
    page.get_by_text("Each is in the register.").wait_for()
    assert len(project.rows(MemberPacket)) == 1
    part(page, "Register")
    page.wait_for_selector("text=Mark packets")
    page.get_by_label("Packets", exact=True).click()
    page.get_by_role("option").last.click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Mark", exact=True).click()
    page.wait_for_selector("text=1 marked as sent.", timeout=20_000)

    page.wait_for_selector("text=1 sent")
    part(page, "Replies")
    page.get_by_label("Or what was said").fill("It was my aunt, not my sister.")
    page.keyboard.press("Tab")
    press_twice(page.get_by_role("button", name="Record the reply"), apart=120)
    page.get_by_text("The reply is on record").wait_for()
    page.wait_for_timeout(1_000)
    assert len(project.rows(MemberReply)) == 1


SECRETS = ("sister", "sighed", "a quiet listener", "over sixty")


@pytest.fixture
def app(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    """The app, with somebody at work in it."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("WORKBENCH_PROJECT", str(project.database.path))
    config = project.surroundings.config
    monkeypatch.setenv("WORKBENCH_CONFIG", str(config))

    def opened(name: str) -> AppTest:
        monkeypatch.setenv("WORKBENCH_RESEARCHER", name)
        return AppTest.from_file(str(APP), default_timeout=60).run()

    return opened


def shown(page: AppTest) -> str:
    """All words on the page itself."""
    return "\n".join(str(getattr(each, "value", "")) for each in page.main)


def test_no_page_shows_a_debriefer_anything_of_the_study(
    app: Callable[[str], AppTest],
) -> None:
    page = app("Bruno")
    for each in (START, *THE_WORK, *BESIDE_IT):
        page.switch_page(session.page_file(each.file)).run()
        text = shown(page)
        assert [secret for secret in SECRETS if secret in text] == [], each.file
        assert not page.exception, each.file


def test_the_same_look_finds_the_study_where_the_lead_is_at_work(
    app: Callable[[str], AppTest],
) -> None:
    page = app("Alma")
    page.switch_page(session.page_file("familiarise")).run()
    page.switch_page(session.page_file("debrief")).run()

    assert "Does it hold?" in shown(page)
    assert not page.exception


def test_a_reply_that_waits_is_laid_beside_what_was_sent_and_taken_in(
    built_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shutil.copy(built_sample, tmp_path / "sample.workbench")
    monkeypatch.setenv("WORKBENCH_PROJECT", str(path))
    monkeypatch.setenv("WORKBENCH_CONFIG", str(tmp_path / "config"))
    from streamlit.testing.v1 import AppTest

    page = AppTest.from_file(str(APP), default_timeout=60).run()
    page.session_state["member_part"] = "Replies"
    page.switch_page(session.page_file("member_check")).run()

    page.button(key="c09_file").click().run()
    next(b for b in page.button if b.label == "Correct it so").click().run()

    project = Project.open(path)
    now = text_of(project, active(project, "C09").version)
    assert "I can't trust it" in now
    assert "I can trust it" not in now
    assert "Nothing more in the file is open." in [c.value for c in page.caption]
    assert page.error == []

    # the code on the words she corrected waits until somebody has read them
    page.session_state["look_view"] = "What was corrected"
    page.switch_page(session.page_file("look_again")).run()
    assert {"When it was coded", "Now"} <= {c.value for c in page.caption}
    assert any("I can trust it" in t.value for t in page.text)
    assert any("I can't trust it" in t.value for t in page.text)
    next(b for b in page.button if b.label == "The code still holds").click().run()

    assert any("No code waits here" in i.value for i in page.info)
    assert page.error == []
