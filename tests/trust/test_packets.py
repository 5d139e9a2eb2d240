"""Packets: what is hidden is not in the file, and a file is what it was made as."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from workbench import study as rules
from workbench.coding import codes, memos
from workbench.coding.segments import code_segment
from workbench.errors import (
    IdentityLeakError,
    NotAllowedError,
    OutputExistsError,
    PacketRefusedError,
    RefusedError,
    UnknownObjectError,
)
from workbench.model import (
    CodedSegment,
    DebriefPacket,
    DebriefSession,
    Memo,
    OutsideCopy,
    Transcript,
)
from workbench.people import identity_key, withdrawal
from workbench.store import checkpoint, verification
from workbench.trust import packet_file, sessions
from workbench.trust.handing_out import hand_out_packet
from workbench.trust.shown import Wish, choose
from workbench.trust.stretches import drawn, place, sentences

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.trust.packet import Packet

ASK = ["Does the nurse carry too much?"]
PHRASE = "a quiet sentence to seal with"


def handed(
    study: Any, wish: Wish | None = None, suffix: str = ".zip", **how: Any
) -> Path:
    session = sessions.open_session(
        study.project, study.lead, study.debriefer, ASK, wish or Wish()
    )
    out: Path = study.folder / f"packet{suffix}"
    hand_out_packet(study.project, study.lead, session, out, force=True, **how)
    return out


def opened(path: Path, passphrase: str | None = None) -> Packet:
    return packet_file.open_packet(path.read_bytes(), path.name, passphrase)


def every_byte(path: Path) -> bytes:
    """All that a file holds, parts of a zip unpacked."""
    data = path.read_bytes()
    if data[:2] != b"PK":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("suffix", [".zip", ".html"])
def test_a_packet_opens_as_it_was_made(study: Any, suffix: str) -> None:
    packet = opened(handed(study, suffix=suffix))

    assert packet.content["study"]["questions"] == ["Who listens at night?"]
    assert [q["text"] for q in packet.content["questions"]] == ASK
    assert len(packet.content["segments"]) == 5
    assert packet.content["way"] == "verdicts"
    row = study.project.read(DebriefPacket)[0]
    assert (row.sha256, row.by) == (packet.digest, study.lead)
    assert [c.kind for c in study.project.read(OutsideCopy)] == ["debrief-packet"]


def test_a_packet_vouches_for_the_trail_it_was_made_from(study: Any) -> None:
    packet = opened(handed(study))

    note = checkpoint.parse_note(packet.content["checkpoint"], "packet")
    assert note.origin == study.project.uuid
    assert note.is_signed_by(
        next(iter(checkpoint.announced_keys(study.project)[study.lead]))
    )
    path = study.folder / "held.checkpoint"
    path.write_text(packet.content["checkpoint"], "utf-8")
    assert verification.verify(study.project, path).ok


@pytest.mark.parametrize("suffix", [".zip", ".html"])
@pytest.mark.parametrize("blind", ["code-list", "free"])
def test_blind_nothing_of_the_coding_is_in_the_file(
    study: Any, blind: str, suffix: str
) -> None:
    project = study.project
    memos.write(project, study.lead, kind="analytic", text="the nurse is a chair")
    text = every_byte(handed(study, Wish(blind=blind), suffix)).decode()

    hidden = ["I dislike the nurse", "the nurse is a chair", "Someone else vouches"]
    hidden += [*study.segments, study.theme]
    if blind == "free":
        hidden += [*study.codes, *study.codes.values()]
    assert [word for word in hidden if word in text] == []
    data = json.loads(re.findall(r'id="packet">(.*?)</script>', text, re.DOTALL)[0])
    allowed = {
        *("format", "version", "packet", "session", "project", "made_on", "way"),
        *("checkpoint", "study", "debriefer", "questions", "transcripts", "stretches"),
        "goes_on_from",
    }
    assert data.keys() == allowed | ({"codes"} if blind == "code-list" else set())


def test_open_no_origin_suggestion_private_note_or_other_debriefer_is_in_it(
    study: Any,
) -> None:
    project, lead = study.project, study.lead
    other = rules.add_researcher(project, lead, "Cleo", "debriefer")
    session = sessions.open_session(project, lead, other, ASK, Wish())
    from workbench.trust.challenges import raise_challenge

    raise_challenge(
        project,
        other,
        session,
        about_kind="theme",
        about=study.theme,
        kind="overclaim",
        text="two voices only",
    )
    text = every_byte(handed(study)).decode()

    hidden = (
        "I dislike the nurse",
        "two voices only",
        '"origin"',
        "suggestion",
        "Cleo",
    )
    assert [word for word in hidden if word in text] == []


def test_a_note_is_shown_only_when_its_writer_chooses_it(study: Any) -> None:
    project, lead = study.project, study.lead
    memo = project.rows(Memo)[0].id
    session = sessions.open_session(
        project, lead, study.debriefer, ASK, Wish(), memos=[memo]
    )
    out = study.folder / "p.zip"
    packet = hand_out_packet(project, lead, session, out)
    assert [n["text"] for n in packet.content["notes"]] == ["I dislike the nurse."]

    with pytest.raises(RefusedError, match="no notes"):
        sessions.open_session(
            *(project, lead, study.debriefer, ASK, Wish(blind="free")), memos=[memo]
        )


def test_nobody_can_show_another_persons_private_note(study: Any) -> None:
    project = study.project
    second = rules.add_researcher(project, study.lead, "Dora", "lead")

    with pytest.raises(UnknownObjectError, match="not yours"):
        sessions.open_session(
            *(project, second, study.debriefer, ASK, Wish()),
            memos=[project.rows(Memo)[0].id],
        )


def test_speakers_are_shown_by_id_and_never_by_label(study: Any) -> None:
    text = every_byte(handed(study)).decode()

    assert not re.search(r"\b(Jana|Olu|Eva)\b", text)
    assert '"who":"C01"' in text


@pytest.mark.parametrize("suffix", [".zip", ".html"])
def test_no_string_of_the_identity_key_is_in_a_packet(study: Any, suffix: str) -> None:
    outside = study.folder.parent / "elsewhere"
    outside.mkdir()
    path = outside / "names.key"
    phrase = "nobody guesses this one"
    identity_key.create(path, phrase, project=study.project)
    identity_key.add(path, phrase, "C01", "name", "Jana", project=study.project)
    key = identity_key.open_key(path, phrase)

    handed(study, suffix=suffix, key=key)
    assert b"Jana" not in every_byte(study.folder / f"packet{suffix}")

    codes.create(study.project, study.lead, "what Jana's nurse said")
    before = study.project.head().seq
    for passphrase in (None, PHRASE):
        with pytest.raises(IdentityLeakError, match="C01"):
            handed(study, suffix=suffix, key=key, passphrase=passphrase)
    kinds = {e.kind for e in study.project.events(before)}
    assert "DebriefPacketMade" not in kinds


def test_a_sealed_packet_says_nothing_without_its_passphrase(study: Any) -> None:
    for suffix in (".zip", ".html"):
        path = handed(study, suffix=suffix, passphrase=PHRASE)
        assert b"nurse" not in every_byte(path)
        assert packet_file.is_sealed(path.read_bytes(), path.name)
        assert opened(path, PHRASE).content["packet"]
        with pytest.raises(RefusedError, match="another one"):
            opened(path, "something else entirely")
        with pytest.raises(PacketRefusedError, match="passphrase"):
            opened(path)
    with pytest.raises(RefusedError, match="12 characters"):
        handed(study, passphrase=PHRASE[:5])


def test_a_packet_changed_by_hand_is_noticed(study: Any) -> None:
    for suffix in (".html", ".zip"):
        path = handed(study, suffix=suffix)
        if suffix == ".html":
            path.write_bytes(path.read_bytes().replace(b"Nobody sighs", b"She sighs"))
        else:
            rewrite(path, "packet.json", lambda d: d.replace(b"Nobody", b"Everybody"))
        with pytest.raises(PacketRefusedError, match="changed after it was made"):
            opened(path)


def rewrite(path: Path, part: str, change: Any) -> None:
    """One part of a zip is another."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    given = change(parts.pop(part))
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        if given is not None:
            archive.writestr(part, given)


