"""Transcripts join the study, are corrected as new versions, and leave it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    PassRecorded,
    Reanchored,
    SpeakerGiven,
    TranscriptCorrected,
    TranscriptImported,
    TranscriptRemoved,
    TurnGiven,
    VersionGiven,
)
from workbench.errors import RefusedError, UnknownObjectError
from workbench.familiarise.anchoring import context, reanchor
from workbench.model import (
    ERASED,
    CodedSegment,
    ReadingPass,
    Speaker,
    Transcript,
    Turn,
    Version,
)
from workbench.study import CODE, MANAGE, require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.importers.parsed import ParsedTranscript
    from workbench.store.project import Project


@dataclass(frozen=True, slots=True)
class Arrival:
    """One parsed file on its way into the study."""

    parsed: ParsedTranscript
    original: bytes
    transcript: str
    #: Speaker label -> (role, participant), as the researcher mapped them.
    speakers: Mapping[str | None, tuple[str | None, str | None]] = field(
        default_factory=dict
    )
    held_on: str | None = None


def bring_in(project: Project, by: str, arrivals: Sequence[Arrival]) -> list[str]:
    """The transcripts are in the study, all of them or none; their ids."""
    require(project, by, CODE)
    project.record(
        *(
            TranscriptImported(
                transcript=arrival.transcript,
                held_on=arrival.held_on,
                language=arrival.parsed.language,
                version=_version(project, arrival, 1),
            )
            for arrival in arrivals
        ),
        by=by,
    )
    return [arrival.transcript for arrival in arrivals]


def _version(
    project: Project,
    arrival: Arrival,
    number: int,
    kept: Mapping[tuple[str | None, str], str] | None = None,
) -> VersionGiven:
    """A version for the trail; turns whose words stand already keep their entry.

    Args:
        project: where it will stand.
        arrival: the parsed file.
        number: 1 for the first version.
        kept: wording ids of an earlier version's turns, by speaker and text: what two
            people both said is erased with one of them only under her own id.
    """
    parsed = arrival.parsed
    labels = list(dict.fromkeys(turn.speaker for turn in parsed.turns))
    place = {label: index for index, label in enumerate(labels)}
    roles = {turn.speaker: turn.role for turn in parsed.turns}
    known = kept or {}
    mapped = {
        label: arrival.speakers.get(label, (roles[label], None)) for label in labels
    }
    return VersionGiven(
        version=project.new_id("v"),
        number=number,
        format=parsed.format,
        verdict=parsed.verdict,
        length=len(parsed.text),
        file_name=Words(Path(parsed.file).name),
        sha256=Words(parsed.sha256),
        original=Words(base64.b64encode(arrival.original).decode()),
        report=Words(json.dumps(_report(parsed), ensure_ascii=False)),
        speakers=tuple(
            SpeakerGiven(None if label is None else Words(label), *mapped[label])
            for label in labels
        ),
        turns=tuple(
            TurnGiven(
                speaker=place[turn.speaker],
                start=turn.start,
                end=turn.end,
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                text=known.get((turn.speaker, turn.text)) or Words(turn.text),
            )
            for turn in parsed.turns
        ),
    )


def _report(parsed: ParsedTranscript) -> dict[str, Any]:
    """The import report: everything but the text itself."""
    report = parsed.to_json()
    for part in ("text", "turns", "file", "sha256"):
        report.pop(part, None)
    return report


def turns_of(project: Project, version: str) -> list[Turn]:
    """The turns of a version; an erased turn reads as blocks of its own length."""
    return [
        turn
        if turn.text != ERASED
        else Turn(
            turn.version,
            turn.index,
            turn.speaker,
            turn.start,
            turn.end,
            turn.start_ms,
            turn.end_ms,
            ERASED * (turn.end - turn.start),
        )
        for turn in project.read(Turn, version=version)
    ]


def text_of(project: Project, version: str) -> str:
    """A version's text: its turns joined by one LF."""
    return "\n".join(turn.text for turn in turns_of(project, version))


def speakers_of(project: Project, version: str) -> dict[int, Speaker]:
    """The speakers of a version by index, labels as text."""
    return {who.index: who for who in project.read(Speaker, version=version)}


def active(project: Project, transcript: str) -> Transcript:
    """A transcript that is part of the analysis.

    Raises:
        UnknownObjectError: there is none of that id.
        RefusedError: it was removed or withdrawn.
    """
    found = project.rows(Transcript, id=transcript)
    if not found:
        known = ", ".join(t.id for t in project.rows(Transcript)[:8])
        raise UnknownObjectError("transcript", transcript, f"There are: {known}.")
    if found[0].state != "active":
        msg = f"transcript {transcript} is {found[0].state}; it takes no more coding."
        raise RefusedError(msg)
    return found[0]


@dataclass(frozen=True, slots=True)
class Correction:
    """How the coded segments fared when a transcript was corrected."""

    version: str
    unchanged: tuple[str, ...]
    shifted: tuple[str, ...]
    text_changed: tuple[str, ...]
    lost: tuple[str, ...]


