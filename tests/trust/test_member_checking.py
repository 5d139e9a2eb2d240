"""Member checking: her words go out, what she says comes in, each thing confirmed."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from tests.trust.conftest import TALK
from workbench.decisions.decision import Words
from workbench.decisions.people import Consent, ConsentSet, ParticipantsLinked
from workbench.errors import (
    ConsentError,
    IdentityLeakError,
    NotAllowedError,
    PacketRefusedError,
    RefusedError,
    UnknownObjectError,
)
from workbench.exporters.member_word import letter_document
from workbench.familiarise.transcripts import text_of
from workbench.model import (
    CodedSegment,
    LinkedChange,
    MemberPacket,
    MemberRemark,
    MemberReply,
    Participant,
    Transcript,
)
from workbench.people import identity_key, withdrawal
from workbench.people.participants import consent_of
from workbench.shipped import shipped
from workbench.store import verification
from workbench.store.project import Project
from workbench.themes import themes
from workbench.trust import member_packets, member_replies
from workbench.trust.addressees import addressees
from workbench.trust.handing_out import hand_out_letter, hand_out_letters
from workbench.trust.member_letters import MARK, plain_text
from workbench.trust.returned import ABOVE, compare, undecided

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def sent(study: Any, participant: str = "C01", **how: Any) -> tuple[str, Path]:
    """A packet that was handed out and sent: its id, and the Word file."""
    given = member_packets.letter(study.project, study.lead, participant, **how)
    out: Path = study.folder / f"packet {given.number}.docx"
    packet = hand_out_letter(
        study.project, study.lead, given, out, word=letter_document
    )
    member_packets.move(study.project, study.lead, packet, "sent", "2025-06-01")
    return packet, out


def edited(path: Path, *changes: tuple[str, str]) -> bytes:
    """The Word file with words replaced by a participant."""
    word = Document(str(path))
    for old, new in changes:
        paragraph = next(p for p in word.paragraphs if old in p.text)
        paragraph.text = paragraph.text.replace(old, new)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def replied(study: Any, packet: str, **how: Any) -> str:
    given = {"received": "telephone", "came_on": "2025-06-09"} | how
    return member_replies.record_reply(study.project, study.lead, packet, **given)


def test_a_packet_holds_her_words_and_the_interviewers_and_nothing_else(
    study: Any,
) -> None:
    _, path = sent(study, deadline="2025-06-30", contact="alma at the desk")
    text = "\n".join(p.text for p in Document(str(path)).paragraphs)

    assert "[2] You: My nurse put it on my phone." in text
    assert "[1] Interviewer: How did you come to the app?" in text
    assert "Packet number 1 · C01" in text
    assert "2025-06-30" in text
    assert "alma at the desk" in text
    others = ("Nobody sighs", "Sundays", "C02", "T01", "trust by proxy", "vouches")
    assert [word for word in others if word in text] == []
    row = study.project.read(MemberPacket)[0]
    assert (row.number, row.state, row.transcript) == (1, "sent", "C01-1")


def test_plain_text_says_the_same(study: Any) -> None:
    given = member_packets.letter(study.project, study.lead, "C02")
    text = plain_text(given).decode()

    assert "[4] You: The same three sentences. <b>Always</b> the same three." in text
    assert "nurse" not in text


def test_consent_and_safety_decide_who_is_written_to(study: Any) -> None:
    project, lead = study.project, study.lead
    member_packets.set_safety(project, lead, "C01", "do-not-send", "unwell in May")
    with pytest.raises(ConsentError, match="not to be sent"):
        member_packets.letter(project, lead, "C01")
    member_packets.set_safety(project, lead, "C01", "phone-first", "better in June")
    assert member_packets.letter(project, lead, "C01").said
    old = consent_of(project.rows(Participant, id="C02")[0])
    new = Consent(old.quotes, old.computation, recontact=False, archive=old.archive)
    project.record(ConsentSet("C02", old, new, None), by=lead)
    with pytest.raises(ConsentError, match="contacted again"):
        member_packets.letter(project, lead, "C02")
    withdrawal.withdraw(project, lead, "T01", "asked")
    with pytest.raises(ConsentError, match="has withdrawn"):
        member_packets.letter(project, lead, "T01")
    with pytest.raises(RefusedError, match="needs a reason"):
        member_packets.set_safety(project, lead, "C02", "do-not-send")
    with pytest.raises(UnknownObjectError):
        member_packets.set_safety(project, lead, "C02", "maybe", "x")
    with pytest.raises(NotAllowedError):
        member_packets.letter(project, study.debriefer, "C02")


def test_the_register_counts_what_was_decided_by_group(study: Any) -> None:
    project, lead = study.project, study.lead
    first, _ = sent(study, "C01")
    sent(study, "T01")
    member_packets.record_not_sent(project, lead, "C02", "could not be reached")
    member_packets.move(project, lead, first, "reminded", "2025-06-20")
    member_packets.move(project, lead, first, "no-reply")
    rows = member_packets.register(project, lead)
    groups = {"C01": "clients", "C02": "clients", "T01": "clinicians"}

    counted = member_packets.counts_by_group(rows, groups)

    assert [row.number for row in rows] == [1, 2, 3]
    assert counted == {
        "clients": {"no-reply": 1, "not-sent": 1},
        "clinicians": {"sent": 1},
    }
    for state in ("made", "replied", "sent"):
        with pytest.raises(RefusedError, match="can become"):
            member_packets.move(project, lead, first, state)
    with pytest.raises(RefusedError, match="is a day"):
        member_packets.move(project, lead, first, "declined", "last week")


def test_a_returned_file_is_compared_turn_by_turn(study: Any) -> None:
    packet, path = sent(study)
    data = edited(
        path,
        ("I trusted the nurse.", "I mistrusted the nurse."),
        ("My nurse put it on my phone. I did not choose it.", ""),
        ("What I would like to add:", "What I would like to add: He had died by then."),
        ("How did you come", "How on earth did you come"),
    )

    found = compare(study.project, packet, data, "back.docx")

    told = [(r.kind, r.turn, r.is_hers) for r in found]
    assert told == [
        ("changed", 0, False),
        ("gone", 1, True),
        ("changed", 5, True),
        ("form", None, True),
    ]
    assert found[2].new.startswith("I mistrusted the nurse.")
    assert found[3].new == "He had died by then."
    assert study.project.rows(MemberRemark) == []


def test_a_file_that_came_back_as_it_was_differs_in_nothing(study: Any) -> None:
    packet, path = sent(study)

    assert compare(study.project, packet, path.read_bytes(), "back.docx") == []
    curly = edited(path, ("I did not choose it.", "I did\u00a0not choose it."))
    assert compare(study.project, packet, curly, "back.docx") == []


def test_tracked_changes_count_as_made(study: Any) -> None:
    packet, path = sent(study)
    word = Document(str(path))
    paragraph = next(
        p for p in word.paragraphs if "Always" in p.text or "[6]" in p.text
    )
    run = paragraph.runs[-1]._r
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    marks = f'{nsdecls("w")} w:id="9" w:author="x" w:date="2025-06-01T00:00:00Z"'
    run.addnext(parse_xml(f"<w:ins {marks}><w:r><w:t> And hope.</w:t></w:r></w:ins>"))
    run.addnext(
        parse_xml(f"<w:del {marks}><w:r><w:delText>gone</w:delText></w:r></w:del>")
    )
    out = io.BytesIO()
    word.save(out)

    found = compare(study.project, packet, out.getvalue(), "back.docx")

    assert [r.turn for r in found] == [5]
    assert found[0].new.endswith("And hope.")


def test_other_files_are_refused_in_clear_words(study: Any) -> None:
    packet, path = sent(study)
    _, other = sent(study, "C02")
    for data, told in (
        (b"a letter", "packet number is gone"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xff\xfe\x00", "neither a Word file nor plain text"),
        (other.read_bytes(), "it is packet 2, not packet 1"),
        (edited(path, ("Packet number 1", "Number one")), "packet number is gone"),
    ):
        with pytest.raises(PacketRefusedError, match=told):
            compare(study.project, packet, data, "back.docx")
    word = Document(str(path))
    for paragraph in word.paragraphs:
        if paragraph.text.startswith("["):
            paragraph.text = paragraph.text.partition(": ")[2]
    out = io.BytesIO()
    word.save(out)
    with pytest.raises(PacketRefusedError, match="numbers before the turns are gone"):
        compare(study.project, packet, out.getvalue(), "back.docx")


def test_a_transcript_may_come_back_in_place_of_the_packet(study: Any) -> None:
    packet, _ = sent(study)
    lines = list(TALK["C01"])
    lines[5] = lines[5].replace("I trusted", "I mistrusted")

    found = compare(study.project, packet, "\n".join(lines).encode(), "mine.txt")

    assert [(r.kind, r.turn) for r in found] == [("changed", 5)]
    with pytest.raises(PacketRefusedError, match="has 4 turns where 6 were sent"):
        compare(study.project, packet, "\n".join(lines[:4]).encode(), "mine.txt")


def test_the_samples_waiting_reply_says_one_word_otherwise(built_sample: Path) -> None:
    project = Project.open(built_sample)
    (waits,) = member_replies.unanswered(project)
    (reply,) = project.read(MemberReply, id=waits.id)
    data = shipped("sample_transcripts", "C09_corrected_after_return.vtt").read_bytes()

    (found,) = compare(project, reply.packet, data, "corrected.vtt")

    assert hashlib.sha256(data).hexdigest() == reply.sha256
    assert "I can trust it" in found.old
    assert "I can't trust it" in found.new


def test_plain_text_comes_back_as_mail_does(study: Any) -> None:
    given = member_packets.letter(study.project, study.lead, "C01")
    out = study.folder / "packet.txt"
    packet = hand_out_letter(
        *(study.project, study.lead, given, out), word=letter_document
    )
    member_packets.move(study.project, study.lead, packet, "sent")
    text = out.read_text("utf-8")
    assert compare(study.project, packet, text.encode(), "back.txt") == []

    answered = text.replace("I trusted the nurse.", "I mistrusted\nthe nurse.")
    answered = answered.replace("to add:\n", "to add:\nHe had died\nby then.\n")
    quoted = "Dear A,\r\n" + "".join(f"> {line}\r\n" for line in answered.split("\n"))
    found = compare(study.project, packet, quoted.encode(), "back.txt")

    told = [("changed", 5), ("form", None), ("form", None)]
    assert [(r.kind, r.turn) for r in found] == told
    assert found[1].new == "He had died\nby then."
    # what she writes above the quoted packet is hers as well
    assert (found[2].old, found[2].new) == ("Written above what was sent:", "Dear A,")


@pytest.mark.parametrize(
    ("old", "new", "fits"),
    [
        ("[  ] It fits partly.", "[x] It fits partly.", "partly"),
        ("[  ] It does not fit.", "[] It does not fit. X", "does-not"),
        ("[  ] I cannot say.", "\u2713 I cannot say", "cannot-say"),
        ("", "", None),
    ],
)
def test_what_is_said_of_a_theme_comes_back_with_its_mark(
    study: Any, old: str, new: str, fits: str | None
) -> None:
    packet = about_the_theme(study)
    path = study.folder / "packet 1.docx"
    words = ("My words on part 1:", "My words on part 1: Only on Sundays.")
    data = edited(path, words, *([(old, new)] if old else []))

    found = compare(study.project, packet, data, "back.docx")

    assert [(r.kind, r.theme, r.fits, r.new) for r in found] == [
        ("theme", study.theme, fits, "Only on Sundays.")
    ]
    assert compare(study.project, packet, path.read_bytes(), "back.docx") == []


def about_the_theme(study: Any) -> str:
    """A packet about the one theme, in plain words, that was sent to C01."""
    member_packets.word_synthesis(study.project, study.lead, study.theme, "Both help.")
    packet, _ = sent(study, about="synthesis")
    return packet


def test_our_own_words_are_no_answer_and_hers_between_the_boxes_are_kept(
    study: Any,
) -> None:
    text = "I cannot say. That is what one of you said."
    member_packets.word_synthesis(study.project, study.lead, study.theme, text)
    packet, path = sent(study, about="synthesis")

    assert compare(study.project, packet, path.read_bytes(), "back.docx") == []

    told = ("[  ] I cannot say.", "Not since the winter.")
    (found,) = compare(study.project, packet, edited(path, told), "back.docx")
    assert (found.kind, found.fits, found.new) == (
        *("theme", None),
        "Not since the winter.",
    )


@pytest.mark.parametrize(
    ("edits", "fits", "words"),
    [
        (
            [
                (
                    "[  ] It fits me.",
                    "[x] It fits me. But only in winter.",
                )
            ],
            "fits",
            "But only in winter.",
        ),
        (
            [("My words on", "In summer I cannot say that at all.\nMy words on")],
            None,
            "In summer I cannot say that at all.",
        ),
        (
            [("My words on", "I cannot say that in summer.\nMy words on")],
            None,
            "I cannot say that in summer.",
        ),
        (
            [(MARK, ""), ("[  ] It does not fit.", "[x] It does not fit.")],
            "does-not",
            "",
        ),
        (
            [
                ("My words on part 1:", "This is not me."),
                ("[  ] It does not fit.", "x It does not fit."),
            ],
            "does-not",
            "This is not me.",
        ),
    ],
)
def test_what_she_writes_beside_an_answer_is_hers(
    study: Any, edits: list[tuple[str, str]], fits: str | None, words: str
) -> None:
    packet, text = about_the_theme_as_text(study)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)

    found = compare(study.project, packet, text.encode(), "back.txt")

    assert [(r.kind, r.fits, r.new) for r in found] == [("theme", fits, words)]


@pytest.mark.parametrize(
    ("above", "hers"),
    [
        ("Hello,\nplease leave out my son.\n\n", "Hello,\nplease leave out my son."),
        (
            "Please leave out my son.\n\n-----Original Message-----\nFrom: Jo\n\n",
            "Please leave out my son.",
        ),
        (
            "Please leave out my son.\n\nFrom: Jo Miller\nSent: Monday\n\n",
            "Please leave out my son.",
        ),
    ],
)
def test_what_is_written_above_the_packet_is_hers_and_no_head_of_a_mail(
    study: Any, above: str, hers: str
) -> None:
    packet, text = about_the_theme_as_text(study)

    (found,) = compare(study.project, packet, (above + text).encode(), "back.txt")

    assert (found.kind, found.old, found.new) == ("form", ABOVE, hers)


@pytest.mark.parametrize(
    "wrote",
    [
        "On Tue, 3 Mar 2026 at 10:02, Jo Miller <jo@uni.example> wrote:",
        "On Tue, 3 Mar 2026 at 10:02, Jo Miller\n<jo@uni.example> wrote:",
        "Dne 3. 3. 2026 Jo Miller napsala:",
    ],
)
def test_who_a_mail_program_says_wrote_is_not_among_her_words(
    study: Any, wrote: str
) -> None:
    packet, text = about_the_theme_as_text(study)
    quoted = "".join(f"> {line}\n" for line in text.split("\n"))

    (found,) = compare(
        study.project, packet, f"No.\n\n{wrote}\n\n{quoted}".encode(), "back.txt"
    )

    assert found.new == "No."


def about_the_theme_as_text(study: Any) -> tuple[str, str]:
    """The packet about the one theme as plain text, sent."""
    member_packets.word_synthesis(study.project, study.lead, study.theme, "Both help.")
    given = member_packets.letter(study.project, study.lead, "C01", about="synthesis")
    out = study.folder / "packet.txt"
    packet = hand_out_letter(
        *(study.project, study.lead, given, out), word=letter_document
    )
    member_packets.move(study.project, study.lead, packet, "sent")
    text = out.read_text("utf-8")
    assert compare(study.project, packet, text.encode(), "back.txt") == []
    return packet, text


def test_an_answer_that_is_left_standing_alone_is_the_answer(study: Any) -> None:
    packet = about_the_theme(study)
    word = Document(str(study.folder / "packet 1.docx"))
    for paragraph in word.paragraphs:
        if paragraph.text.startswith("[  ]") and "fits me" not in paragraph.text:
            paragraph.text = ""
    out = io.BytesIO()
    word.save(out)

    found = compare(study.project, packet, out.getvalue(), "back.docx")

    assert [(r.kind, r.fits, r.new) for r in found] == [("theme", "fits", "")]


def test_what_was_taken_or_set_aside_is_open_no_longer(study: Any) -> None:
    project, lead = study.project, study.lead
    packet, path = sent(study)
    data = edited(
        path,
        ("I trusted the nurse.", "I mistrusted the nurse."),
        ("My nurse put it on my phone. I did not choose it.", ""),
        ("What I would like to add:", "What I would like to add: He had died."),
        ("Anything else:", "Anything else: No."),
    )
    reply = replied(study, packet, received="word", file=data)
    assert member_replies.reply_with(project, packet, data) == reply

    def left() -> list[Any]:
        found = compare(project, packet, data, "back.docx")
        return undecided(project, found, project.read(MemberRemark, reply=reply))

    changed, gone, added, else_ = sorted(left(), key=lambda r: r.kind != "changed")
    member_replies.take_correction(project, lead, reply, 5, changed.new)
    assert gone in left()
    assert changed not in left()
    member_replies.take_removal(project, lead, reply, 1)
    member_replies.take_addition(project, lead, reply, added.new)
    with pytest.raises(RefusedError, match="taken in before, as C01-1-added-1"):
        member_replies.take_addition(project, lead, reply, added.new)
    assert left() == [else_]
    member_replies.set_aside(project, lead, reply, f"{else_.old} read, nothing")
    assert left() == []


def test_everybody_who_may_be_asked_is_listed_once_for_each_talk(study: Any) -> None:
    project, lead = study.project, study.lead
    member_packets.set_safety(project, lead, "C02", "do-not-send", "a hard year")
    packet, _ = sent(study)
    reply = replied(study, packet)
    member_replies.take_addition(project, lead, reply, "He had died.")

    told = addressees(project, lead, "transcript")

    assert [(a.participant, a.transcript) for a in told] == [
        *(("C01", "C01-1"), ("C02", "C02-1"), ("T01", "T01-1")),
    ]
    assert [[p.state for p in a.packets] for a in told] == [["replied"], [], []]
    assert [bool(a.hindrance) for a in told] == [False, True, False]
    # what she added is no second interview to choose between
    assert member_packets.letter(project, lead, "C01").transcript == "C01-1"
    assert [a.transcript for a in addressees(project, lead, "synthesis")] == [None] * 3


def test_what_was_never_made_cannot_have_been_sent(study: Any) -> None:
    project, lead = study.project, study.lead
    entry = member_packets.record_not_sent(project, lead, "C02", "a hard year")
    with pytest.raises(RefusedError, match="it can become nothing else"):
        member_packets.move(project, lead, entry, "sent")


def test_a_correction_makes_a_version_and_is_linked(study: Any) -> None:
    project = study.project
    packet, _ = sent(study)
    reply = replied(study, packet)
    said = "I mistrusted the nurse. The app came with her."
    done = member_replies.take_correction(project, study.lead, reply, 5, said)

    assert len(done.text_changed) + len(done.shifted) + len(done.unchanged) == 3
    assert said in study.text("C01-1")
    remark = project.rows(MemberRemark)[0]
    assert (remark.kind, remark.made) == ("correction", done.version)
    link = project.rows(LinkedChange)[0]
    kinds = {e.kind for e in project.events_of_act(link.act)}
    assert (link.about, kinds) == (remark.id, {"TranscriptCorrected"})
    with pytest.raises(RefusedError, match="was corrected after packet 1"):
        member_replies.take_correction(project, study.lead, reply, 5, "again")
    assert project.one(MemberPacket, id=packet).state == "replied"


def test_an_addition_is_later_material_of_its_own(study: Any) -> None:
    project = study.project
    packet, _ = sent(study)
    reply = replied(study, packet)
    name = member_replies.take_addition(project, study.lead, reply, "He had died.")

    row = project.one(Transcript, id=name)
    assert (name, row.held_on) == ("C01-1-added-1", "2025-06-09")
    assert text_of(project, row.version) == "He had died."
    withdrawal.withdraw(project, study.lead, "C01", "asked")
    assert "He had died." not in every_word(project)


def every_word(project: Any) -> str:
    """All wording that is left, as the file has it."""
    data: bytes = project.database.path.read_bytes()
    return data.decode("utf-8", "replace")


def test_a_removal_is_gone_from_every_version_and_leaves_a_count(study: Any) -> None:
    project = study.project
    packet, _ = sent(study)
    reply = replied(study, packet)
    member_replies.take_correction(
        project, study.lead, reply, 3, "At night I write one line, no more."
    )
    gone = member_replies.take_removal(project, study.lead, reply, 1)

    assert len(gone.segments) == 1
    state = {s.id: s.state for s in project.rows(CodedSegment)}
    assert state[study.segments[1]] == "withdrawn"
    assert state[study.segments[0]] == "active"
    left = every_word(project)
    assert "My nurse put it on my phone" not in left
    assert "I did not choose it" not in left
    assert "I trusted the nurse" in left
    remark = next(r for r in project.rows(MemberRemark) if r.kind == "removal")
    assert (remark.turns, remark.segments, remark.text) == (1, 1, None)
    assert verification.verify(project).ok
    assert verification.replay(project).equal
    for turn in (1, 0, 99):
        with pytest.raises(RefusedError):
            member_replies.take_removal(project, study.lead, reply, turn)


def test_what_repeats_removed_words_is_listed_to_be_decided(study: Any) -> None:
    from workbench.coding import memos

    memos.write(
        study.project,
        study.lead,
        kind="analytic",
        text="she says: my nurse put it on my phone, and shrugs",
    )
    packet, _ = sent(study)
    gone = member_replies.take_removal(
        study.project, study.lead, replied(study, packet), 1
    )

    assert [r.run >= 5 for r in gone.repeats] == [True]


def test_what_repeats_removed_words_goes_where_somebody_says_so(study: Any) -> None:
    from workbench.coding import memos

    project, lead = study.project, study.lead
    said = "she says: my nurse put it on my phone, and shrugs"
    memos.write(project, lead, kind="analytic", text=said)
    packet, _ = sent(study)
    reply = replied(study, packet)
    listed = [r.words for r in member_replies.plan(project, lead, reply, 1).repeats]
    with pytest.raises(RefusedError, match="nothing was removed"):
        member_replies.erase_repeats(project, lead, reply, listed)
    member_replies.take_removal(project, lead, reply, 1)

    assert member_replies.erase_repeats(project, lead, reply, listed) == 1
    assert "on my phone" not in every_word(project)
    assert verification.verify(project).ok


def test_another_turn_that_shares_words_is_named_and_never_listed_to_be_erased(
    study: Any,
) -> None:
    project, lead = study.project, study.lead
    packet, _ = sent(study)
    reply = replied(study, packet)
    again = "At night I say that my nurse put it on my phone."
    member_replies.take_correction(project, lead, reply, 3, again)

    plan = member_replies.plan(project, lead, reply, 1)

    assert plan.elsewhere == ("turn 4 of C01-1",)
    assert plan.repeats == ()


def test_no_reply_is_ever_taken_for_agreement(study: Any) -> None:
    project, lead = study.project, study.lead
    packet, _ = sent(study)
    reply = replied(study, packet, text="Fine, thank you.")

    assert project.rows(MemberRemark) == []
    with pytest.raises(UnknownObjectError, match="fits, partly"):
        member_replies.take_theme_comment(project, lead, reply, study.theme, "yes")
    member_replies.take_theme_comment(
        project, lead, reply, study.theme, "does-not", "I chose the nurse"
    )
    member_replies.set_aside(project, lead, reply, "thanks only")
    kinds = {r.kind: r.fits for r in project.read(MemberRemark)}
    assert kinds == {"theme-comment": "does-not", "set-aside": None}


def test_the_reply_of_somebody_who_withdrew_is_not_taken_in(study: Any) -> None:
    project, lead = study.project, study.lead
    packet, _ = sent(study)
    reply = replied(study, packet, text="I said more on the telephone than I meant")
    member_replies.take_theme_comment(
        project, lead, reply, study.theme, "partly", "not on the bad nights at all"
    )
    withdrawal.withdraw(project, lead, "C01", "asked")

    left = every_word(project)
    assert "more on the telephone" not in left
    assert "not on the bad nights" not in left
    for act in (
        lambda: replied(study, packet),
        lambda: member_replies.take_correction(project, lead, reply, 1, "x"),
        lambda: member_replies.take_addition(project, lead, reply, "x"),
    ):
        with pytest.raises(ConsentError, match="has withdrawn"):
            act()


def test_the_same_file_twice_and_impossible_replies_are_refused(study: Any) -> None:
    packet, path = sent(study)
    data = path.read_bytes()
    replied(study, packet, received="word", file=data)
    with pytest.raises(RefusedError, match="was taken in on"):
        replied(study, packet, received="word", file=data)
    with pytest.raises(UnknownObjectError):
        replied(study, packet, received="pigeon")
    with pytest.raises(RefusedError, match="is a day"):
        replied(study, packet, came_on="soon")
    aside = member_packets.record_not_sent(study.project, study.lead, "C02", "ill")
    with pytest.raises(RefusedError, match="nobody can have replied"):
        replied(study, aside)


def test_a_synthesis_quotes_only_those_who_may_be_shown_to_her(study: Any) -> None:
    project, lead = study.project, study.lead
    with pytest.raises(RefusedError, match="no theme has a text"):
        member_packets.letter(project, lead, "C02", about="synthesis")
    member_packets.word_synthesis(project, lead, study.theme, "Someone vouched first.")
    themes.choose_extract(project, lead, study.theme, study.segments[0])
    told = member_packets.letter(project, lead, "C02", about="synthesis").told
    assert told[0].quotes == ("I trusted the nurse.",)
    # client and therapist would know each other by a sentence
    project.record(ParticipantsLinked("ln-1", "C01", "T01", Words("her")), by=lead)
    told = member_packets.letter(project, lead, "T01", about="synthesis").told
    assert told[0].quotes == ()
    assert member_packets.letter(project, lead, "C01", about="synthesis").told[0].quotes
    old = consent_of(project.rows(Participant, id="C01")[0])
    new = Consent("paraphrase", old.computation, old.recontact, old.archive)
    project.record(ConsentSet("C01", old, new, None), by=lead)
    told = member_packets.letter(project, lead, "C02", about="synthesis").told
    assert told[0].quotes == ()


def test_other_peoples_names_are_in_no_packet(study: Any) -> None:
    project = study.project
    outside = study.folder.parent / "elsewhere"
    outside.mkdir()
    phrase = "nobody guesses this one"
    path = outside / "names.key"
    identity_key.create(path, phrase, project=project)
    for person, name in (("C01", "phone"), ("T01", "nurse")):
        identity_key.add(path, phrase, person, "other", name, project=project)
    key = identity_key.open_key(path, phrase)
    given = member_packets.letter(project, study.lead, "C01")
    out = study.folder / "p.docx"

    with pytest.raises(IdentityLeakError, match="T01") as caught:
        hand_out_letter(project, study.lead, given, out, key=key, word=letter_document)
    # her own identifiers may stand in her own packet
    assert "C01" not in str(caught.value)
    assert not out.exists()
    assert project.rows(MemberPacket) == []


def test_packets_of_several_are_on_record_in_one_act_or_none_is(study: Any) -> None:
    project, by = study.project, study.lead
    given = [member_packets.letter(project, by, person) for person in ("C01", "T01")]
    outside = study.folder.parent / "beyond"
    outside.mkdir()
    phrase, path = "nobody guesses this one", outside / "names.key"
    identity_key.create(path, phrase, project=project)
    identity_key.add(path, phrase, "T01", "other", "Jana", project=project)
    leaky = identity_key.open_key(path, phrase)
    before = project.head().seq

    files = hand_out_letters(project, by, given, ".docx", word=letter_document)

    rows = {row.number: row for row in project.read(MemberPacket)}
    assert list(files) == ["packet 1.docx", "packet 2.docx"]
    assert [rows[n].participant for n in (1, 2)] == ["C01", "T01"]
    assert [rows[n].sha256 for n in (1, 2)] == [
        hashlib.sha256(data).hexdigest() for data in files.values()
    ]
    assert len({event.act for event in project.events(before)}) == 1
    given = [
        replace(each, number=3, contact="ask Jana") for each in (given[1], given[0])
    ]
    with pytest.raises(IdentityLeakError, match="C01"):
        hand_out_letters(project, by, given, ".txt", key=leaky, word=letter_document)
    assert len(project.rows(MemberPacket)) == 2


def test_the_same_reply_is_not_taken_down_twice(study: Any) -> None:
    packet, _ = sent(study)
    replied(study, packet, text="It was my aunt.")

    with pytest.raises(RefusedError, match="taken down already"):
        replied(study, packet, text="It was my aunt. ")
    replied(study, packet, text="It was my aunt, and she knew.")
    replied(study, packet, text="It was my aunt.", came_on="2025-06-10")

    assert len(study.project.rows(MemberReply)) == 3


@pytest.mark.parametrize("suffix", [".pdf", ""])
def test_packets_are_word_or_text(study: Any, suffix: str) -> None:
    given = member_packets.letter(study.project, study.lead, "C01")
    with pytest.raises(RefusedError, match=r"\.docx or \.txt"):
        hand_out_letter(
            *(study.project, study.lead, given, study.folder / f"p{suffix}"),
            word=letter_document,
        )


def test_the_commands_compare_first_and_do_what_is_confirmed(
    study: Any, run: Callable[..., Any]
) -> None:
    at, folder = study.folder / "study.workbench", study.folder
    who = ("--as", "Alma")
    out = folder / "for C01.docx"
    made = run("member-check", "packet", at, out, "--participant", "C01", *who)
    assert made.status == 0, made.err
    assert run("member-check", "mark", at, "1", "sent", *who).status == 0
    back = folder / "back.docx"
    back.write_bytes(
        edited(
            out,
            ("I trusted the nurse.", "I mistrusted the nurse."),
            ("What I would like to add:", "What I would like to add: He had died."),
        )
    )
    ask = ("member-check", "import", at, back, "--packet", "1", "--on", "2025-06-09")
    looked = run(*ask, *who, "--json")
    assert looked.json["found"][0] == {"kind": "changed", "turn": 6}
    assert study.project.rows(MemberRemark) == []
    wrong = run(*ask, "--correct", "2", *who)
    assert (wrong.status, "nothing to correct" in wrong.err) == (1, True)
    # what cannot be done is refused before anything of it is
    for more in (("--remove", "99"), ("--remove", "1"), ("--erase", "w" + 16 * "0")):
        assert run(*ask, "--correct", "6", *more, *who).status == 1, more
    assert study.project.rows(MemberReply) == []
    done = run(*ask, "--correct", "6", "--remove", "2", "--add", *who, "--json")
    assert done.status == 0, done.err
    assert done.json["done"] == {
        "corrected": 1,
        "removed": 1,
        "segments": 1,
        "added": 1,
        "themes": 0,
    }
    # the same file again goes on with the same reply, and takes nothing twice
    again = run(*ask, "--add", *who, "--json")
    assert (again.status, again.json["done"]["added"]) == (0, 0)
    assert len(study.project.rows(MemberReply)) == 1
    listed = run("member-check", "list", at, *who, "--json").json
    assert listed["by_group"] == {"clients": {"replied": 1}}
    assert run("member-check", "list", at, "--as", "Bruno").status == 1
