"""A packet as a Word document, and comments on it that come back as hers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from workbench.coding import memos
from workbench.errors import PacketRefusedError, RefusedError
from workbench.exporters.debriefing_word import packet_document
from workbench.model import DebriefAnswer, Verdict
from workbench.trust import sessions
from workbench.trust.challenges import answer, challenges
from workbench.trust.handing_out import hand_out_packet
from workbench.trust.shown import Wish
from workbench.trust.taking_in import take_in
from workbench.trust.word_answers import read_comments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def packet(study: Any, wish: Wish | None = None) -> Path:
    session = sessions.open_session(
        *(study.project, study.lead, study.debriefer),
        ["Does the nurse carry too much?"],
        wish or Wish(),
    )
    out: Path = study.folder / "packet.docx"
    hand_out_packet(study.project, study.lead, session, out, word=packet_document)
    return out


def commented(path: Path, notes: Mapping[str, str]) -> bytes:
    """The document with a comment on the first paragraph that holds each text."""
    word = Document(str(path))
    for place, note in notes.items():
        paragraph = next(p for p in word.paragraphs if place in p.text)
        word.add_comment(paragraph.runs, text=note, author="B.", initials="B")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def take(study: Any, data: bytes) -> dict[str, int]:
    given = read_comments(study.project, data, "packet.docx")
    return take_in(study.project, study.lead, given, "packet.docx", "word").counts


def test_comments_become_answers_verdicts_and_challenges(study: Any) -> None:
    path = packet(study)
    data = commented(
        path,
        {
            "Does the nurse": "She does.",
            "Someone else vouches": "topic: a heading, not yet an idea",
            "\u27e6I trusted the nurse.\u27e7": "Agree",
            "\u27e6Nobody sighs.\u27e7": "boundary: take in the quiet as well",
            f"entry: segment {study.segments[4]}": "I would ask who pays.",
            "entry: stretch": "rightly not coded",
        },
    )

    assert take(study, data) == {"answers": 1, "verdicts": 3, "challenges": 2}
    project = study.project
    assert project.read(DebriefAnswer)[0].text == "She does."
    judged = {v.segment: (v.judged, v.comment) for v in project.read(Verdict)}
    assert judged[study.segments[0]] == ("agree", None)
    assert judged[study.segments[3]][1] == "take in the quiet as well"
    raised = {v.challenge.kind: v.challenge for v in challenges(project)}
    assert raised["topic-not-theme"].about == study.theme
    assert raised["topic-not-theme"].text == "a heading, not yet an idea"
    assert raised["remark"].about == study.segments[4]


def test_in_a_reflexive_study_comments_are_readings(make: Any) -> None:
    study = make("reflexive")
    data = commented(
        packet(study),
        {
            "Someone else vouches": "troubles me: whose trust is it?",
            "\u27e6I trusted the nurse.\u27e7": "agree",
        },
    )

    assert take(study, data) == {"challenges": 2}
    kinds = {v.challenge.kind: v.challenge.text for v in challenges(study.project)}
    assert kinds == {"troubles-me": "whose trust is it?", "remark": "agree"}


def test_word_holds_notes_and_what_came_of_before_and_takes_her_dissent(
    study: Any,
) -> None:
    project, lead = study.project, study.lead
    first = commented(packet(study), {"Someone else vouches": "overclaim: two voices"})
    take(study, first)
    (raised,) = challenges(project)
    answer(project, lead, raised.challenge.id, "keep", "two are enough here")
    note = memos.write(project, lead, kind="analytic", text="the nurse is a chair")
    memos.write(
        project, lead, kind="content-warning", text="a death is told", about="C02-1"
    )
    session = sessions.open_session(
        *(project, lead, study.debriefer, ["And now?"], Wish()), memos=[note]
    )
    out: Path = study.folder / "second.docx"
    hand_out_packet(project, lead, session, out, word=packet_document)
    told = "\n".join(p.text for p in Document(str(out)).paragraphs)
    assert "the nurse is a chair" in told
    assert "Before you read C02-1: a death is told" in told
    assert "two are enough here" in told

    back = commented(out, {"Kept as it is": "Still disagree: two are two"})

    assert take(study, back) == {"outcomes": 1}
    (view,) = challenges(project)
    assert (view.standing_outcome, view.outcomes[0].text) == ("dissent", "two are two")


def test_the_same_document_twice_is_noticed(study: Any) -> None:
    data = commented(packet(study), {"Does the nurse": "She does."})
    take(study, data)

    with pytest.raises(PacketRefusedError, match="was taken in on"):
        take(study, data)


def test_a_document_without_its_last_line_or_of_another_kind_is_refused(
    study: Any,
) -> None:
    word = Document(str(packet(study)))
    word.paragraphs[-1].text = ""
    out = io.BytesIO()
    word.save(out)
    for data in (out.getvalue(), b"PK\x03\x04 no zip", b"a letter"):
        with pytest.raises(PacketRefusedError):
            read_comments(study.project, data, "packet.docx")


def test_blind_coding_and_a_passphrase_are_not_for_word(study: Any) -> None:
    with pytest.raises(RefusedError, match="blind coding"):
        packet(study, Wish(blind="free"))
    session = sessions.sessions(study.project)[0].session.id
    with pytest.raises(RefusedError, match="not sealed"):
        hand_out_packet(
            *(study.project, study.lead, session, study.folder / "p.docx"),
            passphrase="x" * 20,
            word=packet_document,
        )
