"""What participants say in reply, and what becomes of it: each thing confirmed by hand.

Corrections make a new version, additions become later material of their own, removals
erase. Nothing is done to the transcript before a person confirmed it, and no reply is
ever taken for agreement.
"""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING

from workbench.decisions.debriefing import ChangeLinked
from workbench.decisions.decision import Decision, Words
from workbench.decisions.familiarisation import (
    SpeakerGiven,
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.decisions.member_checking import MemberRemarkTaken, MemberReplied
from workbench.errors import ConsentError, RefusedError, UnknownObjectError
from workbench.familiarise.correcting import correct_turn
from workbench.familiarise.transcripts import Correction, text_of, turns_of
from workbench.model import (
    FITS,
    RECEIVED,
    CodedSegment,
    MemberPacket,
    MemberRemark,
    MemberReply,
    Participant,
    Theme,
    Transcript,
    Turn,
)
from workbench.people import withdrawal
from workbench.store import backups
from workbench.study import CHECK, require
from workbench.trust.addressees import MEMBER_CHECK
from workbench.trust.member_packets import check_day
from workbench.trust.removing import Removal, plan_removal

if TYPE_CHECKING:
    from collections.abc import Collection

    from workbench.store.project import Project

#: A packet in one of these states can be replied to.
_OPEN = ("made", "sent", "reminded", "no-reply", "replied", "declined")


def record_reply(
    project: Project,
    by: str,
    packet: str,
    *,
    received: str,
    came_on: str,
    text: str | None = None,
    file: bytes | None = None,
) -> str:
    """A participant replied, and how; the reply's id.

    Args:
        project: the study.
        by: who takes it in.
        packet: the packet's id.
        received: word, e-mail, letter, telephone or in-person.
        came_on: the day.
        text: what she said, where it came in no file.
        file: the returned file's bytes, to know it again.

    Raises:
        ConsentError: she has withdrawn meanwhile.
        RefusedError: the same file came before, or the packet was never handed out.
        UnknownObjectError: no such packet or way.
    """
    require(project, by, CHECK)
    if received not in RECEIVED:
        hint = f"Choose one of {', '.join(RECEIVED)}."
        raise UnknownObjectError("way of replying", received, hint)
    check_day(came_on, "day")
    row = project.one(MemberPacket, id=packet)
    check_not_withdrawn(project, row.participant)
    if row.state not in _OPEN:
        msg = f"packet {row.number} is '{row.state}'; nobody can have replied to it."
        raise RefusedError(msg)
    digest = sha256(file).hexdigest() if file is not None else None
    for earlier in project.read(MemberReply, participant=row.participant):
        if digest is not None and earlier.sha256 == digest:
            msg = f"that file was taken in on {earlier.at[:10]}."
            raise RefusedError(msg)
    reply = project.new_id("mr")
    told = Words(text.strip()) if text and text.strip() else None
    this = (packet, received, came_on, told)
    for earlier in project.read(MemberReply, packet=packet) if file is None else ():
        if this == (packet, earlier.received, earlier.came_on, earlier.text):
            msg = "the same words of the same day are taken down already."
            raise RefusedError(msg)
    project.record(
        MemberReplied(
            *(reply, packet, row.participant, row.state, received, came_on, told),
            Words(digest) if digest else None,
        ),
        by=by,
    )
    return reply


def reply_with(project: Project, packet: str, file: bytes) -> str | None:
    """The reply to a packet that came as this very file; None where none did."""
    digest = sha256(file).hexdigest()
    replies = project.read(MemberReply, packet=packet)
    return next((reply.id for reply in replies if reply.sha256 == digest), None)


def unanswered(project: Project) -> list[MemberReply]:
    """Replies about which nobody has done anything yet."""
    taken = {remark.reply for remark in project.rows(MemberRemark)}
    return [r for r in project.rows(MemberReply) if r.id not in taken]


def check_not_withdrawn(project: Project, participant: str) -> None:
    """The participant still takes part.

    Raises:
        ConsentError: she took everything back.
    """
    if project.one(Participant, id=participant).state == "all":
        msg = (
            f"{participant} has withdrawn; her reply is not taken in. Destroy the file "
            "she sent, and tell her so if she can be told."
        )
        raise ConsentError(msg)


def _reply(project: Project, reply: str) -> tuple[MemberReply, MemberPacket]:
    row = project.one(MemberReply, id=reply)
    check_not_withdrawn(project, row.participant)
    return row, project.one(MemberPacket, id=row.packet)


def _transcript(packet: MemberPacket) -> str:
    if packet.transcript is None:
        msg = f"packet {packet.number} held no transcript; take this as a comment."
        raise RefusedError(msg)
    return packet.transcript


def _remark(project: Project, row: MemberReply, kind: str, **said: object) -> Decision:
    values: dict[str, object] = {
        "remark": project.new_id("mk"),
        "reply": row.id,
        "participant": row.participant,
        "remark_kind": kind,
        "transcript": None,
        "version": None,
        "turn": None,
        "theme": None,
        "fits": None,
        "text": None,
        "made": None,
        "turns": 0,
        "segments": 0,
    }
    return MemberRemarkTaken(**(values | said))  # type: ignore[arg-type]


def take_correction(
    project: Project, by: str, reply: str, turn: int, text: str
) -> Correction:
    """A turn reads as the participant says: a new version, every segment anchored anew.

    Raises:
        RefusedError: the turn reads otherwise now than in the packet, or says this.
    """
    require(project, by, CHECK)
    row, packet = _reply(project, reply)
    transcript = _transcript(packet)
    _check_same_turn(project, packet, transcript, turn)
    act = project.surroundings.new_uuid()
    reason = f"member check, packet {packet.number}"
    done = correct_turn(project, by, transcript, turn, text, reason, act=act)
    remark = _remark(
        project,
        row,
        "correction",
        transcript=transcript,
        version=done.version,
        turn=turn,
        made=done.version,
    )
    linked = ChangeLinked(project.new_id("lc"), remark.remark, act)  # type: ignore[attr-defined]
    project.record(remark, linked, by=by)
    return done


def _check_same_turn(
    project: Project, packet: MemberPacket, transcript: str, turn: int
) -> None:
    """The turn that she saw is the turn that stands."""
    standing = project.one(Transcript, id=transcript).version
    now = {t.index: t.text for t in turns_of(project, standing)}
    then = {t.index: t.text for t in turns_of(project, packet.version or standing)}
    if turn not in then:
        msg = f"there is no turn {turn + 1} in what {packet.participant} was sent."
        raise RefusedError(msg)
    if now.get(turn) != then[turn]:
        msg = (
            f"turn {turn + 1} was corrected after packet {packet.number} was made. "
            "Look at it as it is now, and correct it on the Familiarise page."
        )
        raise RefusedError(msg)


def take_addition(project: Project, by: str, reply: str, text: str) -> str:
    """What a participant adds is material of its own, marked as later; its id.

    Raises:
        RefusedError: no word was written, or this was taken from the reply before.
    """
    require(project, by, CHECK)
    row, packet = _reply(project, reply)
    if not text.strip():
        msg = "the addition is empty."
        raise RefusedError(msg)
    known = {t.id for t in project.rows(Transcript)}
    base = packet.transcript or row.participant
    number = 1
    while (name := f"{base}-added-{number}") in known:
        number += 1
    said = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    _check_new(project, reply, said)
    version = VersionGiven(
        version=project.new_id("v"),
        number=1,
        format=MEMBER_CHECK,
        verdict="whole",
        length=len(said),
        file_name=Words(f"packet {packet.number}"),
        sha256=Words(sha256(said.encode()).hexdigest()),
        original=Words(base64.b64encode(said.encode()).decode()),
        report=Words("{}"),
        speakers=(
            SpeakerGiven(Words(row.participant), "participant", row.participant),
        ),
        turns=(TurnGiven(0, 0, len(said), None, None, Words(said)),),
    )
    arrived = TranscriptImported(name, row.came_on, None, version)
    remark = _remark(project, row, "addition", transcript=packet.transcript, made=name)
    project.record(arrived, remark, by=by)
    return name


def _check_new(project: Project, reply: str, said: str) -> None:
    """The reply's words were not taken in as an addition before."""
    for remark in project.rows(MemberRemark, reply=reply, kind="addition"):
        made = project.one(Transcript, id=str(remark.made))
        if text_of(project, made.version) == said:
            msg = f"that was taken in before, as {made.id}."
            raise RefusedError(msg)


def plan(project: Project, by: str, reply: str, turn: int) -> Removal:
    """What would go if a turn were removed; nothing is done.

    Raises:
        RefusedError: there is no such turn of hers, or it is gone already.
    """
    require(project, by, CHECK)
    row, packet = _reply(project, reply)
    return plan_removal(project, row.participant, _transcript(packet), turn)


def take_removal(project: Project, by: str, reply: str, turn: int) -> Removal:
    """A turn is erased in every version, with its codes; counts stay.

    Returns:
        What went, and the entries that repeat its words, to be decided about
        (`erase_repeats`).

    Raises:
        RefusedError: there is no such turn of hers, or it is gone already.
    """
    require(project, by, CHECK)
    row, packet = _reply(project, reply)
    transcript = _transcript(packet)
    found = plan_removal(project, row.participant, transcript, turn)
    remark = _remark(
        project,
        row,
        "removal",
        transcript=transcript,
        version=project.one(Transcript, id=transcript).version,
        turn=turn,
        turns=found.turns,
        segments=len(found.segments),
    )
    project.record(*found.decisions, remark, by=by)
    backups.leave_nothing(project)
    return found


def check_repeats(project: Project, words: Collection[str]) -> None:
    """These entries can be what repeats removed words: they are there, and no talk.

    Raises:
        UnknownObjectError: an id is not in the wording.
        RefusedError: it is a turn or a coded quote; those are removed as themselves.
    """
    known = project.words(*words)
    talk = {turn.text for turn in project.rows(Turn)}
    talk |= {segment.quote for segment in project.rows(CodedSegment)}
    for name in words:
        if name not in known:
            raise UnknownObjectError("entry", name)
        if name in talk:
            msg = (
                f"entry {name} is what somebody said, and no repetition of it. Remove "
                "its turn if it is to go. Nothing was erased."
            )
            raise RefusedError(msg)


def erase_repeats(project: Project, by: str, reply: str, words: Collection[str]) -> int:
    """Entries that were listed as repeating what was removed go too; how many.

    Raises:
        UnknownObjectError, RefusedError: as `check_repeats`; or nothing of this reply
            was removed.
    """
    require(project, by, CHECK)
    check_repeats(project, words)
    _, packet = _reply(project, reply)
    if not project.rows(MemberRemark, reply=reply, kind="removal"):
        msg = "nothing was removed because of this reply, so nothing repeats it."
        raise RefusedError(msg)
    why = f"repeats what was removed after packet {packet.number}"
    return withdrawal.erase(project, by, words, why)


def take_theme_comment(
    project: Project, by: str, reply: str, theme: str, fits: str, text: str = ""
) -> str:
    """What a participant says of a theme is on record; the remark's id.

    Raises:
        UnknownObjectError: no such theme or answer.
    """
    require(project, by, CHECK)
    row, _ = _reply(project, reply)
    project.one(Theme, id=theme)
    if fits not in FITS:
        hint = f"Choose one of {', '.join(FITS)}."
        raise UnknownObjectError("answer", fits, hint)
    told = Words(text.strip()) if text.strip() else None
    remark = _remark(project, row, "theme-comment", theme=theme, fits=fits, text=told)
    project.record(remark, by=by)
    return str(remark.remark)  # type: ignore[attr-defined]


def set_aside(
    project: Project,
    by: str,
    reply: str,
    text: str,
    turn: int | None = None,
    theme: str | None = None,
) -> str:
    """Something she said was read and nothing was done about it, on record; its id.

    Raises:
        RefusedError: nothing says why.
    """
    require(project, by, CHECK)
    row, packet = _reply(project, reply)
    if not text.strip():
        msg = "say why nothing is done about it."
        raise RefusedError(msg)
    remark = _remark(
        project,
        row,
        "set-aside",
        transcript=packet.transcript,
        turn=turn,
        theme=theme,
        text=Words(text.strip()),
    )
    project.record(remark, by=by)
    return str(remark.remark)  # type: ignore[attr-defined]
