"""Transcripts, their versions, and passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import familiarisation as decided
from workbench.model import (
    CodedSegment,
    GuidePlace,
    GuideQuestion,
    LinkedAudio,
    PassedOver,
    ReadingOrder,
    ReadingPass,
    Speaker,
    Transcript,
    TranscriptCheck,
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


@follows(decided.SpeakerRenamed)
def speaker_renamed(d: decided.SpeakerRenamed, _: Circumstance) -> Iterator[Change]:
    yield Edit(Speaker, (d.version, d.index), label=(d.old, d.new))


@follows(decided.SpeakerAdded)
def speaker_added(d: decided.SpeakerAdded, _: Circumstance) -> Iterator[Change]:
    yield Put(Speaker(d.version, d.index, d.label, d.role, d.participant))


@follows(decided.TurnsReassigned)
def turns_reassigned(d: decided.TurnsReassigned, _: Circumstance) -> Iterator[Change]:
    for turn in d.turns:
        yield Edit(Turn, (d.version, turn), speaker=(d.old, d.new))


@follows(decided.TranscriptChecked)
def transcript_checked(
    d: decided.TranscriptChecked, c: Circumstance
) -> Iterator[Change]:
    yield Put(TranscriptCheck(d.check, d.transcript, d.version, d.against, c.by, c.at))


@follows(decided.StretchPassedOver)
def stretch_passed_over(
    d: decided.StretchPassedOver, c: Circumstance
) -> Iterator[Change]:
    span = (d.transcript, d.version, d.start, d.end)
    yield Put(PassedOver(d.mark, *span, c.by, "active", c.at))


@follows(decided.StretchTakenUp)
def stretch_taken_up(d: decided.StretchTakenUp, _: Circumstance) -> Iterator[Change]:
    yield Edit(PassedOver, (d.mark,), state=("active", "taken-up"))


@follows(decided.ReadingOrderDrawn)
def reading_order_drawn(
    d: decided.ReadingOrderDrawn, c: Circumstance
) -> Iterator[Change]:
    yield Put(ReadingOrder(d.order, d.number, d.seed, d.transcripts, c.by, c.at))


@follows(decided.GuideQuestionAdded)
def guide_question_added(
    d: decided.GuideQuestionAdded, c: Circumstance
) -> Iterator[Change]:
    yield Put(GuideQuestion(d.question, d.text, c.at))


@follows(decided.GuideQuestionPlaced)
def guide_question_placed(
    d: decided.GuideQuestionPlaced, _: Circumstance
) -> Iterator[Change]:
    span = (d.transcript, d.version, d.start, d.end)
    yield Put(GuidePlace(d.place, *span, d.question, "active"))


@follows(decided.GuideQuestionLifted)
def guide_question_lifted(
    d: decided.GuideQuestionLifted, _: Circumstance
) -> Iterator[Change]:
    yield Edit(GuidePlace, (d.place,), state=("active", "lifted"))


@follows(decided.AudioLinked)
def audio_linked(d: decided.AudioLinked, c: Circumstance) -> Iterator[Change]:
    yield Put(LinkedAudio(d.audio, d.transcript, d.path, "linked", c.by, c.at))


@follows(decided.AudioUnlinked)
def audio_unlinked(d: decided.AudioUnlinked, _: Circumstance) -> Iterator[Change]:
    yield Edit(LinkedAudio, (d.audio,), state=("linked", "unlinked"))