def test_other_files_and_later_packets_are_refused_in_clear_words(study: Any) -> None:
    path = handed(study)
    rewrite(path, "packet.json", lambda _: None)
    with pytest.raises(PacketRefusedError, match="a part of it is missing"):
        opened(path)
    path = handed(study)
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(PacketRefusedError, match="damaged"):
        opened(path)
    path = handed(study)
    rewrite(
        path,
        "packet.json",
        lambda d: d.replace(b'"version":2,"way', b'"version":9,"way'),
    )
    with pytest.raises(PacketRefusedError, match="later version"):
        opened(path)
    path.write_text("<html>a letter</html>", "utf-8")
    with pytest.raises(PacketRefusedError, match="no debriefing packet"):
        opened(path)


def test_the_page_forbids_every_request_and_cannot_be_broken_out_of(study: Any) -> None:
    memos_text = "</script><script>alert(1)</script><!-- @DATA@ @SCRIPT@"
    codes.create(study.project, study.lead, memos_text)
    page = handed(study, suffix=".html").read_text("utf-8")

    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0]
    assert "default-src &#x27;none&#x27;" in policy
    assert "unsafe-inline" not in policy
    assert page.count("</script>") == 2
    assert not re.search(r"https?://", page)


def test_what_was_withdrawn_is_not_shown(study: Any) -> None:
    withdrawal.withdraw(study.project, study.lead, "C01", "asked", erase_repeats=())

    text = every_byte(handed(study)).decode()

    assert "nurse on my" not in text
    assert "put it on my phone" not in text
    assert "Nobody sighs" in text


