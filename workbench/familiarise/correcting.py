"""A typing error is corrected in place: one turn, a new version, no code moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    SpeakerGiven,
    TranscriptCorrected,
    TurnGiven,
    VersionGiven,
)
from workbench.errors import RefusedError, UnknownObjectError
from workbench.familiarise.transcripts import (
    Correction,
    active,
    as_correction,
    reanchored,
    turns_of,
)
from workbench.model import ERASED, CodedSegment, Speaker, Turn, Version
from workbench.study import CODE, require

if TYPE_CHECKING:
    from workbench.store.project import Project


def correct_turn(
    project: Project,
    by: str,
    transcript: str,
    turn: int,
    text: str,
    reason: str | None = None,
    *,
    act: str | None = None,
) -> Correction:
    """One turn of a transcript reads otherwise; every coded segment is anchored anew.

    Args:
        project: the project.
        by: who corrects.
        transcript: its id.
        turn: the turn's number, from 0.
        text: what the turn says.
        reason: why, such as "heard again".
        act: the caller's UUID, so that a retry does nothing.

    Raises:
        UnknownObjectError: there is no such transcript or turn.
        RefusedError: nothing would change, the turn would be empty, or its words were
            withdrawn.
    """
    require(project, by, CODE)
    standing = active(project, transcript)
    turns = turns_of(project, standing.version)
    if not 0 <= turn < len(turns):
        hint = f"There are {len(turns)}, counted from 0."
        raise UnknownObjectError("turn", str(turn), hint)
    said = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    _check(turns[turn], said)
    texts = [said if each.index == turn else each.text for each in turns]
    old_text = "\n".join(each.text for each in turns)
    given = _version(project, standing.version, turn, texts)
    # what an earlier program's merge left on an earlier version has no place here
    segments = project.rows(
        CodedSegment, transcript=transcript, version=standing.version, state="active"
    )
    moved = reanchored(segments, old_text, "\n".join(texts))
    project.record(
        TranscriptCorrected(
            transcript=transcript,
            old_version=standing.version,
            version=given,
            reanchored=tuple(moved),
            reason=Words(reason) if reason and reason.strip() else None,
        ),
        by=by,
        act=act,
    )
    return as_correction(given.version, moved)


def _check(old: Turn, said: str) -> None:
    if old.text and not old.text.strip(ERASED):
        raise RefusedError(f"the words of turn {old.index} were withdrawn.")
    if not said.strip():
        msg = (
            f"turn {old.index} would be empty. Leave what was said, or write what "
            "cannot be understood as [inaudible]."
        )
        raise RefusedError(msg)
    if said == old.text:
        raise RefusedError(f"turn {old.index} says this already; nothing to correct.")


def _version(
    project: Project, standing: str, corrected: int, texts: list[str]
) -> VersionGiven:
    """The version that follows; all it shares with the one before keeps its entries."""
    before = project.one(Version, id=standing)
    turns = sorted(project.rows(Turn, version=standing), key=lambda each: each.index)
    at, given = 0, []
    for turn, text in zip(turns, texts, strict=True):
        given.append(
            TurnGiven(
                speaker=turn.speaker,
                start=at,
                end=at + len(text),
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                text=Words(text) if turn.index == corrected else turn.text,
            )
        )
        at += len(text) + 1
    speakers = project.rows(Speaker, version=standing)
    return VersionGiven(
        version=project.new_id("v"),
        number=before.number + 1,
        format=before.format,
        verdict=before.verdict,
        length=max(0, at - 1),
        file_name=before.file_name,
        sha256=before.sha256,
        original=None,
        report=before.report,
        speakers=tuple(
            SpeakerGiven(who.label, who.role, who.participant)
            for who in sorted(speakers, key=lambda each: each.index)
        ),
        turns=tuple(given),
    )
