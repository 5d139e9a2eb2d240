from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.coding.conftest import HEARD, MONEY, SECOND
from workbench import study
from workbench.coding import codes, segments
from workbench.coding.embedding import Encoder
from workbench.coding.suggestions import decide, suggest
from workbench.decisions.people import Consent, ConsentSet, WordsErased
from workbench.errors import (
    ConsentError,
    DuplicateError,
    NotAllowedError,
    RefusedError,
    SuggestionsLockedError,
    UnknownObjectError,
)
from workbench.familiarise.transcripts import record_pass, text_of
from workbench.model import CodedSegment, FieldNote, Suggestion, SuggestionRun, Turn
from workbench.store import vectors
from workbench.trust import field_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from tests.coding.conftest import PutIn
    from workbench.store.project import Project

    Batch = tuple[list[list[int]], NDArray[np.float32]]


def ask(project: Project, by: str, encoder: Encoder, limit: int = 10) -> list[Any]:
    found = suggest(project, by, transcript="C02", limit=limit, encoder=encoder)
    return list(found["suggestions"])


def test_a_suggestion_stands_beside_the_coded_segments_it_resembles(
    project: Project, ann: str, coded: dict[str, str], encoder: Encoder
) -> None:
    found = suggest(project, ann, transcript="C02", encoder=encoder)
    text = text_of(project, "v-C02")
    first = {each["code_name"]: each for each in reversed(found["suggestions"])}

    assert (found["model"], found["path"]) == (encoder.model, encoder.path)
    assert first["Being heard"]["quote"] == HEARD
    assert first["Cost"]["quote"] == MONEY
    for rank, each in enumerate(found["suggestions"], start=1):
        assert each["rank"] == rank
        assert text[each["start"] : each["end"]] == each["quote"]
        assert each["code"] == coded[each["code_name"]]
        assert each["similarity"] == each["because"][0]["similarity"]
        for because in each["because"]:
            row = project.read(CodedSegment, id=because["coded_segment"])[0]
            assert (row.code, row.quote) == (each["code"], because["quote"])


def test_a_field_note_is_no_example_and_is_never_embedded(
    project: Project, ann: str, coded: dict[str, str], encoder: Encoder
) -> None:
    seen = f"{HEARD} That is what I wrote down while she spoke of it."
    note = field_notes.write(project, ann, transcript="C01", observation=seen)
    source = field_notes.open_for_coding(project, ann, note)
    made = segments.code_segment(
        project, ann, transcript=source, start=0, end=len(HEARD), code=coded["Cost"]
    )
    words = [row.observation for row in project.rows(FieldNote) if row.observation]

    found = ask(project, ann, encoder)

    because = {b["coded_segment"] for each in found for b in each["because"]}
    assert made not in because
    quote = project.rows(CodedSegment, id=made)[0].quote
    assert vectors.count(project.database, [*words, quote]) == 0
    with pytest.raises(UnknownObjectError):
        suggest(project, ann, transcript=source, encoder=encoder)


@pytest.mark.usefixtures("coded")
def test_asking_codes_nothing_and_is_on_record(
    project: Project, ann: str, encoder: Encoder
) -> None:
    before = len(project.rows(CodedSegment))
    found = ask(project, ann, encoder, limit=2)
    run = project.rows(SuggestionRun)[0]

    assert len(project.rows(CodedSegment)) == before
    assert (run.transcript, run.weights, run.limit) == ("C02", encoder.weights, 2)
    stored = {each.id: each for each in project.rows(Suggestion)}
    assert set(stored) == {each["id"] for each in found}
    assert len(found) == 2
    assert stored[found[0]["id"]].similarity / 10_000 == found[0]["similarity"]
    assert stored[found[0]["id"]].state == "offered"


@pytest.mark.usefixtures("coded")
def test_interviewers_and_apps_read_aloud_are_never_suggested(
    project: Project, ann: str, encoder: Encoder
) -> None:
    turns = {each["turn"] for each in ask(project, ann, encoder, limit=50)}

    assert turns <= {1, 3, 4}
    unread = [t.text for t in project.rows(Turn, version="v-C02") if t.index in (0, 2)]
    assert vectors.count(project.database, unread) == 0


@pytest.mark.usefixtures("coded")
def test_the_machine_is_locked_before_a_persons_first_pass(
    project: Project, ann: str, encoder: Encoder
) -> None:
    with pytest.raises(SuggestionsLockedError, match="workbench pass PROJECT C01"):
        suggest(project, ann, transcript="C01", encoder=encoder)
    said: list[str] = []
    found = suggest(project, ann, encoder=encoder, say=said.append)

    assert {each["transcript"] for each in found["suggestions"]} == {"C02"}
    assert any(line.startswith("C01: no person has read it") for line in said)
    study.change_setting(project, ann, "first-pass", "off", "a second study")
    suggest(project, ann, transcript="C01", encoder=encoder)


@pytest.mark.usefixtures("coded")
def test_a_switch_or_the_lock_keeps_the_machine_out(
    project: Project, ann: str, encoder: Encoder
) -> None:
    study.change_setting(project, ann, "code-suggestions", "off", "by hand only")
    with pytest.raises(SuggestionsLockedError, match="code-suggestions on"):
        ask(project, ann, encoder)
    study.change_setting(project, ann, "code-suggestions", "on", "after all")
    study.change_setting(project, ann, "assistance-lock", "on", "pre-registered")
    with pytest.raises(SuggestionsLockedError, match="locked out"):
        ask(project, ann, encoder)
    assert project.rows(SuggestionRun) == []