def test_a_sample_is_drawn_by_chance_and_the_same_again_for_the_same_seed(
    study: Any,
) -> None:
    project = study.project
    one = choose(project, Wish("random", size=3, seed=4))
    again = choose(project, Wish("random", size=3, seed=4))
    others = {
        choose(project, Wish("random", size=3, seed=s)).segments for s in range(9)
    }

    assert one == again
    assert len(one.segments) == 3
    assert len(others) > 1
    packet = opened(handed(study, Wish("random", size=1, seed=4)))
    assert 1 <= sum(len(t["turns"]) for t in packet.content["transcripts"]) <= 14


def test_of_a_sample_only_the_transcripts_with_a_place_are_on_record(
    study: Any,
) -> None:
    shown = choose(study.project, Wish("random", size=1, seed=1))
    (segment,) = shown.segments
    row = study.project.one(CodedSegment, id=segment)

    assert shown.transcripts == (row.transcript,)
    assert shown.versions == (row.version,)
    whole = choose(study.project, Wish())
    assert len(whole.transcripts) == 3


def test_samples_by_group_person_rare_code_and_disagreement(study: Any) -> None:
    project, lead = study.project, study.lead
    by_group = choose(project, Wish("group", group="clinicians"))
    assert by_group.transcripts == ("T01-1",)
    assert choose(project, Wish("participant", participant="C02")).transcripts == (
        "C02-1",
    )
    assert len(choose(project, Wish("rare-codes")).segments) == 5
    with pytest.raises(RefusedError, match="nothing is coded"):
        choose(project, Wish("low-agreement"))
    second = rules.add_researcher(project, lead, "Dora", "co-analyst")
    start = study.text("C01-1").index("I trusted")
    same = {"transcript": "C01-1", "start": start, "end": start + 12}
    code_segment(project, second, **same, code=study.codes["trust by proxy"])
    found = choose(project, Wish("low-agreement"))
    assert study.segments[0] not in found.segments
    assert {study.segments[1], study.segments[2]} <= set(found.segments)


