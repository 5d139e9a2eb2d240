"""Settings, People and Trail: written down, switched with a reason, checked, left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench import study as rules
from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import Code, Participant, Researcher, Transcript
from workbench.people import participants, withdrawal
from workbench.ui import session

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from workbench.store.project import Project

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def page(
    file_project: Project, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], AppTest]:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("WORKBENCH_PROJECT", str(file_project.database.path))

    def opened(name: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        return app.switch_page(session.page_file(name)).run()

    return opened


def press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label == label).click().run()


def wrong(page: AppTest) -> list[str]:
    return [*(e.message for e in page.exception), *(e.value for e in page.error)]


def look(page: AppTest, key: str, view: str) -> AppTest:
    page.session_state[key] = view
    return page.run()


def test_where_one_stands_is_written_down(
    page: Callable[[str], AppTest], file_project: Project
) -> None:
    shown = page("settings")
    box = next(a for a in shown.text_area if a.label.startswith("Positionality"))
    box.set_value("I like machines, and I distrust that in me.")

    press(shown, "Keep what was written")

    assert wrong(shown) == []
    assert rules.setting(file_project, "positionality") == (
        "I like machines, and I distrust that in me."
    )


def test_a_switch_wants_a_reason_and_then_turns(
    page: Callable[[str], AppTest], file_project: Project
) -> None:
    shown = look(page("settings"), "settings_view", "Switches")

    shown.button(key="switch_counts").click().run()
    assert "reason" in " ".join(wrong(shown))
    assert not rules.is_on(file_project, "counts")
    shown.text_input(key="switch_reason").set_value("a journal asks for them")
    shown.button(key="switch_counts").click().run()

    assert wrong(shown) == []
    assert rules.is_on(file_project, "counts")
    assert any("a journal asks for them" in each.value for each in shown.markdown)


@pytest.mark.parametrize(
    "view",
    [
        *("Where you stand", "Switches", "Questions and tradition"),
        *("How it was done", "Who works on it"),
    ],
)
def test_every_view_of_the_settings_shows(
    page: Callable[[str], AppTest], view: str
) -> None:
    assert wrong(look(page("settings"), "settings_view", view)) == []


def test_a_question_is_set_aside_and_a_role_changed(
    file_project: Project, lead: Callable[[Project], str]
) -> None:
    by = lead(file_project)
    question = rules.ask_question(file_project, by, "Who listens?")
    bruno = rules.add_researcher(file_project, by, "Bruno", "co-analyst")

    rules.set_question_aside(file_project, by, question, "too wide")
    rules.change_role(file_project, by, "Bruno", "supervisor", "left the team")

    assert rules.questions(file_project) == []
    assert file_project.one(Researcher, id=bruno).role == "supervisor"
    with pytest.raises(UnknownObjectError):
        rules.set_question_aside(file_project, by, question)
    with pytest.raises(RefusedError, match="lead"):
        rules.change_role(file_project, by, by, "auditor")
    with pytest.raises(RefusedError, match="already"):
        rules.change_role(file_project, by, bruno, "supervisor")
    with pytest.raises(UnknownObjectError):
        rules.change_role(file_project, by, bruno, "king")


def test_a_participant_joins_and_agrees_to_less(
    page: Callable[[str], AppTest], file_project: Project
) -> None:
    shown = look(page("people"), "people_view", "One person")
    next(t for t in shown.text_input if t.label == "Id").set_value("C01")
    next(t for t in shown.text_input if t.label == "Group").set_value("clients")
    press(shown, "Keep")
    assert wrong(shown) == []
    assert file_project.read(Participant)[0].group == "clients"

    look(shown, "people_view", "One person")
    shown.selectbox(key="participant").set_value("C01").run()
    next(s for s in shown.selectbox if s.label == "Quotes").set_value("none")
    press(shown, "Keep")

    assert wrong(shown) == []
    assert file_project.rows(Participant)[0].quotes == "none"


def test_a_consent_that_an_import_assumed_waits_until_a_person_records_it(
    page: Callable[[str], AppTest], file_project: Project
) -> None:
    lead = file_project.events()[0].by
    for person in ("C01", "C02"):
        participants.add(file_project, lead, person)
    start = page("start")
    assert any("Consent nobody has recorded" in m.value for m in start.markdown)

    shown = page("people")
    assert shown.multiselect(key="agreed").value == []
    shown.multiselect(key="agreed").set_value(["C02"]).run()
    press(shown, "Record their consent")

    assert wrong(shown) == []
    assert participants.unconfirmed(file_project.rows(Participant)) == ["C01"]
    assert shown.multiselect(key="agreed").value == []  # nobody by a second click


def test_what_is_typed_of_a_person_outlives_what_is_decided_elsewhere(
    page: Callable[[str], AppTest], file_project: Project
) -> None:
    lead = file_project.events()[0].by
    participants.add(file_project, lead, "C01", "clients")
    shown = look(page("people"), "people_view", "One person")
    shown.selectbox(key="participant").set_value("C01").run()
    next(t for t in shown.text_input if t.label == "Group").set_value("carers")
    participants.add(file_project, lead, "C02")

    press(shown, "Keep")

    assert wrong(shown) == []
    assert file_project.read(Participant, id="C01")[0].group == "carers"
    assert [w for w in shown.warning if "meanwhile" in w.value] == []


def test_where_she_herself_was_changed_elsewhere_the_form_says_so(
    page: Callable[[str], AppTest], file_project: Project
) -> None:
    lead = file_project.events()[0].by
    participants.add(file_project, lead, "C01", "clients")
    shown = look(page("people"), "people_view", "One person")
    shown.selectbox(key="participant").set_value("C01").run()
    next(t for t in shown.text_input if t.label == "Group").set_value("carers")
    participants.set_group(file_project, lead, "C01", "therapists")

    press(shown, "Keep")

    assert file_project.read(Participant, id="C01")[0].group == "therapists"
    assert ["not kept" in each.value for each in shown.warning] == [True]
    assert next(t for t in shown.text_input if t.label == "Group").value == "therapists"


def test_an_unchanged_consent_is_recorded_where_a_person_says_it_is_signed(
    page: Callable[[str], AppTest], file_project: Project
) -> None:
    lead = file_project.events()[0].by
    participants.add(file_project, lead, "C01")
    shown = look(page("people"), "people_view", "One person")
    shown.selectbox(key="participant").set_value("C01").run()
    press(shown, "Keep")
    assert participants.unconfirmed(file_project.rows(Participant)) == ["C01"]

    signed = next(c for c in shown.checkbox if "signed form" in c.label)
    signed.check()
    press(shown, "Keep")

    assert wrong(shown) == []
    assert participants.unconfirmed(file_project.rows(Participant)) == []
    assert [c for c in shown.checkbox if "signed form" in c.label] == []


def test_a_speaker_nobody_identified_is_chosen_where_she_withdraws(
    page: Callable[[str], AppTest],
    file_project: Project,
    study_with_transcripts: Callable[..., list[str]],
) -> None:
    lead = file_project.events()[0].by
    study_with_transcripts(file_project, count=1)
    participants.add(file_project, lead, "C01")
    withdrawal.withdraw(file_project, lead, "C01", "by letter")
    shown = look(page("people"), "people_view", "Withdrawal")
    shown.selectbox(key="who_withdraws").set_value("C01").run()
    speakers = shown.multiselect(key="speakers_of_C01")
    hers = next(option for option in speakers.options if "(3 turns)" in option)

    speakers.select(hers).run()
    shown.text_input(key="withdraw_reason").set_value("she asked")
    shown.text_input(key="withdraw_sure").set_value("C01")
    press(shown, "Record the withdrawal")

    assert wrong(shown) == []
    assert "3 turns" in shown.success[0].value


def test_with_quotes_only_the_page_says_what_is_printed_all_the_same(
    page: Callable[[str], AppTest],
    file_project: Project,
    study_with_transcripts: Callable[..., list[str]],
) -> None:
    from workbench.familiarise import speakers, transcripts

    lead = file_project.events()[0].by
    study_with_transcripts(file_project, count=1)
    participants.add(file_project, lead, "C01")
    speakers.identify(file_project, lead, "int-1", 1, "participant", "C01")
    version = file_project.one(Transcript, id="int-1").version
    said = transcripts.turns_of(file_project, version)[1].text
    name = Words(" ".join(said.split()[:3]))
    file_project.record(CodeCreated("c-9", name, origin="in-vivo"), by=lead)
    shown = look(page("people"), "people_view", "Withdrawal")
    shown.selectbox(key="who_withdraws").set_value("C01").run()
    shown.radio(key="withdraw_kind").set_value("quotes").run()

    assert ["printed all the same" in w.value for w in shown.warning] == [True]
    assert any("name of code c-9" in each.value for each in shown.text)
    assert not any("nothing of hers" in each for each in shown.radio[0].options)
    shown.text_input(key="withdraw_reason").set_value("she asked")
    shown.text_input(key="withdraw_sure").set_value("C01")
    press(shown, "Record the withdrawal")

    assert "0 were erased; 1 stay" in shown.success[0].value
    assert file_project.read(Code, id="c-9")[0].name == name


def test_a_withdrawal_is_told_confirmed_and_done(
    page: Callable[[str], AppTest],
    file_project: Project,
    lead: Callable[[Project], str],
    study_with_transcripts: Callable[..., list[str]],
) -> None:
    from workbench.familiarise import speakers

    by = lead(file_project)
    study_with_transcripts(file_project, count=1)
    participants.add(file_project, by, "C01", "clients")
    speakers.identify(file_project, by, "int-1", 1, "participant", "C01")
    shown = look(page("people"), "people_view", "Withdrawal")
    shown.selectbox(key="who_withdraws").set_value("C01").run()
    told = next(t for t in shown.dataframe if "What" in t.value.columns).value
    assert dict(zip(told["What"], told["How many"], strict=True))["Turns erased"] == 3

    shown.text_input(key="withdraw_reason").set_value("she asked")
    press(shown, "Record the withdrawal")
    assert file_project.rows(Participant)[0].state == "active"
    shown.text_input(key="withdraw_sure").set_value("C01")
    press(shown, "Record the withdrawal")

    assert wrong(shown) == []
    assert "3 turns" in shown.success[0].value
    assert file_project.rows(Participant)[0].state == "all"
    assert file_project.rows(Transcript)[0].state == "withdrawn"


def test_the_trail_is_checked_and_a_forger_caught(
    page: Callable[[str], AppTest],
    file_project: Project,
    code_some: Callable[..., list[str]],
    study_with_transcripts: Callable[..., list[str]],
) -> None:
    code_some(file_project, study_with_transcripts(file_project)[0], count=3)
    shown = page("trail")
    path = file_project.database.path
    assert path is not None
    before = path.read_bytes()

    shown.button(key="verify").click().run()
    assert "Trail intact" in shown.success[0].value
    shown.button(key="replay").click().run()
    assert "is what its" in shown.success[0].value
    shown.button(key="cheat").click().run()

    assert "Found:" in shown.info[0].value
    assert path.read_bytes() == before
    shown.button(key="sign").click().run()
    assert wrong(shown) == []
    assert path.with_suffix(".checkpoint").exists()


def test_the_trail_is_looked_through_by_what_a_decision_is_about(
    page: Callable[[str], AppTest],
    file_project: Project,
    code_some: Callable[..., list[str]],
    study_with_transcripts: Callable[..., list[str]],
) -> None:
    code_some(file_project, study_with_transcripts(file_project)[0], count=3)
    code = file_project.rows(Code)[0].id
    shown = page("trail")

    shown.selectbox(key="trail_about").set_value(code).run()

    assert wrong(shown) == []
    lines = shown.dataframe[0].value
    assert list(lines["What"]) == [
        *["Coded a stretch of int-1: “code " + code + "”."] * 3,
        "Began the code “code " + code + "”.",
    ]