@pytest.mark.usefixtures("coded")
def test_who_refused_computation_is_neither_suggested_nor_learnt_from(
    project: Project, ann: str, put_in: PutIn, encoder: Encoder
) -> None:
    put_in("C03", SECOND, computation=False)
    record_pass(project, ann, "C03")
    with pytest.raises(ConsentError, match="P-C03"):
        suggest(project, ann, transcript="C03", encoder=encoder)
    project.record(
        ConsentSet("P-C01", Consent(), Consent(computation=False), None), by=ann
    )

    assert ask(project, ann, encoder) == []
    quotes = [each.quote for each in project.rows(CodedSegment)]
    assert vectors.count(project.database, quotes) == 0


def test_what_bears_a_code_already_is_not_suggested_for_it(
    project: Project, ann: str, coded: dict[str, str], encoder: Encoder
) -> None:
    text = text_of(project, "v-C02")
    start = text.index(HEARD, len(HEARD))
    segments.code_segment(
        project,
        ann,
        transcript="C02",
        start=start + 3,
        end=start + 20,
        code=coded["Being heard"],
    )
    found = ask(project, ann, encoder, limit=50)

    assert not [e for e in found if e["quote"] == HEARD and e["code_name"] != "Cost"]
    assert [e for e in found if e["quote"] == MONEY]


@pytest.mark.usefixtures("coded")
def test_accepting_codes_the_stretch_in_the_same_act(
    project: Project, ann: str, encoder: Encoder
) -> None:
    offered = ask(project, ann, encoder)[0]
    made = decide(project, ann, offered["id"], "accepted")
    row = project.read(CodedSegment, id=made)[0]

    assert (row.quote, row.origin) == (offered["quote"], "accepted")
    assert (row.suggestion, row.code) == (offered["id"], offered["code"])
    assert len({event.act for event in project.events()[-2:]}) == 1
    with pytest.raises(RefusedError, match="accepted already"):
        decide(project, ann, offered["id"], "rejected")
    project.undo(ann)
    assert project.one(Suggestion, id=offered["id"]).state == "offered"
    assert project.rows(CodedSegment, id=made) == []


@pytest.mark.usefixtures("coded")
def test_an_edited_suggestion_differs_and_says_so(
    project: Project, ann: str, encoder: Encoder
) -> None:
    offered = ask(project, ann, encoder)[0]
    with pytest.raises(RefusedError, match="nothing of suggestion"):
        decide(project, ann, offered["id"], "edited", start=offered["start"])
    with pytest.raises(RefusedError, match="decide 'edited'"):
        decide(project, ann, offered["id"], "accepted", end=offered["end"] - 1)
    end = offered["start"] + 10
    made = decide(project, ann, offered["id"], "edited", end=end, reason="the point")
    row = project.one(CodedSegment, id=made)

    assert (row.start, row.end, row.origin) == (offered["start"], end, "edited")


@pytest.mark.usefixtures("coded")
def test_a_rejected_suggestion_is_not_offered_again_and_a_deferred_one_is_open(
    project: Project, ann: str, encoder: Encoder
) -> None:
    first, second = ask(project, ann, encoder)[:2]
    assert decide(project, ann, first["id"], "rejected", reason="topic only") is None
    assert decide(project, ann, second["id"], "deferred") is None
    again = {(each["quote"], each["code"]) for each in ask(project, ann, encoder)}

    assert (first["quote"], first["code"]) not in again
    assert (second["quote"], second["code"]) in again
    assert decide(project, ann, second["id"], "accepted") is not None
    with pytest.raises(UnknownObjectError, match="answer"):
        decide(project, ann, second["id"], "maybe")


@pytest.mark.usefixtures("coded")
def test_a_refused_acceptance_leaves_the_suggestion_open(
    project: Project, ann: str, encoder: Encoder
) -> None:
    offered = ask(project, ann, encoder)[0]
    segments.code_segment(
        project,
        ann,
        transcript="C02",
        start=offered["start"],
        end=offered["end"],
        code=offered["code"],
    )
    with pytest.raises(DuplicateError):
        decide(project, ann, offered["id"], "accepted")
    assert project.one(Suggestion, id=offered["id"]).state == "offered"


@pytest.mark.usefixtures("coded")
def test_vectors_are_made_once_and_go_with_the_words(
    project: Project, ann: str, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(project, ann, encoder)
    turn = project.rows(Turn, version="v-C02", index=1)[0]
    assert vectors.count(project.database, [turn.text]) > 0
    read: list[str] = []
    batches = Encoder.batches

    def noticed(self: Encoder, texts: list[str]) -> Iterator[Batch]:
        read.extend(texts)
        return batches(self, texts)

    monkeypatch.setattr(Encoder, "batches", noticed)
    ask(project, ann, encoder)
    assert read == []
    project.record(WordsErased((turn.text,), None, None), by=ann)
    assert vectors.count(project.database, [turn.text]) == 0
    assert HEARD not in {each["quote"] for each in ask(project, ann, encoder)}


@pytest.mark.usefixtures("text")
def test_without_coding_to_learn_from_nothing_is_offered(
    project: Project, ann: str, encoder: Encoder
) -> None:
    record_pass(project, ann, "C01")
    codes.create(project, ann, "Being heard")

    assert suggest(project, ann, encoder=encoder)["suggestions"] == []


def test_a_supervisor_cannot_ask_the_machine(
    project: Project, ann: str, encoder: Encoder
) -> None:
    sue = study.add_researcher(project, ann, "Sue", "supervisor")

    with pytest.raises(NotAllowedError):
        suggest(project, sue, encoder=encoder)
