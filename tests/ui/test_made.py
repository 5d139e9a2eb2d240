"""What was made in a window is not handed out once somebody's words have changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.coding import codes
from workbench.coding.segments import recode
from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.errors import IdentityLeakError, RefusedError
from workbench.exporters import figures_coding
from workbench.familiarise.correcting import correct_turn
from workbench.model import CodedSegment, OutsideCopy, Transcript
from workbench.people import identity_key
from workbench.store.project import Project
from workbench.study import take_over
from workbench.ui import made, pictures, presses, session
from workbench.ui.asking import pictures as drawing
from workbench.ui.code_list import facts
from workbench.ui.seen import Seen

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
Open = Callable[[str], "AppTest"]
Write = Callable[[Path], object]


@pytest.fixture
def study(
    file_project: Project,
    study_with_transcripts: Callable[..., list[str]],
    code_some: Callable[..., list[str]],
) -> Project:
    (transcript,) = study_with_transcripts(file_project, count=1)
    code_some(file_project, transcript, count=3)
    return file_project


@pytest.fixture
def open_page(study: Project, monkeypatch: pytest.MonkeyPatch) -> Open:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("WORKBENCH_PROJECT", str(study.database.path))
    app = AppTest.from_file(str(APP), default_timeout=60).run()

    def opened(page: str) -> AppTest:
        return app.switch_page(session.page_file(page)).run()

    return opened


def code_elsewhere(study: Project, by: str) -> None:
    """A colleague goes on coding, as in another window."""
    study.record(CodeCreated(study.new_id("c"), Words("elsewhere")), by=by)


def correct_elsewhere(study: Project, by: str) -> None:
    """What somebody said reads otherwise from now on."""
    correct_turn(study, by, study.rows(Transcript)[0].id, 0, "I mean, quite otherwise.")


def offered(page: AppTest) -> list[str]:
    buttons = page.get("download_button")
    return [str(getattr(each, "label", "")).replace("\\", "") for each in buttons]


def told(page: AppTest) -> str:
    return "\n".join(each.value for some in (page.info, page.caption) for each in some)


def make_workbook(page: AppTest) -> str:
    page.button(key="make_workbook").click().run()
    return "answer"


def make_export(page: AppTest) -> str:
    page.session_state["part_of_write_up"] = "Export"
    page.run()
    page.selectbox(key="export_kind").set_value("quote-bank").run()
    page.button(key="make_export").click().run()
    return "export"


@pytest.mark.parametrize(
    ("where", "make", "label"),
    [
        ("ask", make_workbook, "Download the workbook"),
        ("write_up", make_export, "Save quote-bank.docx"),
    ],
)
def test_a_file_is_given_until_somebodys_words_change_anywhere(
    open_page: Open,
    study: Project,
    lead: Callable[[Project], str],
    where: str,
    make: Callable[[AppTest], str],
    label: str,
) -> None:
    page = open_page(where)
    name = make(page)
    assert label in offered(page)
    assert "Not looked through for names" in told(page)
    kept = page.session_state[presses.NAME].made[name]
    hand_out = made._handed_out(kept)
    assert hand_out()

    code_elsewhere(study, lead(study))
    assert hand_out()
    page.run()
    assert label in offered(page)
    correct_elsewhere(study, lead(study))

    # also where the page was not drawn anew before the button was pressed
    with pytest.raises(RefusedError, match="have changed since"):
        hand_out()
    page.run()
    assert label not in offered(page)
    assert "Make it anew" in told(page)
    assert page.session_state[presses.NAME].made[name].data is None
    make(page)
    assert label in offered(page)


def test_why_nothing_was_written_is_not_folded_away(
    open_page: Open, study: Project, lead: Callable[[Project], str], tmp_path: Path
) -> None:
    page = open_page("write_up")
    here = study.surroundings
    elsewhere = replace(here, config=tmp_path / "attic", machine_name="attic")
    take_over(Project.open(study.database.shown, elsewhere), lead(study))

    make_export(page)

    (why,) = page.error
    assert "attic" in why.value
    assert why not in [each for box in page.status for each in box.error]


def quotes(study: Project, by: str) -> tuple[str, Write, str]:
    """An export by one button: its name, what writes it, and a word that is in it."""
    words = study.read(CodedSegment)[0].quote.split()
    word = max((each.strip(".,?!") for each in words), key=len)
    return "quote-bank.csv", pictures._writer(study, by, "quote-bank"), word


def picture(study: Project, by: str) -> tuple[str, Write, str]:
    """A picture of the coding as an image, with a word of a code's name in it."""
    code = codes.create(study, by, "Quenellington days")
    segment = study.rows(CodedSegment)[0]
    recode(study, by, segment.id, code)
    seen = Seen(study, study.head().seq)
    names = facts.names(seen)
    drawn = figures_coding.by_group(facts.placed(seen), names, people=True)
    write = drawing._writer(study, by, drawn, drawn.png)
    return "by-group.png", write, "Quenellington"


@pytest.mark.parametrize("of", [quotes, picture])
def test_a_file_by_one_button_is_looked_through_and_why_not_is_told(
    study: Project,
    lead: Callable[[Project], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    of: Callable[[Project, str], tuple[str, Write, str]],
) -> None:
    name, write, word = of(study, lead(study))
    make = pictures.maker(study, name, write)
    before = len(study.rows(OutsideCopy))
    assert make()
    assert len(study.rows(OutsideCopy)) == before + 1
    at, phrase = tmp_path_factory.mktemp("apart") / "names.key", "nobody guesses it"
    identity_key.create(at, phrase, project=study)
    identity_key.add(at, phrase, "P01", "other", word, project=study)
    monkeypatch.setenv("WORKBENCH_IDENTITY_KEY", str(at))
    monkeypatch.setenv(identity_key.PASSPHRASE_VARIABLE, phrase)

    with pytest.raises(IdentityLeakError):
        make()

    assert presses.window_at_hand().refused


def test_another_page_forgets_what_was_made_before(
    open_page: Open, study: Project, lead: Callable[[Project], str]
) -> None:
    page = open_page("ask")
    make_workbook(page)
    correct_elsewhere(study, lead(study))

    page = open_page("journal")

    assert page.session_state[presses.NAME].made["answer"].data is None
