"""The trail as data: the stored bytes of every decision, and the words that may leave.

`trail.jsonl` holds the stored bytes, one decision per line, so that the hash chain can
be checked from the file alone. `wording.jsonl` beside it holds released words, each
with its key: HMAC-SHA-256(key, text) is the commitment in the decision. Not released:
whole transcripts and the files they came from, labels and file names, names of
machines, memos that nobody released with the answers to them, field notes, what
participants answered in member checking, attributes that could single one of them out,
and quotes that consent does not cover.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from workbench.decisions import (
    coding,
    familiarisation,
    member_checking,
    people,
    reflecting,
    setting_up,
    taking_over,
    themes,
    writing_up,
)
from workbench.exporters.protecting import Protection
from workbench.exporters.quoting import Quotes
from workbench.model import AttributeValue, CodedSegment, Extract, Memo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from workbench.exporters.reading import Moment

WORDING: Final = "wording.jsonl"

#: Fields whose words never leave with the trail, by kind of decision.
_WITHHELD: Final = {
    setting_up.ProjectCreated: {"machine_name"},
    setting_up.ProjectTakenOver: {"old_name", "new_name"},
    people.ParticipantsLinked: {"relation"},
    familiarisation.TranscriptImported: {
        "text",
        "label",
        "file_name",
        "original",
        "report",
    },
    familiarisation.SpeakerRenamed: {"old", "new"},
    familiarisation.SpeakerAdded: {"label"},
    familiarisation.AudioLinked: {"path"},
    familiarisation.AudioUnlinked: {"path"},
    people.TranscriptsPseudonymised: {"log"},
    taking_over.StudyTakenOver: {"file_name", "report"},
    taking_over.MemosTakenOver: {"text"},
    member_checking.SafetyFlagSet: {"reason"},
    member_checking.MemberPacketMade: {"reason"},
    member_checking.MemberPacketMoved: {"note"},
    member_checking.MemberReplied: {"text", "sha256"},
    member_checking.MemberRemarkTaken: {"text"},
    reflecting.FieldNoteWritten: {"observation", "interpretation"},
    writing_up.CopyMade: {"file_name"},
    themes.PhotographAttached: {"file_name", "sha256", "image"},
}
_WITHHELD[familiarisation.TranscriptCorrected] = _WITHHELD[
    familiarisation.TranscriptImported
]
_BY_NAME: Final = {kind.__name__: fields for kind, fields in _WITHHELD.items()}
#: Notes, and later answers to them: released only with the note.
_ABOUT_A_MEMO: Final = {
    coding.MemoWritten.__name__,
    reflecting.LookedBack.__name__,
}
_ATTRIBUTES: Final = {people.AttributeSet.__name__, people.AttributeChanged.__name__}
#: Fields that hold what a participant said, in a decision about a coded segment.
_SPOKEN: Final = frozenset(
    {"quote", "before", "after", "old_quote", "old_before", "old_after"}
)


def trail_lines(moment: Moment) -> bytes:
    """The stored bytes of the decisions, one per line."""
    return b"".join(body + b"\n" for _, body, _ in moment.bodies())


def wording_lines(moment: Moment) -> bytes:
    """The released words, by id: one JSON object with id, text and key per line."""
    released = _released(moment)
    lines = [
        json.dumps(
            {"id": name, "text": text, "key": key.hex()},
            ensure_ascii=False,
            sort_keys=True,
        )
        for name, key, text in moment.keyed_words()
        if name in released
    ]
    # JSON leaves these as they are, and some readers of lines break at them
    written = "\n".join(lines).translate(
        {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
    )
    return (written + "\n").encode() if lines else b""


def _released(moment: Moment) -> set[str]:
    """The ids of words that the decisions brought in and that may leave."""
    segments = moment.read(CodedSegment)
    quotes = Quotes(moment, segments)
    quotable = {each.id for each in segments if quotes.mark(each) is None}
    quoted = {e.id for e in moment.rows(Extract) if e.segment in quotable}
    readable = {memo.id for memo in moment.read(Memo, visibility="release")}
    attributes = _printable_attributes(moment)
    notes = quotes.free_notes()
    released = set()
    for event in moment.events():
        withheld: AbstractSet[str] = _BY_NAME.get(event.kind, frozenset())
        if event.kind in _ABOUT_A_MEMO:
            withheld = set() if event.payload["memo"] in readable else {"text"}
        if event.kind == reflecting.FieldNoteOpened.__name__:
            withheld = set() if event.payload["version"] in notes else {"text"}
        if event.kind == writing_up.ExtractWorded.__name__:
            printed = event.payload["extract"] in quoted
            withheld = set() if printed else {"old", "new"}
        if event.kind in _ATTRIBUTES:
            said = {v for v in event.payload.values() if isinstance(v, str)}
            released |= said & attributes
            continue
        for name, field, segment in _words_in(event.payload):
            is_spoken = segment is not None and field in _SPOKEN
            if field not in withheld and not (is_spoken and segment not in quotable):
                released.add(name)
    return released


def _printable_attributes(moment: Moment) -> set[str]:
    """The ids of attributes of participants that single nobody out."""
    here = [p for p in moment.participants_now().values() if p.state != "all"]
    kept = Protection(moment, here)
    return {
        each.value
        for each in moment.rows(AttributeValue)
        if each.value and kept.is_shown(each.participant, each.attribute)
    }


def _words_in(
    payload: object, field: str = "", segment: str | None = None
) -> Iterator[tuple[str, str, str | None]]:
    """Every string of a payload, its field, and the coded segment it is told of."""
    if isinstance(payload, str):
        yield payload, field, segment
    elif isinstance(payload, dict):
        about: Any = payload.get("segment", segment)
        for name, value in payload.items():
            yield from _words_in(value, name, about)
    elif isinstance(payload, list):
        for value in payload:
            yield from _words_in(value, field, segment)
