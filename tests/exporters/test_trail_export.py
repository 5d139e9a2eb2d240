from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import TYPE_CHECKING

from docx import Document

from tests.exporters.conftest import fill, new_project
from workbench.decisions.coding import CodeCreated, CodesMerged
from workbench.decisions.decision import Words
from workbench.decisions.people import Consent, ConsentSet, WordsErased
from workbench.decisions.themes import ThemeRenamed
from workbench.exporters.export import export
from workbench.model import CodedSegment, Theme

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exporters.conftest import Builder


def _exported(study: Builder, tmp_path: Path, at: int | None = None) -> list[bytes]:
    out = tmp_path / "trail.jsonl"
    export(study.project, study.by, "trail", out, at=at, force=True)
    return out.read_bytes().splitlines()


def _released(tmp_path: Path) -> dict[str, dict[str, str]]:
    text = (tmp_path / "wording.jsonl").read_text("utf-8")
    return {line["id"]: line for line in map(json.loads, text.splitlines())}


def _texts(tmp_path: Path) -> set[str]:
    return {line["text"] for line in _released(tmp_path).values()}


def _story(study: Builder, tmp_path: Path) -> str:
    out = tmp_path / "trail.docx"
    export(study.project, study.by, "trail", out, force=True)
    return "\n".join(p.text for p in Document(str(out)).paragraphs)


def test_the_chain_can_be_checked_from_the_exported_lines_alone(
    study: Builder, tmp_path: Path
) -> None:
    head = study.project.head()

    lines = _exported(study, tmp_path)

    before = hashlib.sha256(study.project.uuid.encode()).digest()
    for seq, line in enumerate(lines, start=1):
        body = json.loads(line)
        assert (body["seq"], body["prev"]) == (seq, before.hex())
        before = hashlib.sha256(
            b"\x02" + before + seq.to_bytes(8, "big") + line
        ).digest()
    assert (len(lines), before) == (head.seq, head.hash)


def test_each_released_string_fits_its_commitment(
    study: Builder, tmp_path: Path
) -> None:
    lines = _exported(study, tmp_path)

    committed = {}
    for line in lines:
        committed.update(json.loads(line)["words"])
    released = _released(tmp_path)

    assert released
    assert {
        name: hmac.digest(
            bytes.fromhex(each["key"]), each["text"].encode(), "sha256"
        ).hex()
        for name, each in released.items()
    } == {name: committed[name] for name in released}


def test_names_of_things_and_reasons_are_released(
    study: Builder, tmp_path: Path
) -> None:
    _exported(study, tmp_path)

    assert {
        "being asked",
        "Someone is there at night",
        "The same thing said twice.",
        "It asked how I was and nobody else did",
    } <= _texts(tmp_path)


def test_transcripts_labels_files_and_private_notes_are_not_released(
    study: Builder, tmp_path: Path
) -> None:
    _exported(study, tmp_path)

    everything = (tmp_path / "wording.jsonl").read_text("utf-8")
    assert "Novotna" not in everything
    assert "How did it start?" not in everything
    assert "I side with T01." not in everything
    assert "I was wrong there." in everything


def test_quotes_without_consent_are_not_released(
    study: Builder, tmp_path: Path
) -> None:
    _exported(study, tmp_path)

    everything = (tmp_path / "wording.jsonl").read_text("utf-8")
    assert "husband" not in everything
    assert "parrot with a degree" not in everything


def test_what_was_erased_is_not_in_the_wording(study: Builder, tmp_path: Path) -> None:
    quote = study.project.one(CodedSegment, id="s-1").quote
    study.record(WordsErased((quote,), "C01", Words("Asked for it.")))

    _exported(study, tmp_path)

    assert quote not in _released(tmp_path)


def test_a_trail_up_to_an_earlier_decision_ends_there(
    study: Builder, tmp_path: Path
) -> None:
    lines = _exported(study, tmp_path, at=5)

    assert json.loads(lines[-1])["seq"] == 5
    assert "Someone is there at night" not in _texts(tmp_path)