def test_a_wish_that_fits_nothing_is_refused(study: Any) -> None:
    project = study.project
    for wish, error in (
        (Wish("everything"), UnknownObjectError),
        (Wish(blind="half"), UnknownObjectError),
        (Wish("group", group="dogs"), UnknownObjectError),
        (Wish("group"), RefusedError),
        (Wish("participant"), RefusedError),
        (Wish("participant", participant="C09"), UnknownObjectError),
        (Wish("random"), RefusedError),
        (Wish("random", size=0), RefusedError),
        (Wish("rare-codes", blind="free"), RefusedError),
    ):
        with pytest.raises(error):
            choose(project, wish)


def test_some_places_without_a_code_are_shown_to_be_judged_too(study: Any) -> None:
    shown = choose(study.project, Wish())

    assert len(shown.stretches) == 1
    where = place(shown.stretches[0])
    transcript = next(
        t for t in study.project.rows(Transcript) if t.version == where.version
    )
    said = study.text(transcript.id)[where.start : where.end]
    assert said.startswith(("The same three", "She knows somebody"))


def test_a_reflexive_packet_asks_for_readings(make: Any) -> None:
    study = make("reflexive")

    packet = opened(handed(study))

    assert packet.content["way"] == "readings"
    assert packet.content["stretches"] == []


def test_one_to_three_questions_are_asked_of_somebody_who_debriefs(study: Any) -> None:
    project, lead = study.project, study.lead
    for asked in ([], ["  "], ["a?", "b?", "c?", "d?"]):
        with pytest.raises(RefusedError, match="one to three"):
            sessions.open_session(project, lead, study.debriefer, asked, Wish())
    reader = rules.add_researcher(project, lead, "Ed", "auditor")
    with pytest.raises(NotAllowedError):
        sessions.open_session(project, lead, reader, ASK, Wish())
    with pytest.raises(NotAllowedError):
        sessions.open_session(project, study.debriefer, study.debriefer, ASK, Wish())


def test_a_file_that_stands_is_not_written_over(study: Any) -> None:
    path = handed(study)
    session = study.project.rows(DebriefSession)[0].id

    with pytest.raises(OutputExistsError):
        hand_out_packet(study.project, study.lead, session, path)
    with pytest.raises(RefusedError, match=r"\.zip, \.html"):
        hand_out_packet(study.project, study.lead, session, path.with_suffix(".pdf"))


def test_who_a_debriefer_is_stands_on_record(study: Any) -> None:
    project, lead = study.project, study.lead
    assert sessions.described(project, study.debriefer) is None
    sessions.describe(
        project,
        lead,
        study.debriefer,
        expertise="teaches method",
        relation="none",
        confidential=True,
    )
    found = sessions.described(project, study.debriefer)
    assert found is not None
    assert (found.expertise, found.interest) == ("teaches method", None)


def test_sentences_hold_every_letter_once() -> None:
    text = 'He said "No." Then \u2026 nothing!  \n And  why? \u6c34\u3002\u706b'
    spans = sentences(text, 10)

    inside = "".join(text[a - 10 : b - 10] for a, b in spans)
    assert [c for c in inside if not c.isspace()] == [
        c for c in text if not c.isspace()
    ]
    assert len(spans) == 6
    assert sentences("   ") == []


def test_drawing_keeps_the_order_and_never_more_than_asked() -> None:
    names = [f"s-{n}" for n in range(50)]
    some = drawn(names, 3, 10)

    assert len(some) == 10
    assert some == sorted(some, key=names.index)
    assert drawn(names, 3, None) == drawn(names, 9, 80) == names


def test_a_packet_that_swells_is_refused_before_it_is_unpacked(study: Any) -> None:
    path = handed(study)
    rewrite(path, "packet.sha256", lambda digest: digest + b" " * 100_000)

    with pytest.raises(PacketRefusedError, match="larger than any packet"):
        opened(path)
