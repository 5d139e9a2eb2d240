"""Transcripts, their versions, and passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import familiarisation as decided
from workbench.model import (
    CodedSegment,
    ReadingPass,
    Speaker,
    Transcript,
    Turn,
    Version,
)
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.TranscriptImported)
def transcript_imported(
    d: decided.TranscriptImported, c: Circumstance
) -> Iterator[Change]:
    yield Put(
        Transcript(
            id=d.transcript,
            version=d.version.version,
            held_on=d.held_on,
            language=d.language,
            state="active",
            imported_at=c.at,
        )
    )
    yield from _version(d.transcript, d.version, None, c)


@follows(decided.TranscriptCorrected)
def transcript_corrected(
    d: decided.TranscriptCorrected, c: Circumstance
) -> Iterator[Change]:
    yield from _version(d.transcript, d.version, d.reason, c)
    new = d.version.version
    yield Edit(Transcript, (d.transcript,), version=(d.old_version, new))
    for moved in d.reanchored:
        yield Edit(
            CodedSegment,
            (moved.segment,),
            version=(d.old_version, new),
            start=(moved.old_start, moved.start),
            end=(moved.old_end, moved.end),
            quote=(moved.old_quote, moved.quote),
            before=(moved.old_before, moved.before),
            after=(moved.old_after, moved.after),
            anchor=(moved.old_anchor, moved.anchor),
        )


def _version(
    transcript: str,
    given: decided.VersionGiven,
    reason: str | None,
    c: Circumstance,
) -> Iterator[Change]:
    yield Put(
        Version(
            id=given.version,
            transcript=transcript,
            number=given.number,
            format=given.format,
            verdict=given.verdict,
            length=given.length,
            file_name=given.file_name,
            sha256=given.sha256,
            original=given.original,
            report=given.report,
            made_at=c.at,
            reason=reason,
        )
    )
    for index, speaker in enumerate(given.speakers):
        yield Put(
            Speaker(
                given.version, index, speaker.label, speaker.role, speaker.participant
            )
        )
    for index, turn in enumerate(given.turns):
        yield Put(
            Turn(
                given.version,
                index,
                turn.speaker,
                turn.start,
                turn.end,
                turn.start_ms,
                turn.end_ms,
                turn.text,
            )
        )


@follows(decided.SpeakerIdentified)
def speaker_identified(
    d: decided.SpeakerIdentified, _: Circumstance
) -> Iterator[Change]:
    yield Edit(
        Speaker,
        (d.version, d.index),
        role=(d.old_role, d.role),
        participant=(d.old_participant, d.participant),
    )


@follows(decided.TranscriptRemoved)
def transcript_removed(
    d: decided.TranscriptRemoved, _: Circumstance
) -> Iterator[Change]:
    yield Edit(Transcript, (d.transcript,), state=(d.old, "removed"))


@follows(decided.PassRecorded)
def pass_recorded(d: decided.PassRecorded, c: Circumstance) -> Iterator[Change]:
    yield Put(ReadingPass(d.reading, d.transcript, c.by, d.number, c.at))