def test_the_same_moment_gives_the_same_bytes(study: Builder, tmp_path: Path) -> None:
    at = study.project.head().seq
    made = []
    for _ in range(2):
        _exported(study, tmp_path, at)
        out = tmp_path / "trail.docx"
        export(study.project, study.by, "trail", out, at=at, force=True)
        made.append(
            [(tmp_path / n).read_bytes() for n in ("wording.jsonl", "trail.docx")]
        )

    assert made[0] == made[1]


def test_the_readable_trail_tells_days_and_no_clock_times(
    study: Builder, tmp_path: Path
) -> None:
    story = _story(study, tmp_path)

    assert "2 March 2026" in story
    assert not re.search(r"\d\d:\d\d|T09|2026-03", story)


def test_decisive_decisions_are_told_with_their_reasons(
    study: Builder, tmp_path: Path
) -> None:
    story = _story(study, tmp_path)

    assert (
        "Ann Reyes merged the code “parrot” into “repeats itself”. "
        "Reason: The same thing said twice." in story
    )
    assert "Reason: not recorded." in story


def test_routine_decisions_of_a_day_are_folded(empty: Builder, tmp_path: Path) -> None:
    for number in range(6):
        empty.code(f"c-{number}", f"code {number}")

    story = _story(empty, tmp_path)

    assert "6 new codes: “code 0”, “code 1”, “code 2”, “code 3” and 2 more." in story


def test_what_was_taken_back_is_left_out_and_counted(
    study: Builder, tmp_path: Path
) -> None:
    name = study.project.one(Theme, id="t-1").name
    study.record(ThemeRenamed("t-1", name, Words("A passing fancy")))
    study.project.undo(study.by)

    story = _story(study, tmp_path)

    assert "passing fancy" not in story
    assert "2 decisions are left out" in story


def test_a_decision_done_again_is_told(study: Builder, tmp_path: Path) -> None:
    name = study.project.one(Theme, id="t-1").name
    study.record(ThemeRenamed("t-1", name, Words("A lasting fancy")))
    study.project.undo(study.by)
    study.project.redo(study.by)

    assert "A lasting fancy" in _story(study, tmp_path)


def test_erased_words_read_as_erased_in_the_account(
    study: Builder, tmp_path: Path
) -> None:
    name = study.project.one(Theme, id="t-3").name
    study.record(WordsErased((name,), None, None))

    story = _story(study, tmp_path)

    assert "Kept out of the room" not in story
    assert "\N{FULL BLOCK}" in story


def test_the_account_of_a_long_study_stays_within_thirty_pages(study: Builder) -> None:
    from workbench.exporters.reading import moment
    from workbench.exporters.trail_story import _LINES, _height, trail_story

    words = "Because it came up again, in other words, with another meaning. " * 6
    study.record(
        *(CodeCreated(f"x-{n}", Words(f"code {n}")) for n in range(2000)),
        *(CodesMerged(f"x-{n}", "x-0", (), Words(words)) for n in range(1, 1000)),
    )
    for number in range(300):
        name = study.project.one(Theme, id="t-1").name
        study.record(ThemeRenamed("t-1", name, Words(f"Name {number}"), Words(words)))

    with moment(study.project, None) as seen:
        story = trail_story(seen)

    assert sum(map(_height, story.blocks)) <= _LINES
    assert any("Name 299" in getattr(block, "text", "") for block in story.blocks)


def test_a_consent_recorded_later_binds_an_export_of_an_earlier_moment(
    tmp_path: Path,
) -> None:
    study = new_project(tmp_path)
    fill(study)
    at = study.project.head().seq
    study.record(ConsentSet("C01", Consent(), Consent(quotes="none"), None))

    _exported(study, tmp_path, at)

    assert "It asked how I was and nobody else did" not in _texts(tmp_path)


def test_the_page_for_browsers_fetches_nothing(study: Builder, tmp_path: Path) -> None:
    out = tmp_path / "trail.html"
    export(study.project, study.by, "trail", out)

    page = out.read_text("utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"<script|https?://|src=", page)
