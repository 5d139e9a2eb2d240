"""A debriefer's answers come back: all of them become hers in the trail, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.debriefing import DebriefReturned
from workbench.decisions.decision import Words
from workbench.errors import PacketRefusedError
from workbench.model import DebriefPacket, DebriefReturn, DebriefSession
from workbench.study import PACK, require
from workbench.trust.answers_reader import AnswersReader

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.answers_file import Answers

_MOST_TOLD: Final = 10


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking answers in."""

    session: str
    debriefer: str
    #: How many of each part were new.
    counts: dict[str, int]
    #: How many stood here already, from an earlier file for the same packet.
    known: int
    #: One line for each entry that was passed over, and why.
    passed_over: tuple[str, ...]


def take_in(
    project: Project, by: str, given: Answers, file: str, form: str = "file"
) -> TakenIn:
    """A debriefer's answers are in the trail, each of them hers; or none is.

    Args:
        project: the study.
        by: the researcher who takes them in; on record as such.
        given: the answers, read from a file.
        file: the file's name, for messages.
        form: file or word.

    Raises:
        PacketRefusedError: for another study or packet, for a packet that was changed,
            taken in before, or with entries that do not fit what was shown.
        NotAllowedError: the role does not include it.
    """
    require(project, by, PACK)
    session = _session_of(project, given, file)
    reader = AnswersReader(project, given, session)
    decisions = reader.decisions()
    if reader.faults:
        told = "; ".join(reader.faults[:_MOST_TOLD])
        more = len(reader.faults) - _MOST_TOLD
        raise PacketRefusedError(
            file, told + (f"; and {more} more" if more > 0 else "")
        )
    if not decisions and not reader.passed_over:
        why = "every answer in it is here already"
        raise PacketRefusedError(file, why if reader.known else "it holds no answer")
    back = DebriefReturned(
        back=project.new_id("dr"),
        packet=given.packet,
        session=session.id,
        sha256=Words(given.own_digest),
        form=form,
        taken_in_by=by,
    )
    project.record(back, *decisions, by=session.debriefer)
    return TakenIn(
        session.id,
        session.debriefer,
        reader.counts,
        reader.known,
        tuple(reader.passed_over),
    )


def _session_of(project: Project, given: Answers, file: str) -> DebriefSession:
    """The session that the answers belong to, if they are what was asked for."""
    if given.project != project.uuid:
        raise PacketRefusedError(file, "it answers a packet of another study")
    packets = project.read(DebriefPacket, id=given.packet)
    if not packets or packets[0].session != given.session:
        why = "this study handed out no such packet; was it made in another copy of it?"
        raise PacketRefusedError(file, why)
    if packets[0].sha256 != given.digest:
        why = "the packet it answers is not as it was handed out"
        raise PacketRefusedError(file, why)
    session = project.rows(DebriefSession, id=given.session)[0]
    if session.debriefer != given.debriefer:
        raise PacketRefusedError(file, "it was made for another debriefer")
    for back in project.read(DebriefReturn, packet=given.packet):
        if back.sha256 == given.own_digest:
            raise PacketRefusedError(file, f"it was taken in on {back.at[:10]}")
    if session.state != "open":
        why = f"debriefing {session.id} was closed meanwhile; open another one"
        raise PacketRefusedError(file, why)
    return session