def correct(
    project: Project,
    by: str,
    transcript: str,
    parsed: ParsedTranscript,
    original: bytes,
    reason: str | None,
) -> Correction:
    """A new version stands in the place of the old, every coded segment anchored anew.

    Nothing is dropped: a segment whose words are gone is kept as lost, with the words
    it was given, for a person to decide about.

    Raises:
        RefusedError: the file says exactly what the transcript says already.
    """
    require(project, by, CODE)
    standing = active(project, transcript)
    old_text = text_of(project, standing.version)
    if parsed.text == old_text:
        msg = f"{parsed.file}: says what {transcript} says already; nothing to correct."
        raise RefusedError(msg)
    old_version = project.one(Version, id=standing.version)
    given = _version(
        project,
        Arrival(parsed, original, transcript, _known_speakers(project, standing)),
        old_version.number + 1,
        _kept_words(project, standing.version),
    )
    # what an earlier program's merge left on an earlier version has no place here
    segments = project.rows(
        CodedSegment, transcript=transcript, version=standing.version, state="active"
    )
    moved = reanchored(segments, old_text, parsed.text)
    project.record(
        TranscriptCorrected(
            transcript=transcript,
            old_version=standing.version,
            version=given,
            reanchored=tuple(moved),
            reason=Words(reason) if reason else None,
        ),
        by=by,
    )

    return as_correction(given.version, moved)


def as_correction(version: str, moved: Sequence[Reanchored]) -> Correction:
    """How the segments fared, for people."""

    def of(anchor: str) -> tuple[str, ...]:
        return tuple(each.segment for each in moved if each.anchor == anchor)

    return Correction(
        version, of("unchanged"), of("shifted"), of("text-changed"), of("lost")
    )


def _known_speakers(
    project: Project, transcript: Transcript
) -> dict[str | None, tuple[str | None, str | None]]:
    return {
        who.label: (who.role, who.participant)
        for who in speakers_of(project, transcript.version).values()
    }


def _kept_words(project: Project, version: str) -> dict[tuple[str | None, str], str]:
    """The wording ids of a version's turns, by speaker label and text."""
    ids = {turn.index: turn.text for turn in project.rows(Turn, version=version)}
    speakers = speakers_of(project, version)
    return {
        (_label(speakers, turn), turn.text): ids[turn.index]
        for turn in project.read(Turn, version=version)
        if turn.text != ERASED
    }


def _label(speakers: Mapping[int, Speaker], turn: Turn) -> str | None:
    return None if turn.speaker is None else speakers[turn.speaker].label


def reanchored(
    segments: Sequence[CodedSegment], old_text: str, new_text: str
) -> list[Reanchored]:
    """Where each segment stands after a correction, for the trail."""
    spans = [(segment.start, segment.end) for segment in segments]
    found = []
    for segment, place in zip(
        segments, reanchor(old_text, new_text, spans), strict=True
    ):
        quote, before, after = context(new_text, place.start, place.end)
        same = place.anchor in ("unchanged", "shifted", "lost")
        found.append(
            Reanchored(
                segment=segment.id,
                old_anchor=segment.anchor,
                anchor=_standing_anchor(segment.anchor, place.anchor),
                old_start=segment.start,
                old_end=segment.end,
                start=place.start,
                end=place.end,
                old_quote=segment.quote,
                quote=segment.quote if same else Words(quote),
                old_before=segment.before,
                before=_same_or_new(segment.before, old_text, segment.start, before),
                old_after=segment.after,
                after=_same_after(segment.after, old_text, segment.end, after),
            )
        )
    return found


def _standing_anchor(old: str, new: str) -> str:
    """Corrected words stay marked until a person has looked at them."""
    looked_at = old != "text-changed" or new in ("text-changed", "lost")
    return new if looked_at else "text-changed"


def _same_or_new(kept: str, old_text: str, start: int, before: str) -> str:
    return kept if context(old_text, start, start)[1] == before else Words(before)


def _same_after(kept: str, old_text: str, end: int, after: str) -> str:
    return kept if context(old_text, end, end)[2] == after else Words(after)


def remove(project: Project, by: str, transcript: str, reason: str) -> None:
    """A transcript is no longer part of the analysis; undo brings it back.

    Raises:
        RefusedError: no reason was given.
    """
    require(project, by, MANAGE)
    if not reason.strip():
        msg = "leaving a transcript out of the analysis needs a reason."
        raise RefusedError(msg)
    standing = active(project, transcript)
    project.record(TranscriptRemoved(transcript, standing.state, Words(reason)), by=by)


def record_pass(project: Project, by: str, transcript: str) -> int:
    """A person read a transcript from end to end; which of her passes it was."""
    require(project, by, CODE)
    active(project, transcript)
    number = len(project.rows(ReadingPass, transcript=transcript, by=by)) + 1
    project.record(PassRecorded(project.new_id("p"), transcript, number), by=by)
    return number
