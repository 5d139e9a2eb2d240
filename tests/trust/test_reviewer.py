"""The offline page in a real browser: worked through by keyboard, nobody spoken to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workbench.model import BlindCoding, BlindReading, Challenge, Verdict
from workbench.trust import answers_file, challenges, sessions
from workbench.trust.handing_out import hand_out_packet
from workbench.trust.shown import Wish
from workbench.trust.taking_in import take_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PHRASE = "a quiet sentence to seal with"


@pytest.fixture
def requests() -> list[str]:
    """What the browser asked for besides the file itself."""
    return []


@pytest.fixture
def page(chromium: Browser, requests: list[str]) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, accept_downloads=True
    )
    shown = context.new_page()
    errors: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    shown.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "blob:"))
            else requests.append(request.url)
        ),
    )
    yield shown
    context.close()
    assert errors == []


def packet(study: Any, wish: Wish, passphrase: str | None = None) -> Path:
    session = sessions.open_session(
        *(study.project, study.lead, study.debriefer),
        ["Does the nurse carry too much?"],
        wish,
    )
    out: Path = study.folder / "packet.html"
    hand_out_packet(
        study.project, study.lead, session, out, passphrase=passphrase, force=True
    )
    return out


def show(page: Page, path: Path) -> None:
    page.goto(path.as_uri())
    page.wait_for_selector("h1")


def saved(page: Page) -> bytes:
    """The file that the debriefer saves."""
    page.locator("[data-part=save]").click()
    with page.expect_download() as waiting:
        page.locator("#save").click()
    return Path(waiting.value.path()).read_bytes()


def take(study: Any, data: bytes, passphrase: str | None = None) -> dict[str, int]:
    given = answers_file.read(data, "back.json", passphrase)
    return take_in(study.project, study.lead, given, "back.json").counts


def test_a_review_round_by_keyboard_comes_back(
    study: Any, page: Page, requests: list[str]
) -> None:
    show(page, packet(study, Wish()))
    page.locator("textarea").first.fill("She does. Who else vouches?")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+2")
    page.wait_for_selector("[data-card]")
    assert page.locator("mark").inner_text() == "My nurse put it on my phone."
    page.keyboard.press("1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("3")
    page.locator("#other").select_option(label="no burden")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("it was put on her")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.keyboard.type("Whose trust is it?")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-card]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("5")

    assert take(study, saved(page)) == {"answers": 1, "verdicts": 3, "challenges": 1}
    judged = {v.judged: v for v in study.project.read(Verdict)}
    assert judged.keys() == {"agree", "other-code", "should-not-be-coded"}
    assert judged["other-code"].comment == "it was put on her"
    assert judged["other-code"].code == study.codes["no burden"]
    raised = study.project.read(Challenge)[0]
    assert (raised.about_kind, raised.text) == ("segment", "Whose trust is it?")
    assert requests == []


def test_a_blind_round_by_keyboard_comes_back(
    study: Any, page: Page, requests: list[str]
) -> None:
    show(page, packet(study, Wish(blind="code-list")))
    page.keyboard.press("Alt+2")
    page.wait_for_selector(".sentence.here")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("trust")
    page.keyboard.press("Enter")
    page.keyboard.press("PageDown")
    page.wait_for_selector("text=2 of 7")
    page.keyboard.press("Enter")
    page.keyboard.type("company without a person")
    page.keyboard.press("Enter")

    assert take(study, saved(page)) == {"codings": 2, "stretches read": 2}
    assert len(study.project.rows(BlindReading)[0].stretches) == 2
    given = sorted(study.project.read(BlindCoding), key=lambda row: row.start)
    text = study.text("C01-1")
    assert text[given[0].start : given[0].end] == "I did not choose it."
    assert given[0].code == study.codes["trust by proxy"]
    # after a sign outside the basic plane, offsets are still code points
    assert text[given[1].start : given[1].end].endswith("\N{CRESCENT MOON}.")
    assert given[1].own_code == "company without a person"
    assert requests == []


def test_readings_in_a_reflexive_study_by_keyboard(make: Any, page: Page) -> None:
    study = make("reflexive")
    show(page, packet(study, Wish()))
    page.keyboard.press("Alt+2")
    page.wait_for_selector("h2:has-text('Someone else vouches')")
    page.keyboard.press("1")
    page.keyboard.type("I hear blame, not trust.")
    page.keyboard.press("Escape")
    page.keyboard.press("5")
    page.keyboard.press("Escape")

    assert take(study, saved(page)) == {"challenges": 2}
    kinds = {v.challenge.kind for v in challenges.challenges(study.project)}
    assert kinds == {"read-differently", "rings-true"}


def test_a_key_pressed_twice_in_a_hurry_codes_nothing(study: Any, page: Page) -> None:
    show(page, packet(study, Wish(blind="code-list")))
    page.keyboard.press("Alt+2")
    page.wait_for_selector(".sentence.here")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=choose one with the arrows")
    page.keyboard.press("Escape")
    page.locator("summary").focus()
    page.keyboard.press("Enter")

    assert page.locator("details[open]").count() == 1
    assert page.locator(".given").count() == 0
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert "Every place was looked at" in page.locator("#said").inner_text()


def test_keys_in_the_list_of_themes_are_for_the_theme_that_is_read(
    make: Any, page: Page
) -> None:
    study = make("reflexive")
    show(page, packet(study, Wish()))
    page.keyboard.press("Alt+3")
    page.wait_for_selector("[data-theme]")
    page.keyboard.press("4")
    page.keyboard.type("It is too kind.")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+2")
    page.wait_for_selector("[data-card]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    page.keyboard.type("Whose words are these?")

    # she writes beside the words she writes about, and chooses a kind or does not
    assert page.locator("[data-card] mark").count() == 1
    page.keyboard.press("Control+Enter")
    take(study, saved(page))
    views = challenges.challenges(study.project)
    said = {v.challenge.text: v.challenge.kind for v in views}
    assert said == {
        "It is too kind.": "troubles-me",
        "Whose words are these?": "remark",
    }


def test_a_sealed_page_opens_with_its_passphrase_and_saves_sealed(
    study: Any, page: Page
) -> None:
    show(page, packet(study, Wish(), PHRASE))
    page.keyboard.type("not this one at all")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    page.locator("#phrase").fill(PHRASE)
    page.keyboard.press("Enter")
    page.wait_for_selector("textarea")
    page.locator("textarea").first.fill("Yes, she does.")
    page.wait_for_timeout(1500)
    kept = page.evaluate("JSON.stringify({...localStorage})")

    data = saved(page)

    assert "sealed" in kept
    assert "she does" not in kept
    assert b"she does" not in data
    assert take(study, data, PHRASE) == {"answers": 1}


def test_work_survives_a_reload(study: Any, page: Page) -> None:
    path = packet(study, Wish())
    show(page, path)
    page.locator("textarea").first.fill("Half a thought")
    page.wait_for_timeout(1500)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector("textarea")

    assert page.locator("textarea").first.input_value() == "Half a thought"
    assert "not yet saved to a file" in page.locator("footer").inner_text()


def test_a_page_changed_by_hand_says_so(study: Any, page: Page) -> None:
    path = packet(study, Wish())
    path.write_bytes(path.read_bytes().replace(b"Nobody sighs", b"She sighs"))
    page.goto(path.as_uri())

    page.wait_for_selector("[role=alert]:has-text('was changed after it was made')")


def test_words_that_look_like_markup_are_shown_as_words(study: Any, page: Page) -> None:
    show(page, packet(study, Wish("participant", participant="C02")))
    page.keyboard.press("Alt+2")
    page.wait_for_selector("[data-card]")

    assert "<b>Always</b>" in page.locator("main").inner_text()
