"""Speakers put right: renamed, told who they are, merged, or given others' turns.

What is put right holds for the transcript's current version; corrections made later
carry it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    SpeakerAdded,
    SpeakerIdentified,
    SpeakerRenamed,
    TurnsReassigned,
)
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.familiarise.transcripts import active
from workbench.model import ERASED, SPEAKER_ROLES, Participant, Speaker, Turn
from workbench.study import CODE, require

if TYPE_CHECKING:
    from collections.abc import Collection

    from workbench.decisions.decision import Decision
    from workbench.store.project import Project, Receipt


def _cast(project: Project, transcript: str) -> dict[int, Speaker]:
    version = active(project, transcript).version
    return {who.index: who for who in project.read(Speaker, version=version)}


def _one(cast: dict[int, Speaker], index: int) -> Speaker:
    if index not in cast:
        known = ", ".join(f"{who.index} {who.label}" for who in cast.values())
        raise UnknownObjectError("speaker", str(index), f"There are: {known}.")
    return cast[index]


def rename(
    project: Project, by: str, transcript: str, index: int, label: str
) -> Receipt:
    """A speaker goes by another label.

    Raises:
        UnknownObjectError: there is no such transcript or speaker.
        RefusedError: the label is empty.
        DuplicateError: another speaker bears it; then merge the two.
    """
    require(project, by, CODE)
    cast = _cast(project, transcript)
    who = _one(cast, index)
    wanted = label.strip()
    if not wanted:
        msg = "a speaker needs a label."
        raise RefusedError(msg)
    if any(each.label == wanted and each.index != index for each in cast.values()):
        raise DuplicateError("speaker", wanted)
    old = project.one(Speaker, version=who.version, index=index).label
    return project.record(SpeakerRenamed(who.version, index, old, Words(wanted)), by=by)


def identify(
    project: Project,
    by: str,
    transcript: str,
    index: int,
    role: str | None,
    participant: str | None,
) -> Receipt:
    """A speaker has a role, and is a participant or nobody of the study.

    Raises:
        UnknownObjectError: transcript, speaker, role or participant.
        RefusedError: an interviewer or app was to be a participant, or the participant
            has withdrawn, so that nothing more of hers may stand.
    """
    require(project, by, CODE)
    _refuse_withdrawn(project, participant)
    _check_person(project, role, participant)
    who = _one(_cast(project, transcript), index)
    said = SpeakerIdentified(
        who.version, index, who.role, role, who.participant, participant
    )
    return project.record(said, by=by)


def _refuse_withdrawn(project: Project, participant: str | None) -> None:
    found = project.rows(Participant, id=participant) if participant else []
    if found and found[0].state == "all":
        msg = (
            f"{participant} has withdrawn. Where this speaker is {participant}, what "
            "was said is erased: the lead does that on People > Withdrawal, or with "
            f"'workbench withdraw PROJECT {participant} --speaker TRANSCRIPT:NUMBER'."
        )
        raise RefusedError(msg)


def _check_person(project: Project, role: str | None, participant: str | None) -> None:
    if role is not None and role not in SPEAKER_ROLES:
        hint = f"Choose one of {', '.join(SPEAKER_ROLES)}."
        raise UnknownObjectError("role of a speaker", role, hint)
    if participant is None:
        return
    if not project.rows(Participant, id=participant):
        known = ", ".join(p.id for p in project.rows(Participant)[:8])
        raise UnknownObjectError("participant", participant, f"There are: {known}.")
    if role != "participant":
        msg = f"{participant} is a participant; a speaker who is one has that role."
        raise RefusedError(msg)


def merge(
    project: Project, by: str, transcript: str, source: int, into: int
) -> Receipt:
    """Everything that was said under one label was said under another.

    Raises:
        UnknownObjectError: there is no such transcript or speaker.
        RefusedError: they are one speaker, the one has no turns, or the other has
            withdrawn.
    """
    require(project, by, CODE)
    cast = _cast(project, transcript)
    gone, kept = _one(cast, source), _one(cast, into)
    if gone.index == kept.index:
        msg = "a speaker cannot be merged with herself."
        raise RefusedError(msg)
    _refuse_withdrawn(project, kept.participant)
    turns = project.rows(Turn, version=gone.version, speaker=gone.index)
    if not turns:
        raise RefusedError(f"speaker {source} has no turns to give.")
    return project.record(
        TurnsReassigned(
            gone.version, tuple(turn.index for turn in turns), gone.index, kept.index
        ),
        by=by,
    )


def reassign(
    project: Project,
    by: str,
    transcript: str,
    turns: Collection[int],
    speaker: int | str,
) -> Receipt:
    """Turns were said by another speaker: one of the cast, or one named here first.

    Raises:
        UnknownObjectError: there is no such transcript, turn or speaker.
        RefusedError: no turn would change hands, its words were withdrawn, or the
            speaker has withdrawn.
    """
    require(project, by, CODE)
    cast = _cast(project, transcript)
    version = active(project, transcript).version
    decisions: list[Decision] = []
    if isinstance(speaker, str):
        same = [who for who in cast.values() if who.label == speaker.strip()]
        if same:
            to = same[0].index
        elif not speaker.strip():
            msg = "the other speaker needs a label."
            raise RefusedError(msg)
        else:
            to = max(cast, default=-1) + 1
            label = Words(speaker.strip())
            decisions.append(SpeakerAdded(version, to, label, None, None))
    else:
        to = _one(cast, speaker).index
    if to in cast:
        _refuse_withdrawn(project, cast[to].participant)
    decisions.extend(_handed_over(project, version, turns, to))
    return project.record(*decisions, by=by)


def _handed_over(
    project: Project, version: str, turns: Collection[int], to: int
) -> list[TurnsReassigned]:
    standing = {turn.index: turn for turn in project.read(Turn, version=version)}
    by_speaker: dict[int | None, list[int]] = {}
    for index in sorted(set(turns)):
        if index not in standing:
            hint = f"There are {len(standing)}, counted from 0."
            raise UnknownObjectError("turn", str(index), hint)
        if standing[index].text == ERASED:
            raise RefusedError(f"the words of turn {index} were withdrawn.")
        if standing[index].speaker != to:
            by_speaker.setdefault(standing[index].speaker, []).append(index)
    if not by_speaker:
        msg = "these turns are this speaker's already."
        raise RefusedError(msg)
    return [
        TurnsReassigned(version, tuple(indexes), old, to)
        for old, indexes in by_speaker.items()
    ]
