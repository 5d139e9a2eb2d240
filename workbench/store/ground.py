"""What a decision about words rests on, looked at in the transaction that records it.

A package checks its rules before it records. Between that look and the record another
window may correct a transcript, put pseudonyms into it, or erase somebody's words: a
coding that comes a moment late would then bring erased words back in its quote, or
quote what no version says. Here the words are compared where nobody else can write.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from workbench.decisions.coding import SegmentCoded, SegmentResized
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import TranscriptCorrected, TranscriptImported
from workbench.decisions.writing_up import ExtractWorded
from workbench.errors import StaleDecisionError
from workbench.model import ERASED, CodedSegment, Extract, Transcript, Turn
from workbench.store.schema import STATE, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from workbench.decisions.decision import Decision

_TRANSCRIPT: Final = STATE[Transcript]
_SEGMENT: Final = STATE[CodedSegment]
_TURN: Final = STATE[Turn]
_STANDING: Final = sa.select(_TRANSCRIPT.c.version, _TRANSCRIPT.c.state).where(
    _TRANSCRIPT.c.id == sa.bindparam("transcript")
)
_PLACE: Final = sa.select(_SEGMENT.c.transcript, _SEGMENT.c.version).where(
    _SEGMENT.c.id == sa.bindparam("segment")
)
_SAID: Final = (
    sa.select(_TURN.c.start, _TURN.c.end, wording.c.text)
    .join(wording, wording.c.id == _TURN.c.text)
    .where(
        _TURN.c.version == sa.bindparam("version"),
        _TURN.c.start <= sa.bindparam("high"),
        _TURN.c.end >= sa.bindparam("low"),
    )
    .order_by(_TURN.c.index)
)
_IN_VERSION: Final = sa.select(_SEGMENT.c.id).where(
    _SEGMENT.c.transcript == sa.bindparam("transcript"),
    _SEGMENT.c.version == sa.bindparam("version"),
    _SEGMENT.c.state == "active",
)
_QUOTED: Final = (
    sa.select(wording.c.text)
    .join(_SEGMENT, _SEGMENT.c.quote == wording.c.id)
    .join(STATE[Extract], STATE[Extract].c.segment == _SEGMENT.c.id)
    .where(STATE[Extract].c.id == sa.bindparam("extract"))
)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A stretch of a version, with the words that a decision says stand there."""

    name: str
    start: int
    end: int
    quote: str
    before: str
    after: str


def check(conn: Connection, decisions: Sequence[Decision]) -> None:
    """Every quote is what its version says now, and no coding is left behind.

    Args:
        conn: the transaction in which the decisions will be recorded.
        decisions: one act; what it imports or corrects itself is not looked at.

    Raises:
        StaleDecisionError: a transcript was corrected, or words of it erased, since the
            decision was prepared.
    """
    new = {
        d.transcript
        for d in decisions
        if isinstance(d, TranscriptImported | TranscriptCorrected)
    }
    coded: dict[tuple[str, str], list[_Quoted]] = defaultdict(list)
    for decision in decisions:
        if isinstance(decision, SegmentCoded) and decision.transcript not in new:
            place = decision.transcript, decision.version
            coded[place].append(_quoted(decision))
        elif isinstance(decision, SegmentResized):
            found = conn.execute(_PLACE, {"segment": decision.segment}).first()
            if found is not None and found.transcript not in new:
                place = found.transcript, found.version
                coded[place].append(_quoted(decision))
        elif isinstance(decision, TranscriptCorrected):
            _check_none_left_behind(conn, decision)
        elif isinstance(decision, ExtractWorded) and isinstance(decision.new, Words):
            _check_extract(conn, decision)
    for (transcript, version), stretches in coded.items():
        _check_said(conn, transcript, version, stretches)


def _quoted(decision: SegmentCoded | SegmentResized) -> _Quoted:
    return _Quoted(
        decision.segment,
        decision.start,
        decision.end,
        decision.quote,
        decision.before,
        decision.after,
    )


def _check_said(
    conn: Connection, transcript: str, version: str, stretches: Sequence[_Quoted]
) -> None:
    """The version is today's and says these words at these places."""
    standing = conn.execute(_STANDING, {"transcript": transcript}).first()
    if standing is None:
        return  # a coding of what is not there is the rules' affair, not a late one
    if tuple(standing) != (version, "active"):
        raise StaleDecisionError(_name(transcript))
    low = min(each.start - len(each.before) for each in stretches)
    high = max(each.end + len(each.after) for each in stretches)
    at, text = _text(conn, version, low, high)
    for each in stretches:
        start, end = each.start - at, each.end - at
        said = (
            text[max(0, start - len(each.before)) : start],
            text[start:end],
            text[end : end + len(each.after)],
        )
        given = (each.before, each.quote, each.after)
        if any(
            isinstance(words, Words) and words != there
            for words, there in zip(given, said, strict=True)
        ):
            raise StaleDecisionError(_name(transcript))


def _text(conn: Connection, version: str, low: int, high: int) -> tuple[int, str]:
    """The turns of a version that reach into a stretch, and where the first begins."""
    rows = conn.execute(_SAID, {"version": version, "low": low, "high": high}).all()
    said = (
        ERASED * (row.end - row.start) if row.text is None else row.text for row in rows
    )
    return (rows[0].start if rows else 0), "\n".join(said)


def _check_none_left_behind(conn: Connection, decision: TranscriptCorrected) -> None:
    """Each coding of the old version is anchored anew, also one of a moment ago."""
    place = {"transcript": decision.transcript, "version": decision.old_version}
    standing = set(conn.execute(_IN_VERSION, place).scalars())
    if standing - {each.segment for each in decision.reanchored}:
        raise StaleDecisionError(_name(decision.transcript))


def _check_extract(conn: Connection, decision: ExtractWorded) -> None:
    """What is shortened for print was not erased meanwhile."""
    found = conn.execute(_QUOTED, {"extract": decision.extract}).first()
    if found is not None and found.text is None:
        raise StaleDecisionError(f"extract {decision.extract}")


def _name(transcript: str) -> str:
    return f"transcript {transcript}"
